"""Rules of documents, motions, votes and results."""

from collections.abc import Mapping

from ballots.acts import DocumentTabled, PollingEnded, Role, VoteCast
from ballots.decision_errors import DecisionInUse
from ballots.document import TabledDocument
from ballots.errors import NotAllowed
from ballots.judgement import Entitlement, Outcome, is_empty
from ballots.kinds import ballot_kind
from ballots.majority import total
from ballots.mandate import seat_of
from ballots.matters import check_matter, contested
from ballots.motion import Motion, MotionState, Vote, decided, next_ordinal
from ballots.motion_acts import MotionClosed, MotionOpened, ResultDeclared
from ballots.motion_errors import (
    EmptyElectorate,
    EmptyGroup,
    MotionInUse,
    RollChanged,
    UnknownQuestion,
    WrongRule,
    WrongVersion,
)
from ballots.paper_acts import Method
from ballots.sittings import check_sitting
from ballots.state import KeyUse, Signer, State
from ballots.subject import note_vote, subject_of
from ballots.vote_errors import (
    AlreadyClosed,
    AlreadyDeclared,
    AlreadyEnded,
    AlreadyVoted,
    DeviceNotConfirmed,
    FixedAtOpening,
    NotClosed,
    NotInElectorate,
    NotYourMandate,
    PollingNotEnded,
    VotedAsBlock,
    VotedOnPaper,
    WrongCasting,
    WrongResult,
)
from ballots.vote_errors import MotionAnnulled as MotionIsAnnulled
from ballots.vote_errors import PollingEnded as PollingIsEnded


def table_document(state: State, act: DocumentTabled, signer: Signer, digest: str) -> None:
    """Table the next version of a document."""
    signer.must_be(Role.CHAIR, Role.DESK)
    state.check_languages(act.title, "title")
    state.check_languages(act.texts, "texts")
    known = state.documents.get(act.document)
    expected = known.tabled.version + 1 if known else 1
    if act.version != expected:
        raise WrongVersion(f"version {act.version} of {act.document}, next is {expected}")
    document = TabledDocument(act, digest, state.size)
    state.journal.put(state.documents, act.document, document)
    state.journal.put(state.versions, digest, document)


def open_motion(state: State, act: MotionOpened, signer: Signer, digest: str) -> None:
    """Open a motion and freeze its text, its rule and its electorate."""
    signer.must_be(Role.CHAIR)
    if act.motion in state.motions:
        raise MotionInUse(f"motion {act.motion}")
    if act.motion in state.decisions:
        raise DecisionInUse(f"decision {act.motion}")
    check_sitting(state)
    state.check_languages(act.title, "title")
    state.check_languages(act.question, "question")
    _check_rule(state, act)
    ballot_kind(act.ballot).check_options(act.options)
    subject = subject_of(state, act.kind, act.subject)
    check_matter(state, act.kind, act.matter)
    excluded = contested(state, act.matter)
    entitled = state.entitled(act.electorate.roll, act.rule.voters, excluded)
    _check_electorate(state, act, entitled)
    motion = Motion(act, digest, state.size, subject, state.rolls[act.electorate.roll], entitled, excluded)
    state.journal.put(state.motions, act.motion, motion)
    state.journal.put(state.open_motions, act.motion, None)
    state.journal.put(state.undeclared, act.motion, None)
    note_vote(state, act.subject, act.matter, act.motion)


def _check_rule(state: State, act: MotionOpened) -> None:
    rules = state.founded.rules
    rule = rules.questions.get(act.kind)
    if rule is None:
        raise UnknownQuestion(f"kind {act.kind}; the rules know {', '.join(sorted(rules.questions))}")
    if act.rule != rule:
        raise WrongRule(f"majority, quorum, tie or voters are not those of {act.kind}")
    if not rules.allows_change(act.change_of_vote):
        raise WrongRule(f"changes of vote are {rules.change_of_vote}")


def _check_electorate(state: State, act: MotionOpened, entitled: Mapping[str, Entitlement]) -> None:
    claim, version = act.electorate, state.rolls[act.electorate.roll].version
    size = total(member.electorate for member in entitled.values())
    if (claim.version, claim.count, claim.weight) != (version, size.heads, size.weight):
        raise RollChanged(
            f"signed for version {claim.version} with {claim.count} mandates of weight {claim.weight}; "
            f"now version {version}, {size.heads} mandates, weight {size.weight}"
        )
    if not size.heads:
        raise EmptyElectorate(f"roll {claim.roll}" + (f", group {act.rule.voters}" if act.rule.voters else ""))
    for house in act.rule.majority:
        if is_empty(house, entitled.values()):
            raise EmptyGroup(f"group {house.of} has no mandate on the roll {claim.roll}")


