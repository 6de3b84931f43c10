"""Alternates and proxies: who may hand a mandate over, to whom, how it comes back, and who votes meanwhile."""

from typing import Any

import pytest

from ballots.errors import UnknownCredential, UnknownDelegation, WrongReplacement
from ballots.majority import Count
from ballots.mandate_errors import (
    AlreadyDelegated,
    CircularProxy,
    HoldsMandates,
    NoProxies,
    NotDelegated,
    OtherDelegation,
    SelfProxy,
    TooManyMandates,
    UnknownMandate,
    WrongHolder,
)
from ballots.vote_errors import AlreadyVoted, DeviceNotConfirmed, FixedAtOpening, NotInElectorate, NotYourMandate
from tests.ballots.assembly import PROXIES, Assembly, Member, assembly


@pytest.fixture
def hall() -> Assembly:
    return assembly()


def rule(**changes: Any) -> Assembly:
    return assembly(proxies=PROXIES | changes)


def total(hall: Assembly, roll: str) -> Count:
    return hall.convention.rolls[roll].total


class TestAlternates:
    def test_an_alternate_votes_while_she_has_the_mandate(self, hall: Assembly) -> None:
        ann, ida = hall.delegate("nord/1", present=True), hall.delegate(role="alternate", present=True)
        hall.hand_over(ida, "nord/1")
        hall.open("m")
        with hall.refused(NotYourMandate):
            hall.vote(ann, "m", "no")
        hall.vote(ida, "m", "yes", "nord/1")
        hall.give_back("nord/1")
        hall.open("next")
        with hall.refused(NotYourMandate):
            hall.vote(ida, "next", "yes", "nord/1")
        hall.vote(ann, "next", "no")
        assert hall.motion("m").votes["nord/1"].choice == "yes"

    @pytest.mark.parametrize("by", ["principal", "head", "desk"])
    def test_the_delegate_the_head_and_the_desk_hand_over_and_take_back(self, hall: Assembly, by: str) -> None:
        people = {
            "principal": hall.delegate("nord/1"),
            "head": hall.delegate("nord/2", head=True),
            "desk": hall.desk,
        }
        ida = hall.delegate(role="alternate")
        for _ in range(2):
            hall.hand_over(ida, "nord/1", by=people[by])
            hall.give_back("nord/1", by=people[by])
        hall.hand_over(ida, "nord/1", by=people[by])
        hall.give_back("nord/1", by=ida)

    def test_nobody_else_hands_over_or_takes_back(self, hall: Assembly) -> None:
        hall.delegate("nord/1")
        others = [hall.delegate("nord/2"), hall.delegate("ost/1", head=True)]
        ida, eva = hall.delegate(role="alternate"), hall.delegate(role="alternate")
        for other in others:
            with hall.refused(NotYourMandate):
                hall.hand_over(ida, "nord/1", by=other)
        hall.hand_over(ida, "nord/1")
        for other in (*others, eva):
            with hall.refused(NotYourMandate):
                hall.give_back("nord/1", by=other)

    def test_a_former_head_acts_for_nobody(self, hall: Assembly) -> None:
        hall.delegate("nord/1")
        head, ida = hall.delegate("nord/2", head=True), hall.delegate(role="alternate")
        hall.enrol(new := hall.replace(head, head=False))
        with hall.refused(NotYourMandate):
            hall.hand_over(ida, "nord/1", by=new)

    def test_a_statement_is_one_act(self, hall: Assembly) -> None:
        ann, ida = hall.delegate("nord/1", "nord/2"), hall.delegate(role="alternate")
        hall.delegate("nord/3")
        with hall.refused(NotYourMandate):
            hall.hand_over(ida, "nord/1", "nord/3", by=ann)
        hall.hand_over(ida, "nord/1", "nord/2", by=ann)
        with hall.refused(NotDelegated):
            hall.give_back("nord/1", "nord/3")
        hall.give_back("nord/1", "nord/2")

    @pytest.mark.parametrize("role", ["observer", "delegate", "teller", "desk"])
    def test_only_an_alternate_takes_over(self, hall: Assembly, role: str) -> None:
        hall.delegate("nord/1")
        holder = hall.officers.get(role) or hall.delegate(*(["nord/2"] if role == "delegate" else []), role=role)
        with hall.refused(WrongHolder):
            hall.hand_over(holder, "nord/1")

    def test_a_holder_has_a_good_badge(self, hall: Assembly) -> None:
        hall.delegate("nord/1")
        ida = hall.delegate(role="alternate")
        hall.revoke(ida)
        with hall.refused(WrongHolder):
            hall.hand_over(ida, "nord/1")
        with hall.refused(UnknownCredential):
            hall.hand_over(Member(999, "alternate", "nobody"), "nord/1")

    def test_an_alternate_is_of_the_delegation(self, hall: Assembly) -> None:
        hall.delegate("ost/1")
        ida = hall.delegate(role="alternate")
        with hall.refused(OtherDelegation):
            hall.hand_over(ida, "ost/1")
        unknown = hall.member("alternate")
        unknown.delegation = "west"
        with hall.refused(UnknownDelegation):
            hall.issue(unknown)
        with hall.refused(WrongReplacement):
            hall.replace(ida, delegation="ost")

    def test_a_mandate_has_been_given_out(self, hall: Assembly) -> None:
        ida, ann = hall.delegate(role="alternate"), hall.delegate("nord/1")
        hall.revoke(ann)
        for mandate in ("nord/1", "nord/2", "west/1"):
            with hall.refused(UnknownMandate):
                hall.hand_over(ida, mandate)
            with hall.refused(UnknownMandate):
                hall.give_back(mandate)

    def test_fifty_mandates_are_the_most(self) -> None:
        hall = assembly()
        hall.register("nord", entitlement=60)
        hall.delegate(*(f"nord/{seat}" for seat in range(1, 51)))
        hall.delegate("nord/51")
        ida = hall.delegate(role="alternate")
        hall.hand_over(ida, *(f"nord/{seat}" for seat in range(1, 51)))
        with hall.refused(TooManyMandates):
            hall.hand_over(ida, "nord/51")

    def test_the_present_roll_follows_the_alternate(self, hall: Assembly) -> None:
        hall.delegate("nord/1", present=True)
        ida = hall.delegate(role="alternate")
        hall.hand_over(ida, "nord/1")
        assert (total(hall, "accredited"), total(hall, "present")) == (Count(1, 1), Count())
        hall.presence(ida, "in")
        assert total(hall, "present") == Count(1, 1)
        hall.presence(ida, "out")
        assert total(hall, "present") == Count()
        hall.give_back("nord/1")
        assert total(hall, "present") == Count(1, 1)

    def test_a_delegate_who_comes_in_does_not_end_it(self, hall: Assembly) -> None:
        ann, ida = hall.delegate("nord/1"), hall.delegate(role="alternate", present=True)
        hall.hand_over(ida, "nord/1")
        hall.presence(ann, "in")
        hall.open("m")
        hall.vote(ida, "m", "yes", "nord/1")

    def test_a_device_of_an_alternate_is_confirmed_too(self) -> None:
        hall = assembly(device_confirmation=True)
        ann, ida = hall.delegate("nord/1"), hall.delegate(role="alternate")
        with hall.refused(DeviceNotConfirmed):
            hall.hand_over(ida, "nord/1", by=ann)
        hall.hand_over(ida, "nord/1")
        hall.open("m")
        with hall.refused(DeviceNotConfirmed):
            hall.vote(ida, "m", "yes", "nord/1")
        with hall.refused(DeviceNotConfirmed):
            hall.give_back("nord/1", by=ida)
        hall.confirm(ida)
        hall.vote(ida, "m", "yes", "nord/1")
        hall.give_back("nord/1", by=ida)


