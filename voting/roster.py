"""The private roster: names, seats and door codes; the log knows persons by pseudonym only."""

import itertools
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from sqlalchemy import Connection, Engine, delete, insert, select, update

from audit.bundle import RosterLine
from audit.encoding import b64url_encode
from ballots.acts import MEMBER_ROLES, OFFICER_ROLES, Role
from ballots.convention import Convention
from ballots.errors import AboveEntitlement, Refused, UnknownDelegation
from voting.columns import fold
from voting.database import erasing, exclusive
from voting.models import CommittedName, NumberCounter, RosterPerson

# Crockford's base32: no letters that are mistaken for digits when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DOOR_LENGTH = 6
DOOR = re.compile(f"[{ALPHABET}]{{{DOOR_LENGTH}}}")
# A delegate who leads her delegation: the log has her as a delegate, the roster under this word.
HEAD = "head"
MEMBERS = (*MEMBER_ROLES, HEAD)
# What the desk reads where a name was erased.
ERASED = "(erased)"


class UnknownPerson(Refused):
    """This person is not on the roster. Reload the page, or import the list again."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the roster; `key` is what the organisers' list knows her by."""

    person: str
    key: str
    name: str
    salt: str
    role: str
    delegation: str | None
    seat: int | None
    reference: str | None
    door: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as a list names her, before she has a pseudonym."""

    key: str
    name: str
    role: str
    delegation: str | None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a desk officer's page needs to make one credential."""

    person: str
    name: str
    salt: str
    role: str
    delegation: str
    delegation_name: str
    mandates: list[str]
    number: int
    door: str
    replaces: int | None
    head: bool


@dataclass(frozen=True, slots=True)
class PreparedOfficer:
    """What a page or a terminal needs to make one officer's credential."""

    person: str
    name: str
    salt: str
    role: str
    number: int
    door: str


def new_person_id() -> str:
    """Return a pseudonym that says nothing about anybody."""
    return "p" + secrets.token_hex(8)


def called(name: str) -> str:
    """Return what all writings of one name have in common: neither case, accents nor blanks tell persons apart.

    Or a second spelling would let one person sign for two.
    """
    return fold(name) or name


def new_salt() -> str:
    """Return 16 random bytes, base64url."""
    return b64url_encode(secrets.token_bytes(16))


