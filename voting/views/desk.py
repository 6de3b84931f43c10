"""The credentials desk: people, badges and what a credential is made from."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from audit.encoding import b64url_decode
from ballots.acts import BATCH_LIMIT, Role
from ballots.convention import Convention
from ballots.fields import IDENTIFIER
from voting.access import allowed
from voting.badges import Badge, render_badges
from voting.delegate_rows import SEATED
from voting.errors import Problem
from voting.languages import marked
from voting.mandate_views import attention, mandate_view, why_not
from voting.rights import exercised
from voting.roster import ALPHABET, DOOR, MEMBERS, Person
from voting.services import services
from voting.views.mandates import hand_over_asked, told

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

DESK = (Role.DESK, Role.FOUNDER)
STATUSES = ("imported", "issued", "enrolled", "confirmed", "revoked")
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
        shown = render_template("desk/index.html", sits=log.convention.last_sitting is not None)
    response = Response(shown, mimetype="text/html")
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response


@blueprint.get("/people")
@allowed(*DESK)
def people() -> Response:
    """Return people of the roster that match every word of the query, and how many are in which state."""
    words = request.args.get("query", "").casefold().split()
    limit = _whole("limit", request.args.get("limit", str(MOST_PEOPLE)), 100_000)
    roster = _members()
    names = {person.person: person.name for person in roster}
    with services().sequencer.reading() as (log, _):
        rows = [_row(log.convention, person, names) for person in roster]
    counts = {status: sum(row["status"] == status for row in rows) for status in STATUSES}
    counts["present"] = sum(row["present"] for row in rows)
    found = [row for row in rows if all(word in _haystack(row) for word in words)]
    flagged = [row for row in rows if row["attention"] is not None]
    body = {"people": found[:limit], "total": len(found), "counts": counts, "attention": flagged[:MOST_FLAGGED]}
    response = jsonify(body | {"flagged": len(flagged)})
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
    roster = _members()
    with services().sequencer.reading() as (log, _):
        person = _who(log.convention, roster, code, number)
        row = _row(log.convention, person, {one.person: one.name for one in roster})
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


def _members() -> list[Person]:
    return [person for person in services().roster.everyone() if person.role in MEMBERS]


def _whole(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= most):
        raise Problem(400, detail=f"{name} is a number from 1 to {most}")
    return int(text)


def _haystack(row: dict[str, Any]) -> str:
    parts = (row["name"], row["delegation"], row["delegation_name"], row["credential"], row["door"])
    return " ".join(str(part) for part in parts if part is not None).casefold()


def _row(convention: Convention, person: Person, names: Mapping[str, str]) -> dict[str, Any]:
    known = convention.people.get(person.person)
    numbers = known.credentials if known else []
    current = next((n for n in reversed(numbers) if convention.credentials[n].active), numbers[-1] if numbers else None)
    row: dict[str, Any] = {
        "person": person.person,
        "name": person.name,
        "delegation": person.delegation,
        "delegation_name": _delegation_name(convention, person.delegation),
        "role": person.role,
        "seat": person.seat,
        "credential": current,
        "status": "imported",
        "present": bool(known and known.present),
        "door": person.door,
        "device": None,
        "short_code": None,
        "issues": [],
        "head": False,
        "mandates": [],
        "attention": attention(convention, person.person),
    }
    if current is not None:
        credential = convention.credentials[current]
        row["status"] = "issued" if credential.active else "revoked"
        if credential.active and credential.device is not None:
            row["status"] = "confirmed" if convention.keys[credential.device].confirmed else "enrolled"
            row["device"] = credential.device
            row["short_code"] = short_code(credential.device)
        if credential.active:
            row["head"] = credential.head
            row["mandates"] = [_named(convention, mandate, names) for mandate in exercised(convention, credential)]
    elif person.delegation is not None and person.delegation not in convention.delegations:
        row["issues"].append("unknown_delegation")
    return row


def _named(convention: Convention, mandate: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return who a mandate is with, under the names that the desk knows."""
    view = mandate_view(convention, mandate)
    for role in ("of", "with"):
        number = view[role]
        view[f"{role}_name"] = "" if number is None else names.get(convention.credentials[number].person, "")
    return view


@blueprint.get("/takers")
@allowed(Role.DESK)
def takers() -> Response:
    """Return delegates and alternates that match every word of the query, and why one may not take mandates over.

    Whoever may comes first; of those who may not, the record's own words say why.
    """
    mandates, standing = hand_over_asked()
    words = request.args.get("query", "").casefold().split()
    roster = [person for person in services().roster.everyone() if person.role in (*SEATED, Role.ALTERNATE)]
    with services().sequencer.reading() as (log, _):
        rows = [_row(log.convention, person, {}) for person in roster]
        found = [row for row in rows if row["credential"] and all(word in _haystack(row) for word in words)]
        refusals = [why_not(log.convention, mandates, row["credential"], standing) for row in found]
    shown = sorted(zip(found, refusals, strict=True), key=lambda pair: pair[1] is not None)[:MOST_TAKERS]
    response = jsonify({"takers": [row | {"refusal": told(refusal)} for row, refusal in shown], "total": len(found)})
    response.cache_control.no_store = True
    return response


def _delegation_name(convention: Convention, delegation: str | None) -> str:
    found = convention.delegations.get(delegation or "")
    return found.name[convention.founded.languages[0]] if found else ""


def short_code(kid: str) -> str:
    """Return the code by which officer and delegate compare a device face to face (FORMAT.md section 11)."""
    number = int.from_bytes(b64url_decode(kid)[:5])
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def _json() -> dict[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
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
    response = Response(
        render_badges(made, body.get("layout", "sheet"), str(body.get("title", ""))), mimetype="application/pdf"
    )
    response.cache_control.no_store = True
    return response
