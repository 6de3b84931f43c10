"""Statements come in here: parse, submit, answer with the receipt."""

from flask import Blueprint, Response, request

from ballots.acts import JWS_LIMIT
from voting.access import public
from voting.errors import Problem
from voting.services import services

blueprint = Blueprint("statements", __name__)


def signed_body() -> bytes:
    """Return the request's JWS.

    Raises:
        Problem: it is not sent as `application/jose`, or it is too long.
    """
    if request.mimetype != "application/jose":
        raise Problem(415)
    if (request.content_length or 0) > JWS_LIMIT:
        raise Problem(413)
    return request.get_data(cache=False)


@blueprint.post("/statements")
@public
def post_statement() -> Response:
    """Record a statement; the receipt is a tlog-proof (FORMAT.md section 8)."""
    answer = services().sequencer.submit(signed_body())
    response = Response(answer.receipt.format(), status=201 if answer.new else 200)
    response.content_type = "text/plain; charset=utf-8"
    response.cache_control.no_store = True
    return response
