"""Officers and delegations: the founder's until the assembly sits, then a chair's, on one decision each."""

from collections.abc import Callable
from typing import Any

import pytest

from ballots import presets
from ballots.authority import serviceable
from ballots.decision_errors import DecisionRequired, DecisionServed, LastChair, NotDecided
from ballots.errors import NotAllowed
from tests.ballots.assembly import HALF, Assembly, Member, assembly, rule
from tests.ballots.day import close_sitting, open_sitting
from tests.ballots.tellers import confirm_decision, decide

ORDINARY = presets.in_opening(rule(HALF))


def convened(*kinds: str) -> Assembly:
    """Return an assembly that sits, with these kinds of question, one delegate and two tellers."""
    names = ("ordinary", *kinds)
    hall = assembly(questions=dict.fromkeys(names, rule(HALF)), without_vote=list(names))
    hall.officers["second"] = hall.appoint("teller")
    hall.officers["delegate"] = hall.delegate("nord/1", present=True)
    open_sitting(hall, "s1")
    return hall


def adopt(hall: Assembly, decision: str, kind: str = "election", **changes: Any) -> str:
    decide(hall, decision, kind=kind, **changes)
    for teller in (hall.teller, hall.officers["second"]):
        confirm_decision(hall, decision, teller)
    return decision


def carry(hall: Assembly, motion: str, choice: str = "yes", kind: str = "election") -> str:
    hall.open(motion, kind, **ORDINARY)
    hall.vote(hall.officers["delegate"], motion, choice)
    hall.end(motion)
    hall.close(motion)
    hall.declare(motion)
    return motion


def appoint(hall: Assembly, decision: str | None, by: Member | None = None) -> str:
    return hall.change_officers(issue=[hall.member("clerk")], by=by or hall.chair, decision=decision)


def register(hall: Assembly, decision: str | None, by: str = "") -> str:
    fields = {"delegation": "west", "name": {"en": "West"}, "entitlement": 3, "weight": 1, "groups": []}
    return hall.say(by or hall.chair.kid, "delegation.registered", decision=decision, **fields)


ACTS: list[Callable[[Assembly, str | None], str]] = [appoint, register]
both = pytest.mark.parametrize("act", ACTS)


@both
def test_after_the_first_sitting_a_chair_acts_on_a_decision(act: Callable[..., str]) -> None:
    hall = convened("election")
    with hall.refused(DecisionRequired):
        act(hall, None)
    act(hall, adopt(hall, "d1"))
    act(hall, carry(hall, "m1"))
    close_sitting(hall, "s1")
    with hall.refused(DecisionRequired):
        act(hall, None)


@both
def test_a_decision_serves_one_change_of_either_kind(act: Callable[..., str]) -> None:
    hall = convened("election")
    act(hall, adopt(hall, "d1"))
    for other in ACTS:
        with hall.refused(DecisionServed):
            other(hall, "d1")


def test_a_refused_change_leaves_its_decision_for_another() -> None:
    hall = convened("election")
    adopt(hall, "d1")
    with hall.refused(LastChair):
        hall.change_officers(revoke=[hall.chair], by=hall.chair, decision="d1")
    appoint(hall, "d1")


@both
def test_the_founder_acts_no_more(act: Callable[..., str]) -> None:
    hall = convened("election")
    adopt(hall, "d1")
    for decision in (None, "d1"):
        with hall.refused(NotAllowed):
            hall.change_officers(issue=[hall.member("clerk")], decision=decision)
        with hall.refused(NotAllowed):
            register(hall, decision, by=hall.founder)


@both
def test_no_other_officer_does(act: Callable[..., str]) -> None:
    hall = convened("election")
    adopt(hall, "d1")
    for role in ("clerk", "desk", "teller", "auditor", "founder"):
        with hall.refused(NotAllowed):
            appoint(hall, "d1", by=hall.officers[role])
        with hall.refused(NotAllowed):
            register(hall, "d1", by=hall.officers[role].kid)


