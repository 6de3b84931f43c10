"""Headings, lines, bars and tables on A4 pages, in any script; lengths are in millimetres, type sizes in points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF

from voting.languages import RIGHT_TO_LEFT, number_in
from voting.printing import POINT, Printed, draw_run, embed
from voting.typesetting import Block, Line, fit, set_line, spelt

_PAGE = (210.0, 297.0)
_MARGIN, _BOTTOM, _FOOT = 18.0, 274.0, 283.0
_WIDTH = _PAGE[0] - 2 * _MARGIN
_BLACK, _GREY, _LIGHT, _PALE = 0, 95, 190, 232
_TITLE, _HEADING, _BODY, _CELL, _NOTE = 19.0, 13.0, 10.0, 9.0, 7.5
_SMALLEST = 5.0
_PADDING = 1.3
_GAP = 4.0  # between columns
_KEPT = 40.0  # a row not higher than this is on one page
_RUNNING_TITLE = 9.0  # below the upper edge
_SIGNED = 13.0  # from one line to sign on to the next
_ROOM = 24.0  # what a heading needs below it
_BAR = (34.0, 112.0, 4.2)  # where a bar begins, its length, its height


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, and whether its cells are numbers."""

    title: str
    share: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    """A filled rectangle."""

    page: int
    x: float
    y: float
    width: float
    height: float
    grey: int


