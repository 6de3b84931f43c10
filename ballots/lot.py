"""The lot for a roll call: with which delegation it begins (FORMAT.md section 6)."""

import hashlib

from ballots.motion import Motion

_MARK = b"plenary roll call v1\n"


def drawn(motion: Motion) -> str:
    """Return the delegation with which the roll of a motion begins: one of those that have a mandate in its electorate.

    It follows from the opening, which nobody can change afterwards, and everyone can draw it again.
    """
    return roll_order(motion)[0]


def roll_order(motion: Motion) -> list[str]:
    """Return the delegations in the order in which the roll is called: by their ids, from the one drawn on."""
    names = sorted(name for name, entitled in motion.entitlements.items() if entitled.electorate.heads)
    number = int.from_bytes(hashlib.sha256(_MARK + motion.opening.encode("ascii")).digest(), "big")
    start = number % len(names)
    return names[start:] + names[:start]
