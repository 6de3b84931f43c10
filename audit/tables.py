"""Counts and roll calls of a verified bundle as CSV files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audit import jws, tally
from audit.bundle import ROSTER, Bundle, read_roster
from audit.tally import DecisionResult, HouseResult, MotionResult, SittingResult
from ballots.convention import Convention
from ballots.mandate import seat_of
from ballots.motion import Motion
from ballots.paper_acts import Method

# What spreadsheets take for the beginning of a formula, or skip before one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

HOUSE_COLUMNS = ("needed", "reached", "of", "met")

Cell = str | int | None


def write_tables(bundle: Bundle, folder: Path) -> Iterator[Path]:
    """Write `results.csv`, `decisions.csv`, `sittings.csv` and one roll call for each motion, and yield the paths.

    The bundle has been verified.

    UTF-8 with a byte order mark, without which spreadsheets show other scripts than Latin as noise.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    convention = tally.replay(bundle.entries(), bundle.text)
    folder.mkdir(parents=True, exist_ok=True)
    language = convention.founded.languages[0]
    results = tally.results(convention)
    yield _write(folder / "results.csv", results_table(results["motions"], language))
    yield _write(folder / "decisions.csv", decisions_table(results["decisions"], language))
    yield _write(folder / "sittings.csv", sittings_table(results["sittings"], language))
    signers = [convention.keys[jws.read_header(entry.split(b".")[0])[1]].credential for entry in bundle.entries()]
    names = {line.credential: line.name for line in read_roster(bundle.content(ROSTER))} if _named(bundle) else {}
    motions = sorted(convention.motions.values(), key=lambda motion: motion.index)
    for number, motion in enumerate(motions, 1):
        # Numbered, for the ids "a" and "A" may be one file name.
        path = folder / f"rollcall-{number:03}-{motion.opened.motion}.csv"
        yield _write(path, roll_call(convention, motion, signers, names))


def results_table(results: Sequence[MotionResult], language: str) -> Iterator[Sequence[Cell]]:
    """Yield a header and one row for each motion, with the title in the given language."""
    options = list(dict.fromkeys(option for result in results for option in result["options"]))
    houses = range(1, max((len(result["houses"]) for result in results), default=1) + 1)
    yield (
        "motion", "title", "state", "outcome", "casting", "reconsidered",
        "electorate", "electorate_weight", "cast", "cast_weight",
        *(name for option in options for name in (option, f"{option}_weight")),
        *(f"{option}_paper" for option in options),
        *(f"house_{house}_{part}" for house in houses for part in HOUSE_COLUMNS),
        *(f"quorum_{part}" for part in HOUSE_COLUMNS),
    )  # fmt: skip
    for result in results:
        quorum = result["quorum"]
        row: list[Cell] = [result["motion"], result["title"][language], result["state"]]
        row += [result["outcome"], result["casting"], result["reconsidered"]]
        row += [result["electorate"]["count"], result["electorate"]["weight"]]
        row += [result["cast"]["count"], result["cast"]["weight"]]
        for option in options:
            total = result["options"].get(option)
            row += [None, None] if total is None else [total["count"], total["weight"]]
        row += [result["papers"][option]["count"] if option in result["papers"] else None for option in options]
        for house in houses:
            row += _judged(result["houses"][house - 1] if house <= len(result["houses"]) else None)
        row += _judged(quorum)
        yield row


def _judged(house: HouseResult | None) -> list[Cell]:
    if house is None:
        return [None] * len(HOUSE_COLUMNS)
    return [house["needed"], house["reached"], house["whole"], "yes" if house["met"] else "no"]


def decisions_table(decisions: Sequence[DecisionResult], language: str) -> Iterator[Sequence[Cell]]:
    """Yield a header and one row for each decision without a vote by name."""
    options = list(dict.fromkeys(option for decision in decisions for option in decision["counts"] or ()))
    yield ("decision", "title", "kind", "state", "method", "outcome", "reconsidered", *options)
    for decision in decisions:
        counts = decision["counts"] or {}
        row: list[Cell] = [decision["decision"], decision["title"][language], decision["kind"], decision["state"]]
        row += [decision["method"], decision["outcome"], decision["reconsidered"]]
        yield [*row, *(counts.get(option) for option in options)]


def sittings_table(sittings: Sequence[SittingResult], language: str) -> Iterator[Sequence[Cell]]:
    """Yield a header and one row for each opening and resumption of a sitting."""
    yield (
        "sitting", "title", "state", "entry", "present", "present_weight", "accredited", "accredited_weight",
        "quorum_needed", "quorum_reached", "quorum_met",
    )  # fmt: skip
    for sitting in sittings:
        for gathering in sitting["gatherings"]:
            present, accredited, quorum = gathering["present"], gathering["accredited"], gathering["quorum"]
            row: list[Cell] = [sitting["sitting"], sitting["title"][language], sitting["state"], gathering["entry"]]
            row += [present["count"], present["weight"], accredited["count"], accredited["weight"]]
            row += (
                [None] * 3
                if quorum is None
                else [quorum["needed"], quorum["reached"], "yes" if quorum["met"] else "no"]
            )
            yield row


def roll_call(
    convention: Convention, motion: Motion, signers: Sequence[int | None], names: dict[int, str]
) -> Iterator[Sequence[Cell]]:
    """Yield a header and one row for each mandate of the electorate, with the vote that counts or none.

    `signers` is the credential that signed each entry; `names` are those of the roster, none if it is redacted. A vote
    that tellers recorded names no credential: theirs is not the voter's.
    """
    yield ("mandate", "delegation", "seat", "weight", "choice", "method", "entry", "credential", "name", "cast_by")
    for mandate in sorted(motion.electorate(), key=seat_of):
        seat = seat_of(mandate)
        start: tuple[Cell, ...] = (mandate, *seat, convention.delegations[seat.delegation].weight)
        vote, block = motion.votes.get(mandate), motion.blocks.get(seat.delegation)
        right = convention.exercise_before(mandate, motion.index)
        if block is not None:
            # A divided block says of no mandate what it chose.
            choice = next(iter(block.choices)) if len(block.choices) == 1 else None
            yield (*start, choice, "block", block.entry, *_signer(signers[block.entry], names), "head")
        elif vote is None or right is None:
            yield (*start, None, None, None, None, None, None)
        elif vote.method is Method.PHONE:
            by = _signer(signers[vote.entry], names)
            yield (*start, vote.choice, vote.method.value, vote.entry, *by, right.standing.value)
        else:
            yield (*start, vote.choice, vote.method.value, vote.entry, None, None, None)


def _signer(credential: int | None, names: dict[int, str]) -> tuple[Cell, Cell]:
    return credential, None if credential is None else names.get(credential)


def _named(bundle: Bundle) -> bool:
    return ROSTER in bundle.members


def _write(path: Path, rows: Iterable[Sequence[Cell]]) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([inert(cell) for cell in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return path


def inert(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula (CSV injection, CWE-1236)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
