"""A document as one HTML file: semantic elements, every word escaped, nothing fetched from anywhere."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from ballots.diff import Mark, Piece
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument

_STYLE = Markup("""\
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font-family: serif; line-height: 1.5; }
ul { list-style: none; padding: 0; }
p, li { position: relative; margin: 0 0 1rem; padding-inline-start: 3rem; }
.number { position: absolute; inset-inline-start: 0; color: #555; }
.note { display: block; font-size: 0.8rem; font-style: italic; font-weight: normal; color: #555; }
footer { margin-block-start: 2rem; border-top: 1px solid; font-size: 0.8rem; overflow-wrap: anywhere; }
footer p { margin: 0.5rem 0; padding: 0; }
ins { color: #060; text-decoration: underline; }
del { color: #900; text-decoration: line-through; }
""")
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n'
    "<body>\n{body}\n</body>\n</html>\n"
)
_MARKS = {Mark.KEPT: Markup("{}"), Mark.INSERTED: Markup("<ins>{}</ins>"), Mark.DELETED: Markup("<del>{}</del>")}
_HEADING = Markup('<h{level} dir="auto">{words}{note}</h{level}>')
_ITEM = Markup('<li dir="auto">{number}{words}{note}</li>')
_PARAGRAPH = Markup('<p dir="auto">{number}{words}{note}</p>')
_NUMBER = Markup('<span class="number">{}</span> ')
# What decided a paragraph may run in another direction than the paragraph.
_NOTE = Markup(' <small class="note" dir="auto">{}</small>')
_FOOT = Markup("\n<footer>\n{}\n</footer>")
_FOOT_LINE = Markup('<p dir="auto">{}</p>')
_LIST = Markup("<ul>\n{}\n</ul>")
_LINES = Markup("\n")


def write_html(document: PrintedDocument) -> bytes:
    """Return the document as HTML in UTF-8; items in a row are one list."""
    parts: list[Markup] = []
    for is_item, entries in groupby(document.entries, key=lambda entry: entry.kind is Kind.ITEM):
        lines = _LINES.join(_element(entry) for entry in entries)
        parts.append(_LIST.format(lines) if is_item else lines)
    body = _LINES.join(parts)
    if document.foot:
        body += _FOOT.format(_LINES.join(_FOOT_LINE.format(_words(line)) for line in document.foot))
    page = _PAGE.format(language=document.language, title=document.title, style=_STYLE, body=body)
    return str(page).encode()


def _element(entry: Entry) -> Markup:
    words = _words(entry.pieces)
    note = _NOTE.format(entry.note) if entry.note else ""
    if entry.kind is Kind.HEADING:
        return _HEADING.format(level=entry.level, words=words, note=note)
    element = _ITEM if entry.kind is Kind.ITEM else _PARAGRAPH
    return element.format(number=_NUMBER.format(entry.number), words=words, note=note)


def _words(pieces: Sequence[Piece]) -> Markup:
    return Markup(" ").join(_MARKS[piece.mark].format(piece.text) for piece in pieces)
