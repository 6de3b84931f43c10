"""Annulments of decisions without a vote by name: at once while a teller is missing, then by two persons."""

import pytest

from ballots.amendment import Status
from ballots.authority import serviceable
from ballots.decision_errors import DecisionAnnulled, DecisionInUse, NotDecided, UnknownDecision
from ballots.motion_errors import UnknownMotion
from ballots.subject import resulting_text
from ballots.vote_errors import AlreadyAnnulled, SamePerson, UnknownAnnulment, UnknownRecord
from tests.ballots.assembly import Assembly, Member, assembly, digest
from tests.ballots.day import open_sitting
from tests.ballots.drafting import DECLARATION, OWN, Drafting, drafting
from tests.ballots.tellers import annul_decision, confirm_decision, decide


def convened(hall: Assembly) -> Assembly:
    hall.delegate("ost/2", present=True)
    hall.officers["second"] = hall.appoint("teller")
    return hall


@pytest.fixture
def hall() -> Assembly:
    return convened(assembly())


def state_of(hall: Assembly, decision: str = "d") -> str:
    return hall.convention.decisions[decision].state


def carry(hall: Assembly, decision: str = "d", /, **changes: object) -> str:
    decide(hall, decision, **changes)
    for teller in (hall.teller, hall.officers["second"]):
        confirm_decision(hall, decision, teller)
    return decision


def confirm(hall: Assembly, annulment: str, by: Member | None = None, decision: str = "d") -> str:
    return hall.confirm_annulment(decision, annulment, by=by or hall.teller)


def test_at_once_while_a_teller_is_missing(hall: Assembly) -> None:
    decide(hall, "d")
    confirm_decision(hall, "d", hall.teller)
    annulment = annul_decision(hall, "d")
    assert state_of(hall) == "annulled"
    with hall.refused(DecisionAnnulled):
        confirm_decision(hall, "d", hall.officers["second"])
    with hall.refused(AlreadyAnnulled):
        confirm(hall, annulment)
    with hall.refused(DecisionInUse):
        decide(hall, "d")


def test_in_effect_it_stands_until_a_second_person_confirms(hall: Assembly) -> None:
    carry(hall)
    annulment = annul_decision(hall, "d")
    assert state_of(hall) == "in_effect"
    again = hall.appoint("teller", person=hall.chair.person)
    for same in (hall.chair, again):
        with hall.refused(SamePerson):
            confirm(hall, annulment, same)
    other = hall.appoint("chair")
    with hall.refused(AlreadyAnnulled):
        annul_decision(hall, "d", by=other)
    index = hall.convention.size
    confirm(hall, annulment)
    assert state_of(hall) == "annulled"
    assert hall.convention.decisions["d"].changed == index
    assert hall.convention.decisions["d"].annulment.reason == "Hands were counted twice."
    with hall.refused(AlreadyAnnulled):
        confirm(hall, annulment)
    with hall.refused(DecisionInUse):
        decide(hall, "d")
    with hall.refused(DecisionInUse):
        hall.open("d")


def test_another_chair_confirms_as_well(hall: Assembly) -> None:
    carry(hall)
    confirm(hall, annul_decision(hall, "d"), hall.appoint("chair"))
    assert state_of(hall) == "annulled"


def test_it_names_the_statement_and_the_annulment(hall: Assembly) -> None:
    with hall.refused(UnknownDecision):
        annul_decision(hall, "d", record=digest("none"))
    first = decide(hall, "d")
    carry(hall, "d", counts={"yes": 1, "no": 0, "abstain": 0})
    with hall.refused(UnknownRecord):
        annul_decision(hall, "d", record=first)
    with hall.refused(UnknownAnnulment):
        confirm(hall, digest("none"))
    annulment = annul_decision(hall, "d")
    carry(hall, "other")
    other = annul_decision(hall, "other")
    for wrong in (first, other, hall.convention.decisions["d"].digest):
        with hall.refused(UnknownAnnulment):
            confirm(hall, wrong)
    with hall.refused(UnknownMotion):
        confirm(hall, annulment, decision="nothing")


def test_what_it_decided_on_people_can_serve_no_more() -> None:
    hall = convened(assembly())
    open_sitting(hall, "s1")
    for name in ("d1", "d2"):
        carry(hall, name)
    hall.change_officers(issue=[hall.member("clerk")], by=hall.chair, decision="d1")
    for name in ("d1", "d2"):
        confirm(hall, annul_decision(hall, name), decision=name)
    assert serviceable(hall.convention) == []
    with hall.refused(NotDecided):
        hall.change_officers(issue=[hall.member("clerk")], by=hall.chair, decision="d2")
    # What was done on it before stays done: badges have been handed out.
    assert list(hall.convention.served) == ["d1"]


class TestText:
    """What an annulled decision adopted is no part of the text any more, and may be put again."""

    def carried(self, *names: str, outcome: str = "adopted") -> Drafting:
        hall = drafting()
        convened(hall)
        hall.amend("A1", **OWN)
        hall.amend("A2", "delete", 2)
        text = resulting_text(hall.convention, hall.document, names)
        subject = {"document": "springs", "digest": hall.document.digest, "amendments": list(names), "text": text}
        carry(hall, subject=subject, method="hands", outcome=outcome)
        return hall

    def test_adopted(self) -> None:
        hall = self.carried("A1")
        assert hall.status("A1") is Status.ADOPTED
        assert hall.status("A2") is Status.FALLEN
        assert hall.text() != DECLARATION
        annulment = annul_decision(hall, "d")
        assert hall.status("A1") is Status.ADOPTED
        confirm(hall, annulment)
        assert hall.status("A1") is Status.PENDING
        assert hall.status("A2") is Status.PENDING
        assert hall.text() == DECLARATION
        hall.decide("A2")
        assert hall.status("A2") is Status.ADOPTED
        assert hall.status("A1") is Status.FALLEN

    def test_rejected(self) -> None:
        hall = self.carried("A1", outcome="not_adopted")
        assert hall.status("A1") is Status.REJECTED
        confirm(hall, annul_decision(hall, "d"))
        assert hall.status("A1") is Status.PENDING

    def test_an_earlier_decision_lives_again_where_it_decided(self) -> None:
        """A later one that is annulled hides no earlier one."""
        hall = drafting()
        convened(hall)
        hall.amend("A1", **OWN)
        motion = hall.decide("A1")
        assert hall.standing("A1").cause == motion
        hall.confirm_annulment(motion, hall.annul(motion))
        subject = {
            "document": "springs",
            "digest": hall.document.digest,
            "amendments": ["A1"],
            "text": resulting_text(hall.convention, hall.document, ("A1",)),
        }
        carry(hall, subject=subject)
        assert hall.standing("A1") == (Status.ADOPTED, "d")
        confirm(hall, annul_decision(hall, "d"))
        assert hall.standing("A1") == (Status.PENDING, None)
