"""Texts at the desk: documents are read and compared first, and nothing is kept before an officer signs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from babel import Locale, UnknownLocaleError
from flask import Blueprint, Response, jsonify, request
from flask_babel import get_locale

from audit.documents import amendments_of, numbered_languages, texts_as_amended
from ballots.acts import Role
from ballots.amendment import LIVE
from ballots.convention import Convention
from ballots.document import TabledDocument
from ballots.motion_errors import UnknownDocument
from ballots.standing import standing, target_text
from ballots.text import Text, parse
from voting.access import allowed
from voting.amendment_views import numbered_blocks, passage_view
from voting.aside import aside
from voting.documents import MOST_BYTES, read_document
from voting.drafts import DocumentTooLarge
from voting.errors import Problem
from voting.parallel_texts import compare_structures
from voting.services import services
from voting.translating import to_translate, translatable
from voting.version_changes import compare_versions
from voting.views.bodies import json_body

blueprint = Blueprint("texts", __name__, url_prefix="/desk/texts")

WRITERS = (Role.DESK, Role.CHAIR, Role.CLERK)


@blueprint.post("/read")
@allowed(*WRITERS)
def read() -> Response:
    """Return a document as a canonical text in numbered blocks, and what the import changed or lost."""
    if (request.content_length or 0) > MOST_BYTES:
        raise DocumentTooLarge(f"{request.content_length:,} bytes")
    filename = unquote(request.headers.get("X-Filename", ""))[:255]
    data = request.get_data(cache=False)
    found = aside(lambda: read_document(data, filename))
    return jsonify(
        {
            "source": found.source,
            "text": found.text.format().decode(),
            "blocks": numbered_blocks(found.text),
            "remarks": [
                {"sentence": one.sentence, "count": one.count, "examples": list(one.examples)} for one in found.remarks
            ],
        }
    )


@blueprint.post("/compare")
@allowed(*WRITERS)
def compare() -> Response:
    """Return where the languages of a document part, and what it changes in the last version as amended."""
    name, texts = _read_texts()
    with services().sequencer.reading() as (log, _):
        languages = log.convention.founded.languages
        if languages[0] not in texts or not set(texts) <= set(languages):
            raise Problem(400, detail="texts are in the convention's languages, the authoritative one among them")
        document = log.convention.documents.get(name)
        last = None if document is None else _last(log.convention, document)
        olds = {} if document is None else {tag: one.text for tag, one in texts_as_amended(log.convention, document)}
    names = {language: _language_name(language) for language in languages}
    mismatches = compare_structures(texts, languages[0])
    changes = {language: _changes(olds[language], text) for language, text in texts.items() if language in olds}
    return jsonify(
        {
            "mismatches": [
                {"language": one.language, "index": one.index, "sentence": one.sentence(names)} for one in mismatches
            ],
            "last": last,
            "changes": changes,
        }
    )


@blueprint.post("/correct")
@allowed(*WRITERS)
def correct() -> Response:
    """Return what a better translation would change in the version on the table, and where it parts from it."""
    name, texts = _read_texts()
    with services().sequencer.reading() as (log, _):
        convention = log.convention
        authoritative, *others = convention.founded.languages
        if len(texts) != 1 or not set(texts) <= set(others):
            raise Problem(400, detail="a correction is in one language, not the authoritative one")
        document = convention.documents.get(name)
        if document is None:
            raise UnknownDocument(f"document {name}")
        ((language, text),) = texts.items()
        model = target_text(convention, document.digest, authoritative)
        numbered = language in numbered_languages(convention, document)
        old = target_text(convention, document.digest, language) if numbered else None
        worded = [
            one.id
            for one in amendments_of(convention, document)
            if one.target.digest == document.digest and language in one.changes
        ]
    names = {tag: _language_name(tag) for tag in (authoritative, language)}
    mismatches = compare_structures({authoritative: model, language: text}, authoritative)
    changes = None if old is None else _changes(old, text)
    return jsonify(
        {
            "version": document.tabled.version,
            "digest": document.digest,
            "mismatches": [one.sentence(names) for one in mismatches],
            "changes": changes,
            "worded": worded,
        }
    )


@blueprint.get("/amendments")
@allowed(*WRITERS)
def amendments() -> Response:
    """Return the amendments that may get words in further languages, and the languages that they have."""
    with services().sequencer.reading() as (log, _):
        return jsonify({"amendments": translatable(log.convention)})


@blueprint.get("/amendments/<name>/<language>")
@allowed(*WRITERS)
def amendment(name: str, language: str) -> Response:
    """Return what an amendment does, and the words that it may change in another language."""
    with services().sequencer.reading() as (log, _):
        if language not in log.convention.founded.languages[1:]:
            raise Problem(
                404, detail="a translation is in one of the convention's languages, not the authoritative one"
            )
        return jsonify(to_translate(log.convention, name, language))


def _read_texts() -> tuple[str, Mapping[str, Text]]:
    body = json_body()
    name, texts = (body.get("document"), body.get("texts")) if isinstance(body, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(texts, dict):
        raise Problem(400)
    if not all(isinstance(text, str) for text in texts.values()):
        raise Problem(400)
    # Half a surrogate pair, which JSON can hold, is refused as what it is: no UTF-8.
    return name, {language: parse(text.encode("utf-8", "surrogatepass")) for language, text in texts.items()}


def _changes(old: Text, new: Text) -> list[dict[str, Any]]:
    """Return what a new text changes, for pages: of a long one it takes seconds, in which phones vote."""
    return aside(lambda: [passage_view(one, old.numbers) for one in compare_versions(old, new)])


def _last(convention: Convention, document: TabledDocument) -> dict[str, Any]:
    waiting = [one.id for one in amendments_of(convention, document) if standing(convention, one).status in LIVE]
    return {"version": document.tabled.version, "languages": sorted(document.texts), "waiting": waiting}


def _language_name(tag: str) -> str:
    try:
        return Locale(tag).get_display_name(get_locale()) or tag
    except UnknownLocaleError:
        return tag
