"""A count of who is there, called by the chair: phones answer, or tellers count hands (FORMAT.md section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias

from ballots.acts import Tree, read_tree
from ballots.fields import Fields


@dataclass(frozen=True, slots=True)
class CountCalled:
    """`count.called`."""

    count: str
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("count"), read_tree(fields.take("tree"), "tree"))


@dataclass(frozen=True, slots=True)
class PresenceAnswered:
    """`presence.answered`; `call` is the digest of the `count.called`."""

    count: str
    call: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("count"), fields.digest("call"))


@dataclass(frozen=True, slots=True)
class HandsRecorded:
    """`hands.recorded`."""

    count: str
    call: str
    mandates: int

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("count"), fields.digest("call"), fields.integer("mandates"))


@dataclass(frozen=True, slots=True)
class HandsConfirmed:
    """`hands.confirmed`; `record` is the digest of the `hands.recorded`."""

    count: str
    record: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("count"), fields.digest("record"))


@dataclass(frozen=True, slots=True)
class CountEnded:
    """`count.ended`."""

    count: str
    call: str
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("count"), fields.digest("call"), read_tree(fields.take("tree"), "tree"))


CountAct: TypeAlias = CountCalled | PresenceAnswered | HandsRecorded | HandsConfirmed | CountEnded

COUNT_READERS: Mapping[str, Callable[[Fields], CountAct]] = {
    "count.called": CountCalled.read,
    "presence.answered": PresenceAnswered.read,
    "hands.recorded": HandsRecorded.read,
    "hands.confirmed": HandsConfirmed.read,
    "count.ended": CountEnded.read,
}
