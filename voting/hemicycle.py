"""Seats in half circles, delegation beside delegation: where each mandate's mark stands, and what it voted."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from ballots.mandate import seat_of
from ballots.motion import Motion

# Above it a drawing says less than the table, and weighs more than the page.
MOST_SEATS = 1_200
WIDTH, HEIGHT = 1000.0, 540.0
_OUTER, _INNER = 450.0, 190.0
_LABELS = 26.0


class Seat(NamedTuple):
    """One mandate's place and choice; `choice` is empty where it did not vote."""

    x: float
    y: float
    mandate: str
    choice: str


class Label(NamedTuple):
    """Where the number of a delegation stands, which the table has beside its name."""

    x: float
    y: float
    delegation: str
    number: int


class Hemicycle(NamedTuple):
    """All seats, and a number for each delegation; `size` is the radius of a mark."""

    seats: list[Seat]
    labels: list[Label]
    size: float
    width: float = WIDTH
    height: float = HEIGHT


def seats_of(motion: Motion, delegations: Iterable[str]) -> Hemicycle | None:
    """Return the electorate of a motion in its seats, None if it is too large for a drawing or empty.

    The delegations sit in the order given: that of the hall screen, so that who saw it there finds it here.
    """
    order = {delegation: place for place, delegation in enumerate(delegations)}
    mandates = sorted(motion.electorate(), key=lambda mandate: (order[seat_of(mandate).delegation], seat_of(mandate)))
    if not 0 < len(mandates) <= MOST_SEATS:
        return None
    choices = {mandate: vote.choice for mandate, vote in motion.votes.items()}
    for delegation, block in motion.blocks.items():
        # A block says how many, not who: its mandates are coloured in their order.
        given = (option for option, number in block.choices.items() for _ in range(number))
        own = (mandate for mandate in mandates if seat_of(mandate).delegation == delegation)
        choices |= dict(zip(own, given, strict=False))
    places, size = _places(len(mandates))
    seats = [
        Seat(round(x, 1), round(y, 1), mandate, choices.get(mandate, ""))
        for (_, x, y), mandate in zip(places, mandates, strict=True)
    ]
    return Hemicycle(seats, _labels(places, mandates), size)


def _places(count: int) -> tuple[list[tuple[float, float, float]], float]:
    """Return angle, x and y of so many seats from left to right, and the radius of a mark."""
    rows = max(1, round(math.sqrt(count / 5)))
    gap = (_OUTER - _INNER) / rows
    radii = [_OUTER - gap * (row + 0.5) for row in range(rows)]
    numbers = [round(count * radius / sum(radii)) for radius in radii]
    numbers[0] += count - sum(numbers)
    found: list[tuple[float, float, float]] = []
    for radius, number in zip(radii, numbers, strict=True):
        for seat in range(number):
            angle = math.pi * (1 - (seat + 0.5) / number)
            found.append((angle, WIDTH / 2 + radius * math.cos(angle), HEIGHT - 20 - radius * math.sin(angle)))
    apart = min([gap, *(math.pi * radius / number for radius, number in zip(radii, numbers, strict=True) if number)])
    return sorted(found, reverse=True), round(min(apart * 0.4, 22.0), 1)


def _labels(places: list[tuple[float, float, float]], mandates: list[str]) -> list[Label]:
    angles: dict[str, list[float]] = {}
    for (angle, _, _), mandate in zip(places, mandates, strict=True):
        angles.setdefault(seat_of(mandate).delegation, []).append(angle)
    labels = []
    for number, (delegation, own) in enumerate(angles.items(), 1):
        angle, radius = sum(own) / len(own), _OUTER + _LABELS
        x, y = WIDTH / 2 + radius * math.cos(angle), HEIGHT - 20 - radius * math.sin(angle)
        labels.append(Label(round(x, 1), round(y, 1), delegation, number))
    return labels
