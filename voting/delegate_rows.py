"""Lists of delegates, read against the roster."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from flask_babel import gettext as _

from voting.cells import damaged, plain, text_problems
from voting.columns import ROLE_WORDS, fold, fold_word, marked
from voting.languages import page_language
from voting.rows import NAME_LIMIT, DelegationInfo, KnownPerson, Row, cell_of
from voting.spreadsheets import TableRow
from voting.typesetting import unprintable

MOST_SUGGESTIONS = 20

REFERENCE_LIMIT = 100
# Roles that take a seat of their delegation.
HEAD = "head"
SEATED = ("delegate", HEAD)
# Roles that a column of marks may give.
MARKS = (HEAD, "alternate")


def identity(name: str, delegation: str) -> str:
    """Return the key of a person for whom the list has no reference."""
    return f"name:{fold(name) or name}@{delegation}"


@dataclass
class _Draft:
    """A row on its way through the checks; checks add problems and the row itself never changes."""

    line: int
    values: dict[str, str]
    problems: list[str]
    key: str = ""
    match: KnownPerson | None = None

    @property
    def whom(self) -> tuple[str, str]:
        return fold(self.values["name"]), self.values["delegation"]


class DelegateRows:
    """Reads a list of delegates against the roster."""

    def __init__(
        self, delegations: Mapping[str, DelegationInfo], known: Mapping[str, KnownPerson], languages: Sequence[str]
    ) -> None:
        self._delegations = delegations
        self._known = known
        self._languages = (page_language(), *languages)  # of names that are equally near, the reader's
        self._resolved: dict[str, tuple[str, str | None]] = {}
        self._suggestions = 0
        self._by_reference = {person.reference.casefold(): key for key, person in known.items() if person.reference}
        self._by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for key, person in known.items():
            self._by_name[fold(person.name), person.delegation or ""].append(key)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for delegation in delegations.values():
            for name in (delegation.id, *delegation.name.values()):
                self._names[fold(name)].add(delegation.id)

    def read(self, rows: Iterable[TableRow], sources: Mapping[str, tuple[int, ...]]) -> tuple[Row, ...]:
        drafts = [self._draft(row, sources) for row in rows]
        for draft in drafts:
            self._find(draft)
        self._check_repeats(drafts)
        self._check_heads(drafts)
        self._check_entitlements(drafts)
        return tuple(self._row(draft) for draft in drafts)

    def _draft(self, row: TableRow, sources: Mapping[str, tuple[int, ...]]) -> _Draft:
        """Check the cells of one row by themselves."""
        raw = {name: [cell_of(row, column) for column in used] for name, used in sources.items()}
        problems = [
            problem
            for name, most in (("name", NAME_LIMIT), ("delegation", NAME_LIMIT), ("reference", REFERENCE_LIMIT))
            for cell in raw.get(name, ())
            for problem in text_problems(name, cell, most)
        ]
        values = {name: plain(" ".join(raw.get(name, ()))) for name in ("name", "delegation", "role", "reference")}
        problems += _name_problems(values["name"])
        role, wrong = _role_of(values["role"], {name: plain(" ".join(raw.get(name, ()))) for name in MARKS})
        problems += wrong
        values["role"] = role or values["role"]
        if values["delegation"]:
            values["delegation"], problem = self._resolve(values["delegation"])
            problems += [problem] if problem else []
        elif role != "observer":
            problems.append(_("The delegation is missing."))
        return _Draft(row.line, values, list(dict.fromkeys(problems)))

    def _resolve(self, text: str) -> tuple[str, str | None]:
        """Return the id of the delegation that a cell names, or the cell itself and what is wrong with it."""
        if text not in self._resolved:
            self._resolved[text] = self._search(text)
        return self._resolved[text]

    def _search(self, text: str) -> tuple[str, str | None]:
        if text in self._delegations:
            return text, None
        ids = self._names.get(fold(text), set())
        if len(ids) == 1:
            return next(iter(ids)), None
        if ids:
            return text, _(
                "The delegation “%(name)s” may be %(ids)s. Give its id.",
                name=text[:60],
                ids=self._either(sorted(ids), (fold(text),)),
            )
        if not self._delegations:
            return text, _(
                "The delegation “%(name)s” is not registered: none is yet. Register delegations first.", name=text[:60]
            )
        # Likeness is dear: a file of wrong names must not hold up the hall.
        self._suggestions += 1
        if self._suggestions > MOST_SUGGESTIONS:
            return text, _("The delegation “%(name)s” is not registered.", name=text[:60])
        close = get_close_matches(fold(text)[:100], self._names, n=3, cutoff=0.6)
        suggested = sorted({one for name in close for one in self._names[name]})
        if not suggested:
            return text, _("The delegation “%(name)s” is not registered.", name=text[:60])
        return text, _(
            "The delegation “%(name)s” is not registered. Did you mean %(ids)s?",
            name=text[:60],
            ids=self._either(suggested, close),
        )

    def _either(self, ids: Sequence[str], near: Sequence[str]) -> str:
        """Return delegations as people know them, with their ids: of each the name nearest to what the file has."""
        rank = {name: at for at, name in enumerate(near)}
        found = []
        for one in ids:
            names = self._delegations[one].name
            spoken = [*(names[tag] for tag in self._languages if tag in names), *names.values()]
            name = min(spoken, key=lambda name: rank.get(fold(name), len(near)))
            found.append(f"{name} ({one})")
        return _(" or ").join(found)

    def _find(self, draft: _Draft) -> None:
        """Find the person of the roster whom a row is about, by reference, else by name and delegation."""
        reference = draft.values["reference"]
        key = self._by_reference.get(reference.casefold()) if reference else None
        namesakes = self._by_name.get(draft.whom, [])
        if key is not None:
            owner = self._known[key]
            if fold(owner.name) != draft.whom[0] and (owner.delegation or "") != draft.whom[1]:
                whose = _of(owner.name, owner.delegation)
                draft.problems.append(
                    _("The number %(number)s belongs to %(whose)s on the roster.", number=reference, whose=whose)
                )
        elif reference and namesakes:
            numbers = [self._known[name].reference for name in namesakes]
            key = next((name for name in namesakes if self._known[name].reference is None), None)
            if key is None:
                draft.problems.append(
                    _(
                        "%(whose)s is on the roster already, with the number %(number)s. If this is someone else, write"
                        " the names so that badges tell them apart.",
                        whose=_of(draft.values["name"], draft.whom[1]),
                        number=numbers[0],
                    )
                )
        elif len(namesakes) == 1:
            key = namesakes[0]
            draft.values["reference"] = self._known[key].reference or ""
        elif namesakes:
            draft.problems.append(_("Several people of this name and delegation are on the roster. Give the number."))
        draft.match = self._known[key] if key is not None else None
        draft.key = key or (f"ref:{reference}" if reference else identity(draft.values["name"], draft.whom[1]))

    def _check_repeats(self, drafts: Sequence[_Draft]) -> None:
        """Mark every row whose number stands in another one too, and people who are listed twice."""
        numbers: defaultdict[str, list[_Draft]] = defaultdict(list)
        people: defaultdict[tuple[str, str], list[_Draft]] = defaultdict(list)
        for draft in drafts:
            if draft.values["reference"]:
                numbers[draft.values["reference"].casefold()].append(draft)
            if draft.values["name"]:
                people[draft.whom].append(draft)
        for same in numbers.values():
            for draft in same if len({draft.whom for draft in same}) > 1 else ():
                lines = _lines(other for other in same if other is not draft)
                draft.problems.append(
                    _(
                        "The reference %(number)s also stands in %(lines)s.",
                        number=draft.values["reference"],
                        lines=lines,
                    )
                )
        for same in people.values():
            for draft in same[1:]:
                draft.problems.append(
                    _(
                        "The same person stands in line %(line)s. If these are two people, write their names so that"
                        " badges tell them apart.",
                        line=same[0].line,
                    )
                )

    def _check_heads(self, drafts: Sequence[_Draft]) -> None:
        """Mark every head after the first of a delegation: the record would refuse all badges issued with hers."""
        usable = [draft for draft in drafts if not draft.problems]
        updated = {draft.key for draft in usable if draft.match}
        heads = {
            person.delegation or "": _("%(name)s, on the roster", name=person.name)
            for key, person in self._known.items()
            if person.role == HEAD and key not in updated
        }
        for draft in usable:
            delegation = draft.values["delegation"]
            if draft.values["role"] != HEAD:
                continue
            if delegation in heads:
                draft.problems.append(
                    _(
                        "%(delegation)s has a head already: %(head)s. A delegation has one.",
                        delegation=delegation,
                        head=heads[delegation],
                    )
                )
            else:
                heads[delegation] = _("%(name)s, in line %(line)s", name=draft.values["name"], line=draft.line)

    def _check_entitlements(self, drafts: Sequence[_Draft]) -> None:
        """Mark new delegates for whom their delegation has no seat left, in the order of the file."""
        updated = {draft.key for draft in drafts if draft.match and not draft.problems}
        seated: Counter[str] = Counter(
            person.delegation or ""
            for key, person in self._known.items()
            if person.role in SEATED and key not in updated
        )
        drafts = [draft for draft in drafts if not draft.problems and draft.values["role"] in SEATED]
        keeping = [draft for draft in drafts if draft.match and _seat(draft.match) == draft.values["delegation"]]
        seated.update(draft.values["delegation"] for draft in keeping)
        kept = {id(draft) for draft in keeping}
        for draft in drafts:
            if id(draft) in kept:
                continue
            delegation = self._delegations[draft.values["delegation"]]
            seated[delegation.id] += 1
            if seated[delegation.id] > delegation.entitlement:
                draft.problems.append(
                    _(
                        "%(delegation)s has %(seats)s seats; with the roster and the lines above this would be its"
                        " delegate number %(number)s.",
                        delegation=delegation.id,
                        seats=delegation.entitlement,
                        number=seated[delegation.id],
                    )
                )

    def _row(self, draft: _Draft) -> Row:
        if draft.problems:
            return Row(draft.line, draft.key, draft.values, "problem", tuple(draft.problems))
        if draft.match is None:
            return Row(draft.line, draft.key, draft.values, "new")
        known = draft.match
        row = Row.known(
            draft.line,
            draft.key,
            draft.values,
            {
                "name": known.name,
                "delegation": known.delegation or "",
                "role": known.role,
                "reference": known.reference or "",
            },
        )
        return replace(row, notes=tuple(_badge_notes(known, row.before)))


def _badge_notes(known: KnownPerson, before: Mapping[str, object]) -> list[str]:
    """Say of a person who has a badge that the list alone does not change it: it is signed as it was issued."""
    if known.badge is None:
        return []
    if {"role", "delegation"} & before.keys():
        return [
            _(
                "Badge No. %(number)s keeps role, delegation and vote until you revoke it. Then issue another.",
                number=known.badge,
            )
        ]
    if "name" in before:
        return [_("Badge No. %(number)s keeps the old name until you replace it.", number=known.badge)]
    return []


def _seat(person: KnownPerson) -> str | None:
    return person.delegation if person.role in SEATED else None


def _lines(drafts: Iterable[_Draft]) -> str:
    numbers = [str(draft.line) for draft in drafts]
    shown = ", ".join(numbers[:5]) + (" …" if len(numbers) > 5 else "")
    return _("lines %(lines)s", lines=shown) if len(numbers) > 1 else _("line %(line)s", line=shown)


def _of(name: str, delegation: str | None) -> str:
    return _("%(name)s of %(delegation)s", name=name, delegation=delegation) if delegation else name


def _role_of(word: str, marks: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """Return a person's role from its own cell and the cells of marks by role, and what is wrong with them."""
    role = ROLE_WORDS.get(fold_word(word)) if word else "delegate"
    if role is None:
        return None, [_("The role “%(role)s” is not known. Use delegate, head, alternate or observer.", role=word[:60])]
    for name, cell in marks.items():
        mark = marked(cell)
        if mark is None:
            return None, [
                _(
                    "The column of marks “%(role)s” holds “%(cell)s”. Write yes or no, or rename the column.",
                    role=name,
                    cell=cell[:60],
                )
            ]
        if mark and role not in ("delegate", name):
            return None, [
                _(
                    "Nobody is %(role)s and %(other)s at once. Correct the role or take the mark away.",
                    role=role,
                    other=name,
                )
            ]
        role = name if mark else role
    return role, []


def _name_problems(name: str) -> list[str]:
    if not name:
        return [_("The name is missing.")]
    problems = [] if len(name) <= NAME_LIMIT else [_("The name has more than %(most)s characters.", most=NAME_LIMIT)]
    # What a program writes for letters that its encoding does not have.
    problems += [damaged("name", name)] if "?" in name else []
    if not any(unicodedata.category(character).startswith("L") for character in name):
        problems.append(_("The name “%(name)s” has no letters.", name=name[:60]))
    if missing := unprintable([name]).get(name):
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing if sign.isprintable())
        problems += (
            [_("The name has characters that no font of the badges can print: %(signs)s.", signs=signs)]
            if signs
            else []
        )
    return problems