class Sheets:
    """Fills pages from top to bottom; fonts are cut down to what is printed once all of it is known."""

    def __init__(self, title: str, language: str, foot: str) -> None:
        self._title, self._language, self._foot = spelt(title), language, foot
        self._rtl = language in RIGHT_TO_LEFT
        self._printed: list[Printed] = []
        self._boxes: list[_Box] = []
        self._page, self._y = 0, _MARGIN
        self.text(title, _TITLE)

    def heading(self, text: str) -> None:
        """Set a heading, on one page with what begins below it."""
        self._y += 4.5
        if self._y + _ROOM > _BOTTOM:
            self._turn()
        self.text(text, _HEADING)
        self._y += 0.8

    def note(self, text: str) -> None:
        """Set a line or more in grey."""
        self.text(text, _BODY, _GREY)

    def text(self, text: str, size: float = _BODY, grey: int = _BLACK) -> None:
        """Set a paragraph."""
        block = _fitted(text, _WIDTH, size)
        for line in block.lines:
            self._need(line.height * block.size)
            self._line(line, block, _MARGIN, _WIDTH, grey)
            self._y += line.height * block.size
        self._y += 1.2

    def bars(self, counts: Iterable[tuple[str, int]]) -> None:
        """Set one bar for each label, of all that is counted; the number stands at its end."""
        found = list(counts)
        whole = max(sum(number for _, number in found), 1)
        start, length, height = _BAR
        for label, number in found:
            self._need(height + 2.5)
            block = _fitted(label, start - _GAP, _BODY)
            self._line(block.lines[0], block, _MARGIN, start - _GAP)
            top = self._y + 0.3
            self._box(_MARGIN + start, top, length, height, _PALE)
            if number:
                self._box(_MARGIN + start, top, length * number / whole, height, _GREY)
            count = _fitted(number_in(number, self._language), 20.0, _BODY)
            self._line(count.lines[0], count, _MARGIN + start + length + 3, 20.0)
            self._y += height + 2.5
        self._y += 1.0

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[object]], totals: int = 0) -> None:
        """Set a table whose head stands on every page that it goes on to; the last `totals` rows sum it up.

        A cell that is a whole number is a count.
        """
        shares = sum(column.share for column in columns)
        widths = [(_WIDTH - _GAP * (len(columns) - 1)) * column.share / shares for column in columns]
        places = [_MARGIN + sum(widths[:at]) + _GAP * at for at in range(len(columns))]
        listed = [[self._cell(cell) for cell in row] for row in rows]

        def head() -> None:
            self._row([column.title for column in columns], columns, places, widths, _GREY)
            self._rule(0.45, _BLACK)

        if self._y + _ROOM > _BOTTOM:
            self._turn()
        head()
        for at, row in enumerate(listed):
            if at == len(listed) - totals:
                self._boxes[-1] = _Box(self._page, _MARGIN, self._y - 0.3, _WIDTH, 0.3, _BLACK)
            self._row(row, columns, places, widths, _BLACK, head)
            self._rule(0.12, _LIGHT)
        self._y += 1.5

    def _cell(self, cell: object) -> str:
        return number_in(cell, self._language) if isinstance(cell, int) else str(cell)

    def lines_to_sign(self, labels: Iterable[str], what: str) -> None:
        """Set a line to write on after each label; `what` is signed, and said again on a page that they begin."""
        found = list(labels)
        # Nobody signs a page on which others have signed elsewhere, or that says nothing.
        if self._y + _SIGNED * len(found) > _BOTTOM:
            self._turn()
            self.text(what)
        for label in found:
            self._y += _SIGNED / 2
            block = _fitted(label, 60.0, _BODY)
            self._line(block.lines[0], block, _MARGIN, 60.0)
            self._box(_MARGIN + 64.0, self._y + 4.6, 90.0, 0.2, _GREY)
            self._y += _SIGNED / 2

    def pdf(self) -> bytes:
        """Return the document, its pages numbered."""
        self._number()
        pdf = FPDF(unit="mm", format=_PAGE)
        pdf.set_auto_page_break(False)
        pdf.set_title(self._title)
        pdf.set_lang(self._language)
        with TemporaryDirectory(prefix="plenary-fonts-") as folder:
            embed(pdf, self._printed, Path(folder))
            for page in range(self._page + 1):
                pdf.add_page()
                for box in (one for one in self._boxes if one.page == page):
                    pdf.set_fill_color(box.grey)
                    pdf.rect(box.x, box.y, box.width, box.height, style="F")
                for item in (one for one in self._printed if one.page == page):
                    draw_run(pdf, item)
            return bytes(pdf.output())

    def _row(
        self,
        cells: Sequence[str],
        columns: Sequence[Column],
        places: Sequence[float],
        widths: Sequence[float],
        grey: int,
        head: Callable[[], None] | None = None,
    ) -> None:
        """Set a row; one that is higher than a page goes on on the next."""
        blocks = [_fitted(cell, width, _CELL) for cell, width in zip(cells, widths, strict=True)]
        height = max(block.height for block in blocks) + 2 * _PADDING
        if head is not None and self._y + min(height, _KEPT) > _BOTTOM:
            self._turn()
            head()
        self._y += _PADDING
        for at in range(max(len(block.lines) for block in blocks)):
            across = [
                (block, place, width, column)
                for block, place, width, column in zip(blocks, places, widths, columns, strict=True)
                if at < len(block.lines)
            ]
            # A word that was set smaller, and one of another script, stand on the line of the others.
            rise = max(block.lines[at].ascent * block.size for block, *_ in across)
            tall = rise + max(block.lines[at].descent * block.size for block, *_ in across)
            if head is not None and self._y + tall > _BOTTOM:
                self._turn()
                head()
                self._y += _PADDING
            for block, place, width, column in across:
                self._line(block.lines[at], block, place, width, grey, column.number, rise)
            self._y += tall
        self._y += _PADDING

    def _rule(self, height: float, grey: int) -> None:
        self._box(_MARGIN, self._y, _WIDTH, height, grey)
        self._y += height

    def _box(self, x: float, y: float, width: float, height: float, grey: int) -> None:
        self._boxes.append(_Box(self._page, self._mirrored(x, width), y, width, height, grey))

    def _mirrored(self, x: float, width: float) -> float:
        """Return where something begins on a page whose lines begin at the left, or else at the right."""
        return _PAGE[0] - x - width if self._rtl else x

    def _line(
        self,
        line: Line,
        block: Block,
        left: float,
        width: float,
        grey: int = _BLACK,
        right: bool = False,
        rise: float | None = None,
    ) -> None:
        """Place a line at the height that has been reached: at the side where lines begin, numbers at the other.

        `rise` is the height over its baseline, its own unless it stands beside taller ones.
        """
        free = width - line.width * block.size
        at_right = not right if self._rtl else right or block.rtl
        x = self._mirrored(left, width) + (free if at_right else 0.0)
        lower = 0.0 if rise is None else rise - line.ascent * block.size
        self._place(line, block.size, x, self._y + lower, self._page, grey)

    def _place(self, line: Line, size: float, x: float, y: float, page: int, grey: int) -> None:
        baseline = y + line.ascent * size
        for run, width in zip(line.runs, line.widths, strict=True):
            self._printed.append(Printed(page, x, baseline, size / POINT, grey, run))
            x += width * size

    def _need(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._page, self._y = self._page + 1, _MARGIN

    def _number(self) -> None:
        size = _NOTE * POINT
        foot = _fitted(self._foot, _WIDTH - 22, _NOTE)
        title = fit(self._title, width=_WIDTH, height=8.0, largest=size, whole_words=_SMALLEST * POINT)
        pages = self._page + 1
        for page in range(pages):
            if page:
                # Pages are copied and come apart.
                self._page, self._y = page, _RUNNING_TITLE
                for line in title.lines:
                    self._line(line, title, _MARGIN, _WIDTH, _GREY)
                    self._y += line.height * title.size
            first = foot.lines[0]
            self._place(first, foot.size, self._mirrored(_MARGIN, first.width * foot.size), _FOOT, page, _GREY)
            line = set_line(f"{page + 1} / {pages}", rtl=False)
            wide = line.width * size
            self._place(line, size, self._mirrored(_PAGE[0] - _MARGIN - wide, wide), _FOOT, page, _GREY)


@lru_cache(maxsize=8_192)
def _fitted(text: str, width: float, size: float) -> Block:
    """Set text in as many lines as it takes."""
    return fit(spelt(text) or " ", width=width, height=10_000.0, largest=size * POINT, whole_words=_SMALLEST * POINT)
