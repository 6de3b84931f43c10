"""Decisions without a vote by name: what the rules allow, what counts make of a question, and two tellers."""

from typing import Any

import pytest

from ballots.decision_errors import DecisionInUse, TooManyVotes, UnknownDecision, VoteRequired, WrongOutcome
from ballots.errors import BadField
from ballots.motion_errors import (
    DocumentChanged,
    EmptyElectorate,
    MotionInUse,
    UnknownDocument,
    UnknownQuestion,
    WrongOptions,
)
from ballots.vote_errors import NotPending, SamePerson, UnknownRecord
from tests.ballots.assembly import HALF, QUORUM, TWO_THIRDS, WHOLE, Assembly, Member, assembly, digest, rule
from tests.ballots.tellers import confirm_decision, decide


def convened(seats: int = 6, **rules: Any) -> Assembly:
    """Return a convention with so many mandates of nord (weight 1), one of them present, and a second teller."""
    hall = assembly(**rules)
    for seat in range(1, seats + 1):
        hall.delegate(f"nord/{seat}", present=seat == 1)
    hall.officers["second"] = hall.appoint("teller")
    return hall


@pytest.fixture
def hall() -> Assembly:
    return convened()


def second(hall: Assembly) -> Member:
    return hall.officers["second"]


def in_effect(hall: Assembly, decision: str = "d") -> bool:
    return hall.convention.decisions[decision].in_effect


def votes(yes: int, no: int = 0, abstain: int = 0) -> dict[str, int]:
    return {"yes": yes, "no": no, "abstain": abstain}


class TestTwoTellers:
    def test_both_bring_it_into_effect(self, hall: Assembly) -> None:
        decide(hall, "d")
        confirm_decision(hall, "d", hall.teller)
        assert not in_effect(hall)
        index = hall.convention.size
        confirm_decision(hall, "d", second(hall))
        assert in_effect(hall)
        assert hall.convention.decisions["d"].changed == index

    def test_they_are_two_persons_and_not_the_chair(self, hall: Assembly) -> None:
        decide(hall, "d")
        confirm_decision(hall, "d", hall.teller)
        again = hall.appoint("teller", person=hall.teller.person)
        chair_as_teller = hall.appoint("teller", person=hall.chair.person)
        for teller in (hall.teller, again, chair_as_teller):
            with hall.refused(SamePerson):
                confirm_decision(hall, "d", teller)
        assert not in_effect(hall)

    def test_a_third_has_nothing_to_confirm(self, hall: Assembly) -> None:
        decide(hall, "d")
        for teller in (hall.teller, second(hall)):
            confirm_decision(hall, "d", teller)
        third = hall.appoint("teller")
        with hall.refused(NotPending):
            confirm_decision(hall, "d", third)

    def test_stated_anew_it_waits_for_both_anew(self, hall: Assembly) -> None:
        """What a teller signed is one statement: a chair who corrects it has to ask her again."""
        first = decide(hall, "d", counts=votes(4))
        confirm_decision(hall, "d", hall.teller)
        decide(hall, "d", by=hall.appoint("chair"), counts=votes(2, 3), outcome="not_adopted")
        for teller in (hall.teller, second(hall)):
            with hall.refused(UnknownRecord):
                confirm_decision(hall, "d", teller, first)
        confirm_decision(hall, "d", second(hall))
        assert not in_effect(hall)
        confirm_decision(hall, "d", hall.teller)
        assert in_effect(hall)

    def test_only_what_was_stated_is_confirmed(self, hall: Assembly) -> None:
        with hall.refused(UnknownDecision):
            confirm_decision(hall, "d", hall.teller, digest("none"))


class TestNumber:
    def test_a_decision_in_effect_stands(self, hall: Assembly) -> None:
        decide(hall, "d")
        for teller in (hall.teller, second(hall)):
            confirm_decision(hall, "d", teller)
        with hall.refused(DecisionInUse):
            decide(hall, "d", outcome="not_adopted")

    def test_motions_and_decisions_share_their_numbers(self, hall: Assembly) -> None:
        hall.open("1")
        with hall.refused(MotionInUse):
            decide(hall, "1")
        decide(hall, "2")
        with hall.refused(DecisionInUse):
            hall.open("2")