class Roster:
    """The roster of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def everyone(self) -> list[Person]:
        """Return all persons, by name."""
        with self._engine.connect() as connection:
            return _read(connection)

    def add(self, listed: Sequence[Listed]) -> list[Person]:
        """Add people who are not on the roster and update those who are, all or none; return them as they are now."""
        with exclusive(self._engine, RosterPerson.__tablename__) as connection:
            known = {person.key: person for person in _read(connection)}
            doors = {person.door for person in known.values()}
            added: list[dict[str, object]] = []
            for entry in listed:
                if entry.key in known:
                    _update(connection, known[entry.key], entry)
                    continue
                door = _new_door(doors)
                doors.add(door)
                person = Person(
                    new_person_id(),
                    entry.key,
                    entry.name,
                    new_salt(),
                    entry.role,
                    entry.delegation,
                    None,
                    entry.reference,
                    door,
                )
                added.append(asdict(person))
            # One statement each would hold up everybody's votes for seconds when a list of ten thousand comes in.
            if added:
                connection.execute(insert(RosterPerson), added)
            keys = {entry.key for entry in listed}
            return [person for person in _read(connection) if person.key in keys]

    def prepare_officers(self, convention: Convention, named: Sequence[tuple[Role, str]]) -> list[PreparedOfficer]:
        """Reserve a number for each of these offices; who holds or held another under this name is the same person.

        Acts that need two signers need two persons: someone with two offices must not be taken for two.
        """
        with exclusive(self._engine, RosterPerson.__tablename__) as connection:
            roster = _read(connection)
            known = {called(person.name): person for person in roster if person.role in OFFICER_ROLES}
            doors = {person.door for person in roster}
            for role, name in named:
                if called(name) not in known:
                    door = _new_door(doors)
                    doors.add(door)
                    person = new_person_id()
                    key = f"officer:{person}"
                    known[called(name)] = Person(person, key, name, new_salt(), role.value, None, None, None, door)
                    connection.execute(insert(RosterPerson).values(**asdict(known[called(name)])))
            numbers = _reserve(connection, convention, len(named))
            holders = [known[called(name)] for _, name in named]
            prepared = [
                PreparedOfficer(holder.person, name, new_salt(), role.value, number, holder.door)
                for holder, (role, name), number in zip(holders, named, numbers, strict=True)
            ]
            _commit_names(connection, [RosterLine(item.number, item.name, item.salt) for item in prepared])
            return prepared

    def add_officer(self, person: str, name: str, role: Role, line: RosterLine) -> None:
        """Add an officer under the pseudonym of the founder's statement, and the name to which it commits."""
        with exclusive(self._engine, RosterPerson.__tablename__) as connection:
            known = _read(connection)
            if person not in {officer.person for officer in known}:
                door = _new_door({officer.door for officer in known})
                officer = Person(person, f"officer:{person}", name, line.salt, role.value, None, None, None, door)
                connection.execute(insert(RosterPerson).values(**asdict(officer)))
            _commit_names(connection, [line])

    def prepare(self, convention: Convention, persons: Sequence[str]) -> list[Prepared]:
        """Reserve a number and a seat for each of these persons; seats stay hers until her credential ends.

        Raises:
            UnknownPerson: a person is not on the roster, or is an officer.
            UnknownDelegation, AboveEntitlement: the log has no room for her.
        """
        with exclusive(self._engine, RosterPerson.__tablename__) as connection:
            roster = {person.person: person for person in _read(connection)}
            missing = [person for person in persons if person not in roster or roster[person].role not in MEMBERS]
            if missing or len(set(persons)) != len(persons):
                raise UnknownPerson(", ".join(missing[:5]) or "one person twice")
            numbers = _reserve(connection, convention, len(persons))
            seats = _Seats(connection, convention, roster)
            prepared = [
                _prepared(convention, roster[person], number, seats)
                for person, number in zip(persons, numbers, strict=True)
            ]
            _commit_names(connection, [RosterLine(item.number, item.name, item.salt) for item in prepared])
            return prepared

    def names(self, convention: Convention) -> list[RosterLine]:
        """Return the names of a full bundle: one line a credential, by number (FORMAT.md section 9)."""
        with self._engine.connect() as connection:
            columns = (CommittedName.credential, CommittedName.name, CommittedName.salt)
            rows = connection.execute(select(*columns).order_by(CommittedName.credential))
            return [RosterLine(*row) for row in rows if row.credential in convention.credentials]

    def name_of(self, credential: int) -> str | None:
        """Return the name to which a credential was issued, None if it is not here or was erased."""
        with self._engine.connect() as connection:
            wanted = select(CommittedName.name).where(CommittedName.credential == credential)
            return connection.execute(wanted).scalar_one_or_none()

    def erase(self, convention: Convention, credential: int, reason: str) -> list[int]:
        """Erase a person's name, key and reference; return her credentials, whose commitments nothing opens any more.

        Raises:
            UnknownPerson: no credential has this number, or its holder is not on the roster.
        """
        if credential not in convention.credentials:
            raise UnknownPerson(f"credential {credential}")
        person = convention.credentials[credential].person
        numbers = list(convention.people[person].credentials)
        blank = {"name": ERASED, "key": f"erased:{person}", "salt": new_salt(), "reference": reason[:100]}
        with erasing(self._engine) as connection:
            found = connection.execute(update(RosterPerson).where(RosterPerson.person == person).values(**blank))
            if not found.rowcount:
                raise UnknownPerson(f"credential {credential}")
            connection.execute(delete(CommittedName).where(CommittedName.credential.in_(numbers)))
        return numbers


def has_left(convention: Convention, person: str) -> bool:
    """Tell whether every credential that a person ever had has ended."""
    known = convention.people.get(person)
    return known is not None and not any(convention.credentials[number].active for number in known.credentials)


