"""What the rules bind: presets by name, several houses, groups of delegations, ties, and rules nothing could meet."""

from typing import Any

import pytest

from ballots import presets
from ballots.errors import BadField
from ballots.judgement import Verdict, at_full_turnout
from ballots.majority import Comparison, Count, Objections, Share
from ballots.motion_errors import EmptyElectorate, EmptyGroup, RollChanged
from ballots.rules import QuestionRule, read_question_rule
from ballots.vote_errors import NotInElectorate, WrongCasting, WrongResult
from tests.ballots.assembly import HALF, QUORUM, Assembly, Member, assembly, rule

CONSENSUS = {"at_most": 1, "measure": "heads", "of": None, "type": "objections"}


def preset(name: str) -> QuestionRule:
    return read_question_rule(presets.question({"majority": name}), name)


# --- presets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "base", "needed"),
    [
        ("simple_majority", "decisive", {0: 1, 1: 1, 9: 5, 10: 6, 319: 160, 320: 161}),
        ("majority_of_valid", "cast", {9: 5, 319: 160}),
        ("absolute_majority", "electorate", {319: 160, 320: 161}),
        ("absolute_majority_of_accredited", "accredited", {319: 160}),
        ("absolute_majority_of_members", "allocated", {319: 160}),
        ("three_fifths", "decisive", {9: 6, 10: 6, 319: 192}),
        ("two_thirds", "decisive", {9: 6, 10: 7, 319: 213}),
        ("two_thirds_of_valid", "cast", {9: 6, 300: 200}),
        ("two_thirds_of_accredited", "accredited", {9: 6, 300: 200}),
        ("two_thirds_of_members", "allocated", {9: 6, 300: 200}),
        ("three_quarters", "decisive", {8: 6, 9: 7}),
        ("three_quarters_of_valid", "cast", {8: 6, 9: 7}),
        ("unanimity", "decisive", {0: 1, 9: 9}),
    ],
)
def test_a_preset_in_numbers(name: str, base: str, needed: dict[int, int]) -> None:
    [house] = preset(name).majority
    assert isinstance(house, Share)
    assert (house.base, house.measure, house.of) == (base, "heads", None)
    assert {whole: house.fraction.needed(whole) for whole in needed} == needed


def test_presets_of_several_houses_and_of_consensus() -> None:
    assert [house.measure for house in preset("double_majority").majority] == ["heads", "delegations"]
    assert [house.measure for house in preset("triple_majority").majority] == ["heads", "delegations", "weight"]
    assert [house.measure for house in preset("simple_majority_by_weight").majority] == ["weight"]
    for name, at_most in (("consensus", 0), ("consensus_minus_1", 1), ("consensus_minus_250", 250)):
        [house] = preset(name).majority
        assert isinstance(house, Objections)
        assert house.at_most == at_most


def test_every_preset_is_read_and_nobody_can_change_one() -> None:
    for name in presets.MAJORITIES:
        preset(name)
        presets.majority(name)[0]["numerator"] = 999
    assert presets.MAJORITIES["simple_majority"][0]["numerator"] == 1
    for name in presets.QUORUMS:
        question = presets.question({"majority": "simple_majority", "quorum": name})
        assert read_question_rule(question, name).quorum is not None


FRACTIONS = {
    (house["numerator"], house["denominator"], house["comparison"])
    for houses in presets.MAJORITIES.values()
    for house in houses
    if house["type"] == "share"
}


@pytest.mark.parametrize(("numerator", "denominator", "comparison"), sorted(FRACTIONS))
def test_a_preset_is_exact_at_every_size_to_a_million(numerator: int, denominator: int, comparison: str) -> None:
    """Counted upwards without a division: the threshold moves where one vote less no longer satisfies."""
    house = read_question_rule(rule(presets.share(comparison, numerator, denominator, "cast")), "rule").majority[0]
    assert isinstance(house, Share)
    short = 0 if comparison == Comparison.AT_LEAST else -1
    least, needed = 1, house.fraction.needed
    for whole in range(10**6 + 1):
        while least * denominator + short < whole * numerator:
            least += 1
        assert needed(whole) == least


