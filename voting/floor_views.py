"""The floor as everyone in the hall may see it, as plain values for pages."""

from dataclasses import asdict
from typing import Any

from ballots.convention import Convention
from ballots.motion import MotionState
from voting.floor import Floor
from voting.speakers import Request, Speakers

Plain = dict[str, Any]


# How many of those who wait the hall screen names.
NEXT = 3


def floor_view(version: int, floor: Floor, convention: Convention) -> Plain:
    """Return what everyone may see of the floor, and its version."""
    live = floor.after(len(convention.motions))
    timed = None if live.countdown is None else convention.motions.get(live.countdown.motion)
    return {
        "version": version,
        "pause": None if live.pause is None else {"since": live.pause.since, "until": live.pause.until},
        "speakers": speakers_view(live.speakers, convention),
        "interpreters": live.interpreters is not None,
        "countdown": None
        if live.countdown is None or timed is None or timed.state is not MotionState.OPEN
        else asdict(live.countdown),
        # Only that there are some: chairs and clerks read them when that changes.
        "prepared": [{"number": one.number, "returned": one.returned is not None} for one in live.prepared.acts],
    }


def speakers_view(speakers: Speakers, convention: Convention) -> Plain:
    """Return who speaks, who is next, and the numbers of all who wait, in the order in which they are offered."""
    offered, speech = speakers.offered(), speakers.speech
    running = None
    if speech is not None:
        running = {**request_view(speech.request, convention), "since": speech.since, "seconds": speech.seconds}
    return {
        "open": speakers.open,
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
