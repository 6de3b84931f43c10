"""Files of organisers: every common encoding and separator is read alike; what is unclear is refused by name."""

import codecs
import contextlib
import datetime
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from voting import encodings, spreadsheets
from voting.encodings import ImportRefused
from voting.spreadsheets import NotATable, read_table

TEXT = "Nom;Délégation;N°\nAnaïs Müller;Île;007\nJosé Núñez;Çà et là;12\nÅsa Öberg;Élan;13\n"
CELLS = [line.split(";") for line in TEXT.splitlines()]


def cells(data: bytes, filename: str = "list.csv") -> list[list[str]]:
    return [list(row.cells) for row in read_table(data, filename).rows]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_each_encoding_gives_the_same_cells(encoding: str, named: str) -> None:
    table = read_table(TEXT.encode(encoding), "list.csv")
    assert [list(row.cells) for row in table.rows] == CELLS
    assert table.encoding == named
    assert [row.line for row in table.rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["Márquez", "Peña", "José", "Müller", "François", "Bjørn"])
def test_one_accent_is_enough_to_tell(name: str, encoding: str) -> None:
    assert cells(f"name\n{name}\n".encode(encoding)) == [["name"], [name]]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["Ève", "García", "Raúl", "Île", "Ángel", "Çelik", "“Zé”", "Hus í dal"])
def test_what_could_be_two_names_is_refused_rather_than_guessed(name: str, encoding: str) -> None:
    with contextlib.suppress(encodings.UnknownEncoding):
        assert cells(f"name\n{name}\n".encode(encoding)) == [["name"], [name]]


ARABIC = "الاسم;الوفد;الصفة\nد. محمد بن علي;حزب «الشمال»;مندوب، رئيس\nآمنة;Délégation du Sud;ضيف!\n"


def test_arabic_as_windows_writes_it() -> None:
    table = read_table(ARABIC.encode("cp1256"), "list.csv")
    assert [list(row.cells) for row in table.rows] == [line.split(";") for line in ARABIC.splitlines()]
    assert table.encoding == "Windows-1256"


@pytest.mark.parametrize("name", ["محمد", "علي", "ليلى", "غادة", "طارق", "عائشة", "بكر"])
def test_a_name_in_arabic_is_read_or_refused(name: str) -> None:
    with contextlib.suppress(encodings.UnknownEncoding):
        assert cells(f"name\n{name}\n".encode("cp1256")) == [["name"], [name]]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ФАМИЛИЯ;ИМЯ\nПЕТРОВ;СЕРГЕЙ\n", "cp1251"),
        ("ΟΝΟΜΑ;ΚΟΜΜΑ\nΝΙΚΟΣ;ΒΟΡΡΑΣ\n", "cp1253"),
        ("фамилия;имя\nпетров;сергей\n", "koi8-r"),
        ("שם;משלחת\nדוד כהן;צפון\n", "cp1255"),
        (ARABIC.replace("«", "").replace("»", "").replace("é", "e"), "iso8859-6"),
        ("이름;대표단\n김철수;북\n", "euc-kr"),
    ],
)
def test_what_only_looks_like_arabic_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(ImportRefused):
        read_table(text.encode(encoding), "list.csv")


@pytest.mark.parametrize("text", ["Delegation „Süd“\n", "„A“ ist für B\n", "‚Ost‘ und „Größe“\n"])
def test_quotation_marks_of_german(text: str) -> None:
    assert cells(f"name\n{text}".encode("cp1252")) == [["name"], [text.strip()]]


