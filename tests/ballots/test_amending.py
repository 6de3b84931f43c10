"""Amendments: who tables, supports and withdraws them, what may be put to the vote, and what becomes of the text."""

from typing import Any

import pytest

from ballots.amendment import Standing, Status
from ballots.amendment_errors import (
    AlreadyDivided,
    AlreadyPulled,
    AlreadySupported,
    AmendmentInUse,
    AmendmentSettled,
    AmendmentsPending,
    CompromiseFirst,
    ConflictingAmendments,
    NotAmendable,
    NotEnoughSupport,
    NotOnTheList,
    NotSupported,
    NotWithdrawn,
    NotYourAmendment,
    PartsDiffer,
    PartsFirst,
    SecondDegreeFirst,
    TablingClosedBefore,
    TablingIsClosed,
    TextChanged,
    TextMissing,
    ThirdDegree,
    UnknownAmendment,
    UnknownProposer,
    WrongAmendment,
    WrongStructure,
)
from ballots.errors import BadField, NotAllowed, Refused, UnknownDelegation
from ballots.motion_errors import DocumentChanged, UnknownDocument, WrongKind
from ballots.ordering import falls
from ballots.standing import as_amended
from ballots.subject import resulting_text
from ballots.text_errors import ChangesNothing, OutsideBlock, UnknownBlock
from tests.ballots.assembly import digest
from tests.ballots.drafting import CLEAN, DECLARATION, DIVISIBLE, ERKLAERUNG, OWN, PARTS, Drafting, drafting
from tests.ballots.tellers import decide


@pytest.fixture
def hall() -> Drafting:
    return drafting()


def amend(hall: Drafting, name: str, fields: dict[str, Any]) -> str:
    return hall.amend(name, **fields)


class TestTabling:
    def test_a_delegate_tables_in_her_own_name(self, hall: Drafting) -> None:
        hall.amend("A1", by=hall.voters[0], **OWN)
        assert hall.convention.amendments["A1"].proposers == (hall.voters[0].number,)
        assert hall.status("A1") is Status.PENDING

    @pytest.mark.parametrize(
        "names", [{"proposers": [2]}, {"delegations": ["nord"]}, {"proposers": [], "delegations": ["nord"]}]
    )
    def test_a_delegate_tables_for_nobody_else(self, hall: Drafting, names: dict[str, Any]) -> None:
        with hall.refused(NotYourAmendment):
            hall.amend("A1", by=hall.voters[0], **OWN, **names)

    def test_the_desk_tables_for_delegations_and_delegates(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN, proposers=[hall.voters[1].number], delegations=["nord", "ost"])
        with hall.refused(UnknownDelegation):
            hall.amend("A2", **OWN, delegations=["west"])
        for number in (hall.chair.number, 999):
            with hall.refused(UnknownProposer):
                hall.amend("A2", **OWN, proposers=[number])
        hall.revoke(hall.voters[1])
        with hall.refused(UnknownProposer):
            hall.amend("A2", **OWN, proposers=[hall.voters[1].number])

    def test_somebody_proposes(self, hall: Drafting) -> None:
        with hall.refused(BadField):
            hall.amend("A1", **OWN, proposers=[], delegations=[])

    def test_a_number_is_given_once(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        with hall.refused(AmendmentInUse):
            hall.amend("A1", **CLEAN)

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"action": "delete", "block": 6}, UnknownBlock),
            ({"action": "delete", "block": 2, "words": [8, 11]}, OutsideBlock),
            ({"action": "replace", "block": 2, "words": [0, 1], "text": "Each"}, ChangesNothing),
            ({"action": "replace", "block": 2, "changes": {"de": {"words": None, "text": "Nichts."}}}, BadField),
            ({"action": "replace", "block": 2, "changes": {"fr": {"words": None, "text": "Rien."}}}, BadField),
        ],
    )
    def test_it_must_fit_the_text(self, hall: Drafting, fields: dict[str, Any], reason: type[Refused]) -> None:
        with hall.refused(reason):
            hall.amend("A1", **fields)

    def test_its_target_is_the_last_version(self, hall: Drafting) -> None:
        old = {"kind": "document", "id": "springs", "digest": hall.document.digest}
        hall.table_text()
        with hall.refused(DocumentChanged):
            hall.amend("A1", **OWN, target=old)
        with hall.refused(UnknownDocument):
            hall.amend("A1", **OWN, target=old | {"id": "wells"})

    def test_a_text_without_paragraphs_cannot_be_amended(self, hall: Drafting) -> None:
        hall.table_text(en="Two spaces  in a row\n")
        with hall.refused(NotAmendable):
            hall.amend("A1", **OWN)
        hall.texts.pop(hall.document.texts["en"])
        hall.table_text(en="Lost.\n")
        hall.texts.clear()
        with hall.refused(TextMissing):
            hall.amend("A1", **OWN)

    def test_after_the_deadline_only_urgent_ones_are_taken(self, hall: Drafting) -> None:
        named = {"document": "springs", "digest": hall.document.digest}
        with hall.refused(NotAllowed):
            hall.say(hall.desk.kid, "tabling.closed", **named)
        hall.say(hall.chair.kid, "tabling.closed", **named)
        with hall.refused(TablingClosedBefore):
            hall.say(hall.chair.kid, "tabling.closed", **named)
        with hall.refused(TablingIsClosed):
            hall.amend("A1", **OWN)
        hall.amend("A1", **OWN, urgent=True)

    @pytest.mark.parametrize("role", ["teller", "auditor"])
    def test_other_officers_table_nothing(self, hall: Drafting, role: str) -> None:
        with hall.refused(NotAllowed):
            hall.amend("A1", by=hall.officers[role], **OWN)

    def test_observers_table_nothing(self, hall: Drafting) -> None:
        observer = hall.delegate(role="observer")
        with hall.refused(NotAllowed):
            hall.amend("A1", by=observer, **OWN)


