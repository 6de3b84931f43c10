"""A list of amendments from a spreadsheet, held against the text on the table, row by row, before anything is signed.

Pure: a table and the convention's state go in, rows come out. A row quotes the words that go; where they stand in the
text is found here, in every language of its own.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask_babel import gettext as _

from audit.documents import numbered_languages
from ballots.amending import PROPOSING, check_target
from ballots.amendment_acts import Changes, Target, TargetKind
from ballots.document import TabledDocument
from ballots.errors import Refused
from ballots.fields import CONTROL, IDENTIFIER
from ballots.operation import Action, Change, Operation
from ballots.standing import root, target_text
from ballots.state import State
from ballots.text import Text, parse
from ballots.text_errors import TextNotCanonical
from voting.amendment_headings import action_of, amendment_field
from voting.amendment_views import change_view, passages_of
from voting.cells import plain
from voting.columns import AmbiguousColumn, MissingColumn, fold, listed, marked
from voting.rows import cell_of, notes_on
from voting.spreadsheets import EmptyFile, Table, TableRow

HEADING_ROWS = 10
REASON_LIMIT = 4_000


class _Problem(Exception):
    """What a row has to mend, in words."""


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One row: `state` is new, unchanged or problem; `fields` are those of `amendment.tabled` but for the reason."""

    line: int
    number: str
    state: str
    problems: tuple[str, ...] = ()
    fields: Mapping[str, Any] | None = None
    reason: str = ""
    passages: Mapping[str, Sequence[Mapping[str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class AmendmentList:
    """All rows of a file; `notes` say what people should know of it before they sign."""

    rows: tuple[AmendmentRow, ...]
    notes: tuple[str, ...] = ()


def read_amendments(table: Table, state: State, document: TabledDocument) -> AmendmentList:
    """Return every row of a list of amendments to a document.

    Raises:
        MissingColumn: no heading for the paragraph and for what is done there.
        AmbiguousColumn: two headings for one thing.
        EmptyFile: headings alone.
    """
    languages = state.founded.languages
    for index, row in enumerate(table.rows[:HEADING_ROWS]):
        headings = [plain(cell) for cell in row.cells]
        fields = [amendment_field(heading, languages) for heading in headings]
        found = {field: column for column, field in enumerate(fields) if field is not None}
        if {"paragraph", "action"} <= found.keys():
            for column, field in enumerate(fields):
                if field is not None and found[field] != column:
                    raise AmbiguousColumn(listed((headings[column], headings[found[field]])))
            reader = _Reader(state, document, found)
            rows = [reader.read(one) for one in table.rows[index + 1 :] if any(plain(cell) for cell in one.cells)]
            if not rows:
                raise EmptyFile("there is nothing below the headings")
            return AmendmentList(tuple(rows), notes_on(table, headings, found.values()))
    named = listed(plain(cell) for cell in table.rows[0].cells)
    raise MissingColumn(
        f"found: {named}; wanted: paragraph, action, by, old and new in each language (such as"
        f" “new {languages[0]}”), and if there are any number, reason, amends and editorial"
    )


class _Reader:
    """Reads rows one after another; numbers that a row takes are taken for the next."""

    def __init__(self, state: State, document: TabledDocument, found: Mapping[str, int]) -> None:
        self._state = state
        self._document = document
        self._columns = found
        self._languages = state.founded.languages
        self._taken = set(state.amendments)
        self._numbers = count(1)
        self._seen: dict[Hashable, int] = {}
        self._on_table = {
            _sameness(one.target.digest, one.tabled.changes, (*one.tabled.proposers, *one.tabled.delegations)): name
            for name, one in state.amendments.items()
            if one.part_of is None
        }
        self._delegations = {
            fold(word): one.id for one in state.delegations.values() for word in (one.id, *one.name.values())
        }

    def read(self, row: TableRow) -> AmendmentRow:
        """Return a row with what would be signed, or with its problem."""
        number = self._cell(row, "number")[:64]
        try:
            return self._read(row)
        except _Problem as problem:
            return AmendmentRow(row.line, number, "problem", (str(problem),))
        except Refused as refused:
            return AmendmentRow(row.line, number, "problem", (_(refused.explanation()),))

    def _read(self, row: TableRow) -> AmendmentRow:
        number = self._cell(row, "number")
        self._refuse_formulas(row)
        action = action_of(self._cell(row, "action"))
        if action is None:
            raise _Problem(_("Say what is done: replace, delete, insert before or insert after."))
        target, texts = self._target(row)
        block = self._block(row, next(iter(texts.values())))
        changes = {tag: self._change(row, tag, text, action, block) for tag, text in texts.items()}
        kept = {tag: change for tag, change in changes.items() if change is not None}
        if self._languages[0] not in kept:
            raise _Problem(
                _(
                    "The authoritative language is missing: give the new text in “new %(language)s”.",
                    language=self._languages[0],
                )
            )
        for tag, change in kept.items():
            change.check(texts[tag])
        if number in self._state.amendments:
            return self._known(row, number, target, kept)
        # The record would refuse it in the middle of the list.
        check_target(self._state, target)
        proposing = self._by(row)
        same = _sameness(target.digest, kept, (*proposing["proposers"], *proposing["delegations"]))
        if (line := self._seen.setdefault(same, row.line)) != row.line:
            raise _Problem(
                _("The same amendment by the same proposers stands in line %(line)s already. Remove one.", line=line)
            )
        if not number and same in self._on_table:
            return AmendmentRow(row.line, self._on_table[same], "unchanged")
        named = self._number(number)
        fields = {
            "amendment": named,
            "target": {"digest": target.digest, "id": target.id, "kind": target.kind.value},
            "operation": {"block": block, "type": action.value},
            "changes": {tag: change_view(change) for tag, change in kept.items()},
            **proposing,
            "editorial": self._editorial(row),
            "urgent": self._document.digest in self._state.tabling_closed,
        }
        shown = {tag: passages_of(texts[tag], change) for tag, change in kept.items()}
        return AmendmentRow(row.line, named, "new", (), fields, self._reason(row), shown)

    def _refuse_formulas(self, row: TableRow) -> None:
        cells = (self._cell(row, field) for field in self._columns)
        if found := next((cell for cell in cells if cell.startswith("=")), None):
            raise _Problem(_("“%(cell)s” is a formula. Put the words in its place that it shows.", cell=found[:30]))

    def _cell(self, row: TableRow, field: str) -> str:
        column = self._columns.get(field)
        return "" if column is None else plain(cell_of(row, column))

    def _lines(self, row: TableRow, field: str) -> list[str]:
        """Return a cell line by line: each is a paragraph."""
        column = self._columns.get(field)
        found = "" if column is None else cell_of(row, column)
        return [line for one in found.splitlines() if (line := plain(one))]

    def _target(self, row: TableRow) -> tuple[Target, dict[str, Text]]:
        """Return what the row amends, and its text in each language in which it can be amended."""
        above = self._cell(row, "amends")
        digest = self._document.digest
        if not above:
            tags = numbered_languages(self._state, self._document)
            target = Target(TargetKind.DOCUMENT, self._document.tabled.document, digest)
            return target, {tag: target_text(self._state, digest, tag) for tag in self._languages if tag in tags}
        known = self._state.amendments.get(above)
        if known is None or root(self._state, known) != digest:
            raise _Problem(
                _(
                    "Amendment %(number)s to this text is not on the table. Table it, then choose this file again.",
                    number=above,
                )
            )
        tags = [tag for tag in self._languages if tag in known.changes]
        return Target(TargetKind.AMENDMENT, above, known.digest), {
            tag: target_text(self._state, known.digest, tag) for tag in tags
        }

    def _block(self, row: TableRow, text: Text) -> int:
        written = self._cell(row, "paragraph")
        number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
        if number not in text.numbers:
            last = max((one for one in text.numbers if one), default=0)
            raise _Problem(
                _(
                    "There is no paragraph “%(number)s”: they are numbered 1 to %(last)s.",
                    number=written[:20],
                    last=last,
                )
            )
        return text.numbers.index(number)

    def _change(self, row: TableRow, tag: str, text: Text, action: Action, block: int) -> Change | None:
        """Return what the row does in a language, None if it does not speak it."""
        old, new = (self._cell(row, f"{field} {tag}") for field in ("old", "new"))
        if action is Action.DELETE and not old:
            # Without words the whole paragraph goes, in every language.
            return Change(Operation(action, block)) if not new else None
        if not old and not new:
            return None
        if old and action not in (Action.REPLACE, Action.DELETE):
            raise _Problem(_("What is inserted has no old words: leave “old” empty, or replace words."))
        words = None
        lines = self._lines(row, f"new {tag}")
        if old:
            quoted = _quoted(text, block, old, tag)
            words, lines = quoted.words, quoted.with_signs(lines)
        try:
            come = Text() if action is Action.DELETE else parse(("\n\n".join(lines) + "\n").encode())
        except TextNotCanonical as refused:
            raise _Problem(
                _(
                    "The new text (%(language)s) cannot stand in a text: %(detail)s. Correct it.",
                    language=tag,
                    detail=refused.detail,
                )
            ) from None
        return Change(Operation(action, block, words), come)

    def _known(self, row: TableRow, number: str, target: Target, kept: Changes) -> AmendmentRow:
        known = self._state.amendments[number]
        # What was translated since does not make it another amendment.
        if known.target == target and dict(kept) in (known.tabled.changes, known.changes):
            return AmendmentRow(row.line, number, "unchanged")
        raise _Problem(
            _("Another amendment %(number)s is on the table already. Give this one another number.", number=number)
        )

    def _number(self, written: str) -> str:
        number = written or next(name for one in self._numbers if (name := f"A{one}") not in self._taken)
        if not IDENTIFIER.fullmatch(number):
            raise _Problem(
                _("“%(number)s” is no number: use letters, digits, dot, hyphen and underscore.", number=number[:20])
            )
        if number in self._taken:
            raise _Problem(_("Two rows have the number %(number)s.", number=number))
        self._taken.add(number)
        return number

    def _by(self, row: TableRow) -> dict[str, list[Any]]:
        """Return whose amendment it is: delegations by id or name, and persons by the number of their credential."""
        names = [name.strip() for name in re.split("[,;،؛]", self._cell(row, "by")) if name.strip()]
        if not names:
            raise _Problem(_("Say whose amendment it is: delegations or credential numbers, with commas between."))
        proposers: dict[int, None] = {}
        delegations: dict[str, None] = {}
        unknown = []
        for name in names:
            known, number = self._delegations.get(fold(name)), _credential_number(name)
            if known is not None and number in self._state.credentials and not name.startswith("#"):
                raise _Problem(
                    _(
                        "“%(name)s” is a delegation and a credential: write the delegation's name, or “#%(name)s”.",
                        name=name,
                    )
                )
            if known is not None and not name.startswith("#"):
                delegations[known] = None
            elif number is not None:
                proposers[self._proposer(number)] = None
            else:
                unknown.append(name)
        if unknown:
            raise _Problem(_("No delegation is called %(names)s.", names=listed(unknown)))
        return {"proposers": list(proposers), "delegations": list(delegations)}

    def _proposer(self, number: int) -> int:
        credential = self._state.credentials.get(number)
        if credential is None or not credential.active or credential.role not in PROPOSING:
            raise _Problem(_("Credential %(number)s is not that of an active delegate or alternate.", number=number))
        return number

    def _editorial(self, row: TableRow) -> bool:
        mark = marked(self._cell(row, "editorial"))
        if mark is None:
            raise _Problem(_("“editorial” is marked with x or yes, or left empty."))
        return mark

    def _reason(self, row: TableRow) -> str:
        reason = "\n".join(self._lines(row, "reason"))
        if len(reason) > REASON_LIMIT:
            raise _Problem(_("The reason is too long: 4,000 characters at most."))
        if found := CONTROL.search(reason):
            raise _Problem(
                _(
                    "The reason holds the character %(sign)s, which nobody can see. Remove it.",
                    sign=f"U+{ord(found[0]):04X}",
                )
            )
        return reason


def _credential_number(written: str) -> int | None:
    digits = written.removeprefix("#").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Words of a block; `before` and `after` are what stands at their edges and was not quoted, such as a full stop."""

    words: tuple[int, int]
    old: str
    before: str = ""
    after: str = ""

    def with_signs(self, lines: list[str]) -> list[str]:
        """Return what comes in the place of the words, with the signs that were not quoted and so stay."""
        if not self.before and not self.after:
            return lines
        if len(lines) != 1:
            raise _Problem(
                _(
                    "In the text these words stand as “%(words)s”: quote them so, and give what stays of it in the new"
                    " words.",
                    words=f"{self.before}{self.old}{self.after}"[:60],
                )
            )
        (line,) = lines
        before = "" if line.startswith(self.before) else self.before
        return [f"{before}{line}{'' if line.endswith(self.after) else self.after}"]


def _quoted(text: Text, block: int, old: str, tag: str) -> _Quoted:
    """Return where quoted words stand in a block: as words there, else between signs (“two years” in “two years.”)."""
    words, known = old.split(), list(text.blocks[block].words)
    starts = [at for at in range(len(known) - len(words) + 1) if known[at : at + len(words)] == words]
    found = [_Quoted((at, at + len(words)), old) for at in starts] or list(_between_signs(known, words))
    if len(found) != 1:
        named = {"words": old[:60], "language": tag, "number": text.numbers[block]}
        raise _Problem(
            _(
                "The words “%(words)s” (%(language)s) do not stand in paragraph %(number)s. Quote them as they are.",
                **named,
            )
            if not found
            else _(
                "The words “%(words)s” (%(language)s) stand more than once in paragraph %(number)s. Quote more.",
                **named,
            )
        )
    return found[0]


def _between_signs(known: Sequence[str], words: Sequence[str]) -> Iterator[_Quoted]:
    line, quote = " ".join(known), " ".join(words)
    for one in re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", line):
        start, end = line.count(" ", 0, one.start()), line.count(" ", 0, one.end()) + 1
        before = line[line.rfind(" ", 0, one.start()) + 1 : one.start()]
        yield _Quoted((start, end), quote, before, line[one.end() :].split(" ")[0])


def _sameness(target: str, changes: Changes, proposers: Sequence[object]) -> Hashable:
    """Return what two amendments have in common that do the same for the same proposers."""
    return target, frozenset(changes.items()), frozenset(proposers)
