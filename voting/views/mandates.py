"""Who may take mandates over: what the record says of a credential or a delegation, for phones."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext

from ballots.acts import MANDATE_LIMIT, NUMBER_LIMIT
from ballots.errors import Refused
from ballots.exercise import Standing
from ballots.fields import IDENTIFIER
from ballots.mandate_acts import DELEGATED
from voting.access import public
from voting.errors import Problem
from voting.languages import marked
from voting.mandate_views import delegation_view, why_not
from voting.services import services

blueprint = Blueprint("mandates", __name__)


@blueprint.get("/credentials/<int:number>/hand-over")
@public
def taker(number: int) -> Response:
    """Return what the log says of a credential that is to take mandates over, and why it may not: all public."""
    mandates, standing = hand_over_asked()
    with services().sequencer.reading() as (log, _):
        credential = log.convention.credentials.get(number) if number <= NUMBER_LIMIT else None
        if credential is None:
            raise Problem(404, "unknown_credential", marked("No badge has this number. Read it again on the badge."))
        delegations = sorted(name for name in log.convention.delegations if credential.belongs_to(name))
        body = {
            "credential": number,
            "role": credential.role.value,
            "delegations": {name: dict(log.convention.delegations[name].name) for name in delegations},
            "refusal": told(why_not(log.convention, mandates, number, standing)),
        }
    return _fresh(body)


@blueprint.get("/delegations/<name>/mandates")
@public
def delegation(name: str) -> Response:
    """Return who exercises the mandates of a delegation, and which alternates it has."""
    with services().sequencer.reading() as (log, _):
        if name not in log.convention.delegations:
            raise Problem(404)
        return _fresh(delegation_view(log.convention, name))


def hand_over_asked() -> tuple[list[str], Standing]:
    """Return the mandates and the right that a request asks about.

    Raises:
        Problem: they are not of the form that a statement could name.
    """
    mandates, standing = request.args.getlist("mandate"), DELEGATED.get(request.args.get("as", ""))
    if standing is None or not 1 <= len(mandates) <= MANDATE_LIMIT or not all(map(_is_mandate, mandates)):
        raise Problem(400, detail="mandate is given 1 to 50 times, as is alternate or proxy")
    return mandates, standing


def told(refusal: Refused | None) -> dict[str, Any] | None:
    """Return a refusal as pages show it."""
    if refusal is None:
        return None
    return {"code": refusal.code, "title": gettext(refusal.explanation()), "detail": refusal.detail}


def _is_mandate(text: str) -> bool:
    delegation, _, seat = text.rpartition("/")
    return IDENTIFIER.fullmatch(delegation) is not None and seat.isascii() and seat.isdigit() and len(seat) <= 6


def _fresh(body: dict[str, Any]) -> Response:
    response = jsonify(body)
    response.cache_control.no_store = True
    return response
