"""A rehearsal through the command, large enough that credentials need more than one statement."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit import container
from audit.bundle import CHECKPOINT, Bundle, map_file
from audit.receipt import Receipt
from audit.tally import Total
from audit.verify import verify
from voting.cli import main
from voting.own_server import Failed
from voting.rehearsed_record import compare, verified


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


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the command said of the sample's day, and where its files are."""
    out = tmp_path_factory.mktemp("day") / "out"
    command = [sys.executable, "-m", "voting.cli", "rehearse", "--sample", "--out", str(out)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout, out


@pytest.mark.parametrize(
    "happened",
    [
        "sitting s1 opened with 60 mandates present",
        "motion 1: The committee's list: amendments A1, A19, A20, A21, A23: ",
        "motion 2: Appeal against a ruling of the chair: 20-36-3, not adopted",
        "and with its words A6, A7, A8 fall",
        "the compromise stands, and A9, A10, withdrawn in its favour, are settled",
        "by hands 41-12-5, confirmed by two tellers",
        "30 kept votes recorded, 29 sent again have their old places",
        "the old one is refused, the new one votes",
        "S-02 has no phone",
        "16 adopted, 2 rejected, 5 fallen, 2 withdrawn",
        "the Declaration as amended is put to the vote, which pins its text: ",
        "39 of 59 is less than two thirds",
        "Amendment A14 to amendment A13: ",
        "Declaration on Peace and Common Security: 40-20-0, adopted",
        "sitting s1 closed",
        "pinned by the convention and by 825 receipts of phones",
        "is the text that was voted",
    ],
)
def test_the_samples_day_tells(day: tuple[str, Path], happened: str) -> None:
    assert happened in day[0]


def test_the_samples_day_leaves_a_record_that_recounts(day: tuple[str, Path]) -> None:
    report = verify(map_file(day[1] / "bundle.zip"))
    assert report.valid
    assert len(report.motions) == 14
    assert [one["decision"] for one in report.decisions] == ["hands-amendment", "hands-closure"]
    text = next((day[1] / "text").glob("*.en.md")).read_text("utf-8")
    assert "one sixth within seven years" in text


def test_a_record_that_is_not_what_was_meant_fails(day: tuple[str, Path]) -> None:
    bundle = day[1] / "bundle.zip"
    convention = verify(map_file(bundle)).convention
    report = verified(bundle, convention, [])
    votes = {one.recounted["motion"]: one.recounted for one in report.motions}
    meant, on_paper = ({name: counted(one[key]) for name, one in votes.items()} for key in ("options", "papers"))
    compare(report, meant, on_paper)
    with pytest.raises(Failed, match=r"motion 3: meant .*verified"):
        compare(report, {**meant, "3": {"yes": 59}}, on_paper)
    with pytest.raises(Failed, match=r"motion 11: meant .* on paper"):
        compare(report, meant, {**on_paper, "11": {}})
    with pytest.raises(Failed, match="meant the motions"):
        compare(report, {**meant, "15": {}}, {**on_paper, "15": {}})
    with pytest.raises(Failed, match="INVALID"):
        verified(bundle, "A" * 43, [])
    checkpoint = Bundle(container.read(map_file(bundle))).content(CHECKPOINT)
    with pytest.raises(Failed, match="INVALID"):
        verified(bundle, convention, [("of a vote that is not there", Receipt(1, (), checkpoint))])


def counted(options: Mapping[str, Total]) -> dict[str, int]:
    return {choice: total["count"] for choice, total in options.items()}


def test_a_phone_that_votes_otherwise_than_meant_fails(tmp_path: Path) -> None:
    """A count that adopts all the same must still be the one that was meant."""
    command = [sys.executable, "-m", "tests.voting.dishonest_phone", "rehearse", "--sample", "--out", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 1
    assert re.search(r"^Error: motion 1: meant .* adopted; counted .* adopted$", ran.stderr, re.MULTILINE)


def test_a_sample_takes_no_number_of_delegates(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["rehearse", "--sample", "--delegates", "60", "--out", str(tmp_path)])
    assert ran.exit_code == 2
    assert "--out and --seed alone" in ran.output
