"""Lists for paper in the language of the page: results as somebody narrowed them, and the roll call of one motion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from audit.encoding import b64url_encode
from audit.log import Log
from audit.tally import DecisionResult, MotionResult
from ballots.convention import Convention
from ballots.fields import Words
from ballots.mandate import seat_of
from voting.languages import number_here
from voting.messages import kind_name, message
from voting.printed_sheets import Column, Sheets
from voting.record_list import IN_BLOCK, WITHOUT_OUTCOME, Wanted

OPTIONS = ("yes", "no", "abstain")
Names = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every list: whose it is, in which languages words are looked for, and the log's root."""

    convention: Words
    language: str
    authoritative: str
    foot: str

    @property
    def spoken(self) -> str:
        """The language of the page if the convention has it, else the authoritative one."""
        return self.language if self.language in self.convention else self.authoritative

    def words(self, words: Mapping[str, str]) -> str:
        """Return words in the language of the page, else in the authoritative one."""
        return words.get(self.language) or words.get(self.authoritative) or next(iter(words.values()), "")


def letterhead(log: Log, size: int | None = None) -> Letterhead:
    """Return what stands on every list: at its foot the root of the whole log, or of its first `size` entries."""
    founding = log.convention.founded
    # As `--root` wants it, also on a page that runs from the right.
    root = f"{size or log.tree.size}:{b64url_encode(log.tree.root(size))}"
    foot = f"{_('Root')} \N{LEFT-TO-RIGHT ISOLATE}{root}\N{POP DIRECTIONAL ISOLATE}"
    return Letterhead(founding.name, str(get_locale()), founding.languages[0], foot)


def outcome_name(outcome: str, casting: str | None = None) -> str:
    """Return an outcome in the language of the page."""
    return message(f"outcome.{outcome}{f'_{casting}' if casting else ''}")


def in_the_readers_words(wanted: Wanted, convention: Convention, head: Letterhead) -> list[str]:
    """Return what a list was narrowed to, a line for each field, as the form on the page calls them."""
    annulled, undecided = WITHOUT_OUTCOME
    outcomes = {annulled: message("state.annulled"), undecided: _("Not decided yet")}
    said = {
        _("Words"): wanted.words,
        _("Outcome"): wanted.outcome and (outcomes.get(wanted.outcome) or outcome_name(wanted.outcome)),
        _("Kind"): wanted.kind and kind_name(wanted.kind),
        _("Sitting"): wanted.sitting and head.words(convention.sittings[wanted.sitting].opened.title),
        _("Delegation"): wanted.delegation and head.words(convention.delegations[wanted.delegation].name),
        _("Number on a badge"): wanted.person,
    }
    colon = message("common.colon")
    return [f"{colon.format(head=label)} {value}" for label, value in said.items() if value]


def results_pdf(
    motions: Sequence[MotionResult],
    decisions: Sequence[DecisionResult],
    head: Letterhead,
    narrowed: Sequence[str],
    voted: Sequence[Mapping[str, int]] | None,
) -> bytes:
    """Return results as a PDF; `narrowed` says in lines what was looked for, none where all of them stand, and `voted`
    for each motion how many votes those gave each option who were looked for.
    """
    sheets = Sheets(_("Results"), head.language, head.foot)
    sheets.note(head.words(head.convention))
    for line in narrowed:
        sheets.note(line)
    if motions:
        sheets.heading(_("Motions"))
        columns, rows = _counts(_("Motion")), [_motion_row(one, head) for one in motions]
        if voted is not None:
            columns.append(Column(_("Their votes"), 1.3))
            rows = [[*row, _their_votes(given)] for row, given in zip(rows, voted, strict=True)]
        sheets.table(columns, rows)
    if decisions:
        sheets.heading(_("Decisions without a vote by name"))
        sheets.table(_counts(_("Decision")), [_decision_row(one, head) for one in decisions])
    if not motions and not decisions:
        sheets.text(_("No declared result is like that."))
    return sheets.pdf()


def _counts(first: str) -> list[Column]:
    numbers = [Column(message(f"common.{option}"), 0.85, number=True) for option in OPTIONS]
    return [Column(first, 3.4), *numbers, Column(_("Needed"), 0.8, number=True), Column(_("Outcome"), 1.5)]


def _motion_row(result: MotionResult, head: Letterhead) -> list[object]:
    counts = [result["options"][option]["count"] if option in result["options"] else "–" for option in OPTIONS]
    needed = message("common.comma").join(
        f"{number_here(house['needed'])}/{number_here(house['whole'])}" if house["whole"] else "–"
        for house in result["houses"]
    )
    title = f"{result['motion']} · {head.words(result['title'])}"
    return [title, *counts, needed, _came_to(result, result["casting"])]


def _their_votes(given: Mapping[str, int]) -> str:
    told = [
        f"{_('As a block') if option == IN_BLOCK else _option(option)} {number_here(count)}"
        for option, count in given.items()
    ]
    return message("common.comma").join(told) or _("Did not vote")


