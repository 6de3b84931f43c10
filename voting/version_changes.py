"""What a new version of a text changes in the one before it: blocks are paired first, then their words compared."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ballots.consolidation import Passage
from ballots.text import Block, Text

# How far ahead in a changed stretch the rewritten form of a block is looked for: bounds the work to blocks times this.
_REACH = 20
# A block is the other one rewritten if they share this part of their words.
_ALIKE = 0.5


def compare_versions(old: Text, new: Text) -> tuple[Passage, ...]:
    """Return the passages that differ, in the order of the text; () if the versions are the same."""
    passages: list[Passage] = []
    matcher = SequenceMatcher(None, old.blocks, new.blocks)
    for tag, start, stop, begin, end in matcher.get_opcodes():
        if tag != "equal":
            passages += _pair(start, old.blocks[start:stop], new.blocks[begin:end])
    return tuple(passages)


def _pair(start: int, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Passage]:
    """Yield the passages of a stretch whose first old block has the index `start`."""
    done = 0
    for index, block in enumerate(before, start=start):
        ahead = range(done, min(done + _REACH, len(after)))
        found = next((place for place in ahead if _is_rewritten(block, after[place])), None)
        if found is None:
            yield Passage(block, None, index, ())
            continue
        yield from (Passage(None, added, None, (), index) for added in after[done:found])
        yield Passage(block, after[found], index, ())
        done = found + 1
    yield from (Passage(None, added, None, (), start + len(before)) for added in after[done:])


def _is_rewritten(block: Block, other: Block) -> bool:
    words, others = Counter(block.words), Counter(other.words)
    return (words & others).total() >= _ALIKE * max(words.total(), others.total())
