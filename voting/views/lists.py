"""The organisers' lists: looked at first, imported as they were looked at."""

import hashlib
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Response, jsonify, request

from ballots.acts import MEMBER_ROLES, Role
from ballots.convention import Convention
from voting.access import allowed
from voting.errors import Problem
from voting.importing import DelegationInfo, KnownPerson, Preview, preview, read_table
from voting.roster import Listed, Person, has_left
from voting.services import services

blueprint = Blueprint("lists", __name__, url_prefix="/desk/import")


def read_list(data: bytes, filename: str, convention: Convention, roster: list[Person]) -> Preview:
    """Return what an import of a file would do now.

    Raises:
        ImportRefused: the file is no list that can be read.
    """
    delegations = {
        found.id: DelegationInfo(found.id, found.name, found.entitlement, found.weight)
        for found in convention.delegations.values()
    }
    # Who has left takes no seat any more; if she is on the list again, she is found again by her key.
    known = {
        person.key: KnownPerson(person.name, person.delegation, person.role, person.reference)
        for person in roster
        if person.role in MEMBER_ROLES and not has_left(convention, person.person)
    }
    return preview(read_table(data, filename), delegations, known, convention.founded.languages)


def _read_upload() -> tuple[Preview, str]:
    data = request.get_data(cache=False)
    filename = unquote(request.headers.get("X-Filename", ""))[:255]
    with services().sequencer.reading() as (log, _):
        found = read_list(data, filename, log.convention, services().roster.everyone())
    return found, hashlib.sha256(data).hexdigest()


@blueprint.post("/preview")
@allowed(Role.DESK, Role.FOUNDER)
def look() -> Response:
    """Return every row with what would become of it; nothing is written."""
    found, token = _read_upload()
    return jsonify(
        {
            "kind": found.kind,
            "token": token,
            "columns": dict(found.columns),
            "counts": found.counts,
            "notes": list(found.notes),
            "rows": [_row(row) for row in found.rows],
        }
    )


def _row(row: Any) -> dict[str, Any]:
    return {**asdict(row), "values": dict(row.values), "problems": list(row.problems)}


@blueprint.post("")
@allowed(Role.DESK)
def write() -> Response:
    """Import the people of a list that was looked at: all rows or none, unless rows with problems are to be skipped."""
    found, token = _read_upload()
    if token != request.headers.get("X-Token"):
        raise Problem(409, "list_changed", "This is not the file that was looked at. Look at it again, then import.")
    if found.kind != "delegates":
        raise Problem(409, "founder_signs", "Delegations are registered by the founder, who signs for each of them.")
    counts = found.counts
    if counts["problem"] and request.headers.get("X-Skip-Problems") != "1":
        raise Problem(
            409,
            "rows_with_problems",
            "Some rows have problems. Correct the file, or choose to import the others without them.",
            f"{counts['problem']} rows",
        )
    services().roster.add(
        [_listed(row.key, row.values) for row in found.rows if row.state in ("new", "changed")],
    )
    return jsonify(
        {
            "added": counts["new"],
            "changed": counts["changed"],
            "unchanged": counts["unchanged"],
            "skipped": counts["problem"],
        }
    )


def _listed(key: str, values: Any) -> Listed:
    return Listed(
        key=key,
        name=str(values["name"]),
        role=str(values["role"]),
        delegation=str(values["delegation"]) or None,
        reference=str(values["reference"]) or None,
    )