class TestProxies:
    def test_a_proxy_votes_beside_her_own(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1", "nord/2"), hall.delegate("ost/1", present=True)
        hall.proxy(ann, bo)
        hall.open("m")
        for mandate in ("nord/1", "nord/2", "ost/1"):
            hall.vote(bo, "m", "yes", mandate)
        with hall.refused(NotYourMandate):
            hall.vote(ann, "m", "no")
        assert hall.motion("m").turnout() == Count(3, 5)

    def test_it_ends_when_the_delegate_comes_in(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("ost/1", present=True)
        hall.proxy(ann, bo)
        hall.presence(ann, "in")
        hall.open("m")
        hall.vote(ann, "m", "yes")
        with hall.refused(NotYourMandate):
            hall.vote(bo, "m", "no", "nord/1")
        with hall.refused(NotDelegated):
            hall.give_back("nord/1")

    @pytest.mark.parametrize("counted", [True, False])
    def test_present_by_proxy_is_what_the_rules_make_of_it(self, counted: bool) -> None:
        hall = rule(quorum=counted)
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2", present=True)
        hall.proxy(ann, bo)
        assert total(hall, "present").heads == 1 + counted
        hall.open("m", roll="present")
        if not counted:
            with hall.refused(NotInElectorate):
                hall.vote(bo, "m", "yes", "nord/1")
        # Accredited she is in any case.
        hall.open("all")
        hall.vote(bo, "all", "yes", "nord/1")
        hall.presence(bo, "out")
        assert total(hall, "present") == Count()

    def test_the_limit_is_per_holder(self, hall: Assembly) -> None:
        givers = [hall.delegate(f"nord/{seat}") for seat in range(1, 5)]
        bo, cy = hall.delegate("ost/1"), hall.delegate("ost/2")
        for giver in givers[:2]:
            hall.proxy(giver, bo)
        with hall.refused(TooManyMandates):
            hall.proxy(givers[2], bo)
        hall.proxy(givers[2], cy)
        hall.give_back("nord/1", by=bo)
        hall.proxy(givers[3], bo)

    def test_mandates_of_an_alternate_do_not_fill_the_limit(self) -> None:
        hall = rule(limit=1)
        ann, bo, cy = (hall.delegate(f"nord/{seat}") for seat in (1, 2, 3))
        ida = hall.delegate(role="alternate")
        hall.hand_over(ida, "nord/1", by=ann)
        hall.proxy(bo, ida)
        with hall.refused(TooManyMandates):
            hall.proxy(cy, ida)

    def test_rules_without_proxies(self) -> None:
        hall = rule(limit=0)
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2")
        with hall.refused(NoProxies):
            hall.proxy(ann, bo)
        hall.hand_over(hall.delegate(role="alternate"), "nord/1", by=ann)

    def test_rules_may_keep_them_within_the_delegation(self) -> None:
        hall = rule(within_delegation=True)
        ann, bo, cy = hall.delegate("nord/1"), hall.delegate("nord/2"), hall.delegate("ost/1")
        with hall.refused(OtherDelegation):
            hall.proxy(ann, cy)
        hall.proxy(ann, bo)

    def test_nobody_is_her_own_proxy(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        again = hall.member("alternate", person=ann.person)
        hall.issue(again)
        for holder in (ann, again):
            with hall.refused(SelfProxy):
                hall.proxy(ann, holder)

    @pytest.mark.parametrize("role", ["observer", "chair", "desk", "teller"])
    def test_observers_and_officers_hold_none(self, hall: Assembly, role: str) -> None:
        ann, holder = hall.delegate("nord/1"), hall.officers.get(role) or hall.delegate(role=role)
        with hall.refused(WrongHolder):
            hall.proxy(ann, holder)

    def test_no_circle(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1", "nord/2"), hall.delegate("ost/1")
        hall.proxy(ann, bo, "nord/1")
        with hall.refused(CircularProxy):
            hall.proxy(bo, ann)

    def test_no_chain(self, hall: Assembly) -> None:
        ann, bo, cy = hall.delegate("nord/1"), hall.delegate("ost/1"), hall.delegate("ost/2")
        hall.proxy(ann, bo)
        with hall.refused(HoldsMandates):
            hall.proxy(bo, cy)
        with hall.refused(NotYourMandate):
            hall.proxy(bo, cy, "nord/1")
        with hall.refused(CircularProxy):
            hall.proxy(cy, ann)

    def test_one_hands_a_mandate_over_once(self, hall: Assembly) -> None:
        ann, bo, cy = hall.delegate("nord/1"), hall.delegate("ost/1"), hall.delegate("ost/2")
        hall.proxy(ann, bo)
        for holder in (bo, cy):
            with hall.refused(AlreadyDelegated):
                hall.proxy(ann, holder)
        with hall.refused(NotDelegated):
            hall.give_back("ost/2", by=cy)


class TestOpenMotions:
    def test_handing_over_during_a_motion_leaves_the_vote_where_it_was(self, hall: Assembly) -> None:
        ann, bo, ida = hall.delegate("nord/1"), hall.delegate("nord/2"), hall.delegate(role="alternate")
        hall.proxy(bo, ann)
        hall.open("m")
        hall.give_back("nord/2", by=ann)
        hall.hand_over(ida, "nord/1", by=ann)
        with hall.refused(FixedAtOpening):
            hall.vote(ida, "m", "no", "nord/1")
        with hall.refused(FixedAtOpening):
            hall.vote(bo, "m", "no")
        hall.vote(ann, "m", "yes")
        hall.vote(ann, "m", "yes", "nord/2")
        hall.open("next")
        hall.vote(ida, "next", "no", "nord/1")

    def test_a_check_in_during_a_motion_leaves_it_to_the_proxy(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("ost/1", present=True)
        hall.proxy(ann, bo)
        hall.open("m")
        hall.presence(ann, "in")
        with hall.refused(FixedAtOpening):
            hall.vote(ann, "m", "no")
        hall.vote(bo, "m", "yes", "nord/1")

    def test_a_new_badge_inherits(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("ost/1", present=True)
        hall.proxy(ann, bo)
        hall.open("m", change_of_vote=False)
        hall.vote(bo, "m", "yes", "ost/1")
        new = bo
        for _ in range(3):
            new = hall.replace(new)
        hall.enrol(new)
        with hall.refused(AlreadyVoted):
            hall.vote(new, "m", "no", "ost/1")
        hall.vote(new, "m", "yes", "nord/1")
        hall.open("next")
        hall.vote(new, "next", "yes", "nord/1")
        assert total(hall, "present") == Count(2, 4)

    def test_a_new_badge_of_the_delegate_changes_nothing(self, hall: Assembly) -> None:
        ann, ida = hall.delegate("nord/1"), hall.delegate(role="alternate")
        hall.hand_over(ida, "nord/1")
        hall.enrol(new := hall.replace(ann))
        hall.open("m")
        with hall.refused(NotYourMandate):
            hall.vote(new, "m", "no")
        hall.vote(ida, "m", "yes", "nord/1")
        hall.give_back("nord/1", by=new)

    def test_a_lost_phone_of_the_holder_gives_everything_back(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("ost/1")
        hall.proxy(ann, bo)
        hall.open("m")
        hall.revoke(bo)
        hall.open("next")
        hall.vote(ann, "next", "yes")
        # In the open motion the vote is the holder's, and so is the badge that follows the lost one.
        with hall.refused(FixedAtOpening):
            hall.vote(ann, "m", "yes")
        hall.enrol(new := hall.replace(bo))
        hall.vote(new, "m", "no", "nord/1")

    def test_a_revoked_delegate_leaves_nothing_to_the_holder(self, hall: Assembly) -> None:
        ann, ida = hall.delegate("nord/1", present=True), hall.delegate(role="alternate", present=True)
        hall.hand_over(ida, "nord/1")
        hall.revoke(ann)
        assert (total(hall, "accredited"), total(hall, "present")) == (Count(), Count())
        bo = hall.delegate("nord/1", present=True)
        hall.open("m")
        with hall.refused(NotYourMandate):
            hall.vote(ida, "m", "yes", "nord/1")
        hall.vote(bo, "m", "yes")
