"""Reports on credentials and agendas: what they say is true, and the assembly adopts the last of each."""

from typing import Any

import pytest

from ballots.amendment import Status
from ballots.day_errors import (
    AgendaInUse,
    MatterChanged,
    MatterSettled,
    ReportInUse,
    UnknownMatter,
    WrongNumbers,
)
from ballots.decision_errors import TooManyVotes
from ballots.errors import BadField
from ballots.mandate_errors import UnknownMandate
from ballots.motion_errors import EmptyElectorate, RollChanged, UnknownDocument
from ballots.verdicts import matter_standing
from ballots.vote_errors import NotInElectorate, WrongBlockTotal
from tests.ballots.assembly import Assembly, Member, assembly
from tests.ballots.day import close_sitting, matter, open_sitting, propose_agenda, report, report_fields
from tests.ballots.tellers import confirm_decision, decide


@pytest.fixture
def hall() -> Assembly:
    """Two mandates of nord, led by a head, and two of ost are accredited; nord's are present."""
    hall = assembly()
    hall.officers["second"] = hall.appoint("teller")
    hall.officers["nord"] = hall.delegate("nord/1", "nord/2", present=True, head=True)
    for seat in (1, 2):
        hall.officers[f"ost/{seat}"] = hall.delegate(f"ost/{seat}")
    return hall


def electorate(hall: Assembly, count: int, weight: int, roll: str = "accredited") -> dict[str, Any]:
    return {"count": count, "roll": roll, "version": hall.convention.rolls[roll].version, "weight": weight}


def carry(hall: Assembly, motion: str, choice: str, **changes: Any) -> None:
    hall.open(motion, **changes)
    hall.vote(hall.officers["nord"], motion, choice)
    hall.end(motion)
    hall.close(motion)
    hall.declare(motion)


def standing(hall: Assembly, kind: str, name: str) -> Status | None:
    found = matter_standing(hall.convention, matter(hall, kind, name)["digest"])
    return found and found.status


class TestReports:
    def test_its_numbers_are_those_of_the_rolls(self, hall: Assembly) -> None:
        fields = report_fields(hall, "r1")
        assert fields["delegations"] == {"nord": [10, 2, 2], "ost": [10, 2, 0]}
        assert (fields["allocated"], fields["accredited"], fields["present"]) == (
            {"count": 20, "weight": 40},
            {"count": 4, "weight": 8},
            {"count": 2, "weight": 2},
        )
        report(hall, "r1")

    @pytest.mark.parametrize("name", ["allocated", "accredited", "present"])
    @pytest.mark.parametrize("part", ["count", "weight"])
    def test_a_total_that_is_wrong(self, hall: Assembly, name: str, part: str) -> None:
        total = report_fields(hall, "r1")[name]
        with hall.refused(WrongNumbers):
            report(hall, "r1", **{name: total | {part: total[part] + 1}})

    @pytest.mark.parametrize(
        "ost", [[9, 2, 0], [10, 3, 0], [10, 2, 1], None], ids=["allocated", "accredited", "present", "left out"]
    )
    def test_a_delegation_that_is_wrong(self, hall: Assembly, ost: list[int] | None) -> None:
        wrong = {"nord": [10, 2, 2]} | ({"ost": ost} if ost else {})
        with hall.refused(WrongNumbers) as refusal:
            report(hall, "r1", delegations=wrong)
        assert refusal.value.detail.endswith("differ: ost")

    @pytest.mark.parametrize("row", [[10, 2], [10, 2, 2, 2], {"a": 1}, [10, 2, -1], [10, 2, True]])
    def test_a_row_of_another_form(self, hall: Assembly, row: Any) -> None:
        with hall.refused(BadField):
            report(hall, "r1", delegations={"nord": row, "ost": [10, 2, 0]})

    def test_it_is_made_in_a_sitting_or_before(self, hall: Assembly) -> None:
        report(hall, "r0")
        open_sitting(hall, "s1")
        report(hall, "r1", by=hall.chair)
        close_sitting(hall, "s1")
        report(hall, "r2")
        assert [one.sitting for one in hall.convention.reports.values()] == [None, "s1", None]

    def test_a_number_is_used_once(self, hall: Assembly) -> None:
        report(hall, "r1")
        with hall.refused(ReportInUse):
            report(hall, "r1")

    def test_a_contested_mandate_is_accredited_and_named_once(self, hall: Assembly) -> None:
        for unknown in ("nord/3", "west/1"):
            with hall.refused(UnknownMandate):
                report(hall, "r1", unknown)
        with hall.refused(BadField):
            report(hall, "r1", "nord/1", "nord/1")


