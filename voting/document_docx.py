"""A document as a DOCX file: headings as headings, so that word processors make an outline of them."""

import io
from collections.abc import Sequence

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ballots.diff import Mark, Piece
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument
from voting.languages import RIGHT_TO_LEFT
from voting.typesetting import is_rtl
from voting.xml_text import for_xml

_INSERTED, _DELETED, _GREY = RGBColor(0x00, 0x66, 0x00), RGBColor(0x99, 0x00, 0x00), RGBColor(0x55, 0x55, 0x55)
_INDENT = Cm(1.2)
_LONGEST_PROPERTY = 255  # characters; the library refuses more
# The schema fixes the order of a paragraph's properties (ECMA-376 part 1, section 17.3.1.26); these may come later.
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:bidi", *_AFTER_BIDI)


def write_docx(document: PrintedDocument) -> bytes:
    """Return the document as a DOCX file; insertions are underlined and deletions struck through, in colour too."""
    document = document.rewritten(for_xml)
    made = docx.Document()
    made.core_properties.title = document.title[:_LONGEST_PROPERTY]
    made.core_properties.language = document.language
    made.core_properties.author = made.core_properties.comments = ""  # what the library writes of itself
    _name_pages(made.sections[0], document.title)
    for entry in document.entries:
        heading = entry.kind is Kind.HEADING
        paragraph = made.add_heading(level=entry.level) if heading else made.add_paragraph()
        _write(entry, paragraph)
        if heading and document.language in RIGHT_TO_LEFT and not entry.rtl:
            # Letters of another direction keep it, but a heading begins where the page's lines do.
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if entry.note:
            note = made.add_paragraph()
            _indent(note, 0)
            run = note.add_run(entry.note)
            run.italic, run.font.size, run.font.color.rgb = True, Pt(9), _GREY
            _turn(note, is_rtl(entry.note))
    for number, line in enumerate(document.foot):
        paragraph = made.add_paragraph()
        if number == 0:
            _rule_above(paragraph)
        _add_runs(paragraph, line)
        for run in paragraph.runs:
            run.font.size = Pt(9)
        _turn(paragraph, is_rtl(" ".join(piece.text for piece in line)))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _name_pages(section: Section, title: str) -> None:
    """Let each page have its number, and from the second on the title: a sheet that was printed may lie alone."""
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    _add_small(head, title)
    _turn(head, is_rtl(title))
    for foot in (section.first_page_footer.paragraphs[0], section.footer.paragraphs[0]):
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_field(foot, "PAGE")
        _add_small(foot, " / ")
        _add_field(foot, "NUMPAGES")


def _add_small(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), _GREY
    return run


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add what a word processor counts, for which the library has no name (ECMA-376 part 1, section 17.16.19)."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(_add_small(paragraph, "1")._r)
    paragraph._p.append(field)


def _write(entry: Entry, paragraph: Paragraph) -> None:
    if entry.kind is not Kind.HEADING:
        _indent(paragraph, -_INDENT)
        paragraph.add_run(f"{entry.number}\t").font.color.rgb = _GREY
    _add_runs(paragraph, entry.pieces)
    if entry.note or entry.kept:
        paragraph.paragraph_format.keep_with_next = True
    _turn(paragraph, entry.rtl)


def _add_runs(paragraph: Paragraph, pieces: Sequence[Piece]) -> None:
    for position, piece in enumerate(pieces):
        if position:
            paragraph.add_run(" ")
        run = paragraph.add_run(piece.text)
        if piece.mark is Mark.INSERTED:
            run.underline, run.font.color.rgb = True, _INSERTED
        elif piece.mark is Mark.DELETED:
            run.font.strike, run.font.color.rgb = True, _DELETED


def _indent(paragraph: Paragraph, first: int) -> None:
    """Leave room for the number, which stands before the first line and ends at a tab stop."""
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = _INDENT, first
    form.tab_stops.add_tab_stop(_INDENT)


def _turn(paragraph: Paragraph, rtl: bool) -> None:
    """Set the direction, for which the library has no name, of the paragraph and of its runs."""
    if not rtl:
        return
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    for run in paragraph.runs:
        run.font.rtl = True


def _rule_above(paragraph: Paragraph) -> None:
    """Draw a line above a paragraph, for which the library has no name."""
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "6"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)
