"""Majorities and quorums by name, as plans write them; the log knows only what they stand for.

"Valid votes" are all that are cast: yes, no and abstain. "Members" are all mandates allocated to delegations, given out
or not. Who reads a name in the rules of a house should compare it with the sentence that pages show for it.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from ballots.errors import BadField
from ballots.majority import OBJECTIONS_LIMIT

Plain: TypeAlias = dict[str, Any]


def share(comparison: str, numerator: int, denominator: int, base: str, measure: str = "heads") -> Plain:
    """Return a house that is a share, of all delegations, as statements write it."""
    return {
        "base": base,
        "comparison": comparison,
        "denominator": denominator,
        "measure": measure,
        "numerator": numerator,
        "of": None,
        "type": "share",
    }


def _objections(at_most: int) -> Plain:
    return {"at_most": at_most, "measure": "heads", "of": None, "type": "objections"}


def _quorum(comparison: str, numerator: int, denominator: int, of: str, base: str = "accredited") -> Plain:
    fraction = {"comparison": comparison, "denominator": denominator, "measure": "heads", "numerator": numerator}
    return {**fraction, "base": base, "of": of}


MAJORITIES: Mapping[str, tuple[Plain, ...]] = MappingProxyType(
    {
        "simple_majority": (share("more_than", 1, 2, "decisive"),),
        "simple_majority_by_weight": (share("more_than", 1, 2, "decisive", "weight"),),
        "majority_of_valid": (share("more_than", 1, 2, "cast"),),
        "absolute_majority": (share("more_than", 1, 2, "electorate"),),
        "absolute_majority_of_accredited": (share("more_than", 1, 2, "accredited"),),
        "absolute_majority_of_members": (share("more_than", 1, 2, "allocated"),),
        "three_fifths": (share("at_least", 3, 5, "decisive"),),
        "two_thirds": (share("at_least", 2, 3, "decisive"),),
        "two_thirds_of_valid": (share("at_least", 2, 3, "cast"),),
        "two_thirds_of_accredited": (share("at_least", 2, 3, "accredited"),),
        "two_thirds_of_members": (share("at_least", 2, 3, "allocated"),),
        "three_quarters": (share("at_least", 3, 4, "decisive"),),
        "three_quarters_of_valid": (share("at_least", 3, 4, "cast"),),
        "unanimity": (share("at_least", 1, 1, "decisive"),),
        "double_majority": (
            share("more_than", 1, 2, "decisive"),
            share("more_than", 1, 2, "decisive", "delegations"),
        ),
        "triple_majority": (
            share("more_than", 1, 2, "decisive"),
            share("more_than", 1, 2, "decisive", "delegations"),
            share("more_than", 1, 2, "decisive", "weight"),
        ),
        "consensus": (_objections(0),),
    }
)
CONSENSUS = re.compile(r"consensus_minus_([1-9][0-9]{0,6})")
QUORUMS: Mapping[str, Plain] = MappingProxyType(
    {
        "third_present": _quorum("at_least", 1, 3, "present"),
        "half_present": _quorum("more_than", 1, 2, "present"),
        "half_of_members_present": _quorum("more_than", 1, 2, "present", "allocated"),
        "half_voting": _quorum("more_than", 1, 2, "cast"),
        "two_thirds_voting": _quorum("at_least", 2, 3, "cast"),
    }
)


def majority(name: str) -> list[Plain]:
    """Return the houses of a named majority, as statements write them; `consensus_minus_N` for any N.

    Raises:
        BadField: no majority has this name.
    """
    found = CONSENSUS.fullmatch(name)
    if found and int(found[1]) <= OBJECTIONS_LIMIT:
        return [_objections(int(found[1]))]
    if name not in MAJORITIES:
        raise BadField(f"no majority is named {name[:64]!r}; known: {', '.join(MAJORITIES)}, consensus_minus_N")
    return [dict(house) for house in MAJORITIES[name]]


def question(value: object, where: str = "question") -> Plain:
    """Return the rule of one kind of question, its names replaced by what they stand for and gaps filled.

    `majority` is a name, a house, or an array of these; a house may say `preset` and change its `measure` or `of`.
    What is left out: no quorum, and its base is the accredited; a tie adopts nothing; everyone votes; a house is of all
    delegations; no time after which polling ends. Whether the rule is sound, `rules` judges.

    Raises:
        BadField: a name is unknown, or the value is not an object.
    """
    if not isinstance(value, dict):
        raise BadField(f"{where} is not an object")
    rule = {"quorum": None, "tie": "not_adopted", "voters": None, "polling_seconds": None, **value}
    houses = rule.get("majority")
    if isinstance(houses, str | dict):
        houses = [houses]
    if isinstance(houses, list):
        rule["majority"] = [house for item in houses for house in _houses(item)]
    rule["quorum"] = quorum(rule["quorum"])
    return rule


def in_opening(question: Mapping[str, Any]) -> Plain:
    """Return what an opening repeats of the rule of its kind: all that decides the motion."""
    return {name: question[name] for name in ("majority", "quorum", "tie", "voters")}


def quorum(value: object) -> object:
    """Return a quorum, its name replaced by what it stands for and its base filled; anything else as it is.

    Raises:
        BadField: no quorum has this name.
    """
    if isinstance(value, str):
        if value not in QUORUMS:
            raise BadField(f"no quorum is named {value[:64]!r}; known: {', '.join(QUORUMS)}")
        return dict(QUORUMS[value])
    return {"base": "accredited", **value} if isinstance(value, dict) else value


def _houses(item: object) -> list[Any]:
    if isinstance(item, str):
        return majority(item)
    if not isinstance(item, dict):
        return [item]
    preset = item.get("preset")
    if not isinstance(preset, str):
        return [{"of": None, "type": "objections" if "at_most" in item else "share", **item}]
    changes = {name: value for name, value in item.items() if name != "preset"}
    if not set(changes) <= {"measure", "of"}:
        raise BadField(f"a house made from {preset[:64]} may say measure and of, nothing else")
    return [{**house, **changes} for house in majority(preset)]
