"""Majorities and quorums are exact: at every whole, against rational arithmetic, in every base and measure."""

import fractions
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.judgement import Threshold, Verdict
from ballots.majority import (
    Base,
    Comparison,
    Count,
    Fraction,
    Measure,
    Objections,
    Quorum,
    Reference,
    Share,
    read_quorum,
)
from ballots.rules import QuestionRule, Tie, read_question_rule
from tests.ballots.assembly import HALF, QUORUM, Assembly, assembly, rule

AT_LEAST, MORE_THAN = Comparison.AT_LEAST, Comparison.MORE_THAN


def share(numerator: int, denominator: int, comparison: Comparison) -> Fraction:
    return Fraction(numerator, denominator, comparison, Measure.HEADS)


@pytest.mark.parametrize(
    ("fraction", "whole", "needed"),
    [
        (share(2, 3, AT_LEAST), 9, 6),
        (share(2, 3, MORE_THAN), 9, 7),
        (share(2, 3, AT_LEAST), 10, 7),
        (share(2, 3, MORE_THAN), 10, 7),
        (share(1, 2, MORE_THAN), 319, 160),
        (share(1, 2, AT_LEAST), 319, 160),
        (share(1, 2, MORE_THAN), 320, 161),
        (share(1, 2, AT_LEAST), 320, 160),
        (share(1, 1, AT_LEAST), 7, 7),
        (share(1, 1000, AT_LEAST), 1, 1),
        (share(999, 1000, MORE_THAN), 1000, 1000),
        (share(1, 2, MORE_THAN), 1, 1),
        (share(1, 2, MORE_THAN), 0, 1),
        (share(2, 3, AT_LEAST), 0, 1),
        # Where floating point errs: 0.07 * 100 is 7.000000000000001, and 10**15 + 1 has no exact third.
        (share(7, 100, AT_LEAST), 100, 7),
        (share(1, 3, AT_LEAST), 10**15 + 1, 333_333_333_333_334),
        (share(2, 3, AT_LEAST), 3 * 10**17, 2 * 10**17),
    ],
    ids=str,
)
def test_needed_votes(fraction: Fraction, whole: int, needed: int) -> None:
    assert fraction.needed(whole) == needed


@given(
    whole=st.integers(0, 10**6),
    denominator=st.integers(1, 1000),
    data=st.data(),
    comparison=st.sampled_from(Comparison),
)
def test_needed_is_the_least_number_that_satisfies(
    whole: int, denominator: int, data: st.DataObject, comparison: Comparison
) -> None:
    numerator = data.draw(st.integers(1, denominator))
    bound = fractions.Fraction(numerator, denominator) * whole

    def satisfies(votes: int) -> bool:
        return votes >= bound if comparison is AT_LEAST else votes > bound

    needed = share(numerator, denominator, comparison).needed(whole)
    assert needed >= 1
    assert satisfies(needed)
    assert needed == 1 or not satisfies(needed - 1)


@given(
    whole=st.integers(1, 10**6),
    denominator=st.integers(2, 1000),
    data=st.data(),
    comparison=st.sampled_from(Comparison),
)
def test_a_share_below_the_whole_can_be_reached(
    whole: int, denominator: int, data: st.DataObject, comparison: Comparison
) -> None:
    numerator = data.draw(st.integers(1, denominator - 1))
    assert share(numerator, denominator, comparison).needed(whole) <= whole


def test_the_whole_can_be_reached() -> None:
    assert share(1, 1, AT_LEAST).needed(12) == 12


def test_reading_keeps_every_member() -> None:
    wide = HALF | {"base": "cast", "comparison": "at_least", "denominator": 5, "measure": "weight", "numerator": 3}
    consensus = {"at_most": 2, "measure": "delegations", "of": "founders", "type": "objections"}
    quorum = QUORUM | {"base": "allocated", "comparison": "more_than", "denominator": 4, "of": "present"}
    read = read_question_rule(rule(wide, consensus, quorum=quorum, voters="north", polling_seconds=90), "rule")
    assert read == QuestionRule(
        (Share(Fraction(3, 5, AT_LEAST, Measure.WEIGHT), Base.CAST), Objections(2, Measure.DELEGATIONS, "founders")),
        Quorum(Fraction(1, 4, MORE_THAN, Measure.HEADS), Reference.PRESENT, Base.ALLOCATED),
        Tie.NOT_ADOPTED,
        "north",
    )
    assert read.polling_seconds == 90
    assert read_quorum(None, "quorum") is None


def hall_with(majority: dict[str, Any], quorum: dict[str, Any] | None = None) -> Assembly:
    """Return a convention of nord/1 … nord/6 (weight 1) and ost/1 … ost/4 (weight 3) with one kind of question."""
    return assembly(questions={"ordinary": rule(majority, quorum=quorum)})


def vote(hall: Assembly, nord: str, ost: str, present: int = 0) -> Any:
    """Open a motion and vote: a letter for each delegate, y, n, a or - for none; returns the tally."""
    letters = {"y": "yes", "n": "no", "a": "abstain"}
    people = [
        (hall.delegate(f"{delegation}/{seat}"), letter)
        for delegation, ballots in (("nord", nord), ("ost", ost))
        for seat, letter in enumerate(ballots, start=1)
    ]
    for member, _ in people[:present]:
        hall.presence(member, "in")
    hall.open("m")
    for member, letter in people:
        if letter in letters:
            hall.vote(member, "m", letters[letter])
    return hall.motion("m").tally()


