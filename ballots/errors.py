"""Named refusals: each says what was wrong and what to do; its code is the one in audit/FORMAT.md section 5."""

import re
from typing import ClassVar


class Refused(Exception):
    """A statement that cannot be recorded.

    The class docstring explains the refusal to a person; `code` names it to a program; `detail` says
    what was found in this case.
    """

    code: ClassVar[str] = "refused"

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).explanation())
        self.detail = detail

    @classmethod
    def explanation(cls) -> str:
        """Return the sentence that tells a person what is wrong and what to do."""
        return " ".join((cls.__doc__ or "").split())


# --- form, key and signature ---------------------------------------------------------------------


class Malformed(Refused):
    """This is not a signed statement in the form that FORMAT.md section 3 gives. Reload the page and sign again."""


class TooLarge(Refused):
    """The statement is longer than 65,535 bytes. Put long texts into a document and name its digest."""


class UnknownType(Refused):
    """This kind of statement does not exist. Reload the page: its program may be older than the server's."""


class BadField(Refused):
    """A field is missing, unknown, of the wrong type or out of bounds. Correct it and sign again."""


class BadKey(Refused):
    """This is not a valid public key of the kind that belongs here. Make a new one."""


class UnknownKey(Refused):
    """The log does not know the key that signed this. Activate this device with its badge first."""


class WrongAlgorithm(Refused):
    """The signature's algorithm is not that of the key. Sign with the key's own algorithm."""


class BadSignature(Refused):
    """The signature does not fit the statement. Nothing was recorded; sign again on the device that holds the key."""


class BadProof(Refused):
    """The new device did not prove that it holds its key for this credential. Start the activation again."""


class WrongTree(Refused):
    """The log that the signer's device saw is not this log. Stop, keep the device as it is, and call the auditors."""


# --- convention, order, role ---------------------------------------------------------------------


class NotFounded(Refused):
    """A convention starts with its founding statement. Found the convention first."""


class AlreadyFounded(Refused):
    """The convention is founded already. Start another convention in a new place."""


class WrongConvention(Refused):
    """This statement belongs to another convention. Use the badge and the address of this one."""


class KeyRevoked(Refused):
    """This credential has been revoked or replaced. Go to the credentials desk."""


class DeviceMoved(Refused):
    """This credential has moved to another device. Use that one, or go to the credentials desk."""


class SequenceUsed(Refused):
    """A later statement of this key is recorded; an older one cannot follow. Sign again if you still mean it."""


class NotAllowed(Refused):
    """This role may not do that. Ask someone who holds the right role."""


# --- credentials and devices ---------------------------------------------------------------------


class KeyInUse(Refused):
    """This key stands in the log already. Make a new one."""


class NumberInUse(Refused):
    """This credential number has been given out already. Take the next free one."""


class UnknownCredential(Refused):
    """No credential has this number. Check the number."""


class AlreadyRevoked(Refused):
    """This credential has been revoked or replaced before. Nothing is left to do."""


class UnknownDelegation(Refused):
    """No delegation has this name. The founder registers delegations before their delegates are issued."""


class AboveEntitlement(Refused):
    """The delegation has fewer seats than that. Issue within its entitlement, or ask the founder to raise it."""


class EntitlementInUse(Refused):
    """Seats given out, even if revoked since, bind the entitlement and the weight. Keep the weight and these seats."""


class MandateInUse(Refused):
    """Another active credential holds this mandate. Revoke or replace that one first."""


class WrongReplacement(Refused):
    """A replacement keeps person, role, delegation and mandates, and follows the person's last badge. Correct it."""


class HeadInUse(Refused):
    """This delegation has a head already. Replace or revoke that credential first."""


class CodeAlreadyUsed(Refused):
    """This activation code was used on another device. If that was not you, go to the credentials desk at once."""


class UnknownDevice(Refused):
    """No device has this key. Ask the delegate to activate the phone first."""


class AlreadyConfirmed(Refused):
    """This device is confirmed already. Nothing is left to do."""


class AlreadyPresent(Refused):
    """This person is checked in already. Nothing is left to do."""


class AlreadyAbsent(Refused):
    """This person is checked out already. Nothing is left to do."""


# --- alternates and proxies ----------------------------------------------------------------------


class UnknownMandate(Refused):
    """Nobody has been given this mandate. Check its number, or issue its delegate's credential first."""


class WrongHolder(Refused):
    """An alternate takes a mandate over; a proxy goes to a delegate or an alternate. Choose such a person's badge."""


class NoProxies(Refused):
    """The rules of this convention know no proxies. Let an alternate take the mandate over, or come and vote."""


class AlreadyDelegated(Refused):
    """Somebody else exercises this mandate already. Let it be given back first."""


class NotDelegated(Refused):
    """This mandate is with its own delegate. Nothing is left to give back."""


class SelfProxy(Refused):
    """Nobody hands a mandate to herself. Choose another person."""


class OtherDelegation(Refused):
    """This mandate stays within its delegation. Choose somebody of the same delegation."""


class CircularProxy(Refused):
    """This person has handed her own mandate away, so she cannot hold another. Choose somebody who votes herself."""


