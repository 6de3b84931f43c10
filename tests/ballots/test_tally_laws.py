"""Laws of the tally: what order and one vote more can change, under every preset and under rules at random."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import presets
from ballots.judgement import Entitlement, Judgement, Outcome, Part, Votes, judge
from ballots.majority import Base, Comparison, Count, Measure
from ballots.rules import QuestionRule, Tie, read_question_rule
from tests.ballots.assembly import HALF, QUORUM, Assembly, Member, assembly, rule

PRESETS = [*presets.MAJORITIES, "consensus_minus_1", "consensus_minus_2"]
GROUPS = {"nord": ("founders", "north"), "ost": ("founders",), "sud": ("south",)}
WEIGHTS = {"nord": 1, "ost": 3, "sud": 2}
SEATS = ["nord/1", "nord/2", "nord/3", "nord/4", "ost/1", "ost/2", "ost/3", "sud/1", "sud/2"]

laws = settings(max_examples=60)
many = settings(max_examples=400)

fractions = st.sampled_from([(1, 2), (2, 3), (3, 4), (1, 3), (3, 5), (1, 1000), (999, 1000), (1, 1)])
groups = st.sampled_from([None, None, "founders", "north", "south"])
shares = st.builds(
    lambda base, comparison, measure, fraction, group: (
        HALF
        | {
            "base": base.value,
            # More than the whole is refused at the founding.
            "comparison": Comparison.AT_LEAST.value if fraction == (1, 1) else comparison.value,
            "measure": measure.value,
            "numerator": fraction[0],
            "denominator": fraction[1],
            "of": group,
        }
    ),
    st.sampled_from(Base),
    st.sampled_from(Comparison),
    st.sampled_from(Measure),
    fractions,
    groups,
)
objections = st.builds(
    lambda at_most, measure, group: {"at_most": at_most, "measure": measure.value, "of": group, "type": "objections"},
    st.integers(0, 4),
    st.sampled_from(Measure),
    groups,
)
houses = st.one_of(
    st.sampled_from(PRESETS).map(presets.majority),
    st.lists(st.one_of(shares, objections), min_size=1, max_size=4, unique_by=str),
)
quorums_of_present = st.sampled_from(
    [
        None,
        QUORUM | {"of": "present"},
        QUORUM | {"of": "present", "numerator": 2},
        QUORUM | {"of": "present", "base": "allocated", "measure": "weight", "denominator": 5},
    ]
)
quorums_of_cast = st.builds(
    lambda base, measure, fraction: (
        QUORUM | {"base": base, "measure": measure, "numerator": fraction[0], "denominator": fraction[1]}
    ),
    st.sampled_from(["accredited", "allocated", "electorate"]),
    st.sampled_from(["heads", "weight"]),
    st.sampled_from([(1, 2), (1, 3), (2, 3), (1, 1)]),
)
rules = st.builds(lambda houses, quorum: rule(*houses, quorum=quorum), houses, quorums_of_present)
ballots = st.lists(st.sampled_from(["yes", "no", "abstain", None]), min_size=9, max_size=9)


# --- the fold ------------------------------------------------------------------------------------


def open_hall(question: dict[str, Any], order: Sequence[int] = range(9)) -> tuple[Assembly, list[Member]]:
    """Return a convention with an open motion, and its nine voters of three delegations in order of their seats."""
    hall = Assembly(assembly().rules | {"questions": {"ordinary": question}})
    hall.found()
    for delegation in dict.fromkeys(SEATS[place].split("/")[0] for place in order):
        hall.register(delegation, entitlement=5, weight=WEIGHTS[delegation], groups=GROUPS[delegation])
    people = {place: hall.delegate(SEATS[place], present=place != 0) for place in order}
    hall.open("m")
    return hall, [people[place] for place in range(9)]


def cast(hall: Assembly, people: list[Member], choices: list[str | None]) -> None:
    for member, choice in zip(people, choices, strict=True):
        if choice is not None:
            hall.vote(member, "m", choice)


@laws
@given(rules, ballots, st.permutations(range(9)))
def test_the_order_of_voters_is_nothing(question: dict[str, Any], choices: list[str | None], order: list[int]) -> None:
    hall, people = open_hall(question)
    mark = hall.convention.mark()
    cast(hall, people, choices)
    tally = hall.motion("m").tally()
    hall.convention.unwind(mark)
    cast(hall, [people[place] for place in order], [choices[place] for place in order])
    assert hall.motion("m").tally() == tally


@laws
@given(rules, ballots, st.permutations(range(9)))
def test_the_order_of_what_comes_before_the_opening_is_nothing(
    question: dict[str, Any], choices: list[str | None], order: list[int]
) -> None:
    tallies = []
    for places in (range(9), order):
        hall, people = open_hall(question, places)
        cast(hall, people, choices)
        tallies.append(hall.motion("m").tally())
    assert tallies[0] == tallies[1]


def change_groups(hall: Assembly, people: list[Member]) -> None:
    hall.register("nord", entitlement=50, weight=1, groups=["south"])


def change_entitlement(hall: Assembly, people: list[Member]) -> None:
    hall.register("sud", entitlement=2, weight=2, groups=["north", "founders"])


def join(hall: Assembly, people: list[Member]) -> None:
    hall.register("west", entitlement=3, weight=9, groups=["founders", "north", "south"])
    hall.delegate("west/1", present=True)


def go_out(hall: Assembly, people: list[Member]) -> None:
    hall.presence(people[4], "out")


def come_in(hall: Assembly, people: list[Member]) -> None:
    hall.presence(people[0], "in")


@laws
@given(
    rules,
    ballots,
    st.permutations([change_groups, change_entitlement, join, go_out, come_in]),
    st.lists(st.integers(0, 9), min_size=5, max_size=5),
)
def test_what_happens_outside_polling_changes_no_tally(
    question: dict[str, Any],
    choices: list[str | None],
    happen: list[Callable[[Assembly, list[Member]], None]],
    when: list[int],
) -> None:
    """Groups, entitlements, newcomers and doors: the opening froze what counts."""
    hall, people = open_hall(question)
    mark = hall.convention.mark()
    cast(hall, people, choices)
    tally, electorate = hall.motion("m").tally(), hall.motion("m").electorate()
    hall.convention.unwind(mark)
    for place in range(10):
        for act, at in zip(happen, when, strict=True):
            if at == place:
                act(hall, people)
        if place < 9 and (choice := choices[place]) is not None:
            hall.vote(people[place], "m", choice)
    assert hall.motion("m").tally() == tally
    assert hall.motion("m").electorate() == electorate


@laws
@given(rules, ballots, ballots)
def test_only_the_last_vote_counts(question: dict[str, Any], first: list[str | None], last: list[str | None]) -> None:
    hall, people = open_hall(question)
    mark = hall.convention.mark()
    final = [later or earlier for earlier, later in zip(first, last, strict=True)]
    cast(hall, people, final)
    tally = hall.motion("m").tally()
    hall.convention.unwind(mark)
    cast(hall, people, first)
    cast(hall, people, last)
    assert hall.motion("m").tally() == tally


# --- one vote more or less -----------------------------------------------------------------------


def hall_of(choices: Sequence[str | None], question: QuestionRule) -> Judgement:
    """Return the judgement of the nine seats' votes; nord/1 is out, and each delegation has a seat not given out."""
    parts = []
    for delegation, weight in WEIGHTS.items():
        seats = [place for place, seat in enumerate(SEATS) if seat.split("/")[0] == delegation]
        here = [place for place in seats if place != 0]
        sizes = [Count(heads, heads * weight) for heads in (len(seats) + 1, len(seats), len(here), len(seats))]
        sides = [sum(choices[place] == choice for place in seats) for choice in ("yes", "no", "abstain")]
        votes = Votes(*(Count(heads, heads * weight) for heads in sides))
        parts.append(Part(Entitlement(GROUPS[delegation], *sizes), votes))
    return judge(question, parts)


