"""Texts as amended as files: what stands in them and at their foot."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from audit.documents import amendments_of
from audit.provenance import decisions_on, decisions_on_whole
from ballots.amendment import LIVE
from ballots.convention import Convention
from ballots.diff import Mark, Piece
from ballots.document import TabledDocument
from ballots.standing import AsAmended, as_amended, standing
from voting.document_docx import write_docx
from voting.document_files import PrintedDocument, clean, marked_up
from voting.document_html import write_html
from voting.document_markdown import write_markdown
from voting.document_pdf import write_pdf
from voting.minutes_words import MinutesWords
from voting.typesetting import one_line

FORMS = ("clean", "marked")
FORMATS: Mapping[str, tuple[Callable[[PrintedDocument], bytes], str]] = {
    "md": (write_markdown, "text/markdown"),
    "html": (write_html, "text/html"),
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (write_pdf, "application/pdf"),
}


class Reached(NamedTuple):
    """How far the log went when a text became what it is: so many entries, with this root."""

    size: int
    root: str


def printed_text(
    convention: Convention, document: TabledDocument, language: str, form: str, reached: Reached
) -> PrintedDocument:
    """Return a document's text as amended in one language, with its digests at the foot.

    Raises:
        NotAmendable, TextMissing: the text is not here in numbered paragraphs, or not in this language.
    """
    amended, words = as_amended(convention, document, language), MinutesWords(language)
    tabled = document.tabled
    title = tabled.title.get(language) or tabled.title[convention.founded.languages[0]]
    if form == "clean":
        printed = clean(title, language, amended.consolidation)
    else:
        made_by = {key: words.decided(decisions_on(convention, name)) for key, name in enumerate(amended.names)}
        printed = marked_up(title, language, amended.consolidation, made_by)
    version = words.say("foot.version", title=title, version=tabled.version, size=reached.size)
    said = [version, *_status(convention, document, amended, words)]
    said.append(words.say("foot.digest", language=language, digest=amended.digest))
    said.append(words.say("foot.root", size=reached.size, root=reached.root))
    said.append(words.say("foot.convention", digest=convention.digest))
    foot: list[tuple[Piece, ...]] = [(Piece(Mark.KEPT, one_line(line)),) for line in said]
    if form == "marked":
        inserted, deleted = (Piece(mark, words.say(f"foot.{mark}")) for mark in (Mark.INSERTED, Mark.DELETED))
        foot.append((inserted, Piece(Mark.KEPT, "·"), deleted, Piece(Mark.KEPT, f"· {words.say('foot.bracket')}")))
    return PrintedDocument(printed.title, language, printed.entries, tuple(foot))


def _status(convention: Convention, document: TabledDocument, amended: AsAmended, words: MinutesWords) -> Iterator[str]:
    """Yield what adopted the text as a whole, what is still undecided, and what a translation lacks."""
    authoritative = as_amended(convention, document, convention.founded.languages[0])
    yield words.decided(decisions_on_whole(convention, document, authoritative.digest)) or words.say("foot.not_whole")
    undecided = [one.id for one in amendments_of(convention, document) if standing(convention, one).status in LIVE]
    if undecided:
        yield words.say("foot.undecided", names=words.say("comma").join(undecided))
    if amended.untranslated:
        yield words.say("foot.untranslated", names=words.say("comma").join(amended.untranslated))