def test_what_a_change_may_still_be_made_on() -> None:
    hall = convened("election")
    for name in ("m1", "m2", "m3"):
        carry(hall, name)
    carry(hall, "m4", choice="no")
    carry(hall, "m5", kind="ordinary")
    hall.open("m6", "election", **ORDINARY)
    adopt(hall, "d1")
    adopt(hall, "d2", outcome="not_adopted", method="hands")
    decide(hall, "d3", kind="election")
    assert serviceable(hall.convention) == ["m1", "m2", "m3", "d1"]
    appoint(hall, "m2")
    register(hall, "d1")
    assert serviceable(hall.convention) == ["m1", "m3"]
    appoint(hall, "m3")
    annulment = hall.annul("m1")
    assert serviceable(hall.convention) == ["m1"]
    hall.confirm_annulment("m1", annulment)
    assert serviceable(hall.convention) == []


def test_what_serves_where_the_rules_have_no_kind_of_that_name() -> None:
    hall = convened("procedure")
    carry(hall, "m1", kind="ordinary")
    carry(hall, "m2", kind="procedure")
    assert serviceable(hall.convention) == ["m2"]
    hall = convened()
    carry(hall, "m1", kind="ordinary")
    assert serviceable(hall.convention) == ["m1"]


def test_before_the_first_sitting_nothing_is_named() -> None:
    hall = assembly()
    with hall.refused(NotDecided):
        hall.change_officers(issue=[hall.member("clerk")], decision="d1")
    with hall.refused(NotDecided):
        register(hall, "d1", by=hall.founder)
    with hall.refused(NotAllowed):
        appoint(hall, None)
    hall.change_officers(revoke=[hall.chair])


@both
def test_what_the_assembly_did_not_adopt(act: Callable[..., str]) -> None:
    hall = convened("election")
    adopt(hall, "lost", method="hands", outcome="not_adopted")
    decide(hall, "stated", kind="election")
    carry(hall, "rejected", "no")
    annulled = carry(hall, "annulled")
    hall.confirm_annulment(annulled, hall.annul(annulled))
    hall.open("open", "election", **ORDINARY)
    hall.vote(hall.officers["delegate"], "open", "yes")
    for name in ("nothing", "lost", "stated", "rejected", "annulled", "open"):
        with hall.refused(NotDecided):
            act(hall, name)
    hall.end("open")
    hall.close("open")
    with hall.refused(NotDecided):
        act(hall, "open")
    hall.declare("open")
    act(hall, "open")


@both
@pytest.mark.parametrize(
    ("kinds", "serves"),
    [
        (("election", "procedure"), "election"),
        (("procedure",), "procedure"),
        ((), "ordinary"),
    ],
)
def test_the_kind_of_question(act: Callable[..., str], kinds: tuple[str, ...], serves: str) -> None:
    hall = convened(*kinds)
    for number, kind in enumerate(("ordinary", *kinds)):
        name = adopt(hall, f"d{number}", kind)
        if kind == serves:
            act(hall, name)
            continue
        with hall.refused(NotDecided) as refusal:
            act(hall, name)
        assert serves in refusal.value.detail


class TestTheLastChair:
    def test_she_stays(self) -> None:
        hall = convened("election")
        chair = hall.chair
        second = hall.member("chair")
        hall.change_officers(issue=[second], by=chair, decision=adopt(hall, "d1"))
        adopt(hall, "d2")
        with hall.refused(LastChair):
            hall.change_officers(revoke=[chair, second], by=chair, decision="d2")
        hall.change_officers(revoke=[second], by=chair, decision="d2")
        adopt(hall, "d3")
        with hall.refused(LastChair):
            hall.change_officers(revoke=[chair], by=chair, decision="d3")

    def test_a_new_chair_may_take_her_place(self) -> None:
        hall = convened("election")
        new = hall.member("chair")
        hall.change_officers(issue=[new], revoke=[hall.chair], by=hall.chair, decision=adopt(hall, "d1"))
        hall.enrol(new)
        hall.officers["chair"] = new
        close_sitting(hall, "s1")
