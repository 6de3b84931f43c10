"""Paper votes and decisions in a bundle: verified, counted on a line of their own, and written as tables."""

import csv
import json
from pathlib import Path

import pytest

from audit import canonical, tally
from audit.cli import main
from audit.verify import verify
from tests.audit.papers_story import one_person, outcome_by_hand, papers_story
from tests.audit.scenario import packed, unpacked
from tests.audit.verdicts import failed, places, whats


def test_the_bundle_verifies() -> None:
    report = verify(papers_story().bundle())
    assert report.verdict == "valid: consistent, not pinned"
    assert report.checks["results"].count == 6


def test_paper_has_a_line_of_its_own() -> None:
    (motion,) = tally.results(papers_story().state)["motions"]
    assert motion["options"] == {
        "yes": {"count": 2, "weight": 3},
        "no": {"count": 2, "weight": 3},
        "abstain": {"count": 0, "weight": 0},
    }
    assert motion["papers"] == motion["options"] | {"yes": {"count": 0, "weight": 0}}
    assert motion["outcome"] == "not_adopted"


def test_decisions_stand_beside_motions() -> None:
    first, second, third, *annulled = tally.results(papers_story().state)["decisions"]
    assert (first["method"], first["counts"], first["outcome"], first["state"]) == (
        "no_objection",
        None,
        "adopted",
        "in_effect",
    )
    assert first["subject"] is not None
    assert first["subject"]["document"] == "declaration"
    assert (second["counts"], second["state"]) == ({"yes": 3, "no": 1, "abstain": 0}, "in_effect")
    assert (third["decision"], third["state"]) == ("d3", "stated")
    assert [(one["decision"], one["state"]) for one in annulled] == [("d4", "annulled"), ("d5", "annulled")]


def test_a_decision_in_the_results_that_nobody_confirmed() -> None:
    parts = unpacked(papers_story().bundle())
    results = json.loads(parts["results.json"])
    results["decisions"][2]["state"] = "in_effect"
    report = verify(packed(parts | {"results.json": canonical.dumps(results)}))
    assert failed(report) == ["results"]
    assert places(report, "results") == "results.json, decisions, decision d3, state"


def test_two_credentials_are_not_two_persons() -> None:
    report = verify(one_person())
    assert "rules" in failed(report)
    assert whats(report, "rules").startswith("same_person")


def test_a_tie_of_hands_adopts_nothing() -> None:
    report = verify(outcome_by_hand())
    assert "rules" in failed(report)
    assert whats(report, "rules").startswith("wrong_outcome")


def test_the_report_names_papers_and_decisions() -> None:
    lines = list(verify(papers_story().bundle()).lines())
    assert any(line.split()[:6] == ["no", "2", "2", "3", "2"] for line in lines), lines
    assert [line.split() for line in lines if line.startswith("d")] == [
        ["decision", "method", "counts", "outcome"],
        ["d1", "no_objection", "-", "adopted"],
        ["d2", "hands", "yes", "3", "no", "1", "abstain", "0", "adopted"],
        ["d3", "no_objection", "-", "not", "confirmed"],
        ["d4", "no_objection", "-", "annulled"],
        ["d5", "no_objection", "-", "annulled"],
    ]


def test_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(papers_story().bundle())
    assert main(["tally", str(bundle), "--csv", str(tmp_path)]) == 0
    (result,) = rows(tmp_path / "results.csv")
    assert [result[name] for name in ("yes", "no", "yes_paper", "no_paper", "abstain_paper")] == [
        "2",
        "2",
        "0",
        "2",
        "0",
    ]
    roll = rows(tmp_path / "rollcall-001-m1.csv")
    # The tellers' credentials and names are not the voters'.
    assert [[line[name] for name in ("mandate", "choice", "method", "credential", "name")] for line in roll] == [
        ["nord/1", "yes", "phone", "5", "Delegate 5"],
        ["nord/2", "no", "voice", "", ""],
        ["sud/1", "yes", "phone", "7", "Delegate 7"],
        ["sud/2", "no", "paper", "", ""],
    ]
    decisions = rows(tmp_path / "decisions.csv")
    names = ("decision", "method", "state", "outcome", "yes", "no")
    assert [[line[name] for name in names] for line in decisions] == [
        ["d1", "no_objection", "in_effect", "adopted", "", ""],
        ["d2", "hands", "in_effect", "adopted", "3", "1"],
        ["d3", "no_objection", "stated", "adopted", "", ""],
        ["d4", "no_objection", "annulled", "adopted", "", ""],
        ["d5", "no_objection", "annulled", "adopted", "", ""],
    ]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
