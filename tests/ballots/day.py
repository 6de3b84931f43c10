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


def size(hall: Assembly, roll: str) -> Payload:
    total = hall.convention.rolls[roll].total
    return {"count": total.heads, "weight": total.weight}


def report_fields(hall: Assembly, report: str, *contested: str, **changes: Any) -> Payload:
    """Return the fields of a report on the rolls as they are, counted mandate by mandate."""
    rolls, delegations = hall.convention.rolls, hall.convention.delegations
    here = {name: roll.members_before(hall.convention.size) for name, roll in rolls.items()}
    return {
        "report": report,
        "allocated": {
            "count": sum(one.entitlement for one in delegations.values()),
            "weight": sum(one.entitlement * one.weight for one in delegations.values()),
        },
        "accredited": size(hall, "accredited"),
        "present": size(hall, "present"),
        "delegations": {
            name: [one.entitlement, *(sum(seat.startswith(f"{name}/") for seat in here[roll]) for roll in rolls)]
            for name, one in delegations.items()
        },
        "contested": list(contested),
    } | changes


def report(hall: Assembly, name: str, *contested: str, by: Member | None = None, **changes: Any) -> str:
    return hall.say((by or hall.desk).kid, "credentials.reported", **report_fields(hall, name, *contested, **changes))


def propose_agenda(hall: Assembly, name: str, *titles: str, by: Member | None = None, **changes: Any) -> str:
    items = [{"title": {"en": title}, "document": None} for title in titles or ("Opening", "The springs")]
    return hall.say((by or hall.chair).kid, "agenda.proposed", **{"agenda": name, "items": items} | changes)


def matter(hall: Assembly, kind: str, name: str, /, **changes: Any) -> Payload:
    """Return the subject that names a report, an agenda, or a motion or decision to be reconsidered."""
    convention = hall.convention
    if kind == "reconsideration":
        known = convention.motions.get(name)
        digest = known.opening if known else convention.decisions[name].digest
    else:
        digest = {"credentials": convention.reports, "agenda": convention.agendas}[kind][name].digest
    return {"kind": kind, "id": name, "digest": digest} | changes


def call_count(hall: Assembly, name: str) -> str:
    return hall.say(hall.chair.kid, "count.called", count=name, tree=hall.tree())


def about_count(hall: Assembly, name: str, **fields: Any) -> Payload:
    return {"count": name, "call": hall.convention.counts[name].call} | fields


def answer(hall: Assembly, member: Member, name: str, **changes: Any) -> str:
    return hall.say(member.kid, "presence.answered", **about_count(hall, name, **changes))


def record_hands(hall: Assembly, name: str, mandates: int, by: Member | None = None, **changes: Any) -> str:
    fields = about_count(hall, name, mandates=mandates, **changes)
    return hall.say((by or hall.teller).kid, "hands.recorded", **fields)


def confirm_hands(hall: Assembly, name: str, record: str, by: Member) -> str:
    return hall.say(by.kid, "hands.confirmed", count=name, record=record)


def end_count(hall: Assembly, name: str, **changes: Any) -> str:
    return hall.say(hall.chair.kid, "count.ended", **about_count(hall, name, tree=hall.tree(), **changes))
