"""What the assembly adopted about its day, as plain values (FORMAT.md section 9, `results.json`)."""

from typing import TypedDict

from ballots.majority import Count
from ballots.presence_count import PresenceCount
from ballots.report import Agenda, Report
from ballots.state import State
from ballots.verdicts import digest_of, matter_standing


class Total(TypedDict):
    """A number of mandates and the sum of their weights."""

    count: int
    weight: int


class Decided(TypedDict):
    """Where a report or an agenda stands, and the motion or decision that says so."""

    standing: str
    cause: str | None


class ReportResult(Decided):
    """A report on credentials; `delegations` maps each to its allocated, accredited and present mandates."""

    report: str
    entry: int
    sitting: str | None
    allocated: Total
    accredited: Total
    present: Total
    delegations: dict[str, list[int]]
    contested: list[str]


class ItemResult(TypedDict):
    """An item of an agenda."""

    title: dict[str, str]
    document: str | None


class AgendaResult(Decided):
    """An agenda; `standing` is `superseded` once a later one was adopted."""

    agenda: str
    entry: int
    items: list[ItemResult]


class QuorumFound(TypedDict):
    """What a quorum needed, of what, and what was there."""

    needed: int
    reached: int
    whole: int
    met: bool


class CountResult(TypedDict):
    """A count of who is there: who answered, how many hands two tellers counted (null: none), and the quorum."""

    count: str
    entry: int
    sitting: str | None
    ended: int | None
    answered: Total
    hands: int | None
    accredited: Total | None
    quorum: QuorumFound | None


def report_result(state: State, report: Report) -> ReportResult:
    """Return a report and what the assembly made of it."""
    said = report.reported
    return {
        **_decided(state, report.digest),
        "report": said.report,
        "entry": report.index,
        "sitting": report.sitting,
        "allocated": _total(said.allocated),
        "accredited": _total(said.accredited),
        "present": _total(said.present),
        "delegations": {name: [one.allocated, one.accredited, one.present] for name, one in said.delegations.items()},
        "contested": list(said.contested),
    }


def agenda_result(state: State, agenda: Agenda) -> AgendaResult:
    """Return an agenda and what the assembly made of it."""
    return {
        **_decided(state, agenda.digest),
        "agenda": agenda.proposed.agenda,
        "entry": agenda.index,
        "items": [{"title": dict(item.title), "document": item.document} for item in agenda.proposed.items],
    }


def reports(state: State) -> list[ReportResult]:
    """Return every report on credentials in the order of their entries."""
    return [report_result(state, one) for one in state.reports.values()]


def agendas(state: State) -> list[AgendaResult]:
    """Return every agenda in the order of their entries; of those adopted, the last is in force."""
    found = [agenda_result(state, one) for one in state.agendas.values()]
    adopted = [one for one in found if one["standing"] == "adopted"]
    for one in adopted[:-1]:
        one["standing"] = "superseded"
    return found


def counts(state: State) -> list[CountResult]:
    """Return every count of who is there in the order of their calls."""
    return [count_result(one) for one in state.counts.values()]


def count_result(count: PresenceCount) -> CountResult:
    """Return a count of who is there; `accredited` and `quorum` are null until it is ended."""
    result = count.result
    quorum = None if result is None else result.quorum
    return {
        "count": count.name,
        "entry": count.index,
        "sitting": count.sitting,
        "ended": None if result is None else result.index,
        "answered": _total(count.total),
        "hands": count.hands.mandates if count.hands is not None and count.seconded else None,
        "accredited": None if result is None else _total(result.accredited),
        "quorum": None
        if quorum is None
        else {"needed": quorum.needed, "reached": quorum.reached, "whole": quorum.whole, "met": quorum.met},
    }


def reconsidered_by(state: State, name: str) -> str | None:
    """Return what took back the decision of a motion or a decision without a vote; None while it stands."""
    digest = digest_of(state, name)
    found = None if digest is None else matter_standing(state, digest)
    return found.cause if found is not None and found.status.value == "adopted" else None


def _decided(state: State, digest: str) -> Decided:
    found = matter_standing(state, digest)
    return (
        {"standing": "pending", "cause": None}
        if found is None
        else {"standing": found.status.value, "cause": found.cause}
    )


def _total(count: Count) -> Total:
    return {"count": count.heads, "weight": count.weight}
