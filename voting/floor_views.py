"""The floor as everyone in the hall may see it, as plain values for pages."""

from dataclasses import asdict
from typing import Any

from ballots.convention import Convention
from voting.floor import Floor

Plain = dict[str, Any]


def floor_view(version: int, floor: Floor, convention: Convention) -> Plain:
    """Return what everyone may see of the floor, and its version."""
    live = floor.after(len(convention.motions))
    return {"version": version, "pause": None if live.pause is None else pause_view(asdict(live.pause))}


def pause_view(pause: Plain) -> Plain:
    """Return a pause: since when and until when, in seconds since 1970."""
    return {"since": pause["since"], "until": pause["until"]}