def changed(choices: list[str | None], one: int, choice: str | None) -> list[str | None]:
    return [*choices[:one], choice, *choices[one + 1 :]]


RANK = {Outcome.NO_QUORUM: 0, Outcome.NOT_ADOPTED: 0, Outcome.TIED: 1, Outcome.ADOPTED: 2}


@many
@given(st.one_of(rules, rules.map(lambda one: one | {"quorum": QUORUM})), ballots, st.integers(0, 8))
def test_one_more_yes_never_unadopts(question: dict[str, Any], choices: list[str | None], one: int) -> None:
    """Nor does a no or an abstention that becomes a yes."""
    bound = read_question_rule(question, "rule")
    after = hall_of(changed(choices, one, "yes"), bound)
    assert RANK[after.outcome] >= RANK[hall_of(choices, bound).outcome]


@many
@given(rules, ballots, st.integers(0, 8), st.sampled_from(["no", "abstain"]))
def test_one_more_no_or_abstention_never_adopts(
    question: dict[str, Any], choices: list[str | None], one: int, other: str
) -> None:
    """Where no quorum counts votes cast; and an abstention may adopt only by taking back a no."""
    if other == "abstain" and choices[one] == "no":
        choices[one] = None
    bound = read_question_rule(question, "rule")
    after = hall_of(changed(choices, one, other), bound)
    assert RANK[after.outcome] <= RANK[hall_of(choices, bound).outcome]


