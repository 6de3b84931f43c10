"""Votes on paper and aloud: two tellers, two persons, and a mandate votes once, by phone or by paper."""

import pytest

from ballots.majority import Count
from ballots.motion_errors import UnknownMotion, WrongOpening
from ballots.vote_errors import (
    AlreadyClosed,
    BadBallot,
    MotionAnnulled,
    NotInElectorate,
    NotPending,
    NotYourRecord,
    PollingEnded,
    SamePerson,
    UnknownRecord,
    VacantMandate,
    VotedByPhone,
    VotedOnPaper,
)
from tests.ballots.assembly import Assembly, Member, assembly, digest
from tests.ballots.tellers import confirm_paper, paper, withdraw_paper


@pytest.fixture
def hall() -> Assembly:
    """A convention with two delegates, nord/1 and ost/1 (weight 3), two tellers and an open motion."""
    hall = assembly()
    hall.officers["ann"], hall.officers["bo"] = hall.delegate("nord/1"), hall.delegate("ost/1")
    hall.officers["second"] = hall.appoint("teller")
    hall.open("m")
    return hall


def second(hall: Assembly) -> Member:
    return hall.officers["second"]


def counted(hall: Assembly, motion: str = "m") -> dict[str, tuple[int, int]]:
    """Return for each option its votes, and those of them on paper."""
    tally = hall.motion(motion).tally()
    return {option: (tally.options[option].heads, tally.papers[option].heads) for option in tally.options}


NOTHING = {"yes": (0, 0), "no": (0, 0), "abstain": (0, 0)}


