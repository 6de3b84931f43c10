"""The chair's room: motions with their tallies, documents, and texts to be tabled."""

from flask import Blueprint, Response, jsonify, request

from audit.encoding import b64url_decode
from ballots.acts import Role
from voting.access import allowed
from voting.amendment_views import document_view, whole_text
from voting.blobs import LIMIT
from voting.day_views import credentials_view, day_view, reconsideration_view
from voting.dividing import divisible
from voting.errors import Problem
from voting.hall import chair_view, decision_view, electorates_view
from voting.last_act import last_act
from voting.motion_phrases import motion_phrases
from voting.page_shells import room
from voting.services import services
from voting.turnout_views import who_voted

blueprint = Blueprint("chair", __name__)

READERS = (Role.CHAIR, Role.CLERK, Role.TELLER, Role.AUDITOR)


@blueprint.get("/chair")
@allowed(*READERS)
def page() -> Response:
    """Show the chair's page; clerks, tellers and auditors see it without the acts that are not theirs."""
    with services().sequencer.reading() as (log, _):
        languages = log.convention.founded.languages
    return room("chair/index.html", phrases=motion_phrases(languages), languages=len(languages))


@blueprint.get("/chair/motions")
@allowed(*READERS)
def motions() -> Response:
    """Return all motions, those that are closed with their tally, all decisions without a vote by name, and the day."""
    with services().sequencer.reading() as (log, _):
        found = sorted(log.convention.motions.values(), key=lambda motion: motion.index)
        decisions = sorted(log.convention.decisions.values(), key=lambda decision: decision.index)
        return jsonify(
            {
                "motions": [chair_view(log.convention, motion) for motion in found],
                "decisions": [decision_view(log.convention, decision) for decision in decisions],
                "day": day_view(log.convention),
            }
        )


@blueprint.get("/chair/motions/<name>/turnout")
@allowed(Role.CHAIR, Role.CLERK)
def turnout(name: str) -> Response:
    """Return who has voted in a motion under way and who has not, and never what."""
    with services().sequencer.reading() as (log, _):
        motion = log.convention.motions.get(name)
        if motion is None or not motion.is_open:
            raise Problem(404)
        response = jsonify(who_voted(log.convention, motion))
    response.cache_control.no_store = True
    return response


@blueprint.get("/chair/motions/<name>/last-act")
@allowed(Role.CHAIR, Role.CLERK, Role.TELLER)
def latest(name: str) -> Response:
    """Return who did the latest act on a motion or a decision, and when."""
    with services().sequencer.reading() as (log, _):
        found = last_act(log, services().roster, name)
    if found is None:
        raise Problem(404)
    response = jsonify(found)
    response.cache_control.no_store = True
    return response


@blueprint.get("/chair/electorates")
@allowed(Role.CHAIR, Role.CLERK)
def electorates() -> Response:
    """Return, for each kind of question and roll, the electorate as it stands: what an opening must name."""
    with services().sequencer.reading() as (log, _):
        return jsonify(electorates_view(log.convention, request.args.get("report", "")))


@blueprint.get("/chair/credentials")
@allowed(*READERS, Role.DESK)
def credentials() -> Response:
    """Return what a report on credentials would have to say now."""
    with services().sequencer.reading() as (log, _):
        return jsonify(credentials_view(log.convention))


@blueprint.get("/chair/reconsideration/<name>")
@allowed(*READERS)
def reconsideration(name: str) -> Response:
    """Return what would follow if the assembly took back a decision."""
    with services().sequencer.reading() as (log, _):
        found = reconsideration_view(log.convention, name)
    if found is None:
        raise Problem(404)
    return jsonify(found)


@blueprint.get("/chair/documents")
@allowed(*READERS, Role.DESK)
def documents() -> Response:
    """Return the latest version of every document, with what a vote on it as a whole pins."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.documents.values()
        return jsonify([{**document_view(one), "text": whole_text(log.convention, one)} for one in found])


@blueprint.get("/chair/amendments/<name>")
@allowed(Role.CHAIR, Role.CLERK)
def amendment(name: str) -> Response:
    """Return an amendment word by word, and the parts into which it falls by itself."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.amendments.get(name)
        if found is None:
            raise Problem(404)
        return jsonify(divisible(log.convention, found))


@blueprint.post("/blobs")
@allowed(Role.CHAIR, Role.CLERK, Role.DESK)
def put_blob() -> tuple[Response, int]:
    """Store a text that a statement is going to name."""
    if request.mimetype != "text/plain":
        raise Problem(415)
    if (request.content_length or 0) > LIMIT:
        raise Problem(413)
    digest = services().blobs.put(request.get_data(cache=False))
    return jsonify({"digest": digest, "hex": b64url_decode(digest).hex()}), 201
