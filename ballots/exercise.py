"""Who exercises a mandate or leads a delegation, now and just before any entry of the past."""

from bisect import bisect_left
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from ballots.journal import Journal

V = TypeVar("V")


class Standing(StrEnum):
    """In which right somebody exercises a mandate."""

    OWN = "own"
    ALTERNATE = "alternate"
    PROXY = "proxy"


class Exercise(NamedTuple):
    """Who exercises a mandate: a lineage, so that a replaced badge changes nothing, and in which right."""

    lineage: int
    standing: Standing


class Past(Generic[V]):
    """A value that changes from entry to entry and remembers; None before the first one, and when nobody has it."""

    __slots__ = ("_entries", "_values")

    def __init__(self) -> None:
        self._entries: list[int] = []
        self._values: list[V | None] = []

    @property
    def now(self) -> V | None:
        """The value after the last change."""
        return self._values[-1] if self._values else None

    def before(self, index: int) -> V | None:
        """Return the value just before entry `index`, in logarithmic time."""
        position = bisect_left(self._entries, index)
        return self._values[position - 1] if position else None

    def change(self, journal: Journal, index: int, value: V | None) -> None:
        """Let the value change at entry `index`."""
        if value != self.now:
            journal.append(self._entries, index)
            journal.append(self._values, value)


class Lineage:
    """A credential and those that replaced it one after the other: one holder of mandates, whatever badge she has.

    `current` is the number of the last one; `held` are the mandates of others that she exercises now; `known` every
    mandate that she ever exercised, so that those which an open motion leaves to her are found without a search.
    """

    __slots__ = ("current", "held", "known")

    def __init__(self, number: int) -> None:
        self.current = number
        self.held: tuple[str, ...] = ()
        self.known: dict[str, None] = {}
