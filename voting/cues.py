"""What the chair tells the hall around a vote: that the interpreters are ready, and about how long it stays open."""

from dataclasses import dataclass

from ballots.convention import Convention
from ballots.fields import Fields
from ballots.motion import MotionState
from ballots.rules import LONGEST_POLLING, SHORTEST_POLLING


@dataclass(frozen=True, slots=True)
class Interpreters:
    """They said that they are ready, at `since` (seconds since 1970), when `motions` had been opened.

    The next opening takes it back: each vote is asked for anew.
    """

    since: int
    motions: int


@dataclass(frozen=True, slots=True)
class Countdown:
    """So many seconds for an open motion, from `since` on: about so many, or exactly those of the rule.

    The server ends nothing. Where they are the rule's (`ends`), the page of the chair who opened the motion does.
    """

    motion: str
    since: int
    seconds: int
    ends: bool


def polled(convention: Convention) -> set[str]:
    """Return the motions on which phones vote: a countdown of any other is over."""
    return {one for one in convention.open_motions if convention.motions[one].state is MotionState.OPEN}


def read_interpreters(fields: Fields) -> Interpreters:
    """Return the interpreters' word as it is kept.

    Raises:
        BadField: it is not one.
    """
    found = Interpreters(fields.integer("since"), fields.integer("motions"))
    fields.end()
    return found


def read_countdown(value: object, where: str) -> Countdown:
    """Return a countdown as it is kept.

    Raises:
        BadField: it is not one.
    """
    fields = Fields(value, where)
    found = Countdown(
        fields.identifier("motion"), fields.integer("since"), read_seconds(fields), fields.boolean("ends")
    )
    fields.end()
    return found


def read_seconds(fields: Fields) -> int:
    """Return how long a countdown lasts.

    Raises:
        BadField: it is shorter or longer than anybody would announce.
    """
    return fields.integer("seconds", SHORTEST_POLLING, LONGEST_POLLING)
