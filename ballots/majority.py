"""Majorities and quorums as exact fractions of a named base: integers only, no rounding surprises."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.errors import BadField
from ballots.fields import Fields


class Comparison(StrEnum):
    """Whether reaching the fraction exactly is enough."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Measure(StrEnum):
    """What is counted: mandates, or the weight of mandates."""

    HEADS = "heads"
    WEIGHT = "weight"


class Base(StrEnum):
    """Of what a majority is a fraction."""

    DECISIVE = "decisive"
    CAST = "cast"
    ELECTORATE = "electorate"


class Reference(StrEnum):
    """What a quorum counts against the accredited mandates."""

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
        """Return the number that `measure` looks at."""
        return self.heads if measure is Measure.HEADS else self.weight


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
class Majority:
    """What a motion needs to be adopted."""

    fraction: Fraction
    base: Base


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the accredited mandates must vote, or be present, for a vote to be valid."""

    fraction: Fraction
    of: Reference


def _read_fraction(fields: Fields) -> Fraction:
    denominator = fields.integer("denominator", 1, 1_000)
    numerator = fields.integer("numerator", 1, denominator)
    comparison = fields.choice("comparison", {member.value: member for member in Comparison})
    measure = fields.choice("measure", {member.value: member for member in Measure})
    if comparison is Comparison.MORE_THAN and numerator == denominator:
        raise BadField(f"{fields.where} asks for more than the whole, which nothing can reach")
    return Fraction(numerator, denominator, comparison, measure)


def read_majority(value: object, where: str) -> Majority:
    """Return the majority in `value`.

    Raises:
        BadField: not of the form in FORMAT.md section 4, or beyond reach.
    """
    fields = Fields(value, where)
    majority = Majority(_read_fraction(fields), fields.choice("base", {member.value: member for member in Base}))
    fields.end()
    return majority


def read_quorum(value: object, where: str) -> Quorum | None:
    """Return the quorum in `value`, None for null.

    Raises:
        BadField: not of the form in FORMAT.md section 4, or beyond reach.
    """
    if value is None:
        return None
    fields = Fields(value, where)
    quorum = Quorum(_read_fraction(fields), fields.choice("of", {member.value: member for member in Reference}))
    fields.end()
    return quorum
