"""Tallies as pandas tables, for CSV and XLSX; the numbers come from `audit.tally` alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple, TypeAlias

import pandas as pd
from openpyxl.utils import get_column_letter

from audit import canonical
from audit.tally import DecisionResult, HouseResult, MotionResult, Results
from ballots.mandate import seat_of
from ballots.motion import Motion
from voting.cells import is_formula
from voting.explained import Explained
from voting.record_list import IN_BLOCK
from voting.xml_text import for_xml

# Where a comma is the decimal sign, spreadsheet programs cut CSV at semicolons and the ends of lines, whatever quotes
# stand around them: what comes after one is the start of a cell, too.
_CELL_IN_CELL = re.compile(r'([;\n]"*)(?=[=+\-@＝＋－＠])')
# In characters: beyond it a column is scrolled past, and its words are read in the cell.
WIDEST = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows: TypeAlias = list[dict[str, object]]
# Whose votes were asked for, a "delegation" or a "credential", and how many each motion had of them, by option.
Asked: TypeAlias = tuple[str, Sequence[Mapping[str, int]]]


def results_table(results: Sequence[MotionResult], language: str, asked: Asked | None = None) -> pd.DataFrame:
    """Return one row a motion: counts, what was needed and reached, the outcome, and how `asked` voted."""
    rows: list[dict[str, object]] = []
    for place, result in enumerate(results):
        row: dict[str, object] = {
            "motion": result["motion"],
            "title": result["title"].get(language, next(iter(result["title"].values()))),
            "state": result["state"],
            "electorate": result["electorate"]["count"],
            "electorate_weight": result["electorate"]["weight"],
            "cast": result["cast"]["count"],
            "cast_weight": result["cast"]["weight"],
        }
        for option, total in result["options"].items():
            row[option], row[f"{option}_weight"] = total["count"], total["weight"]
        row |= {f"{option}_paper": total["count"] for option, total in result["papers"].items()}
        for number, house in enumerate(result["houses"], 1):
            row |= _judged(f"house_{number}", house)
        row |= _judged("quorum", result["quorum"])
        row |= {"outcome": result["outcome"], "casting": result["casting"], "reconsidered": result["reconsidered"]}
        if asked:
            whose, voted = asked
            options = [*result["options"], *([IN_BLOCK] if whose == "credential" else [])]
            row |= {f"{whose}_{option}": voted[place].get(option, 0) for option in options}
        rows.append(row)
    houses = ["house_1_needed", "house_1_reached"]
    return _table(rows, ["motion", "title", "state", "electorate", "cast", *houses, "outcome"])


def _judged(name: str, house: HouseResult | None) -> dict[str, object]:
    return {
        f"{name}_needed": house["needed"] if house else None,
        f"{name}_reached": house["reached"] if house else None,
        f"{name}_of": house["whole"] if house else None,
        f"{name}_met": house["met"] if house else None,
    }


def decisions_table(decisions: Sequence[DecisionResult], language: str) -> pd.DataFrame:
    """Return one row a decision without a vote by name: how it was taken, its counts if there are any, the outcome."""
    rows: list[dict[str, object]] = [
        {
            "decision": decision["decision"],
            "title": decision["title"].get(language, next(iter(decision["title"].values()))),
            "kind": decision["kind"],
            "method": decision["method"],
            "outcome": decision["outcome"],
            "reconsidered": decision["reconsidered"],
            **(decision["counts"] or {}),
        }
        for decision in decisions
    ]
    return _table(rows, ["decision", "title", "kind", "method", "outcome"])


def delegations_table(results: Sequence[MotionResult]) -> pd.DataFrame:
    """Return one row a motion and delegation: mandates entitled and votes by option."""
    rows: list[dict[str, object]] = [
        {
            "motion": result["motion"],
            "delegation": delegation,
            "entitled": part["entitled"]["count"],
            "entitled_weight": part["entitled"]["weight"],
            **{option: total["count"] for option, total in part["options"].items()},
        }
        for result in results
        for delegation, part in result["delegations"].items()
    ]
    return _table(rows, ["motion", "delegation", "entitled"])


def roll_call_table(roll_calls: Mapping[str, Rows]) -> pd.DataFrame:
    """Return one row a vote that counts, and one an option of a block: motion, mandate, choice, method and entry."""
    rows: Rows = [{"motion": motion, **row} for motion, votes in roll_calls.items() for row in votes]
    return _table(rows, ["motion", "mandate", "choice", "method", "entry", "delegation", "mandates"])


def statements_table(spoken: Sequence[Explained]) -> pd.DataFrame:
    """Return one row a statement on a vote; its text is empty where it was erased."""
    return _table([one._asdict() for one in spoken], list(Explained._fields))


def roll_call(motion: Motion) -> Rows:
    """Return the votes that count, by delegation and seat: a block has no `mandate` but a number of `mandates`."""
    rows: list[dict[str, object]] = [
        {
            "mandate": mandate,
            "choice": vote.choice,
            "method": vote.method.value,
            "entry": vote.entry,
            "delegation": seat_of(mandate).delegation,
            "mandates": 1,
        }
        for mandate, vote in sorted(motion.votes.items(), key=lambda item: seat_of(item[0]))
    ]
    rows += [
        {
            "mandate": None,
            "choice": choice,
            "method": "block",
            "entry": block.entry,
            "delegation": delegation,
            "mandates": number,
        }
        for delegation, block in motion.blocks.items()
        for choice, number in block.choices.items()
    ]
    return sorted(rows, key=lambda row: str(row["delegation"]))


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV; UTF-8 with a byte-order mark, without which spreadsheet programs guess wrong."""

    def harmless(text: str) -> str:
        return _CELL_IN_CELL.sub(r"\1'", _no_formula(text))

    return _rewritten(table, harmless).to_csv(index=False).encode("utf-8-sig")


