"""Officers, delegations, credentials, devices and presence: what is admitted and what is refused."""

import pytest

from ballots.errors import (
    AboveEntitlement,
    AlreadyAbsent,
    AlreadyConfirmed,
    AlreadyPresent,
    AlreadyRevoked,
    BadField,
    CodeAlreadyUsed,
    DeviceMoved,
    EntitlementInUse,
    KeyInUse,
    KeyRevoked,
    MandateInUse,
    NotAllowed,
    NumberInUse,
    UnknownCredential,
    UnknownDelegation,
    UnknownDevice,
    WrongReplacement,
)
from ballots.majority import Count
from ballots.vote_errors import DeviceNotConfirmed
from tests.ballots.assembly import Assembly, Member, assembly, digest, ed25519
from tests.ballots.fingerprint import fingerprint


@pytest.fixture
def hall() -> Assembly:
    return assembly()


def sizes(hall: Assembly) -> dict[str, tuple[int, Count]]:
    return {name: (roll.version, roll.total) for name, roll in hall.convention.rolls.items()}


class TestOfficers:
    def test_the_founder_issues_and_revokes_at_once(self, hall: Assembly) -> None:
        new = hall.member("chair")
        hall.change_officers(issue=[new], revoke=[hall.chair])
        hall.enrol(new)
        with hall.refused(KeyRevoked):
            hall.table("d")
        hall.officers["chair"] = new
        hall.table("d")

    def test_a_revoked_code_enrols_nothing(self, hall: Assembly) -> None:
        new = hall.member("chair")
        hall.change_officers(issue=[new])
        hall.change_officers(revoke=[new])
        with hall.refused(KeyRevoked):
            hall.enrol(new)

    def test_an_officer_is_revoked_once(self, hall: Assembly) -> None:
        hall.change_officers(revoke=[hall.teller])
        with hall.refused(AlreadyRevoked):
            hall.change_officers(revoke=[hall.teller])
        with hall.refused(AlreadyRevoked):
            hall.change_officers(revoke=[hall.chair, hall.chair])

    def test_an_officer_revoked_has_been_issued(self, hall: Assembly) -> None:
        new = hall.member("teller")
        with hall.refused(UnknownCredential):
            hall.change_officers(issue=[new], revoke=[new])

    def test_members_are_the_desks(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        with hall.refused(NotAllowed):
            hall.change_officers(revoke=[ann])
        with hall.refused(NotAllowed):
            hall.revoke(hall.teller)

    def test_an_officers_founder_credential_acts_as_the_founder(self, hall: Assembly) -> None:
        clerk = {"number": hall.officers["clerk"].number, "reason": "departed"}
        hall.say(hall.officers["founder"].kid, "officers.changed", issue=[], revoke=[clerk], decision=None)
        assert not hall.convention.credentials[clerk["number"]].active


class TestDelegations:
    def test_name_and_entitlement_may_change(self, hall: Assembly) -> None:
        hall.delegate("nord/4")
        hall.register("nord", entitlement=4, weight=1)
        with hall.refused(AboveEntitlement):
            hall.delegate("nord/5")
        hall.register("nord", entitlement=5, weight=1)
        hall.delegate("nord/5")

    def test_an_entitlement_stays_above_the_seats_given_out(self, hall: Assembly) -> None:
        hall.delegate("nord/2", "nord/4")
        hall.delegate("nord/3")
        with hall.refused(EntitlementInUse):
            hall.register("nord", entitlement=3)

    def test_a_seat_once_given_out_counts_even_when_revoked(self, hall: Assembly) -> None:
        hall.revoke(hall.delegate("nord/4"))
        with hall.refused(EntitlementInUse):
            hall.register("nord", entitlement=3)
        with hall.refused(EntitlementInUse):
            hall.register("nord", weight=2)

    def test_a_weight_changes_only_before_the_first_seat(self, hall: Assembly) -> None:
        hall.register("nord", weight=7)
        hall.delegate("nord/1")
        assert hall.convention.accredited.total == Count(1, 7)
        for weight in (6, 8):
            with hall.refused(EntitlementInUse):
                hall.register("nord", weight=weight)
        hall.register("nord", weight=7)

    def test_a_delegations_name_is_in_the_conventions_languages(self, hall: Assembly) -> None:
        for name in ({"de": "West"}, {"en": "West", "fr": "Ouest"}):
            with hall.refused(BadField):
                hall.say(
                    hall.founder,
                    "delegation.registered",
                    delegation="w",
                    name=name,
                    entitlement=1,
                    weight=1,
                    decision=None,
                    groups=[],
                )

    def test_a_registration_is_undone_whole(self, hall: Assembly) -> None:
        before = fingerprint(hall.convention)
        mark = hall.convention.mark()
        hall.register("nord", entitlement=20, weight=2, name="Northern")
        delegation = hall.convention.delegations["nord"]
        assert (delegation.name, delegation.entitlement, delegation.weight) == ({"en": "Northern nord"}, 20, 2)
        hall.convention.unwind(mark)
        assert fingerprint(hall.convention) == before


class TestIssuing:
    def test_numbers_and_keys_are_new(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        again = Member(ann.number, "delegate", "person-x", ("nord/2",))
        with hall.refused(NumberInUse):
            hall.issue(again)
        new = hall.member("delegate", "nord/2")
        for key in (ann.badge, hall.chair.badge, ed25519("founder")):
            with hall.refused(KeyInUse):
                hall.say(hall.desk.kid, "credentials.issued", credentials=[new.issue() | {"key": key}])

    def test_a_batch_is_one_act(self, hall: Assembly) -> None:
        """The last of a batch is refused: none of them is issued, and all of them may be later."""
        good = [hall.member("delegate", f"nord/{seat}") for seat in range(1, 6)]
        with hall.refused(MandateInUse):
            hall.issue(*good, hall.member("delegate", "nord/5"))
        with hall.refused(KeyInUse):
            hall.say(
                hall.desk.kid,
                "credentials.issued",
                credentials=[good[0].issue(), good[1].issue() | {"key": good[0].badge}],
            )
        with hall.refused(NumberInUse):
            hall.say(
                hall.desk.kid,
                "credentials.issued",
                credentials=[good[0].issue(), good[1].issue() | {"number": good[0].number}],
            )
        hall.issue(*good)
        assert sizes(hall)["accredited"] == (1, Count(5, 5))

    def test_a_seat_lies_within_a_registered_delegation(self, hall: Assembly) -> None:
        for mandates, reason in (
            (("west/1",), UnknownDelegation),
            (("nord/11",), AboveEntitlement),
            (("nord/1", "nord/11"), AboveEntitlement),
        ):
            with hall.refused(reason):
                hall.issue(hall.member("delegate", *mandates))
        hall.issue(hall.member("delegate", "nord/10"))

    def test_a_mandate_has_one_active_holder(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", "nord/2")
        with hall.refused(MandateInUse):
            hall.issue(hall.member("delegate", "nord/2", "nord/3"))
        hall.revoke(ann)
        hall.issue(hall.member("delegate", "nord/2", "nord/3"))
        with hall.refused(MandateInUse):
            hall.issue(hall.member("delegate", "nord/2"))

    def test_alternates_and_observers_are_on_no_roll(self, hall: Assembly) -> None:
        hall.delegate(role="alternate", present=True)
        hall.delegate(role="observer", present=True)
        assert sizes(hall) == {"accredited": (0, Count()), "present": (0, Count())}

    def test_revoking_is_done_once(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.revoke(ann)
        with hall.refused(AlreadyRevoked):
            hall.revoke(ann)
        with hall.refused(UnknownCredential):
            hall.revoke(Member(999, "delegate", "nobody"))
        with hall.refused(KeyRevoked):
            hall.presence(ann, "in", by=ann)


class TestReplacing:
    def test_the_new_credential_takes_everything_over(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", "ost/2", present=True)
        before = sizes(hall)
        new = hall.replace(ann)
        assert sizes(hall) == before
        with hall.refused(KeyRevoked):
            hall.move(ann)
        with hall.refused(AlreadyRevoked):
            hall.presence(ann, "out")
        with hall.refused(AlreadyRevoked):
            hall.revoke(ann)
        hall.enrol(new)
        hall.presence(new, "out")
        assert sizes(hall)["present"] == (2, Count())

    def test_mandates_may_be_named_in_another_order(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", "nord/2")
        hall.replace(ann, mandates=["nord/2", "nord/1"])
        assert sizes(hall)["accredited"] == (1, Count(2, 2))

    @pytest.mark.parametrize(
        "change",
        [
            {"person": "somebody"},
            {"role": "alternate", "mandates": [], "delegation": "nord"},
            {"mandates": ["nord/1"]},
            {"mandates": ["nord/1", "nord/3"]},
            {"mandates": ["nord/1", "nord/2", "nord/3"]},
        ],
        ids=str,
    )
    def test_person_role_and_mandates_stay(self, hall: Assembly, change: dict[str, object]) -> None:
        ann = hall.delegate("nord/1", "nord/2")
        with hall.refused(WrongReplacement):
            hall.replace(ann, **change)

    def test_an_officer_is_not_replaced_by_the_desk(self, hall: Assembly) -> None:
        with hall.refused(WrongReplacement):
            hall.replace(Member(hall.chair.number, "observer", hall.chair.person))

    def test_what_is_replaced_exists(self, hall: Assembly) -> None:
        with hall.refused(UnknownCredential):
            hall.replace(Member(999, "delegate", "nobody", ("nord/1",)))
        new = hall.member("delegate", "nord/1")
        with hall.refused(UnknownCredential):
            hall.replace(new, number=new.number)

    def test_a_revoked_credential_is_replaced_while_its_mandates_are_free(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", present=True)
        hall.revoke(ann)
        assert sizes(hall) == {"accredited": (2, Count()), "present": (2, Count())}
        hall.replace(ann)
        # She never went out: presence outlives the credential.
        assert sizes(hall) == {"accredited": (3, Count(1, 1)), "present": (3, Count(1, 1))}

    def test_a_badge_has_one_successor(self, hall: Assembly) -> None:
        """Or two would inherit its vote in an open motion."""
        ann, ida = hall.delegate("nord/1"), hall.delegate(role="alternate")
        for member in (ann, ida):
            new = hall.replace(member)
            hall.revoke(new)
            with hall.refused(WrongReplacement):
                hall.replace(member)
            hall.replace(new)

    def test_a_mandate_that_passed_on_is_not_replaced_back(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.revoke(ann)
        hall.delegate("nord/1")
        with hall.refused(MandateInUse):
            hall.replace(ann)

    def test_a_chain_within_one_statement(self, hall: Assembly) -> None:
        first, second, third = (hall.member("delegate", "nord/1", person="ann") for _ in range(3))
        credentials = [first.issue(), second.issue(first.number), third.issue(second.number)]
        hall.say(hall.desk.kid, "credentials.issued", credentials=credentials)
        assert sizes(hall)["accredited"] == (1, Count(1, 1))
        assert hall.convention.holders == {"nord/1": third.number}
        assert [number for number in (7, 8, 9) if hall.convention.credentials[number].active] == [third.number]


class TestDevices:
    def test_a_code_works_once(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        for sequence in (1, 1_000_000):
            with hall.refused(CodeAlreadyUsed):
                hall.say(
                    ann.badge_kid,
                    "device.enrolled",
                    credential=ann.number,
                    key=ann.device(2),
                    proof="p",
                    sequence=sequence,
                )

    def test_a_code_is_for_its_own_credential(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.member("delegate", "nord/2")
        hall.issue(bo)
        for number in (ann.number, hall.chair.number, 999):
            with hall.refused(NotAllowed):
                hall.say(bo.badge_kid, "device.enrolled", credential=number, key=bo.device(1), proof="p")

    def test_a_device_is_bound_once(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.member("delegate", "nord/2")
        hall.issue(bo)
        with hall.refused(KeyInUse):
            hall.say(bo.badge_kid, "device.enrolled", credential=bo.number, key=ann.device(1), proof="p")
        with hall.refused(KeyInUse):
            hall.say(ann.kid, "device.moved", key=ann.device(1), proof="p")

    def test_a_moved_device_is_silent(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        old = ann.kid
        hall.move(ann)
        assert hall.convention.credentials[ann.number].device == ann.kid
        with hall.refused(DeviceMoved):
            hall.say(old, "device.moved", key=ann.device(3), proof="p")
        with hall.refused(DeviceMoved):
            hall.say(hall.desk.kid, "device.confirmed", device=old)
        hall.move(ann)

    def test_confirmation_moves_along(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2")
        hall.confirm(ann)
        for member in (ann, bo):
            hall.move(member)
        assert [hall.convention.keys[member.kid].confirmed for member in (ann, bo)] == [True, False]

    def test_confirming(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.confirm(ann)
        with hall.refused(AlreadyConfirmed):
            hall.confirm(ann)
        for kid in (digest("nothing"), ann.badge_kid, hall.founder):
            with hall.refused(UnknownDevice):
                hall.say(hall.desk.kid, "device.confirmed", device=kid)
        hall.revoke(ann)
        with hall.refused(KeyRevoked):
            hall.confirm(ann)

    def test_a_replacement_is_confirmed_anew(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        hall.confirm(ann)
        new = hall.replace(ann)
        hall.enrol(new)
        assert not hall.convention.keys[new.kid].confirmed


class TestPresence:
    def test_in_and_out_are_two_acts(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1", "ost/1")
        with hall.refused(AlreadyAbsent):
            hall.presence(ann, "out")
        hall.presence(ann, "in")
        assert sizes(hall)["present"] == (1, Count(2, 4))
        with hall.refused(AlreadyPresent):
            hall.presence(ann, "in")
        hall.presence(ann, "out")
        assert sizes(hall)["present"] == (2, Count())

    def test_coming_and_going_all_day(self, hall: Assembly) -> None:
        ann, roll = hall.delegate("ost/1"), hall.convention.present
        for round_ in range(4):
            entered = hall.convention.size
            hall.presence(ann, "in")
            assert "ost/1" in roll
            left = hall.convention.size
            hall.presence(ann, "out")
            assert "ost/1" not in roll
            assert sizes(hall)["present"] == (2 * (round_ + 1), Count())
            assert [roll.had("ost/1", index) for index in (entered, left, left + 1)] == [False, True, False]

    def test_presence_is_the_persons(self, hall: Assembly) -> None:
        """Two credentials of one person: both mandates come in by one act, and a later one at its issue."""
        first, second = (hall.member("delegate", mandate, person="ann") for mandate in ("nord/1", "ost/1"))
        hall.issue(first, second)
        hall.presence(first, "in")
        assert sizes(hall)["present"] == (1, Count(2, 4))
        with hall.refused(AlreadyPresent):
            hall.presence(second, "in")
        hall.issue(hall.member("delegate", "nord/2", person="ann"))
        assert sizes(hall)["present"] == (2, Count(3, 5))

    def test_a_revoked_mandate_does_not_come_back_in(self, hall: Assembly) -> None:
        first, second = (hall.member("delegate", mandate, person="ann") for mandate in ("nord/1", "ost/1"))
        hall.issue(first, second)
        hall.revoke(first)
        hall.presence(second, "in")
        assert sizes(hall)["present"] == (1, Count(1, 3))

    def test_the_credential_exists(self, hall: Assembly) -> None:
        with hall.refused(UnknownCredential):
            hall.presence(Member(999, "delegate", "nobody"), "in")

    def test_a_device_that_was_not_confirmed_makes_nobody_present(self) -> None:
        hall = assembly(remote_presence=True, device_confirmation=True)
        member = hall.member("delegate", "nord/1")
        hall.issue(member)
        hall.enrol(member)
        with hall.refused(DeviceNotConfirmed):
            hall.presence(member, "in", by=member)
        hall.confirm(member)
        hall.presence(member, "in", by=member)

    def test_remote_presence_is_a_rule(self) -> None:
        hall = assembly(remote_presence=True)
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2")
        alternate, observer = hall.delegate(role="alternate"), hall.delegate(role="observer")
        hall.presence(ann, "in", by=ann)
        hall.presence(alternate, "in", by=alternate)
        for member, by in ((bo, ann), (observer, observer), (hall.chair, hall.chair)):
            with hall.refused(NotAllowed):
                hall.presence(member, "in", by=by)
        hall.presence(hall.desk, "in", by=hall.desk)
        hall.presence(bo, "in")
        off = assembly()
        cy = off.delegate("nord/1")
        with off.refused(NotAllowed):
            off.presence(cy, "in", by=cy)
