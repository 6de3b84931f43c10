"""Block votes: a delegation's head casts all of its votes at once, and never beside single ones."""

import pytest

from ballots.errors import HeadInUse
from ballots.majority import Count
from ballots.vote_errors import (
    AlreadyVoted,
    BadBallot,
    BlockNotSplittable,
    DeviceNotConfirmed,
    FixedAtOpening,
    MotionAnnulled,
    NoBlockVotes,
    NotHeadOfDelegation,
    NotInElectorate,
    PollingEnded,
    TooManyChanges,
    VotedAsBlock,
    VotedIndividually,
    WrongBlockTotal,
)
from tests.ballots.assembly import Assembly, Member, assembly
from tests.ballots.tellers import confirm_paper, paper


def delegation(hall: Assembly) -> tuple[Member, Member]:
    """Issue five mandates of ost (weight 3) to its head and another delegate."""
    return hall.delegate("ost/1", "ost/2", head=True), hall.delegate("ost/3", "ost/4", "ost/5")


def options(hall: Assembly, motion: str) -> dict[str, Count]:
    return dict(hall.motion(motion).tally().options)


class TestCounting:
    def test_a_block_counts_by_number_and_weight(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        ann = hall.delegate("nord/1")
        hall.open("m")
        hall.vote(ann, "m", "no")
        hall.block(head, "m", "ost", {"yes": 3, "abstain": 2})
        assert options(hall, "m") == {"yes": Count(3, 9), "no": Count(1, 1), "abstain": Count(2, 6)}
        assert hall.motion("m").turnout() == Count(6, 16)
        assert hall.motion("m").tally().delegations["ost"].options["yes"] == Count(3, 9)

    def test_the_last_block_counts(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        hall.block(head, "m", "ost", {"yes": 3, "abstain": 2})
        hall.block(head, "m", "ost", {"no": 5})
        assert options(hall, "m") == {"yes": Count(), "no": Count(5, 15), "abstain": Count()}
        assert hall.motion("m").turnout() == Count(5, 15)

    def test_the_first_block_stands_where_none_may_change(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m", change_of_vote=False)
        hall.block(head, "m", "ost", {"yes": 5})
        with hall.refused(AlreadyVoted):
            hall.block(head, "m", "ost", {"yes": 5})

    def test_a_delegation_casts_thirty_two_blocks_at_most(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        for number in range(32):
            hall.block(head, "m", "ost", {"no" if number % 2 else "yes": 5})
        with hall.refused(TooManyChanges):
            hall.block(head, "m", "ost", {"yes": 5})
        assert options(hall, "m")["no"] == Count(5, 15)

    def test_a_block_is_the_electorates_part_of_the_delegation(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.presence(head, "in")
        hall.open("m", roll="present")
        with hall.refused(WrongBlockTotal):
            hall.block(head, "m", "ost", {"yes": 4})
        hall.block(head, "m", "ost", {"yes": 1, "no": 1})

    def test_its_entries_are_withheld(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        at = hall.convention.size
        hall.block(head, "m", "ost", {"yes": 5})
        assert hall.convention.withholds(at, at + 1)


class TestEither:
    def test_no_single_vote_beside_a_block(self) -> None:
        hall = assembly()
        head, bo = delegation(hall)
        ann = hall.delegate("nord/1")
        hall.open("m")
        hall.block(head, "m", "ost", {"yes": 5})
        for member in (head, bo):
            with hall.refused(VotedAsBlock):
                hall.vote(member, "m", "no")
        hall.vote(ann, "m", "no")

    def test_no_block_beside_a_single_vote(self) -> None:
        hall = assembly()
        head, bo = delegation(hall)
        hall.open("m")
        hall.vote(bo, "m", "no")
        with hall.refused(VotedIndividually):
            hall.block(head, "m", "ost", {"yes": 5})
        hall.open("next")
        hall.block(head, "next", "ost", {"yes": 5})

    def test_no_block_beside_paper_nor_paper_beside_a_block(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        pending = paper(hall, "m", "ost/3", "no")
        # One teller's signature has no effect, so it keeps no head from casting.
        hall.block(head, "m", "ost", {"yes": 5})
        with hall.refused(VotedAsBlock):
            paper(hall, "m", "ost/4", "no")
        second = hall.appoint("teller")
        with hall.refused(VotedAsBlock):
            confirm_paper(hall, pending, second)
        hall.open("next")
        confirm_paper(hall, paper(hall, "next", "ost/3", "no"), second)
        with hall.refused(VotedIndividually):
            hall.block(head, "next", "ost", {"yes": 5})

    def test_a_proxy_of_another_delegation_votes_for_one_of_ost(self) -> None:
        hall = assembly()
        head, bo = delegation(hall)
        ann = hall.delegate("nord/1")
        hall.proxy(bo, ann, "ost/3")
        hall.open("m")
        hall.vote(ann, "m", "no", "ost/3")
        with hall.refused(VotedIndividually):
            hall.block(head, "m", "ost", {"yes": 5})


class TestRules:
    def test_none(self) -> None:
        hall = assembly(block="none")
        head, _ = delegation(hall)
        hall.open("m")
        with hall.refused(NoBlockVotes):
            hall.block(head, "m", "ost", {"yes": 5})

    def test_whole(self) -> None:
        hall = assembly(block="whole")
        head, _ = delegation(hall)
        hall.open("m")
        with hall.refused(BlockNotSplittable):
            hall.block(head, "m", "ost", {"yes": 4, "no": 1})
        hall.block(head, "m", "ost", {"no": 5})

    @pytest.mark.parametrize(
        "choices",
        [{"yes": 4}, {"yes": 6}, {"yes": 100_000}, {"yes": 3, "no": 3}, {"yes": 5, "no": 5}, {"abstain": 1}],
        ids=str,
    )
    def test_it_adds_up(self, choices: dict[str, int]) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        with hall.refused(WrongBlockTotal):
            hall.block(head, "m", "ost", choices)

    @pytest.mark.parametrize(
        "ballot",
        [
            {"choices": {}},
            {"choices": {"yes": 5, "no": 0}},
            {"choices": {"yes": 6, "no": -1}},
            {"choices": {"yes": 100_001}},
            {"choices": {"maybe": 5}},
            {"choices": {"yes": True}},
            {"choices": {"yes": "5"}},
            {"choices": [5]},
            {"choice": "yes"},
            {"choices": {"yes": 5}, "weight": 3},
            None,
        ],
        ids=str,
    )
    def test_a_ballot_of_a_block(self, ballot: object) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        with hall.refused(BadBallot):
            hall.block(head, "m", "ost", {}, ballot=ballot)


class TestHead:
    def test_only_the_head_casts_it(self) -> None:
        hall = assembly()
        head, bo = delegation(hall)
        nord = hall.delegate("nord/1", head=True)
        hall.open("m")
        for member, whose in ((bo, "ost"), (nord, "ost"), (head, "nord"), (head, "west")):
            with hall.refused(NotHeadOfDelegation):
                hall.block(member, "m", whose, {"yes": 5})

    def test_a_delegation_has_one_head(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        with hall.refused(HeadInUse):
            hall.delegate("ost/6", head=True)
        hall.revoke(head)
        hall.delegate("ost/6", head=True)

    def test_a_new_head_begins_with_the_next_motion(self) -> None:
        hall = assembly()
        head, bo = delegation(hall)
        hall.open("m")
        hall.enrol(old := hall.replace(head, head=False))
        hall.enrol(new := hall.replace(bo, head=True))
        with hall.refused(FixedAtOpening):
            hall.block(new, "m", "ost", {"yes": 5})
        hall.block(old, "m", "ost", {"no": 5})
        hall.open("next")
        with hall.refused(NotHeadOfDelegation):
            hall.block(old, "next", "ost", {"no": 5})
        hall.block(new, "next", "ost", {"yes": 5})

    def test_a_new_badge_of_the_head_inherits(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.open("m")
        hall.enrol(new := hall.replace(hall.replace(head)))
        hall.block(new, "m", "ost", {"yes": 5})

    def test_a_head_whose_delegation_is_not_in_the_electorate(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.delegate("nord/1", present=True)
        hall.open("m", roll="present")
        with hall.refused(NotInElectorate):
            hall.block(head, "m", "ost", {"yes": 5})

    def test_her_device_is_confirmed(self) -> None:
        hall = assembly(device_confirmation=True)
        head, _ = delegation(hall)
        hall.open("m")
        with hall.refused(DeviceNotConfirmed):
            hall.block(head, "m", "ost", {"yes": 5})
        hall.confirm(head)
        hall.block(head, "m", "ost", {"yes": 5})

    def test_in_time(self) -> None:
        hall = assembly()
        head, _ = delegation(hall)
        hall.bring_to("ended", "ended")
        hall.bring_to("annulled", "annulled")
        for motion, reason in (("ended", PollingEnded), ("annulled", MotionAnnulled)):
            with hall.refused(reason):
                hall.block(head, motion, "ost", {"yes": 5})
