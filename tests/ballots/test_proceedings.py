"""Documents, the opening of motions, their life, annulment and declaration."""

from collections.abc import Callable
from typing import Any

import pytest

from ballots.errors import BadField, Refused
from ballots.majority import Count
from ballots.motion_errors import (
    DocumentChanged,
    EmptyElectorate,
    MotionInUse,
    RollChanged,
    UnknownBallotKind,
    UnknownDocument,
    UnknownMotion,
    UnknownQuestion,
    WrongOpening,
    WrongOptions,
    WrongRule,
    WrongVersion,
)
from ballots.vote_errors import (
    AlreadyAnnulled,
    AlreadyClosed,
    AlreadyDeclared,
    AlreadyEnded,
    MotionAnnulled,
    NotClosed,
    PollingEnded,
    PollingNotEnded,
    SamePerson,
    UnknownAnnulment,
    WrongResult,
)
from tests.ballots.assembly import HALF, OPTIONS, QUORUM, TWO_THIRDS, WHOLE, Assembly, Member, assembly, digest, rule


@pytest.fixture
def hall() -> Assembly:
    """A convention with one delegate of each delegation, nord/1 and ost/1."""
    hall = assembly()
    hall.delegate("nord/1")
    hall.delegate("ost/1")
    return hall


def member(hall: Assembly, mandate: str) -> Member:
    """Return who holds a mandate, as the assembly made her."""
    credential = hall.convention.credentials[hall.convention.holders[mandate] or 0]
    return Member(credential.number, credential.role, credential.person, credential.mandates, devices=1)


class TestDocuments:
    def test_versions_follow_one_another(self, hall: Assembly) -> None:
        for version in (2, 3):
            with hall.refused(WrongVersion):
                hall.table("declaration", version)
        hall.table("declaration", 1)
        for version in (1, 3):
            with hall.refused(WrongVersion):
                hall.table("declaration", version)
        hall.table("declaration", 2)
        hall.table("another", 1)

    @pytest.mark.parametrize("name", ["title", "texts"])
    def test_its_languages_are_the_conventions(self, hall: Assembly, name: str) -> None:
        fields: dict[str, Any] = {"document": "d", "version": 1, "title": {"en": "D"}, "texts": {"en": digest("d")}}
        value = fields[name]["en"]
        for members in ({"de": value}, {"en": value, "fr": value}):
            with hall.refused(BadField) as refusal:
                hall.say(hall.desk.kid, "document.tabled", **fields | {name: members})
            assert name in refusal.value.detail


