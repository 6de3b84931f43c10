"""What stands decided by a motion or a decision without a vote by name: pure functions of the state.

What the assembly reconsidered is no decision any more, just as what was annulled is none.
"""

from collections.abc import Mapping

from ballots.amendment import Standing, Status
from ballots.document import TabledDocument
from ballots.judgement import Outcome
from ballots.motion import Motion, MotionState
from ballots.motion_acts import Matter, Subject
from ballots.state import State

# Without a quorum nothing is decided: it may be put again.
OUTCOMES: Mapping[Outcome, Status | None] = {
    Outcome.ADOPTED: Status.ADOPTED,
    Outcome.NOT_ADOPTED: Status.REJECTED,
    Outcome.NO_QUORUM: None,
}


def decided_by(state: State, name: str) -> Status | None:
    """Return what a motion or a decision makes of what it is about, or that it is being voted; None if nothing."""
    motion = state.motions.get(name)
    found = _stated(state, name) if motion is None else _voted(motion)
    return None if found in (Status.ADOPTED, Status.REJECTED) and is_reconsidered(state, name) else found


def is_reconsidered(state: State, name: str) -> bool:
    """Tell whether the assembly has taken back what a motion or a decision decided."""
    digest = digest_of(state, name)
    found = None if digest is None else matter_standing(state, digest)
    return found is not None and found.status is Status.ADOPTED


def in_question(state: State, name: str) -> bool:
    """Tell whether the assembly has taken back what a motion or a decision decided, or is voting on that."""
    digest = digest_of(state, name)
    found = None if digest is None else matter_standing(state, digest)
    return found is not None and found.status in (Status.ADOPTED, Status.VOTING)


def matter_standing(state: State, digest: str) -> Standing | None:
    """Return what stands decided on the matter whose statement has this digest, and by what; None if nothing."""
    for name in reversed(state.matters.get(digest, ())):
        matter = about(state, name)[1]
        # Stated again before it was confirmed, a decision may be about something else.
        found = decided_by(state, name) if matter is not None and matter.digest == digest else None
        if found is not None:
            return Standing(found, name)
    return None


def whole_standing(state: State, document: TabledDocument) -> Status | None:
    """Return what stands decided on a text as a whole, or that it is being voted; None if nothing."""
    for name in reversed(state.wholes.get(document.digest, ())):
        subject = about(state, name)[0]
        # Stated again before it was confirmed, a decision may be about something else.
        on_it = subject is not None and subject.digest == document.digest and not subject.amendments
        found = decided_by(state, name) if on_it else None
        if found is not None:
            return found
    return None


def digest_of(state: State, name: str) -> str | None:
    """Return the digest of a motion's opening or of a decision's statement; None if there is neither."""
    if name in state.motions:
        return state.motions[name].opening
    decision = state.decisions.get(name)
    return None if decision is None else decision.digest


def about(state: State, name: str) -> tuple[Subject | None, Matter | None]:
    """Return what a motion or a decision is about."""
    act = state.motions[name].opened if name in state.motions else state.decisions[name].recorded
    return act.subject, act.matter


def _voted(motion: Motion) -> Status | None:
    if motion.state is MotionState.ANNULLED:
        return None
    # Nothing but a declaration decides, and in a tie it says what the casting vote was.
    return Status.VOTING if motion.decided is None else OUTCOMES[motion.decided]


def _stated(state: State, name: str) -> Status | None:
    decision = state.decisions.get(name)
    # Until two tellers confirm it, it decides nothing.
    return OUTCOMES[decision.recorded.outcome] if decision is not None and decision.in_effect else None
