"""DOCX files: what a reader sees is kept, what is changed or lost is said, hostile files are refused."""

import io
import os
import zipfile

import docx
import pytest

from ballots.text import Kind
from tests.voting.word_files import RELATIONS, W, deleted, ins, p, packed, r, word_file
from voting import drafts
from voting.documents import MOST_BYTES, read_document
from voting.drafts import Imported, Remark


def read(data: bytes) -> Imported:
    return read_document(data, "text.docx")


def lines(imported: Imported) -> list[str]:
    return [block.line for block in imported.text.blocks]


def remarks(imported: Imported) -> dict[Remark, tuple[int, tuple[str, ...]]]:
    return {found.remark: (found.count, found.examples) for found in imported.remarks}


def saved(document: "docx.document.Document") -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_document_as_a_word_processor_saves_it() -> None:
    document = docx.Document()
    document.add_heading("Declaration on Water", 0)
    document.add_heading("What we ask for", 2)
    paragraph = document.add_paragraph("Water is a ")
    paragraph.add_run("common").bold = True
    paragraph.add_run(" good.\nOf all.")
    document.add_paragraph("springs", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ["year", "litres", "2027", "50"], strict=True):
        cell.text = words
    document.add_comment(paragraph.runs, "Is it?", author="B")
    document.sections[0].header.paragraphs[0].text = "Draft 3"
    imported = read(saved(document))
    assert lines(imported) == [
        "# Declaration on Water",
        "## What we ask for",
        "Water is a common good. Of all.",
        "- springs",
        "- 1. first",
        "- 2. second",
        "year | litres",
        "2027 | 50",
    ]
    assert remarks(imported) == {
        Remark.COMMENTS: (1, ()),
        Remark.TABLES: (1, ()),
        Remark.BREAKS: (1, ()),
        Remark.NUMBERING: (2, ("1.", "2.")),
        Remark.EMPHASIS: (1, ("common",)),
        Remark.MARGINS: (1, ()),
    }
    assert imported.source == "docx"


def test_tracked_changes_are_taken_as_accepted() -> None:
    imported = read(
        word_file(
            p(r("Water is ") + deleted("a ") + ins(r("the ")) + r("common good"))
            + p(r("and "), "<w:rPr><w:del/></w:rPr>")
            + p(r("belongs to all"))
            + p(deleted("Gone altogether"), "<w:rPr><w:del/></w:rPr>")
            + p(r("End"), "<w:rPr><w:ins/></w:rPr>")
            + f"<w:p><w:moveFrom>{r('moved')}</w:moveFrom></w:p><w:p><w:moveTo>{r('moved here')}</w:moveTo></w:p>"
        )
    )
    assert lines(imported) == ["Water is the common good", "and belongs to all", "End", "moved here"]
    found = remarks(imported)
    assert found[Remark.DELETIONS] == (5, ("a", "Gone altogether", "moved"))
    assert found[Remark.INSERTIONS] == (3, ("the", "moved here"))


def test_words_before_a_deleted_end_at_the_end_of_the_document_are_kept() -> None:
    assert lines(read(word_file(p(r("last"), "<w:rPr><w:del/></w:rPr>")))) == ["last"]


def test_tracked_rows_of_a_table() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    imported = read(
        word_file(
            "<w:tbl>"
            + row.format("", p(r("a")) + p(r("b")), p(r("c")))
            + row.format("<w:del/>", p(r("gone")), p(r("too")))
            + row.format("<w:ins/>", p(r("new")), f"<w:tbl><w:tr><w:tc>{p(r('inner'))}</w:tc></w:tr></w:tbl>")
            + row.format("", p(""), p(""))
            + "</w:tbl>"
        )
    )
    assert lines(imported) == ["a b | c", "new | inner"]
    assert remarks(imported)[Remark.DELETIONS] == (1, ("gonetoo",))
    assert Remark.INSERTIONS in remarks(imported)


def test_notes_stand_at_the_end() -> None:
    note = '<w:footnote w:id="{}">{}</w:footnote>'
    reference = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    imported = read(
        word_file(
            p(r("Water") + reference.format("footnote", 7) + r(" is common") + reference.format("endnote", 2) + r("."))
            + p(r("End.")),
            footnotes=note.format(7, p(r("Of springs.")) + p(r("And wells.")))
            + '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>',
            endnotes=f'<w:endnote w:id="2">{p(r("To all."))}</w:endnote>',
        )
    )
    assert lines(imported) == ["Water [1] is common [2].", "End.", "[1] Of springs. And wells.", "[2] To all."]
    assert remarks(imported)[Remark.NOTES][0] == 2


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
).format(p(r("in the box")))
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("body", "note", "expected"),
    [
        (p(r("A")) + TABLE.format(p(r("b") + BOX), p(r("c"))), "", ["A", "b | c", "in the box"]),
        (TABLE.format(p(r("b") + BOX), p(r("c"))) + p(r("A")), "", ["b | c", "in the box", "A"]),
        (p(r("A")) + p(r("b") + BOX, "<w:rPr><w:del/></w:rPr>"), "", ["A", "b", "in the box"]),
        (p(r("A")), p(r("see") + BOX), ["A [1]", "[1] see", "in the box"]),
        (p(r("A")), p(r("see")) + TABLE.format(p(r("b")), p(r("c"))), ["A [1]", "[1] see b c"]),
        (f"<mc:AlternateContent><mc:Choice>{p(r('A'))}</mc:Choice></mc:AlternateContent>", "", ["A"]),
    ],
)
def test_every_word_is_kept_once_wherever_it_stands(body: str, note: str, expected: list[str]) -> None:
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r></w:p>' if note else "</w:p>"
    data = word_file(
        body.removesuffix("</w:p>") + mark if note else body, footnotes=f'<w:footnote w:id="7">{note}</w:footnote>'
    )
    assert lines(read(data)) == expected


