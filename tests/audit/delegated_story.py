"""A convention where mandates change hands: an alternate, a proxy, and two blocks, one of them divided."""

from functools import cache

from tests.audit.scenario import Hall, Member


@cache
def delegated_story() -> Hall:
    """Return it with two motions declared: the first by single votes, the second by blocks."""
    hall = Hall("delegated")
    hall.delegation("nord", 2, weight=2)
    hall.delegation("sud", 2)
    ana, bea, cleo, dora = hall.issue(("nord/1",), ("nord/2",), ("sud/1",), ("sud/2",), heads=(0, 2))
    ida = hall.alternate("sud")
    for member in (ana, bea, cleo, dora, ida):
        hall.enrol(member)
    desk = hall.device(hall.desk)
    hall.record(desk, "presence.recorded", credential=cleo.number, state="in")
    hall.record(hall.device(bea), "mandate.delegated", mandates=["nord/2"], to=cleo.number, **{"as": "proxy"})
    hall.record(desk, "mandate.delegated", mandates=["sud/2"], to=ida.number, **{"as": "alternate"})

    first = hall.open("m1")
    hall.vote(ana, "m1", first, "yes")
    hall.vote(cleo, "m1", first, "yes")
    hall.vote(cleo, "m1", first, "no", "nord/2")
    hall.vote(ida, "m1", first, "abstain", "sud/2")
    hall.close("m1", first)
    hall.declare("m1", first)

    hall.record(desk, "presence.recorded", credential=bea.number, state="in")
    hall.record(hall.device(ida), "mandate.returned", mandates=["sud/2"])
    second = hall.open("m2")
    block(hall, cleo, "m2", second, "sud", {"yes": 2})
    block(hall, ana, "m2", second, "nord", {"no": 1, "yes": 1})
    block(hall, cleo, "m2", second, "sud", {"no": 2})
    hall.close("m2", second)
    hall.declare("m2", second)
    return hall


def block(hall: Hall, head: Member, motion: str, opening: str, delegation: str, choices: dict[str, int]) -> None:
    fields = {"motion": motion, "opening": opening, "delegation": delegation, "ballot": {"choices": choices}}
    hall.record(hall.device(head), "block.cast", **fields)


@cache
def delegated_bundle() -> bytes:
    return delegated_story().bundle()