class _Seats:
    """Gives out seats: the person's own if it is free, else the lowest that nobody holds or waits for."""

    def __init__(self, connection: Connection, convention: Convention, roster: dict[str, Person]) -> None:
        self._connection = connection
        self._convention = convention
        self._owner = {
            (person.delegation, person.seat): person.person for person in roster.values() if person.seat is not None
        }

    def take(self, person: Person) -> int:
        delegation = self._convention.delegations.get(person.delegation or "")
        if delegation is None:
            raise UnknownDelegation(f"delegation {person.delegation}")
        if person.seat is not None and self._may_have(person, delegation.id, person.seat):
            return person.seat
        for seat in range(1, delegation.entitlement + 1):
            if self._may_have(person, delegation.id, seat):
                self._assign(person, delegation.id, seat)
                return seat
        raise AboveEntitlement(f"{delegation.id} has {delegation.entitlement} seats, and all are taken")

    def _may_have(self, person: Person, delegation: str, seat: int) -> bool:
        holder = self._convention.holders.get(f"{delegation}/{seat}")
        if holder is not None:
            return self._convention.credentials[holder].person == person.person
        owner = self._owner.get((delegation, seat))
        return owner in (None, person.person) or has_left(self._convention, str(owner))

    def _assign(self, person: Person, delegation: str, seat: int) -> None:
        table = RosterPerson
        former = self._owner.get((delegation, seat))
        if former is not None:
            self._connection.execute(update(table).where(table.person == former).values(seat=None))
        self._connection.execute(update(table).where(table.person == person.person).values(seat=seat))
        self._owner[(delegation, seat)] = person.person


def _prepared(convention: Convention, person: Person, number: int, seats: _Seats) -> Prepared:
    known = convention.people.get(person.person)
    numbers = known.credentials if known else []
    active = [known_number for known_number in numbers if convention.credentials[known_number].active]
    replaces = active[-1] if active else None
    if replaces is not None:
        mandates = list(convention.credentials[replaces].mandates)
    elif person.role in (Role.DELEGATE, HEAD):
        mandates = [f"{person.delegation}/{seats.take(person)}"]
    else:
        mandates = []
    delegation = convention.delegations.get(person.delegation or "")
    authoritative = convention.founded.languages[0]
    return Prepared(
        person=person.person,
        name=person.name,
        salt=person.salt,
        role=Role.DELEGATE.value if person.role == HEAD else person.role,
        delegation=person.delegation or "",
        delegation_name=delegation.name[authoritative] if delegation else "",
        mandates=mandates,
        number=number,
        door=person.door,
        replaces=replaces,
        head=person.role == HEAD,
    )


def _read(connection: Connection) -> list[Person]:
    columns = [getattr(RosterPerson, name) for name in Person.__dataclass_fields__]
    return sorted((Person(*row) for row in connection.execute(select(*columns))), key=_alphabetical)


def _alphabetical(person: Person) -> tuple[str, str]:
    # Åsa stands beside Anna, not behind Zoë: databases disagree about that, so the order is made here.
    letters = unicodedata.normalize("NFKD", person.name)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.casefold(), person.person


def _update(connection: Connection, known: Person, entry: Listed) -> None:
    changed = {"name": entry.name, "role": entry.role, "delegation": entry.delegation, "reference": entry.reference}
    if entry.delegation != known.delegation:
        changed["seat"] = None
    connection.execute(update(RosterPerson).where(RosterPerson.person == known.person).values(**changed))


def _reserve(connection: Connection, convention: Convention, count: int) -> list[int]:
    """Return so many numbers that neither the log nor an earlier reservation has."""
    found = connection.execute(select(NumberCounter.next)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(NumberCounter).values(id=1, next=1))
    numbers = free_numbers(convention, count, found or 1)
    connection.execute(update(NumberCounter).values(next=numbers[-1] + 1))
    return numbers


def free_numbers(convention: Convention, count: int, first: int = 1) -> list[int]:
    """Return the lowest credential numbers from `first` on that the log does not have."""
    return list(islice((number for number in itertools.count(first) if number not in convention.credentials), count))


def _commit_names(connection: Connection, lines: Sequence[RosterLine]) -> None:
    connection.execute(insert(CommittedName), [line._asdict() for line in lines])


def _new_door(taken: set[str]) -> str:
    while True:
        door = "".join(secrets.choice(ALPHABET) for _ in range(DOOR_LENGTH))
        if door not in taken:
            return door
