"""What chairs do with sittings: one call an act, each returns its statement's digest."""

from typing import Any

from tests.ballots.assembly import Assembly, Member, Payload


def present_claim(hall: Assembly) -> Payload:
    """Return the roll `present` as a chair must claim it."""
    roll = hall.convention.present
    return {"count": roll.total.heads, "version": roll.version, "weight": roll.total.weight}


def opening_of_sitting(hall: Assembly, sitting: str, **changes: Any) -> Payload:
    title = {"en": f"Sitting {sitting}"}
    return {"sitting": sitting, "title": title, "present": present_claim(hall), "tree": hall.tree()} | changes


def open_sitting(hall: Assembly, sitting: str, by: Member | None = None, **changes: Any) -> str:
    return hall.say((by or hall.chair).kid, "sitting.opened", **opening_of_sitting(hall, sitting, **changes))


def suspend(hall: Assembly, sitting: str) -> str:
    return hall.say(hall.chair.kid, "sitting.suspended", sitting=sitting)


def resume(hall: Assembly, sitting: str, **changes: Any) -> str:
    fields = {"sitting": sitting, "present": present_claim(hall), "tree": hall.tree()}
    return hall.say(hall.chair.kid, "sitting.resumed", **fields | changes)


def close_sitting(hall: Assembly, sitting: str) -> str:
    return hall.say(hall.chair.kid, "sitting.closed", sitting=sitting)