def test_names_and_houses_together() -> None:
    table = {"type": "share", "base": "cast", "measure": "heads", "comparison": "at_least", "numerator": 3}
    question = presets.question(
        {
            "majority": ["double_majority", table | {"denominator": 5}, {"preset": "simple_majority", "of": "south"}],
            "quorum": "half_present",
            "voters": "full",
        }
    )
    read = read_question_rule(question, "rule")
    assert [house.of for house in read.majority] == [None, None, None, "south"]
    assert (read.voters, read.tie, read.no_may_adopt) == ("full", "not_adopted", False)
    assert presets.question(question) == question


def test_gaps_of_a_house_and_a_quorum_are_filled() -> None:
    fraction = {"comparison": "at_least", "numerator": 3, "denominator": 4, "measure": "heads"}
    quorum = fraction | {"of": "present"}
    filled = presets.question({"majority": fraction | {"base": "cast"}, "quorum": quorum})
    assert filled["majority"] == [presets.share("at_least", 3, 4, "cast")]
    assert filled["quorum"] == quorum | {"base": "accredited"}
    consensus = presets.question({"majority": {"at_most": 3, "measure": "delegations"}})
    assert consensus["majority"] == [{"at_most": 3, "measure": "delegations", "of": None, "type": "objections"}]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"majority": "two_thrids"}, "no majority is named 'two_thrids'; known: simple_majority"),
        ({"majority": ["simple_majority", "half"]}, "no majority is named 'half'"),
        ({"majority": "consensus_minus_0"}, "no majority is named"),
        ({"majority": "consensus_minus_1000001"}, "no majority is named"),
        ({"majority": "simple_majority", "quorum": "some"}, "no quorum is named 'some'; known: third_present"),
        ({"majority": [{"preset": "simple_majority", "base": "cast"}]}, "measure and of, nothing else"),
        ({"majority": [{"preset": "half"}]}, "no majority is named 'half'"),
        ({"majority": [7]}, r"majority\[0\] is not an object"),
        ({"majority": 7}, "majority is not an array"),
        ({"majority": "simple_majority", "quorum": 7}, "quorum is not an object"),
        ({"quorum": "half_present"}, "majority is missing"),
        ("simple_majority", "rule is not an object"),
    ],
)
def test_a_question_that_means_nothing(question: object, said: str) -> None:
    with pytest.raises(BadField, match=said):
        read_question_rule(presets.question(question, "rule"), "rule")


# --- rules that nothing could meet ---------------------------------------------------------------


@pytest.mark.parametrize(
    "houses",
    [
        [HALF | {"comparison": "at_least"}],
        [HALF | {"base": "cast"}],
        [HALF | {"base": "electorate"}],
        [HALF | {"numerator": 2, "denominator": 3}],
        [HALF, HALF | {"measure": "delegations"}],
        [CONSENSUS],
    ],
    ids=str,
)
def test_a_casting_vote_decides_only_where_one_vote_would(houses: list[Any]) -> None:
    with pytest.raises(BadField, match="tie gives a casting vote"):
        read_question_rule(rule(*houses, tie="casting_vote"), "rule")


@pytest.mark.parametrize("change", [{}, {"measure": "weight"}, {"denominator": 4, "numerator": 2}, {"of": "south"}])
def test_where_a_casting_vote_decides(change: dict[str, Any]) -> None:
    read_question_rule(rule(HALF | change, tie="casting_vote"), "rule")


def test_a_house_stands_once() -> None:
    with pytest.raises(BadField, match="majority names one house twice"):
        read_question_rule(rule(HALF, CONSENSUS, HALF), "rule")
    read_question_rule(rule(HALF, HALF | {"of": "south"}), "rule")


# --- groups --------------------------------------------------------------------------------------


