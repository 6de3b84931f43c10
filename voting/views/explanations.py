"""A delegate's own words, of a vote or of an amendment: on disk before her statement names them."""

from flask import Blueprint, Response, jsonify, request

from audit import canonical
from ballots.acts import MEMBER_ROLES
from ballots.errors import BadField, Refused
from ballots.fields import TEXT_LIMIT, Fields
from voting.access import allowed
from voting.errors import Problem
from voting.services import services

blueprint = Blueprint("explanations", __name__)

# 4,000 characters of at most four bytes, some of them escaped, and the salt.
LIMIT = 6 * TEXT_LIMIT + 100


@blueprint.post("/explanations")
@allowed(*MEMBER_ROLES.values())
def put_explanation() -> tuple[Response, int]:
    """Store an erasable blob that `vote.explained` or `amendment.tabled` is going to name (FORMAT.md section 4)."""
    if request.mimetype != "text/plain":
        raise Problem(415)
    if (request.content_length or 0) > LIMIT:
        raise Problem(413)
    content = request.get_data(cache=False)
    try:
        fields = Fields(canonical.loads(content), "explanation")
        fields.nonce("salt")
        fields.text("text")
        fields.end()
    except Refused as error:
        raise BadField(error.detail) from None
    return jsonify({"digest": services().blobs.put(content)}), 201
