"""Counts of who is there: each mandate once, by phones or by the hands that two tellers counted."""

from typing import Any

import pytest

from ballots.count_errors import (
    AlreadyAnswered,
    CountInUse,
    CountIsEnded,
    CountStillOpen,
    HandsHaveNoWeight,
    NothingToCount,
    UnknownCount,
    WrongCall,
)
from ballots.decision_errors import TooManyVotes
from ballots.majority import Count
from ballots.presence_count import PresenceCount
from ballots.sitting_errors import NoSittingOpen
from ballots.vote_errors import DeviceNotConfirmed, NotPending, SamePerson, UnknownRecord
from tests.ballots.assembly import PROXIES, RULES, Assembly, assembly, digest
from tests.ballots.day import (
    answer,
    call_count,
    close_sitting,
    confirm_hands,
    end_count,
    open_sitting,
    record_hands,
    suspend,
)

BY_WEIGHT = RULES["sitting_quorum"] | {"measure": "weight"}


def convened(**rules: Any) -> Assembly:
    """Two mandates of nord in one hand, and two of ost of weight 3: more than half of four is three."""
    hall = assembly(**rules)
    hall.officers["second"] = hall.appoint("teller")
    hall.officers["again"] = hall.appoint("teller", person=hall.teller.person)
    hall.officers["nord"] = hall.delegate("nord/1", "nord/2")
    for seat in (1, 2):
        hall.officers[f"ost/{seat}"] = hall.delegate(f"ost/{seat}")
    open_sitting(hall, "s1")
    return hall


@pytest.fixture
def hall() -> Assembly:
    hall = convened()
    call_count(hall, "c1")
    return hall


def count(hall: Assembly, name: str = "c1") -> PresenceCount:
    return hall.convention.counts[name]


def met(hall: Assembly, name: str = "c1") -> bool:
    result = count(hall, name).result
    assert result is not None
    assert result.quorum is not None
    return result.quorum.met


class TestAnswers:
    def test_each_mandate_counts_and_the_rule_says_whether_it_is_enough(self, hall: Assembly) -> None:
        answer(hall, hall.officers["nord"], "c1")
        assert count(hall).present == Count(2, 2)
        end_count(hall, "c1")
        assert not met(hall)
        call_count(hall, "c2")
        for name in ("nord", "ost/1"):
            answer(hall, hall.officers[name], "c2")
        end_count(hall, "c2")
        assert met(hall, "c2")
        result = count(hall, "c2").result
        assert result is not None
        assert result.quorum is not None
        assert (result.quorum.needed, result.quorum.reached, result.quorum.whole) == (3, 3, 4)
        assert (result.index, result.accredited) == (hall.convention.size - 1, Count(4, 8))

    def test_whoever_answered_is_not_thereby_checked_in(self, hall: Assembly) -> None:
        answer(hall, hall.officers["nord"], "c1")
        assert hall.convention.present.total == Count()

    def test_once(self, hall: Assembly) -> None:
        answer(hall, hall.officers["nord"], "c1")
        with hall.refused(AlreadyAnswered):
            answer(hall, hall.officers["nord"], "c1")

    def test_a_mandate_that_changes_hands_counts_once(self, hall: Assembly) -> None:
        alternate = hall.delegate(role="alternate")
        answer(hall, hall.officers["nord"], "c1")
        hall.hand_over(alternate, "nord/1")
        with hall.refused(AlreadyAnswered):
            answer(hall, alternate, "c1")

    def test_who_has_handed_hers_away_has_nothing_to_count(self, hall: Assembly) -> None:
        alternate = hall.delegate(role="alternate")
        with hall.refused(NothingToCount):
            answer(hall, alternate, "c1")
        hall.hand_over(alternate, "nord/1", "nord/2")
        with hall.refused(NothingToCount):
            answer(hall, hall.officers["nord"], "c1")
        answer(hall, alternate, "c1")
        assert count(hall).answered == {"nord/1": alternate.number, "nord/2": alternate.number}

    @pytest.mark.parametrize("quorum", [True, False])
    def test_a_proxy_counts_where_the_rules_say_so(self, quorum: bool) -> None:
        hall = convened(proxies=PROXIES | {"quorum": quorum})
        hall.proxy(hall.officers["ost/1"], hall.officers["nord"])
        call_count(hall, "c1")
        answer(hall, hall.officers["nord"], "c1")
        assert list(count(hall).answered) == ["nord/1", "nord/2", *(["ost/1"] if quorum else [])]

    def test_an_unconfirmed_device(self) -> None:
        hall = convened(device_confirmation=True)
        call_count(hall, "c1")
        with hall.refused(DeviceNotConfirmed):
            answer(hall, hall.officers["nord"], "c1")
        hall.confirm(hall.officers["nord"])
        answer(hall, hall.officers["nord"], "c1")

    def test_it_is_bound_to_the_call_and_in_time(self, hall: Assembly) -> None:
        with hall.refused(WrongCall):
            answer(hall, hall.officers["nord"], "c1", call=digest("another"))
        with hall.refused(UnknownCount):
            answer(hall, hall.officers["nord"], "c1", count="c2")
        end_count(hall, "c1")
        with hall.refused(CountIsEnded):
            answer(hall, hall.officers["nord"], "c1")


