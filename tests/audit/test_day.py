"""Sittings in a bundle: verified, and written as tables and in the report."""

import csv
import json
from pathlib import Path

import pytest

from audit import canonical
from audit.cli import main
from audit.verify import verify
from ballots.errors import WrongTree
from tests.audit.day_story import SittingHall, day_story
from tests.audit.scenario import packed, unpacked
from tests.audit.verdicts import failed, places


def test_the_bundle_verifies() -> None:
    report = verify(day_story().bundle())
    assert report.verdict == "valid: consistent, not pinned"
    assert report.checks["results"].count == 3
    assert [[one["quorum"] for one in sitting["gatherings"]] for sitting in report.sittings] == [
        [{"needed": 2, "reached": 1, "whole": 3, "met": False}, {"needed": 2, "reached": 2, "whole": 3, "met": True}],
        [{"needed": 2, "reached": 2, "whole": 3, "met": True}],
    ]
    assert [sitting["state"] for sitting in report.sittings] == ["closed", "open"]


def test_explanations_are_in_a_full_bundle_alone_and_may_be_missing() -> None:
    full = unpacked(day_story().bundle())
    blobs = [name for name in full if name.startswith("blobs/")]
    assert sorted(json.loads(full[name])["text"] for name in blobs) == [
        "I meant to vote yes.",
        "Our valley has asked for this since spring.",
    ]
    assert not [name for name in unpacked(day_story().bundle(names=False)) if name.startswith("blobs/")]
    erased = packed({name: content for name, content in full.items() if name != blobs[0]})
    assert verify(erased).valid


def test_a_quorum_in_the_results_that_was_not_established() -> None:
    parts = unpacked(day_story().bundle())
    results = json.loads(parts["results.json"])
    results["sittings"][0]["gatherings"][0]["quorum"]["met"] = True
    report = verify(packed(parts | {"results.json": canonical.dumps(results)}))
    assert failed(report) == ["results"]
    assert places(report, "results") == "results.json, sittings, sitting s1, gatherings, 1, quorum, met"


def test_the_report_says_whether_there_was_a_quorum() -> None:
    lines = [line.split() for line in verify(day_story().bundle()).lines()]
    at = lines.index(["sitting", "entry", "present", "accredited", "quorum"])
    (opened, resumed, again) = lines[at + 1 : at + 4]
    assert opened[:2] + opened[3:] == ["s1", "(closed)", "1", "3", "NOT", "established:", "1,", "needed", "2"]
    assert resumed[1:] == ["2", "3", "established:", "2,", "needed", "2"]
    assert again[:2] + again[3:] == ["s2", "(open)", "2", "3", "established:", "2,", "needed", "2"]


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(day_story().bundle())
    assert main(["tally", str(bundle), "--csv", str(tmp_path)]) == 0
    with (tmp_path / "sittings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("sitting", "present", "accredited", "quorum_needed", "quorum_met")
    assert [[row[name] for name in names] for row in rows] == [
        ["s1", "1", "3", "2", "no"],
        ["s1", "2", "3", "2", "yes"],
        ["s2", "2", "3", "2", "yes"],
    ]


@pytest.mark.parametrize("act", ["sitting.opened", "sitting.resumed"])
def test_the_chairs_tree_is_checked(act: str) -> None:
    hall = SittingHall("trees")
    wrong = hall.claim() | {"size": 1}
    fields: dict[str, object] = {"sitting": "s1", "present": hall.present(), "tree": wrong}
    if act == "sitting.opened":
        fields["title"] = {"en": "First"}
    else:
        hall.sit("s1")
        hall.suspend("s1")
    entry = hall.sign(hall.device(hall.chair), act, **fields)
    with pytest.raises(WrongTree):
        hall.append(entry)
