"""A document as a PDF on A4, in any script; lengths are in millimetres, type sizes in points."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from fpdf import FPDF

from ballots.diff import Mark, Piece
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument
from voting.encodings import ImportRefused
from voting.languages import RIGHT_TO_LEFT
from voting.printing import POINT, Printed, draw_run, embed
from voting.typesetting import Line, fit, is_rtl, pieces_of_word, set_line, unprintable

_PAGE = (210.0, 297.0)
_MARGIN, _BOTTOM, _GUTTER = 25.0, 272.0, 12.0
_SIZES = {1: 20.0, 2: 16.0, 3: 14.0, 4: 12.0, 5: 11.0, 6: 11.0}
_BODY, _NOTE = 11.0, 8.5
_RUNNING_TITLE = 12.0  # below the upper edge
_BLACK, _GREY = 0, 100
_LEADING = 1.25
_SPACE = 0.26  # em
_ABOVE, _ABOVE_HEADING = 0.5, 1.1  # what is free above a block, as a part of its size
_KEPT_LINES = 3  # what stays together at the foot of a page: a heading with what follows, the first lines
_BELOW_HEADING = 5
_FOOT_LINES = 2  # that a line about the text needs at most, in nearly all cases


class Unprintable(ImportRefused):
    """The text has a character that none of the fonts can print. Take the DOCX or the HTML file instead."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a part of a wide one, `width` em wide: `joined` continues the one before without a space."""

    text: str
    width: float
    mark: Mark
    joined: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line under inserted words or through deleted ones."""

    page: int
    left: float
    right: float
    y: float


_Placed = TypeVar("_Placed", Printed, _Rule)


@dataclass(slots=True)
class _Pages:
    """Fills pages from top to bottom; what is printed is drawn once all of it is known."""

    rtl: bool
    printed: list[Printed] = field(default_factory=list)
    rules: list[_Rule] = field(default_factory=list)
    page: int = 0
    y: float = _MARGIN

    def add(self, entry: Entry) -> None:
        """Set one block with its number and its note."""
        size, rtl = _size(entry), entry.rtl
        # A heading belongs to what follows it: more room above it than below.
        self.y += (_ABOVE_HEADING if entry.kind is Kind.HEADING and self.y > _MARGIN else _ABOVE) * size
        if self.y + _begun(entry) > _BOTTOM:
            self._turn()
        if entry.number:
            self._set(_line(entry.number), size, rtl, _GREY, self.y + _ascent(size), 0.0)
        if not entry.note:
            # Letters of another direction keep it, but a heading begins where the page's lines do.
            away = entry.kind is Kind.HEADING and self.rtl and not rtl
            return self._flow(entry.pieces, size, rtl, _BLACK, away=away)
        note = (Piece(Mark.KEPT, entry.note),)
        small, note_rtl = _NOTE * POINT, is_rtl(entry.note)
        # A note that begins a page would say of nothing which decision made it.
        self._flow(entry.pieces, size, rtl, _BLACK, len(_lines(note, small, note_rtl)) * small * _LEADING)
        return self._flow(note, small, note_rtl, _GREY)

    def add_foot(self, lines: Sequence[Sequence[Piece]]) -> None:
        """Set lines that are no part of the text below a rule, all of them on one page."""
        size = _NOTE * POINT
        self.y += 2 * size
        if self.y + (_FOOT_LINES * len(lines) + 2) * size * _LEADING > _BOTTOM:
            self._turn()
        self.rules.append(_Rule(self.page, _MARGIN, _PAGE[0] - _MARGIN, self.y))
        for line in lines:
            self.y += 0.5 * size
            self._flow(line, size, is_rtl(" ".join(piece.text for piece in line)), _BLACK)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Begin a page if these blocks have no room on this one."""
        high, least = 0.0, 0.0
        for entry in entries:
            size = _size(entry)
            lines = _lines(entry.pieces, size, entry.rtl)
            high += (_ABOVE_HEADING if entry.kind is Kind.HEADING else _ABOVE) * size
            # Each of them asks for room for its first lines.
            least = high + _begun(entry)
            high += sum(_height(_set_segments(words, entry.rtl)) * size for words in lines)
        if self.y + max(least, high) > _BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self.page, self.y = self.page + 1, _MARGIN

    def _flow(
        self, pieces: Sequence[Piece], size: float, rtl: bool, grey: int, behind: float = 0.0, away: bool = False
    ) -> None:
        """Set words in as many lines as they need; what is `behind` high must find room below the last one.

        Lines that stand `away` end at the side where lines of their direction do.
        """
        lines = _lines(pieces, size, rtl)
        for place, words in enumerate(lines, start=1):
            segments = _set_segments(words, rtl)
            height = _height(segments) * size
            if self.y + height + (behind if place == len(lines) else 0.0) > _BOTTOM:
                self._turn()
            baseline, offset = self.y + _ascent(size), _GUTTER
            if away:
                wide = sum(line.width for _, line in segments) + _SPACE * (len(segments) - 1)
                offset = _PAGE[0] - 2 * _MARGIN - _GUTTER - wide * size
            for mark, line in segments:
                width = line.width * size
                self._set(line, size, rtl, grey, baseline, offset)
                self._mark(mark, offset, offset + width, size, rtl, baseline)
                offset += width + _SPACE * size
            self.y += height

    def _set(self, line: Line, size: float, rtl: bool, grey: int, baseline: float, offset: float) -> None:
        """Place a word `offset` from the margin at which its line begins."""
        left = _PAGE[0] - _MARGIN - offset - line.width * size if rtl else _MARGIN + offset
        for run, width in zip(line.runs, line.widths, strict=True):
            self.printed.append(Printed(self.page, left, baseline, size / POINT, grey, run))
            left += width * size

    def _mark(self, mark: Mark, start: float, end: float, size: float, rtl: bool, baseline: float) -> None:
        if mark is Mark.KEPT:
            return
        y = baseline + 0.13 * size if mark is Mark.INSERTED else baseline - 0.27 * size
        left, right = (
            (_PAGE[0] - _MARGIN - end, _PAGE[0] - _MARGIN - start) if rtl else (_MARGIN + start, _MARGIN + end)
        )
        self.rules.append(_Rule(self.page, left, right, y))

    def number_pages(self) -> None:
        """Print "2 / 7" at the foot of every page."""
        for page in range(self.page + 1):
            line = _line(f"{page + 1} / {self.page + 1}")
            left = (_PAGE[0] - line.width * _NOTE * POINT) / 2
            for run, width in zip(line.runs, line.widths, strict=True):
                self.printed.append(Printed(page, left, _PAGE[1] - 14, _NOTE, _GREY, run))
                left += width * _NOTE * POINT

    def repeat_title(self, title: str) -> None:
        """Print the title at the head of every page but the first: pages are copied and come apart."""
        block = fit(title, width=_PAGE[0] - 2 * _MARGIN, height=8.0, largest=_NOTE * POINT, whole_words=5 * POINT)
        for page in range(1, self.page + 1):
            top = _RUNNING_TITLE
            for line in block.lines:
                at_right = block.rtl or self.rtl
                left = _PAGE[0] - _MARGIN - line.width * block.size if at_right else _MARGIN
                for run, width in zip(line.runs, line.widths, strict=True):
                    baseline = top + line.ascent * block.size
                    self.printed.append(Printed(page, left, baseline, block.size / POINT, _GREY, run))
                    left += width * block.size
                top += line.height * block.size


