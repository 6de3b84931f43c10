"""What holds before any rule of a type is asked: the founding, the key, the convention and the order of acts."""

import pytest

from ballots.acts import Role
from ballots.errors import (
    AlreadyFounded,
    BadField,
    BadKey,
    KeyInUse,
    NotFounded,
    NumberInUse,
    SequenceUsed,
    UnknownDevice,
    UnknownKey,
    WrongConvention,
)
from ballots.majority import Count
from tests.ballots.assembly import Assembly, assembly, digest, ed25519, kid_of
from tests.ballots.fingerprint import fingerprint


@pytest.fixture
def hall() -> Assembly:
    return assembly()


def revocation(hall: Assembly) -> dict[str, object]:
    return {"number": hall.officers["clerk"].number, "reason": "departed"}


def document(name: str) -> dict[str, object]:
    return {"document": name, "version": 1, "title": {"en": "Title"}, "texts": {"en": digest(name)}}


class TestFounding:
    def test_the_founding_makes_keys_officers_and_rules(self) -> None:
        hall = Assembly()
        founding = hall.found()
        state = hall.convention
        assert state.digest == founding
        assert state.founded.origin == "valleys.example/log"
        assert {state.credentials[n].role for n in state.credentials} == {Role(role) for role in hall.officers}
        assert state.signer(hall.founder).role is Role.FOUNDER
        assert [(roll.version, roll.total) for roll in state.rolls.values()] == [(0, Count()), (0, Count())]

    def test_nothing_comes_before_the_founding(self) -> None:
        hall = Assembly()
        with hall.refused(NotFounded):
            hall.say(
                hall.founder,
                "delegation.registered",
                delegation="n",
                name={"en": "N"},
                entitlement=1,
                weight=1,
                decision=None,
                groups=[],
            )

    def test_a_convention_is_founded_once(self, hall: Assembly) -> None:
        statement = hall.statement(hall.founder, Assembly().founding() | {"sequence": 999})
        with hall.refused(AlreadyFounded):
            hall.convention.apply(statement)

    def test_the_founding_carries_the_key_that_signs_it(self) -> None:
        hall = Assembly()
        statement = hall.statement(kid_of(ed25519("somebody")), hall.founding())
        with hall.refused(BadKey):
            hall.convention.apply(statement)

    @pytest.mark.parametrize("name", [{"de": "Versammlung"}, {"en": "Assembly", "fr": "Assemblée"}])
    def test_its_name_is_in_its_own_languages(self, name: dict[str, str]) -> None:
        hall = Assembly()
        statement = hall.statement(hall.founder, hall.founding() | {"name": name})
        with hall.refused(BadField) as refusal:
            hall.convention.apply(statement)
        assert "name" in refusal.value.detail

    def test_its_officers_differ_in_number_and_key(self) -> None:
        for change, reason in (
            ({"number": 1}, NumberInUse),
            ({"key": ed25519("badge 1")}, KeyInUse),
            ({"key": ed25519("founder")}, KeyInUse),
        ):
            hall = Assembly()
            founding = hall.founding()
            founding["officers"][1] |= change
            statement = hall.statement(hall.founder, founding)
            with hall.refused(reason):
                hall.convention.apply(statement)

    def test_the_founders_sequence_starts_with_the_founding(self) -> None:
        hall = Assembly()
        hall.statements = 50
        hall.found()
        hall.statements = 50
        with hall.refused(SequenceUsed):
            hall.register("nord")


class TestEverySigner:
    def test_the_log_knows_the_key(self, hall: Assembly) -> None:
        with hall.refused(UnknownKey):
            hall.say(digest("nobody"), "device.confirmed", device=digest("device"))

    def test_the_statement_is_for_this_convention(self, hall: Assembly) -> None:
        device = hall.delegate("nord/1").kid
        with hall.refused(WrongConvention):
            hall.say(hall.desk.kid, "device.confirmed", device=device, convention=digest("another"))

    def test_a_sequence_grows_under_each_key(self, hall: Assembly) -> None:
        ann, bo = hall.delegate("nord/1"), hall.delegate("nord/2")
        hall.say(hall.desk.kid, "device.confirmed", device=ann.kid, sequence=1_000)
        for sequence in (1_000, 999, 1):
            with hall.refused(SequenceUsed):
                hall.say(hall.desk.kid, "device.confirmed", device=bo.kid, sequence=sequence)
        hall.say(hall.chair.kid, "document.tabled", **document("d"), sequence=500)
        hall.say(hall.desk.kid, "device.confirmed", device=bo.kid, sequence=1_001)

    def test_a_refused_statement_uses_no_sequence(self, hall: Assembly) -> None:
        ann = hall.delegate("nord/1")
        with hall.refused(UnknownDevice):
            hall.say(hall.desk.kid, "device.confirmed", device=digest("nothing"), sequence=1_000)
        hall.say(hall.desk.kid, "device.confirmed", device=ann.kid, sequence=1_000)

    def test_a_statement_recorded_once_is_not_recorded_again(self, hall: Assembly) -> None:
        statement = hall.statement(
            hall.founder, hall.payload("officers.changed", issue=[], revoke=[revocation(hall)], decision=None)
        )
        hall.convention.apply(statement)
        with hall.refused(SequenceUsed):
            hall.convention.apply(statement)

    def test_a_program_error_leaves_no_trace_either(self, hall: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fault half-way through a batch must not leave half of it behind for the next statement."""

        def fail(*_: object) -> None:
            raise MemoryError

        monkeypatch.setattr("ballots.accreditation.update_rolls", fail)
        before = fingerprint(hall.convention)
        with pytest.raises(MemoryError):
            hall.issue(hall.member("delegate", "nord/1"))
        assert fingerprint(hall.convention) == before