def numbering(*levels: tuple[str, str], start: int = 1) -> str:
    return (
        '<w:abstractNum w:abstractNumId="4">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate(levels)
        )
        + (
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="4"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
        )
    )


def item(words: str, level: int = 0, number: int = 1) -> str:
    content = r(words) if words else ""
    return p(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_within_lists_keep_their_numbers() -> None:
    form = numbering(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%1.%3"), ("bullet", "o"))
    imported = read(
        word_file(
            item("one")
            + item("a", 1)
            + item("b", 1)
            + item("deep", 2)
            + item("point", 3)
            + item("two")
            + item("a again", 1)
            + item("")
            + item("four")
            + item("anew", 0, 2)
            + item("goes on", 0, 2),
            numbering=form,
        )
    )
    assert lines(imported) == [
        "- 1. one", "- (a) a", "- (b) b", "- 1.i deep", "- point", "- 2. two", "- (a) a again",
        "- 4. four",  # the third is empty, and a word processor shows its number all the same
        "- 3. anew", "- 4. goes on",
    ]  # fmt: skip
    assert remarks(imported)[Remark.NESTING][0] == 5


@pytest.mark.parametrize(
    ("form", "start", "mark"),
    [
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 48, "xlviii"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 26, "Z"),
        ("decimalZero", 7, "07"),
        ("decimal", 12, "12"),
        ("upperRoman", 4000, "4000"),
        ("chineseCounting", 5, "5"),
    ],
)
def test_forms_of_numbers(form: str, start: int, mark: str) -> None:
    assert lines(read(word_file(item("x"), numbering=numbering((form, "%1)"), start=start)))) == [f"- {mark}) x"]


def test_headings_of_own_styles_are_numbered_too() -> None:
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Artikel"><w:name w:val="Artikel"/><w:basedOn w:val="berschrift1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>'
        '<w:style w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    )
    imported = read(
        word_file(
            p(r("Water 3"), '<w:pStyle w:val="V1"/>')
            + p(r("Water"), '<w:pStyle w:val="Artikel"/>')
            + p(r("Own level"), '<w:outlineLvl w:val="2"/>')
            + p(r("Body"), '<w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/>')
            + p(r("Loop"), '<w:pStyle w:val="Loop"/>')
            + p(r("Out of the list"), '<w:pStyle w:val="Artikel"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
            styles=styles,
            numbering=numbering(("decimal", "Article %1")),
        )
    )
    assert lines(imported) == ["# Article 1 Water", "### Own level", "Body", "Loop", "# Out of the list"]
    assert Remark.CONTENTS in remarks(imported)


def test_links_within_the_document_lose_no_address() -> None:
    imported = read(word_file(p(f"<w:hyperlink w:anchor='a'>{r('below')}</w:hyperlink>")))
    assert lines(imported) == ["below"]
    assert imported.remarks == ()


def test_right_to_left_text_and_all_that_is_in_its_letters() -> None:
    imported = read(
        word_file(p(r("الماء ملك مشترك", "<w:rtl/>") + r("\u202b\u200f (2027)"), "<w:bidi/>") + p(r("e\u0301te\u0301")))
    )
    assert [block.text for block in imported.text.blocks] == ["الماء ملك مشترك\u200f (2027)", "été"]
    assert remarks(imported)[Remark.CHARACTERS] == (1, ("U+202B",))


def test_what_else_is_kept_or_lost_is_said() -> None:
    box = f"<w:txbxContent>{p(r('in the box'))}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    ruby = f"<w:ruby><w:rt>{r('kana')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby>"
    content = [
        r("struck", "<w:strike/>"),
        r(" not", '<w:strike w:val="false"/><w:b w:val="0"/>'),
        r("secret", "<w:vanish/>"),
        f"<w:r><w:drawing/></w:r><w:r>{twice}</w:r><w:r><w:noBreakHyphen/><w:sym w:char='F0E0'/></w:r>",
        f"<w:hyperlink r:id='rId9'>{r('a link')}</w:hyperlink>",
        "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t> 7</w:t><w:br w:type='page'/></w:r>",
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        f"<w:r>{ruby}</w:r>",
    ]
    control = f"<w:sdt><w:sdtContent>{p(r('control'))}</w:sdtContent></w:sdt><w:altChunk/>"
    imported = read(word_file(p("".join(content)) + control))
    assert lines(imported) == ["struck not\u2011a link 7 x=1漢", "in the box", "control"]
    found = remarks(imported)
    assert found.keys() == {
        Remark.STRUCK, Remark.HIDDEN, Remark.PICTURES, Remark.BOXES, Remark.SYMBOLS, Remark.LINKS, Remark.FORMULAS,
        Remark.READINGS, Remark.EMBEDDED,
    }  # fmt: skip
    assert found[Remark.BOXES] == (1, ("in the box",))
    assert found[Remark.STRUCK] == (1, ("struck",))
    assert found[Remark.HIDDEN] == (1, ("secret",))
    assert found[Remark.SYMBOLS] == (1, ("F0E0",))


def test_the_strict_form_and_another_name_of_the_main_part() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relations = RELATIONS.format("/word/document2.xml").replace(
        "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
    )
    data = packed(
        {
            "_rels/.rels": relations,
            "word/document2.xml": f'<w:document xmlns:w="{strict}"><w:body>{p(r("A"))}</w:body></w:document>',
        }
    )
    assert lines(read(data)) == ["A"]


def test_five_megabytes_are_read_and_one_byte_more_is_not() -> None:
    data = bytearray(word_file(p(r("Water")) * 2_000))
    with io.BytesIO() as whole:
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("word/media/image1.png", os.urandom(MOST_BYTES - 400_000))
            for name in ("_rels/.rels", "word/document.xml"):
                archive.writestr(name, zipfile.ZipFile(io.BytesIO(data)).read(name))
        grown = whole.getvalue()
    comment = MOST_BYTES - len(grown)
    with io.BytesIO(grown) as whole:
        with zipfile.ZipFile(whole, "a") as archive:
            archive.writestr("word/media/image2.png", os.urandom(comment - 1_000))
        exact = whole.getvalue()
    assert len(exact) <= MOST_BYTES
    assert len(read(exact).text.blocks) == 2_000
    with pytest.raises(drafts.DocumentTooLarge):
        read(exact + b"\0" * (MOST_BYTES + 1 - len(exact)))


def entities(declarations: str) -> bytes:
    return packed(
        {
            "_rels/.rels": RELATIONS.format("word/document.xml"),
            "word/document.xml": f"<!DOCTYPE d [{declarations}]>"
            f"<w:document {W}><w:body>{p(r('&b;'))}</w:body></w:document>",
        }
    )


def flagged_as_encrypted(data: bytes) -> bytes:
    """Set the flag of encryption in the local headers and in the directory."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


PLAIN = word_file(p(r("A")))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (COMPOUND, drafts.OldDocument),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), drafts.EncryptedDocument),
        (flagged_as_encrypted(PLAIN), drafts.EncryptedDocument),
        (PLAIN[:-40], drafts.BrokenDocument),
        (PLAIN[: len(PLAIN) // 2], drafts.BrokenDocument),
        (PLAIN.replace(b"PK\x01\x02", b"PK\x01\x03"), drafts.BrokenDocument),
        (word_file("<w:p>"), drafts.BrokenDocument),
        (packed({"_rels/.rels": RELATIONS.format("word/document.xml")}), drafts.BrokenDocument),
        (packed({"_rels/.rels": RELATIONS.format("word/d.xml"), "word/d.xml": "<a/>"}), drafts.BrokenDocument),
        (packed({"_rels/.rels": RELATIONS.format("xl/workbook.xml"), "xl/workbook.xml": "<a/>"}), drafts.NotADocument),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), drafts.NotADocument),
        (word_file(""), drafts.EmptyDocument),
        (word_file(p("<w:r><w:drawing/></w:r>")), drafts.EmptyDocument),
        (word_file(p(r("x" * 30_000_001))), drafts.OversizedDocument),
        (word_file("<w:p/>" * 3_000_001), drafts.OversizedDocument),
        (word_file(p(r("A")) * 5_001), drafts.LongDocument),
        (word_file(p(r("A " * 500_001))), drafts.LongDocument),
        (word_file("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), drafts.BrokenDocument),
        (entities('<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">'), drafts.BrokenDocument),
        (entities('<!ENTITY b SYSTEM "file:///etc/passwd">'), drafts.BrokenDocument),
        (entities('<!ENTITY % x SYSTEM "http://localhost/x">'), drafts.BrokenDocument),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(data: bytes, refusal: type[drafts.DocumentRefused]) -> None:
    with pytest.raises(drafts.DocumentRefused) as refused:
        read(data)
    assert type(refused.value) is refusal


def test_parts_together_are_bounded_too() -> None:
    """Each part is within its bound; all that are read are not."""
    half = f"<w:p>{r('x' * 16_000_000)}</w:p>"
    with pytest.raises(drafts.OversizedDocument):
        read(word_file(p(r("A")), header1=half, footnotes=half))


@pytest.mark.parametrize("place", range(0, len(PLAIN), 7))
def test_a_flipped_byte_is_read_or_refused(place: int) -> None:
    damaged = bytearray(PLAIN)
    damaged[place] ^= 0x55
    try:
        imported = read(bytes(damaged))
    except drafts.ImportRefused:
        return
    assert imported.text.blocks[0].kind is Kind.PARAGRAPH