class HoldsMandates(Refused):
    """Whoever exercises mandates of others cannot hand hers away. Give those back first."""


class TooManyMandates(Refused):
    """This person exercises as many mandates of others as the rules allow. Choose somebody else."""


# --- documents and motions -----------------------------------------------------------------------


class UnknownDocument(Refused):
    """No document with this name has been tabled. Table it first."""


class WrongVersion(Refused):
    """A document's versions follow one another. Table the next version."""


class DocumentChanged(Refused):
    """A newer version of the document has been tabled. Look at it, then open the motion on it."""


class UnknownQuestion(Refused):
    """The convention's rules know no such kind of question. Choose one of theirs."""


class WrongRule(Refused):
    """The rules bind this kind of question to another majority, quorum, tie, voters or change of vote. Use theirs."""


class WrongKind(Refused):
    """The rules put amendments, or texts as a whole, under other kinds of question than this. Choose one of theirs."""


class UnknownBallotKind(Refused):
    """This version counts roll-call ballots only. Open the motion as a roll call."""


class WrongOptions(Refused):
    """Votes are counted for exactly the options yes, no and abstain. Use these."""


class MotionInUse(Refused):
    """A motion with this number exists already. Give this one another number."""


class RollChanged(Refused):
    """The roll changed since this page was shown. Look at the new numbers, then open again."""


class EmptyElectorate(Refused):
    """Nobody could vote on this motion: the roll is empty. Issue credentials or check delegates in first."""


class EmptyGroup(Refused):
    """A group of delegations that must agree has nobody on this roll. Accredit its delegates or check them in first."""


class UnknownMotion(Refused):
    """No motion has this number. Reload the page."""


class WrongOpening(Refused):
    """This was signed for another opening of the motion. Reload the page and look at the question again."""


# --- votes and results ---------------------------------------------------------------------------


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


# --- texts and their amendment -------------------------------------------------------------------


class EmptyText(Refused):
    """The text has no words. Choose the file that holds it."""


class TextTooLarge(Refused):
    """A text has at most 5,000 blocks and 1,000,000 bytes. Table it in several documents."""


class TextNotCanonical(Refused):
    """The text is not in the one form that texts have here. Import it again and use what the import makes of it."""


class UnknownBlock(Refused):
    """The text has no such paragraph or heading. Reload the page: it may show another version of the text."""


class OutsideBlock(Refused):
    """The paragraph has fewer words than that. Reload the page and mark the words again."""


class EmptyRange(Refused):
    """No words are marked. Mark the words to replace or delete, or insert new ones at a place."""


class ChangesNothing(Refused):
    """The new text is the one that stands there already. Change it, or leave this amendment out."""


class WrongNewText(Refused):
    """A deletion has no new text, every other amendment has, and words become words of one paragraph. Correct it."""


class OperationsConflict(Refused):
    """Two amendments change the same words, so the text cannot have both. Decide which one stands."""


# --- decisions without a vote by name ------------------------------------------------------------


class UnknownDecision(Refused):
    """No decision has this number. Reload the page."""


class DecisionInUse(Refused):
    """A decision with this number exists already. Take another number."""


class VoteRequired(Refused):
    """The rules ask for a vote on this kind of question that cannot be taken this way. Open a motion on it."""


class TooManyVotes(Refused):
    """More votes were counted than there are accredited mandates. Count again."""


class WrongOutcome(Refused):
    """This is not the outcome that the rule of this kind of question makes. Look at the counts and the rule again."""


# --- sittings ------------------------------------------------------------------------------------


class SittingInUse(Refused):
    """A sitting with this number exists already. Give this one another number."""


class SittingNotClosed(Refused):
    """Another sitting is open or suspended. Close it before the next one begins, or resume it."""


class UnknownSitting(Refused):
    """No sitting has this number. Reload the page."""


class SittingAlreadyClosed(Refused):
    """This sitting is closed for good. Open another one."""


class AlreadySuspended(Refused):
    """This sitting is suspended already. Nothing is left to do."""


class NotSuspended(Refused):
    """This sitting is not suspended, so there is nothing to resume. Reload the page."""


class MotionStillOpen(Refused):
    """A motion is open. Close or annul it before the sitting is suspended or closed."""


class NoSittingOpen(Refused):
    """The assembly decides in its sittings alone, and none is open. Open or resume one first."""


# --- changes on a decision of the assembly -------------------------------------------------------


class DecisionRequired(Refused):
    """Once the assembly has sat, officers and delegations change on its decision alone. Name that decision."""


class NotDecided(Refused):
    """The assembly has adopted no such decision on people. Name an adopted motion or a decision in effect that has."""


class DecisionServed(Refused):
    """A change was made on this decision already, and a decision serves one. Let the assembly decide again."""


class LastChair(Refused):
    """No chair would be left. Issue another chair in the same change."""


# --- explanations of vote ------------------------------------------------------------------------


class NotDeclared(Refused):
    """The result is not declared yet. Explain your vote afterwards."""


class NotYourVote(Refused):
    """The vote that counts for this mandate was not cast by this credential. Only who cast it may explain it."""


class AlreadyExplained(Refused):
    """The record holds such a statement about this vote already. It stands as it is; nothing is left to do."""
