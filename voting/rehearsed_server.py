"""The server and the motions of a rehearsal: a real process, and what a chair's device signs."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from voting.config import Config
from voting.phones import Device, Line


class Failed(Exception):
    """Something in the rehearsal is not as it was meant."""


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(config: Config, address: str) -> Iterator[None]:
    """Serve a founded convention at an address of this machine, as a process of its own.

    Raises:
        Failed: it ended, or did not answer.
    """
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "voting.cli", "serve", "--data", str(config.data), "--port", port]
    environment = {**os.environ, "DATABASE_URL": config.database_url, "PLENARY_CHECKPOINT": str(config.kept)}
    process = subprocess.Popen([*command, "--public-url", address], env=environment)  # noqa: S603 - our own program
    try:
        _wait(process, Line(address))
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], line: Line) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise Failed(f"the server ended with {process.returncode}")
        try:
            line.get("/log/checkpoint")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failed("the server did not answer within a minute")


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
        **state["rules"]["questions"][kind],
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