# nord y y y n a -, ost y n a -: heads 4 yes, 2 no, 2 abstain, 2 absent; weight 6 yes, 4 no, 4 abstain, 4 absent of 18.
@pytest.mark.parametrize(
    ("base", "measure", "needed", "reached", "whole", "outcome"),
    [
        ("decisive", "heads", 4, 4, 6, "adopted"),
        ("cast", "heads", 5, 4, 8, "not_adopted"),
        ("electorate", "heads", 6, 4, 10, "not_adopted"),
        ("accredited", "heads", 6, 4, 10, "not_adopted"),
        ("allocated", "heads", 11, 4, 20, "not_adopted"),
        ("decisive", "weight", 6, 6, 10, "adopted"),
        ("cast", "weight", 8, 6, 14, "not_adopted"),
        ("electorate", "weight", 10, 6, 18, "not_adopted"),
        ("accredited", "weight", 10, 6, 18, "not_adopted"),
        ("allocated", "weight", 21, 6, 40, "not_adopted"),
        ("decisive", "delegations", 1, 1, 1, "adopted"),
        ("cast", "delegations", 2, 1, 2, "not_adopted"),
        ("electorate", "delegations", 2, 1, 2, "not_adopted"),
        ("accredited", "delegations", 2, 1, 2, "not_adopted"),
        ("allocated", "delegations", 2, 1, 2, "not_adopted"),
    ],
)
def test_each_base_and_measure(base: str, measure: str, needed: int, reached: int, whole: int, outcome: str) -> None:
    tally = vote(hall_with(HALF | {"base": base, "measure": measure}), "yyyna-", "yna-")
    assert tally.options == {"yes": Count(4, 6), "no": Count(2, 4), "abstain": Count(2, 4)}
    assert (tally.cast, tally.electorate) == (Count(8, 14), Count(10, 18))
    assert tally.houses == (Verdict(needed, reached, whole, outcome == "adopted"),)
    assert tally.outcome == outcome


@pytest.mark.parametrize("base", Base)
@pytest.mark.parametrize("comparison", Comparison)
@pytest.mark.parametrize(("nord", "ost"), [("------", "----"), ("aaaaaa", "aaaa")], ids=["nobody", "only abstentions"])
def test_without_a_yes_nothing_is_adopted(base: str, comparison: str, nord: str, ost: str) -> None:
    majority = HALF | {"base": base, "comparison": comparison, "denominator": 1000}
    tally = vote(hall_with(majority), nord, ost)
    assert tally.houses[0].needed >= 1
    assert tally.outcome == "not_adopted"


def test_a_tie_adopts_only_where_half_is_enough() -> None:
    assert vote(hall_with(HALF), "ynyn", "").outcome == "not_adopted"
    assert vote(hall_with(HALF | {"comparison": "at_least"}), "ynyn", "").outcome == "adopted"


def test_one_vote_on_either_side_of_two_thirds() -> None:
    exact = HALF | {"comparison": "at_least", "denominator": 3, "numerator": 2}
    assert vote(hall_with(exact), "yyyyyy", "nnn").outcome == "adopted"
    assert vote(hall_with(exact), "yyyyyn", "nnn").outcome == "not_adopted"
    assert vote(hall_with(exact | {"comparison": "more_than"}), "yyyyyy", "nnn").outcome == "not_adopted"
    assert vote(hall_with(exact | {"comparison": "more_than"}), "yyyyyy", "ynn").outcome == "adopted"


# Ten accredited, weight 18. Every vote is a yes: only the quorum can fail.
@pytest.mark.parametrize(
    ("change", "nord", "ost", "present", "needed", "reached"),
    [
        ({"of": "cast"}, "yyy---", "y---", 10, 5, 4),
        ({"of": "cast"}, "yyyy--", "y---", 0, 5, 5),
        ({"of": "cast", "comparison": "more_than"}, "yyyy--", "y---", 10, 6, 5),
        ({"of": "cast", "comparison": "more_than"}, "yyyyy-", "y---", 0, 6, 6),
        ({"of": "cast", "measure": "weight"}, "yyyyy-", "y---", 10, 9, 8),
        ({"of": "cast", "measure": "weight"}, "------", "yyy-", 0, 9, 9),
        ({"of": "present"}, "yyyyyy", "yyyy", 4, 5, 4),
        ({"of": "present"}, "y-----", "----", 5, 5, 5),
        ({"of": "present", "measure": "weight"}, "yyyyyy", "yyyy", 6, 9, 6),
        ({"of": "present", "measure": "weight"}, "y-----", "----", 7, 9, 9),
    ],
)
def test_each_quorum(change: dict[str, Any], nord: str, ost: str, present: int, needed: int, reached: int) -> None:
    tally = vote(hall_with(HALF, QUORUM | change), nord, ost, present)
    assert tally.quorum == Threshold(needed, reached, 18 if change.get("measure") == "weight" else 10)
    assert tally.outcome == ("adopted" if reached >= needed else "no_quorum")


def test_abstentions_make_a_quorum_of_votes_cast() -> None:
    assert vote(hall_with(HALF, QUORUM), "yaaaa-", "----").outcome == "adopted"
    assert vote(hall_with(HALF, QUORUM), "naaaa-", "----").outcome == "not_adopted"


def test_a_quorum_looks_at_the_accredited_just_before_the_opening() -> None:
    """Who is issued or comes in later neither raises the quorum nor helps to reach it."""
    hall = hall_with(HALF, QUORUM | {"of": "present"})
    first = hall.delegate("nord/1", present=True)
    hall.delegate("nord/2")
    hall.open("m", roll="present")
    hall.delegate("nord/3", present=True)
    hall.delegate("nord/4", present=True)
    hall.vote(first, "m", "yes")
    assert hall.motion("m").tally().quorum == Threshold(1, 1, 2)
    assert hall.motion("m").tally().electorate == Count(1, 1)
