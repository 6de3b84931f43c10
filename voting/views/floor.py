"""The floor: what everyone may see of it, and what chair and clerk do to it."""

import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from ballots.acts import Role
from voting.access import allowed, public
from voting.errors import Problem
from voting.events import events
from voting.floor_acts import read_act
from voting.services import services

blueprint = Blueprint("floor", __name__, url_prefix="/floor")

LIMIT = 10_000


@blueprint.get("")
@public
def floor() -> Response:
    """Return what everyone in the hall may see of the floor."""
    return jsonify(events().floor())


@blueprint.post("/acts")
@allowed(Role.CHAIR, Role.CLERK)
def act() -> Response:
    """Do one act, `{"act": name, ...}` with its own fields; return what everyone sees then."""
    body, parts = _body(), services()
    with parts.sequencer.reading() as (log, _):
        change = read_act(body, log.convention, int(time.time()))
    parts.floor.change(change)
    return jsonify(events().floor())


def _body() -> Any:
    if request.mimetype != "application/json":
        raise Problem(415)
    if (request.content_length or 0) > LIMIT:
        raise Problem(413)
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None
