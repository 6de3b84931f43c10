"""Files that organisers bring, read into plain text cells: CSV in any common encoding, and XLSX.

Pure: bytes in, values out. Nothing is guessed in silence: a file that could be read in two ways is refused, and the
encoding that was chosen is reported, because a wrong one would print wrong names.
"""

import codecs
import csv
import datetime
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from xml.etree.ElementTree import ParseError

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from voting.encodings import ImportRefused, NotText, decode

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 50
MOST_LINES = 60_000  # of a sheet, empty ones included
MOST_UNPACKED = 60_000_000  # bytes, all members of an XLSX together
MOST_MEMBERS = 1_000

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK = codecs.BOM_UTF8 + b" \t\r\n"
# PDF, gzip, JPEG and PNG, and what begins as RTF, JSON or HTML does: read as CSV it would make rows of nothing.
_NOT_TABLES = (b"%PDF", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"{", b"[", b"<")
_SEPARATORS = (";", "\t", "|", ",")  # the comma last: it also stands inside texts


class FileTooLarge(ImportRefused):
    """The file is larger than 5 MB. Remove pictures and other sheets, or split the list."""


class TooManyRows(ImportRefused):
    """The file has more than 20,000 rows. Split the list into several files."""


class TooManyColumns(ImportRefused):
    """The file has more than 50 columns. Keep the columns of the list and remove the others."""


class EmptyFile(ImportRefused):
    """The file has no rows. Choose the file that holds the list."""


class NotATable(ImportRefused):
    """This is neither a CSV nor an XLSX file. Save the list as CSV UTF-8 or as XLSX and choose that file."""


class OldWorkbook(ImportRefused):
    """This is a workbook of the old XLS kind. Open it in a spreadsheet program and save it as XLSX."""


class EncryptedWorkbook(ImportRefused):
    """The workbook is protected with a password. Save it without one and choose that file."""


class BrokenWorkbook(ImportRefused):
    """The workbook cannot be read. Open it in a spreadsheet program and save it as XLSX again."""


class OversizedWorkbook(ImportRefused):
    """The workbook unpacks to far more than a list of people needs. Copy the list alone into a new workbook."""


class BrokenQuotes(ImportRefused):
    """A quotation mark opens a cell and nothing closes it, or text follows it. Correct it, or save the list again."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row, as text without their outer blanks; `line` is its number in the file, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are not blank; `encoding` is how its bytes were read, "xlsx" for a workbook."""

    rows: tuple[TableRow, ...]
    encoding: str


def read_table(data: bytes, filename: str) -> Table:
    """Read a CSV file or the first sheet of an XLSX file; which one it is its bytes say, not its name.

    Raises:
        ImportRefused: one of the classes of this module.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(filename)
    if data.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise EncryptedWorkbook(filename) if encrypted else OldWorkbook(filename)
    if data.startswith(_ZIP):
        rows, encoding = _read_workbook(data, filename), "xlsx"
    elif filename.lower().endswith((".xlsx", ".xlsm")) or data.lstrip(_BLANK).startswith(_NOT_TABLES):
        raise NotATable(filename)
    else:
        try:
            text, encoding = decode(data)
        except NotText as error:
            raise NotATable(filename) from error
        rows = _read_csv(text)
    kept: list[TableRow] = []
    for row in rows:
        cells = _without_trailing_blanks(row.cells)
        if not cells:
            continue
        if len(kept) == MOST_ROWS + 1:  # the heading is one
            raise TooManyRows(_("line %(line)s", line=row.line))
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns(_("line %(line)s has %(count)s", line=row.line, count=len(cells)))
        kept.append(TableRow(row.line, cells))
    if not kept:
        raise EmptyFile(filename)
    return Table(tuple(kept), encoding)


def _without_trailing_blanks(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


# --- CSV -----------------------------------------------------------------------------------------


def _read_csv(text: str) -> Iterator[TableRow]:
    skipped = 0
    if declared := re.match(r"sep=(.)\r?\n", text):  # what Excel writes to tell the separator to itself
        separator, skipped = declared[1], 1
        text = text[declared.end() :]
    else:
        separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenQuotes(_("line %(line)s", line=line)) from error
        yield TableRow(line, tuple(cells))


def _separator(text: str) -> str:
    """Return the separator that cuts the first rows into the same number of cells most often."""
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            for _row, cells in zip(range(50), reader, strict=False):
                if any(cell.strip() for cell in cells):
                    widths[len(cells)] += 1
        except csv.Error:
            pass  # the whole file is read strictly afterwards, and refused there
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        score = (rows / widths.total(), width)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    return best


# --- XLSX ----------------------------------------------------------------------------------------


class _Cell(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str | None: ...


def _read_workbook(data: bytes, filename: str) -> Iterator[TableRow]:
    _check_package(data, filename)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
        for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            # A cell far below stands for all the empty rows above it, and the library makes every one of them.
            if line > MOST_LINES:
                raise TooManyRows(_("a cell below row %(row)s", row=MOST_LINES))
            yield TableRow(line, tuple(_cell_text(cell) for cell in row))
    except (
        InvalidFileException,
        ParseError,
        zipfile.BadZipFile,
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        TypeError,
        ValueError,
        EOFError,
        StopIteration,
        NotImplementedError,
        zlib.error,
    ) as error:
        # openpyxl lets the errors of its parts through: defusedxml's about entities (a ValueError), zipfile's about
        # ways of compression that it does not know (a NotImplementedError).
        raise BrokenWorkbook(filename) from error


def _check_package(data: bytes, filename: str) -> None:
    """Refuse a ZIP bomb by what its directory declares; zipfile never unpacks more than that."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenWorkbook(filename) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        raise OversizedWorkbook(filename)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedWorkbook(filename)
    if not any(member.filename.startswith("xl/") for member in members):
        raise NotATable(filename)


def _cell_text(cell: _Cell) -> str:
    """Return what a person sees in the cell: 12.0 is 12, a number shown as 007 is 007, a day is YYYY-MM-DD."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return f"={str(value).removeprefix('=')}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        zeros = re.fullmatch(r"0+", cell.number_format or "")
        return str(value).zfill(len(zeros[0])) if zeros and value >= 0 else str(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", timespec="seconds")
    return str(value)
