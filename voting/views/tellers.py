"""The tellers' room: mandates that may vote on paper or aloud, and the records that wait for a second teller."""

from flask import Blueprint, Response, jsonify, request

from ballots.acts import Role
from ballots.convention import Convention
from ballots.lot import roll_order
from ballots.mandate import seat_of
from ballots.motion import Motion
from ballots.paper import PaperRecord, PaperState
from ballots.paper_acts import Method
from voting.access import allowed
from voting.errors import Problem
from voting.hall import Plain
from voting.page_shells import room
from voting.services import services

blueprint = Blueprint("tellers", __name__, url_prefix="/tellers")

# What fits on a screen; whoever looks for more types more.
FOUND_LIMIT = 40


@blueprint.get("")
@allowed(Role.TELLER)
def page() -> Response:
    """Show the tellers' page."""
    return room("tellers/index.html")


@blueprint.get("/mandates")
@allowed(Role.TELLER)
def mandates() -> Response:
    """Return mandates of a motion's electorate that match `find`: a mandate, a delegation, a credential number.

    Of a roll that is called aloud (`method` is `voice`) delegations come in order from the one drawn by lot on; with
    nothing to find, only mandates that have not voted.
    """
    with services().sequencer.reading() as (log, _):
        convention, motion = log.convention, _motion(log.convention)
        wanted, aloud = request.args.get("find", "").strip().casefold(), request.args.get("method") == Method.VOICE
        names = {
            name: " ".join((name, *delegation.name.values())).casefold()
            for name, delegation in convention.delegations.items()
        }
        found = [mandate for mandate in motion.electorate() if _matches(convention, motion, mandate, wanted, names)]
        called = roll_order(motion)
        order = {name: place for place, name in enumerate(called if aloud else sorted(called))}
        found.sort(key=lambda mandate: (order[seat_of(mandate).delegation], seat_of(mandate).number))
        waiting = _waiting(motion)
        return jsonify(
            {
                "delegations": {name: dict(convention.delegations[name].name) for name in sorted(names)},
                "mandates": [_view(convention, motion, mandate, waiting) for mandate in found[:FOUND_LIMIT]],
                "more": max(0, len(found) - FOUND_LIMIT),
            }
        )


@blueprint.get("/records")
@allowed(Role.TELLER)
def records() -> Response:
    """Return a motion's records that wait for a second teller, without what they say."""
    with services().sequencer.reading() as (log, _):
        return jsonify({"records": [_record_view(record) for record in _waiting(_motion(log.convention))]})


@blueprint.get("/records/<digest>")
@allowed(Role.TELLER)
def record(digest: str) -> Response:
    """Return the statement of a record, withheld from all others until the close: tellers sign what they have read."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.papers.get(digest)
        if found is None:
            raise Problem(404)
    response = Response(b"".join(log.store.entries(found.entry, found.entry + 1)))
    response.content_type = "application/jose"
    response.cache_control.no_store = True
    return response


def _motion(convention: Convention) -> Motion:
    motion = convention.motions.get(request.args.get("motion", ""))
    if motion is None or not motion.is_open:
        raise Problem(404)
    return motion


def _matches(convention: Convention, motion: Motion, mandate: str, wanted: str, names: dict[str, str]) -> bool:
    if not wanted:
        return mandate not in motion.votes
    if wanted.isdecimal():
        return str(convention.holders.get(mandate)) == wanted
    return mandate.casefold().startswith(wanted) or wanted in names[seat_of(mandate).delegation]


def _waiting(motion: Motion) -> list[PaperRecord]:
    pending = (record for record in motion.papers.values() if record.state is PaperState.PENDING)
    return [record for record in pending if record.mandate not in motion.votes]


def _view(convention: Convention, motion: Motion, mandate: str, waiting: list[PaperRecord]) -> Plain:
    vote = motion.votes.get(mandate)
    return {
        "mandate": mandate,
        "delegation": dict(convention.delegations[seat_of(mandate).delegation].name),
        "credential": convention.holders.get(mandate),
        "voted": None if vote is None else vote.method.value,
        "records": [_record_view(record) for record in waiting if record.mandate == mandate],
    }


def _record_view(record: PaperRecord) -> Plain:
    """Return who recorded what for which mandate, but for the choice: the second teller reads it from the paper."""
    return {
        "digest": record.digest,
        "entry": record.entry,
        "mandate": record.mandate,
        "method": record.method.value,
        "person": record.person,
    }
