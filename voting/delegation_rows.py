"""Lists of delegations, read against the registered ones."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from voting.cells import number_problem, plain, text_problems
from voting.columns import fold
from voting.rows import NAME_LIMIT, DelegationInfo, Row, cell_of
from voting.spreadsheets import TableRow

ENTITLEMENT_LIMIT = 100_000
WEIGHT_LIMIT = 1_000_000
GROUPS_LIMIT = 16

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")  # FORMAT.md section 1


class DelegationRows:
    """Reads a list of delegations against the registered ones."""

    def __init__(self, delegations: Mapping[str, DelegationInfo], languages: Sequence[str]) -> None:
        self._known = delegations
        self._languages = languages
        self._by_id = {name.casefold(): name for name in delegations}
        self._by_name = {fold(name): one.id for one in delegations.values() for name in one.name.values()}

    def read(self, rows: Iterable[TableRow], found: Mapping[str, int]) -> tuple[Row, ...]:
        read: list[Row] = []
        ids: dict[str, int] = {}
        names: dict[str, int] = {}
        for row in rows:
            one = self._read_row(row, found)
            problems = list(one.problems)
            if (line := ids.setdefault(one.key.casefold(), one.line)) != one.line:
                problems.append(_("The delegation %(id)s stands in line %(line)s already.", id=one.key, line=line))
            earlier = [names.setdefault(fold(name), one.line) for name in _names_of(one)]
            repeated = [line for line in earlier if line != one.line]
            problems += [
                _("A delegation of this name stands in line %(line)s already.", line=line) for line in repeated
            ]
            read.append(replace(one, state="problem", problems=tuple(dict.fromkeys(problems))) if problems else one)
        return tuple(read)

    def _read_row(self, row: TableRow, found: Mapping[str, int]) -> Row:
        raw = {name: cell_of(row, column) for name, column in found.items()}
        words = {name.removeprefix("name_"): plain(cell) for name, cell in raw.items() if name.startswith("name_")}
        words = {language: word for language, word in words.items() if word}
        problems = [
            problem
            for name, cell in raw.items()
            if name == "delegation" or name.startswith("name_")
            for problem in text_problems("name" if name.startswith("name_") else "id", cell, NAME_LIMIT)
        ]
        key = self._id(plain(raw.get("delegation", "")), words, problems)
        known = self._known.get(key)
        words = {**(known.name if known else {}), **words}
        if self._languages[0] not in words:
            problems.append(
                _("The name in the authoritative language (%(language)s) is missing.", language=self._languages[0])
            )
        others = {self._by_name.get(fold(word), key) for word in words.values()} - {key}
        problems += [_("A delegation of this name is registered as %(id)s.", id=other) for other in sorted(others)]
        entitlement, weight = plain(raw["entitlement"]), plain(raw.get("weight", ""))
        weight = weight or str(known.weight if known else 1)
        problems += filter(None, [number_problem("number of seats", entitlement, ENTITLEMENT_LIMIT)])
        problems += filter(None, [number_problem("weight", weight, WEIGHT_LIMIT)])
        groups = _groups(raw["groups"]) if "groups" in raw else known.groups if known else ()
        problems += _group_problems(groups)
        values: dict[str, object] = {"delegation": key, "name": words, "entitlement": entitlement, "weight": weight}
        values["groups"] = list(groups)
        values |= {f"name_{language}": word for language, word in words.items()}
        if problems:
            return Row(row.line, key, values, "problem", tuple(problems))
        values |= {"entitlement": int(entitlement), "weight": int(weight)}
        if known is None:
            return Row(row.line, key, values, "new")
        registered: dict[str, object] = {f"name_{language}": known.name.get(language, "") for language in words}
        registered |= {"entitlement": known.entitlement, "weight": known.weight}
        if set(groups) != set(known.groups):
            registered["groups"] = list(known.groups)
        return Row.known(row.line, key, values, registered)

    def _id(self, given: str, words: Mapping[str, str], problems: list[str]) -> str:
        """Return the delegation's id: as given, else of the registered one of this name, else made from the name."""
        if not given:
            known = next((self._by_name[fold(word)] for word in words.values() if fold(word) in self._by_name), None)
            name = words.get(self._languages[0], "")
            latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            given = known or re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:64].rstrip("-")
            if not given:
                problems.append(_("The id is missing. Give a short one of letters A-Z, digits, dots and hyphens."))
        elif not _IDENTIFIER.fullmatch(given):
            problems.append(
                _(
                    "The id “%(id)s” may have at most 64 letters A-Z, digits, dots, hyphens and underscores, and no"
                    " spaces.",
                    id=given[:60],
                )
            )
        elif self._by_id.get(given.casefold(), given) != given:
            problems.append(
                _(
                    "The delegation is registered as %(id)s, not %(given)s.",
                    id=self._by_id[given.casefold()],
                    given=given,
                )
            )
        return given


def _groups(cell: str) -> tuple[str, ...]:
    """Return the groups that a cell names, between blanks, commas or semicolons."""
    return tuple(dict.fromkeys(filter(None, re.split(r"[\s,;،؛]+", plain(cell)))))


def _group_problems(groups: Sequence[str]) -> list[str]:
    problems = [
        _(
            "The group “%(group)s” may have at most 64 letters A-Z, digits, dots, hyphens and underscores.",
            group=group[:60],
        )
        for group in groups
        if not _IDENTIFIER.fullmatch(group)
    ]
    if len(groups) > GROUPS_LIMIT:
        problems.append(
            _("There are %(count)s groups; a delegation has at most %(most)s.", count=len(groups), most=GROUPS_LIMIT)
        )
    return problems


def _names_of(row: Row) -> list[str]:
    return [str(value) for name, value in row.values.items() if name.startswith("name_")]
