"""The floor: what everyone may see of it, and what chair and clerk do to it."""

import time
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify
from flask import request as http
from flask_login import current_user

from audit import jws
from ballots.acts import Role
from ballots.fields import Fields
from voting.access import allowed, public
from voting.errors import Problem
from voting.events import events
from voting.floor import Floor
from voting.floor_acts import read_act
from voting.floor_views import line_view, practice_missing
from voting.practice import read_vote, with_vote
from voting.services import services
from voting.sessions import signed_by
from voting.speakers import SIDES, request_of
from voting.views.bodies import json_body
from voting.views.statements import signed_body

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


@blueprint.post("/practice")
@public
def practise() -> Response:
    """Take a practice vote, which its signature alone admits, as a real one; return what everyone sees then."""
    entry, parts = signed_body(), services()
    with parts.sequencer.reading() as (log, _):
        signer, payload = signed_by(log.convention, entry, jws.PRACTICE)
        name, number, choice = read_vote(payload, signer, log.convention)
        motions = len(log.convention.motions)

    def vote(floor: Floor) -> Floor:
        left = floor.after(motions)
        return replace(left, practice=with_vote(left.practice, name, number, choice))

    parts.floor.change(vote)
    return jsonify(events().floor())


@blueprint.get("/practice")
@allowed(Role.CHAIR, Role.CLERK, Role.DESK)
def missing() -> Response:
    """Return who has not practised yet; nobody where there is no practice vote."""
    parts = services()
    practice = parts.floor.read()[1].practice
    with parts.sequencer.reading() as (log, _):
        found = practice and practice_missing(practice, log.convention)
    return jsonify(found or {"missing": [], "count": 0})


def _body() -> Any:
    if http.mimetype != "application/json":
        raise Problem(415)
    if (http.content_length or 0) > LIMIT:
        raise Problem(413)
    return json_body()
