"""The private roster: seats, numbers and names, and what happens when someone is replaced or leaves."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from audit.bundle import RosterLine, commitment
from ballots.acts import Role
from ballots.errors import AboveEntitlement, UnknownDelegation
from tests.voting.house import House, build_house
from voting.phones import new_code
from voting.roster import ALPHABET, Listed, Person, Prepared, UnknownPerson, has_left
from voting.signing import Hand


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    house = build_house(folder, f"sqlite:///{folder / 'plenary.sqlite'}")
    yield house
    house.parts.engine.dispose()


@pytest.fixture
def delegation(house: House) -> str:
    """A delegation of two seats for this test alone."""
    name = f"d{len(house.parts.log.convention.delegations)}"
    founder = Hand(house.founding.founder, house.convention)
    fields = {"delegation": name, "name": {"en": name.title()}, "entitlement": 2, "weight": 1, "groups": []}
    house.send(founder.sign("delegation.registered", **fields, decision=None))
    return name


def add(house: House, delegation: str | None, *names: str, role: str = "delegate") -> list[Person]:
    listed = [Listed(f"{delegation}:{name}", name, role, delegation) for name in names]
    found = {person.name: person for person in house.parts.roster.add(listed)}
    return [found[name] for name in names]


def prepare(house: House, *people: Person) -> list[Prepared]:
    return house.parts.roster.prepare(house.parts.log.convention, [person.person for person in people])


def issue(house: House, prepared: Sequence[Prepared]) -> None:
    """Sign what the officer's page signs for prepared credentials."""
    credentials = [
        {
            "commitment": commitment(RosterLine(item.number, item.name, item.salt), item.person),
            "delegation": item.delegation if item.role == "alternate" else None,
            "head": item.head,
            "key": new_code()[1].jwk.members(),
            "mandates": item.mandates,
            "number": item.number,
            "person": item.person,
            "replaces": item.replaces,
            "role": item.role,
        }
        for item in prepared
    ]
    house.send(house.hand(Role.DESK).sign("credentials.issued", credentials=credentials))


def leave(house: House, number: int) -> None:
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=number, reason="departed"))


def now(house: House, person: Person) -> Person:
    return next(found for found in house.parts.roster.everyone() if found.person == person.person)


