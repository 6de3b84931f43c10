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


def test_the_samples_day(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voting.cli", "rehearse", "--sample", "--out", str(tmp_path / "out")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = ran.stdout
    for happened in (
        "motion 2: appeal against the chair: 20-36-3, not adopted",
        "and with its words A6, A7, A8 fall",
        "30 kept votes recorded",
        "the old one is refused, the new one votes",
        "S-02 has no phone",
        "16 adopted, 2 rejected, 5 fallen, 2 withdrawn",
        "39 of 59 is less than two thirds",
        "40 of 60: the Declaration: 40-20-0, adopted",
        "is the text that was voted",
    ):
        assert happened in said
    report = verify(map_file(tmp_path / "out" / "bundle.zip"))
    assert report.valid
    assert sum(sum(one.recounted["papers"][option]["count"] for option in ("yes", "no")) for one in report.motions) == 3
    assert len(report.motions) == 14
    text = next((tmp_path / "out" / "text").glob("*.en.md")).read_text("utf-8")
    assert "one sixth within seven years" in text
