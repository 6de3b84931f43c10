"""Printable badges: one stateless rendering, which keeps neither a name nor a code.

A badge shows who its bearer is, the activation code as a large QR (FORMAT.md section 11), and the door code, as letters
and as a small QR that adds the badge's number. Lengths are in millimetres, type sizes in points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import qrcode
from fpdf import FPDF
from qrcode.constants import ERROR_CORRECT_M

from ballots.errors import Refused
from voting.printing import POINT, Printed, draw_run, embed
from voting.roster import DOOR
from voting.typesetting import MONOSPACED, Block, Line, Run, fit, unprintable

MOST_BADGES = 200
QUIET_ZONE = 4  # modules, ISO/IEC 18004 section 6.3.8

_BLACK, _GREY, _LIGHT = 0, 90, 190
_BELOW_CAPTION = 0.9
_URL = re.compile(r"https?://[\x21-\x7e]+")
_MISLEADING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class BadgesRefused(Refused):
    """Badges that cannot be printed as asked; `code` and `detail` are those of every refusal."""


class BadBadge(BadgesRefused):
    """Something on a badge is missing, too long or of the wrong form. Correct it and print again."""


class WrongNumberOfBadges(BadgesRefused):
    """One file holds 1 to 200 badges. Print a larger delegation in several files."""


class UnknownLayout(BadgesRefused):
    """Badges are printed as a sheet of eight or as single slips. Choose one of these."""


class UnprintableName(BadgesRefused):
    """A name has a character that none of the fonts can print. Write that character another way, then print again."""

    def __init__(self, missing: dict[str, str]) -> None:
        found = "; ".join(
            f"{text}: " + ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
            for text, characters in missing.items()
        )
        super().__init__(found)
        self.missing = missing


@dataclass(frozen=True)
class Badge:
    """What one badge says; `door` is the door code, `url` what the QR carries.

    Raises BadBadge: name missing or above 300 characters, delegation above 300, role not of 1 to 100, number not 1 to
    10^9, door code not of 6 Crockford characters, url not http(s) or above 500, control or direction-override
    characters anywhere.
    """

    name: str
    delegation: str
    role: str
    number: int
    door: str
    url: str

    def __post_init__(self) -> None:
        _check_text("name", self.name, 1, 300)
        _check_text("delegation", self.delegation, 0, 300)
        _check_text("role", self.role, 1, 100)
        if type(self.number) is not int or not 1 <= self.number <= 10**9:
            raise BadBadge("number must be a whole number from 1 to 1,000,000,000")
        _check_text("door", self.door, 6, 6)
        if not DOOR.fullmatch(self.door):
            raise BadBadge("door must be 6 letters and digits without I, L, O and U")
        _check_text("url", self.url, 1, 500)
        if not _URL.fullmatch(self.url):
            raise BadBadge("url must start with http:// or https://")


def _check_text(field: str, value: object, least: int, most: int) -> None:
    """Raise BadBadge unless the value is text that prints as it reads."""
    if not isinstance(value, str) or len(value.strip()) < least or len(value) > most:
        raise BadBadge(f"{field} must be text of {least} to {most} characters")
    if found := _MISLEADING.search(value):
        raise BadBadge(f"{field} holds the control character U+{ord(found[0]):04X}")


@dataclass(frozen=True)
class Captions:
    """The words printed on every badge besides the bearer's own."""

    scan: str = "Scan with your phone's camera, then tap “Activate this phone”"
    door: str = "Door code"