def _together(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the blocks that stand on one page with the first."""
    for entry in entries:
        yield entry
        if not entry.kept:
            return


def _size(entry: Entry) -> float:
    return (_SIZES[entry.level] if entry.kind is Kind.HEADING else _BODY) * POINT


def _begun(entry: Entry) -> float:
    """Return the room that a block needs to begin on a page."""
    if entry.kind is not Kind.HEADING:
        return _KEPT_LINES * _size(entry) * _LEADING
    # It may take two lines, and another heading with a first line may follow it.
    return (2 * _size(entry) + _BELOW_HEADING * _BODY * POINT) * _LEADING


def _ascent(size: float) -> float:
    return 0.95 * size


@lru_cache(maxsize=65_536)
def _line(word: str, rtl: bool = False) -> Line:
    return set_line(word, rtl)


def _lines(pieces: Sequence[Piece], size: float, rtl: bool) -> list[list[_Word]]:
    """Return words line by line, from the gutter to the other margin."""
    limit = (_PAGE[0] - 2 * _MARGIN - _GUTTER) / size
    return _wrapped(list(_words(pieces, rtl, limit)), limit)


def _words(pieces: Sequence[Piece], rtl: bool, limit: float) -> Iterator[_Word]:
    """Yield the words of all pieces; a word wider than a line is cut into parts that are not."""
    for piece in pieces:
        for word in piece.text.split(" "):
            width = _line(word, rtl).width
            if width <= limit:
                yield _Word(word, width, piece.mark, False)
                continue
            for position, part in enumerate(pieces_of_word(word, rtl, limit)):
                yield _Word(part, _line(part, rtl).width, piece.mark, position > 0)


def _wrapped(words: Sequence[_Word], limit: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for word in words:
        space = 0.0 if word.joined or not lines[-1] else _SPACE
        if lines[-1] and used + space + word.width > limit:
            lines.append([])
            used = space = 0.0
        lines[-1].append(word)
        used += space + word.width
    return lines


def _segments(words: Sequence[_Word]) -> list[tuple[Mark, str]]:
    """Join the words of one line that have one mark: words of another direction keep their order within a segment."""
    segments: list[tuple[Mark, str]] = []
    for word in words:
        if segments and segments[-1][0] is word.mark:
            segments[-1] = (word.mark, f"{segments[-1][1]}{'' if word.joined else ' '}{word.text}")
        else:
            segments.append((word.mark, word.text))
    return segments


def _set_segments(words: Sequence[_Word], rtl: bool) -> list[tuple[Mark, Line]]:
    return [(mark, _line(text, rtl)) for mark, text in _segments(words)]


def _height(segments: Iterable[tuple[Mark, Line]]) -> float:
    """Return the height of a line in em."""
    return max([_LEADING, *(line.height for _, line in segments)])


def write_pdf(document: PrintedDocument) -> bytes:
    """Return the document as a PDF; insertions are underlined, deletions struck through, numbers in the margin.

    Raises:
        Unprintable: no font has a glyph for a character.
    """
    texts = [
        piece.text for pieces in (*(entry.pieces for entry in document.entries), *document.foot) for piece in pieces
    ]
    if missing := unprintable([document.title, *texts, *(entry.note for entry in document.entries)]):
        signs = sorted(set("".join(missing.values())))
        raise Unprintable(", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs))
    pages = _Pages(document.language in RIGHT_TO_LEFT)
    for place, entry in enumerate(document.entries):
        if entry.kept and not (place and document.entries[place - 1].kept):
            pages.keep(_together(document.entries[place:]))
        pages.add(entry)
    if document.foot:
        pages.add_foot(document.foot)
    pages.number_pages()
    pages.repeat_title(document.title)
    pdf = FPDF(unit="mm", format=_PAGE)
    pdf.set_auto_page_break(False)
    pdf.set_title(document.title)
    pdf.set_lang(document.language)
    with TemporaryDirectory(prefix="plenary-fonts-") as folder:
        embed(pdf, pages.printed, Path(folder))
        printed, rules = _by_page(pages.printed), _by_page(pages.rules)
        for page in range(pages.page + 1):
            pdf.add_page()
            for item in printed.get(page, ()):
                draw_run(pdf, item)
            pdf.set_line_width(0.25)
            for rule in rules.get(page, ()):
                pdf.line(rule.left, rule.y, rule.right, rule.y)
        return bytes(pdf.output())


def _by_page(placed: Iterable[_Placed]) -> dict[int, list[_Placed]]:
    pages: dict[int, list[_Placed]] = {}
    for item in placed:
        pages.setdefault(item.page, []).append(item)
    return pages
