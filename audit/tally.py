"""The recount: what the fold makes of a log, as plain values (FORMAT.md sections 6 and 9, `results.json`)."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from audit import votes
from ballots.convention import Convention
from ballots.majority import Count
from ballots.motion import Motion
from ballots.state import State


class Total(TypedDict):
    """A number of mandates and the sum of their weights."""

    count: int
    weight: int


class QuorumResult(TypedDict):
    """What a quorum needed and what was there, in its own measure."""

    needed: int
    reached: int
    met: bool


class DelegationResult(TypedDict):
    """One delegation's mandates in the electorate and what they voted."""

    entitled: Total
    options: dict[str, Total]


class MotionResult(TypedDict):
    """One motion's count, as it stands in `results.json`."""

    motion: str
    title: dict[str, str]
    state: str
    electorate: Total
    cast: Total
    options: dict[str, Total]
    needed: int
    reached: int
    quorum: QuorumResult | None
    outcome: str
    delegations: dict[str, DelegationResult]


def replay(entries: Iterable[bytes]) -> Convention:
    """Return the state that these entries make; their signatures have been checked when they were recorded.

    Raises:
        Refused: one of them is not admissible after those before it.
    """
    convention = Convention()
    for entry in entries:
        convention.apply(votes.read(entry).statement)
        convention.commit()
    return convention


def results(state: State) -> list[MotionResult]:
    """Return the count of every motion, in the order of their openings."""
    return [motion_result(motion) for motion in sorted(state.motions.values(), key=lambda motion: motion.index)]


def motion_result(motion: Motion) -> MotionResult:
    """Return the count of one motion as its votes stand now."""
    tally = motion.tally()
    quorum = tally.quorum
    return {
        "motion": motion.opened.motion,
        "title": dict(motion.opened.title),
        "state": motion.state.value,
        "electorate": _total(tally.electorate),
        "cast": _total(tally.cast),
        "options": totals(tally.options),
        "needed": tally.majority.needed,
        "reached": tally.majority.reached,
        "quorum": None if quorum is None else {"needed": quorum.needed, "reached": quorum.reached, "met": quorum.met},
        "outcome": tally.outcome.value,
        "delegations": {
            delegation: {"entitled": _total(part.entitled), "options": totals(part.options)}
            for delegation, part in tally.delegations.items()
        },
    }


def _total(count: Count) -> Total:
    return {"count": count.heads, "weight": count.weight}


def totals(counts: Mapping[str, Count]) -> dict[str, Total]:
    """Return counts by option as plain values."""
    return {name: _total(count) for name, count in counts.items()}