class TestOpening:
    def test_a_motion_is_opened_once(self, hall: Assembly) -> None:
        for state in ("open", "ended", "closed", "declared", "annulled", "pending"):
            hall.bring_to(state, state)
            with hall.refused(MotionInUse):
                hall.open(state)

    @pytest.mark.parametrize("name", ["title", "question"])
    def test_its_languages_are_the_conventions(self, hall: Assembly, name: str) -> None:
        for words in ({"de": "Frage"}, {"en": "Question", "fr": "Question"}):
            with hall.refused(BadField) as refusal:
                hall.open("m", **{name: words})
            assert name in refusal.value.detail

    def test_its_kind_is_among_the_rules(self, hall: Assembly) -> None:
        with hall.refused(UnknownQuestion):
            hall.open("m", "extraordinary")

    @pytest.mark.parametrize(
        "change",
        [
            {"majority": [HALF | {"base": "cast"}]},
            {"majority": [HALF | {"comparison": "at_least"}]},
            {"majority": [HALF | {"denominator": 4, "numerator": 2}]},
            {"majority": [HALF | {"measure": "weight"}]},
            {"majority": [TWO_THIRDS]},
            {"majority": [HALF, TWO_THIRDS]},
            {"majority": [HALF | {"of": "founders"}]},
            {"majority": [{"at_most": 0, "measure": "heads", "of": None, "type": "objections"}]},
            {"quorum": QUORUM},
            {"tie": "casting_vote"},
            {"voters": "founders"},
        ],
        ids=str,
    )
    def test_the_rules_bind_majority_quorum_tie_and_voters(self, hall: Assembly, change: dict[str, Any]) -> None:
        with hall.refused(WrongRule):
            hall.open("m", **change)

    def test_how_long_polling_stays_open_is_no_part_of_an_opening(self) -> None:
        hall = assembly(questions={"ordinary": rule(HALF, polling_seconds=60)})
        hall.delegate("nord/1")
        with hall.refused(BadField):
            hall.open("m", polling_seconds=60)
        hall.open("m")

    def test_a_quorum_of_the_rules_is_not_left_out(self, hall: Assembly) -> None:
        for quorum in (None, QUORUM | {"of": "present"}, QUORUM | {"base": "allocated"}):
            with hall.refused(WrongRule):
                hall.open("m", "statutes", quorum=quorum)
        hall.open("m", "statutes")

    @pytest.mark.parametrize(
        ("rule", "admitted"), [("allowed", (True,)), ("refused", (False,)), ("chair", (True, False))]
    )
    def test_the_rules_bind_the_change_of_vote(self, rule: str, admitted: tuple[bool, ...]) -> None:
        hall = assembly(change_of_vote=rule)
        hall.delegate("nord/1")
        for asked in (True, False):
            if asked in admitted:
                hall.open(f"m-{asked}", change_of_vote=asked)
            else:
                with hall.refused(WrongRule):
                    hall.open(f"m-{asked}", change_of_vote=asked)

    def test_other_ballots_are_not_counted(self, hall: Assembly) -> None:
        with hall.refused(UnknownBallotKind):
            hall.open("m", ballot={"kind": "secret"})

    @pytest.mark.parametrize(
        "options",
        [
            OPTIONS[:2],
            OPTIONS[::-1],
            [*OPTIONS, {"counts": "for", "id": "also"}],
            [OPTIONS[0] | {"counts": "against"}, OPTIONS[1] | {"counts": "for"}, OPTIONS[2]],
            [OPTIONS[0] | {"id": "aye"}, *OPTIONS[1:]],
            [OPTIONS[0], OPTIONS[0], OPTIONS[2]],
        ],
        ids=str,
    )
    def test_a_roll_call_has_its_three_options(self, hall: Assembly, options: list[dict[str, str]]) -> None:
        with hall.refused(WrongOptions):
            hall.open("m", options=options)

    def test_its_subject_is_the_last_version(self, hall: Assembly) -> None:
        first = hall.table("declaration")
        hall.table("other")
        with hall.refused(UnknownDocument):
            hall.open("m", subject={"document": "nothing", "digest": first, **WHOLE})
        with hall.refused(DocumentChanged):
            hall.open("m", subject={"document": "other", "digest": first, **WHOLE})
        second = hall.table("declaration", 2)
        with hall.refused(DocumentChanged):
            hall.open("m", subject={"document": "declaration", "digest": first, **WHOLE})
        hall.open("m", subject={"document": "declaration", "digest": second, **WHOLE})

    @pytest.mark.parametrize("name", ["version", "count", "weight"])
    @pytest.mark.parametrize("step", [-1, 1])
    def test_the_chair_saw_the_roll_as_it_is(self, hall: Assembly, name: str, step: int) -> None:
        fields = hall.opening_fields("m")
        fields["electorate"][name] += step
        with hall.refused(RollChanged):
            hall.say(hall.chair.kid, "motion.opened", **fields)

    def test_the_chair_saw_the_roll_that_she_names(self, hall: Assembly) -> None:
        hall.presence(member(hall, "nord/1"), "in")
        fields = hall.opening_fields("m")
        fields["electorate"]["roll"] = "present"
        with hall.refused(RollChanged):
            hall.say(hall.chair.kid, "motion.opened", **fields)

    def test_a_change_between_signing_and_arrival(self, hall: Assembly) -> None:
        fields = hall.opening_fields("m")
        late = hall.delegate("nord/2")
        with hall.refused(RollChanged):
            hall.say(hall.chair.kid, "motion.opened", **fields)
        # Back to the same mandates: still another version, for the chair has not seen what happened.
        hall.revoke(late)
        with hall.refused(RollChanged):
            hall.say(hall.chair.kid, "motion.opened", **fields)

    def test_an_unchanged_roll_does_not_hinder(self, hall: Assembly) -> None:
        fields = hall.opening_fields("m")
        hall.replace(member(hall, "nord/1"))
        hall.presence(member(hall, "ost/1"), "in")
        hall.delegate(role="observer", present=True)
        hall.register("nord", entitlement=20)
        hall.say(hall.chair.kid, "motion.opened", **fields)

    def test_somebody_may_vote(self, hall: Assembly) -> None:
        with hall.refused(EmptyElectorate):
            hall.open("m", roll="present")
        empty = assembly()
        with empty.refused(EmptyElectorate):
            empty.open("m")


