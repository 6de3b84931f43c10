"""Lists of people and delegations for tests of the import, and what stands registered after one."""

from pathlib import Path

from voting.importing import (
    DelegationInfo,
    KnownPerson,
    Preview,
    preview,
    read_table,
)

SAMPLE = Path(__file__).parents[2] / "voting" / "sample"


NORD = DelegationInfo("nord", {"en": "Party of the North", "fr": "Parti du Nord", "es": "Partido del Norte"}, 2, 1)


SUD = DelegationInfo("sud", {"en": "Southern League", "fr": "Ligue du Sud"}, 20_000, 3)


EAST = DelegationInfo("east", {"en": "Union"}, 5, 1)


EST = DelegationInfo("est", {"en": "Union"}, 5, 1)


DELEGATIONS = {one.id: one for one in (NORD, SUD, EAST, EST)}


def people(text: str, known: dict[str, KnownPerson] | None = None) -> Preview:
    return preview(read_table(text.encode(), "list.csv"), DELEGATIONS, known or {})


def parties(text: str, registered: dict[str, DelegationInfo] | None = None) -> Preview:
    return preview(read_table(text.encode(), "list.csv"), registered or {}, {}, ("en", "fr", "es"))


def registry(of: Preview) -> dict[str, DelegationInfo]:
    """Return the delegations as they are registered after an import."""
    found = {}
    for row in of.rows:
        name, entitlement, weight, groups = (row.values[key] for key in ("name", "entitlement", "weight", "groups"))
        assert isinstance(name, dict)
        assert isinstance(entitlement, int)
        assert isinstance(weight, int)
        assert isinstance(groups, list)
        found[row.key] = DelegationInfo(row.key, name, entitlement, weight, tuple(groups))
    return found


def roster(of: Preview) -> dict[str, KnownPerson]:
    """Return what the roster knows after the new and changed rows were imported."""
    return {
        row.key: KnownPerson(
            str(row.values["name"]),
            str(row.values["delegation"]) or None,
            str(row.values["role"]),
            str(row.values["reference"]) or None,
        )
        for row in of.rows
        if row.state != "problem"
    }
