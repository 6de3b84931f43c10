"""What statements say of the exercise of mandates: handed over, taken back, cast as a block (FORMAT.md section 4)."""

from dataclasses import dataclass
from typing import Self

from ballots.acts import NUMBER_LIMIT, read_mandates
from ballots.exercise import Standing
from ballots.fields import Fields

DELEGATED = {standing.value: standing for standing in (Standing.ALTERNATE, Standing.PROXY)}


@dataclass(frozen=True, slots=True)
class MandateDelegated:
    """`mandate.delegated`."""

    mandates: tuple[str, ...]
    to: int
    standing: Standing

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(read_mandates(fields, 1), fields.integer("to", 1, NUMBER_LIMIT), fields.choice("as", DELEGATED))


@dataclass(frozen=True, slots=True)
class MandateReturned:
    """`mandate.returned`."""

    mandates: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(read_mandates(fields, 1))


@dataclass(frozen=True, slots=True)
class BlockCast:
    """`block.cast`; `ballot` is read against the motion's options."""

    motion: str
    opening: str
    delegation: str
    ballot: object

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            fields.identifier("motion"),
            fields.digest("opening"),
            fields.identifier("delegation"),
            fields.take("ballot"),
        )
