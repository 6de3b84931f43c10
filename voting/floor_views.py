"""The floor as everyone in the hall may see it, as plain values for pages."""

from dataclasses import asdict
from typing import Any

from ballots.convention import Convention
from ballots.state import Credential
from voting.cues import polled
from voting.floor import Floor
from voting.practice import VOTERS, Practice
from voting.rights import exercised
from voting.speakers import Request, Side, Speakers, request_of

Plain = dict[str, Any]


# How many the chair's page names who have not practised: more can only be counted.
MOST_MISSING = 200
# How many of those who wait the hall screen names.
NEXT = 3


def floor_view(version: int, floor: Floor, convention: Convention) -> Plain:
    """Return what everyone may see of the floor, and its version."""
    live = floor.after(len(convention.motions))
    running = polled(convention)
    return {
        "version": version,
        "pause": None if live.pause is None else {"since": live.pause.since, "until": live.pause.until},
        "speakers": speakers_view(live.speakers, convention),
        "interpreters": live.interpreters is not None,
        "countdowns": [asdict(one) for one in live.countdowns if one.motion in running],
        # Only that there are some: chairs and clerks read them when that changes.
        "prepared": [{"number": one.number, "returned": one.returned is not None} for one in live.prepared.acts],
        "practice": None if live.practice is None else practice_view(live.practice, convention),
    }


def practice_view(practice: Practice, convention: Convention) -> Plain:
    """Return how many have practised, of how many, and what they chose once phones have stopped."""
    return {
        "id": practice.id,
        "ended": practice.ended,
        "voted": len(practice.choices),
        "expected": len(_expected(convention, practice)),
        "counts": practice.counts() if practice.ended else None,
    }


def practice_missing(practice: Practice, convention: Convention) -> Plain:
    """Return who has not practised yet, by badge and delegation: whom the desk helps before the first real vote."""
    missing = [one for one in _expected(convention, practice) if one.number not in practice.choices]
    shown = [request_view(request_of(one, Side.FOR), convention) for one in missing[:MOST_MISSING]]
    return {
        "missing": [{name: one[name] for name in ("number", "delegation", "name")} for one in shown],
        "count": len(missing),
    }


def _expected(convention: Convention, practice: Practice) -> list[Credential]:
    """Return who could practise: of those with a vote, those who are here, or all where nobody was checked in yet."""
    voters = [
        one
        for one in convention.credentials.values()
        if one.active and one.role in VOTERS and (exercised(convention, one) or one.number in practice.choices)
    ]
    here = [one for one in voters if convention.people[one.person].present or one.number in practice.choices]
    return here if any(convention.people[one.person].present for one in here) else voters


def speakers_view(speakers: Speakers, convention: Convention) -> Plain:
    """Return who speaks, who is next, and the numbers of all who wait, in the order in which they are offered."""
    offered, speech = speakers.offered(), speakers.speech
    running = None
    if speech is not None:
        running = {
            **request_view(speech.request, convention),
            "since": speech.since,
            "seconds": speech.seconds,
            "held": speech.held,
        }
    return {
        "open": speakers.open,
        "seconds": speakers.seconds,
        "speaker": running,
        "next": [request_view(one, convention) for one in offered[:NEXT]],
        "line": [one.number for one in offered],
    }


def request_view(request: Request, convention: Convention) -> Plain:
    """Return somebody who asked for the floor: her badge, her delegation and its name. Her own name is the roster's."""
    delegation = convention.delegations.get(request.delegation)
    return {
        "number": request.number,
        "delegation": request.delegation,
        "name": {} if delegation is None else dict(delegation.name),
        "side": request.side.value,
    }


def line_view(version: int, speakers: Speakers, convention: Convention) -> Plain:
    """Return the whole list as chair and clerk see it, with the seconds that each one's delegation has had."""
    spoken = speakers.spoken
    line = [{**request_view(one, convention), "spoken": spoken.get(one.delegation, 0)} for one in speakers.offered()]
    return {"version": version, "seconds": speakers.seconds, "line": line}