class TestSupport:
    def test_it_is_given_and_taken_back(self, hall: Drafting) -> None:
        first, second, _ = hall.voters
        hall.amend("A1", by=first, **OWN)
        with hall.refused(AlreadySupported):
            hall.about("A1", "amendment.supported", first, supporter=first.number, state="given")
        hall.about("A1", "amendment.supported", second, supporter=second.number, state="given")
        with hall.refused(AlreadySupported):
            hall.about("A1", "amendment.supported", second, supporter=second.number, state="given")
        with hall.refused(NotAllowed):
            hall.about("A1", "amendment.supported", first, supporter=second.number, state="taken_back")
        hall.about("A1", "amendment.supported", hall.desk, supporter=second.number, state="taken_back")
        with hall.refused(NotSupported):
            hall.about("A1", "amendment.supported", second, supporter=second.number, state="taken_back")

    @pytest.mark.parametrize(
        ("rule", "needed"),
        [
            ({"supporters": 2, "delegations": 0}, 1),
            ({"supporters": 3, "delegations": 0}, 2),
            ({"supporters": 9, "delegations": 2}, 2),
            ({"supporters": 0, "delegations": 2}, 2),
            ({"supporters": 0, "delegations": 0}, 0),
        ],
    )
    def test_enough_people_or_delegations_stand_behind_it(self, rule: dict[str, int], needed: int) -> None:
        hall = drafting(amendments=rule)
        first, *others = hall.voters
        hall.amend("A1", by=first, **OWN)
        for supporter in others[:needed]:
            with hall.refused(NotEnoughSupport):
                hall.put("A1")
            hall.about("A1", "amendment.supported", supporter, supporter=supporter.number, state="given")
        hall.put("A1")


