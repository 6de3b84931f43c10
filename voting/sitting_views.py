"""The sitting as everyone in the hall may see it, as plain values for pages."""

from typing import Any

from audit.tally import sitting_result
from ballots.convention import Convention
from ballots.majority import Base


def sitting_view(convention: Convention) -> dict[str, Any] | None:
    """Return the last sitting, with who was there when it was opened or resumed last; None before the first."""
    sitting = convention.last_sitting
    if sitting is None:
        return None
    result = sitting_result(sitting)
    return {
        "sitting": result["sitting"],
        "title": result["title"],
        "state": result["state"],
        "number": len(convention.sittings),
        "gathering": result["gatherings"][-1],
    }


def sitting_quorum_view(convention: Convention) -> dict[str, Any] | None:
    """Return the fraction that a sitting needs; `whole` is that of all mandates, None where the accredited count."""
    rule = convention.founded.rules.sitting_quorum
    if rule is None:
        return None
    fraction = rule.fraction
    allocated = convention.everyone().allocated.by(fraction.measure) if rule.base is Base.ALLOCATED else None
    return {
        "comparison": fraction.comparison.value,
        "denominator": fraction.denominator,
        "measure": fraction.measure.value,
        "numerator": fraction.numerator,
        "whole": allocated,
    }