@dataclass(frozen=True)
class _Box:
    """A rectangle of the badge, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Form:
    """Where the parts of a badge stand, and the largest sizes of their type."""

    page: tuple[float, float]
    columns: int
    rows: int
    title: _Box
    name: _Box
    delegation: _Box
    role: _Box
    door: _Box
    code: _Box  # square, quiet zone included
    small: _Box  # the door's, square, quiet zone included
    scan: _Box
    name_size: float
    text_size: float
    door_size: float

    @property
    def cell(self) -> tuple[float, float]:
        """Return width and height of one badge."""
        return self.page[0] / self.columns, self.page[1] / self.rows


_FORMS: dict[str, _Form] = {
    "sheet": _Form(
        page=(210, 297),
        columns=2,
        rows=4,
        title=_Box(8, 7, 89, 7),
        name=_Box(8, 16.5, 48, 23.5),
        delegation=_Box(8, 41, 48, 9),
        role=_Box(8, 50.5, 48, 4.5),
        door=_Box(8, 57, 31, 12),
        code=_Box(57, 15.5, 42, 42),
        small=_Box(39.5, 55.5, 16.5, 16.5),
        scan=_Box(57, 58, 42, 9),
        name_size=24,
        text_size=11,
        door_size=22,
    ),
    "slip": _Form(
        page=(105, 148),
        columns=1,
        rows=1,
        title=_Box(9, 8, 87, 9),
        name=_Box(9, 20, 87, 26),
        delegation=_Box(9, 47, 87, 10),
        role=_Box(9, 57.5, 87, 5.5),
        door=_Box(9, 128, 66, 14),
        code=_Box(24, 64, 57, 57),
        small=_Box(77, 126, 19, 19),
        scan=_Box(9, 121, 87, 6),
        name_size=32,
        text_size=13,
        door_size=28,
    ),
}


class _Sheet:
    """Collects what a document shows; fonts are cut down to its characters once all of it is known."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.printed: list[Printed] = []
        self.codes: list[tuple[int, _Box, str]] = []

    def add(self, index: int, badge: Badge, title: Block, scan: Block, door: Block) -> None:
        """Lay out one badge; `title`, `scan` and `door` are the texts that all badges share."""
        form = self.form
        page, cell = divmod(index, form.columns * form.rows)
        at = (cell % form.columns * form.cell[0], cell // form.columns * form.cell[1])
        self._place(page, at, form.title, title, _GREY)
        self._place(page, at, form.name, _fit(badge.name, form.name, form.name_size, form.name_size / 2), _BLACK)
        if badge.delegation.strip():
            self._place(page, at, form.delegation, _fit(badge.delegation, form.delegation, form.text_size), _BLACK)
        role = f"{badge.role[:1].upper()}{badge.role[1:]} · № {badge.number}"
        self._place(page, at, form.role, _fit(role, form.role, form.text_size), _BLACK)
        self._place(page, at, form.door, door, _GREY)
        self._place_door(page, at, badge.door, door.height)
        self._place(page, at, form.scan, scan, _GREY, centred=True)
        # The number tells an old badge from the one that replaced it: the door code is the person's.
        for box, text in ((form.code, badge.url), (form.small, f"{badge.door} {badge.number}")):
            self.codes.append((page, _Box(at[0] + box.x, at[1] + box.y, box.width, box.height), text))

    def _place(
        self, page: int, at: tuple[float, float], box: _Box, block: Block, grey: int, centred: bool = False
    ) -> None:
        top = at[1] + box.y
        for line in block.lines:
            free = box.width - line.width * block.size
            left = at[0] + box.x + (free / 2 if centred else free if block.rtl else 0)
            self._print(page, left, top + line.ascent * block.size, block.size, grey, line)
            top += line.height * block.size

    def _place_door(self, page: int, at: tuple[float, float], code: str, below: float) -> None:
        size = self.form.door_size * POINT
        baseline = at[1] + self.form.door.y + below + _BELOW_CAPTION + 0.8 * size
        run = Run(code, MONOSPACED, rtl=False)
        self.printed.append(Printed(page, at[0] + self.form.door.x, baseline, self.form.door_size, _BLACK, run))

    def _print(self, page: int, left: float, baseline: float, size: float, grey: int, line: Line) -> None:
        for run, width in zip(line.runs, line.widths, strict=True):
            self.printed.append(Printed(page, left, baseline, size / POINT, grey, run))
            left += width * size


def _fit(text: str, box: _Box, largest: float, whole_words: float = 6) -> Block:
    """Set text in a box; a name that is read across a table is rather broken in a word than set small."""
    return fit(
        text,
        width=box.width,
        height=box.height,
        largest=largest * POINT,
        whole_words=whole_words * POINT,
    )


def render_badges(badges: Sequence[Badge], layout: object, title: str, captions: Captions = Captions()) -> bytes:
    """Return a PDF of badges; layout "sheet" is A4 with eight to a page and cut marks, "slip" A6.

    Raises: WrongNumberOfBadges, UnknownLayout, BadBadge (title), UnprintableName (characters without a glyph).
    """
    form = _FORMS.get(layout) if isinstance(layout, str) else None  # what comes from JSON may be anything
    if form is None:
        raise UnknownLayout(f"layout {layout!r}")
    if not 1 <= len(badges) <= MOST_BADGES:
        raise WrongNumberOfBadges(f"{len(badges)} badges")
    _check_text("title", title, 1, 300)
    shown = [title, captions.scan, captions.door, *(text for b in badges for text in (b.name, b.delegation, b.role))]
    if missing := unprintable(shown):
        raise UnprintableName(missing)
    sheet = _Sheet(form)
    shared = (
        _fit(title, sheet.form.title, 9),
        _fit(captions.scan, sheet.form.scan, 8),
        fit(captions.door, width=sheet.form.door.width, height=3, largest=7 * POINT, whole_words=0),
    )
    for index, badge in enumerate(badges):
        sheet.add(index, badge, *shared)
    return _draw(sheet, title)


def _draw(sheet: _Sheet, title: str) -> bytes:
    form = sheet.form
    pdf = FPDF(unit="mm", format=form.page)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    pdf.set_title(title)
    with TemporaryDirectory(prefix="plenary-fonts-") as folder:  # fpdf2 and HarfBuzz read fonts from files, and late
        embed(pdf, sheet.printed, Path(folder))
        for page in range(sheet.codes[-1][0] + 1):
            pdf.add_page()
            _draw_cut_marks(pdf, form)
            for _, box, text in (code for code in sheet.codes if code[0] == page):
                _draw_code(pdf, box, text)
            for item in (item for item in sheet.printed if item.page == page):
                draw_run(pdf, item)
        return bytes(pdf.output())


def _draw_cut_marks(pdf: FPDF, form: _Form) -> None:
    if form.columns * form.rows == 1:
        return
    pdf.set_draw_color(_LIGHT)
    pdf.set_line_width(0.1)
    for column in range(form.columns + 1):
        for row in range(form.rows + 1):
            x, y = column * form.cell[0], row * form.cell[1]
            pdf.line(x - 3, y, x + 3, y)
            pdf.line(x, y - 3, x, y + 3)


def _modules(text: str) -> list[list[bool]]:
    """Return the QR, quiet zone included. Its data is random or short: trying all masks gains nothing but time."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _draw_code(pdf: FPDF, box: _Box, text: str) -> None:
    """Draw the QR as one filled path, so that no viewer leaves hairlines between its modules."""
    modules = _modules(text)
    module = box.width / len(modules)
    path: list[str] = []
    for row, line in enumerate(modules):
        bottom = (pdf.h - box.y - (row + 1) * module) * pdf.k
        column = 0
        while column < len(line):
            if not line[column]:
                column += 1
                continue
            start = column
            while column < len(line) and line[column]:
                column += 1
            left, length = (box.x + start * module) * pdf.k, (column - start) * module * pdf.k
            path.append(f"{left:.3f} {bottom:.3f} {length:.3f} {module * pdf.k:.3f} re")
    pdf._out("q 0 g " + "\n".join(path) + " f Q")  # thousands of rectangles: fpdf2's own drawing takes seconds
