"""Named refusals about votes, on phones, on paper and in blocks, and results."""

from ballots.errors import Refused


class PollingEnded(Refused):
    """Polling on this motion has ended, so this vote is not counted. Raise your hand and tell the tellers now."""


class MotionAnnulled(Refused):
    """This motion has been annulled. Wait for the chair to open a new one."""


class NotYourMandate(Refused):
    """This credential does not exercise this mandate and may not act for it. Go to the credentials desk."""


class FixedAtOpening(Refused):
    """When this motion opened, somebody else had this vote, and keeps it to the end. You vote in the next motion."""


class NotInElectorate(Refused):
    """This mandate was not on the roll when the motion opened, so it has no vote in it. Go to the credentials desk."""


class DeviceNotConfirmed(Refused):
    """The desk has not confirmed this device yet. Show its short code at the credentials desk, then vote again."""


class BadBallot(Refused):
    """The ballot is not one that this motion knows. Reload the page and choose again."""


class AlreadyVoted(Refused):
    """A vote of this mandate is recorded, and this motion allows no change. The first vote stands."""


class TooManyChanges(Refused):
    """This vote has been changed as often as the record allows. The last vote stands; talk to the tellers about it."""


class VotedByPhone(Refused):
    """A vote of this mandate from a phone is recorded and stands. Give the paper back and tell the delegate so."""


class VotedOnPaper(Refused):
    """Two tellers have recorded a vote of this mandate, on paper or aloud, and it stands. Ask the tellers about it."""


class VacantMandate(Refused):
    """Nobody exercises this mandate now, so it has no vote. Send the delegate to the credentials desk."""


class UnknownRecord(Refused):
    """No such record waits for another signature; it may have been stated anew. Reload the page and look again."""


class NotPending(Refused):
    """This record has been confirmed, withdrawn or replaced since. Reload the page and look again."""


class NotYourRecord(Refused):
    """Another teller signed this record, and only she can take it back. Ask her."""


class VotedAsBlock(Refused):
    """The head of this delegation has cast its votes as a block, so single votes do not count. Talk to the head."""


class VotedIndividually(Refused):
    """Members of this delegation have voted themselves, so no block can be cast. Ask the others to vote as well."""


class NoBlockVotes(Refused):
    """The rules of this convention know no block votes. Let every member vote."""


class NotHeadOfDelegation(Refused):
    """Only the head of a delegation casts its block. Go to the credentials desk if that is you."""


class BlockNotSplittable(Refused):
    """The rules want the whole block on one option. Choose one option for all mandates."""


class WrongBlockTotal(Refused):
    """The numbers of a block add up to the delegation's mandates in this motion. Correct them and cast again."""


class PollingNotEnded(Refused):
    """Polling is still open. End polling first, so that the tellers can finish."""


class AlreadyEnded(Refused):
    """Polling on this motion has ended already. Nothing is left to do."""


class AlreadyClosed(Refused):
    """This motion is closed already. Nothing is left to do."""


class AlreadyDeclared(Refused):
    """The result of this motion is declared already. Nothing is left to do."""


class AlreadyAnnulled(Refused):
    """This motion has been annulled, or its annulment waits for a second person. Nothing is left to do."""


class NotClosed(Refused):
    """The motion is not closed yet. Close it before declaring its result."""


class WrongResult(Refused):
    """The declared result is not the recount of the recorded votes. Reload the page and look at the counts again."""


class WrongCasting(Refused):
    """The casting vote is given in a tie for which the rules provide one, and nowhere else. Look at the count again."""


class UnknownAnnulment(Refused):
    """This motion has no such annulment waiting for a second person. Reload the page."""


class SamePerson(Refused):
    """The second signature must come from another person than the first. Ask another officer."""
