"""One convention that most tests of bundles share, made once a run."""

from functools import cache

from tests.audit.scenario import Hall


@cache
def story() -> Hall:
    """Return a convention where much happens: changed votes, a lost phone, an annulment, a missed quorum."""
    hall = Hall("story")
    hall.delegation("nord", 3, weight=2)
    hall.delegation("sud", 2)
    ana, bea, cleo, dora = hall.issue(("nord/1",), ("nord/2", "nord/3"), ("sud/1",), ("sud/2",))
    for member in (ana, bea, cleo):
        hall.enrol(member)
    hall.table("declaration", b"We meet.\n")
    tabled = hall.table("declaration", b"We meet, and we agree.\n")

    first = hall.open("m1", subject={"amendments": [], "digest": tabled, "document": "declaration", "text": None})
    hall.vote(ana, "m1", first, "yes")
    hall.vote(bea, "m1", first, "yes", "nord/2")
    hall.vote(cleo, "m1", first, "abstain")
    hall.vote(ana, "m1", first, "no")
    hall.vote(bea, "m1", first, "yes", "nord/3")
    hall.enrol(dora)
    hall.vote(dora, "m1", first, "no")
    hall.close("m1", first)
    hall.declare("m1", first)

    second = hall.open("m2", "statutes", change=False)
    hall.vote(cleo, "m2", second, "yes")
    again = hall.replace(ana)
    hall.vote(again, "m2", second, "yes")
    hall.vote(bea, "m2", second, "yes", "nord/2")
    hall.vote(dora, "m2", second, "no")
    hall.close("m2", second)
    hall.declare("m2", second)

    third = hall.open("m3")
    hall.vote(dora, "m3", third, "yes")
    hall.record(hall.device(hall.chair), "motion.annulled", motion="m3", opening=third, reason="A wrong question")

    fourth = hall.open("m4", "statutes")
    hall.vote(bea, "m4", fourth, "yes", "nord/3")
    hall.close("m4", fourth)
    return hall


@cache
def story_bundle() -> bytes:
    return story().bundle()
