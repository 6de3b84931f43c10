"""Amendments put to the vote: what goes first, what falls, division into parts, and the kinds of question."""

from itertools import product
from typing import Any

import pytest

import ballots.standing
from ballots.amendment import Amendment, Standing, Status
from ballots.amendment_errors import (
    AlreadyDivided,
    AmendmentSettled,
    AmendmentsPending,
    ConflictingAmendments,
    PartsDiffer,
    PartsFirst,
    SecondDegreeFirst,
    TextChanged,
    ThirdDegree,
    UnknownAmendment,
    WrongAmendment,
)
from ballots.errors import BadField
from ballots.motion_errors import WrongKind
from ballots.ordering import script
from ballots.state import State
from ballots.subject import resulting_text
from tests.ballots.assembly import digest
from tests.ballots.drafting import CLEAN, DECLARATION, DIVISIBLE, OWN, PARTS, Drafting, drafting
from tests.ballots.tellers import decide


@pytest.fixture
def hall() -> Drafting:
    return drafting()


def test_the_script_asks_of_each_amendment_and_not_of_each_for_each(
    hall: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may ask for the script, and while it is made nobody votes: two hundred took twenty seconds."""
    many = 30
    hall.table_text(en="".join(f"Spring {number} is for all.\n\n" for number in range(many))[:-1])
    for number in range(many):
        hall.amend(f"A{number}", "replace", number, words=[0, 1], text="Well")
    asked, verdict = list[Amendment](), ballots.standing.verdict

    def counted(state: State, amendment: Amendment) -> Standing | None:
        asked.append(amendment)
        return verdict(state, amendment)

    monkeypatch.setattr(ballots.standing, "verdict", counted)
    assert len(list(script(hall.convention, hall.document))) == many
    assert len(asked) <= 3 * many


class TestSecondDegree:
    def test_it_is_voted_first_and_changes_what_is_voted(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")
        with hall.refused(SecondDegreeFirst):
            hall.put("A1")
        hall.decide("A1a")
        hall.decide("A1")
        assert "Each valley keeps nearly all its channels clean" in hall.text()
        assert hall.status("A1a") is Status.ADOPTED

    def test_rejected_it_leaves_the_amendment_as_it_was(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")
        hall.decide("A1a", choice="no")
        hall.decide("A1")
        assert "Each valley keeps all its channels clean" in hall.text()

    def test_it_falls_with_its_amendment(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")
        hall.withdraw("A1")
        assert hall.standing("A1a") == Standing(Status.FALLEN, "A1")

    def test_there_is_no_third(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")
        with hall.refused(ThirdDegree):
            hall.amend("A1aa", "delete", 0, above="A1a", words=[0, 1])

    def test_it_comes_too_late_once_the_amendment_is_voted(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.put("A1")
        with hall.refused(AmendmentSettled):
            hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")


class TestFalling:
    def test_what_changes_the_same_words_falls(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", "delete", 2)
        hall.amend("A3", **CLEAN)
        motion = hall.decide("A1")
        assert hall.standing("A1") == Standing(Status.ADOPTED, motion)
        assert hall.standing("A2") == Standing(Status.FALLEN, "A1")
        assert hall.standing("A3") == Standing(Status.PENDING)
        with hall.refused(AmendmentSettled):
            hall.open("again", subject=subject(hall, "A2", text=digest("whatever")))

    def test_it_stands_again_when_the_decision_is_annulled(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", "delete", 2)
        motion = hall.decide("A1")
        annulment = hall.annul(motion)
        hall.confirm_annulment(motion, annulment)
        assert hall.standing("A1") == Standing(Status.PENDING)
        assert hall.standing("A2") == Standing(Status.PENDING)
        assert hall.text() == DECLARATION

    def test_no_two_that_exclude_each_other_are_voted_at_once(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", "delete", 2)
        for name in ("A1", "A2"):
            hall.recommend(name, "adopt")
        with hall.refused(ConflictingAmendments):
            hall.open("both", subject=subject(hall, "A1", "A2", text=digest("whatever")))
        hall.put("A1")
        with hall.refused(ConflictingAmendments):
            hall.put("A2")

    def test_identical_ones_are_voted_once(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **OWN, delegations=["ost"])
        motion = hall.decide("A1", "A2")
        assert {hall.standing(name) for name in ("A1", "A2")} == {Standing(Status.ADOPTED, motion)}
        assert hall.text().count("all its") == 1

    def test_a_new_version_supersedes_what_is_open(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.table_text(en=DECLARATION.replace("clean", "clear"))
        assert hall.standing("A1") == Standing(Status.SUPERSEDED)
        with hall.refused(AmendmentSettled):
            hall.withdraw("A1")


class TestDivision:
    @pytest.fixture
    def hall(self) -> Drafting:
        hall = drafting()
        hall.amend("A1", **DIVISIBLE)
        hall.about("A1", "amendment.divided", hall.chair, parts=list(PARTS))
        return hall

    def test_what_survives_is_voted_as_a_whole(self, hall: Drafting) -> None:
        with hall.refused(PartsFirst):
            hall.put("A1")
        motion = hall.decide("A1.1")
        assert hall.standing("A1.1") == Standing(Status.SURVIVES, motion)
        assert hall.text() == DECLARATION
        hall.decide("A1.2", choice="no")
        hall.decide("A1")
        assert "Each valley keeps all its channels clean" in hall.text()

    def test_what_survives_may_still_be_rejected(self, hall: Drafting) -> None:
        hall.decide("A1.1")
        hall.decide("A1.2")
        hall.decide("A1", choice="no")
        assert hall.text() == DECLARATION
        assert hall.status("A1") is Status.REJECTED

    def test_all_parts_rejected_is_rejected(self, hall: Drafting) -> None:
        hall.decide("A1.1", choice="no")
        hall.decide("A1.2", choice="no")
        assert hall.status("A1") is Status.REJECTED
        with hall.refused(AmendmentSettled):
            hall.put("A1")

    def test_the_parts_fall_with_the_whole(self, hall: Drafting) -> None:
        hall.amend("A2", "delete", 2)
        hall.decide("A2")
        assert hall.standing("A1") == Standing(Status.FALLEN, "A2")
        assert hall.standing("A1.1") == Standing(Status.FALLEN, "A1")

    @pytest.mark.parametrize("choices", list(product(("yes", "no"), repeat=5)))
    def test_what_is_said_to_fall_falls_and_nothing_else(self, hall: Drafting, choices: tuple[str, ...]) -> None:
        hall.amend("A2", **OWN, delegations=["ost"])
        hall.amend("A3", "delete", 2)
        for choice in choices:
            step = next(script(hall.convention, hall.document), None)
            if step is None:
                break
            # Parts fall with their whole, which is named.
            before = {one.id: hall.status(one.id) for one in hall.convention.amendments.values() if not one.part_of}
            hall.decide(*step.amendments, choice=choice)
            fallen = {name for name in before if hall.status(name) is Status.FALLEN is not before[name]}
            assert fallen == (set(step.falls) if choice == "yes" else set())

    def test_it_is_divided_once(self, hall: Drafting) -> None:
        for name in ("A1", "A1.1"):
            with hall.refused(AlreadyDivided):
                hall.about(name, "amendment.divided", hall.chair, parts=list(PARTS))

    def test_the_parts_do_what_the_whole_does(self) -> None:
        hall = drafting()
        hall.amend("A1", **DIVISIBLE)
        one, other = PARTS
        with hall.refused(PartsDiffer):
            hall.about("A1", "amendment.divided", hall.chair, parts=[one, {**other, "changes": one["changes"]}])


def subject(hall: Drafting, *names: str, **changes: Any) -> dict[str, Any]:
    return {"document": "springs", "digest": hall.document.digest, "amendments": list(names), "text": None} | changes


class TestPuttingToTheVote:
    def test_the_opening_pins_the_text_that_would_result(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        for text in (None, digest("another text")):
            with hall.refused(TextChanged):
                hall.put("A1", text=text)
        motion = hall.finish(hall.put("A1"))
        pinned = hall.motion(motion).opened.subject
        assert pinned is not None
        assert hall.keep(hall.text()) == pinned.text

    def test_the_whole_is_voted_when_nothing_is_open(self, hall: Drafting) -> None:
        hall.open("whole-1", subject=subject(hall))
        hall.finish("whole-1", "no")
        hall.amend("A1", **OWN)
        with hall.refused(AmendmentsPending):
            hall.put()
        hall.decide("A1")
        with hall.refused(TextChanged):
            hall.open("whole-2", subject=subject(hall))
        hall.put()

    def test_all_are_to_one_text(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A1a", "replace", 0, above="A1", words=[0, 1], text="nearly all")
        hall.amend("A2", **CLEAN)
        with hall.refused(WrongAmendment):
            hall.open("m", subject=subject(hall, "A1a", "A2"))
        with hall.refused(UnknownAmendment):
            hall.open("m", subject=subject(hall, "A7"))
        with hall.refused(BadField):
            hall.open("m", subject=subject(hall, "A2", "A2"))


class TestKinds:
    """No chair puts a text under the majority of another kind of question."""

    @pytest.fixture
    def hall(self) -> Drafting:
        hall = drafting(subjects={"amendments": ["ordinary"], "text": ["statutes"]})
        hall.amend("A1", **OWN)
        return hall

    def test_amendments_and_texts_have_their_own(self, hall: Drafting) -> None:
        text = resulting_text(hall.convention, hall.document, ["A1"])
        with hall.refused(WrongKind):
            hall.open("m", "statutes", subject=subject(hall, "A1", text=text))
        hall.decide("A1")
        whole = subject(hall, text=hall.keep(hall.text()))
        with hall.refused(WrongKind):
            hall.open("whole", "ordinary", subject=whole)
        with hall.refused(WrongKind):
            decide(hall, "stated", subject=whole)
        hall.open("whole", "statutes", subject=whole)

    def test_without_a_subject_any_kind_will_do(self, hall: Drafting) -> None:
        hall.open("m1", "ordinary")
        hall.open("m2", "statutes")
