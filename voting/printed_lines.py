"""A text in numbered lines of one width, for those who quote lines."""

from dataclasses import dataclass
from textwrap import wrap

from ballots.text import Text

MEASURE = 80  # characters


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line, counted from 1 through the whole text, of the block with this index."""

    number: int
    block: int
    text: str


def numbered_lines(text: Text) -> tuple[NumberedLine, ...]:
    """Return the lines of all blocks at 80 characters, without the marks of headings and items."""
    lines = [
        (index, line)
        for index, block in enumerate(text.blocks)
        for line in wrap(block.text, MEASURE, break_on_hyphens=False)
    ]
    return tuple(NumberedLine(number, index, line) for number, (index, line) in enumerate(lines, start=1))
