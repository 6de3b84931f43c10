"""Reconsideration: a decision that was taken back has no effect, as if it had never been."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ballots.amendment import Status
from ballots.day_errors import LaterDecisionsFirst, NotReconsiderable, ReconsiderationStands, TextBeingVoted
from ballots.decision_errors import DecisionServed, NotDecided
from ballots.errors import Refused
from ballots.motion_errors import UnknownMotion, WrongKind, WrongOpening
from ballots.standing import standing
from ballots.verdicts import is_reconsidered
from tests.ballots.assembly import HALF, QUESTIONS, TWO_THIRDS, rule
from tests.ballots.day import matter, open_sitting, propose_agenda
from tests.ballots.drafting import CLEAN, DECLARATION, DIVISIBLE, OWN, PARTS, Drafting, drafting
from tests.ballots.tellers import confirm_decision, decide
from tests.ballots.test_amending_laws import PROPOSALS, fields

KIND = "reconsideration"
RULES: dict[str, Any] = {
    "questions": QUESTIONS | {KIND: rule(TWO_THIRDS)},
    "without_vote": ["ordinary", KIND],
}


@pytest.fixture
def hall() -> Drafting:
    hall = drafting(**RULES)
    hall.officers["second"] = hall.appoint("teller")
    return hall


def reopen(hall: Drafting, name: str, **changes: Any) -> str:
    """Open a motion to take a decision back."""
    motion = f"again-{hall.convention.size}"
    hall.open(motion, KIND, subject=matter(hall, KIND, name), **changes)
    return motion


def reconsider(hall: Drafting, name: str, choice: str = "yes") -> str:
    return hall.finish(reopen(hall, name), choice)


def by_hands(hall: Drafting, decision: str, **changes: Any) -> str:
    decide(hall, decision, **changes)
    for teller in (hall.teller, hall.officers["second"]):
        confirm_decision(hall, decision, teller)
    return decision


class TestEffects:
    def test_an_adopted_amendment_is_pending_again(self, hall: Drafting) -> None:
        before = hall.text()
        hall.amend("A1", **OWN)
        hall.amend("A2", **DIVISIBLE)
        motion = hall.decide("A1")
        assert hall.status("A2") is Status.FALLEN
        assert hall.text() != before
        reconsider(hall, motion)
        assert [hall.status(name) for name in ("A1", "A2")] == [Status.PENDING] * 2
        assert hall.text() == before
        hall.decide("A2")
        assert hall.standing("A1") == (Status.FALLEN, "A2")

    def test_a_rejected_one_too(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        reconsider(hall, hall.decide("A1", choice="no"))
        assert hall.status("A1") is Status.PENDING
        hall.decide("A1")
        assert hall.status("A1") is Status.ADOPTED

    def test_it_needs_the_majority_of_its_own_kind(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        motion = hall.decide("A1")
        again = reopen(hall, motion)
        for voter, choice in zip(hall.voters, ("yes", "no", "no"), strict=True):
            hall.vote(voter, again, choice)
        hall.end(again)
        hall.close(again)
        hall.declare(again)
        assert hall.status("A1") is Status.ADOPTED
        assert not is_reconsidered(hall.convention, motion)
        # It may be tried again.
        reconsider(hall, motion)
        assert hall.status("A1") is Status.PENDING

    def test_it_has_none_before_its_declaration_nor_once_annulled(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        again = reopen(hall, hall.decide("A1"))
        for voter in hall.voters:
            hall.vote(voter, again, "yes")
        hall.end(again)
        hall.close(again)
        assert hall.status("A1") is Status.ADOPTED
        hall.confirm_annulment(again, hall.annul(again))
        assert hall.status("A1") is Status.ADOPTED

    def test_without_a_vote(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        motion = hall.decide("A1")
        by_hands(hall, "d1", kind=KIND, subject=matter(hall, KIND, motion))
        assert hall.status("A1") is Status.PENDING

    def test_of_a_decision_without_a_vote(self, hall: Drafting) -> None:
        propose_agenda(hall, "a1")
        by_hands(hall, "d1", subject=matter(hall, "agenda", "a1"))
        reconsider(hall, "d1")
        # Nothing is decided on it any more: it can be put again.
        by_hands(hall, "d2", subject=matter(hall, "agenda", "a1"))

    def test_a_compromise_falls_back_to_waiting(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **DIVISIBLE)
        hall.withdraw("A2", in_favour_of="A1")
        motion = hall.decide("A1")
        assert hall.status("A2") is Status.WITHDRAWN
        reconsider(hall, motion)
        assert hall.status("A2") is Status.SUSPENDED


class TestWhat:
    def test_only_under_the_kind_that_is_made_for_it(self, hall: Drafting) -> None:
        motion = hall.finish(hall.put())
        with hall.refused(WrongKind):
            hall.open("again", subject=matter(hall, KIND, motion))
        with hall.refused(WrongKind):
            decide(hall, "again", subject=matter(hall, KIND, motion))

    def test_a_decision_that_exists(self, hall: Drafting) -> None:
        about = matter(hall, KIND, hall.finish(hall.put()))
        with hall.refused(UnknownMotion):
            hall.open("again", KIND, subject=about | {"id": "other"})
        with hall.refused(WrongOpening):
            hall.open("again", KIND, subject=about | {"digest": hall.document.digest})

    @pytest.mark.parametrize("state", ["open", "ended", "closed", "annulled"])
    def test_not_before_it_is_declared_or_once_annulled(self, hall: Drafting, state: str) -> None:
        hall.bring_to("m", state)
        with hall.refused(NotReconsiderable):
            reopen(hall, "m")

    def test_not_while_its_annulment_waits(self, hall: Drafting) -> None:
        hall.finish(motion := hall.put())
        hall.annul(motion)
        with hall.refused(NotReconsiderable):
            reopen(hall, motion)

    def test_not_what_tellers_have_not_confirmed_or_no_quorum_decided(self, hall: Drafting) -> None:
        decide(hall, "d1")
        with hall.refused(NotReconsiderable):
            reopen(hall, "d1")
        hall.open("m", "statutes")
        for act in (hall.end, hall.close, hall.declare):
            act("m")
        with hall.refused(NotReconsiderable):
            reopen(hall, "m")

    def test_once_and_not_a_reconsideration(self, hall: Drafting) -> None:
        motion = by_hands(hall, "d1")
        again = reopen(hall, motion)
        with hall.refused(NotReconsiderable):
            reopen(hall, motion)
        hall.finish(again)
        for name in (motion, again):
            with hall.refused(NotReconsiderable):
                reopen(hall, name)

    def test_what_served_stands_and_what_is_in_question_serves_nothing(self, hall: Drafting) -> None:
        open_sitting(hall, "s1")
        for name in ("served", "taken back"):
            by_hands(hall, name.replace(" ", "-"))
        hall.change_officers([hall.member("clerk")], by=hall.chair, decision="served")
        with hall.refused(DecisionServed):
            reopen(hall, "served")
        again = reopen(hall, "taken-back")
        for _ in range(2):
            with hall.refused(NotDecided):
                hall.change_officers([hall.member("clerk")], by=hall.chair, decision="taken-back")
            if hall.motion(again).declared is None:
                hall.finish(again)


class TestTexts:
    def test_nothing_is_decided_on_a_text_meanwhile(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **CLEAN)
        motion = hall.decide("A1")
        voting = hall.put("A2")
        with hall.refused(TextBeingVoted):
            reopen(hall, motion)
        hall.finish(voting)
        decide(hall, "again", kind=KIND, subject=matter(hall, KIND, voting))
        again = reopen(hall, motion)
        hall.amend("A3", "delete", 3)
        with hall.refused(TextBeingVoted):
            hall.put("A3")
        with hall.refused(TextBeingVoted):
            reopen(hall, voting)
        confirm_decision(hall, "again", hall.teller)
        with hall.refused(TextBeingVoted):
            confirm_decision(hall, "again", hall.officers["second"])
        hall.finish(again)
        hall.decide("A3")

    @pytest.mark.parametrize("above", ["A1", None])
    def test_what_rests_on_it_comes_first(self, hall: Drafting, above: str | None) -> None:
        hall.amend("A1", **OWN)
        if above:
            hall.amend("A2", "replace", 0, words=[0, 1], text="each of", above="A1")
            motion, later = hall.decide("A2"), hall.decide("A1")
        else:
            motion, later = hall.decide("A1"), hall.decide()
        with hall.refused(LaterDecisionsFirst) as refusal:
            reopen(hall, motion)
        assert refusal.value.detail.endswith(later)
        reconsider(hall, later)
        reconsider(hall, motion)
        assert hall.status("A2" if above else "A1") is Status.PENDING

    @pytest.mark.parametrize("above", ["A1", None])
    def test_nor_is_it_annulled_before_what_rests_on_it(self, hall: Drafting, above: str | None) -> None:
        hall.amend("A1", **OWN)
        if above:
            hall.amend("A2", "replace", 0, words=[0, 1], text="each of", above="A1")
            motion, name = hall.decide("A2"), "A2"
        else:
            motion, name = hall.decide("A1"), "A1"
        annulment = hall.annul(motion)
        later = hall.decide(*([above] if above else []))
        teller = hall.officers["teller"]
        with hall.refused(LaterDecisionsFirst):
            hall.confirm_annulment(motion, annulment, teller)
        hall.confirm_annulment(later, hall.annul(later), teller)
        hall.confirm_annulment(motion, annulment, teller)
        assert hall.status(name) is Status.PENDING
        assert hall.text() == DECLARATION

    def test_the_whole_rests_on_its_parts(self, hall: Drafting) -> None:
        hall.amend("A1", **DIVISIBLE)
        hall.about("A1", "amendment.divided", parts=list(PARTS))
        part = hall.decide("A1.1")
        hall.decide("A1.2")
        whole = hall.decide("A1")
        with hall.refused(LaterDecisionsFirst):
            reopen(hall, part)
        reconsider(hall, whole)
        reconsider(hall, part)
        assert [hall.status(name) for name in ("A1", "A1.1", "A1.2")] == [
            Status.PENDING,
            Status.PENDING,
            Status.SURVIVES,
        ]

    @pytest.mark.parametrize("annulled", ["before", "after"])
    def test_it_is_not_annulled_once_it_is_adopted(self, hall: Drafting, annulled: str) -> None:
        hall.amend("A1", **OWN)
        again = reopen(hall, hall.decide("A1"))
        for voter in hall.voters:
            hall.vote(voter, again, "yes")
        hall.end(again)
        hall.close(again)
        annulment = hall.annul(again) if annulled == "before" else ""
        hall.declare(again)
        with hall.refused(ReconsiderationStands):
            hall.confirm_annulment(again, annulment) if annulment else hall.annul(again)

    def test_one_that_failed_is_annulled_as_any(self, hall: Drafting) -> None:
        again = reconsider(hall, by_hands(hall, "d1"), "no")
        hall.confirm_annulment(again, hall.annul(again))


Step = tuple[str, str]
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(PROPOSALS, st.data())
def test_the_text_is_that_of_a_history_without_the_decision(proposals: list[Any], data: st.DataObject) -> None:
    """Decide on amendments, take some decisions back; then play the same without those decisions."""

    def tabled() -> Drafting:
        hall = drafting(**RULES)
        for number, change in enumerate(proposals, 1):
            attempt(lambda number=number, change=change: hall.amend(f"A{number}", **fields(change)))
        return hall

    hall = tabled()
    names = list(hall.convention.amendments)
    assume(names)
    held: dict[str, Step] = {}
    for _ in range(data.draw(st.integers(2, 9))):
        if held and data.draw(st.booleans()):
            motion = data.draw(st.sampled_from(list(held)))
            if attempt(lambda motion=motion: reconsider(hall, motion)):
                del held[motion]
            continue
        name, choice = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["yes", "yes", "no"]))
        if attempt(lambda name=name: hall.put(name)):
            motion = f"motion-{hall.motions}"
            held[hall.finish(motion, choice)] = (name, choice)
    other = tabled()
    for name, choice in held.values():
        other.decide(name, choice=choice)
    assert hall.text() == other.text()
    for name in names:
        one, two = (standing(each.convention, each.convention.amendments[name]).status for each in (hall, other))
        assert one is two


def attempt(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused:
        return False
    return True


def test_the_majority_of_this_kind_is_not_that_of_others() -> None:
    assert RULES["questions"][KIND] != rule(HALF)
