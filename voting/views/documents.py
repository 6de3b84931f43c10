"""Texts for everyone: documents as amended, their amendments, and what is still to be voted on them."""

from flask import Blueprint, Response, jsonify, render_template, request

from audit.documents import texts_as_amended
from audit.encoding import b64url_encode
from ballots.convention import Convention
from ballots.document import TabledDocument
from voting.access import public
from voting.amendment_views import documents_view, script_view, whole_document
from voting.document_briefs import last_changes
from voting.errors import Problem
from voting.made_files import made_files
from voting.services import services
from voting.text_files import FORMATS, FORMS, Reached, printed_text
from voting.views.record import readers_only

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
blueprint.before_request(readers_only)


@blueprint.get("")
@public
def index() -> str:
    """Show the list of documents."""
    with services().sequencer.reading() as (log, _):
        return render_template("documents/index.html", documents=documents_view(log.convention))


@blueprint.get("/<name>")
@public
def page(name: str) -> str:
    """Show a document as amended, with its amendments."""
    with services().sequencer.reading() as (log, _):
        document = _document(log.convention, name)
        return render_template("documents/document.html", document=whole_document(log.convention, document))


@blueprint.get("/<name>/state")
@public
def state(name: str) -> Response:
    """Return a document as amended, its amendments and what is still to be voted, as plain values."""
    with services().sequencer.reading() as (log, _):
        document = _document(log.convention, name)
        return jsonify({**whole_document(log.convention, document), "script": script_view(log.convention, document)})


@blueprint.get("/<name>/text.<kind>")
@public
def file(name: str, kind: str) -> Response:
    """Return a text as amended as a file: `form` clean or marked, in `language`, the authoritative one unless asked."""
    form = request.args.get("form", FORMS[0])
    if kind not in FORMATS or form not in FORMS:
        raise Problem(404, detail=f"texts are {', '.join(FORMATS)}, each {' or '.join(FORMS)}")
    write, mimetype = FORMATS[kind]
    with services().sequencer.reading() as (log, _):
        document = _document(log.convention, name)
        texts = dict(texts_as_amended(log.convention, document))
        language = request.args.get("language", log.convention.founded.languages[0])
        if language not in texts:
            raise Problem(404, detail=f"this text is in numbered paragraphs in {', '.join(texts) or 'no language'}")
        size = last_changes(log.convention)[document.digest] + 1
        reached = Reached(size, b64url_encode(log.tree.root(size)))
        printed = printed_text(log.convention, document, language, form, reached)
    if (kind, form) == ("md", "clean"):
        # The very bytes whose digest stands in the record and at the foot of the other files.
        content = texts[language].text.format()
    else:
        content = made_files().of((document.digest, size, language, form, kind), lambda: write(printed))
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{language}.{form}.{kind}"
    return response


def _document(convention: Convention, name: str) -> TabledDocument:
    document = convention.documents.get(name)
    if document is None:
        raise Problem(404)
    return document
