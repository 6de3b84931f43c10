"""Rules of annulments: what has no effect yet ends at once, what has been decided only with a second person."""

from ballots.acts import AnnulmentConfirmed, MotionAnnulled, Role
from ballots.annulment import Annulment
from ballots.decision import Decision, DecisionState
from ballots.decision_acts import DecisionAnnulled
from ballots.decision_errors import UnknownDecision
from ballots.matters import check_may_fall
from ballots.motion import Motion, MotionState
from ballots.motion_errors import UnknownMotion
from ballots.proceedings import enter, reveal
from ballots.state import Signer, State
from ballots.vote_errors import AlreadyAnnulled, SamePerson, UnknownAnnulment, UnknownRecord


def annul_motion(state: State, act: MotionAnnulled, signer: Signer, digest: str) -> None:
    """Annul a motion: at once while it is open, after the close only with a second person."""
    signer.must_be(Role.CHAIR)
    motion = state.motion(act.motion, act.opening)
    if motion.annulment is not None:
        raise AlreadyAnnulled(f"motion {act.motion}")
    check_may_fall(state, motion)
    state.journal.set(motion, "annulment", Annulment(digest, signer.person, act.reason))
    state.journal.set(motion, "changed", state.size)
    if motion.is_open:
        enter(state, motion, MotionState.ANNULLED)
        reveal(state, motion)


def annul_decision(state: State, act: DecisionAnnulled, signer: Signer, digest: str) -> None:
    """Annul a decision without a vote by name: at once while a teller is missing, in effect with a second person."""
    signer.must_be(Role.CHAIR)
    decision = state.decisions.get(act.decision)
    if decision is None:
        raise UnknownDecision(f"decision {act.decision}")
    if decision.digest != act.record:
        raise UnknownRecord(f"decision {act.decision}")
    if decision.annulment is not None:
        raise AlreadyAnnulled(f"decision {act.decision}")
    check_may_fall(state, decision)
    state.journal.set(decision, "annulment", Annulment(digest, signer.person, act.reason))
    if decision.state is DecisionState.STATED:
        _end(state, decision)
    else:
        state.journal.set(decision, "changed", state.size)


def confirm_annulment(state: State, act: AnnulmentConfirmed, signer: Signer) -> None:
    """Bring a pending annulment of a motion or a decision into effect by the signature of another person."""
    signer.must_be(Role.CHAIR, Role.TELLER)
    # They share their ids, so that only one of them can be meant.
    found: Motion | Decision | None = state.motions.get(act.motion) or state.decisions.get(act.motion)
    if found is None:
        raise UnknownMotion(f"motion or decision {act.motion}")
    if found.annulment is None or found.annulment.digest != act.annulment:
        raise UnknownAnnulment(f"motion or decision {act.motion}")
    if found.state in (MotionState.ANNULLED, DecisionState.ANNULLED):
        raise AlreadyAnnulled(f"motion or decision {act.motion}")
    if found.annulment.person == signer.person:
        raise SamePerson(f"motion or decision {act.motion}")
    check_may_fall(state, found)
    if isinstance(found, Motion):
        enter(state, found, MotionState.ANNULLED)
    else:
        _end(state, found)


def _end(state: State, decision: Decision) -> None:
    state.journal.set(decision, "state", DecisionState.ANNULLED)
    state.journal.set(decision, "changed", state.size)
