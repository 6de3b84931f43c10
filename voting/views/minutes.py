"""The minutes as files, for auditors and officers."""

from flask import Blueprint, Response, request

from ballots.acts import OFFICER_ROLES
from voting.access import allowed
from voting.aside import aside
from voting.errors import Problem
from voting.minutes_document import printed
from voting.minutes_files import FORMATS, current
from voting.services import services

blueprint = Blueprint("minutes", __name__, url_prefix="/audit")


@blueprint.get("/minutes.<kind>")
@allowed(*OFFICER_ROLES.values())
def minutes(kind: str) -> Response:
    """Return the minutes in one of the convention's languages, the authoritative one unless asked otherwise."""
    if kind not in FORMATS:
        raise Problem(404)
    found = current(services())
    language = request.args.get("language", found.languages[0])
    if language not in found.languages:
        raise Problem(404, detail=f"the convention's languages are {', '.join(found.languages)}")
    write, mimetype = FORMATS[kind]
    response = Response(aside(lambda: write(printed(found, language))), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=minutes.{language}.{kind}"
    return response
