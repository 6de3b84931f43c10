"""Lists of amendments at the desk: read against the text on the table; nothing is kept before an officer signs."""

from dataclasses import asdict
from urllib.parse import unquote

from flask import Blueprint, Response, jsonify, request

from ballots.acts import Role
from ballots.motion_errors import UnknownDocument
from voting.access import allowed
from voting.amendment_rows import read_amendments
from voting.aside import aside
from voting.services import services
from voting.spreadsheets import read_table

blueprint = Blueprint("amendment_lists", __name__, url_prefix="/desk/amendments")


@blueprint.post("/<name>/preview")
@allowed(Role.DESK, Role.CHAIR, Role.CLERK)
def preview(name: str) -> Response:
    """Return what every row would change or lacks, notes on the list and its delegations; nothing is written."""
    data = request.get_data(cache=False)
    filename = unquote(request.headers.get("X-Filename", ""))[:255]
    table = aside(lambda: read_table(data, filename))
    with services().sequencer.reading() as (log, _):
        document = log.convention.documents.get(name)
        if document is None:
            raise UnknownDocument(f"document {name[:64]}")
        found = read_amendments(table, log.convention, document)
        named = {
            name: dict(log.convention.delegations[name].name)
            for row in found.rows
            if row.fields
            for name in row.fields["delegations"]
        }
    return jsonify({**asdict(found), "delegations": named})