ACTS: dict[str, Callable[..., str]] = {
    "vote": lambda hall, motion, /, **changes: hall.vote(member(hall, "nord/1"), motion, "yes", **changes),
    "end": Assembly.end,
    "close": Assembly.close,
    "declare": Assembly.declare,
    "annul": Assembly.annul,
}

# What follows in each state of a motion: where it leads, or why not.
LIFE: dict[str, dict[str, str | type[Refused]]] = {
    "open": {
        "vote": "open",
        "end": "ended",
        "close": PollingNotEnded,
        "declare": NotClosed,
        "annul": "annulled",
    },
    "ended": {
        "vote": PollingEnded,
        "end": AlreadyEnded,
        "close": "closed",
        "declare": NotClosed,
        "annul": "annulled",
    },
    "closed": {
        "vote": PollingEnded,
        "end": AlreadyEnded,
        "close": AlreadyClosed,
        "declare": "declared",
        "annul": "closed",
    },
    "declared": {
        "vote": PollingEnded,
        "end": AlreadyEnded,
        "close": AlreadyClosed,
        "declare": AlreadyDeclared,
        "annul": "declared",
    },
    "pending": {
        "vote": PollingEnded,
        "end": AlreadyEnded,
        "close": AlreadyClosed,
        "declare": "declared",
        "annul": AlreadyAnnulled,
    },
    "annulled": {
        "vote": MotionAnnulled,
        "end": MotionAnnulled,
        "close": MotionAnnulled,
        "declare": MotionAnnulled,
        "annul": AlreadyAnnulled,
    },
}


class TestLife:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("state", LIFE)
    def test_what_may_follow_what(self, hall: Assembly, state: str, act: str) -> None:
        hall.bring_to("m", state)
        expected = LIFE[state][act]
        if isinstance(expected, str):
            ACTS[act](hall, "m")
            assert hall.motion("m").state == expected
            assert ("m" in hall.convention.open_motions) is (expected in ("open", "ended"))
            assert hall.motion("m").is_open is (expected in ("open", "ended"))
        else:
            with hall.refused(expected):
                ACTS[act](hall, "m")

    @pytest.mark.parametrize(
        ("state", "act"),
        [("open", "vote"), ("open", "end"), ("ended", "close"), ("closed", "declare"), ("open", "annul")],
    )
    def test_an_act_names_its_motion_and_opening(self, hall: Assembly, state: str, act: str) -> None:
        hall.bring_to("m", state)
        hall.bring_to("other", state)
        for change, reason in (
            ({"opening": hall.opening("other")}, WrongOpening),
            ({"opening": digest("nothing")}, WrongOpening),
            ({"motion": "nothing"}, UnknownMotion),
        ):
            with hall.refused(reason):
                ACTS[act](hall, "m", **change)

    def test_motions_live_side_by_side(self, hall: Assembly) -> None:
        ann = member(hall, "nord/1")
        hall.open("a")
        hall.open("b")
        hall.vote(ann, "a", "yes")
        hall.vote(ann, "b", "no")
        hall.end("a")
        hall.close("a")
        hall.vote(ann, "b", "abstain")
        assert [hall.motion(m).tally().options["yes"].heads for m in "ab"] == [1, 0]
        assert list(hall.convention.open_motions) == ["b"]


