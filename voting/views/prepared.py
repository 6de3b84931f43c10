"""What a clerk prepares for the chair: kept on the floor, read by chairs and clerks alone, signed by nobody here."""

import json
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user

from ballots.acts import Role
from ballots.errors import BadField
from ballots.fields import Fields
from voting.access import allowed
from voting.errors import Problem
from voting.floor import Floor
from voting.prepared import DRAFT_LIMIT, KINDS, Kind, PreparedActs
from voting.services import services
from voting.views.bodies import json_body

blueprint = Blueprint("prepared", __name__, url_prefix="/chair/prepared")

# What is sent need not escape what is kept escaped, and has its kind and blanks besides.
BODY_LIMIT = 2 * DRAFT_LIMIT


@blueprint.get("")
@allowed(Role.CHAIR, Role.CLERK)
def prepared() -> Response:
    """Return what is prepared and what ended last, with the names of who prepared, sent back, signed or took away."""
    _, floor = services().floor.read()
    return _answer(floor)


@blueprint.post("")
@allowed(Role.CLERK)
def prepare() -> Response:
    """Keep a draft, `{"kind": ..., "draft": {...}}`, until a chair looks at it."""
    kind, draft = _draft()
    by = current_user.credential
    return _change(lambda acts: acts.add(by, kind, draft))


@blueprint.post("/<int:number>/return")
@allowed(Role.CHAIR)
def send_back(number: int) -> Response:
    """Send a prepared act back to the clerk."""
    by = current_user.credential
    return _change(lambda acts: acts.send_back(number, by))


@blueprint.delete("/<int:number>")
@allowed(Role.CHAIR, Role.CLERK)
def remove(number: int) -> Response:
    """Take a prepared act away: a chair has signed it, or its clerk does not want it any more."""
    by, signed = current_user.credential, current_user.role is Role.CHAIR
    return _change(lambda acts: acts.remove(number, by, signed))


def _draft() -> tuple[Kind, str]:
    if request.mimetype != "application/json":
        raise Problem(415)
    if (request.content_length or 0) > BODY_LIMIT:
        raise Problem(413)
    try:
        fields = Fields(json_body(), "prepared")
        kind, value = fields.choice("kind", KINDS), fields.take("draft")
        fields.end()
        if not isinstance(value, dict):
            raise BadField("prepared.draft is not an object")
        # In ASCII, so that neither a control character nor half a surrogate pair reaches the database.
        draft = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        raise Problem(400) from None
    except ValueError:
        raise BadField("prepared.draft has a number that is none") from None
    if len(draft) > DRAFT_LIMIT:
        raise Problem(413)
    return kind, draft


def _change(work: Callable[[PreparedActs], PreparedActs]) -> Response:
    _, floor = services().floor.change(lambda floor: replace(floor, prepared=work(floor.prepared)))
    return _answer(floor)


def _answer(floor: Floor) -> Response:

    def who(credential: int) -> dict[str, int | str | None]:
        return {"credential": credential, "name": services().roster.name_of(credential)}

    found = [
        {
            "number": one.number,
            "kind": one.kind.value,
            "by": who(one.by),
            "draft": json.loads(one.draft),
            "returned": None if one.returned is None else who(one.returned),
        }
        for one in floor.prepared.acts
    ]
    ended = [{"number": one.number, "by": who(one.by), "signed": one.signed} for one in floor.prepared.ended]
    response = jsonify({"prepared": found, "ended": ended})
    response.cache_control.no_store = True
    return response
