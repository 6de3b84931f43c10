"""Rules of sittings: one at a time, with the quorum established at each opening and resumption."""

from ballots.acts import Role
from ballots.count_errors import CountStillOpen
from ballots.judgement import Part, Votes, judge_quorum
from ballots.motion_errors import RollChanged
from ballots.sitting import Gathering, Sitting, SittingState
from ballots.sitting_acts import PresentClaim, SittingClosed, SittingOpened, SittingResumed, SittingSuspended
from ballots.sitting_errors import (
    AlreadySuspended,
    MotionStillOpen,
    NoSittingOpen,
    NotSuspended,
    SittingAlreadyClosed,
    SittingInUse,
    SittingNotClosed,
    UnknownSitting,
)
from ballots.state import Signer, State


def open_sitting(state: State, act: SittingOpened, signer: Signer) -> None:
    """Open a sitting; from the first one on, the assembly decides in sittings alone."""
    signer.must_be(Role.CHAIR)
    state.check_languages(act.title, "title")
    if act.sitting in state.sittings:
        raise SittingInUse(f"sitting {act.sitting}")
    last = state.last_sitting
    if last is not None and last.state is not SittingState.CLOSED:
        raise SittingNotClosed(f"sitting {last.opened.sitting} is {last.state}")
    sitting = Sitting(act, _gather(state, act.present))
    state.journal.put(state.sittings, act.sitting, sitting)
    state.journal.set(state, "last_sitting", sitting)


def suspend_sitting(state: State, act: SittingSuspended, signer: Signer) -> None:
    """Let the assembly rest."""
    signer.must_be(Role.CHAIR)
    sitting = _running(state, act.sitting)
    if sitting.state is SittingState.SUSPENDED:
        raise AlreadySuspended(f"sitting {act.sitting}")
    _check_no_motion(state)
    check_no_count(state)
    _enter(state, sitting, SittingState.SUSPENDED)


def resume_sitting(state: State, act: SittingResumed, signer: Signer) -> None:
    """Go on with a suspended sitting."""
    signer.must_be(Role.CHAIR)
    sitting = _running(state, act.sitting)
    if sitting.state is not SittingState.SUSPENDED:
        raise NotSuspended(f"sitting {act.sitting}")
    state.journal.append(sitting.gatherings, _gather(state, act.present))
    _enter(state, sitting, SittingState.OPEN)


def close_sitting(state: State, act: SittingClosed, signer: Signer) -> None:
    """End a sitting for good."""
    signer.must_be(Role.CHAIR)
    sitting = _running(state, act.sitting)
    _check_no_motion(state)
    check_no_count(state)
    _enter(state, sitting, SittingState.CLOSED)


def check_sitting(state: State) -> None:
    """Refuse to let the assembly decide outside a sitting, once it has ever sat.

    Raises:
        NoSittingOpen: the last sitting is suspended or closed.
    """
    last = state.last_sitting
    if last is not None and last.state is not SittingState.OPEN:
        raise NoSittingOpen(f"sitting {last.opened.sitting} is {last.state}")


def check_no_count(state: State) -> None:
    """Refuse what must not happen while those present are being counted.

    Raises:
        CountStillOpen: the last count is not ended.
    """
    last = next(reversed(state.counts.values()), None)
    if last is not None and last.is_open:
        raise CountStillOpen(f"count {last.name}")


def _running(state: State, name: str) -> Sitting:
    sitting = state.sittings.get(name)
    if sitting is None:
        raise UnknownSitting(f"sitting {name}")
    if sitting.state is SittingState.CLOSED:
        raise SittingAlreadyClosed(f"sitting {name}")
    return sitting


def _check_no_motion(state: State) -> None:
    if state.open_motions:
        raise MotionStillOpen(f"motion {next(iter(state.open_motions))}")


def _gather(state: State, claim: PresentClaim) -> Gathering:
    """Return who is there, provided that it is what the chair signed for."""
    present = state.present
    if (claim.version, claim.size) != (present.version, present.total):
        raise RollChanged(
            f"signed for version {claim.version} with {claim.size.heads} mandates of weight {claim.size.weight}; "
            f"now version {present.version}, {present.total.heads} mandates, weight {present.total.weight}"
        )
    rule = state.founded.rules.sitting_quorum
    quorum = None if rule is None else judge_quorum(rule, [Part(state.everyone(), Votes())])
    return Gathering(state.size, state.accredited.total, present.total, quorum)


def _enter(state: State, sitting: Sitting, entered: SittingState) -> None:
    state.journal.set(sitting, "state", entered)
    state.journal.append(sitting.entries, state.size)
