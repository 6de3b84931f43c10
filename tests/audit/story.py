"""One convention that most tests of bundles share, made once a run."""

from functools import cache
from typing import Any

from ballots import presets
from tests.audit.scenario import Hall
from tests.ballots.assembly import HALF, QUORUM, RULES


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


def _half(**changes: Any) -> dict[str, Any]:
    return HALF | changes


@cache
def many_houses() -> Hall:
    """Return a convention whose rules have several houses, groups, a consensus and a casting vote."""
    quorum = QUORUM | {"base": "allocated", "of": "cast"}
    consensus = {"at_most": 1, "measure": "delegations", "of": None, "type": "objections"}

    def bound(*houses: dict[str, Any], **changes: Any) -> dict[str, Any]:
        return presets.question({"majority": list(houses)} | changes)

    questions = {
        "charter": bound(_half(base="allocated"), _half(measure="delegations"), _half(of="founders"), quorum=quorum),
        "cooperation": bound(consensus, voters="founders"),
        "election": bound(_half(), tie="casting_vote"),
    }
    hall = Hall("houses", RULES | {"questions": questions, "without_vote": []})
    hall.delegation("nord", 3, groups=["founders"])
    hall.delegation("sud", 2, weight=2, groups=["founders", "south"])
    hall.delegation("west", 2, weight=3)
    seats = ("nord/1", "nord/2", "nord/3", "sud/1", "sud/2", "west/1")
    people = [hall.enrol(member) for member in hall.issue(*((seat,) for seat in seats))]

    def hold(motion: str, kind: str, letters: str) -> None:
        opening = hall.open(motion, kind)
        # What is registered now binds later motions alone.
        hall.delegation("west", 2, weight=3, groups=["founders"] if motion == "c1" else [])
        for member, letter in zip(people, letters, strict=True):
            if letter != "-":
                hall.vote(member, motion, opening, {"y": "yes", "n": "no", "a": "abstain"}[letter])
        hall.close(motion, opening)
        hall.declare(motion, opening)

    hold("c1", "charter", "yyynyn")
    hold("c2", "charter", "yynyyn")
    hold("c3", "charter", "yyy---")
    hold("o1", "cooperation", "yynnn-")
    hold("e1", "election", "yyynnn")
    hold("e2", "election", "------")
    return hall
