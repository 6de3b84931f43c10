"""Votes: who may cast them, in which electorate, how often, and what becomes of them when credentials change."""

import pytest

from ballots.errors import DeviceMoved, KeyRevoked, NotAllowed, SequenceUsed
from ballots.majority import Count
from ballots.motion_errors import WrongOpening
from ballots.vote_errors import (
    AlreadyVoted,
    BadBallot,
    DeviceNotConfirmed,
    FixedAtOpening,
    NotInElectorate,
    NotYourMandate,
    TooManyChanges,
)
from tests.ballots.assembly import Assembly, Member, assembly


@pytest.fixture
def hall() -> Assembly:
    return assembly()


def choices(hall: Assembly, motion: str) -> dict[str, int]:
    return {option: count.heads for option, count in hall.motion(motion).tally().options.items()}


class TestMandates:
    def test_a_vote_is_for_a_mandate_of_ones_own(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1", "nord/2"), hall.delegate("nord/3")
        hall.open("m")
        for member, mandate in (
            (bo, "nord/1"),
            (ann, "nord/3"),
            (ann, "nord/4"),
            (ann, "west/1"),
            (hall.chair, "nord/1"),
        ):
            with hall.refused(NotYourMandate):
                hall.vote(member, "m", "yes", mandate)
        hall.vote(ann, "m", "yes", "nord/1")
        hall.vote(ann, "m", "no", "nord/2")
        assert hall.motion("m").turnout() == Count(2, 2)
        assert choices(hall, "m") == {"yes": 1, "no": 1, "abstain": 0}

    def test_a_code_casts_no_vote(self, hall: Assembly) -> None:
        ann = hall.member("delegate", "nord/1")
        hall.issue(ann)
        hall.open("m")
        fields = {"motion": "m", "opening": hall.opening("m"), "mandate": "nord/1", "ballot": {"choice": "yes"}}
        for kid in (ann.badge_kid, hall.founder):
            with hall.refused(NotAllowed):
                hall.say(kid, "vote.cast", **fields)

    @pytest.mark.parametrize(
        "ballot",
        [
            {"choice": "maybe"},
            {"choice": "YES"},
            {"choice": None},
            {"choice": ["yes"]},
            {"choice": "yes", "weight": 2},
            {},
            "yes",
            None,
            True,
            ["yes"],
        ],
        ids=str,
    )
    def test_a_ballot_chooses_one_option(self, hall: Assembly, ballot: object) -> None:
        ann = hall.delegate("nord/1")
        hall.open("m")
        with hall.refused(BadBallot):
            hall.vote(ann, "m", "yes", ballot=ballot)

    def test_a_vote_is_for_one_opening(self, hall: Assembly) -> None:
        """A vote signed for an annulled motion says nothing about the next one on the same question."""
        ann = hall.delegate("nord/1")
        first = hall.open("m-1")
        hall.annul("m-1")
        hall.open("m-2")
        with hall.refused(WrongOpening):
            hall.vote(ann, "m-2", "yes", opening=first)


class TestElectorate:
    def test_accredited_is_frozen_at_the_opening(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.open("m")
        late = hall.delegate("nord/2")
        with hall.refused(NotInElectorate):
            hall.vote(late, "m", "yes")
        hall.vote(ann, "m", "yes")
        hall.open("next")
        hall.vote(late, "next", "yes")
        assert hall.motion("m").tally().electorate == Count(1, 1)
        assert hall.motion("m").tally().delegations["nord"].entitled == Count(1, 1)

    def test_present_is_frozen_at_the_opening(self, hall: Assembly) -> None:
        ann, bo, cy = (hall.delegate(f"nord/{seat}", present=seat < 3) for seat in (1, 2, 3))
        hall.open("m", roll="present")
        hall.presence(cy, "in")
        hall.presence(bo, "out")
        with hall.refused(NotInElectorate):
            hall.vote(cy, "m", "yes")
        # She was in when it opened: going out takes no vote from her.
        hall.vote(bo, "m", "yes")
        hall.vote(ann, "m", "no")
        assert choices(hall, "m") == {"yes": 1, "no": 1, "abstain": 0}

    def test_a_code_may_be_used_after_the_opening(self, hall: Assembly) -> None:
        ann = hall.member("delegate", "nord/1")
        hall.issue(ann)
        hall.open("m")
        hall.enrol(ann)
        hall.vote(ann, "m", "yes")

    def test_a_mandate_that_changes_hands_is_not_cast_by_the_new_ones(self, hall: Assembly) -> None:
        """Revoked and issued anew to another person during a motion: it is in the electorate, and its vote stands."""
        ann = hall.delegate("nord/1")
        hall.open("m")
        hall.vote(ann, "m", "yes")
        hall.revoke(ann)
        bo = hall.delegate("nord/1")
        with hall.refused(FixedAtOpening):
            hall.vote(bo, "m", "no")
        assert choices(hall, "m") == {"yes": 1, "no": 0, "abstain": 0}
        hall.open("next")
        hall.vote(bo, "next", "no")

    def test_leaving_before_the_opening_is_leaving(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.delegate("nord/2")
        hall.revoke(ann)
        hall.open("m")
        back = hall.delegate("nord/1")
        with hall.refused(NotInElectorate):
            hall.vote(back, "m", "yes")


class TestChange:
    def test_the_last_vote_counts(self, hall: Assembly) -> None:
        ann = hall.delegate("ost/1")
        hall.open("m", change_of_vote=True)
        for choice in ("yes", "no", "abstain", "no"):
            hall.vote(ann, "m", choice)
        assert choices(hall, "m") == {"yes": 0, "no": 1, "abstain": 0}
        assert hall.motion("m").turnout() == Count(1, 3)
        assert hall.motion("m").votes["ost/1"].entry == hall.convention.size - 1

    def test_the_first_vote_stands_where_none_may_change(self, hall: Assembly) -> None:
        ann = hall.delegate("ost/1", "ost/2")
        hall.open("m", change_of_vote=False)
        hall.vote(ann, "m", "yes")
        for choice in ("yes", "no"):
            with hall.refused(AlreadyVoted):
                hall.vote(ann, "m", choice)
        hall.vote(ann, "m", "no", "ost/2")
        assert choices(hall, "m") == {"yes": 1, "no": 1, "abstain": 0}

    def test_a_mandate_votes_thirty_two_times_at_most(self, hall: Assembly) -> None:
        """Somebody's program that changes her vote for ever would fill everybody's record."""
        ann = hall.delegate("nord/1", "nord/2")
        hall.open("m")
        for turn in range(16):
            hall.vote(ann, "m", "yes", "nord/1")
            hall.vote(ann, "m", "no", "nord/1")
            assert hall.motion("m").votes["nord/1"].ordinal == 2 * turn + 2
        with hall.refused(TooManyChanges):
            hall.vote(ann, "m", "yes", "nord/1")
        new = hall.replace(ann)
        hall.enrol(new)
        with hall.refused(TooManyChanges):
            hall.vote(new, "m", "yes", "nord/1")
        hall.vote(new, "m", "yes", "nord/2")
        assert choices(hall, "m") == {"yes": 1, "no": 1, "abstain": 0}
        hall.open("next")
        hall.vote(new, "next", "yes", "nord/1")

    def test_an_older_vote_cannot_follow_a_newer_one(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.open("m")
        hall.vote(ann, "m", "no", sequence=1_000)
        for sequence in (1_000, 999):
            with hall.refused(SequenceUsed):
                hall.vote(ann, "m", "yes", sequence=sequence)


class TestReplacement:
    def test_votes_stand_and_the_new_credential_may_vote(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", "nord/2")
        hall.open("m")
        hall.vote(ann, "m", "yes", "nord/1")
        new = hall.replace(ann)
        assert choices(hall, "m") == {"yes": 1, "no": 0, "abstain": 0}
        hall.enrol(new)
        with hall.refused(KeyRevoked):
            hall.vote(ann, "m", "no", "nord/2")
        hall.vote(new, "m", "no", "nord/2")
        hall.vote(new, "m", "abstain", "nord/1")
        assert choices(hall, "m") == {"yes": 0, "no": 1, "abstain": 1}
        assert hall.motion("m").turnout() == Count(2, 2)

    def test_no_second_vote_by_way_of_a_replacement(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.open("m", change_of_vote=False)
        hall.vote(ann, "m", "yes")
        new = hall.replace(ann)
        hall.enrol(new)
        with hall.refused(AlreadyVoted):
            hall.vote(new, "m", "no")

    def test_a_revoked_mandate_votes_no_more_and_its_vote_stands(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2")
        hall.open("m")
        hall.vote(ann, "m", "yes")
        for member in (ann, bo):
            hall.revoke(member)
            with hall.refused(KeyRevoked):
                hall.vote(member, "m", "no")
        assert choices(hall, "m") == {"yes": 1, "no": 0, "abstain": 0}
        assert hall.motion("m").tally().electorate == Count(2, 2)

    def test_the_votes_of_a_moved_device_stand(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.open("m")
        hall.vote(ann, "m", "yes")
        old = Member(ann.number, ann.role, ann.person, ann.mandates, devices=1)
        hall.move(ann)
        with hall.refused(DeviceMoved):
            hall.vote(old, "m", "no")
        assert choices(hall, "m") == {"yes": 1, "no": 0, "abstain": 0}
        hall.vote(ann, "m", "no")
        assert choices(hall, "m") == {"yes": 0, "no": 1, "abstain": 0}


class TestConfirmation:
    def test_only_confirmed_devices_vote_where_the_rules_want_it(self) -> None:
        hall = assembly(device_confirmation=True)
        ann = hall.delegate("nord/1")
        hall.open("m")
        with hall.refused(DeviceNotConfirmed):
            hall.vote(ann, "m", "yes")
        hall.confirm(ann)
        hall.vote(ann, "m", "yes")
        hall.move(ann)
        hall.vote(ann, "m", "no")
        new = hall.replace(ann)
        hall.enrol(new)
        with hall.refused(DeviceNotConfirmed):
            hall.vote(new, "m", "yes")

    def test_officers_need_none(self) -> None:
        hall = assembly(device_confirmation=True)
        hall.delegate("nord/1")
        hall.bring_to("m", "declared")
        assert hall.motion("m").state == "declared"


def test_the_order_of_the_checks_of_a_vote() -> None:
    """A late vote is told that it is late, whatever else is wrong with it; and so on down FORMAT.md section 5."""
    hall = assembly(device_confirmation=True)
    hall.delegate("nord/1")
    hall.open("m", change_of_vote=False)
    late = hall.delegate("nord/2")
    bad = {"ballot": {"choice": "maybe"}}
    with hall.refused(WrongOpening):
        hall.vote(late, "m", "yes", "nord/1", opening=late.kid, **bad)
    with hall.refused(NotYourMandate):
        hall.vote(late, "m", "yes", "nord/1", **bad)
    with hall.refused(NotInElectorate):
        hall.vote(late, "m", "yes", **bad)
