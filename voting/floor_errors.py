"""Refusals of acts on the floor."""

from ballots.errors import Refused


class MotionUnderWay(Refused):
    """A motion is open. Try again once it is closed."""


class ListClosed(Refused):
    """The speakers' list is closed. A point of order can still be raised."""


class LineFull(Refused):
    """Too many wait for the floor already. Try again later, or raise your hand."""


class AlreadyInLine(Refused):
    """She is on the speakers' list already, or is speaking. Nobody waits twice at once."""


class NotInLine(Refused):
    """This badge does not wait for the floor any more. Look at the list again."""


class MotionNotOpen(Refused):
    """Voting on this motion is not open, so there is no time to tell. Look at the page again."""


class NoPractice(Refused):
    """There is no practice vote now. Go back to the voting page."""
