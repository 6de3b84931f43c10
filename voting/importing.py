"""What an import of the organisers' lists would do, row by row, before anything is written.

Pure: a table and what is known already go in, a preview comes out. The same file imported again changes nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from voting import columns
from voting.cells import plain
from voting.columns import AmbiguousColumn, MissingColumn, fold_word, listed, match, name_language
from voting.delegate_rows import DelegateRows
from voting.delegation_rows import DelegationRows
from voting.encodings import ImportRefused
from voting.rows import DelegationInfo, KnownPerson, Row, notes_on
from voting.spreadsheets import EmptyFile, Table, read_table

__all__ = [
    "AmbiguousColumn",
    "DelegationInfo",
    "ImportRefused",
    "KnownPerson",
    "MissingColumn",
    "Preview",
    "Row",
    "preview",
    "read_table",
]

HEADING_ROWS = 10  # a title and notes may stand above the headings

ROLE_FIELDS = ("role", "head", "alternate")
_DELEGATE_FIELDS = {
    "first": columns.FIRST_NAMES,
    "last": columns.LAST_NAMES,
    "name": columns.NAMES,
    "delegation": columns.DELEGATIONS,
    "role": columns.ROLES,
    "head": columns.HEADS,
    "alternate": columns.ALTERNATES,
    "reference": columns.REFERENCES,
}
_DELEGATION_FIELDS = {
    "entitlement": columns.ENTITLEMENTS,
    "weight": columns.WEIGHTS,
    "groups": columns.GROUPS,
    "delegation": columns.IDENTIFIERS,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows of a file; `kind` is delegates or delegations, `columns` the heading in which each field was found."""

    kind: str
    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of rows in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("new", "unchanged", "changed", "problem")}


def preview(
    table: Table,
    delegations: Mapping[str, DelegationInfo],
    known: Mapping[str, KnownPerson],
    languages: Sequence[str] = ("en",),
) -> Preview:
    """Tell what an import of the table would do.

    `delegations` are the registered ones by id; `known` the roster by key, officers left out; `languages` the
    convention's, the authoritative one first. Whether the file lists delegates or delegations its columns say.

    Raises:
        MissingColumn, AmbiguousColumn: the headings do not make a list of either kind.
        EmptyFile: nothing stands below them.
    """
    for index, row in enumerate(table.rows[:HEADING_ROWS]):
        headings = [plain(cell) for cell in row.cells]
        rest = table.rows[index + 1 :]
        found, sources = _delegation_columns(headings, languages), _delegate_columns(headings)
        if (found or sources) and not rest:
            raise EmptyFile
        if found:
            shown = {name: headings[column] for name, column in found.items()}
            rows = DelegationRows(delegations, languages).read(rest, found)
            return Preview("delegations", shown, rows, notes_on(table, headings, found.values()))
        if sources:
            shown = _shown(headings, sources)
            rows = DelegateRows(delegations, known, languages).read(rest, sources)
            used = [column for columns_of_field in sources.values() for column in columns_of_field]
            return Preview("delegates", shown, rows, notes_on(table, headings, used))
    raise MissingColumn(
        _(
            "Found: %(headings)s. A list of people needs name (or first name and last name) and delegation, and may"
            " have role and reference; one of delegations needs name and seats, and may have id, weight and groups.",
            headings=listed(plain(cell) for cell in table.rows[0].cells),
        )
    )


def _delegate_columns(headings: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field of a list of delegates, or nothing if it is not one."""
    found = match(headings, _DELEGATE_FIELDS)
    first, last, name = found.get("first"), found.get("last"), found.get("name")
    # "Nom" beside "Prénom" is the last name, "Nombre" beside "Apellidos" the first.
    if name is not None and (first is None) == (last is None):
        names: tuple[int, ...] = (name,)
    else:
        pair = (first if first is not None else name, last if last is not None else name)
        names = tuple(column for column in pair if column is not None)
    if "delegation" not in found or (name is None and len(names) < 2):
        return {}
    fields = {"name": names, "delegation": (found["delegation"],)}
    return fields | {name: (found[name],) for name in (*ROLE_FIELDS, "reference") if name in found}


def _shown(headings: Sequence[str], sources: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Return the headings in which each field was found; marks of heads and alternates are part of the role."""
    shown: dict[str, str] = {}
    for name, used in sources.items():
        field = "role" if name in ROLE_FIELDS else name
        shown[field] = " + ".join([*filter(None, [shown.get(field)]), *(headings[column] for column in used)])
    return shown


def _delegation_columns(headings: Sequence[str], languages: Sequence[str]) -> dict[str, int]:
    """Return the columns of each field of a list of delegations, or nothing if it is not one."""
    if not any(fold_word(heading) in columns.ENTITLEMENTS for heading in headings):
        return {}
    if any(fold_word(heading) in columns.ROLES | columns.FIRST_NAMES | columns.LAST_NAMES for heading in headings):
        return {}
    found = match(headings, _DELEGATION_FIELDS)
    for column, heading in enumerate(headings):
        tag = name_language(heading, languages)
        if tag is None or column in found.values():
            continue
        key = f"name_{tag or languages[0]}"
        if key in found and "delegation" not in found and fold_word(headings[found[key]]) in columns.DELEGATIONS:
            found["delegation"] = found.pop(key)  # "Party" beside "Name" holds the party's short name
        if key in found:
            raise AmbiguousColumn(listed((headings[found[key]], heading)))
        found[key] = column
    names = [key for key in found if key.startswith("name_")]
    return (
        {key: found[key] for key in ("delegation", *names, "entitlement", "weight", "groups") if key in found}
        if names
        else {}
    )
