"""Rules of a delegation's block: its head casts all of its votes at once, and nobody else then casts one of them."""

from collections.abc import Mapping

from ballots.acts import Role
from ballots.errors import BadField
from ballots.exercise import Past
from ballots.fields import IDENTIFIER, Fields, checked_integer
from ballots.mandate_acts import BlockCast
from ballots.motion import Block, Motion, MotionState, next_ordinal
from ballots.rules import BlockRule
from ballots.state import Signer, State
from ballots.vote_errors import (
    AlreadyVoted,
    BadBallot,
    BlockNotSplittable,
    DeviceNotConfirmed,
    FixedAtOpening,
    NoBlockVotes,
    NotHeadOfDelegation,
    NotInElectorate,
    VotedIndividually,
    WrongBlockTotal,
)
from ballots.vote_errors import MotionAnnulled as MotionIsAnnulled
from ballots.vote_errors import PollingEnded as PollingIsEnded


def cast_block(state: State, act: BlockCast, signer: Signer) -> None:
    """Count a delegation's block, if it is the signer's to cast, in time, and adds up."""
    motion = state.motion(act.motion, act.opening)
    if motion.state is MotionState.ANNULLED:
        raise MotionIsAnnulled(f"motion {act.motion}")
    if motion.state is not MotionState.OPEN:
        raise PollingIsEnded(f"motion {act.motion}")
    signer.must_be(Role.DELEGATE)
    if state.founded.rules.block is BlockRule.NONE:
        raise NoBlockVotes
    _check_head(state, act, motion, signer)
    entitled = motion.entitled(act.delegation).heads
    if not entitled:
        raise NotInElectorate(f"delegation {act.delegation}")
    if state.founded.rules.device_confirmation and not signer.key.confirmed:
        raise DeviceNotConfirmed(f"key {signer.kid}")
    choices = _choices(act, motion)
    if len(choices) > 1 and state.founded.rules.block is BlockRule.WHOLE:
        raise BlockNotSplittable
    if sum(choices.values()) != entitled:
        raise WrongBlockTotal(f"{sum(choices.values())} on the ballot, {entitled} mandates of {act.delegation}")
    earlier = motion.blocks.get(act.delegation)
    if earlier is None and motion.has_voted(act.delegation):
        raise VotedIndividually(f"delegation {act.delegation}")
    if earlier is not None and not motion.opened.change_of_vote:
        raise AlreadyVoted(f"delegation {act.delegation}, entry {earlier.entry}")
    block = Block(choices, state.size, next_ordinal(earlier))
    motion.record_block(state.journal, act.delegation, block, state.delegations[act.delegation].weight)
    motion.withhold(state.journal, state.size)


def _check_head(state: State, act: BlockCast, motion: Motion, signer: Signer) -> None:
    heads: Past[int] = state.heads.get(act.delegation, Past())
    lineage = None if signer.credential is None else signer.credential.lineage
    if lineage not in (heads.before(motion.index), heads.now):
        raise NotHeadOfDelegation(f"delegation {act.delegation}")
    if lineage != heads.before(motion.index):
        raise FixedAtOpening(f"head of {act.delegation}")


def _choices(act: BlockCast, motion: Motion) -> Mapping[str, int]:
    known = {option.id for option in motion.opened.options}
    try:
        fields = Fields(act.ballot, "ballot")
        choices = fields.mapping("choices", IDENTIFIER, len(known), _read_number)
        fields.end()
    except BadField as error:
        raise BadBallot(error.detail) from None
    if unknown := sorted(set(choices) - known):
        raise BadBallot(f"no option {', '.join(unknown)}")
    return choices


def _read_number(value: object, option: str) -> int:
    return checked_integer(value, f"choices.{option}", 1, 100_000)
