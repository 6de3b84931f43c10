"""Sittings: one at a time, no decision outside them, and the quorum whenever the assembly comes together."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import BadField
from ballots.motion_errors import RollChanged
from ballots.sitting import SittingState
from ballots.sitting_errors import (
    AlreadySuspended,
    MotionStillOpen,
    NoSittingOpen,
    NotSuspended,
    SittingAlreadyClosed,
    SittingInUse,
    SittingNotClosed,
    UnknownSitting,
)
from tests.ballots.assembly import Assembly, Member, assembly
from tests.ballots.day import close_sitting, open_sitting, present_claim, resume, suspend
from tests.ballots.tellers import confirm_decision, decide

WEIGHTS = {"nord": 1, "ost": 3}


@pytest.fixture
def hall() -> Assembly:
    """Four mandates are accredited, two of them present: not more than half."""
    hall = assembly()
    hall.officers["second"] = hall.appoint("teller")
    for seat in (1, 2):
        hall.officers[f"nord/{seat}"] = hall.delegate(f"nord/{seat}", present=True)
        hall.delegate(f"ost/{seat}")
    return hall


def quorum(hall: Assembly, sitting: str = "s1") -> list[bool]:
    return [bool(one.quorum and one.quorum.met) for one in hall.convention.sittings[sitting].gatherings]


class TestOneAtATime:
    def test_from_opening_to_close(self, hall: Assembly) -> None:
        for sitting in ("s1", "s2"):
            open_sitting(hall, sitting)
            suspend(hall, sitting)
            resume(hall, sitting)
            close_sitting(hall, sitting)
        assert [sitting.state for sitting in hall.convention.sittings.values()] == [SittingState.CLOSED] * 2

    def test_the_next_waits_for_the_close(self, hall: Assembly) -> None:
        open_sitting(hall, "s1")
        with hall.refused(SittingNotClosed):
            open_sitting(hall, "s2")
        suspend(hall, "s1")
        with hall.refused(SittingNotClosed):
            open_sitting(hall, "s2")
        close_sitting(hall, "s1")
        open_sitting(hall, "s2")

    def test_a_number_is_used_once(self, hall: Assembly) -> None:
        open_sitting(hall, "s1")
        with hall.refused(SittingInUse):
            open_sitting(hall, "s1")
        close_sitting(hall, "s1")
        with hall.refused(SittingInUse):
            open_sitting(hall, "s1")

    def test_one_that_is_unknown(self, hall: Assembly) -> None:
        for act in (suspend, resume, close_sitting):
            with hall.refused(UnknownSitting):
                act(hall, "s1")

    def test_what_cannot_follow(self, hall: Assembly) -> None:
        open_sitting(hall, "s1")
        with hall.refused(NotSuspended):
            resume(hall, "s1")
        suspend(hall, "s1")
        with hall.refused(AlreadySuspended):
            suspend(hall, "s1")
        close_sitting(hall, "s1")
        for act in (suspend, resume, close_sitting):
            with hall.refused(SittingAlreadyClosed):
                act(hall, "s1")

    def test_its_title_is_in_the_languages_of_the_convention(self, hall: Assembly) -> None:
        for title in ({"de": "Sitzung"}, {"en": "Sitting", "fr": "Séance"}):
            with hall.refused(BadField):
                open_sitting(hall, "s1", title=title)


class TestDecisions:
    def test_before_the_first_sitting_nothing_is_bound_to_one(self, hall: Assembly) -> None:
        hall.bring_to("m", "declared")
        decide(hall, "d")

    @pytest.mark.parametrize("rest", [suspend, close_sitting])
    def test_afterwards_only_while_one_is_open(self, hall: Assembly, rest: Any) -> None:
        open_sitting(hall, "s1")
        hall.bring_to("m1", "closed")
        decide(hall, "d1")
        rest(hall, "s1")
        with hall.refused(NoSittingOpen) as refusal:
            hall.open("m2")
        assert "s1" in refusal.value.detail
        with hall.refused(NoSittingOpen):
            decide(hall, "d2")
        # What was decided in the sitting is still declared and confirmed.
        hall.declare("m1")
        confirm_decision(hall, "d1", hall.teller)
        confirm_decision(hall, "d1", hall.officers["second"])

    def test_a_motion_that_is_open_keeps_the_sitting_open(self, hall: Assembly) -> None:
        open_sitting(hall, "s1")
        for motion, state in (("m1", "open"), ("m2", "ended")):
            hall.bring_to(motion, state)
            for act in (suspend, close_sitting):
                with hall.refused(MotionStillOpen):
                    act(hall, "s1")
            hall.annul(motion)
        suspend(hall, "s1")

    def test_also_one_from_before_the_first_sitting(self, hall: Assembly) -> None:
        hall.open("early")
        open_sitting(hall, "s1")
        with hall.refused(MotionStillOpen):
            close_sitting(hall, "s1")


class TestQuorum:
    def test_it_is_established_anew_at_each_resumption(self, hall: Assembly) -> None:
        open_sitting(hall, "s1")
        assert quorum(hall) == [False]
        suspend(hall, "s1")
        hall.delegate("nord/3", present=True)
        resume(hall, "s1")
        assert quorum(hall) == [False, True]
        gathering = hall.convention.sittings["s1"].gatherings[1]
        assert gathering.quorum is not None
        assert (gathering.quorum.needed, gathering.quorum.reached) == (3, 3)
        assert tuple(gathering.present) == (3, 3)
        assert tuple(gathering.accredited) == (5, 9)
        assert gathering.index == hall.convention.size - 1

    def test_the_rules_may_ask_for_none(self) -> None:
        hall = assembly(sitting_quorum=None)
        open_sitting(hall, "s1")
        assert [one.quorum for one in hall.convention.sittings["s1"].gatherings] == [None]

    @pytest.mark.parametrize("name", ["count", "version", "weight"])
    def test_the_chair_signs_for_the_roll_as_it_is(self, hall: Assembly, name: str) -> None:
        claim = present_claim(hall)
        wrong = claim | {name: claim[name] + 1}
        with hall.refused(RollChanged):
            open_sitting(hall, "s1", present=wrong)
        open_sitting(hall, "s1", present=claim)
        suspend(hall, "s1")
        with hall.refused(RollChanged):
            resume(hall, "s1", present=wrong)


@given(
    st.lists(st.tuples(st.sampled_from(["nord", "ost"]), st.booleans()), max_size=8),
    st.tuples(st.integers(1, 7), st.integers(0, 7)).map(lambda pair: (pair[0], sum(pair))),
    st.sampled_from(["at_least", "more_than"]),
    st.sampled_from(["heads", "weight"]),
)
def test_the_quorum_is_what_rational_numbers_say(
    people: list[tuple[str, bool]], share: tuple[int, int], comparison: str, measure: str
) -> None:
    numerator, denominator = share
    if numerator == denominator:
        comparison = "at_least"
    rule = {
        "comparison": comparison,
        "denominator": denominator,
        "measure": measure,
        "numerator": numerator,
        "of": "present",
        "base": "accredited",
    }
    hall = assembly(sitting_quorum=rule)
    members: list[Member] = []
    for seat, (delegation, present) in enumerate(people, 1):
        members.append(hall.delegate(f"{delegation}/{seat}", present=present))
    open_sitting(hall, "s1")
    sizes = [1 if measure == "heads" else WEIGHTS[delegation] for delegation, _ in people]
    here = sum(size for size, (_, present) in zip(sizes, people, strict=True) if present)
    bound = Fraction(numerator, denominator) * sum(sizes)
    assert quorum(hall) == [here >= 1 and (here > bound if comparison == "more_than" else here >= bound)]
