"""The organisers' lists: looked at first, imported as they were looked at."""

import hashlib
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Response, jsonify, request

from ballots.acts import Role
from voting.access import allowed
from voting.aside import aside
from voting.errors import Problem
from voting.importing import Preview
from voting.languages import marked as _
from voting.lists import known_now, read_list
from voting.roster import Listed
from voting.services import services

blueprint = Blueprint("lists", __name__, url_prefix="/desk/import")


def _read_upload() -> tuple[Preview, str]:
    data = request.get_data(cache=False)
    filename = unquote(request.headers.get("X-Filename", ""))[:255]
    roster = services().roster.everyone()
    with services().sequencer.reading() as (log, _):
        known = known_now(log.convention, roster)
    return aside(lambda: read_list(data, filename, known)), hashlib.sha256(data).hexdigest()


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
            "rows": [asdict(row) for row in found.rows],
        }
    )


@blueprint.post("")
@allowed(Role.DESK)
def write() -> Response:
    """Import the people of a list that was looked at: all rows or none, unless rows with problems are to be skipped."""
    found, token = _read_upload()
    if token != request.headers.get("X-Token"):
        raise Problem(409, "list_changed", _("This is not the file that was looked at. Look at it again, then import."))
    if found.kind != "delegates":
        raise Problem(409, "founder_signs", _("Delegations are registered by the founder, who signs for each of them."))
    counts = found.counts
    if counts["problem"] and request.headers.get("X-Skip-Problems") != "1":
        raise Problem(
            409,
            "rows_with_problems",
            _("Some rows have problems. Correct the file, or choose to import the others without them."),
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
