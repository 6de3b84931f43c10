"""What the assembly adopts about its day: reports on credentials and agendas (FORMAT.md section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias

from ballots.errors import BadField
from ballots.fields import IDENTIFIER, MANDATE, Fields, Words, checked_integer, checked_match
from ballots.majority import Count

CONTESTED_LIMIT = 500
DELEGATIONS_LIMIT = 2_000
ITEMS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Seats:
    """The mandates of a delegation: how many it is entitled to, how many are accredited, how many present."""

    allocated: int
    accredited: int
    present: int


@dataclass(frozen=True, slots=True)
class CredentialsReported:
    """`credentials.reported`."""

    report: str
    allocated: Count
    accredited: Count
    present: Count
    delegations: Mapping[str, Seats]
    contested: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        contested = fields.items(
            "contested", 0, CONTESTED_LIMIT, lambda value, at: checked_match(value, at, MANDATE, "a mandate")
        )
        if len(set(contested)) != len(contested):
            raise BadField("contested names one mandate twice")
        return cls(
            report=fields.identifier("report"),
            allocated=_read_total(fields, "allocated"),
            accredited=_read_total(fields, "accredited"),
            present=_read_total(fields, "present"),
            delegations=fields.mapping("delegations", IDENTIFIER, DELEGATIONS_LIMIT, _read_seats),
            contested=contested,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda; `document` names the text that it is about."""

    title: Words
    document: str | None


@dataclass(frozen=True, slots=True)
class AgendaProposed:
    """`agenda.proposed`."""

    agenda: str
    items: tuple[Item, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("agenda"), fields.items("items", 1, ITEMS_LIMIT, _read_item))


DayAct: TypeAlias = CredentialsReported | AgendaProposed

DAY_READERS: Mapping[str, Callable[[Fields], DayAct]] = {
    "credentials.reported": CredentialsReported.read,
    "agenda.proposed": AgendaProposed.read,
}


def _read_total(fields: Fields, name: str) -> Count:
    inner = Fields(fields.take(name), name)
    count = Count(inner.integer("count"), inner.integer("weight"))
    inner.end()
    return count


def _read_seats(value: object, name: str) -> Seats:
    where = f"delegations.{name}"
    if not isinstance(value, list) or len(value) != 3:
        raise BadField(f"{where} is not an array of three numbers")
    return Seats(*(checked_integer(number, where, 0, 100_000) for number in value))


def _read_item(value: object, where: str) -> Item:
    fields = Fields(value, where)
    document = fields.take("document")
    item = Item(
        fields.words("title"),
        None if document is None else checked_match(document, f"{where}.document", IDENTIFIER, "an identifier"),
    )
    fields.end()
    return item
