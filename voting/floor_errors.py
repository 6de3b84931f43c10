"""Refusals of acts on the floor."""

from ballots.errors import Refused


class MotionUnderWay(Refused):
    """A motion is open. Try again once it is closed."""
