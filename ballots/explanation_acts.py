"""What a delegate has the record say of her vote once the result is declared (FORMAT.md section 4)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.fields import Fields


class ExplanationKind(StrEnum):
    """Why she voted as she did, or that she meant to vote otherwise; neither changes a count."""

    EXPLANATION = "explanation"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class VoteExplained:
    """`vote.explained`; `text` is the digest of a salted text that can be erased."""

    motion: str
    mandate: str
    kind: ExplanationKind
    text: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            motion=fields.identifier("motion"),
            mandate=fields.mandate("mandate"),
            kind=fields.choice("kind", {member.value: member for member in ExplanationKind}),
            text=fields.digest("text"),
        )
