"""The rows of an import: what is known, and what the file says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from voting.columns import listed
from voting.encodings import GUESSED
from voting.spreadsheets import Table, TableRow

NAME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class DelegationInfo:
    """A registered delegation: `name` by language, seats, weight of each, and the groups that rules may name."""

    id: str
    name: Mapping[str, str]
    entitlement: int
    weight: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person on the roster: `role` is delegate, head, alternate or observer, `badge` her number if she has one."""

    name: str
    delegation: str | None
    role: str
    reference: str | None = None
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file and what an import would do with it.

    `state` is new, unchanged, changed or problem. `key` says whom the row is about: of a person the key under which
    the roster knows her, or for a new one `ref:<reference>`, else `name:<folded name>@<delegation>`; of a delegation
    its id. `values` are, of a person, name, delegation (id, or "" for an observer without one), role and reference
    ("" if she has none); of a delegation `delegation` (id), `name` (by language), `name_<language>`, `entitlement`,
    `weight` and `groups`. In a row with problems they are what could be read. `before` holds, in a row that is changed,
    what is known of each field that the file says otherwise; `notes` are what people should know before they take it.
    """

    line: int
    key: str
    values: Mapping[str, object]
    state: str
    problems: tuple[str, ...] = ()
    before: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def known(cls, line: int, key: str, values: Mapping[str, object], known: Mapping[str, object]) -> "Row":
        """Return the row of somebody or something that is known already."""
        before = {name: value for name, value in known.items() if values[name] != value}
        return cls(line, key, values, "changed" if before else "unchanged", before=before)


def notes_on(table: Table, headings: Sequence[str], used: Iterable[int]) -> tuple[str, ...]:
    """Return what people should know of a file before they take its rows: a guessed encoding, columns left alone."""
    notes = []
    if table.encoding in GUESSED.values():
        notes.append(
            _(
                "The file was read as %(encoding)s. Look at names and words before you go on.",
                encoding=table.encoding,
            )
        )
    taken = set(used)
    if spare := [heading for column, heading in enumerate(headings) if heading and column not in taken]:
        notes.append(_("Columns that are not used: %(columns)s.", columns=listed(spare)))
    return tuple(notes)


def cell_of(row: TableRow, column: int) -> str:
    """Return a cell of a row, which may end before the last column."""
    return row.cells[column] if column < len(row.cells) else ""
