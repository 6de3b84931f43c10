"""The benchmark of streams, run small, and the number of connections that a process may hold."""

import resource

import pytest

from voting import server
from voting.server import OTHER_FILES, allow_connections
from voting.stream_benchmark import lines, measure


def test_every_stream_hears_the_opening_and_votes_are_recorded_meanwhile() -> None:
    figures = measure((2, 5), votes=6)
    assert [each["streams"] for each in figures["openings"]] == [2, 5]
    for each in figures["openings"]:
        assert 0 <= each["p50_ms"] <= each["p95_ms"] <= each["all_ms"]
        assert each["mb"] > 20
    votes = figures["votes"]
    assert votes["ratio"] == votes["listened_to"]["per_second"] / votes["alone"]["per_second"]
    table = "\n".join(lines(figures))
    assert "5 streams are open" in table
    assert f"{figures['openings'][-1]['all_ms']:.0f}" in table


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The limits of open files as they are set; the last is in force."""
    known = [(256, 4_096)]
    monkeypatch.setattr(server.resource, "getrlimit", lambda _: known[-1])
    monkeypatch.setattr(server.resource, "setrlimit", lambda _, limits: known.append(limits))
    return known


def test_a_process_raises_its_limit_as_far_as_it_may(limits: list[tuple[int, int]]) -> None:
    assert allow_connections(1_000) == 1_000
    assert limits[-1] == (1_000 + OTHER_FILES, 4_096)
    assert allow_connections(10_000) == 4_096 - OTHER_FILES
    assert limits[-1] == (4_096, 4_096)


def test_a_limit_that_is_high_enough_stays(limits: list[tuple[int, int]]) -> None:
    limits.append((20_000, resource.RLIM_INFINITY))
    limits.append((resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert allow_connections(10_000) == 10_000
    limits.pop()
    assert allow_connections(10_000) == 10_000
    assert len(limits) == 2


def test_a_system_that_refuses_keeps_the_old_limit(
    limits: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("not allowed")

    monkeypatch.setattr(server.resource, "setrlimit", refuse)
    assert allow_connections(1_000) == 256 - OTHER_FILES
