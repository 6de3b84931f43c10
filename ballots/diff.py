"""Which words of one line were kept, inserted and deleted on the way to another."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

# Lines whose middles differ by more pairs of words than this are shown as replaced in one piece: the time that the
# comparison takes grows with the product, and anyone may table a line of 20,000 words.
_MOST_PAIRS = 250_000


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that met the same fate, with single spaces between them."""

    mark: Mark
    text: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one line to another, either of which may be empty.

    The kept and the inserted pieces, with a space between each two, are `new`; the kept and the deleted ones `old`.
    Two neighbours never have the same mark, and what was deleted stands before what was inserted in its place.
    """
    before, after = old.split(" ") if old else [], new.split(" ") if new else []
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    left = min(len(before), len(after)) - head
    tail = sum(1 for _ in takewhile(lambda n: before[-n] == after[-n], range(1, left + 1)))
    runs = [(Mark.KEPT, before[:head])]
    runs += _compare(before[head : len(before) - tail], after[head : len(after) - tail])
    runs.append((Mark.KEPT, before[len(before) - tail :]))
    return tuple(Piece(mark, " ".join(words)) for mark, words in runs if words)


def _compare(before: list[str], after: list[str]) -> list[tuple[Mark, list[str]]]:
    """Return the runs of the middle, whose first and last words differ; runs may be empty."""
    if len(before) * len(after) > _MOST_PAIRS:
        return [(Mark.DELETED, before), (Mark.INSERTED, after)]
    runs: list[tuple[Mark, list[str]]] = []
    for tag, start, stop, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append((Mark.KEPT, before[start:stop]))
        else:
            runs += [(Mark.DELETED, before[start:stop]), (Mark.INSERTED, after[begin:end])]
    return runs