def grouped(question: dict[str, Any]) -> tuple[Assembly, list[Member]]:
    """Return a hall whose nord (three seats) and ost (two) are founders, west (two) is an observer party."""
    hall = assembly(questions={"ordinary": question})
    hall.register("nord", entitlement=3, groups=["founders"])
    hall.register("ost", entitlement=4, weight=3, groups=["founders", "east"])
    hall.register("west", entitlement=2, weight=2, groups=["guests"])
    return hall, [hall.delegate(seat) for seat in ("nord/1", "nord/2", "nord/3", "ost/1", "ost/2", "west/1", "west/2")]


def vote(hall: Assembly, people: list[Member], letters: str) -> Any:
    choices = {"y": "yes", "n": "no", "a": "abstain"}
    for member, letter in zip(people, letters, strict=True):
        if letter in choices:
            hall.vote(member, "m", choices[letter])
    return hall.motion("m").tally()


@pytest.mark.parametrize(
    ("letters", "met", "outcome"),
    [
        ("yyynnyy", (True, True, False), "not_adopted"),
        ("yynynyy", (True, True, False), "not_adopted"),
        ("nnyyyyy", (True, True, True), "adopted"),
        ("nnnyyy-", (False, True, True), "not_adopted"),
        ("yyyyynn", (True, True, True), "adopted"),
        ("nnyyynn", (False, False, True), "not_adopted"),
        ("-------", (False, False, False), "not_adopted"),
    ],
)
def test_every_house_must_agree(letters: str, met: tuple[bool, ...], outcome: str) -> None:
    houses = (HALF, HALF | {"measure": "delegations", "base": "electorate"}, HALF | {"of": "east"})
    hall, people = grouped(rule(*houses))
    hall.open("m")
    tally = vote(hall, people, letters)
    assert tuple(house.met for house in tally.houses) == met
    assert tally.outcome == outcome


@pytest.mark.parametrize(
    ("letters", "reached", "outcome"),
    [("yyyyyyy", 0, "adopted"), ("yaaa-nn", 1, "adopted"), ("nnnyyyy", 1, "adopted"), ("nnnynnn", 2, "not_adopted"),
     ("aaaaaaa", 0, "not_adopted"), ("-------", 0, "not_adopted")],
)  # fmt: skip
def test_consensus_counts_objections(letters: str, reached: int, outcome: str) -> None:
    """By delegations, minus one: ost is even at one yes and one no, and so no objection."""
    hall, people = grouped(rule(CONSENSUS | {"measure": "delegations"}))
    hall.open("m")
    tally = vote(hall, people, letters)
    assert (tally.houses[0].needed, tally.houses[0].reached) == (1, reached)
    assert tally.outcome == outcome


def test_only_the_voters_group_votes_and_is_counted() -> None:
    quorum = QUORUM | {"base": "allocated", "of": "present", "numerator": 1, "denominator": 7}
    hall, people = grouped(rule(HALF | {"base": "allocated"}, quorum=quorum, voters="founders"))
    for member in (people[0], people[5]):
        hall.presence(member, "in")
    with hall.refused(RollChanged):
        hall.open("m", electorate={"count": 7, "roll": "accredited", "version": 9, "weight": 13})
    hall.open("m")
    assert hall.motion("m").opened.electorate.count == 5
    with hall.refused(NotInElectorate):
        hall.vote(people[5], "m", "yes")
    tally = vote(hall, people[:5], "yyyy-")
    assert tally.electorate == Count(5, 9)
    assert tally.houses == (Verdict(4, 4, 7, True),)
    assert tally.quorum is not None
    assert (tally.quorum.needed, tally.quorum.reached, tally.quorum.whole) == (1, 1, 7)
    assert set(tally.delegations) == {"nord", "ost"}
    assert sorted(hall.motion("m").electorate()) == ["nord/1", "nord/2", "nord/3", "ost/1", "ost/2"]