def to_xlsx(tables: dict[str, pd.DataFrame], rtl: bool = False) -> bytes:
    """Return tables as the sheets of one workbook, in columns as wide as what stands in them.

    Their headings stay in sight; `rtl` sheets begin at the right.
    """
    file = BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl") as writer:
        for name, table in tables.items():
            shown = _rewritten(table, lambda text: for_xml(_no_formula(text)))
            shown.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = writer.sheets[name]
            sheet.sheet_view.rightToLeft = rtl
            for number, (heading, values) in enumerate(shown.items(), 1):
                longest = max(len(str(one)) for one in (heading, *values))
                sheet.column_dimensions[get_column_letter(number)].width = min(longest, WIDEST) + 2
    return file.getvalue()


class MotionRecord(NamedTuple):
    """One motion with all that its files hold: its count, its roll call, and what voters said of their votes."""

    result: MotionResult
    votes: Rows
    spoken: list[Explained]


def motion_tables(record: MotionRecord, language: str) -> dict[str, pd.DataFrame]:
    """Return the tables of one motion: its result, the same by delegation, its roll call, and what voters said."""
    return {
        "result": results_table([record.result], language),
        "delegations": delegations_table([record.result]),
        "roll call": roll_call_table({record.result["motion"]: record.votes}),
        "statements": statements_table(record.spoken),
    }


def _motion_json(record: MotionRecord, _: str) -> bytes:
    spoken = [one._asdict() for one in record.spoken]
    return canonical.dumps({"result": record.result, "roll_call": record.votes, "statements": spoken})


def _motion_csv(table: str) -> Callable[[MotionRecord, str], bytes]:
    return lambda record, language: to_csv(motion_tables(record, language)[table])


MOTION_FILES: Mapping[str, tuple[Callable[[MotionRecord, str], bytes], str]] = {
    "motion.json": (_motion_json, "application/json"),
    "delegations.csv": (_motion_csv("delegations"), "text/csv"),
    "roll-call.csv": (_motion_csv("roll call"), "text/csv"),
    "statements.csv": (_motion_csv("statements"), "text/csv"),
}


def workbook_tables(
    results: Results, motions: Sequence[Motion], language: str, asked: Asked | None
) -> dict[str, pd.DataFrame]:
    """Return results, those by delegation, roll calls and decisions; `motions` are those of `results`."""
    return {
        "results": results_table(results["motions"], language, asked),
        "delegations": delegations_table(results["motions"]),
        "roll call": roll_call_table({motion.opened.motion: roll_call(motion) for motion in motions}),
        "decisions": decisions_table(results["decisions"], language),
    }


def _table(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Return rows as a table; one without rows still has these columns."""
    # Whole numbers stay whole where a motion has no quorum.
    return (pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)).convert_dtypes()


def _rewritten(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """Return a table with each text in it changed."""
    return table.map(lambda cell: change(cell) if isinstance(cell, str) else cell).convert_dtypes()


def _no_formula(text: str) -> str:
    return f"'{text}" if is_formula(text) else text
