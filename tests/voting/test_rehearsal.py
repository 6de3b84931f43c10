"""A rehearsal as its users run it, with more people than one statement can issue badges to."""

import json
import subprocess
import sys
from pathlib import Path


def test_two_hundred_delegates_are_rehearsed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voting.cli", "rehearse", "--delegates", "200", "--motions", "1", "--json"]
    done = subprocess.run([*command, "--out", str(tmp_path)], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["verdict"].startswith("valid, pinned by convention, receipt")
    [motion] = outcome["motions"]
    assert sum(motion["counts"].values()) > 150
    assert motion["state"] == "declared"
