"""The log for programs: C2SP tlog-tiles, single entries and proofs; votes of open motions are withheld."""

from flask import Blueprint, Response, jsonify, request

from audit.checkpoint import SIZE
from audit.encoding import b64_encode
from audit.errors import ProofError, TileError
from audit.receipt import Receipt
from audit.tiles import Tile, encode_bundle, tile_bytes
from voting.access import public
from voting.errors import Problem
from voting.services import services

blueprint = Blueprint("log", __name__, url_prefix="/log")

BYTES = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
FOREVER = 365 * 24 * 3600


@blueprint.after_request
def _open_to_all(response: Response) -> Response:
    # Anybody's page may check this log.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(content: bytes, content_type: str, lifetime: int = 0) -> Response:
    response = Response(content)
    response.content_type = content_type
    if lifetime:
        response.cache_control.public = True
        response.cache_control.max_age = lifetime
        response.cache_control.immutable = True
    else:
        response.cache_control.no_store = True
    return response


def _number(text: str | None) -> int:
    if text is None or not SIZE.fullmatch(text.encode("utf-8", "replace")):
        raise Problem(404)
    return int(text)


@blueprint.get("/checkpoint")
@public
def checkpoint() -> Response:
    """Return the latest signed checkpoint."""
    with services().sequencer.reading() as (_, note):
        return _answer(note, TEXT)


@blueprint.get("/tile/<path:path>")
@public
def tile(path: str) -> Response:
    """Return a hash tile or an entry bundle."""
    try:
        wanted = Tile.parse(f"tile/{path}")
    except TileError:
        raise Problem(404) from None
    with services().sequencer.reading() as (log, _):
        if wanted.level is not None:
            try:
                return _answer(tile_bytes(log.tree, wanted), BYTES, FOREVER)
            except (ProofError, TileError):
                raise Problem(404) from None
        if wanted.stop > log.tree.size or log.convention.withholds(wanted.start, wanted.stop):
            raise Problem(404)
    return _answer(encode_bundle(log.store.entries(wanted.start, wanted.stop)), BYTES, FOREVER)


@blueprint.get("/entry/<index>")
@public
def entry(index: str) -> Response:
    """Return one entry's bytes."""
    number = _number(index)
    with services().sequencer.reading() as (log, _):
        if number >= log.tree.size or log.convention.withholds(number, number + 1):
            raise Problem(404)
    return _answer(b"".join(log.store.entries(number, number + 1)), "application/jose", FOREVER)


@blueprint.get("/proof/<index>")
@public
def proof(index: str) -> Response:
    """Return the tlog-proof of one entry against the current checkpoint; withheld entries have one too."""
    number = _number(index)
    with services().sequencer.reading() as (log, note):
        try:
            path = log.tree.inclusion_proof(number, log.tree.size)
        except ProofError:
            raise Problem(404) from None
        return _answer(Receipt(number, tuple(path), note).format(), TEXT)


@blueprint.get("/consistency")
@public
def consistency() -> Response:
    """Return the consistency proof between two sizes, a JSON array of base64 hashes (RFC 9162 section 2.1.4)."""
    old, new = _number(request.args.get("old")), _number(request.args.get("new"))
    with services().sequencer.reading() as (log, _):
        try:
            path = log.tree.consistency_proof(old, new)
        except ProofError:
            raise Problem(404) from None
    return jsonify([b64_encode(value) for value in path])