class TestWithdrawal:
    def test_by_its_proposer_or_the_desk(self, hall: Drafting) -> None:
        hall.amend("A1", by=hall.voters[0], **OWN)
        with hall.refused(NotYourAmendment):
            hall.withdraw("A1", hall.voters[1])
        hall.withdraw("A1", hall.voters[0])
        assert hall.standing("A1") == Standing(Status.WITHDRAWN)
        with hall.refused(AmendmentSettled):
            hall.withdraw("A1")
        with hall.refused(AmendmentSettled):
            hall.put("A1")

    def test_another_takes_it_over(self, hall: Drafting) -> None:
        hall.amend("A1", by=hall.voters[0], **OWN)
        second = hall.voters[1]
        with hall.refused(NotWithdrawn):
            hall.about("A1", "amendment.taken_over", second, proposer=second.number)
        hall.withdraw("A1")
        hall.about("A1", "amendment.taken_over", second, proposer=second.number)
        assert hall.status("A1") is Status.PENDING
        assert hall.convention.amendments["A1"].proposers == (second.number,)
        with hall.refused(NotYourAmendment):
            hall.withdraw("A1", hall.voters[0])

    def test_in_favour_of_a_compromise_until_that_fails(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("C", "replace", 2, words=[3, 7], text="all channels open")
        hall.withdraw("A1", in_favour_of="C")
        assert hall.standing("A1") == Standing(Status.SUSPENDED, "C")
        with hall.refused(CompromiseFirst):
            hall.put("A1")
        hall.decide("C", choice="no")
        assert hall.standing("A1") == Standing(Status.PENDING)
        hall.decide("A1")
        assert "keeps all its channels" in hall.text()

    def test_in_favour_of_a_compromise_that_passes(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("C", "replace", 2, words=[3, 7], text="all channels open")
        hall.withdraw("A1", in_favour_of="C")
        # It is withdrawn, and does not fall.
        assert falls(hall.convention, hall.convention.amendments["C"]) == ()
        hall.decide("C")
        assert hall.standing("A1") == Standing(Status.WITHDRAWN, "C")

    def test_no_two_wait_for_each_other(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **CLEAN)
        for other, reason in (("A1", WrongAmendment), ("A9", UnknownAmendment)):
            with hall.refused(reason):
                hall.withdraw("A1", in_favour_of=other)
        hall.withdraw("A1", in_favour_of="A2")
        with hall.refused(AmendmentSettled):
            hall.withdraw("A2", in_favour_of="A1")


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


class TestCommittee:
    def test_its_list_is_one_vote_without_what_was_pulled(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **CLEAN)
        hall.amend("A3", "delete", 5)
        with hall.refused(NotOnTheList):
            hall.put("A1", "A2")
        for name in ("A1", "A2", "A3"):
            hall.recommend(name, "adopt")
        hall.about("A3", "amendment.pulled", hall.voters[2])
        with hall.refused(AlreadyPulled):
            hall.about("A3", "amendment.pulled", hall.voters[1])
        with hall.refused(NotOnTheList):
            hall.put("A1", "A3")
        hall.decide("A1", "A2")
        assert "Each valley keeps all its channels open" in hall.text()
        assert hall.status("A3") is Status.PENDING

    def test_only_what_is_on_the_list_is_pulled(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.recommend("A1", "reject")
        with hall.refused(NotOnTheList):
            hall.about("A1", "amendment.pulled", hall.voters[2])

    def test_it_points_to_where_a_wish_lives_on(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.amend("A2", **CLEAN)
        for advice, other in (("merge", None), ("adopt", "A2")):
            with hall.refused(BadField):
                hall.recommend("A1", advice, other=other)
        with hall.refused(WrongAmendment):
            hall.recommend("A1", "merge", other="A1")
        hall.recommend("A1", "merge", other="A2")
        with hall.refused(NotAllowed):
            hall.recommend("A1", "adopt", hall.desk)

    def test_the_order_is_ruled_with_a_reason(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        named = {"document": "springs", "digest": hall.document.digest, "reason": "As the committee proposed."}
        with hall.refused(UnknownAmendment):
            hall.say(hall.chair.kid, "order.ruled", order=["A2"], **named)
        hall.say(hall.chair.kid, "order.ruled", order=["A1"], **named)
        assert hall.convention.orders[hall.document.digest].order == ("A1",)


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


class TestTranslations:
    @pytest.fixture
    def hall(self) -> Drafting:
        return drafting({"de": ERKLAERUNG})

    def test_an_amendment_speaks_the_languages_of_the_text(self, hall: Drafting) -> None:
        changes = {
            "en": {"words": [3, 5], "text": "all its"},
            "de": {"words": [3, 5], "text": "alle seine"},
        }
        hall.amend("A1", "replace", 2, changes=changes)
        hall.decide("A1")
        assert "Jedes Tal hält alle seine Kanäle sauber" in hall.text("de")

    def test_an_untranslated_one_is_named_and_left_out(self, hall: Drafting) -> None:
        hall.amend("A1", **OWN)
        hall.decide("A1")
        amended = as_amended(hall.convention, hall.document, "de")
        assert amended.untranslated == ("A1",)
        assert amended.text.format().decode() == ERKLAERUNG

    def test_a_translation_is_corrected_and_the_authoritative_text_is_not(self, hall: Drafting) -> None:
        better = ERKLAERUNG.replace("niemandem allein", "keinem allein")
        named = {"document": "springs", "digest": hall.document.digest}
        with hall.refused(BadField):
            hall.say(hall.desk.kid, "document.corrected", **named, language="en", text=hall.keep(DECLARATION))
        with hall.refused(WrongStructure):
            text = hall.keep(better.replace("- Die", "Die"))
            hall.say(hall.desk.kid, "document.corrected", **named, language="de", text=text)
        hall.say(hall.desk.kid, "document.corrected", **named, language="de", text=hall.keep(better))
        assert hall.text("de") == better
        assert hall.text() == DECLARATION