def cast_vote(state: State, act: VoteCast, signer: Signer) -> None:
    """Count a vote for a mandate, if it is the signer's to cast, entitled and in time."""
    motion = state.motion(act.motion, act.opening)
    if motion.state is MotionState.ANNULLED:
        raise MotionIsAnnulled(f"motion {act.motion}")
    if motion.state is not MotionState.OPEN:
        raise PollingIsEnded(f"motion {act.motion}")
    if signer.key.use is not KeyUse.DEVICE or signer.credential is None:
        raise NotAllowed("a vote is signed by an enrolled device")
    right = state.exercise_before(act.mandate, motion.index)
    if not any(
        known and known.lineage == signer.credential.lineage for known in (right, state.exercise_of(act.mandate))
    ):
        raise NotYourMandate(f"mandate {act.mandate}")
    if not motion.entitles(act.mandate):
        raise NotInElectorate(f"mandate {act.mandate}")
    if right is None or right.lineage != signer.credential.lineage:
        raise FixedAtOpening(f"mandate {act.mandate}")
    if state.founded.rules.device_confirmation and not signer.key.confirmed:
        raise DeviceNotConfirmed(f"credential {signer.credential.number}")
    choice = ballot_kind(motion.opened.ballot).choice(act.ballot, motion.opened.options)
    delegation = seat_of(act.mandate).delegation
    if delegation in motion.blocks:
        raise VotedAsBlock(f"delegation {delegation}, entry {motion.blocks[delegation].entry}")
    earlier = motion.votes.get(act.mandate)
    if earlier is not None and earlier.method is not Method.PHONE:
        raise VotedOnPaper(f"mandate {act.mandate}")
    if earlier is not None and not motion.opened.change_of_vote:
        raise AlreadyVoted(f"mandate {act.mandate}, entry {earlier.entry}")
    vote = Vote(choice, state.size, credential=signer.credential.number, ordinal=next_ordinal(earlier))
    motion.record(state.journal, act.mandate, vote, state.delegations[delegation].weight)
    motion.withhold(state.journal, state.size)


def end_polling(state: State, act: PollingEnded, signer: Signer) -> None:
    """Stop the votes of phones."""
    signer.must_be(Role.CHAIR)
    motion = _live_motion(state, act.motion, act.opening)
    if motion.state is not MotionState.OPEN:
        raise AlreadyEnded(f"motion {act.motion}")
    enter(state, motion, MotionState.ENDED)


def close_motion(state: State, act: MotionClosed, signer: Signer) -> None:
    """Close a motion: its votes become readable and counting follows."""
    signer.must_be(Role.CHAIR)
    motion = _live_motion(state, act.motion, act.opening)
    if motion.state is MotionState.OPEN:
        raise PollingNotEnded(f"motion {act.motion}")
    if motion.state is not MotionState.ENDED:
        raise AlreadyClosed(f"motion {act.motion}")
    enter(state, motion, MotionState.CLOSED)
    reveal(state, motion)


def declare_result(state: State, act: ResultDeclared, signer: Signer) -> None:
    """Declare a result, which must equal the recount."""
    signer.must_be(Role.CHAIR)
    motion = _live_motion(state, act.motion, act.opening)
    if motion.is_open:
        raise NotClosed(f"motion {act.motion}")
    if motion.state is MotionState.DECLARED:
        raise AlreadyDeclared(f"motion {act.motion}")
    tally = motion.tally()
    if act.result.outcome is not tally.outcome or dict(act.result.options) != dict(tally.options):
        counts = ", ".join(f"{option} {count.heads}" for option, count in tally.options.items())
        raise WrongResult(f"motion {act.motion}: the recount is {counts}; {tally.outcome}")
    if (act.casting is not None) is not (tally.outcome is Outcome.TIED):
        raise WrongCasting(f"motion {act.motion}: the recount is {tally.outcome}")
    state.journal.set(motion, "casting", act.casting)
    state.journal.set(motion, "decided", decided(tally.outcome, act.casting))
    state.journal.set(motion, "declared", state.size)
    state.journal.remove(state.undeclared, act.motion)
    enter(state, motion, MotionState.DECLARED)


def _live_motion(state: State, motion: str, opening: str) -> Motion:
    found = state.motion(motion, opening)
    if found.state is MotionState.ANNULLED:
        raise MotionIsAnnulled(f"motion {motion}")
    return found


def enter(state: State, motion: Motion, entered: MotionState) -> None:
    """Let a motion be in another state from this entry on."""
    state.journal.set(motion, "state", entered)
    state.journal.set(motion, "changed", state.size)
    if entered is MotionState.ANNULLED and motion.declared is None:
        state.journal.remove(state.undeclared, motion.opened.motion)


def reveal(state: State, motion: Motion) -> None:
    """End the withholding of a motion's votes."""
    state.journal.remove(state.open_motions, motion.opened.motion)
    state.journal.set(motion, "revealed", state.size)