class TestWords:
    @pytest.mark.parametrize("name", ["title", "question"])
    def test_its_languages_are_the_conventions(self, hall: Assembly, name: str) -> None:
        for words in ({"de": "Frage"}, {"en": "Question", "fr": "Question"}):
            with hall.refused(BadField) as refusal:
                decide(hall, "d", **{name: words})
            assert name in refusal.value.detail

    def test_its_subject_is_a_last_version(self, hall: Assembly) -> None:
        with hall.refused(UnknownDocument):
            decide(hall, "d", subject={"document": "declaration", "digest": digest("t"), **WHOLE})
        old, new = hall.table("declaration"), hall.table("declaration", 2)
        with hall.refused(DocumentChanged):
            decide(hall, "d", subject={"document": "declaration", "digest": old, **WHOLE})
        decide(hall, "d", subject={"document": "declaration", "digest": new, **WHOLE})
        subject = hall.convention.decisions["d"].subject
        assert subject is not None
        assert subject.tabled.version == 2


class TestWithoutCounting:
    def test_no_objection_adopts(self, hall: Assembly) -> None:
        for outcome in ("not_adopted", "no_quorum"):
            with hall.refused(WrongOutcome):
                decide(hall, "d", method="no_objection", outcome=outcome)
        decide(hall, "d", method="no_objection")

    def test_hands_that_nobody_counted_have_no_quorum(self, hall: Assembly) -> None:
        with hall.refused(WrongOutcome):
            decide(hall, "d", outcome="no_quorum")
        decide(hall, "d", outcome="not_adopted")

    @pytest.mark.parametrize("method", ["no_objection", "hands"])
    def test_the_rules_name_the_kinds(self, hall: Assembly, method: str) -> None:
        with hall.refused(VoteRequired):
            decide(hall, "d", kind="statutes", method=method)
        with hall.refused(UnknownQuestion):
            decide(hall, "d", kind="other", method=method)
        strict = convened(without_vote=[])
        with strict.refused(VoteRequired):
            decide(strict, "d", method=method)

    def test_an_empty_hall_decides_nothing(self) -> None:
        hall = assembly()
        with hall.refused(EmptyElectorate):
            decide(hall, "d", method="no_objection")


# Six accredited mandates of weight 1, one of them present.
PRESENT = QUORUM | {"of": "present"}
COUNTED: list[tuple[str, dict[str, Any], dict[str, Any] | None, dict[str, int], str]] = [
    ("half", HALF, None, votes(2, 1, 3), "adopted"),
    ("a tie", HALF, None, votes(2, 2), "not_adopted"),
    ("nobody", HALF, None, votes(0), "not_adopted"),
    ("of the cast", HALF | {"base": "cast"}, None, votes(2, 1, 1), "not_adopted"),
    ("of the cast, reached", HALF | {"base": "cast"}, None, votes(3, 1, 1), "adopted"),
    ("of all", HALF | {"base": "electorate"}, None, votes(3), "not_adopted"),
    ("of all, reached", HALF | {"base": "electorate"}, None, votes(4), "adopted"),
    ("quorum missed", HALF, QUORUM, votes(2), "no_quorum"),
    ("quorum met", HALF, QUORUM, votes(2, 0, 1), "adopted"),
    ("too few present", HALF, PRESENT, votes(6), "no_quorum"),
    ("enough present", HALF, PRESENT | {"denominator": 6}, votes(6), "adopted"),
    ("present by weight", HALF, PRESENT | {"denominator": 6, "measure": "weight"}, votes(6), "adopted"),
]


@pytest.mark.parametrize(
    ("majority", "quorum", "counts", "outcome"), [pytest.param(*row[1:], id=row[0]) for row in COUNTED]
)
@pytest.mark.parametrize("method", ["hands", "paper"])
def test_counts_make_the_outcome(
    method: str, majority: dict[str, Any], quorum: dict[str, Any] | None, counts: dict[str, int], outcome: str
) -> None:
    hall = convened(questions={"ordinary": rule(majority, quorum=quorum)}, without_vote=[])
    for wrong in {"adopted", "not_adopted", "no_quorum"} - {outcome}:
        with hall.refused(WrongOutcome):
            decide(hall, "d", method=method, counts=counts, outcome=wrong)
    decide(hall, "d", method=method, counts=counts, outcome=outcome)


