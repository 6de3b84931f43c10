"""A rehearsal through the command, large enough that credentials need more than one statement."""

import json
import subprocess
import sys
from pathlib import Path

from audit.bundle import map_file
from audit.verify import verify


def test_a_rehearsal_of_two_hundred_delegates(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voting.cli", "rehearse", "--delegates", "200", "--motions", "1", "--json"]
    ran = subprocess.run([*command, "--out", str(tmp_path / "out")], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    outcome = json.loads(ran.stdout)
    counts = outcome["motions"][0]["counts"]
    assert 150 < sum(counts.values()) <= 200
    assert outcome["sent"] > outcome["recorded"] >= sum(counts.values())
    report = verify(map_file(tmp_path / "out" / "bundle.zip"))
    assert report.valid
    [motion] = report.motions
    assert {choice: total["count"] for choice, total in motion.recounted["options"].items()} == counts
