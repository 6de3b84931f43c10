"""A motion's seats by delegation, as hemicycle.js draws them."""

from typing import Any

from ballots.convention import Convention
from ballots.motion import Motion


def seats_by_delegation(convention: Convention, motion: Motion) -> list[dict[str, Any]]:
    """Return, for each delegation in the order of registration, its seats, the weight of each, and how they voted.

    These are choices: only for a motion whose result is declared.
    """
    parts = motion.tally().delegations
    return [
        {
            "label": name,
            "name": dict(delegation.name),
            "seats": parts[name].entitled.heads,
            # All seats of a delegation weigh the same.
            "weight": parts[name].entitled.weight // parts[name].entitled.heads,
            **{option: count.heads for option, count in parts[name].options.items()},
        }
        for name, delegation in convention.delegations.items()
        if name in parts and parts[name].entitled.heads
    ]
