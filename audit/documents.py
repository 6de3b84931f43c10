"""Documents as they stand after the recorded decisions, as plain values (FORMAT.md section 9, `documents.json`)."""

from collections.abc import Iterator
from typing import TypedDict

from ballots.amendment import Amendment
from ballots.amendment_errors import NotAmendable
from ballots.document import TabledDocument
from ballots.standing import AsAmended, as_amended, root, standing, target_text
from ballots.state import State


class AmendmentResult(TypedDict):
    """Where one amendment stands, and because of which motion or other amendment."""

    amendment: str
    standing: str
    cause: str | None


class TextResult(TypedDict):
    """A text as amended, by its digest, and the adopted amendments that its language lacks."""

    digest: str
    untranslated: list[str]


class DocumentResult(TypedDict):
    """The last version of a document; a text that is not in numbered paragraphs is not listed."""

    document: str
    version: int
    texts: dict[str, TextResult]
    amendments: list[AmendmentResult]


def documents(state: State) -> list[DocumentResult]:
    """Return every document as decided, in the order of first tabling."""
    return [_result(state, document) for document in state.documents.values()]


def texts_as_amended(state: State, document: TabledDocument) -> Iterator[tuple[str, AsAmended]]:
    """Yield language and text as amended, the authoritative one first; texts that cannot be amended are left out.

    Raises:
        TextMissing: a text is not here.
    """
    for language in numbered_languages(state, document):
        yield language, as_amended(state, document, language)


def numbered_languages(state: State, document: TabledDocument) -> list[str]:
    """Return the languages in which a document is in numbered paragraphs, the authoritative one first.

    Raises:
        TextMissing: a text is not here.
    """
    return [language for language in state.founded.languages if _is_numbered(state, document, language)]


def _is_numbered(state: State, document: TabledDocument, language: str) -> bool:
    try:
        target_text(state, document.digest, language)
    except NotAmendable:
        return False
    return True


def amendments_of(state: State, document: TabledDocument) -> list[Amendment]:
    """Return the amendments to a version, those to its amendments and their parts, in the order of tabling."""
    return [amendment for amendment in state.amendments.values() if root(state, amendment) == document.digest]


def _result(state: State, document: TabledDocument) -> DocumentResult:
    return {
        "document": document.tabled.document,
        "version": document.tabled.version,
        "texts": {
            language: {"digest": amended.digest, "untranslated": list(amended.untranslated)}
            for language, amended in texts_as_amended(state, document)
        },
        "amendments": [_standing(state, amendment) for amendment in amendments_of(state, document)],
    }


def _standing(state: State, amendment: Amendment) -> AmendmentResult:
    found = standing(state, amendment)
    return {"amendment": amendment.id, "standing": found.status.value, "cause": found.cause}
