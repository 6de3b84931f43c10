"""A document on its way to a canonical text: its blocks are cleaned, and what that changed or lost is told.

Every reader of a file format fills a draft. Nothing is dropped in silence: what people will miss, they hear of first.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext

from ballots.text import FORBIDDEN, Block, Kind, Text
from ballots.text_errors import TextNotCanonical
from voting.encodings import ImportRefused
from voting.languages import marked

_MOST_EXAMPLES = 5
_EXAMPLE_LENGTH = 60
_BREAKING_SPACES = re.compile("[\t\n\x0b\x0c\r \x85\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+")


class DocumentRefused(ImportRefused):
    """A document that cannot be imported; `detail` says what was found."""


class DocumentTooLarge(DocumentRefused):
    """The file is larger than 5 MB. Remove its pictures, or split it into several documents."""


class EmptyDocument(DocumentRefused):
    """The file holds no words. Choose the file that holds the text; words in pictures cannot be read."""


class NotADocument(DocumentRefused):
    """This is no DOCX, Markdown or plain text file. Save the text as one of these and choose that file."""


class OldDocument(DocumentRefused):
    """This is a document of the old DOC kind. Open it in a word processor and save it as DOCX."""


class EncryptedDocument(DocumentRefused):
    """The document is protected with a password. Save it without one and choose that file."""


class BrokenDocument(DocumentRefused):
    """The document cannot be read. Open it in a word processor and save it as DOCX again."""


class OversizedDocument(DocumentRefused):
    """The document unpacks to far more than a text needs. Copy the text alone into a new document."""


class LongDocument(DocumentRefused):
    """A text has at most 5,000 paragraphs and headings and 1,000,000 bytes. Divide it into several documents."""


class Remark(StrEnum):
    """What an import changed or lost, as a stable code; its sentence is in `SENTENCES`."""

    ENCODING = "encoding"
    INSERTIONS = "insertions"
    DELETIONS = "deletions"
    COMMENTS = "comments"
    NOTES = "notes"
    PICTURES = "pictures"
    TABLES = "tables"
    BREAKS = "breaks"
    NUMBERING = "numbering"
    NESTING = "nesting"
    EMPHASIS = "emphasis"
    STRUCK = "struck"
    HIDDEN = "hidden"
    BOXES = "boxes"
    MARGINS = "margins"
    FORMULAS = "formulas"
    SYMBOLS = "symbols"
    READINGS = "readings"
    CONTENTS = "contents"
    LINKS = "links"
    EMBEDDED = "embedded"
    HTML = "html"
    HTML_BLOCKS = "html_blocks"
    RULES = "rules"
    QUOTES = "quotes"
    CODE = "code"
    JOINED = "joined"
    LINES = "lines"
    LOST = "lost"
    CHARACTERS = "characters"
    SPACES = "spaces"


SENTENCES = {
    Remark.ENCODING: marked(
        "The letters were read in an encoding that was guessed. Look at words with accents: if one is"
        " wrong, save the file as UTF-8 and choose it again."
    ),
    Remark.INSERTIONS: marked("Tracked changes: what was inserted is taken as accepted."),
    Remark.DELETIONS: marked("Tracked changes: what was deleted is taken as accepted, so it is left out."),
    Remark.COMMENTS: marked("Comments are left out."),
    Remark.NOTES: marked("Footnotes and endnotes are kept: a mark such as [1] at their place, their words at the end."),
    Remark.PICTURES: marked("Pictures, drawings and embedded objects are left out."),
    Remark.TABLES: marked("Tables are kept as text: one paragraph for each row, with | between the cells."),
    Remark.BREAKS: marked("Line breaks within a paragraph became spaces."),
    Remark.NUMBERING: marked("Automatic numbers became part of the text, as they are shown."),
    Remark.NESTING: marked("Lists within lists became one list."),
    Remark.EMPHASIS: marked("Bold, italics, underlines and other looks of letters are left out; the words are kept."),
    Remark.STRUCK: marked(
        "Words that are struck through by hand are kept as plain words. Delete those that are not meant."
    ),
    Remark.HIDDEN: marked("Hidden text is left out."),
    Remark.BOXES: marked("Text boxes became paragraphs after the one that they stand beside."),
    Remark.MARGINS: marked("Headers and footers of pages are left out."),
    Remark.FORMULAS: marked("Formulas became a row of plain signs."),
    Remark.SYMBOLS: marked("Signs of special fonts are left out. Write them as letters."),
    Remark.READINGS: marked("Readings set beside letters (ruby) are left out."),
    Remark.CONTENTS: marked("The table of contents is left out."),
    Remark.LINKS: marked("Addresses of links are left out; their words are kept."),
    Remark.EMBEDDED: marked("Embedded documents are left out."),
    Remark.HTML: marked("HTML tags are left out."),
    Remark.HTML_BLOCKS: marked("Blocks of HTML are left out with the words in them. Write these words without HTML."),
    Remark.RULES: marked("Dividing lines are left out."),
    Remark.QUOTES: marked("Quotations became paragraphs."),
    Remark.CODE: marked("Preformatted text became one paragraph for each line."),
    Remark.JOINED: marked("Lines were joined into paragraphs: an empty line separates two."),
    Remark.LINES: marked("There are no empty lines, so each line became a paragraph."),
    Remark.LOST: marked(
        "The file has signs (\ufffd) in place of letters that were lost before. Write these letters again."
    ),
    Remark.CHARACTERS: marked("Control characters and signs that nobody can see are left out."),
    Remark.SPACES: marked("Tabs, rows of spaces and spaces at the ends of paragraphs became single spaces or none."),
}


@dataclass(frozen=True, slots=True)
class Remarked:
    """One kind of change or loss: how often it was met, and the first places, quoted."""

    remark: Remark
    count: int
    examples: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return what happened, for people."""
        return gettext(SENTENCES[self.remark])


