"""Documents that organisers bring - DOCX, Markdown, plain text - as canonical texts, and what that changed or lost.

Pure: bytes in, values out. People look at the text and the remarks before they table it.
"""

from ballots.text import MAX_BLOCKS, MAX_BYTES
from voting.drafts import (
    DocumentTooLarge,
    Draft,
    EmptyDocument,
    EncryptedDocument,
    Imported,
    LongDocument,
    NotADocument,
    OldDocument,
)
from voting.encodings import NotText
from voting.markdown_documents import read_markdown
from voting.plain_documents import read_letters, read_plain
from voting.word_documents import read_docx

MOST_BYTES = 5_000_000

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x05\x06")
_WORD_NAMES = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt", ".pdf", ".rtf", ".pages")
_MARKDOWN_NAMES = (".md", ".markdown")
_HTML = (b"<!doctype", b"<html", b"<?xml")


def read_document(data: bytes, filename: str, encoding: str | None = None) -> Imported:
    """Read a document. A DOCX file is told by its bytes; of the others, the name says whether it is Markdown.

    `encoding` is that of a text which is not Unicode, where the guess was wrong.

    Raises:
        ImportRefused: one of the classes of `voting.drafts` or `voting.encodings`.
    """
    if len(data) > MOST_BYTES:
        raise DocumentTooLarge(f"{filename}: {len(data):,} bytes")
    if not data.strip():
        raise EmptyDocument(filename)
    if data.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise EncryptedDocument(filename) if encrypted else OldDocument(filename)
    if data.startswith(_ZIP):
        draft = Draft("docx")
        read_docx(data, draft)
        return _checked(draft)
    name = filename.lower()
    if data.startswith(_OTHER_FORMATS) or name.endswith(_WORD_NAMES) or data.lstrip()[:9].lower().startswith(_HTML):
        raise NotADocument(filename)
    draft = Draft("markdown" if name.endswith(_MARKDOWN_NAMES) else "text")
    try:
        letters = read_letters(data, draft, encoding)
    except NotText as error:
        raise NotADocument(f"{filename}: {error.detail}") from error
    if len(letters) > MAX_BYTES:
        raise LongDocument(f"{filename}: {len(letters):,} characters")
    (read_markdown if draft.source == "markdown" else read_plain)(letters, draft)
    return _checked(draft)


def _checked(draft: Draft) -> Imported:
    imported = draft.finish()
    blocks, length = len(imported.text.blocks), len(imported.text.format())
    if blocks > MAX_BLOCKS or length > MAX_BYTES:
        raise LongDocument(f"{blocks:,} blocks and {length:,} bytes of text")
    return imported