class TestCounts:
    def test_they_are_of_the_three_options(self, hall: Assembly) -> None:
        for counts in ({"yes": 3}, votes(3) | {"maybe": 0}):
            with hall.refused(WrongOptions):
                decide(hall, "d", counts=counts)

    def test_they_are_read_in_the_order_of_a_ballot(self, hall: Assembly) -> None:
        decide(hall, "d", counts={"abstain": 1, "no": 1, "yes": 4})
        assert list(hall.convention.decisions["d"].recorded.counts or {}) == ["yes", "no", "abstain"]

    def test_there_are_no_more_hands_than_mandates(self, hall: Assembly) -> None:
        decide(hall, "d", counts=votes(4, 1, 1))
        with hall.refused(TooManyVotes):
            decide(hall, "d", counts=votes(4, 1, 2))

    def test_hands_have_no_weight_but_papers_may(self) -> None:
        """Paper totals are in the measure of the rule: tellers add the weights of the papers."""
        hall = convened(questions={"ordinary": rule(TWO_THIRDS, quorum=QUORUM | {"measure": "weight"})})
        hall.delegate("ost/1")
        with hall.refused(VoteRequired):
            decide(hall, "d", counts=votes(6, 3))
        with hall.refused(TooManyVotes):
            decide(hall, "d", method="paper", counts=votes(7, 3))
        decide(hall, "d", method="paper", counts=votes(6, 3))
        with hall.refused(WrongOutcome):
            decide(hall, "d", method="paper", counts=votes(5, 4))

    def test_one_count_does_not_answer_in_two_measures(self, hall: Assembly) -> None:
        with hall.refused(VoteRequired):
            decide(hall, "d", kind="statutes", method="paper", counts=votes(6))

    @pytest.mark.parametrize(
        "houses",
        [
            [HALF | {"measure": "delegations"}],
            [HALF, HALF | {"measure": "delegations"}],
            [HALF | {"of": "founders"}],
            [HALF, HALF | {"measure": "weight"}],
            [{"at_most": 1, "measure": "delegations", "of": None, "type": "objections"}],
        ],
        ids=str,
    )
    def test_what_one_count_does_not_say_is_voted_on_by_name(self, houses: list[dict[str, Any]]) -> None:
        hall = convened(questions={"ordinary": rule(*houses)})
        with hall.refused(VoteRequired):
            decide(hall, "d", method="paper", counts=votes(6))

    def test_several_houses_of_one_measure(self) -> None:
        consensus = {"at_most": 1, "measure": "heads", "of": None, "type": "objections"}
        hall = convened(questions={"ordinary": rule(HALF | {"base": "allocated"}, consensus)})
        with hall.refused(WrongOutcome):
            decide(hall, "d", counts=votes(6))
        hall.register("nord", entitlement=6)
        hall.register("ost", entitlement=0)
        decide(hall, "d", counts=votes(4, 1))
        with hall.refused(WrongOutcome):
            decide(hall, "e", counts=votes(4, 2))

    def test_the_voters_group_alone_is_counted(self) -> None:
        hall = convened(questions={"ordinary": rule(HALF | {"base": "accredited"}, voters="founders")})
        with hall.refused(EmptyElectorate) as refusal:
            decide(hall, "d", counts=votes(1))
        assert refusal.value.detail == "roll accredited, group founders"
        hall.register("ost", weight=3, groups=["founders"])
        hall.delegate("ost/1")
        with hall.refused(TooManyVotes):
            decide(hall, "d", counts=votes(2))
        decide(hall, "d", counts=votes(1))

    @pytest.mark.parametrize("outcome", ["adopted", "not_adopted"])
    def test_in_a_tie_the_chairs_statement_is_her_casting_vote(self, outcome: str) -> None:
        hall = convened(questions={"ordinary": rule(HALF, tie="casting_vote")})
        for counts, wrong in ((votes(2, 2), "no_quorum"), (votes(3, 2), "not_adopted"), (votes(0), "adopted")):
            with hall.refused(WrongOutcome):
                decide(hall, "d", counts=counts, outcome=wrong)
        decide(hall, "d", counts=votes(2, 2), outcome=outcome)


def test_unwinding_takes_back_every_signature(hall: Assembly) -> None:
    decide(hall, "d")
    confirm_decision(hall, "d", hall.teller)
    mark = hall.convention.mark()
    confirm_decision(hall, "d", second(hall))
    hall.convention.unwind(mark)
    assert not in_effect(hall)
    confirm_decision(hall, "d", second(hall))
    hall.convention.unwind(mark)
    decide(hall, "d", outcome="not_adopted")
    hall.convention.unwind(mark)
    assert hall.convention.decisions["d"].tellers == [hall.teller.person]