@pytest.mark.parametrize("name", PRESETS)
@settings(max_examples=100)
@given(ballots, st.integers(0, 8), st.sampled_from(["no", None]), st.sampled_from(["not_adopted", "casting_vote"]))
def test_every_preset_is_monotone(name: str, choices: list[str | None], one: int, other: str | None, tie: str) -> None:
    bound = read_question_rule(presets.question({"majority": name}), name)
    if name in ("simple_majority", "simple_majority_by_weight"):
        bound = replace(bound, tie=Tie(tie))
    best, worst, nothing = (hall_of(changed(choices, one, choice), bound) for choice in ("yes", "no", other))
    assert RANK[best.outcome] >= RANK[nothing.outcome] >= RANK[worst.outcome]


@many
@given(houses, quorums_of_cast, ballots, st.integers(0, 8))
def test_a_no_adopts_only_by_completing_a_quorum_and_the_tally_says_when(
    many_houses: list[dict[str, Any]], quorum: dict[str, Any], choices: list[str | None], one: int
) -> None:
    """The paradox of a quorum of votes cast, exactly: it needs a vote that was missing, and houses that agree."""
    bound = read_question_rule(rule(*many_houses, quorum=quorum), "rule")
    before, after = hall_of(choices, bound), hall_of(changed(choices, one, "no"), bound)
    if after.outcome is Outcome.ADOPTED and before.outcome is not Outcome.ADOPTED:
        assert choices[one] is None
        assert bound.no_may_adopt
        assert before.no_may_adopt
        assert before.quorum is not None
        assert after.quorum is not None
        assert (before.quorum.met, after.quorum.met) == (False, True)
    assert before.no_may_adopt is (before.outcome is Outcome.NO_QUORUM and all(house.met for house in before.houses))


def test_a_no_that_adopts() -> None:
    """Five of nine must vote. With four yes there is no quorum; the fifth vote, a no, adopts what it is against."""
    bound = read_question_rule(presets.question({"majority": "simple_majority", "quorum": "half_voting"}), "rule")
    four: list[str | None] = ["yes"] * 4 + [None] * 5
    before, after = hall_of(four, bound), hall_of(changed(four, 8, "no"), bound)
    assert (before.outcome, before.no_may_adopt) == (Outcome.NO_QUORUM, True)
    assert (after.outcome, after.no_may_adopt) == (Outcome.ADOPTED, False)
    # A quorum of those present asks nobody to vote: the same votes, and the no changes nothing.
    present = presets.question({"majority": "simple_majority", "quorum": "half_present"})
    harmless = read_question_rule(present, "rule")
    assert not harmless.no_may_adopt
    assert hall_of(four, harmless).outcome is hall_of(changed(four, 8, "no"), harmless).outcome is Outcome.ADOPTED


no_yes = st.lists(st.sampled_from(["no", "abstain", None]), min_size=9, max_size=9)


@many
@given(houses, st.one_of(quorums_of_present, quorums_of_cast), no_yes)
def test_without_a_yes_nothing_is_adopted(
    many_houses: list[dict[str, Any]], quorum: dict[str, Any] | None, choices: list[str | None]
) -> None:
    judgement = hall_of(choices, read_question_rule(rule(*many_houses, quorum=quorum), "rule"))
    assert judgement.outcome in (Outcome.NOT_ADOPTED, Outcome.NO_QUORUM)
