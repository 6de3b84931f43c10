"""Files for people: what is in them, what is marked in them, and that nothing in a text can do harm there."""

import html.parser
import io
import time

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ballots.consolidation import Consolidation, consolidate
from ballots.diff import Mark, Piece
from ballots.operation import Action, Change, Operation, read_new_text
from ballots.text import Block, Kind, Text, parse
from tests.ballots.texts import declaration
from voting.document_docx import write_docx
from voting.document_files import Entry, PrintedDocument, clean, marked_up
from voting.document_html import write_html
from voting.document_pdf import Unprintable, write_pdf
from voting.documents import read_document

DECISIONS = {31: "Amendment 1 (motion 7)", 32: "Amendment 2 (motion 8)", 35: "Amendment 5 <b>"}
ARABIC = "الماء ملك لجميع أعضاء World Water Forum على هذه الأرض"


def amended(text: Text | None = None) -> Consolidation:
    changes = {
        31: Change(Operation(Action.REPLACE, 1, (2, 3)), read_new_text("the", "new")),
        32: Change(Operation(Action.DELETE, 3)),
        35: Change(Operation(Action.INSERT_AFTER, 4), read_new_text("- (c) <script>alert(1)</script> & more", "new")),
    }
    return consolidate(text or declaration(), changes)


def printed() -> PrintedDocument:
    return marked_up("On <Water>", "en", amended(), DECISIONS)


def test_what_is_marked() -> None:
    kept, inserted, deleted = Mark.KEPT, Mark.INSERTED, Mark.DELETED
    shown = [
        (entry.number, [(piece.mark, piece.text) for piece in entry.pieces], entry.note) for entry in printed().entries
    ]
    assert shown == [
        ("", [(kept, "Declaration on Water")], ""),
        (
            "1",
            [
                (kept, "Water is"),
                (deleted, "a"),
                (inserted, "the"),
                (kept, "common good of all who live on this earth."),
            ],
            DECISIONS[31],
        ),
        ("", [(kept, "What we ask for")], ""),
        ("[2]", [(deleted, "(a) Every household has safe drinking water within ten minutes.")], DECISIONS[32]),
        ("2", [(kept, "(b) No supply is cut off for debt.")], ""),
        ("3", [(inserted, "(c) <script>alert(1)</script> & more")], DECISIONS[35]),
        ("4", [(kept, "The member parties report on this every second year.")], ""),
    ]


def test_a_block_is_shown_as_what_it_has_become() -> None:
    text = Text((Block(Kind.PARAGRAPH, "Water"), Block(Kind.HEADING, "End", 2)))
    changes = {
        1: Change(Operation(Action.REPLACE, 0), read_new_text("### Water", "new")),
        2: Change(Operation(Action.DELETE, 1)),
    }
    entries = marked_up("", "en", consolidate(text, changes), {1: "one", 2: "two"}).entries
    assert [(entry.kind, entry.level, entry.number) for entry in entries] == [
        (Kind.HEADING, 3, ""),
        (Kind.HEADING, 2, ""),
    ]


def test_a_clean_text_shows_no_trace() -> None:
    document = clean("On Water", "en", amended())
    assert [Block(entry.kind, entry.pieces[0].text, entry.level) for entry in document.entries] == list(
        amended().text.blocks
    )
    assert [entry.number for entry in document.entries] == ["", "1", "", "2", "3", "4"]
    assert all(not entry.note and [piece.mark for piece in entry.pieces] == [Mark.KEPT] for entry in document.entries)


