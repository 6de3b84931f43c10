"""The floor: what everyone may see of it, and what chair and clerk do to it."""

import time
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify
from flask import request as http
from flask_login import current_user

from ballots.acts import Role
from ballots.fields import Fields
from voting.access import allowed, public
from voting.errors import Problem
from voting.events import events
from voting.floor_acts import read_act, request_of
from voting.floor_views import line_view
from voting.services import services
from voting.speakers import SIDES

blueprint = Blueprint("floor", __name__, url_prefix="/floor")

LIMIT = 10_000
SPEAKERS = (Role.DELEGATE, Role.ALTERNATE)


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


@blueprint.get("/line")
@allowed(Role.CHAIR, Role.CLERK)
def line() -> Response:
    """Return the whole speakers' list."""
    parts = services()
    version, found = parts.floor.read()
    with parts.sequencer.reading() as (log, _):
        return jsonify(line_view(version, found.speakers, log.convention))


@blueprint.post("/request")
@allowed(*SPEAKERS)
def ask() -> Response:
    """Ask for the floor, `{"side": "for" | "against" | "order"}`; return what everyone sees then."""
    fields, parts = Fields(_body(), "request"), services()
    side = fields.choice("side", SIDES)
    fields.end()
    with parts.sequencer.reading() as (log, _):
        request = request_of(log.convention.credential(current_user.credential), side)
    parts.floor.change(lambda floor: replace(floor, speakers=floor.speakers.ask(request)))
    return jsonify(events().floor())


@blueprint.delete("/request")
@allowed(*SPEAKERS)
def take_back() -> Response:
    """Take one's request back; return what everyone sees then."""
    person = current_user.person
    services().floor.change(lambda floor: replace(floor, speakers=floor.speakers.without(person)))
    return jsonify(events().floor())


def _body() -> Any:
    if http.mimetype != "application/json":
        raise Problem(415)
    if (http.content_length or 0) > LIMIT:
        raise Problem(413)
    try:
        return http.get_json(silent=True)
    except RecursionError:
        return None
