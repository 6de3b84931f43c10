"""Officers and delegations: what whoever may change them sees, and what a new officer's badge is made from."""

from typing import Any

from flask import Blueprint, Response, jsonify

from ballots.acts import BATCH_LIMIT, MEMBER_ROLES, OFFICER_ROLES, Role
from ballots.authority import serviceable, wanted_kind
from ballots.convention import Convention
from ballots.decision_acts import DecisionRecorded
from ballots.motion_acts import MotionOpened
from voting.access import allowed
from voting.cells import plain, text_problems
from voting.errors import Problem
from voting.languages import marked as _
from voting.page_shells import room
from voting.rows import NAME_LIMIT
from voting.services import services
from voting.views.bodies import json_body

blueprint = Blueprint("officers", __name__, url_prefix="/officers")

# Before the first sitting the founder changes them, afterwards a chair: both may look at any time.
READERS = (Role.FOUNDER, Role.CHAIR)


@blueprint.get("")
@allowed(*READERS)
def page() -> Response:
    """Show the page on which officers and delegations change."""
    return room("officers/index.html", roles=list(OFFICER_ROLES))


@blueprint.get("/state")
@allowed(*READERS)
def state() -> Response:
    """Return officers and delegations as they stand, and the decisions on which a change may be made."""
    with services().sequencer.reading() as (log, _):
        convention = log.convention
        names = {line.credential: line.name for line in services().roster.names(convention)}
        sits = convention.last_sitting is not None
        body = {
            "sits": sits,
            "kind": wanted_kind(convention),
            "decisions": [_decision(convention, name) for name in serviceable(convention)] if sits else [],
            "officers": [
                {
                    "number": credential.number,
                    "name": names.get(credential.number, ""),
                    "person": credential.person,
                    "role": credential.role.value,
                    "enrolled": credential.device is not None,
                }
                for credential in convention.credentials.values()
                if credential.active and credential.role.value not in MEMBER_ROLES
            ],
            "delegations": [
                {
                    "delegation": delegation.id,
                    "name": dict(delegation.name),
                    "entitlement": delegation.entitlement,
                    "weight": delegation.weight,
                    "groups": list(delegation.groups),
                    "highest_seat": delegation.highest_seat,
                }
                for _, delegation in sorted(convention.delegations.items())
            ],
        }
    return jsonify(body)


@blueprint.post("/prepare")
@allowed(*READERS)
def prepare() -> Response:
    """Reserve a number for each new officer; who holds an office under this name already is the same person."""
    body = json_body()
    asked = body.get("officers") if isinstance(body, dict) else None
    if not isinstance(asked, list) or not 1 <= len(asked) <= BATCH_LIMIT:
        raise Problem(400, detail=f"officers is an array of 1 to {BATCH_LIMIT}")
    named = [_named(one) for one in asked]
    with services().sequencer.reading() as (log, _):
        return jsonify({"officers": services().roster.prepare_officers(log.convention, named)})


def _named(value: object) -> tuple[Role, str]:
    role, name = (value.get("role"), value.get("name")) if isinstance(value, dict) else (None, None)
    if not isinstance(role, str) or role not in OFFICER_ROLES:
        raise Problem(400, detail=f"role is one of {', '.join(OFFICER_ROLES)}")
    if not isinstance(name, str) or not plain(name):
        raise Problem(400, "bad_name", _("The name of an officer is missing. Write it as it shall stand on the badge."))
    if problems := text_problems("name", name, NAME_LIMIT):
        raise Problem(400, "bad_name", _("This name cannot stand on a badge. Correct it."), problems[0])
    return OFFICER_ROLES[role], plain(name)


def _decision(convention: Convention, name: str) -> dict[str, Any]:
    motion = convention.motions.get(name)
    put: MotionOpened | DecisionRecorded = motion.opened if motion else convention.decisions[name].recorded
    return {"decision": name, "by": "motion" if motion else "decision", "kind": put.kind, "title": dict(put.title)}