def test_a_list_imported_again_keeps_persons_salts_and_doors(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana Flores")
    size = len(house.parts.roster.everyone())
    again = house.parts.roster.add([Listed(ana.key, "Ana Flores García", "alternate", delegation, "7")])[0]
    assert len(house.parts.roster.everyone()) == size
    assert (again.name, again.role, again.reference) == ("Ana Flores García", "alternate", "7")
    assert (again.person, again.salt, again.door) == (ana.person, ana.salt, ana.door)


def test_pseudonyms_salts_and_doors_are_unique_and_speakable(house: House, delegation: str) -> None:
    people = add(house, delegation, *(f"Delegate {number}" for number in range(40)))
    for column in ("person", "salt", "door"):
        assert len({getattr(person, column) for person in people}) == len(people)
    assert {len(person.door) for person in people} == {6}
    assert set("".join(person.door for person in people)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_a_list_that_fails_half_way_adds_nobody(house: House, delegation: str) -> None:
    before = house.parts.roster.everyone()
    nameless: Any = None
    listed = [Listed(f"{delegation}:1", "First", "delegate", delegation), Listed("x", nameless, "delegate", delegation)]
    with pytest.raises(Exception, match="NOT NULL"):
        house.parts.roster.add(listed)
    assert house.parts.roster.everyone() == before


def test_seats_are_given_once_and_kept(house: House, delegation: str) -> None:
    ana, bo = add(house, delegation, "Ana", "Bo")
    first = prepare(house, ana, bo)
    assert sorted(mandate for item in first for mandate in item.mandates) == [f"{delegation}/1", f"{delegation}/2"]
    again = prepare(house, bo, ana)
    assert {item.person: item.mandates for item in again} == {item.person: item.mandates for item in first}


def test_a_head_leads_and_an_alternate_has_no_seat(house: House, delegation: str) -> None:
    (hana,) = add(house, delegation, "Hana", role="head")
    (ida,) = add(house, delegation, "Ida", role="alternate")
    (bo,) = add(house, delegation, "Bo")
    prepared = prepare(house, hana, ida, bo)
    issue(house, prepared)
    assert [(item.head, item.mandates) for item in prepared] == [
        (True, [f"{delegation}/1"]),
        (False, []),
        (False, [f"{delegation}/2"]),
    ]
    with house.parts.sequencer.reading() as (log, _):
        issued = [log.convention.credentials[item.number] for item in prepared]
        assert log.convention.heads[delegation].now == prepared[0].number
    assert [(one.role, one.head, one.belongs_to(delegation)) for one in issued] == [
        (Role.DELEGATE, True, True),
        (Role.ALTERNATE, False, True),
        (Role.DELEGATE, False, True),
    ]


def test_a_number_is_reserved_once(house: House, delegation: str) -> None:
    ana, bo = add(house, delegation, "Ana", "Bo")
    numbers = [item.number for _ in range(3) for item in prepare(house, ana, bo)]
    assert len(set(numbers)) == 6
    assert not set(numbers) & set(house.parts.log.convention.credentials)


def test_numbers_jump_over_what_the_log_has(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana")
    taken = prepare(house, ana)[0].number + 1
    house.issue([], role="observer", number=taken)
    assert prepare(house, ana)[0].number == taken + 1


def test_the_highest_number_of_all_does_not_end_the_issuing(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana")
    house.issue([], role="observer", number=10**9)
    assert prepare(house, ana)[0].number < 10**9


def test_no_seat_above_the_entitlement(house: House, delegation: str) -> None:
    people = add(house, delegation, "Ana", "Bo", "Cy")
    with pytest.raises(AboveEntitlement, match=f"{delegation} has 2 seats"):
        prepare(house, *people)
    # All or none: the seats that were free before are free still.
    assert [now(house, person).seat for person in people] == [None, None, None]
    assert len(prepare(house, *people[1:])) == 2
    with pytest.raises(AboveEntitlement):
        prepare(house, people[0])


def test_only_delegates_take_seats(house: House, delegation: str) -> None:
    people = [add(house, delegation, f"A {role}", role=role)[0] for role in ("alternate", "observer")]
    assert [item.mandates for item in prepare(house, *people)] == [[], []]


def test_who_cannot_get_a_credential(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana")
    officer = house.founding.officers[0].person
    for persons in (["nobody"], [officer], [ana.person, ana.person], [ana.person, "nobody"]):
        with pytest.raises(UnknownPerson):
            house.parts.roster.prepare(house.parts.log.convention, persons)
    (lost,) = add(house, "atlantis", "Lost")
    with pytest.raises(UnknownDelegation, match="atlantis"):
        prepare(house, lost)


def test_a_lost_phone_is_replaced_with_the_same_mandates(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana")
    (first,) = prepare(house, ana)
    issue(house, [first])
    (second,) = prepare(house, ana)
    assert (second.replaces, second.mandates) == (first.number, first.mandates)
    issue(house, [second])
    credentials = house.parts.log.convention.credentials
    assert not credentials[first.number].active
    assert credentials[second.number].active
    assert prepare(house, ana)[0].replaces == second.number


def test_who_leaves_frees_her_seat_and_may_come_back(house: House, delegation: str) -> None:
    ana, bo, cy = add(house, delegation, "Ana", "Bo", "Cy")
    given = prepare(house, ana, bo)
    issue(house, given)
    assert not has_left(house.parts.log.convention, ana.person)
    leave(house, given[0].number)
    assert has_left(house.parts.log.convention, ana.person)
    assert not has_left(house.parts.log.convention, cy.person)

    (taken,) = prepare(house, cy)
    assert (taken.mandates, taken.replaces) == (given[0].mandates, None)
    issue(house, [taken])
    assert now(house, ana).seat is None
    with pytest.raises(AboveEntitlement):
        prepare(house, ana)
    leave(house, given[1].number)
    (back,) = prepare(house, ana)
    assert back.mandates == given[1].mandates
    issue(house, [back])
    assert not has_left(house.parts.log.convention, ana.person)


def test_who_changes_her_delegation_gives_her_seat_back(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana")
    prepare(house, ana)
    assert now(house, ana).seat == 1
    house.parts.roster.add([Listed(ana.key, ana.name, "delegate", "south")])
    assert now(house, ana).seat is None
    assert prepare(house, ana)[0].mandates[0].startswith("south/")


def test_the_names_of_a_full_bundle_are_those_committed_to(house: House, delegation: str) -> None:
    people = add(house, delegation, "Ana", "Bo")
    issue(house, prepare(house, *people))
    convention = house.parts.log.convention
    lines = house.parts.roster.names(convention)
    assert [line.credential for line in lines] == sorted(line.credential for line in lines)
    assert {"Ana", "Bo", "Officer 1"} <= {line.name for line in lines}
    for line in lines:
        credential = convention.credentials[line.credential]
        assert commitment(line, credential.person) == credential.commitment


def test_officers_who_work_at_once_never_share_a_number_or_a_seat(tmp_path: Path, database_url: str) -> None:
    house = build_house(tmp_path, database_url)
    people = add(house, "north", *(f"Delegate {number}" for number in range(24)))
    views = [house.parts, house.reopen()]
    prepared: list[Prepared] = []

    def work(share: int) -> None:
        parts = views[share % 2]
        for person in people[share::4]:
            prepared.extend(parts.roster.prepare(parts.log.convention, [person.person]))

    threads = [Thread(target=work, args=(share,)) for share in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        len(prepared) == len({item.number for item in prepared}) == len({item.mandates[0] for item in prepared}) == 24
    )
    for view in views:
        view.engine.dispose()


def test_a_corrected_name_does_not_reach_back_to_what_was_committed_to(house: House, delegation: str) -> None:
    (ana,) = add(house, delegation, "Ana Berg")
    issue(house, prepare(house, ana))
    house.parts.roster.add([Listed(ana.key, "Ana Bergstroem", "delegate", delegation)])
    assert now(house, ana).name == "Ana Bergstroem"
    convention = house.parts.log.convention
    lines = {line.credential: line for line in house.parts.roster.names(convention)}
    [number] = convention.people[ana.person].credentials
    assert lines[number].name == "Ana Berg"
    assert commitment(lines[number], ana.person) == convention.credentials[number].commitment
