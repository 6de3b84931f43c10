"""The kept checkpoint: made once, moved by compare-and-swap, never backwards, durable before anyone is told."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from audit.checkpoint import open_checkpoint
from audit.errors import LogError
from audit.note import VerifierKey
from tests.voting.house import build_house
from voting.kept import KeptCheckpoint


@pytest.fixture
def kept(tmp_path: Path) -> KeptCheckpoint:
    kept = KeptCheckpoint(tmp_path / "kept")
    kept.create(b"first")
    return kept


def test_it_is_made_once(kept: KeptCheckpoint) -> None:
    with pytest.raises(LogError, match="has served a log before"):
        kept.create(b"other")
    assert kept.read() == b"first"


def test_it_is_never_made_by_reading_or_replacing(tmp_path: Path) -> None:
    kept = KeptCheckpoint(tmp_path / "kept")
    with pytest.raises(LogError, match="is missing"):
        kept.read()
    with pytest.raises(LogError, match="is missing"):
        kept.replace(b"first", b"second")
    assert not kept.path.exists()


def test_it_moves_only_from_what_was_expected(kept: KeptCheckpoint) -> None:
    assert kept.replace(b"first", b"second")
    assert not kept.replace(b"first", b"third")
    assert kept.read() == b"second"


def test_of_many_that_replace_the_same_one_succeeds(kept: KeptCheckpoint) -> None:
    for turn in range(20):
        expected, results = kept.read(), list[bool]()

        def replace(number: int, turn: int = turn, expected: bytes = expected, results: list[bool] = results) -> None:
            results.append(KeptCheckpoint(kept.path).replace(expected, b"%d by %d" % (turn, number)))

        threads = [Thread(target=replace, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == [False, False, False, True]


def test_content_is_on_disk_before_it_has_the_name_and_the_name_before_the_answer(
    kept: KeptCheckpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, bytes | None]] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        places = (kept.path.with_name("kept.new"), kept.path, kept.path.parent)
        number = os.fstat(descriptor).st_ino
        target = next(place for place in places if place.exists() and place.stat().st_ino == number)
        steps.append((target.name, target.read_bytes() if target.is_file() else None))
        fsync(descriptor)

    def watched_replace(self: Path, target: Path) -> Path:
        steps.append(("renamed to", target.name.encode()))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    assert kept.replace(b"first", b"second")
    assert steps == [("kept.new", b"second"), ("renamed to", b"kept"), (kept.path.parent.name, None)]


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_one(
    kept: KeptCheckpoint, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    owner = os if where == "fsync" else Path
    with monkeypatch.context() as patch:
        patch.setattr(owner, where, fail)
        with pytest.raises(OSError, match="no space left"):
            kept.replace(b"first", b"second")
    assert kept.read() == b"first"
    assert kept.replace(b"first", b"second")


def test_two_servers_that_take_turns_only_move_it_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = build_house(tmp_path, f"sqlite:///{tmp_path / 'plenary.sqlite'}", delegates=2)
    other = house.reopen()
    key = VerifierKey.parse(house.parts.log.convention.founded.log_key)
    moves: list[tuple[int, int]] = []
    replace: Callable[[KeptCheckpoint, bytes, bytes], bool] = KeptCheckpoint.replace

    def watched(self: KeptCheckpoint, expected: bytes, note: bytes) -> bool:
        done = replace(self, expected, note)
        if done:
            moves.append((open_checkpoint(expected, key).size, open_checkpoint(note, key).size))
        return done

    monkeypatch.setattr(KeptCheckpoint, "replace", watched)
    opening = house.open()
    for turn in range(6):
        entry = house.vote(turn % 2, opening)
        (other if turn % 2 else house.parts).sequencer.submit(entry)
        with (house.parts if turn % 2 else other).sequencer.reading() as (log, note):
            assert open_checkpoint(note, key).size == log.tree.size == moves[-1][1]
    assert len(moves) >= 7
    assert all(old < new for old, new in moves)
    assert [old for old, _ in moves[1:]] == [new for _, new in moves[:-1]]
    other.engine.dispose()
    house.parts.engine.dispose()
