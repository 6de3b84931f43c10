"""The credentials desk: people, badges and what a credential is made from."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext

from ballots.acts import BATCH_LIMIT, Role
from ballots.convention import Convention
from ballots.fields import IDENTIFIER
from voting.access import allowed
from voting.aside import aside
from voting.badges import Badge, Captions, render_badges
from voting.delegate_rows import SEATED
from voting.desk_people import STATUSES, is_present, number_of, row_of, search, status_of, warning
from voting.errors import Problem
from voting.languages import marked
from voting.mandate_views import why_not
from voting.page_shells import room
from voting.presence_board import presence_board
from voting.roster import DOOR, MEMBERS, Person
from voting.services import services
from voting.views.bodies import json_body
from voting.views.mandates import hand_over_asked, told

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

DESK = (Role.DESK, Role.FOUNDER)
BOARD = (*DESK, Role.CHAIR, Role.CLERK, Role.TELLER, Role.AUDITOR)
MOST_PEOPLE = 500
MOST_FLAGGED = 50
MOST_TAKERS = 20
# Here alone, for badges are read here alone.
WITH_CAMERA = "camera=(self), geolocation=(), microphone=()"


@blueprint.get("")
@allowed(*DESK)
def page() -> Response:
    """Show the desk's page."""
    with services().sequencer.reading() as (log, _):
        response = room("desk/index.html", sits=log.convention.last_sitting is not None)
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response


@blueprint.get("/presence")
@allowed(*BOARD)
def presence() -> Response:
    """Show who is in the hall, by delegation."""
    return room("desk/presence.html")


@blueprint.get("/presence/delegations")
@allowed(*BOARD)
def delegations() -> Response:
    """Return the board's rows, from the record alone."""
    with services().sequencer.reading() as (log, _):
        return jsonify({"delegations": presence_board(log.convention)})


@blueprint.get("/people")
@allowed(*DESK)
def people() -> Response:
    """Return people of the roster that match every word of the query, and how many are in which state."""
    limit = _whole("limit", request.args.get("limit", str(MOST_PEOPLE)), 100_000)
    roster = members()
    names = {person.person: person.name for person in roster}
    lent = services().loans.out()
    with services().sequencer.reading() as (log, _):
        convention = log.convention
        statuses = Counter(status_of(convention, number_of(convention, person)) for person in roster)
        counts = {status: statuses[status] for status in STATUSES}
        counts["present"] = sum(is_present(convention, person) for person in roster)
        found = search(convention, roster, request.args.get("query", ""))
        flagged = [person for person in roster if warning(convention, person) is not None]
        # Whoever waits in the hall comes before those who are still at home.
        flagged.sort(key=lambda person: not is_present(convention, person))
        # The rows of those who are shown alone: the search answers while somebody types.
        rows, first = (
            [row_of(convention, one, names, lent) for one in some] for some in (found[:limit], flagged[:MOST_FLAGGED])
        )
        body = {"people": rows, "total": len(found), "counts": counts, "attention": first, "flagged": len(flagged)}
    response = jsonify(body)
    response.cache_control.no_store = True
    return response


@blueprint.get("/door")
@allowed(Role.DESK)
def door() -> Response:
    """Return whose badge was read, by its door code, its number or both.

    The number may be that of an older badge of hers than her `credential`.
    """
    code = request.args.get("code")
    number = _whole("number", request.args["number"], 10**9) if "number" in request.args else None
    if (code, number) == (None, None) or (code is not None and not DOOR.fullmatch(code)):
        raise Problem(400, detail="code is a door code, number that of a badge")
    roster, lent = members(), services().loans.out()
    with services().sequencer.reading() as (log, _):
        person = _who(log.convention, roster, code, number)
        row = row_of(log.convention, person, {one.person: one.name for one in roster}, lent)
    response = jsonify(row)
    response.cache_control.no_store = True
    return response


def _who(convention: Convention, roster: Sequence[Person], code: str | None, number: int | None) -> Person:
    if number is not None and number in convention.credentials:
        holder = convention.credentials[number].person
        found = next((one for one in roster if one.person == holder and code in (None, one.door)), None)
    else:
        found = next((one for one in roster if number is None and one.door == code), None)
    if found is not None:
        return found
    if code is not None and number is None and code.isdigit():  # six digits may be either
        return _who(convention, roster, None, int(code))
    raise Problem(404, "unknown_badge", marked("No badge of this convention says that. Find the person by name."))


def members() -> list[Person]:
    """Return those of the roster who are no officers."""
    return [person for person in services().roster.everyone() if person.role in MEMBERS]


def _whole(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= most):
        raise Problem(400, detail=f"{name} is a number from 1 to {most}")
    return int(text)


@blueprint.get("/takers")
@allowed(Role.DESK)
def takers() -> Response:
    """Return delegates and alternates that match every word of the query, and why one may not take mandates over.

    Whoever may comes first; of those who may not, the record's own words say why.
    """
    mandates, standing = hand_over_asked()
    roster = [person for person in services().roster.everyone() if person.role in (*SEATED, Role.ALTERNATE)]
    with services().sequencer.reading() as (log, _):
        matching = search(log.convention, roster, request.args.get("query", ""))
        found = [row for row in (row_of(log.convention, one, {}, {}) for one in matching) if row["credential"]]
        refusals = [why_not(log.convention, mandates, row["credential"], standing) for row in found]
    shown = sorted(zip(found, refusals, strict=True), key=lambda pair: pair[1] is not None)[:MOST_TAKERS]
    response = jsonify({"takers": [row | {"refusal": told(refusal)} for row, refusal in shown], "total": len(found)})
    response.cache_control.no_store = True
    return response


def _json() -> dict[str, Any]:
    body = json_body()
    if not isinstance(body, dict):
        raise Problem(400, detail="the body is not a JSON object")
    return body


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


@blueprint.post("/prepare")
@allowed(Role.DESK)
def prepare() -> Response:
    """Reserve numbers and seats for up to 200 people."""
    asked = _json().get("people")
    if not isinstance(asked, list) or not 1 <= len(asked) <= BATCH_LIMIT or not all(map(_is_identifier, asked)):
        raise Problem(400, detail=f"people is an array of 1 to {BATCH_LIMIT} ids")
    with services().sequencer.reading() as (log, _):
        prepared = services().roster.prepare(log.convention, asked)
    return jsonify({"credentials": prepared})


@blueprint.post("/badges.pdf")
@allowed(Role.DESK, Role.FOUNDER, Role.CHAIR)
def badges() -> Response:
    """Return badges as PDF; nothing of them is kept, for they carry activation codes."""
    body = _json()
    items = body.get("badges")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Problem(400, detail="badges is an array of objects")
    fields = ("name", "delegation", "role", "number", "door", "url")
    made = [Badge(**{field: item.get(field, "") for field in fields}) for item in items]
    captions = Captions(gettext("Scan with your phone's camera, then tap “Activate this phone”"), gettext("Door code"))
    pdf = aside(lambda: render_badges(made, body.get("layout", "sheet"), str(body.get("title", "")), captions))
    response = Response(pdf, mimetype="application/pdf")
    response.cache_control.no_store = True
    return response
