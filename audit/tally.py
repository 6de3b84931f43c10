"""The recount: what the fold makes of a log, as plain values (FORMAT.md sections 6 and 9, `results.json`)."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from audit import day, votes
from audit.day import Total
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.judgement import Threshold, Verdict
from ballots.lot import drawn
from ballots.majority import Count
from ballots.motion import Motion
from ballots.motion_acts import Matter, Subject
from ballots.sitting import Gathering, Sitting
from ballots.state import State, Texts, no_texts


class HouseResult(TypedDict):
    """What a house needed, of what, and what was there, in its own measure; the most objections of a consensus."""

    needed: int
    reached: int
    whole: int
    met: bool


class QuorumResult(HouseResult):
    """The same of a quorum; `no_may_adopt`: every house agreed, so that further votes even against might adopt."""

    no_may_adopt: bool


class DelegationResult(TypedDict):
    """One delegation's mandates in the electorate and what they voted, and whether as a block."""

    entitled: Total
    options: dict[str, Total]
    block: bool


class SubjectResult(TypedDict):
    """What was put to the vote, as the statement that put it says."""

    amendments: list[str]
    digest: str
    document: str
    text: str | None


class MatterResult(TypedDict):
    """A report, an agenda or a decision that was put to the vote, as the statement that put it says."""

    digest: str
    id: str
    kind: str


class MotionResult(TypedDict):
    """One motion's count, as it stands in `results.json`."""

    motion: str
    title: dict[str, str]
    subject: SubjectResult | MatterResult | None
    state: str
    electorate: Total
    cast: Total
    options: dict[str, Total]
    papers: dict[str, Total]
    houses: list[HouseResult]
    quorum: QuorumResult | None
    outcome: str
    casting: str | None
    reconsidered: str | None
    first: str
    delegations: dict[str, DelegationResult]


class DecisionResult(TypedDict):
    """What was decided without a vote by name, as it stands in `results.json`."""

    decision: str
    title: dict[str, str]
    kind: str
    subject: SubjectResult | MatterResult | None
    method: str
    counts: dict[str, int] | None
    outcome: str
    reconsidered: str | None
    state: str


class GatheringResult(TypedDict):
    """Who was there when a sitting was opened or resumed by this entry."""

    entry: int
    accredited: Total
    present: Total
    quorum: HouseResult | None


class SittingResult(TypedDict):
    """One sitting, as it stands in `results.json`."""

    sitting: str
    title: dict[str, str]
    state: str
    gatherings: list[GatheringResult]


class Results(TypedDict):
    """What stands in `results.json`."""

    agendas: list[day.AgendaResult]
    counts: list[day.CountResult]
    decisions: list[DecisionResult]
    motions: list[MotionResult]
    reports: list[day.ReportResult]
    sittings: list[SittingResult]


def replay(entries: Iterable[bytes], texts: Texts = no_texts) -> Convention:
    """Return the state that these entries make; their signatures have been checked when they were recorded.

    Raises:
        Refused: one of them is not admissible after those before it.
    """
    convention = Convention(texts)
    for entry in entries:
        convention.apply(votes.read(entry).statement)
        convention.commit()
    return convention


def results(state: State) -> Results:
    """Return every decision, the count of every motion and all about the day, in the order of their entries."""
    decisions = sorted(state.decisions.values(), key=lambda decision: decision.index)
    motions = sorted(state.motions.values(), key=lambda motion: motion.index)
    return {
        "agendas": day.agendas(state),
        "counts": day.counts(state),
        "decisions": [decision_result(one, day.reconsidered_by(state, one.recorded.decision)) for one in decisions],
        "motions": [motion_result(one, day.reconsidered_by(state, one.opened.motion)) for one in motions],
        "reports": day.reports(state),
        "sittings": [sitting_result(one) for one in state.sittings.values()],
    }


def motion_result(motion: Motion, reconsidered: str | None) -> MotionResult:
    """Return the count of one motion as its votes stand now, and what took its decision back."""
    tally = motion.tally()
    quorum = tally.quorum
    return {
        "motion": motion.opened.motion,
        "title": dict(motion.opened.title),
        "subject": _about(motion.opened.subject, motion.opened.matter),
        "state": motion.state.value,
        "electorate": _total(tally.electorate),
        "cast": _total(tally.cast),
        "options": totals(tally.options),
        "papers": totals(tally.papers),
        "houses": [_house(house) for house in tally.houses],
        "quorum": None if quorum is None else {**_house(quorum), "no_may_adopt": tally.no_may_adopt},
        "outcome": tally.outcome.value,
        "casting": None if motion.casting is None else motion.casting.value,
        "reconsidered": reconsidered,
        "first": drawn(motion),
        "delegations": {
            delegation: {
                "entitled": _total(part.entitled),
                "options": totals(part.options),
                "block": delegation in motion.blocks,
            }
            for delegation, part in tally.delegations.items()
        },
    }


def decision_result(decision: Decision, reconsidered: str | None) -> DecisionResult:
    """Return what a chair stated, whether it waits for tellers, is in effect or annulled, and what took it back."""
    stated = decision.recorded
    return {
        "decision": stated.decision,
        "title": dict(stated.title),
        "kind": stated.kind,
        "subject": _about(stated.subject, stated.matter),
        "method": stated.method.value,
        "counts": None if stated.counts is None else dict(stated.counts),
        "outcome": stated.outcome.value,
        "reconsidered": reconsidered,
        "state": decision.state.value,
    }


def sitting_result(sitting: Sitting) -> SittingResult:
    """Return a sitting and the quorum at its opening and each resumption."""
    return {
        "sitting": sitting.opened.sitting,
        "title": dict(sitting.opened.title),
        "state": sitting.state.value,
        "gatherings": [_gathering(one) for one in sitting.gatherings],
    }


def _gathering(gathering: Gathering) -> GatheringResult:
    return {
        "entry": gathering.index,
        "accredited": _total(gathering.accredited),
        "present": _total(gathering.present),
        "quorum": None if gathering.quorum is None else _house(gathering.quorum),
    }


def _about(subject: Subject | None, matter: Matter | None) -> SubjectResult | MatterResult | None:
    if matter is not None:
        return {"digest": matter.digest, "id": matter.id, "kind": matter.kind.value}
    return None if subject is None else _subject(subject)


def _subject(subject: Subject) -> SubjectResult:
    return {
        "amendments": list(subject.amendments),
        "digest": subject.digest,
        "document": subject.document,
        "text": subject.text,
    }


def _house(verdict: Verdict | Threshold) -> HouseResult:
    return {"needed": verdict.needed, "reached": verdict.reached, "whole": verdict.whole, "met": verdict.met}


def _total(count: Count) -> Total:
    return {"count": count.heads, "weight": count.weight}


def totals(counts: Mapping[str, Count]) -> dict[str, Total]:
    """Return counts by option as plain values."""
    return {name: _total(count) for name, count in counts.items()}
