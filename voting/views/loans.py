"""Lent phones at the desk, which alone lends them: who has which, lending one and taking it back."""

import time
from typing import Any

from flask import Blueprint, Response, jsonify

from ballots.acts import NUMBER_LIMIT, Role
from ballots.errors import UnknownCredential
from ballots.fields import Fields
from voting.access import allowed
from voting.desk_people import row_of
from voting.loans import BadgeRevoked, Loan, PhoneIsOut, read_label
from voting.services import services
from voting.views.bodies import json_body
from voting.views.desk import members

blueprint = Blueprint("loans", __name__, url_prefix="/desk/loans")


@blueprint.get("")
@allowed(Role.DESK)
def loans() -> Response:
    """Return the phones that are out, each with its holder; those of people who are not in the hall come first."""
    parts = services()
    out = parts.loans.out()
    roster = {person.person: person for person in members()}
    with parts.sequencer.reading() as (log, _):
        convention = log.convention
        holders = {number: roster[convention.credential(number).person] for number in out}
        rows = [
            {"label": loan.label, "lent": loan.lent, "holder": row_of(convention, holders[number], {}, {number: loan})}
            # "7" before "12".
            for number, loan in sorted(out.items(), key=lambda pair: pair[1].label.rjust(8))
        ]
    response = jsonify({"loans": sorted(rows, key=_is_in_the_hall)})
    response.cache_control.no_store = True
    return response


@blueprint.post("")
@allowed(Role.DESK)
def lend() -> Response:
    """Lend a phone, `{"label": ..., "credential": ...}`."""
    (label, number), parts = _asked(), services()
    with parts.sequencer.reading() as (log, _):
        credential = log.convention.credential(number)
        if not credential.active:
            raise BadgeRevoked(f"No. {number}")
        if credential.person not in {person.person for person in members()}:
            raise UnknownCredential(f"No. {number}")
    try:
        return _answer(parts.loans.lend(label, number, int(time.time())))
    except PhoneIsOut as refused:
        name = parts.roster.name_of(int(refused.detail))
        raise PhoneIsOut(f"No. {refused.detail}, {name or ''}") from None


@blueprint.post("/back")
@allowed(Role.DESK)
def take_back() -> Response:
    """Take a phone back, `{"label": ..., "credential": ...}`."""
    label, number = _asked()
    return _answer(services().loans.take_back(label, number, int(time.time())))


def _is_in_the_hall(row: dict[str, Any]) -> bool:
    return bool(row["holder"]["present"])


def _asked() -> tuple[str, int]:
    fields = Fields(json_body(), "loan")
    label, number = read_label(fields.take("label")), fields.integer("credential", 1, NUMBER_LIMIT)
    fields.end()
    return label, number


def _answer(loan: Loan) -> Response:
    response = jsonify({"label": loan.label, "credential": loan.credential, "lent": loan.lent, "back": loan.back})
    response.cache_control.no_store = True
    return response
