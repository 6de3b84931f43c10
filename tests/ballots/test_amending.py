"""Amendments: who tables, supports and withdraws them, what may be put to the vote, and what becomes of the text."""

from typing import Any

import pytest

from ballots.amendment import Standing, Status
from ballots.amendment_errors import (
    AlreadyPulled,
    AlreadySupported,
    AmendmentInUse,
    AmendmentSettled,
    CompromiseFirst,
    NotAmendable,
    NotEnoughSupport,
    NotOnTheList,
    NotSupported,
    NotWithdrawn,
    NotYourAmendment,
    SupportedTooOften,
    TablingClosedBefore,
    TablingIsClosed,
    TextMissing,
    UnknownAmendment,
    UnknownProposer,
    WrongAmendment,
    WrongStructure,
)
from ballots.errors import BadField, NotAllowed, Refused, UnknownDelegation
from ballots.motion_errors import DocumentChanged, UnknownDocument
from ballots.ordering import falls, waiting_for
from ballots.standing import as_amended
from ballots.text_errors import ChangesNothing, OutsideBlock, UnknownBlock
from tests.ballots.assembly import Member
from tests.ballots.drafting import CLEAN, DECLARATION, ERKLAERUNG, OWN, Drafting, drafting


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

    def test_a_person_gives_it_so_often_and_no_more(self, hall: Drafting) -> None:
        first, second, third = hall.voters
        hall.amend("A1", by=first, **OWN)
        hall.amend("A2", by=first, **CLEAN)

        def say(name: str, who: Member, state: str, hand: Member | None = None) -> None:
            hall.about(name, "amendment.supported", hand or who, supporter=who.number, state=state)

        for _ in range(32):
            say("A1", second, "given")
            say("A1", second, "taken_back")
        for hand in (second, hall.desk):
            with hall.refused(SupportedTooOften):
                say("A1", second, "given", hand)
        # A new number is the same person.
        new = hall.replace(second)
        hall.enrol(new)
        with hall.refused(SupportedTooOften):
            say("A1", new, "given")
        for name, who in (("A1", third), ("A2", new)):
            say(name, who, "given")
        assert list(hall.convention.amendments["A1"].supporters) == [third.number]

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
        assert waiting_for(hall.convention, [hall.convention.amendments["C"]]) == ("A1",)
        with hall.refused(CompromiseFirst):
            hall.put("A1")
        hall.decide("C", choice="no")
        assert hall.standing("A1") == Standing(Status.PENDING)
        assert waiting_for(hall.convention, [hall.convention.amendments["C"]]) == ()
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
