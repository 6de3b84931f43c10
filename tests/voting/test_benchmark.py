"""The benchmark, run small: whatever it says, it says of votes that were recorded, proven and verified."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.errors import ProofError
from voting import benchmark
from voting.assembly import Assembly
from voting.benchmark import Failed, check_receipts, lines, main, measure
from voting.config import Config
from voting.load import Answer, Load


@pytest.fixture(scope="module")
def figures() -> benchmark.Figures:
    return measure(votes=120, http_votes=50, connections=4)


def test_every_vote_that_was_sent_is_recorded(figures: benchmark.Figures) -> None:
    assert figures["http"]["sent"] == figures["http"]["recorded"] == 50
    assert 1 <= figures["http"]["votes_a_commit"] <= 4


def test_both_servers_were_measured(figures: benchmark.Figures) -> None:
    votes, baseline = figures["http"]["votes"], figures["http"]["baseline"]
    assert figures["http"]["ratio"] == votes["per_second"] / baseline["per_second"]
    for rate in (votes, baseline):
        assert rate["per_second"] * rate["seconds"] == pytest.approx(50)
        assert 0 < rate["p50_ms"] <= rate["p95_ms"] <= rate["p99_ms"] < 1000 * rate["seconds"]


def test_the_verification_covers_every_entry(figures: benchmark.Figures) -> None:
    found = figures["verification"]
    assert found["signatures"] == 120
    # The founding, two officers, a delegation, two statements with credentials, 120 phones, the opening and the votes;
    # then the end, the close and the declaration.
    assert found["entries"] == 1 + 2 + 1 + 2 + 120 + 1 + 120 + 3
    loop = found["loop"]["per_second"]
    for name in ("one_process", "all_cores"):
        assert found[name]["ratio"] == found[name]["per_second"] / loop
    assert found["one_process"]["jobs"] == 1


def test_the_table_shows_the_figures(figures: benchmark.Figures) -> None:
    table = "\n".join(lines(figures))
    assert "50 votes over HTTP, 50 recorded" in table
    assert f"{figures['http']['votes']['per_second']:.0f}" in table
    assert f"{figures['verification']['entries']} entries" in table


def test_json_is_the_same_figures(figures: benchmark.Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "measure", lambda *_: figures)
    assert json.loads(CliRunner().invoke(main, ["--json"]).output) == figures


@pytest.fixture
def assembly(tmp_path: Path) -> Iterator[Assembly]:
    data = tmp_path / "data"
    assembly = Assembly(Config(data, f"sqlite:///{data / 'plenary.sqlite3'}", tmp_path / "kept"), phones=2)
    yield assembly
    assembly.engine.dispose()


def test_a_refused_vote_gives_no_figures(assembly: Assembly) -> None:
    refused = Load([[Answer(409, b'{"code":"polling_ended"}', 0.01)]], 0.01)
    with pytest.raises(Failed, match=r"answered with 409.*polling_ended"):
        check_receipts(assembly, [[assembly.opening]], [refused])


def test_a_receipt_of_something_else_gives_no_figures(assembly: Assembly) -> None:
    answered = Load([[Answer(201, assembly.receipt(), 0.01)]], 0.01)
    assert check_receipts(assembly, [[assembly.opening]], [answered]) == 1
    with pytest.raises(ProofError):
        check_receipts(assembly, [[assembly.opening + b"A"]], [answered])


def test_more_votes_over_http_than_there_are_make_no_sense() -> None:
    done = CliRunner().invoke(main, ["--votes", "10", "--http-votes", "11"])
    assert done.exit_code == 2
    assert "cannot be more" in done.output
