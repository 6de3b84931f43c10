"""Texts for everyone: documents as amended, their amendments, and what is still to be voted on them."""

from flask import Blueprint, Response, jsonify, render_template

from ballots.convention import Convention
from ballots.document import TabledDocument
from voting.access import public
from voting.amendment_views import documents_view, script_view, whole_document
from voting.errors import Problem
from voting.services import services
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
        return render_template(
            "documents/document.html",
            document=whole_document(log.convention, document),
            script=script_view(log.convention, document),
        )


@blueprint.get("/<name>/state")
@public
def state(name: str) -> Response:
    """Return a document as amended, its amendments and what is still to be voted, as plain values."""
    with services().sequencer.reading() as (log, _):
        document = _document(log.convention, name)
        return jsonify({**whole_document(log.convention, document), "script": script_view(log.convention, document)})


def _document(convention: Convention, name: str) -> TabledDocument:
    document = convention.documents.get(name)
    if document is None:
        raise Problem(404)
    return document
