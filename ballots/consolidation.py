"""The text as amended: what all adopted operations together make of it, and which of them made what.

A pure function of the text and the set of changes. The order in which they were decided plays no part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ballots.diff import Mark, Piece, diff
from ballots.operation import Action, Change, overlap
from ballots.text import Block, Text
from ballots.text_errors import OperationsConflict


@dataclass(frozen=True, slots=True)
class Passage:
    """A block before and after the changes, and the keys of those that touched it, in ascending order.

    `before` and `index` (its place in the text before) are None where the block is new, `after` where it is deleted.
    `gap` is the place in the text before that a new block stands in front of.
    """

    before: Block | None
    after: Block | None
    index: int | None
    keys: tuple[int, ...]
    gap: int | None = None

    def pieces(self) -> tuple[Piece, ...]:
        """Return the marked-up words; a block that became one of another kind is replaced as a whole."""
        if self.before and self.after and (self.before.kind, self.before.level) != (self.after.kind, self.after.level):
            return Piece(Mark.DELETED, self.before.text), Piece(Mark.INSERTED, self.after.text)
        return diff(self.before.text if self.before else "", self.after.text if self.after else "")


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All passages in the order of the text: the deleted ones too, where they stood."""

    passages: tuple[Passage, ...]

    @property
    def remaining(self) -> tuple[Passage, ...]:
        """Return the passages that are in the text as amended: `remaining[i]` made its block i."""
        return tuple(passage for passage in self.passages if passage.after is not None)

    @property
    def text(self) -> Text:
        """Return the text as amended."""
        return Text(tuple(passage.after for passage in self.passages if passage.after is not None))


def consolidate(text: Text, changes: Mapping[int, Change]) -> Consolidation:
    """Apply all changes to the version of the text that they were written for.

    The keys are the changes' order of tabling: of insertions at the same place, the one tabled first comes first.
    Insertions at the edge of a range that is replaced stay on their side of it. A block whose words are all deleted
    is deleted. The result may be larger than a text that can be tabled.

    Raises:
        UnknownBlock, OutsideBlock, ChangesNothing: a change does not fit the text.
        OperationsConflict: two of them exclude each other.
    """
    gaps: dict[int, list[tuple[int, Change]]] = {}
    inside: dict[int, list[tuple[int, Change]]] = {}
    for key, change in sorted(changes.items()):
        change.check(text)
        gap = change.operation.gap
        if gap is None:
            inside.setdefault(change.operation.block, []).append((key, change))
        else:
            gaps.setdefault(gap, []).append((key, change))
    for keyed in inside.values():
        _refuse_conflicts(keyed)
    passages: list[Passage] = []
    for index, block in enumerate(text.blocks):
        passages += _inserted(index, gaps.get(index, ()))
        passages += _revised(index, block, inside.get(index, ()))
    passages += _inserted(len(text.blocks), gaps.get(len(text.blocks), ()))
    return Consolidation(tuple(passages))


def _refuse_conflicts(keyed: Sequence[tuple[int, Change]]) -> None:
    for (key, change), (other_key, other) in combinations(keyed, 2):
        if found := overlap(change.operation, other.operation):
            where = f"block {found.block}" if found.words is None else f"words {found.words} of block {found.block}"
            raise OperationsConflict(f"{key} and {other_key}: {where}")


def _inserted(gap: int, keyed: Sequence[tuple[int, Change]]) -> list[Passage]:
    return [Passage(None, block, None, (key,), gap) for key, change in keyed for block in change.new.blocks]


def _revised(index: int, block: Block, keyed: Sequence[tuple[int, Change]]) -> list[Passage]:
    """Return what became of one block: one passage, and more if it was replaced by several."""
    keys = tuple(key for key, _ in keyed)
    if not keyed:
        return [Passage(block, block, index, keys)]
    _, first = keyed[0]
    if first.operation.words is None:
        if first.operation.action is Action.DELETE:
            return [Passage(block, None, index, keys)]
        made, *others = first.new.blocks
        return [Passage(block, made, index, keys), *(Passage(None, other, None, keys, index + 1) for other in others)]
    words = _edited(block.words, [change for _, change in keyed])
    return [Passage(block, Block(block.kind, " ".join(words), block.level) if words else None, index, keys)]


def _edited(words: tuple[str, ...], changes: Sequence[Change]) -> list[str]:
    """Return the words after changes in ascending order of their keys, none of which overlap."""
    edits = [(*change.operation.words, change.new) for change in changes if change.operation.words is not None]
    edited: list[str] = []
    done = 0
    # The sort is stable; an insertion (stop equals start) comes before the range that begins at its place.
    for start, stop, new in sorted(edits, key=lambda edit: edit[:2]):
        edited += words[done:start]
        edited += new.blocks[0].words if new.blocks else ()
        done = stop
    return edited + list(words[done:])
