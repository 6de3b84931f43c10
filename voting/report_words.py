"""Tables of results as people read them: in the language of the page, with names where programs get identifiers."""

from collections.abc import Callable, Mapping

import pandas as pd
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext as pgettext

from voting.messages import kind_name, message
from voting.results_pdf import OPTIONS, Letterhead, Names

_LONGEST = 31  # characters in the name of a sheet

_HEADINGS: Mapping[str, LazyString] = {
    "result": _("Results"),
    "results": _("Results"),
    "delegations": _("Delegations"),
    "roll call": _("Roll call"),
    "decisions": _("Decisions"),
    "statements": _("Explanation of vote"),
    "motion": _("Motion"),
    "title": _("Title"),
    "state": _("State"),
    "electorate": _("Electorate"),
    "cast": _("Voted"),
    "weight": _("Weight"),
    "paper": _("Of these, on paper or aloud"),
    "yes": _("Yes"),
    "no": _("No"),
    "abstain": _("Abstain"),
    "block": _("As a block"),
    "quorum": _("Quorum"),
    "needed": _("Needed"),
    "reached": _("Reached"),
    "of": _("Out of"),
    "met": _("Enough"),
    "outcome": _("Outcome"),
    "casting": _("Casting vote"),
    "reconsidered": _("Taken back"),
    "delegation": _("Delegation"),
    "entitled": _("Entitled"),
    "mandate": _("Mandate"),
    "mandates": _("Mandates"),
    # Not what one does on the page of this name.
    "choice": pgettext("of a mandate", "Vote"),
    "method": _("How"),
    "entry": _("Entry"),
    "decision": _("Decision"),
    "kind": _("Kind"),
    "credential": _("Badge number"),
    "digest": _("Digest"),
    "text": _("Text"),
}
_METHODS: Mapping[str, LazyString] = {
    "phone": _("By phone"),
    "paper": _("On paper"),
    "voice": _("Aloud"),
    "block": _("As a block"),
    "hands": _("By show of hands"),
    "no_objection": _("Without objection"),
}
_STATEMENTS: Mapping[str, LazyString] = {
    "explanation": _("Explanation of vote"),
    "correction": _("Correction of the record"),
}


def in_words(tables: Mapping[str, pd.DataFrame], head: Letterhead, names: Names) -> dict[str, pd.DataFrame]:
    """Return the tables of a workbook in the language of the page; what it does not know stays as it is."""
    told: Mapping[str, Callable[[str], str]] = {
        "state": lambda value: message(f"state.{value}"),
        "outcome": lambda value: message(f"outcome.{value}"),
        "casting": _option,
        "choice": _option,
        "method": lambda value: str(_METHODS.get(value, value)),
        "kind": lambda value: str(_STATEMENTS[value]) if value in _STATEMENTS else kind_name(value),
        "delegation": lambda value: head.words(names[value]),
    }
    worded = {}
    for sheet, table in tables.items():
        columns = {column: _in_column(table[column], told.get(str(column))) for column in table}
        worded[_heading(sheet)[:_LONGEST]] = pd.DataFrame(columns).rename(columns=_heading)
    return worded


def _in_column(column: "pd.Series[str]", told: Callable[[str], str] | None) -> "pd.Series[str]":
    if str(column.dtype) == "boolean":
        return column.map({True: message("common.yes"), False: message("common.no")})
    return column if told is None else column.map(told, na_action="ignore")


def _option(value: str) -> str:
    """Return a choice in words, or as the motion names it; a casting vote is for or against."""
    name = {"for": "yes", "against": "no"}.get(value, value)
    return message(f"common.{name}") if name in OPTIONS else value


def _heading(column: str) -> str:
    """Return the heading of a column: `house_2_needed` is "Needed (2)", `yes_weight` is "Yes · Weight"."""
    if column.startswith("house_"):
        _house, number, what = column.split("_")
        return str(_HEADINGS[what]) if number == "1" else f"{_HEADINGS[what]} ({number})"
    first, _rest, last = column.rpartition("_")
    if first and last in _HEADINGS:
        return f"{_HEADINGS.get(first, first)} · {_HEADINGS[last]}"
    return str(_HEADINGS.get(column, column))