class TestHands:
    def test_two_tellers_take_the_place_of_the_phones(self, hall: Assembly) -> None:
        answer(hall, hall.officers["nord"], "c1")
        record = record_hands(hall, "c1", 3)
        assert count(hall).present == Count(2, 2)
        confirm_hands(hall, "c1", record, hall.officers["second"])
        assert count(hall).present == Count(3, 3)
        end_count(hall, "c1")
        assert met(hall)

    def test_one_alone_has_no_effect(self, hall: Assembly) -> None:
        record_hands(hall, "c1", 4)
        end_count(hall, "c1")
        assert not met(hall)

    def test_it_needs_another_person_and_the_last_record(self, hall: Assembly) -> None:
        first = record_hands(hall, "c1", 4)
        with hall.refused(SamePerson):
            confirm_hands(hall, "c1", first, hall.teller)
        second = record_hands(hall, "c1", 3, by=hall.officers["second"])
        for record in (first, digest("none")):
            with hall.refused(UnknownRecord):
                confirm_hands(hall, "c1", record, hall.teller)
        confirm_hands(hall, "c1", second, hall.teller)
        with hall.refused(NotPending):
            confirm_hands(hall, "c1", second, hall.teller)
        with hall.refused(NotPending):
            record_hands(hall, "c1", 2)

    def test_a_second_credential_is_no_second_person(self, hall: Assembly) -> None:
        record = record_hands(hall, "c1", 4)
        with hall.refused(SamePerson):
            confirm_hands(hall, "c1", record, hall.officers["again"])

    def test_no_more_than_there_are(self, hall: Assembly) -> None:
        with hall.refused(TooManyVotes):
            record_hands(hall, "c1", 5)
        record_hands(hall, "c1", 4)

    def test_a_quorum_by_weight_is_not_counted_by_hands(self) -> None:
        hall = convened(sitting_quorum=BY_WEIGHT)
        call_count(hall, "c1")
        with hall.refused(HandsHaveNoWeight):
            record_hands(hall, "c1", 3)
        # Of weight 8, one of ost and both of nord are 5.
        for name in ("nord", "ost/1"):
            answer(hall, hall.officers[name], "c1")
        end_count(hall, "c1")
        assert met(hall)


class TestCall:
    def test_one_at_a_time_and_once(self, hall: Assembly) -> None:
        with hall.refused(CountInUse):
            call_count(hall, "c1")
        with hall.refused(CountStillOpen):
            call_count(hall, "c2")
        end_count(hall, "c1")
        with hall.refused(CountInUse):
            call_count(hall, "c1")
        with hall.refused(CountIsEnded):
            end_count(hall, "c1")
        call_count(hall, "c2")

    def test_in_a_sitting_which_waits_for_it(self, hall: Assembly) -> None:
        for act in (suspend, close_sitting):
            with hall.refused(CountStillOpen):
                act(hall, "s1")
        end_count(hall, "c1")
        suspend(hall, "s1")
        with hall.refused(NoSittingOpen):
            call_count(hall, "c2")

    def test_the_rules_may_ask_for_no_quorum(self) -> None:
        hall = convened(sitting_quorum=None)
        call_count(hall, "c1")
        record_hands(hall, "c1", 1)
        end_count(hall, "c1")
        result = count(hall).result
        assert result is not None
        assert result.quorum is None