def test_a_group_without_anyone_on_the_roll() -> None:
    hall, people = grouped(rule(HALF, HALF | {"of": "east"}))
    hall.presence(people[0], "in")
    with hall.refused(EmptyGroup) as refusal:
        hall.open("m", roll="present")
    assert refusal.value.detail == "group east has no mandate on the roll present"
    hall.presence(people[3], "in")
    hall.open("m", roll="present")
    for lonely in (rule(CONSENSUS | {"of": "nobody"}), rule(HALF | {"of": "guests"}, voters="founders")):
        hall, _ = grouped(lonely)
        with hall.refused(EmptyGroup):
            hall.open("m")
    hall, _ = grouped(rule(HALF, voters="nobody"))
    with hall.refused(EmptyElectorate) as empty:
        hall.open("m")
    assert empty.value.detail == "roll accredited, group nobody"


def test_what_is_needed_if_all_vote() -> None:
    houses = (
        HALF,
        HALF | {"base": "accredited", "measure": "weight"},
        HALF | {"base": "allocated", "of": "founders"},
        HALF | {"base": "cast", "measure": "delegations"},
        CONSENSUS | {"of": "guests"},
    )
    hall, people = grouped(rule(*houses))
    for member in people[:5]:
        hall.presence(member, "in")
    entitled = hall.convention.entitled("present", None).values()
    found = [at_full_turnout(house, entitled) for house in read_question_rule(rule(*houses), "rule").majority]
    assert [(one.needed, one.reached, one.whole) for one in found] == [
        (3, 5, 5), (7, 9, 13), (4, 5, 7), (2, 2, 2), (1, 0, 0),
    ]  # fmt: skip


# --- ties ----------------------------------------------------------------------------------------


@pytest.fixture
def even() -> tuple[Assembly, list[Member]]:
    hall, people = grouped(rule(HALF, tie="casting_vote"))
    hall.open("m")
    return hall, people


def close(hall: Assembly) -> None:
    hall.end("m")
    hall.close("m")


@pytest.mark.parametrize(("casting", "adopted"), [("for", True), ("against", False)])
def test_the_casting_vote_decides_a_tie(even: tuple[Assembly, list[Member]], casting: str, adopted: bool) -> None:
    hall, people = even
    assert vote(hall, people, "yyynnna").outcome == "tied"
    close(hall)
    with hall.refused(WrongCasting):
        hall.declare("m", casting=None)
    for outcome in ("adopted", "not_adopted"):
        with hall.refused(WrongResult):
            hall.declare("m", result=hall.recount("m") | {"outcome": outcome}, casting=casting)
    assert not hall.motion("m").is_adopted
    hall.declare("m", casting=casting)
    motion = hall.motion("m")
    assert (motion.casting, motion.is_adopted) == (casting, adopted)
    assert motion.decided == ("adopted" if adopted else "not_adopted")


@pytest.mark.parametrize("letters", ["yyyynnn", "yyynnnn", "-------", "aaaaaaa"])
def test_there_is_no_casting_vote_without_a_tie(even: tuple[Assembly, list[Member]], letters: str) -> None:
    hall, people = even
    assert vote(hall, people, letters).outcome != "tied"
    close(hall)
    for casting in ("for", "against"):
        with hall.refused(WrongCasting):
            hall.declare("m", casting=casting)
    hall.declare("m")
    assert hall.motion("m").is_adopted is (letters == "yyyynnn")


def test_there_is_no_casting_vote_where_the_rules_give_none() -> None:
    hall, people = grouped(rule(HALF))
    hall.open("m")
    assert vote(hall, people, "yyynnna").outcome == "not_adopted"
    close(hall)
    with hall.refused(WrongCasting):
        hall.declare("m", casting="for")
    with hall.refused(WrongResult):
        hall.declare("m", casting="for", result=hall.recount("m") | {"outcome": "tied"})


def test_a_quorum_comes_before_the_casting_vote() -> None:
    hall, people = grouped(rule(HALF, quorum=QUORUM, tie="casting_vote"))
    hall.open("m")
    assert vote(hall, people, "yn-----").outcome == "no_quorum"


def test_an_annulled_motion_is_not_adopted(even: tuple[Assembly, list[Member]]) -> None:
    hall, people = even
    vote(hall, people, "yyyynnn")
    close(hall)
    hall.declare("m")
    assert hall.motion("m").is_adopted
    hall.confirm_annulment("m", hall.annul("m"))
    assert not hall.motion("m").is_adopted