class TestTwoTellers:
    def test_both_make_a_vote(self, hall: Assembly) -> None:
        record = paper(hall, "m", "ost/1", "no")
        assert counted(hall) == NOTHING
        assert hall.motion("m").turnout() == Count()
        confirm_paper(hall, record, second(hall))
        hall.vote(hall.officers["ann"], "m", "yes")
        assert counted(hall) == {"yes": (1, 0), "no": (1, 1), "abstain": (0, 0)}
        assert hall.motion("m").turnout() == Count(2, 4)
        assert hall.motion("m").tally().papers["no"] == Count(1, 3)

    def test_the_entry_that_counts_holds_the_ballot(self, hall: Assembly) -> None:
        entry = hall.convention.size
        confirm_paper(hall, paper(hall, "m", "ost/1", method="voice"), second(hall))
        assert hall.motion("m").votes["ost/1"] == ("yes", entry, "voice", None, 1)

    def test_one_person_is_not_two(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        again = hall.appoint("teller", person=hall.teller.person)
        for teller in (hall.teller, again):
            with hall.refused(SamePerson):
                confirm_paper(hall, record, teller)
        confirm_paper(hall, record, second(hall))

    def test_the_second_names_a_record(self, hall: Assembly) -> None:
        with hall.refused(UnknownRecord):
            confirm_paper(hall, digest("none"), second(hall))
        confirm_paper(hall, record := paper(hall, "m", "nord/1"), second(hall))
        with hall.refused(NotPending):
            confirm_paper(hall, record, second(hall))

    def test_each_teller_may_have_a_record_of_a_mandate(self, hall: Assembly) -> None:
        """So that a first teller's mistake, or malice, keeps no vote from being recorded."""
        wrong, right = paper(hall, "m", "nord/1", "no"), paper(hall, "m", "nord/1", "yes", by=second(hall))
        confirm_paper(hall, right, hall.teller)
        with hall.refused(VotedOnPaper):
            confirm_paper(hall, wrong, second(hall))
        assert counted(hall) == NOTHING | {"yes": (1, 1)}


class TestCorrection:
    def test_a_second_record_of_the_same_teller_replaces_the_first(self, hall: Assembly) -> None:
        first, corrected = paper(hall, "m", "nord/1", "no"), paper(hall, "m", "nord/1", "yes")
        with hall.refused(NotPending):
            confirm_paper(hall, first, second(hall))
        confirm_paper(hall, corrected, second(hall))
        assert counted(hall) == NOTHING | {"yes": (1, 1)}

    def test_a_person_has_one_record_under_all_her_credentials(self, hall: Assembly) -> None:
        again = hall.appoint("teller", person=hall.teller.person)
        first = paper(hall, "m", "nord/1", "no")
        paper(hall, "m", "nord/1", "yes", by=again)
        with hall.refused(NotPending):
            confirm_paper(hall, first, second(hall))

    def test_a_withdrawn_record_counts_for_nothing(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        with hall.refused(NotYourRecord):
            withdraw_paper(hall, record, second(hall))
        withdraw_paper(hall, record)
        for act in (lambda: withdraw_paper(hall, record), lambda: confirm_paper(hall, record, second(hall))):
            with hall.refused(NotPending):
                act()
        hall.vote(hall.officers["ann"], "m", "no")

    def test_a_vote_that_two_have_signed_stands(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        confirm_paper(hall, record, second(hall))
        with hall.refused(NotPending):
            withdraw_paper(hall, record)
        for teller in (hall.teller, second(hall)):
            with hall.refused(VotedOnPaper):
                paper(hall, "m", "nord/1", "no", by=teller)

    def test_nothing_is_withdrawn_that_is_not_there(self, hall: Assembly) -> None:
        with hall.refused(UnknownRecord):
            withdraw_paper(hall, digest("none"))


class TestPaperAndPhone:
    def test_a_first_signature_keeps_nobody_from_voting(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1", "no")
        hall.vote(hall.officers["ann"], "m", "yes")
        with hall.refused(VotedByPhone):
            confirm_paper(hall, record, second(hall))
        assert counted(hall) == NOTHING | {"yes": (1, 0)}

    @pytest.mark.parametrize("change", [True, False])
    def test_what_came_first_stands(self, hall: Assembly, change: bool) -> None:
        """Even where a phone may change its vote, paper does not change a phone's, nor a phone the paper's."""
        hall.open("n", change_of_vote=change)
        hall.vote(hall.officers["ann"], "n", "yes")
        with hall.refused(VotedByPhone):
            paper(hall, "n", "nord/1", "no")
        confirm_paper(hall, paper(hall, "n", "ost/1", "no"), second(hall))
        with hall.refused(VotedOnPaper):
            hall.vote(hall.officers["bo"], "n", "yes")
        assert counted(hall, "n") == {"yes": (1, 0), "no": (1, 1), "abstain": (0, 0)}

    def test_paper_needs_no_phone(self, hall: Assembly) -> None:
        late = hall.member("delegate", "nord/2")
        hall.issue(late)
        hall.open("n")
        confirm_paper(hall, paper(hall, "n", "nord/2"), second(hall))

    def test_only_the_electorate_votes(self, hall: Assembly) -> None:
        hall.delegate("nord/2")
        for mandate in ("nord/2", "nord/9", "west/1"):
            with hall.refused(NotInElectorate):
                paper(hall, "m", mandate)

    def test_a_mandate_that_nobody_exercises_has_no_vote(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        hall.revoke(hall.officers["ann"])
        with hall.refused(VacantMandate):
            paper(hall, "m", "nord/1", by=second(hall))
        with hall.refused(VacantMandate):
            confirm_paper(hall, record, second(hall))
        hall.delegate("nord/1")
        confirm_paper(hall, record, second(hall))

    def test_a_ballot_is_of_the_motions_kind(self, hall: Assembly) -> None:
        for ballot in ({"choice": "maybe"}, {}, None, "yes"):
            with hall.refused(BadBallot):
                paper(hall, "m", "nord/1", ballot=ballot)


class TestTime:
    def test_tellers_go_on_after_the_phones_have_ended(self, hall: Assembly) -> None:
        before = paper(hall, "m", "nord/1")
        hall.end("m")
        with hall.refused(PollingEnded):
            hall.vote(hall.officers["bo"], "m", "yes")
        confirm_paper(hall, before, second(hall))
        confirm_paper(hall, paper(hall, "m", "ost/1"), second(hall))
        hall.close("m")
        hall.declare("m")
        assert counted(hall) == NOTHING | {"yes": (2, 2)}

    def test_nothing_more_after_the_close(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        hall.end("m")
        hall.close("m")
        for act in (
            lambda: confirm_paper(hall, record, second(hall)),
            lambda: withdraw_paper(hall, record),
            lambda: paper(hall, "m", "ost/1"),
        ):
            with hall.refused(AlreadyClosed):
                act()
        assert counted(hall) == NOTHING

    def test_nothing_more_once_annulled(self, hall: Assembly) -> None:
        record = paper(hall, "m", "nord/1")
        hall.annul("m")
        for act in (lambda: confirm_paper(hall, record, second(hall)), lambda: paper(hall, "m", "ost/1")):
            with hall.refused(MotionAnnulled):
                act()

    def test_a_record_is_for_one_opening(self, hall: Assembly) -> None:
        hall.open("n")
        with hall.refused(WrongOpening):
            paper(hall, "n", "nord/1", opening=hall.opening("m"))
        with hall.refused(UnknownMotion):
            paper(hall, "m", "nord/1", motion="other")


class TestWithheld:
    def test_paper_is_withheld_as_votes_are(self, hall: Assembly) -> None:
        start = hall.convention.size
        record = paper(hall, "m", "nord/1")
        withdraw_paper(hall, record)
        confirm_paper(hall, paper(hall, "m", "nord/1"), second(hall))
        stop = hall.convention.size
        assert [hall.convention.withholds(entry, entry + 1) for entry in range(start, stop)] == [True] * 4
        hall.end("m")
        assert hall.convention.withholds(start, stop)
        hall.close("m")
        assert not hall.convention.withholds(start, stop)

    def test_what_was_called_aloud_is_public(self, hall: Assembly) -> None:
        start = hall.convention.size
        confirm_paper(hall, paper(hall, "m", "nord/1", method="voice"), second(hall))
        withdraw_paper(hall, paper(hall, "m", "ost/1", method="voice"))
        assert not hall.convention.withholds(start, hall.convention.size)


def test_unwinding_takes_back_every_signature(hall: Assembly) -> None:
    record = paper(hall, "m", "nord/1", "no")
    mark = hall.convention.mark()
    confirm_paper(hall, record, second(hall))
    hall.convention.unwind(mark)
    assert counted(hall) == NOTHING
    hall.vote(hall.officers["ann"], "m", "yes")
    hall.convention.unwind(mark)
    confirm_paper(hall, record, second(hall))
    assert counted(hall) == NOTHING | {"no": (1, 1)}
