"""A pause that the chair announces: information for the hall, while `sitting.suspended` is the act of the record."""

from dataclasses import dataclass

from ballots.errors import BadField
from ballots.fields import MAX_INTEGER, Fields, checked_integer

LONGEST = 86_400


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause since a moment, until another one if the chair named it; in seconds since 1970.

    `motions` is how many had been opened when it began: the next opening ends it.

    Raises:
        BadField: it ends before it begins, or lasts more than a day.
    """

    since: int
    until: int | None
    motions: int

    def __post_init__(self) -> None:
        if self.until is not None and not self.since < self.until <= self.since + LONGEST:
            raise BadField(f"a pause ends within {LONGEST} seconds after it begins, not {self.until - self.since}")


def read_pause(fields: Fields) -> Pause:
    """Return a pause as it is kept.

    Raises:
        BadField: it is not one.
    """
    since, until, motions = fields.integer("since"), read_until(fields), fields.integer("motions")
    fields.end()
    return Pause(since, until, motions)


def read_until(fields: Fields) -> int | None:
    """Return when a pause ends, None where nobody knows.

    Raises:
        BadField: it is no moment.
    """
    value = fields.take("until")
    return None if value is None else checked_integer(value, f"{fields.where}.until", 0, MAX_INTEGER)