def test_utf16_with_its_mark_in_either_order() -> None:
    assert cells(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == CELLS
    assert cells(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")) == CELLS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_separator_and_line_end(separator: str, end: str) -> None:
    text = TEXT.replace(";", separator).replace("\n", end)
    assert cells(text.encode()) == CELLS


def test_commas_within_cells_do_not_mislead() -> None:
    assert cells(b"name;delegation\nDoe, Jane;North, the\nRoe, Ann;South\n")[1] == ["Doe, Jane", "North, the"]


def test_the_separator_that_excel_declares() -> None:
    rows = read_table(b"sep=|\r\na|b;c\r\n1|2;3\r\n", "list.csv").rows
    assert [(row.line, row.cells) for row in rows] == [(2, ("a", "b;c")), (3, ("1", "2;3"))]


def test_line_numbers_count_the_lines_inside_quotes() -> None:
    rows = read_table(b'name,delegation\n"Two\nlines",a\n\n,,\nNext,b\n', "list.csv").rows
    assert [(row.line, row.cells) for row in rows] == [
        (1, ("name", "delegation")),
        (2, ("Two\nlines", "a")),
        (6, ("Next", "b")),
    ]


def workbook(rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    book.create_sheet("second").append(["not read"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_as_it_is_seen() -> None:
    data = workbook(
        [["name", "n"], ["Zoë", 12.0], ["007", 7], [datetime.date(2026, 5, 1), 1.5], [True, None], ["=1+1", -2]],
        {"B3": "000"},
    )
    assert cells(data, "list.xlsx") == [
        ["name", "n"],
        ["Zoë", "12"],
        ["007", "007"],
        ["2026-05-01", "1.5"],
        ["TRUE"],
        ["=1+1", "-2"],
    ]
    assert read_table(data, "list.csv").encoding == "xlsx"  # its bytes say what it is


def test_array_formulas_stay_formulas() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = ArrayFormula("A1:A2", "=SUM(B1:B2)")
    file = io.BytesIO()
    book.save(file)
    assert cells(file.getvalue())[0][0].startswith("=")


def test_the_first_visible_sheet_is_read() -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["hidden"])
    hidden.sheet_state = "hidden"
    book.create_sheet("shown").append(["shown"])
    file = io.BytesIO()
    book.save(file)
    assert cells(file.getvalue()) == [["shown"]]


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def replaced(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    members = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            members[member] = archive.read(member)
    assert change[0] in members[name]
    members[name] = members[name].replace(*change)
    return packed(members)


def entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    declared = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY e0 "boom">{lines}]><worksheet'.encode()
    data = workbook([["=x"]])
    return replaced(data, "xl/worksheets/sheet1.xml", (b"<worksheet", declared))


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512

REFUSED = {
    "FileTooLarge": b"a,b\n" * 1_250_001,
    "TooManyRows": b"name,delegation\n" + b"a,b\n" * 20_001,
    "TooManyColumns": b"a," * 50 + b"b\n",
    "EmptyFile": b"\n , ,\n\n",
    "NotATable": b"%PDF-1.7 ...",
    "OldWorkbook": COMPOUND,
    "EncryptedWorkbook": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "BrokenWorkbook": workbook([["a"]])[:-30],
    "OversizedWorkbook": packed({"xl/worksheets/sheet1.xml": b" " * 60_000_001}),
    "MixedEncodings": "name,delegation\nJosé,a\n".encode() + "René,b\n".encode("latin-1"),
    "UnknownEncoding": "имя,делегация\nИван Петров,Север\n".encode("cp1251"),
    "BrokenQuotes": b'name,delegation\n"Ann,north\nBob,south\n',
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_named_refusal(name: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_table(REFUSED[name], "list.csv")
    assert type(refused.value).__name__ == name
    assert refused.value.code == "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
    assert refused.value.explanation()


@pytest.mark.parametrize(
    "data", [b' [{"name": "Ana"}]', b'\xef\xbb\xbf{"a": 1}', b"<html><table>", b"\x89PNG\r\n\x1a\n\0\0", b"{\\rtf1"]
)
def test_what_is_no_table_is_not_read_as_one(data: bytes) -> None:
    with pytest.raises(NotATable):
        read_table(data, "list.csv")


def test_every_refusal_of_the_module_is_tested() -> None:
    own = [kind for kind in ImportRefused.__subclasses__() if kind.__module__ == spreadsheets.__name__]
    assert {kind.__name__ for kind in own} == set(REFUSED) - {"MixedEncodings", "UnknownEncoding"}


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (REFUSED["MixedEncodings"], "line 3 is not UTF-8, line 2 is"),
        ("a\nJos\u00e9\n".encode() + "Ren\u00e9\nZo\u00eb\n".encode("latin-1"), "line 3 is not UTF-8, line 2 is"),
        ("é\na\n".encode() + b"Ren\xe9\n", "line 3 is not UTF-8, line 1 is"),  # UTF-8 from the very first byte
        (b"\xef\xbb\xbfname\nab\nRen\xe9\n", "line 3 is not UTF-8"),
        (REFUSED["UnknownEncoding"], "from line 1 on"),
        ("nom\nDvořák Łukasz\n".encode("cp1250"), "from line 2 on"),
        ("name\nИван\n".encode("cp1251"), "from line 2 on"),
        (b'a,b\nc,d\n"e" f,g\n', "line 3"),
    ],
)
def test_refusals_say_where(data: bytes, detail: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_table(data, "list.csv")
    assert refused.value.detail == detail


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 nothing of a ZIP",
        packed({"xl/workbook.xml": b"<no", "[Content_Types].xml": b"<Types/>"}),
        entity_bomb(),
        replaced(workbook([["a"]]), "xl/worksheets/sheet1.xml", (b"</sheetData>", b"")),
    ],
)
def test_broken_workbooks(data: bytes) -> None:
    with pytest.raises(spreadsheets.BrokenWorkbook):
        read_table(data, "list.xlsx")


def test_another_kind_of_zip_is_not_a_table() -> None:
    with pytest.raises(spreadsheets.NotATable):
        read_table(packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "list.ods")
    with pytest.raises(spreadsheets.NotATable):
        read_table(b"name,delegation\n", "list.xlsx")
    with pytest.raises(spreadsheets.NotATable):
        read_table(b"\x7fELF\0\1\0\2\0\0\0\0", "list.csv")


def test_the_bounds_themselves_are_allowed() -> None:
    assert len(cells(b"name,delegation\n" + b"a,b\n" * 20_000)) == 20_001
    assert len(cells(b"a," * 49 + b"b\n")[0]) == 50


def test_a_workbook_with_far_cells_is_bounded() -> None:
    data = workbook([["a"], ["b"]])
    far = replaced(data, "xl/worksheets/sheet1.xml", (b'r="A2"', b'r="XFD2"'))
    assert cells(far)[0] == ["a"]


SAMPLES = [TEXT.encode(encoding) for encoding in ("utf-8", "utf-16", "cp1252", "mac_roman")] + [workbook([["a", 1]])]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try_to_read(data)


@given(st.sampled_from(SAMPLES), st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 8))
def test_damaged_files_are_read_or_refused(data: bytes, place: int, inserted: bytes, removed: int) -> None:
    place %= len(data)
    try_to_read(data[:place] + inserted + data[place + removed :])


def try_to_read(data: bytes) -> None:
    for filename in ("list.csv", "list.xlsx"):
        try:
            table = read_table(data, filename)
        except ImportRefused:
            continue
        assert table.rows
        assert all(any(cell.strip() for cell in row.cells) for row in table.rows)


@given(
    st.lists(
        st.lists(st.text("abé\"';,\n \t|€", max_size=6), min_size=2, max_size=4).filter(lambda row: row[-1].strip()),
        min_size=1,
        max_size=5,
    )
)
def test_workbooks_give_back_what_was_written(rows: list[list[str]]) -> None:
    written = [[cell.replace("\r", "") or None for cell in row] for row in rows]
    assert cells(workbook(written)) == [[cell or "" for cell in row] for row in written]


def test_a_cell_far_below_does_not_make_a_million_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["A1048576"] = "name", "delegation", "stray"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(spreadsheets.TooManyRows, match="a cell below row"):
        read_table(file.getvalue(), "list.xlsx")
