"""How one delegation voted on everything that was declared, and how often others voted as it did."""

from collections.abc import Iterator, Sequence
from typing import Any

from audit.tally import DelegationResult, MotionResult


def delegation_rows(results: Sequence[MotionResult], delegation: str) -> Iterator[dict[str, Any]]:
    """Yield, for each motion in which a delegation could vote, its votes by option and how many it did not give."""
    for result in results:
        part = result["delegations"].get(delegation)
        if part is not None:
            options = {option: total["count"] for option, total in part["options"].items()}
            missing = part["entitled"]["count"] - sum(options.values())
            named = {name: result[name] for name in ("motion", "title", "outcome", "casting", "reconsidered")}
            yield {**named, "options": options, "missing": missing}


def agreement(results: Sequence[MotionResult], delegation: str) -> list[tuple[str, int, int]]:
    """Return each other delegation with how often it agreed, and in how many motions both had a majority of their own.

    Those that agree most come first. A delegation that is evenly divided, or did not vote, has no position.
    """
    found: dict[str, list[bool]] = {}
    for result in results:
        parts = result["delegations"]
        own = _position(parts[delegation]) if delegation in parts else None
        for name, part in parts.items():
            theirs = _position(part)
            if name != delegation and own is not None and theirs is not None:
                found.setdefault(name, []).append(own == theirs)
    counted = [(name, sum(same), len(same)) for name, same in found.items()]
    return sorted(counted, key=lambda one: (-one[1] / one[2], -one[2], one[0]))


def _position(part: DelegationResult) -> str | None:
    """Return the option with more of a delegation's votes than any other."""
    ranked = sorted(part["options"].items(), key=lambda item: -item[1]["count"])
    most = ranked[0][1]["count"]
    return ranked[0][0] if most and (len(ranked) == 1 or ranked[1][1]["count"] < most) else None
