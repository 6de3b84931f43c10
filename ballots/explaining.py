"""Rules of explanations of vote: after the declaration, by the device that voted, once of each kind."""

from ballots.errors import NotAllowed
from ballots.explanation_acts import VoteExplained
from ballots.explanation_errors import AlreadyExplained, NotDeclared, NotYourVote
from ballots.motion import MotionState
from ballots.motion_errors import UnknownMotion
from ballots.state import KeyUse, Signer, State
from ballots.vote_errors import MotionAnnulled as MotionIsAnnulled


def explain_vote(state: State, act: VoteExplained, signer: Signer) -> None:
    """Keep what a delegate says of her vote; the count stays what it is."""
    motion = state.motions.get(act.motion)
    if motion is None:
        raise UnknownMotion(f"motion {act.motion}")
    if motion.state is MotionState.ANNULLED:
        raise MotionIsAnnulled(f"motion {act.motion}")
    if motion.state is not MotionState.DECLARED:
        raise NotDeclared(f"motion {act.motion}")
    if signer.key.use is not KeyUse.DEVICE or signer.credential is None:
        raise NotAllowed("an explanation is signed by an enrolled device")
    vote = motion.votes.get(act.mandate)
    if vote is None or vote.credential != signer.credential.number:
        raise NotYourVote(f"mandate {act.mandate}")
    place = (act.mandate, act.kind)
    if place in motion.explanations:
        raise AlreadyExplained(f"mandate {act.mandate}, {act.kind}")
    state.journal.put(motion.explanations, place, act.text)
