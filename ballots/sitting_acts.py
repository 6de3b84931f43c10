"""The day: sittings that a chair opens, suspends, resumes and closes (FORMAT.md section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias

from ballots.acts import Tree, read_tree
from ballots.fields import Fields, Words
from ballots.majority import Count


@dataclass(frozen=True, slots=True)
class PresentClaim:
    """The roll `present` as the chair's device saw it."""

    version: int
    size: Count


def _read_present(value: object, where: str) -> PresentClaim:
    fields = Fields(value, where)
    claim = PresentClaim(fields.integer("version"), Count(fields.integer("count"), fields.integer("weight")))
    fields.end()
    return claim


@dataclass(frozen=True, slots=True)
class SittingOpened:
    """`sitting.opened`."""

    sitting: str
    title: Words
    present: PresentClaim
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            sitting=fields.identifier("sitting"),
            title=fields.words("title"),
            present=_read_present(fields.take("present"), "present"),
            tree=read_tree(fields.take("tree"), "tree"),
        )


@dataclass(frozen=True, slots=True)
class SittingSuspended:
    """`sitting.suspended`."""

    sitting: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("sitting"))


@dataclass(frozen=True, slots=True)
class SittingResumed:
    """`sitting.resumed`."""

    sitting: str
    present: PresentClaim
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            sitting=fields.identifier("sitting"),
            present=_read_present(fields.take("present"), "present"),
            tree=read_tree(fields.take("tree"), "tree"),
        )


@dataclass(frozen=True, slots=True)
class SittingClosed:
    """`sitting.closed`."""

    sitting: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("sitting"))


SittingAct: TypeAlias = SittingOpened | SittingSuspended | SittingResumed | SittingClosed

SITTING_READERS: Mapping[str, Callable[[Fields], SittingAct]] = {
    "sitting.opened": SittingOpened.read,
    "sitting.suspended": SittingSuspended.read,
    "sitting.resumed": SittingResumed.read,
    "sitting.closed": SittingClosed.read,
}
