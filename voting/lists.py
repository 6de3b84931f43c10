"""A list of delegates or delegations held against what the log and the roster know."""

from ballots.acts import MEMBER_ROLES
from ballots.convention import Convention
from voting.importing import DelegationInfo, KnownPerson, Preview, preview, read_table
from voting.roster import Person, has_left


def read_list(data: bytes, filename: str, convention: Convention, roster: list[Person]) -> Preview:
    """Return what an import of a file would do now.

    Raises:
        ImportRefused: the file is no list that can be read.
    """
    delegations = {
        found.id: DelegationInfo(found.id, found.name, found.entitlement, found.weight)
        for found in convention.delegations.values()
    }
    # Who has left takes no seat any more; if she is on the list again, she is found again by her key.
    known = {
        person.key: KnownPerson(person.name, person.delegation, person.role, person.reference)
        for person in roster
        if person.role in MEMBER_ROLES and not has_left(convention, person.person)
    }
    return preview(read_table(data, filename), delegations, known, convention.founded.languages)
