"""Ballot papers for a motion when phones fail: four to an A4 page, blank or with a mandate on each.

Lengths are in millimetres, type sizes in points. Two tellers copy each paper into the record, so it says what they
enter: the motion, the mandate and one choice. In a language that runs from right to left the paper does, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF

from voting.languages import RIGHT_TO_LEFT
from voting.printing import POINT, Printed, draw_run, embed
from voting.typesetting import Block, fit, spelt

MOST_PAPERS = 400

_PAGE = (210.0, 297.0)
_COLUMNS, _ROWS = 2, 2
_CELL = (_PAGE[0] / _COLUMNS, _PAGE[1] / _ROWS)
_LEFT, _WIDTH = 9.0, _CELL[0] - 18.0
_BLACK, _GREY, _LIGHT = 0, 90, 190
_SMALLEST = 6 * POINT
_GAP = 1.0
# Where the parts of a paper begin, below its upper edge, and how high each may be.
_HEAD, _TITLE, _QUESTION = (8.0, 8.0), (17.0, 13.0), (31.0, 33.0)
_CHOICES, _STEP, _SQUARE = 65.5, 16.5, 8.0
# A choice's name in all languages may take two lines; what it means has the rest of its place.
_NAME, _PLACE = 9.5, 15.5
_MANDATE, _TELLERS = 118.0, 134.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name, and in a sentence what it means."""

    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What all papers of a motion say; title and questions are empty where they are written in by hand.

    `language` is that of the words for tellers; there is a question for each language of those who vote.
    """

    language: str
    convention: str
    title: str
    questions: Sequence[str]
    choices: Sequence[Choice]
    mandate: str
    tellers: str


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A line to write on, or a square to cross if it has a height."""

    page: int
    x: float
    y: float
    width: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where the words of a paper begin; what stands in it is placed from the side at which its lines begin."""

    page: int
    left: float
    top: float


class _Sheet:
    def __init__(self, rtl: bool) -> None:
        self._rtl = rtl
        self.printed: list[Printed] = []
        self.strokes: list[_Stroke] = []

    def add(self, index: int, paper: Paper, mandate: str) -> None:
        """Lay out one paper; `mandate` says whose it is, and is empty where somebody writes it in."""
        page, cell = divmod(index, _COLUMNS * _ROWS)
        row, column = divmod(cell, _COLUMNS)
        left, top = (_COLUMNS - 1 - column if self._rtl else column) * _CELL[0] + _LEFT, row * _CELL[1]
        at = _Corner(page, left, top)
        self._text(at, 0, _HEAD[0], _block(paper.convention, _WIDTH, _HEAD[1], 9), _GREY)
        self._words(at, *_TITLE, [paper.title] if paper.title else [], 15, 1)
        self._words(at, *_QUESTION, paper.questions, 12, 3)
        self._choices(at, paper.choices)
        self._text(at, 0, _MANDATE, _block(paper.mandate, 24, 5, 9), _GREY)
        if mandate:
            self._text(at, 26, _MANDATE - 1.2, _block(mandate, _WIDTH - 26, 11, 12), _BLACK)
        else:
            self._stroke(at, 26, _MANDATE + 4.5, _WIDTH - 26)
        self._text(at, 0, _TELLERS, _block(paper.tellers, 24, 5, 9), _GREY)
        half = (_WIDTH - 26 - 5) / 2
        for start in (26, 26 + half + 5):
            self._stroke(at, start, _TELLERS + 4.5, half)

    def _choices(self, at: _Corner, choices: Sequence[Choice]) -> None:
        """Set the choices in one size: none is easier to read than another."""
        beside = _SQUARE + 4
        names = _alike([choice.name for choice in choices], _WIDTH - beside, _NAME, 13)
        rest = _PLACE - max(name.height for name in names)
        meanings = _alike([choice.means for choice in choices], _WIDTH - beside, rest, 8.5)
        for place, (name, means) in enumerate(zip(names, meanings, strict=True)):
            y = _CHOICES + place * _STEP
            self._stroke(at, 0, y, _SQUARE, _SQUARE)
            self._text(at, beside, y - 0.6, name, _BLACK)
            self._text(at, beside, y - 0.6 + name.height, means, _GREY)

    def _words(self, at: _Corner, top: float, height: float, texts: Sequence[str], size: float, lines: int) -> None:
        """Set words one below the other, or lines to write them on."""
        for text in texts:
            block = _block(text, _WIDTH, height / len(texts) - _GAP, size)
            self._text(at, 0, top, block, _BLACK)
            top += block.height + _GAP
        if not texts:
            for line in range(lines):
                self._stroke(at, 0, top + 9.0 * (line + 1), _WIDTH)

    def _stroke(self, at: _Corner, start: float, top: float, width: float, height: float = 0.0) -> None:
        x = _WIDTH - start - width if self._rtl else start
        self.strokes.append(_Stroke(at.page, at.left + x, at.top + top, width, height))

    def _text(self, at: _Corner, start: float, top: float, block: Block, grey: int) -> None:
        for line in block.lines:
            x = at.left + (_WIDTH - start - line.width * block.size if self._rtl else start)
            for run, width in zip(line.runs, line.widths, strict=True):
                baseline = at.top + top + line.ascent * block.size
                self.printed.append(Printed(at.page, x, baseline, block.size / POINT, grey, run))
                x += width * block.size
            top += line.height * block.size


# All papers but for the mandate say the same, and setting words takes the time: the server's other pages wait for it.
@lru_cache(maxsize=64)
def _block(text: str, width: float, height: float, largest: float) -> Block:
    return fit(spelt(text), width=width, height=height, largest=largest * POINT, whole_words=_SMALLEST)


def _alike(texts: Sequence[str], width: float, height: float, largest: float) -> list[Block]:
    """Set texts in one size, that of the one which needs the smallest."""
    size = min(_block(text, width, height, largest).size for text in texts) / POINT
    return [_block(text, width, height, size) for text in texts]


def ballot_papers(paper: Paper, mandates: Sequence[str]) -> bytes:
    """Return a PDF with one paper for each of `mandates`; an empty one is left to be written in."""
    sheet = _Sheet(paper.language in RIGHT_TO_LEFT)
    for index, mandate in enumerate(mandates):
        sheet.add(index, paper, mandate)
    pdf = FPDF(unit="mm", format=_PAGE)
    pdf.set_auto_page_break(False)
    pdf.set_title(paper.title or paper.convention)
    pdf.set_lang(paper.language)
    with TemporaryDirectory(prefix="plenary-fonts-") as folder:
        embed(pdf, sheet.printed, Path(folder))
        for page in range(-(-len(mandates) // (_COLUMNS * _ROWS))):
            pdf.add_page()
            _draw(pdf, page, sheet)
        return bytes(pdf.output())


def _draw(pdf: FPDF, page: int, sheet: _Sheet) -> None:
    pdf.set_draw_color(_LIGHT)
    pdf.set_line_width(0.1)
    pdf.set_dash_pattern(dash=1.5, gap=1.5)
    pdf.line(_CELL[0], 0, _CELL[0], _PAGE[1])
    pdf.line(0, _CELL[1], _PAGE[0], _CELL[1])
    pdf.set_dash_pattern()
    pdf.set_draw_color(_BLACK)
    for stroke in (one for one in sheet.strokes if one.page == page):
        pdf.set_line_width(0.5 if stroke.height else 0.15)
        if stroke.height:
            pdf.rect(stroke.x, stroke.y, stroke.width, stroke.height)
        else:
            pdf.line(stroke.x, stroke.y, stroke.x + stroke.width, stroke.y)
    for item in (one for one in sheet.printed if one.page == page):
        draw_run(pdf, item)