class TestAnnulment:
    @pytest.mark.parametrize("state", ["closed", "declared"])
    def test_after_the_close_it_takes_two_persons(self, hall: Assembly, state: str) -> None:
        hall.bring_to("m", state)
        other_chair, same = hall.appoint("chair"), hall.appoint("teller", person=hall.chair.person)
        annulment = hall.annul("m")
        assert hall.motion("m").state == state
        for by in (hall.chair, same):
            with hall.refused(SamePerson):
                hall.confirm_annulment("m", annulment, by=by)
        with hall.refused(AlreadyAnnulled):
            hall.annul("m", by=other_chair)
        hall.confirm_annulment("m", annulment, by=other_chair if state == "closed" else hall.teller)
        assert hall.motion("m").state == "annulled"
        for by in (hall.chair, hall.teller):
            with hall.refused(AlreadyAnnulled):
                hall.confirm_annulment("m", annulment, by=by)
        with hall.refused(MotionAnnulled):
            hall.declare("m")

    def test_the_confirmation_names_the_annulment(self, hall: Assembly) -> None:
        hall.bring_to("m", "closed")
        with hall.refused(UnknownAnnulment):
            hall.confirm_annulment("m", digest("nothing"))
        with hall.refused(UnknownMotion):
            hall.confirm_annulment("nothing", digest("nothing"))
        annulment = hall.annul("m")
        hall.bring_to("other", "pending")
        for wrong in (hall.opening("m"), hall.motion("other").annulment.digest, digest("nothing")):
            with hall.refused(UnknownAnnulment):
                hall.confirm_annulment("m", wrong)
        hall.confirm_annulment("m", annulment)
        assert hall.motion("other").state == "closed"

    def test_before_the_close_it_is_at_once(self, hall: Assembly) -> None:
        hall.bring_to("m", "ended")
        annulment = hall.annul("m")
        assert hall.motion("m").state == "annulled"
        assert hall.motion("m").annulment.reason == "The wrong text was shown."
        with hall.refused(AlreadyAnnulled):
            hall.confirm_annulment("m", annulment)


class TestDeclaration:
    @pytest.fixture
    def closed(self, hall: Assembly) -> Assembly:
        """A motion with one yes of weight 1 and one no of weight 3: a tie by heads."""
        hall.open("m")
        hall.vote(member(hall, "nord/1"), "m", "yes")
        hall.vote(member(hall, "ost/1"), "m", "no")
        hall.end("m")
        hall.close("m")
        return hall

    def test_the_recount_is_declared(self, closed: Assembly) -> None:
        tally = closed.motion("m").tally()
        assert tally.options == {"yes": Count(1, 1), "no": Count(1, 3), "abstain": Count()}
        assert tally.outcome == "not_adopted"
        closed.declare("m")

    def test_nothing_else_is(self, closed: Assembly) -> None:
        right = closed.recount("m")
        options = right["options"]
        wrong = [
            right | {"outcome": "adopted"},
            right | {"outcome": "no_quorum"},
            {"options": {"yes": options["yes"], "no": options["no"]}, "outcome": right["outcome"]},
            {"options": options | {"maybe": {"count": 0, "weight": 0}}, "outcome": right["outcome"]},
            {"options": options | {"yes": options["no"], "no": options["yes"]}, "outcome": right["outcome"]},
        ]
        wrong += [
            {
                "options": options | {option: options[option] | {part: options[option][part] + 1}},
                "outcome": "not_adopted",
            }
            for option in options
            for part in ("count", "weight")
        ]
        for result in wrong:
            with closed.refused(WrongResult):
                closed.declare("m", result=result)