@dataclass(frozen=True, slots=True)
class Imported:
    """A document as read: canonical, with what was changed or lost; `source` is docx, markdown or text."""

    text: Text
    remarks: tuple[Remarked, ...]
    source: str


@dataclass(slots=True)
class Draft:
    """Collects blocks and remarks in the order of the document."""

    source: str
    blocks: list[Block] = field(default_factory=list)
    _counts: dict[Remark, int] = field(default_factory=dict)
    _examples: dict[Remark, list[str]] = field(default_factory=dict)

    def remark(self, remark: Remark, example: str = "") -> None:
        """Note that something was changed or lost, and quote it if there is something to quote."""
        self._counts[remark] = self._counts.get(remark, 0) + 1
        examples = self._examples.setdefault(remark, [])
        quoted = " ".join(example.split())
        if len(quoted) > _EXAMPLE_LENGTH:
            quoted = f"{quoted[:_EXAMPLE_LENGTH]}…"
        if quoted and quoted not in examples and len(examples) < _MOST_EXAMPLES:
            examples.append(quoted)

    def add(self, kind: Kind, text: str, level: int = 0) -> None:
        """Add a block; without a word in it there is none."""
        if cleaned := self._clean(text):
            self.blocks.append(Block(kind, cleaned, level))

    def _clean(self, text: str) -> str:
        single = _BREAKING_SPACES.sub(" ", text)
        if single.strip(" ") != text:
            self.remark(Remark.SPACES)
        if "\ufffd" in single:
            self.remark(Remark.LOST, single)
        for found in FORBIDDEN.findall(single):
            self.remark(Remark.CHARACTERS, f"U+{ord(found):04X}")
        visible = unicodedata.normalize("NFC", FORBIDDEN.sub("", single))
        return " ".join(word for word in visible.split(" ") if self._is_visible(word))

    def _is_visible(self, word: str) -> bool:
        if not word:
            return False
        try:
            Block(Kind.PARAGRAPH, word)
        except TextNotCanonical:
            self.remark(Remark.CHARACTERS, f"U+{ord(word[0]):04X}")
            return False
        return True

    def finish(self) -> Imported:
        """Return the document as read.

        Raises:
            EmptyDocument: no block was added.
        """
        if not self.blocks:
            raise EmptyDocument
        remarks = (
            Remarked(remark, self._counts[remark], tuple(self._examples[remark]))
            for remark in Remark
            if remark in self._counts
        )
        return Imported(Text(tuple(self.blocks)), tuple(remarks), self.source)
