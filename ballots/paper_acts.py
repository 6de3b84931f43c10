"""Votes that reach the log through two tellers: on paper, or called aloud (FORMAT.md section 4)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.fields import Fields


class Method(StrEnum):
    """How a vote was given."""

    PHONE = "phone"
    PAPER = "paper"
    VOICE = "voice"


TELLERS_METHODS = {method.value: method for method in (Method.PAPER, Method.VOICE)}


@dataclass(frozen=True, slots=True)
class PaperRecorded:
    """`paper.recorded`; `ballot` is read by the motion's kind of ballot."""

    motion: str
    opening: str
    mandate: str
    ballot: object
    method: Method

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            motion=fields.identifier("motion"),
            opening=fields.digest("opening"),
            mandate=fields.mandate("mandate"),
            ballot=fields.take("ballot"),
            method=fields.choice("method", TELLERS_METHODS),
        )


@dataclass(frozen=True, slots=True)
class PaperConfirmed:
    """`paper.confirmed`; `record` is the digest of the `paper.recorded`."""

    record: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.digest("record"))


@dataclass(frozen=True, slots=True)
class PaperWithdrawn:
    """`paper.withdrawn`; `record` is the digest of the `paper.recorded`."""

    record: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.digest("record"))
