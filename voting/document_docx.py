"""A document as a DOCX file: headings as headings, so that word processors make an outline of them."""

import io

import docx
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ballots.diff import Mark
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument

_INSERTED, _DELETED, _GREY = RGBColor(0x00, 0x66, 0x00), RGBColor(0x99, 0x00, 0x00), RGBColor(0x55, 0x55, 0x55)
_INDENT = Cm(1.2)


def write_docx(document: PrintedDocument) -> bytes:
    """Return the document as a DOCX file; insertions are underlined and deletions struck through, in colour too."""
    made = docx.Document()
    made.core_properties.title = document.title
    made.core_properties.language = document.language
    made.core_properties.author = made.core_properties.comments = ""  # what the library writes of itself
    for entry in document.entries:
        _write(entry, made.add_heading(level=entry.level) if entry.kind is Kind.HEADING else made.add_paragraph())
        if entry.note:
            note = made.add_paragraph()
            _indent(note, 0)
            run = note.add_run(entry.note)
            run.italic, run.font.size, run.font.color.rgb = True, Pt(9), _GREY
            _turn(note, entry.rtl)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _write(entry: Entry, paragraph: Paragraph) -> None:
    if entry.kind is not Kind.HEADING:
        _indent(paragraph, -_INDENT)
        paragraph.add_run(f"{entry.number}\t").font.color.rgb = _GREY
    for position, piece in enumerate(entry.pieces):
        if position:
            paragraph.add_run(" ")
        run = paragraph.add_run(piece.text)
        if piece.mark is Mark.INSERTED:
            run.underline, run.font.color.rgb = True, _INSERTED
        elif piece.mark is Mark.DELETED:
            run.font.strike, run.font.color.rgb = True, _DELETED
    if entry.note:
        paragraph.paragraph_format.keep_with_next = True
    _turn(paragraph, entry.rtl)


def _indent(paragraph: Paragraph, first: int) -> None:
    """Leave room for the number, which stands before the first line and ends at a tab stop."""
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = _INDENT, first
    form.tab_stops.add_tab_stop(_INDENT)


def _turn(paragraph: Paragraph, rtl: bool) -> None:
    """Set the direction, for which the library has no name, of the paragraph and of its runs."""
    if not rtl:
        return
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True
