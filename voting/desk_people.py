"""The people of the roster as the desk is told of them, and the search among them."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.encoding import b64url_decode
from ballots.acts import Role
from ballots.convention import Convention
from voting.columns import bare_arabic, fold
from voting.desk_messages import DESK
from voting.loans import Loan
from voting.mandate_views import attention, mandate_view
from voting.rights import exercised
from voting.roster import ALPHABET, Person

Plain = dict[str, Any]

STATUSES = ("imported", "issued", "enrolled", "confirmed", "revoked")


# Letters with no accent to take off, as whoever has no such key types them.
_TYPED = str.maketrans({"þ": "th", "ð": "d", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ħ": "h", "ı": "i"})


def number_of(convention: Convention, person: Person) -> int | None:
    """Return the number of a person's badge: the one that can still act, else her last; None if she never had one."""
    known = convention.people.get(person.person)
    numbers = known.credentials if known else []
    return next((n for n in reversed(numbers) if convention.credentials[n].active), numbers[-1] if numbers else None)


def status_of(convention: Convention, number: int | None) -> str:
    """Return which of `STATUSES` the badge with this number is in."""
    if number is None:
        return "imported"
    credential = convention.credentials[number]
    if not credential.active:
        return "revoked"
    if credential.device is None:
        return "issued"
    return "confirmed" if convention.keys[credential.device].confirmed else "enrolled"


def search(convention: Convention, people: Sequence[Person], query: str) -> list[Person]:
    """Return those who match every word of a query, however it is spelt; whom a word names exactly is first.

    A word is found in name, number, door code, reference, delegation (in any language) and role (in the page's).
    """
    words = [word for word in map(_plain, query.split()) if word]
    if not words:
        return list(people)
    places: dict[str | None, list[str]] = {}
    found: list[tuple[bool, Person]] = []
    for person in people:
        if person.delegation not in places:
            places[person.delegation] = _place_words(convention, person.delegation)
        own = [str(number_of(convention, person) or ""), fold(person.door), fold(person.reference or "")]
        parts = [
            *own,
            _plain(person.name),
            *places[person.delegation],
            fold(person.role),
            _plain(str(_role(person.role))),
        ]
        whole = " ".join(parts)
        if all(word in whole for word in words):
            found.append((not any(word in own for word in words), person))
    return [person for _, person in sorted(found, key=lambda pair: pair[0])]


def _plain(text: str) -> str:
    return fold(bare_arabic(text)).translate(_TYPED)


def _role(role: str) -> object:
    return DESK[f"desk.role.{role}"]


def _place_words(convention: Convention, delegation: str | None) -> list[str]:
    known = convention.delegations.get(delegation or "")
    return [fold(delegation or ""), *map(_plain, known.name.values() if known else ())]


def warning(convention: Convention, person: Person) -> Plain | None:
    """Return why somebody at the desk has to see to a person: a reason's code, and the motion, if any."""
    found = attention(convention, person.person)
    if found is not None:
        return found
    number = number_of(convention, person)
    if number is None and person.delegation is not None and person.delegation not in convention.delegations:
        return {"reason": "unknown_delegation", "motion": None}
    bound = convention.founded.rules.device_confirmation and person.role != Role.OBSERVER
    if bound and status_of(convention, number) == "enrolled":
        return {"reason": "to_confirm", "motion": None}
    return None


def is_present(convention: Convention, person: Person) -> bool:
    """Tell whether a person is checked in."""
    return person.person in convention.people and convention.people[person.person].present


def row_of(convention: Convention, person: Person, names: Mapping[str, str], lent: Mapping[int, Loan]) -> Plain:
    """Return what the desk is told of a person.

    `names` are those of everyone, by pseudonym; `lent` are the phones that are out, by credential.
    """
    known = convention.people.get(person.person)
    numbers = known.credentials if known else []
    current = number_of(convention, person)
    delegation = convention.delegations.get(person.delegation or "")
    row: Plain = {
        "person": person.person,
        "name": person.name,
        "delegation": person.delegation,
        "delegation_name": None if delegation is None else dict(delegation.name),
        "role": person.role,
        "seat": person.seat,
        "credential": current,
        "status": status_of(convention, current),
        "present": is_present(convention, person),
        "door": person.door,
        "device": None,
        "short_code": None,
        "issues": [],
        # Also what an earlier badge of hers got.
        "lent": [{"label": lent[number].label, "credential": number} for number in numbers if number in lent],
        "head": False,
        "mandates": [],
        "attention": warning(convention, person),
    }
    if current is not None:
        credential = convention.credentials[current]
        if credential.active and credential.device is not None:
            row["device"] = credential.device
            row["short_code"] = short_code(credential.device)
        if credential.active:
            row["head"] = credential.head
            row["mandates"] = [_named(convention, mandate, names) for mandate in exercised(convention, credential)]
    elif person.delegation is not None and delegation is None:
        row["issues"].append("unknown_delegation")
    return row


def _named(convention: Convention, mandate: str, names: Mapping[str, str]) -> Plain:
    """Return who a mandate is with, under the names that the desk knows."""
    view = mandate_view(convention, mandate)
    for role in ("of", "with"):
        number = view[role]
        view[f"{role}_name"] = "" if number is None else names.get(convention.credentials[number].person, "")
    return view


def short_code(kid: str) -> str:
    """Return the code by which officer and delegate compare a device face to face (FORMAT.md section 11)."""
    number = int.from_bytes(b64url_decode(kid)[:5])
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"
