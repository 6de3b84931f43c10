"""A document as Markdown; what was inserted stands in `{++ ++}`, what was deleted in `{-- --}`, as in CriticMarkup."""

from collections.abc import Sequence

from ballots.diff import Mark, Piece
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument

_MARKS = {Mark.KEPT: "{}", Mark.INSERTED: "{{++{}++}}", Mark.DELETED: "{{--{}--}}"}


def write_markdown(document: PrintedDocument) -> bytes:
    """Return the document as Markdown in UTF-8: numbers bold, what decided a paragraph quoted below it."""
    lines = [line for entry in document.entries for line in (_line(entry), *_note(entry))]
    if document.foot:
        lines += ["---", *(_words(line) for line in document.foot)]
    return ("\n\n".join(lines) + "\n").encode()


def _line(entry: Entry) -> str:
    words = _words(entry.pieces)
    if entry.kind is Kind.HEADING:
        return f"{'#' * entry.level} {words}"
    return f"{'- ' if entry.kind is Kind.ITEM else ''}**{entry.number}** {words}"


def _note(entry: Entry) -> list[str]:
    if not entry.note:
        return []
    return [f"{'  ' if entry.kind is Kind.ITEM else ''}> {entry.note}"]


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join(_MARKS[piece.mark].format(piece.text) for piece in pieces)
