"""Reports on credentials, agendas and reconsiderations as officers see them, as plain values for pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from audit.day import AgendaResult, agendas, reconsidered_by, reports
from ballots.amendment import Status
from ballots.convention import Convention
from ballots.errors import Refused
from ballots.matters import RECONSIDERATION, check_matter
from ballots.motion_acts import Matter, MatterKind, Subject
from ballots.reporting import seats_by_delegation
from ballots.standing import amendments_to, standing
from ballots.verdicts import about, decided_by, digest_of
from voting.amendment_views import subject_view

Plain = dict[str, Any]


def credentials_view(convention: Convention) -> Plain:
    """Return what a report on credentials would have to say now, what the delegations are called, and whose badge
    stands for which mandates: a chair who is told of a contested one hears the number that is printed large.
    """
    everyone = convention.everyone()
    sizes = {name: getattr(everyone, name) for name in ("allocated", "accredited", "present")}
    seats = seats_by_delegation(convention)
    return {
        "numbers": {
            **{name: {"count": size.heads, "weight": size.weight} for name, size in sizes.items()},
            "delegations": {name: [one.allocated, one.accredited, one.present] for name, one in seats.items()},
        },
        "names": {name: dict(convention.delegations[name].name) for name in seats},
        "badges": {
            number: held
            for number, credential in convention.credentials.items()
            if credential.active
            and (held := [mandate for mandate in credential.mandates if mandate in convention.accredited])
        },
        "next": str(len(convention.reports) + 1),
    }


def day_view(convention: Convention) -> Plain:
    """Return the last report, the agenda in force and the one that was proposed last."""
    said, proposed = reports(convention), agendas(convention)
    stated = [*convention.reports.values()], [*convention.agendas.values()]
    return {
        "report": {**said[-1], "digest": stated[0][-1].digest} if said else None,
        "agenda": _in_force(proposed),
        "proposed": {**proposed[-1], "digest": stated[1][-1].digest} if proposed else None,
        "next": str(len(proposed) + 1),
    }


def agenda_view(convention: Convention) -> Plain | None:
    """Return the agenda in force; None before one was adopted."""
    found = _in_force(agendas(convention))
    return None if found is None else {"agenda": found["agenda"], "items": found["items"]}


def _in_force(proposed: Sequence[AgendaResult]) -> AgendaResult | None:
    return next((one for one in proposed if one["standing"] == "adopted"), None)


def reconsidered_view(convention: Convention, name: str) -> dict[str, str | None]:
    """Return what took a motion or a decision back, and which of the two that is; None while it stands."""
    cause = reconsidered_by(convention, name)
    kind = None if cause is None else "decision" if cause in convention.decisions else "motion"
    return {"reconsidered": cause, "reconsidered_by": kind}


def matter_view(convention: Convention, matter: Matter | None) -> Plain | None:
    """Return what a question is about that is no text, and the entry that states it."""
    if matter is None:
        return None
    view: Plain = {"kind": matter.kind.value, "id": matter.id, "digest": matter.digest}
    if matter.kind is not MatterKind.RECONSIDERATION:
        stated = convention.reports if matter.kind is MatterKind.CREDENTIALS else convention.agendas
        return {**view, "index": stated[matter.id].index}
    found = convention.motions.get(matter.id) or convention.decisions[matter.id]
    return {**view, "index": found.index}


def matter_told(convention: Convention, matter: Matter | None) -> Plain | None:
    """Return what a question is about that is no text as the record shows it: numbers, items or an earlier title."""
    if matter is None:
        return None
    nothing: Plain = {"index": None, "numbers": None, "contested": [], "agenda": [], "title": None, "path": None}
    view = nothing | {"kind": matter.kind.value, "id": matter.id}
    if matter.kind is MatterKind.CREDENTIALS:
        report = convention.reports[matter.id]
        sizes = {name: getattr(report.reported, name).heads for name in ("allocated", "accredited", "present")}
        return view | {"index": report.index, "numbers": sizes, "contested": list(report.reported.contested)}
    if matter.kind is MatterKind.AGENDA:
        agenda = convention.agendas[matter.id]
        return view | {"index": agenda.index, "agenda": [dict(item.title) for item in agenda.proposed.items]}
    motion = convention.motions.get(matter.id)
    stated = convention.decisions[matter.id].recorded if motion is None else motion.opened
    return view | {"title": dict(stated.title), "path": f"{'decisions' if motion is None else 'motions'}/{matter.id}"}


def reconsideration_view(convention: Convention, name: str) -> Plain | None:
    """Return what would follow if a motion's or a decision's outcome were taken back; None if there is none.

    `refused` says why it cannot be put to the vote now; `pending` are its amendments, `again` those that fell for them
    and would stand again, `waiting` those that were withdrawn in their favour, `later` what was decided since on the
    same text, `changes` the words that it put into the text.
    """
    digest = digest_of(convention, name)
    if digest is None:
        return None
    matter = Matter(MatterKind.RECONSIDERATION, name, digest)
    subject, _ = about(convention, name)
    return {
        "subject": {"kind": matter.kind.value, "id": name, "digest": digest},
        "refused": _refusal(convention, matter),
        "decided": decided_by(convention, name),
        **_consequences(convention, name, subject),
    }


def _refusal(convention: Convention, matter: Matter) -> Plain | None:
    try:
        check_matter(convention, RECONSIDERATION, matter)
    except Refused as error:
        return {"code": error.code, "title": error.explanation(), "detail": error.detail}
    return None


def _consequences(convention: Convention, name: str, subject: Subject | None) -> Plain:
    nothing: Plain = {"pending": [], "again": [], "waiting": [], "later": [], "changes": {}}
    if subject is None:
        return nothing
    nothing["later"] = list(_decided_since(convention, name, subject))
    if not subject.amendments:
        return nothing
    caused = [
        (one.id, found.status)
        for one in amendments_to(convention, convention.amendments[subject.amendments[0]].target.digest)
        if (found := standing(convention, one)).cause in subject.amendments
    ]
    adopted = decided_by(convention, name) is Status.ADOPTED
    view = subject_view(convention, subject, convention.versions[subject.digest]) if adopted else None
    return nothing | {
        "pending": list(subject.amendments),
        "again": [other for other, status in caused if status is Status.FALLEN],
        "waiting": [other for other, status in caused if status is Status.WITHDRAWN],
        "changes": {} if view is None else view["changes"],
    }


def _decided_since(convention: Convention, name: str, subject: Subject) -> Iterator[str]:
    """Yield what was decided later on the same version: its words were voted on with this decision in them."""
    indexes = {one: motion.index for one, motion in convention.motions.items()}
    indexes |= {one: decision.index for one, decision in convention.decisions.items()}
    for other, index in sorted(indexes.items(), key=lambda pair: pair[1]):
        known, _ = about(convention, other)
        on_it = known is not None and known.digest == subject.digest
        if on_it and index > indexes[name] and decided_by(convention, other) in (Status.ADOPTED, Status.REJECTED):
            yield other
