"""Who of a motion's electorate has voted and who has not, for the chair and the clerk: never what anybody voted."""

from collections.abc import Collection
from typing import Any

from ballots.convention import Convention
from ballots.mandate import seat_of
from ballots.motion import Motion
from ballots.paper import PaperState

Plain = dict[str, Any]


def who_voted(convention: Convention, motion: Motion) -> Plain:
    """Return, for the whole and for each delegation, how many are entitled, present and voted, and which have not.

    Only that a mandate has voted is told, which its delegate's own page tells everyone too (`/devices/<kid>`); of a
    block, that it was cast. A mandate that has not voted comes with the credential that may cast it, whether it is
    present, and whether a teller's record of it waits for a second signature.
    """
    by_delegation: dict[str, list[str]] = {}
    for mandate in motion.electorate():
        by_delegation.setdefault(seat_of(mandate).delegation, []).append(mandate)
    waiting = {record.mandate for record in motion.papers.values() if record.state is PaperState.PENDING}
    found = [
        _delegation_view(convention, motion, name, mandates, waiting)
        for name, mandates in sorted(by_delegation.items())
    ]
    totals = {name: sum(one[name] for one in found) for name in ("entitled", "present", "voted")}
    return {"motion": motion.opened.motion, **totals, "delegations": found}


def _delegation_view(
    convention: Convention, motion: Motion, name: str, mandates: list[str], waiting: Collection[str]
) -> Plain:
    present, block = convention.rolls["present"], name in motion.blocks
    missing = [] if block else [mandate for mandate in mandates if mandate not in motion.votes]
    missing.sort(key=lambda mandate: seat_of(mandate).number)
    return {
        "delegation": name,
        "name": dict(convention.delegations[name].name),
        "entitled": len(mandates),
        "present": sum(mandate in present for mandate in mandates),
        "voted": len(mandates) - len(missing),
        "block": block,
        "missing": [
            {
                "mandate": mandate,
                "credential": _caster(convention, motion, mandate),
                "present": mandate in present,
                "waits": mandate in waiting,
            }
            for mandate in missing
        ],
    }


def _caster(convention: Convention, motion: Motion, mandate: str) -> int | None:
    """Return the number of the credential that may cast a mandate in a motion: who exercised it at the opening."""
    right = convention.exercise_before(mandate, motion.index)
    return None if right is None else convention.lineages[right.lineage].current