def _decision_row(result: DecisionResult, head: Letterhead) -> list[object]:
    counts = [(result["counts"] or {}).get(option, "–") for option in OPTIONS]
    return [head.words(result["title"]), *counts, "–", _came_to(result)]


def _came_to(result: MotionResult | DecisionResult, casting: str | None = None) -> str:
    outcome, back = outcome_name(result["outcome"], casting), result["reconsidered"]
    return outcome if back is None else f"{outcome} · {message('day.taken_back')} ({back})"


def roll_call_pdf(
    result: MotionResult,
    votes: Sequence[Mapping[str, object]],
    electorate: Iterable[str],
    facts: Sequence[str],
    names: Names,
    head: Letterhead,
) -> bytes:
    """Return the roll call of one motion as a PDF: the count, then each delegation's mandates by what they voted.

    `votes` are as voting/reports.py makes them, `facts` say the question, the rule and what the votes came to.
    """
    title = f"{_('Motion %(number)s', number=result['motion'])} · {head.words(result['title'])}"
    sheets = Sheets(title, head.language, head.foot)
    sheets.note(head.words(head.convention))
    for fact in facts:
        sheets.text(fact)
    outcome = _outcome_line(result)
    sheets.heading(outcome)
    labels = {option: _option(option) for option in result["options"]}
    sheets.bars([(labels[option], total["count"]) for option, total in result["options"].items()])
    sheets.heading(_("Roll call"))
    sheets.note(_("Each delegation's votes, and after the colon the numbers of its mandates; * on paper or aloud."))
    columns = [Column(_("Delegation"), 1.9), *(Column(label, 1.35) for label in labels.values())]
    columns.append(Column(_("Did not vote"), 0.95))
    rows = list(_delegation_rows(result, votes, electorate, names, head))
    totals = [total["count"] for total in result["options"].values()]
    rows.append([_("Total"), *totals, result["electorate"]["count"] - result["cast"]["count"]])
    sheets.table(columns, rows, totals=1)
    counts = message("common.comma").join(
        f"{label} {number_here(total)}" for label, total in zip(labels.values(), totals, strict=True)
    )
    signed = outcome if result["state"] != "declared" else f"{message('common.colon').format(head=outcome)} {counts}"
    sheets.lines_to_sign([_("Chair"), _("Teller"), _("Teller")], signed)
    return sheets.pdf()


def _outcome_line(result: MotionResult) -> str:
    if result["state"] != "declared":
        return _("Annulled: this motion has no result.")
    return outcome_name(result["outcome"], result["casting"])


def _option(option: str) -> str:
    return message(f"common.{option}") if option in OPTIONS else option


def _delegation_rows(
    result: MotionResult,
    votes: Sequence[Mapping[str, object]],
    electorate: Iterable[str],
    names: Names,
    head: Letterhead,
) -> Iterable[list[object]]:
    given: dict[tuple[str, str], list[str]] = {}
    voted = set()
    for vote in votes:
        if vote["mandate"] is not None:
            voted.add(vote["mandate"])
            mark = "" if vote["method"] == "phone" else "*"
            number = seat_of(str(vote["mandate"])).number
            given.setdefault((str(vote["delegation"]), str(vote["choice"])), []).append(f"{number}{mark}")
    absent: dict[str, list[str]] = {}
    for mandate in electorate:
        if mandate not in voted:
            seat = seat_of(mandate)
            absent.setdefault(seat.delegation, []).append(str(seat.number))
    # The colon says by a mark which way a line of nothing but numbers runs.
    marks = message("common.colon"), message("common.comma")
    for name, part in sorted(result["delegations"].items(), key=lambda item: head.words(names[item[0]]).casefold()):
        row: list[object] = [head.words(names[name])]
        row += [
            _numbered(total["count"], given.get((name, option), []), *marks)
            for option, total in part["options"].items()
        ]
        missing = part["entitled"]["count"] - sum(total["count"] for total in part["options"].values())
        # Of a block nobody can say which mandates are missing.
        yield [*row, _numbered(missing, [] if part["block"] else absent.get(name, []), *marks)]


def _numbered(count: int, numbers: Iterable[str], colon: str, comma: str) -> str:
    """Return a number of mandates and which they are: a row of three or more as its first and last."""
    if not count:
        return "–"
    rows: list[list[tuple[int, str]]] = []
    for number, mark in sorted((int(number.rstrip("*")), "*" if number.endswith("*") else "") for number in numbers):
        if rows and rows[-1][-1] == (number - 1, mark):
            rows[-1].append((number, mark))
        else:
            rows.append([(number, mark)])
    told: list[str] = []
    for row in rows:
        (first, mark), (last, _mark) = row[0], row[-1]
        told += [f"{first}–{last}{mark}"] if len(row) > 2 else [f"{number}{mark}" for number, _mark in row]
    return f"{colon.format(head=number_here(count))} {comma.join(told)}" if told else number_here(count)
