"""Named refusals about documents and motions."""

from ballots.errors import Refused


class UnknownDocument(Refused):
    """No document with this name has been tabled. Table it first."""


class WrongVersion(Refused):
    """A document's versions follow one another. Table the next version."""


class DocumentChanged(Refused):
    """A newer version of the document has been tabled. Look at that one, then decide anew what to sign."""


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
