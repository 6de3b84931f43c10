"""What a chair's device signs in a rehearsal to open a motion, and what it then sees."""

import json
from typing import Any

from ballots import presets
from voting.phones import Device


def open_motion(chair: Device, motion: str, kind: str, roll: str = "accredited", **fields: Any) -> dict[str, Any]:
    """Open a motion as a chair's device does, with the rule that binds its kind; return it as pages get it.

    `fields` are title, question, subject and change_of_vote.
    """
    state = json.loads(chair.line.get("/state"))
    chair.act(
        "motion.opened",
        motion=motion,
        kind=kind,
        options=[
            {"counts": "for", "id": "yes"},
            {"counts": "against", "id": "no"},
            {"counts": "abstention", "id": "abstain"},
        ],
        **presets.in_opening(state["rules"]["questions"][kind]),
        ballot={"kind": "roll-call"},
        electorate={"roll": roll, **state["rolls"][roll]},
        tree=chair.pinned.tree(),
        **fields,
    )
    shown = json.loads(chair.line.get("/state"))["motions"]
    opened: dict[str, Any] = next(one for one in shown if one["motion"] == motion)
    return opened


def chairs_view(chair: Device, motion: dict[str, Any]) -> dict[str, Any]:
    """Return a motion as chairs see it, with its tally once it is closed."""
    shown = chair.json("GET", "/chair/motions")["motions"]
    found: dict[str, Any] = next(item for item in shown if item["motion"] == motion["motion"])
    return found