class TestContested:
    def test_they_are_not_in_the_electorate_of_the_question(self, hall: Assembly) -> None:
        report(hall, "r1", "nord/1", "ost/2")
        about = matter(hall, "credentials", "r1")
        with hall.refused(RollChanged):
            hall.open("m1", subject=about)
        hall.open("m1", subject=about, electorate=electorate(hall, 2, 4))
        assert hall.motion("m1").electorate() == ["nord/2", "ost/1"]
        for name, mandate in (("nord", "nord/1"), ("ost/2", "ost/2")):
            with hall.refused(NotInElectorate):
                hall.vote(hall.officers[name], "m1", "yes", mandate)
        hall.vote(hall.officers["nord"], "m1", "yes", "nord/2")
        # Other questions are everybody's.
        hall.open("m2")
        hall.vote(hall.officers["nord"], "m2", "yes", "nord/1")

    def test_who_is_not_present_is_not_taken_away_twice(self, hall: Assembly) -> None:
        report(hall, "r1", "nord/1", "ost/2")
        about = matter(hall, "credentials", "r1")
        hall.open("m1", roll="present", subject=about, electorate=electorate(hall, 1, 1, "present"))
        assert hall.motion("m1").electorate() == ["nord/2"]

    def test_a_block_is_smaller_by_them(self, hall: Assembly) -> None:
        report(hall, "r1", "nord/1")
        hall.open("m1", subject=matter(hall, "credentials", "r1"), electorate=electorate(hall, 3, 7))
        with hall.refused(WrongBlockTotal):
            hall.block(hall.officers["nord"], "m1", "nord", {"yes": 2})
        hall.block(hall.officers["nord"], "m1", "nord", {"yes": 1})

    def test_hands_are_fewer_by_them(self, hall: Assembly) -> None:
        report(hall, "r1", "nord/1", "ost/2")
        about = matter(hall, "credentials", "r1")
        counts = {"yes": 3, "no": 0, "abstain": 0}
        with hall.refused(TooManyVotes):
            decide(hall, "d1", subject=about, counts=counts)
        decide(hall, "d1", subject=about, counts=counts | {"yes": 2})

    def test_somebody_must_be_left(self, hall: Assembly) -> None:
        report(hall, "r1", "nord/1", "nord/2", "ost/1", "ost/2")
        with hall.refused(EmptyElectorate):
            hall.open("m1", subject=matter(hall, "credentials", "r1"), electorate=electorate(hall, 0, 0))


class TestAgendas:
    def test_titles_are_in_the_languages_of_the_convention(self, hall: Assembly) -> None:
        with hall.refused(BadField):
            propose_agenda(hall, "a1", items=[{"title": {"de": "Eröffnung"}, "document": None}])

    def test_a_text_that_it_names_is_tabled(self, hall: Assembly) -> None:
        items = [{"title": {"en": "The springs"}, "document": "springs"}]
        with hall.refused(UnknownDocument):
            propose_agenda(hall, "a1", items=items)
        hall.table("springs")
        propose_agenda(hall, "a1", items=items)

    def test_a_number_is_used_once(self, hall: Assembly) -> None:
        propose_agenda(hall, "a1")
        with hall.refused(AgendaInUse):
            propose_agenda(hall, "a1", "Another")


STATE = {"credentials": report, "agenda": propose_agenda}


@pytest.mark.parametrize("kind", STATE)
class TestAdoption:
    def test_by_a_motion(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        assert standing(hall, kind, "one") is None
        hall.open("m1", subject=matter(hall, kind, "one"))
        assert standing(hall, kind, "one") is Status.VOTING
        hall.annul("m1")
        assert standing(hall, kind, "one") is None
        carry(hall, "m2", "yes", subject=matter(hall, kind, "one"))
        assert standing(hall, kind, "one") is Status.ADOPTED

    def test_without_a_vote_once_two_tellers_confirm(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        decide(hall, "d1", method="no_objection", subject=matter(hall, kind, "one"))
        confirm_decision(hall, "d1", hall.teller)
        assert standing(hall, kind, "one") is None
        confirm_decision(hall, "d1", hall.officers["second"])
        assert standing(hall, kind, "one") is Status.ADOPTED

    def test_what_is_stated_anew_may_be_about_something_else(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        decide(hall, "d1", subject=matter(hall, kind, "one"))
        decide(hall, "d1")
        for teller in (hall.teller, hall.officers["second"]):
            confirm_decision(hall, "d1", teller)
        assert standing(hall, kind, "one") is None

    def test_only_the_last_is_put(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        decide(hall, "d1", subject=matter(hall, kind, "one"))
        confirm_decision(hall, "d1", hall.teller)
        STATE[kind](hall, "two")
        with hall.refused(MatterChanged):
            hall.open("m1", subject=matter(hall, kind, "one"))
        with hall.refused(MatterChanged):
            hall.open("m1", subject=matter(hall, kind, "two", digest=matter(hall, kind, "one")["digest"]))
        with hall.refused(MatterChanged):
            confirm_decision(hall, "d1", hall.officers["second"])
        carry(hall, "m1", "yes", subject=matter(hall, kind, "two"))

    def test_one_that_nobody_stated(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        with hall.refused(UnknownMatter):
            hall.open("m1", subject=matter(hall, kind, "one", id="two"))

    def test_what_was_decided_is_not_put_again(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        about = matter(hall, kind, "one")
        hall.open("m1", subject=about)
        with hall.refused(MatterSettled):
            hall.open("m2", subject=about)
        hall.annul("m1")
        carry(hall, "m2", "no", subject=about)
        assert standing(hall, kind, "one") is Status.REJECTED
        with hall.refused(MatterSettled):
            hall.open("m3", subject=about)

    def test_a_subject_of_another_form(self, hall: Assembly, kind: str) -> None:
        STATE[kind](hall, "one")
        for changes in ({"kind": "text"}, {"digest": "x"}, {"id": ""}, {"text": None}):
            with hall.refused(BadField):
                hall.open("m1", subject=matter(hall, kind, "one", **changes))


def test_the_signer_of_an_agenda_may_be_a_clerk(hall: Assembly) -> None:
    clerk: Member = hall.officers["clerk"]
    propose_agenda(hall, "a1", by=clerk)
    assert [item.title["en"] for item in hall.convention.agendas["a1"].proposed.items] == ["Opening", "The springs"]
