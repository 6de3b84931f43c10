"""Majorities and quorums as exact fractions of a named base: integers only, no rounding surprises."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from ballots.errors import BadField
from ballots.fields import IDENTIFIER, Fields, checked_match

HOUSES_LIMIT = 8
OBJECTIONS_LIMIT = 1_000_000


class Comparison(StrEnum):
    """Whether reaching the fraction exactly is enough."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Measure(StrEnum):
    """What is counted: mandates, the weight of mandates, or delegations, each of them once."""

    HEADS = "heads"
    WEIGHT = "weight"
    DELEGATIONS = "delegations"


class Base(StrEnum):
    """Of what a majority or a quorum is a fraction; the last three say by name who is "entitled"."""

    DECISIVE = "decisive"
    CAST = "cast"
    ELECTORATE = "electorate"
    ACCREDITED = "accredited"
    ALLOCATED = "allocated"


ENTITLED = (Base.ACCREDITED, Base.ALLOCATED, Base.ELECTORATE)


class Reference(StrEnum):
    """What a quorum counts."""

    CAST = "cast"
    PRESENT = "present"


class Count(NamedTuple):
    """A number of mandates and the sum of their weights."""

    heads: int = 0
    weight: int = 0

    def plus(self, other: "Count") -> "Count":
        """Return the sum of both."""
        return Count(self.heads + other.heads, self.weight + other.weight)

    def by(self, measure: Measure) -> int:
        """Return the number that `measure` looks at; a delegation that has any mandate here counts once."""
        return {
            Measure.HEADS: self.heads,
            Measure.WEIGHT: self.weight,
            Measure.DELEGATIONS: min(self.heads, 1),
        }[measure]


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    added = Count()
    for count in counts:
        added = added.plus(count)
    return added


@dataclass(frozen=True, slots=True)
class Fraction:
    """A share of a whole, either to be reached or to be passed."""

    numerator: int
    denominator: int
    comparison: Comparison
    measure: Measure

    def needed(self, whole: int) -> int:
        """Return the smallest number of votes that satisfies the fraction of `whole`, never less than 1.

        Two thirds of 9, at least: 6. More than half of 319: 160. Of 0: 1, so zero votes adopt nothing.
        """
        product = whole * self.numerator
        if self.comparison is Comparison.AT_LEAST:
            return max(1, -(-product // self.denominator))
        return product // self.denominator + 1


@dataclass(frozen=True, slots=True)
class Share:
    """A house in which a fraction of a base must be for; `of` is a group of delegations, or None for all."""

    fraction: Fraction
    base: Base
    of: str | None = None

    @property
    def measure(self) -> Measure:
        """What is counted."""
        return self.fraction.measure


@dataclass(frozen=True, slots=True)
class Objections:
    """A house that is for by consensus: with at least one for, at most so many may be against."""

    at_most: int
    measure: Measure
    of: str | None = None


House: TypeAlias = Share | Objections


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those entitled must vote, or be present, for a vote to be valid."""

    fraction: Fraction
    of: Reference
    base: Base = Base.ACCREDITED


def _read_fraction(fields: Fields, measures: tuple[Measure, ...]) -> Fraction:
    denominator = fields.integer("denominator", 1, 1_000)
    numerator = fields.integer("numerator", 1, denominator)
    comparison = fields.choice("comparison", {member.value: member for member in Comparison})
    measure = fields.choice("measure", {member.value: member for member in measures})
    if comparison is Comparison.MORE_THAN and numerator == denominator:
        raise BadField(f"{fields.where} asks for more than the whole, which nothing can reach")
    return Fraction(numerator, denominator, comparison, measure)


def read_group(value: object, where: str) -> str | None:
    """Return the name of a group of delegations, None for null.

    Raises:
        BadField: neither null nor an identifier.
    """
    return None if value is None else checked_match(value, where, IDENTIFIER, "a group")


def _read_house(value: object, where: str) -> House:
    fields = Fields(value, where)
    kind = fields.choice("type", {"share": Share, "objections": Objections})
    group = read_group(fields.take("of"), f"{where}.of")
    house: House
    if kind is Share:
        fraction = _read_fraction(fields, tuple(Measure))
        house = Share(fraction, fields.choice("base", {member.value: member for member in Base}), group)
    else:
        measure = fields.choice("measure", {member.value: member for member in Measure})
        house = Objections(fields.integer("at_most", 0, OBJECTIONS_LIMIT), measure, group)
    fields.end()
    return house


def read_majority(fields: Fields) -> tuple[House, ...]:
    """Return the houses under `majority`, all of which must agree.

    Raises:
        BadField: not of the form in FORMAT.md section 4, beyond reach, or a house stands twice.
    """
    houses = fields.items("majority", 1, HOUSES_LIMIT, _read_house)
    if len(set(houses)) != len(houses):
        raise BadField(f"{fields.where}.majority names one house twice")
    return houses


def read_quorum(value: object, where: str) -> Quorum | None:
    """Return the quorum in `value`, None for null.

    Raises:
        BadField: not of the form in FORMAT.md section 4, or beyond reach.
    """
    if value is None:
        return None
    fields = Fields(value, where)
    quorum = Quorum(
        _read_fraction(fields, (Measure.HEADS, Measure.WEIGHT)),
        fields.choice("of", {member.value: member for member in Reference}),
        fields.choice("base", {member.value: member for member in ENTITLED}),
    )
    fields.end()
    return quorum
