"""The sitting as everyone in the hall may see it, as plain values for pages."""

from typing import Any

from audit.day import count_result
from audit.tally import sitting_result
from ballots.convention import Convention
from ballots.counting import counting_mandates
from ballots.majority import Base
from ballots.state import Credential


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


def presence_count_view(convention: Convention) -> dict[str, Any] | None:
    """Return the last count of who is there; None before the first."""
    count = next(reversed(convention.counts.values()), None)
    if count is None:
        return None
    hands = count.hands
    return {
        **count_result(count),
        "call": count.call,
        "called_at": count.called_at,
        "state": "open" if count.is_open else "ended",
        "first": None
        if hands is None
        else {
            "mandates": hands.mandates,
            "person": hands.person,
            "record": hands.record,
            "confirmed": count.seconded,
        },
    }


def answer_view(convention: Convention, credential: Credential) -> dict[str, Any] | None:
    """Return what this credential may answer in the count that is open: its mandates, and those that did already."""
    count = next(reversed(convention.counts.values()), None)
    if count is None or not count.is_open:
        return None
    mandates = counting_mandates(convention, credential)
    answered = [mandate for mandate in mandates if mandate in count.answered]
    return {"call": count.call, "mandates": mandates, "answered": answered}
