"""A mandate is a vote: one seat of a delegation, and its weight."""

from typing import NamedTuple

from ballots.fields import Words


class Seat(NamedTuple):
    """The two halves of a mandate's name."""

    delegation: str
    number: int


def seat_of(mandate: str) -> Seat:
    """Return the seat that a well-formed mandate names: `nord/3` is seat 3 of `nord`."""
    delegation, _, number = mandate.rpartition("/")
    return Seat(delegation, int(number))


class Delegation:
    """A member party, its groups, what it is entitled to, and the seats given out so far."""

    __slots__ = ("entitlement", "groups", "highest_seat", "id", "name", "weight")

    def __init__(self, identifier: str, name: Words, entitlement: int, weight: int, groups: tuple[str, ...]) -> None:
        self.id = identifier
        self.name = name
        self.entitlement = entitlement
        self.weight = weight
        self.groups = groups
        self.highest_seat = 0
