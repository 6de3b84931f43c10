"""Rules of votes on paper and aloud: one teller records, another person confirms, and only then does it count."""

from ballots.acts import Role
from ballots.kinds import ballot_kind
from ballots.mandate import seat_of
from ballots.motion import Motion, MotionState, Vote
from ballots.paper import PaperRecord, PaperState
from ballots.paper_acts import Method, PaperConfirmed, PaperRecorded, PaperWithdrawn
from ballots.state import Signer, State
from ballots.vote_errors import (
    AlreadyClosed,
    NotInElectorate,
    NotPending,
    NotYourRecord,
    SamePerson,
    UnknownRecord,
    VacantMandate,
    VotedAsBlock,
    VotedByPhone,
    VotedOnPaper,
)
from ballots.vote_errors import MotionAnnulled as MotionIsAnnulled


def record_paper(state: State, act: PaperRecorded, signer: Signer, digest: str) -> None:
    """Keep a first teller's record of a vote: it counts for nothing, and keeps nobody from voting."""
    signer.must_be(Role.TELLER)
    motion = _open_motion(state, act.motion, act.opening)
    _check_free(state, motion, act.mandate)
    choice = ballot_kind(motion.opened.ballot).choice(act.ballot, motion.opened.options)
    record = PaperRecord(act, choice, digest, state.size, signer.person)
    place = (act.mandate, signer.person)
    earlier = motion.papers.get(place)
    if earlier is not None and earlier.state is PaperState.PENDING:
        state.journal.set(earlier, "state", PaperState.REPLACED)
    state.journal.put(motion.papers, place, record)
    state.journal.put(state.papers, digest, record)
    _withhold(state, motion, record)


def confirm_paper(state: State, act: PaperConfirmed, signer: Signer) -> None:
    """Let a recorded vote count, by the signature of a second teller."""
    signer.must_be(Role.TELLER)
    record, motion = _pending(state, act.record)
    if record.person == signer.person:
        raise SamePerson(f"the vote of {record.mandate}")
    _check_free(state, motion, record.mandate)
    weight = state.delegations[seat_of(record.mandate).delegation].weight
    motion.record(state.journal, record.mandate, Vote(record.choice, record.entry, record.method), weight)
    state.journal.set(record, "state", PaperState.CONFIRMED)
    _withhold(state, motion, record)


def withdraw_paper(state: State, act: PaperWithdrawn, signer: Signer) -> None:
    """Take a record back that no second teller has confirmed."""
    signer.must_be(Role.TELLER)
    record, motion = _pending(state, act.record)
    if record.person != signer.person:
        raise NotYourRecord(f"the vote of {record.mandate}")
    state.journal.set(record, "state", PaperState.WITHDRAWN)
    _withhold(state, motion, record)


def _open_motion(state: State, name: str, opening: str) -> Motion:
    motion = state.motion(name, opening)
    if motion.state is MotionState.ANNULLED:
        raise MotionIsAnnulled(f"motion {name}")
    if not motion.is_open:
        raise AlreadyClosed(f"motion {name}")
    return motion


def _check_free(state: State, motion: Motion, mandate: str) -> None:
    """Refuse a mandate that may not vote, or has voted; asked at both signatures, for much happens between them."""
    if not motion.entitles(mandate):
        raise NotInElectorate(f"mandate {mandate}")
    if state.holders.get(mandate) is None:
        raise VacantMandate(f"mandate {mandate}")
    vote = motion.votes.get(mandate)
    if vote is not None:
        raise (VotedByPhone if vote.method is Method.PHONE else VotedOnPaper)(f"mandate {mandate}")
    delegation = seat_of(mandate).delegation
    if delegation in motion.blocks:
        raise VotedAsBlock(f"delegation {delegation}, entry {motion.blocks[delegation].entry}")


def _pending(state: State, digest: str) -> tuple[PaperRecord, Motion]:
    record = state.papers.get(digest)
    if record is None:
        raise UnknownRecord(f"record {digest}")
    motion = _open_motion(state, record.motion, record.opening)
    if record.state is not PaperState.PENDING:
        raise NotPending(f"the vote of {record.mandate} is {record.state}")
    return record, motion


def _withhold(state: State, motion: Motion, record: PaperRecord) -> None:
    if record.withheld:
        motion.withhold(state.journal, state.size)
