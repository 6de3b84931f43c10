"""A list of delegates or delegations held against what the log and the roster know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballots.convention import Convention
from voting.desk_people import number_of
from voting.importing import DelegationInfo, KnownPerson, Preview, preview, read_table
from voting.roster import MEMBERS, Person, has_left


@dataclass(frozen=True, slots=True)
class Known:
    """What a list is held against: a copy, so that reading a long list holds up nobody's vote."""

    delegations: Mapping[str, DelegationInfo]
    people: Mapping[str, KnownPerson]
    languages: Sequence[str]


def known_now(convention: Convention, roster: Sequence[Person]) -> Known:
    """Return what log and roster know now."""
    return Known(
        delegations={
            found.id: DelegationInfo(found.id, found.name, found.entitlement, found.weight, found.groups)
            for found in convention.delegations.values()
        },
        # Who has left takes no seat any more; if she is on the list again, she is found again by her key.
        people={
            person.key: KnownPerson(
                person.name, person.delegation, person.role, person.reference, number_of(convention, person)
            )
            for person in roster
            if person.role in MEMBERS and not has_left(convention, person.person)
        },
        languages=convention.founded.languages,
    )


def read_list(data: bytes, filename: str, known: Known) -> Preview:
    """Return what an import of a file would do.

    Raises:
        ImportRefused: the file is no list that can be read.
    """
    return preview(read_table(data, filename), known.delegations, known.people, known.languages)