class Elements(html.parser.HTMLParser):
    """Collects what a browser would see: the text of each element, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data.strip()))


def test_html_is_semantic_and_escaped() -> None:
    elements = Elements()
    elements.feed(write_html(printed()).decode())
    assert elements.open == []
    assert elements.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "ins", "del", "span", "small",
    }  # fmt: skip
    texts = [found for found in elements.texts if found[0] != "style"]
    assert texts == [
        ("title", "On <Water>"),
        ("h1", "Declaration on Water"),
        ("span", "1"),
        ("p", "Water is"),
        ("del", "a"),
        ("ins", "the"),
        ("p", "common good of all who live on this earth."),
        ("small", DECISIONS[31]),
        ("h2", "What we ask for"),
        ("span", "[2]"),
        ("del", "(a) Every household has safe drinking water within ten minutes."),
        ("small", DECISIONS[32]),
        ("span", "2"),
        ("li", "(b) No supply is cut off for debt."),
        ("span", "3"),
        ("ins", "(c) <script>alert(1)</script> & more"),
        ("small", DECISIONS[35]),
        ("span", "4"),
        ("p", "The member parties report on this every second year."),
    ]
    assert b'<html lang="en">' in write_html(printed())
    assert write_html(printed()).count(b"<ul>") == 1


def test_a_word_processor_shows_the_marks() -> None:
    document = docx.Document(io.BytesIO(write_docx(printed())))
    [section] = document.sections
    assert section.header.paragraphs[0].text == document.core_properties.title
    assert section.first_page_header.paragraphs[0].text == ""
    for foot in (section.footer, section.first_page_footer):
        counted = foot.paragraphs[0]._p.xpath("./w:fldSimple/@w:instr | ./w:r/w:t/text()")
        assert counted == ["PAGE", " / ", "NUMPAGES"]
    assert document.core_properties.title == "On <Water>"
    assert document.core_properties.author == ""
    paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text]
    assert [paragraph.style.name for paragraph in paragraphs if paragraph.style.name != "Normal"] == [
        "Heading 1",
        "Heading 2",
    ]
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.underline] == ["the", "(c) <script>alert(1)</script> & more"]
    assert [run.text for run in runs if run.font.strike] == [
        "a",
        "(a) Every household has safe drinking water within ten minutes.",
    ]
    assert [run.text for run in runs if run.italic] == list(DECISIONS.values())
    assert paragraphs[1].text == "1\tWater is a the common good of all who live on this earth."


def test_right_to_left_paragraphs_are_turned() -> None:
    text = Text((Block(Kind.PARAGRAPH, ARABIC), Block(Kind.PARAGRAPH, "Water")))
    arabic, english = docx.Document(io.BytesIO(write_docx(clean("", "ar", consolidate(text, {}))))).paragraphs
    assert arabic._p.xpath("w:pPr/w:bidi")
    assert all(run.font.rtl for run in arabic.runs)
    assert not english._p.xpath("w:pPr/w:bidi")


def test_a_heading_in_other_letters_begins_where_the_lines_of_its_page_do() -> None:
    text = Text((Block(Kind.HEADING, "First sitting", level=2), Block(Kind.PARAGRAPH, ARABIC)))
    for language, right in (("ar", True), ("en", False)):
        document = clean("Minutes", language, consolidate(text, {}))
        heading, _ = docx.Document(io.BytesIO(write_docx(document))).paragraphs
        assert (heading.alignment == WD_ALIGN_PARAGRAPH.RIGHT) == right
        pdf = pypdfium2.PdfDocument(write_pdf(document))
        try:
            page = pdf[0].get_textpage()
            found = [page.get_text_range(place, 1) for place in range(page.count_chars())]
            ends = [page.get_charbox(found.index(letter)) for letter in "Fg"]
        finally:
            pdf.close()
        edges = 25 + 12, 210 - 25 - 12
        assert abs(ends[right][2 if right else 0] / 72 * 25.4 - edges[right]) < 1


def test_a_clean_file_is_read_again() -> None:
    imported = read_document(write_docx(clean("On Water", "en", amended())), "text.docx")
    numbers = ["", "1 ", "", "2 ", "3 ", "4 "]
    assert [block.text for block in imported.text.blocks] == [
        f"{number}{block.text}" for number, block in zip(numbers, amended().text.blocks, strict=True)
    ]


def pages(document: PrintedDocument) -> list[str]:
    pdf = pypdfium2.PdfDocument(write_pdf(document))
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf]
    finally:
        pdf.close()


def test_a_pdf_holds_every_word() -> None:
    (page,) = pages(printed())
    found = page.replace("\r\n", " ").split()
    for entry in printed().entries:
        for word in " ".join([entry.number, *(piece.text for piece in entry.pieces), entry.note]).split():
            assert word in found
    assert "1 / 1" in page


def ink(document: PrintedDocument) -> int:
    """Return the number of dark pixels of the first page."""
    pdf = pypdfium2.PdfDocument(write_pdf(document))
    try:
        return sum(pdf[0].render(scale=2).to_pil().convert("L").histogram()[:100])
    finally:
        pdf.close()


@pytest.mark.parametrize("words", ["Water is common", ARABIC])
def test_marks_are_lines_and_not_colour_alone(words: str) -> None:
    kept, inserted, deleted = (
        ink(PrintedDocument("", "en", (Entry(Kind.PARAGRAPH, 0, "1", (Piece(mark, words),), ""),))) for mark in Mark
    )
    assert inserted > kept + 100
    assert deleted > kept + 100


def test_words_of_another_direction_keep_their_order() -> None:
    text = Text((Block(Kind.PARAGRAPH, ARABIC),))
    pdf = pypdfium2.PdfDocument(write_pdf(clean("", "ar", consolidate(text, {}))))
    try:
        page = pdf[0].get_textpage()
        letters = [(page.get_text_range(place, 1), page.get_charbox(place)[0]) for place in range(page.count_chars())]
    finally:
        pdf.close()
    places = {letter: left for letter, left in letters if letter in "dtF"}
    assert places["d"] < places["t"] < places["F"]  # WorlD, WaTer, Forum


def test_long_texts_go_on_over_pages_and_no_line_runs_out() -> None:
    blocks = [
        "# Water",
        *[f"{'word ' * 100}end{n}." for n in range(60)],
        "水" * 500,
        "x" * 500,
        ("long " * 2_000).strip(),
    ]
    text = parse("\n\n".join(blocks).encode() + b"\n")
    began = time.process_time()
    pdf = pypdfium2.PdfDocument(write_pdf(clean("", "en", consolidate(text, {}))))
    assert time.process_time() - began < 20
    try:
        assert len(pdf) > 5
        for number, page in enumerate(pdf, start=1):
            letters = page.get_textpage()
            assert f"{number} / {len(pdf)}" in letters.get_text_bounded()
            boxes = [letters.get_charbox(place) for place in range(letters.count_chars())]
            assert min(box[0] for box in boxes) > 25 * 72 / 25.4 - 1
            assert max(box[2] for box in boxes) < 185 * 72 / 25.4 + 2
            assert min(box[1] for box in boxes) > 10 * 72 / 25.4
    finally:
        pdf.close()


def test_what_no_font_can_print_is_named() -> None:
    text = Text((Block(Kind.PARAGRAPH, "Water \U000f0000 and \ue000"),))
    with pytest.raises(Unprintable, match=r"U\+E000.*U\+F0000"):
        write_pdf(clean("", "en", consolidate(text, {})))


def test_a_title_may_be_longer_than_a_files_property() -> None:
    made = docx.Document(io.BytesIO(write_docx(PrintedDocument("T" * 300, "en", ()))))
    assert made.core_properties.title == "T" * 255


@pytest.mark.parametrize("length", range(30, 60))
def test_a_note_never_begins_a_page(length: int) -> None:
    """However long the paragraphs are, each note stands below the last words of its own."""
    words = (Piece(Mark.KEPT, "water " * length + "flows."),)
    entries = tuple(Entry(Kind.PARAGRAPH, 0, str(number), words, "By motion 7.") for number in range(40))
    found = pages(PrintedDocument("Notes", "en", entries))
    assert len(found) > 2
    assert not [page for page in found if page.startswith("By motion")]
