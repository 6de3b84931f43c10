"""The text of a document in one language: blocks in a canonical subset of Markdown (FORMAT.md section 4, Texts).

One text has one form, so that equal digests mean equal words, and what a delegate reads is what was pinned.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ballots.text_errors import EmptyText, TextNotCanonical, TextTooLarge

MAX_BLOCKS = 5_000
MAX_BYTES = 1_000_000

# Named by code point, never by category: what a category holds differs between versions of Unicode, and with it of
# Python. Controls, line separators, overrides of direction (which show other words than those that are signed), soft
# hyphens, marks of byte order and of annotation, tags, what is no character; then every space that looks like one and
# separates nothing.
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u2028-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f"
    "\u1680\u2000-\u200a\u205f\u3000]"
)
# No-break spaces, joiners, marks of direction, fillers: they belong into words and cannot be all of one.
_INVISIBLE = re.compile(
    "[\u00a0\u202f\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\uffa0]+"
)
_HEADING = re.compile(r"(#{1,6}) (.*)")
_ITEM = "- "
# A paragraph that begins like a heading or an item has one backslash more in its line than in its text.
_LIKE_MARK = re.compile(r"\\*(?:#{1,6}|-) ")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item of a list or a paragraph; `level` is 1 to 6 for a heading, 0 for the others.

    Raises:
        TextNotCanonical: the text has another form than the canonical one, or the level is not one of the kind.
    """

    kind: Kind
    text: str
    level: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.level <= 6 if self.kind is Kind.HEADING else self.level == 0):
            raise TextNotCanonical(f"a {self.kind} has no level {self.level}")
        if found := FORBIDDEN.search(self.text):
            raise TextNotCanonical(f"the character U+{ord(found[0]):04X} does not belong into a text")
        for word in self.words:
            if not word:
                raise TextNotCanonical("a space at the beginning or end, or two spaces in a row")
            if _INVISIBLE.fullmatch(word):
                raise TextNotCanonical(f"a word that nobody can see, of U+{ord(word[0]):04X}")
        if not unicodedata.is_normalized("NFC", self.text):
            raise TextNotCanonical("letters that are not in Unicode's normalization form C")

    @property
    def words(self) -> tuple[str, ...]:
        """Return what stands between spaces (U+0020); words are counted from 0."""
        return tuple(self.text.split(" "))

    @property
    def line(self) -> str:
        """Return the block's line in the text."""
        if self.kind is Kind.HEADING:
            return f"{'#' * self.level} {self.text}"
        if self.kind is Kind.ITEM:
            return _ITEM + self.text
        return f"\\{self.text}" if _LIKE_MARK.match(self.text) else self.text


@dataclass(frozen=True)
class Text:
    """The blocks of a text, counted from 0; a consolidated text may have none left."""

    blocks: tuple[Block, ...] = ()

    def format(self) -> bytes:
        """Return the canonical bytes: one line a block, one empty line between two, one newline at the end."""
        return "\n".join(f"{block.line}\n" for block in self.blocks).encode()

    @property
    def kinds(self) -> tuple[tuple[Kind, int], ...]:
        """Return kind and level of every block: what translations of a text have in common with it."""
        return tuple((block.kind, block.level) for block in self.blocks)

    @cached_property
    def numbers(self) -> tuple[int | None, ...]:
        """Return the paragraph number of each block, from 1; None for headings, which have none."""
        numbers: list[int | None] = []
        count = 0
        for block in self.blocks:
            if block.kind is Kind.HEADING:
                numbers.append(None)
            else:
                count += 1
                numbers.append(count)
        return tuple(numbers)


def read_block(line: str) -> Block:
    """Return the block whose line this is.

    Raises:
        TextNotCanonical: the line is no block's.
    """
    if heading := _HEADING.fullmatch(line):
        return Block(Kind.HEADING, heading[2], len(heading[1]))
    if line.startswith(_ITEM):
        return Block(Kind.ITEM, line.removeprefix(_ITEM))
    if line.startswith("\\") and _LIKE_MARK.match(line):
        return Block(Kind.PARAGRAPH, line[1:])
    return Block(Kind.PARAGRAPH, line)


def parse(data: bytes) -> Text:
    """Return the text whose canonical bytes these are.

    Raises:
        EmptyText: no bytes.
        TextTooLarge: more than 1,000,000 bytes or 5,000 blocks.
        TextNotCanonical: any other form than that of `Text.format`; the detail names the line.
    """
    if not data:
        raise EmptyText
    if len(data) > MAX_BYTES:
        raise TextTooLarge(f"{len(data):,} bytes")
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextNotCanonical(f"line {data[: error.start].count(10) + 1} is not UTF-8") from error
    if not written.endswith("\n"):
        raise TextNotCanonical("the last line does not end with a newline")
    lines = written[:-1].split("\n")
    if len(lines) > 2 * MAX_BLOCKS - 1:
        raise TextTooLarge(f"{(len(lines) + 1) // 2:,} blocks")
    if not lines[-1]:
        raise TextNotCanonical(f"line {len(lines)} is empty and nothing follows it")
    blocks = []
    for number, line in enumerate(lines, start=1):
        if number % 2 == 0:
            if line:
                raise TextNotCanonical(f"line {number}: one empty line separates two blocks")
            continue
        if not line:
            raise TextNotCanonical(f"line {number} is empty: one empty line separates two blocks, none comes first")
        try:
            blocks.append(read_block(line))
        except TextNotCanonical as refused:
            raise TextNotCanonical(f"line {number}: {refused.detail}") from refused
    text = Text(tuple(blocks))
    if text.format() != data:
        raise TextNotCanonical("written again, it is another text")
    return text
