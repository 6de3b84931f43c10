"""The current state for pages: once, as a stream, and what the log says of one device."""

from flask import Blueprint, Response, jsonify, request

from ballots.amendment_errors import NotAmendable, TextMissing
from ballots.standing import as_amended
from voting.access import public
from voting.errors import Problem
from voting.events import events
from voting.explained import personal_words
from voting.hall import device_view
from voting.languages import marked
from voting.services import services

blueprint = Blueprint("state", __name__)


@blueprint.get("/state")
@public
def state() -> Response:
    """Return the whole current state."""
    document, packed = events().document(), _takes_gzip()
    response = Response(document.packed if packed else document.plain, mimetype="application/json")
    return _coded(response, packed)


@blueprint.get("/now")
@public
def now() -> Response:
    """Return what a new stream would tell first: a page asks for it before its scripts are there."""
    document, packed = events().now(), _takes_gzip()
    response = Response(document.packed if packed else document.plain, mimetype="application/json")
    return _coded(response, packed)


@blueprint.get("/events")
@public
def stream() -> Response:
    """Stream the state and its changes (server-sent events); `only=state` leaves out turnouts.

    A page that opens a new stream names the last event as `last`, as browsers do in a header when they come back.
    """
    last = request.headers.get("Last-Event-ID") or request.args.get("last", "")
    packed = _takes_gzip()
    told = events().stream(last, request.args.get("only") == "state", packed)
    response = Response(told, mimetype="text/event-stream")
    # A proxy that gathers output would hold back an opening.
    response.headers["X-Accel-Buffering"] = "no"
    return _coded(response, packed)


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _coded(response: Response, packed: bool) -> Response:
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.cache_control.no_store = True
    return response


@blueprint.get("/devices/<kid>")
@public
def device(kid: str) -> Response:
    """Return what the log says of an activation key or a device."""
    with services().sequencer.reading() as (log, _):
        key = log.convention.keys.get(kid)
        # The founder's key belongs to no credential: no device page has anything to show for it.
        if key is None or key.credential is None:
            title = marked("The log does not know this key. Activate this device with its badge.")
            raise Problem(404, "unknown_key", title)
        response = jsonify(device_view(log.convention, kid))
    response.cache_control.no_store = True
    return response


@blueprint.get("/blobs/<name>")
@public
def blob(name: str) -> Response:
    """Return a text that the log names, by the hex of its SHA-256."""
    content = services().blobs.get_named(name)
    if content is None:
        raise Problem(404)
    response = Response(content)
    response.content_type = "text/plain; charset=utf-8"
    if personal_words(content) is not None:
        # It may be erased, and then nobody's browser should have it.
        response.cache_control.no_store = True
        return response
    response.cache_control.max_age = 365 * 24 * 3600
    response.cache_control.immutable = True
    return response


@blueprint.get("/texts/<name>/<language>")
@public
def text(name: str, language: str) -> Response:
    """Return the canonical bytes of a document as amended so far, in one language, for phones to hash."""
    with services().sequencer.reading() as (log, _):
        document = log.convention.documents.get(name)
        if document is None:
            raise Problem(404)
        try:
            content = as_amended(log.convention, document, language).text.format()
        except (NotAmendable, TextMissing):
            raise Problem(404) from None
    response = Response(content)
    response.content_type = "text/plain; charset=utf-8"
    response.cache_control.no_store = True
    return response
