"""Named refusals about counts of who is there."""

from ballots.errors import Refused


class CountInUse(Refused):
    """A count with this number exists already. Give this one another number."""


class CountStillOpen(Refused):
    """A count of those present is under way. End it first."""


class UnknownCount(Refused):
    """No count has this number. Reload the page."""


class WrongCall(Refused):
    """This was signed for another call of this count. Reload the page and answer again."""


class CountIsEnded(Refused):
    """The chair has ended this count. Nothing more is added to it."""


class NothingToCount(Refused):
    """This credential exercises no mandate that counts for the quorum. Go to the credentials desk if it should."""


class AlreadyAnswered(Refused):
    """The mandates of this credential are counted already. Nothing is left to do."""


class HandsHaveNoWeight(Refused):
    """The quorum goes by weight, and hands have none. Let the phones answer, or check people in and out."""
