"""What decided an amendment or a text as a whole, with its counts, as plain values."""

from collections.abc import Mapping
from typing import NamedTuple

from ballots.amendment import Status
from ballots.decision_acts import DecisionMethod
from ballots.document import TabledDocument
from ballots.judgement import Outcome
from ballots.motion import MotionState
from ballots.standing import amendments_to, standing, verdict
from ballots.state import State

_COUNTING = (Status.ADOPTED, Status.SURVIVES)


class Decided(NamedTuple):
    """One decision: the id of the motion or decision, its method (None: a vote by name), and its counts by option.

    `amendment` is None for a text as a whole. `counts` are mandates in a vote by name, and what the chair stated in
    another; empty where nothing was counted. `weights` is empty too where each mandate weighs one.
    """

    amendment: str | None
    cause: str
    method: DecisionMethod | None
    counts: Mapping[str, int]
    weights: Mapping[str, int]


def decisions_on(state: State, name: str) -> tuple[Decided, ...]:
    """Return what decided an amendment, then what decided the parts of it that survive and the amendments to it."""
    amendment = state.amendments[name]
    within = [*(state.amendments[part] for part in amendment.parts), *amendments_to(state, amendment.digest)]
    counting = [amendment, *(one for one in within if standing(state, one).status in _COUNTING)]
    verdicts = [(one.id, verdict(state, one)) for one in counting]
    return tuple(_decided(state, one, found.cause) for one, found in verdicts if found is not None and found.cause)


def decisions_on_whole(state: State, document: TabledDocument, digest: str) -> tuple[Decided, ...]:
    """Return what adopted a version of a text as a whole; `digest` is that of its authoritative text as amended."""
    about = {name: motion.opened.subject for name, motion in state.motions.items() if _adopts(state, name)}
    about |= {name: decision.recorded.subject for name, decision in state.decisions.items() if _adopts(state, name)}
    tabled = document.tabled.texts[state.founded.languages[0]]
    return tuple(
        _decided(state, None, name)
        for name, subject in about.items()
        if subject is not None and subject.digest == document.digest and not subject.amendments
        # A text that nobody ever amended is voted on as it was tabled.
        if (subject.text or tabled) == digest
    )


def _adopts(state: State, name: str) -> bool:
    if name in state.decisions:
        decision = state.decisions[name]
        return decision.in_effect and decision.recorded.outcome is Outcome.ADOPTED
    motion = state.motions[name]
    return motion.state is MotionState.DECLARED and motion.decided is Outcome.ADOPTED


def _decided(state: State, amendment: str | None, cause: str) -> Decided:
    if cause in state.decisions:
        recorded = state.decisions[cause].recorded
        return Decided(amendment, cause, recorded.method, dict(recorded.counts or {}), {})
    options = state.motions[cause].tally().options
    counts = {name: count.heads for name, count in options.items()}
    weights = {name: count.weight for name, count in options.items()}
    return Decided(amendment, cause, None, counts, {} if weights == counts else weights)
