"""What an amendment does to a text: one operation on a block, on some of its words or between two blocks.

Operations are written against one version of a text and keep its counting: blocks and words from 0 (FORMAT.md
section 4, Operations). Whether two of them can both be adopted is a question of sets, so it depends on no order.
"""

from dataclasses import dataclass
from enum import StrEnum

from ballots.errors import BadField
from ballots.fields import checked_integer, checked_text
from ballots.text import MAX_BYTES, Kind, Text, parse
from ballots.text_errors import ChangesNothing, EmptyRange, OutsideBlock, UnknownBlock, WrongNewText

NEW_TEXT_LIMIT = 20_000  # characters


class Action(StrEnum):
    """What an operation does at its place."""

    REPLACE = "replace"
    DELETE = "delete"
    INSERT_BEFORE = "insert_before"
    INSERT_AFTER = "insert_after"


ACTIONS = {action.value: action for action in Action}
_INSERTIONS = (Action.INSERT_BEFORE, Action.INSERT_AFTER)
_NONE = Text()


@dataclass(frozen=True, slots=True)
class Operation:
    """A place in a text and what happens there.

    `words` is [start, stop) within the block; None is the whole block, or for an insertion the gap beside it. Words
    are inserted before the word `start`, which is `stop` too; the number of words is the place after the last one.

    Raises:
        EmptyRange: words to replace or delete, and none in the range.
        BadField: an insertion at a range of words, or of words after a block, which would say one thing in two ways.
    """

    action: Action
    block: int
    words: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.words is None:
            return
        start, stop = self.words
        if self.action is Action.INSERT_AFTER:
            raise BadField("words are inserted with insert_before; at the end, before the word after the last")
        if self.action is Action.INSERT_BEFORE and start != stop:
            raise BadField(f"words are inserted at one place, not at words {start} to {stop}")
        if self.action not in _INSERTIONS and start >= stop:
            raise EmptyRange(f"words {start} to {stop} of block {self.block}")

    @property
    def gap(self) -> int | None:
        """Return where new blocks go, as the index of the block that follows; None if it works inside a block."""
        if self.words is not None or self.action not in _INSERTIONS:
            return None
        return self.block + (self.action is Action.INSERT_AFTER)


@dataclass(frozen=True, slots=True)
class Change:
    """An operation with its new text in the language of the text it works on; a deletion has none.

    Raises:
        WrongNewText: there is none and one is needed, or the reverse, or words are to become more than one paragraph.
    """

    operation: Operation
    new: Text = _NONE

    def __post_init__(self) -> None:
        if self.operation.action is Action.DELETE:
            if self.new.blocks:
                raise WrongNewText("a deletion has no new text")
        elif not self.new.blocks:
            raise WrongNewText("the new text is missing")
        elif self.operation.words is not None and [block.kind for block in self.new.blocks] != [Kind.PARAGRAPH]:
            raise WrongNewText("words become words: the new text must be one paragraph, neither heading nor item")

    def check(self, text: Text) -> None:
        """Refuse a change that does not fit the text.

        Raises:
            UnknownBlock: the text has no such block.
            OutsideBlock: the block has fewer words.
            ChangesNothing: the new text is what stands there already.
        """
        operation = self.operation
        if operation.block >= len(text.blocks):
            raise UnknownBlock(f"block {operation.block}: the text has {len(text.blocks)} blocks, counted from 0")
        block = text.blocks[operation.block]
        if operation.words is None:
            same = self.new.blocks == (block,)
        else:
            start, stop = operation.words
            if stop > len(block.words):
                raise OutsideBlock(
                    f"words {start} to {stop}: block {operation.block} has {len(block.words)} words, counted from 0"
                )
            same = operation.action is Action.REPLACE and self.new.blocks[0].words == block.words[start:stop]
        if operation.action is Action.REPLACE and same:
            raise ChangesNothing(f"block {operation.block}")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two operations both touch: the words [start, stop) of a block, or with None the block."""

    block: int
    words: tuple[int, int] | None

    def quote(self, text: Text) -> str:
        """Return the words of the text that both touch."""
        block = text.blocks[self.block]
        return block.text if self.words is None else " ".join(block.words[slice(*self.words)])


def overlap(one: Operation, other: Operation) -> Overlap | None:
    """Return why two operations conflict, None if they do not.

    They conflict when they remove a common word, when one removes a block in which the other works, or when one
    inserts inside a range that the other removes. Insertions, even at one place, never conflict with each other.
    """
    if one.block != other.block or one.gap is not None or other.gap is not None:
        return None
    removed = [words for words in (one.words, other.words) if words is not None and words[0] < words[1]]
    if one.words is None or other.words is None:
        return Overlap(one.block, removed[0] if removed else None)
    start, stop = max(one.words[0], other.words[0]), min(one.words[1], other.words[1])
    if len(removed) == 2:
        return Overlap(one.block, (start, stop)) if start < stop else None
    if len(removed) == 1 and removed[0][0] < start == stop < removed[0][1]:
        return Overlap(one.block, removed[0])
    return None


def conflicts(one: Operation, other: Operation) -> bool:
    """Tell whether two operations on one version of a text exclude each other."""
    return overlap(one, other) is not None


def read_range(value: object, where: str) -> tuple[int, int] | None:
    """Return the range of words in `value`, None for null.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise BadField(f"{where} is neither null nor an array of two integers")
    start, stop = (checked_integer(item, where, 0, MAX_BYTES) for item in value)
    return start, stop


def read_new_text(value: object, where: str) -> Text:
    """Return a new text in one language: a string, canonical but for the newline at the end, which it leaves out.

    Raises:
        BadField: not a string of 1 to 20,000 characters.
        TextNotCanonical: not in canonical form.
    """
    return parse(f"{checked_text(value, where, NEW_TEXT_LIMIT)}\n".encode())
