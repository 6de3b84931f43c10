"""The contract of appending, on every database: durable, ordered, provable, and nothing half done."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from audit.checkpoint import open_checkpoint
from audit.errors import LogError
from audit.jws import STATEMENT, parse
from audit.log import LogTransaction
from audit.note import VerifierKey
from audit.signing import P256_ORDER
from ballots.errors import BadSignature, SequenceUsed
from ballots.vote_errors import PollingEnded
from tests.voting.house import House, build_house
from voting.kept import KeptCheckpoint
from voting.log_store import SqlLogStore, SqlTransaction
from voting.sequencer import Unavailable


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = build_house(tmp_path, database_url, delegates=3)
    yield house
    house.parts.engine.dispose()


def log_key(house: House) -> VerifierKey:
    return VerifierKey.parse(house.parts.log.convention.founded.log_key)


def test_a_receipt_proves_the_entry(house: House) -> None:
    opening = house.open()
    entry = house.vote(0, opening)
    receipt = house.send(entry)
    checkpoint = receipt.verify(entry, log_key(house))
    assert receipt.index == checkpoint.size - 1
    assert list(house.parts.store.entries(receipt.index, receipt.index + 1)) == [entry]


def test_the_same_bytes_again_get_the_same_place(house: House) -> None:
    entry = house.vote(0, house.open())
    first = house.parts.sequencer.submit(entry)
    house.send(house.vote(1, house.parts.log.convention.motions["1"].opening))
    again = house.parts.sequencer.submit(entry)
    assert first.new
    assert not again.new
    assert again.receipt.index == first.receipt.index
    again.receipt.verify(entry, log_key(house))


def test_the_same_signing_input_under_another_signature_gets_the_same_place(house: House) -> None:
    entry = house.vote(0, house.open())
    first = house.send(entry)
    signed = parse(entry, STATEMENT)
    other = signed.signing_input + b"." + _resigned(house, signed.signing_input)
    assert other != entry
    assert house.send(other).index == first.index
    assert list(house.parts.store.entries(first.index, first.index + 1)) == [entry]


def _resigned(house: House, message: bytes) -> bytes:
    """Sign once more with a random nonce; the project's own signer is deterministic."""
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from audit.encoding import b64url_encode

    private = load_pem_private_key(house.delegates[0].signer.to_pem(), None)
    r, s = utils.decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
    return b64url_encode(r.to_bytes(32) + min(s, P256_ORDER - s).to_bytes(32)).encode()


def test_a_refusal_records_nothing(house: House) -> None:
    opening = house.open()
    house.end(opening)
    before = house.parts.log.head
    with pytest.raises(PollingEnded):
        house.send(house.vote(0, opening))
    assert house.parts.log.head == before == house.parts.store.head()


def test_an_old_statement_that_the_server_held_back_cannot_follow_a_newer_one(house: House) -> None:
    opening = house.open()
    held_back, newer = house.vote(0, opening, "yes"), house.vote(0, opening, "no")
    house.send(newer)
    with pytest.raises(SequenceUsed):
        house.send(held_back)


def test_a_commit_that_fails_leaves_no_trace_and_the_next_one_works(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = house.open()
    entry, before = house.vote(0, opening), house.parts.log.head

    def fail(self: SqlTransaction, *arguments: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SqlTransaction, "append", fail)
        with pytest.raises(Unavailable):
            house.send(entry)
    assert house.parts.log.head == before == house.parts.store.head()
    assert not house.parts.log.convention.motions["1"].votes
    assert house.send(entry).index == before.size


def test_a_commit_of_unknown_outcome_is_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = house.vote(0, house.open())
    real = SqlLogStore.transaction

    @contextmanager
    def commits_and_then_breaks(self: SqlLogStore) -> Iterator[LogTransaction]:
        with real(self) as transaction:
            yield transaction
        raise ConnectionError("the connection broke after the commit")

    with monkeypatch.context() as patch:
        patch.setattr(SqlLogStore, "transaction", commits_and_then_breaks)
        with pytest.raises(Unavailable):
            house.send(entry)
    answer = house.parts.sequencer.submit(entry)
    assert not answer.new
    assert answer.receipt.index == house.parts.store.head().size - 1
    assert house.parts.log.convention.motions["1"].turnout().heads == 1


def test_two_views_of_one_database_follow_each_other(house: House) -> None:
    other = house.reopen()
    opening = house.open()
    first = other.sequencer.submit(house.vote(0, opening))
    second = house.parts.sequencer.submit(house.vote(1, opening))
    assert second.receipt.index == first.receipt.index + 1
    with other.sequencer.reading() as (log, note):
        assert log.convention.motions["1"].turnout().heads == 2
        assert open_checkpoint(note, log_key(house)).size == second.receipt.index + 1
    other.engine.dispose()


def test_the_kept_checkpoint_covers_every_receipt(house: House) -> None:
    receipt = house.send(house.vote(0, house.open()))
    kept = open_checkpoint(KeptCheckpoint(house.config.kept).read(), log_key(house))
    assert kept.size == receipt.index + 1


def test_no_start_without_the_kept_checkpoint(house: House) -> None:
    house.config.kept.unlink()
    with pytest.raises(LogError, match="is missing"):
        house.reopen()


@pytest.mark.parametrize("damage", [lambda note: b"", lambda note: note[:50], lambda note: note[:-9] + b"AAAAAAA=\n"])
def test_no_start_on_a_damaged_kept_checkpoint(house: House, damage: Callable[[bytes], bytes]) -> None:
    damaged = damage(house.config.kept.read_bytes())
    house.config.kept.write_bytes(damaged)
    with pytest.raises(LogError, match=f"the kept checkpoint {house.config.kept} is damaged"):
        house.reopen()
    assert house.config.kept.read_bytes() == damaged


def test_no_start_without_the_keys(house: House) -> None:
    for path in (house.config.log_key, house.config.session_secret):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(LogError, match=f"{path} cannot be read"):
            house.reopen()
        path.write_bytes(content)
    house.config.log_key.write_bytes(b"no key")
    with pytest.raises(LogError, match=f"{house.config.log_key} is damaged"):
        house.reopen()


def test_no_start_on_a_database_that_is_older_than_the_kept_checkpoint(house: House) -> None:
    opening = house.open()
    newest = house.config.kept.read_bytes()
    house.send(house.vote(0, opening))
    later = house.config.kept.read_bytes()
    with house.parts.engine.begin() as connection:
        # What restoring a backup from before the vote does.
        size = house.parts.log.tree.size - 1
        root = house.parts.log.tree.root(size)
        connection.execute(text('DELETE FROM entries WHERE "index" >= :size'), {"size": size})
        connection.execute(text("UPDATE log_head SET size = :size, root = :root"), {"size": size, "root": root})
    with pytest.raises(LogError, match="older"):
        house.reopen()
    assert house.config.kept.read_bytes() == later != newest


def test_no_start_on_another_log_than_that_of_the_kept_checkpoint(house: House) -> None:
    house.send(house.vote(0, house.open()))
    entries = list(house.parts.store.entries(0, house.parts.store.head().size))
    with house.parts.engine.begin() as connection:
        connection.execute(text("DELETE FROM entries"))
        connection.execute(text("DELETE FROM log_head"))
    from audit import admission
    from audit.log import Log

    # The same history up to the opening, then another vote: an admissible log, but not the one that was promised.
    fork = Log(house.parts.store)
    fork.append([admission.read(entry) for entry in entries[:-1]])
    fork.append([admission.read(house.vote(1, fork.convention.motions["1"].opening))])
    with pytest.raises(LogError, match="not the log of the kept checkpoint"):
        house.reopen()


def test_a_changed_entry_in_the_database_stops_the_start(house: House) -> None:
    receipt = house.send(house.vote(0, house.open()))
    other = house.vote(0, house.parts.log.convention.motions["1"].opening, "no")
    with house.parts.engine.begin() as connection:
        connection.execute(
            text('UPDATE entries SET entry = :entry WHERE "index" = :index'), {"entry": other, "index": receipt.index}
        )
    with pytest.raises(LogError, match="root"):
        house.reopen()


def test_a_log_that_contradicts_itself_answers_nobody_any_more(house: House) -> None:
    opening = house.open()
    with house.parts.engine.begin() as connection:
        connection.execute(text("UPDATE log_head SET root = :root"), {"root": bytes(32)})
    with pytest.raises(Unavailable):
        house.send(house.vote(0, opening))
    with house.parts.engine.begin() as connection:
        connection.execute(text("UPDATE log_head SET root = :root"), {"root": house.parts.log.tree.root()})
    with pytest.raises(Unavailable):
        house.send(house.vote(0, opening))


def test_a_wrong_signature_never_reaches_the_queue(house: House) -> None:
    entry = house.vote(0, house.open())
    before = house.parts.log.head
    with pytest.raises(BadSignature):
        house.send(entry.rpartition(b".")[0] + b"." + b"A" * 85 + b"Q")
    assert house.parts.store.head() == before


def test_the_database_of_a_running_server_is_written_ahead_and_synced(tmp_path: Path) -> None:
    house = build_house(tmp_path, f"sqlite:///{tmp_path / 'plenary.sqlite'}")
    with house.parts.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    house.parts.engine.dispose()
    copy = shutil.copy(tmp_path / "plenary.sqlite", tmp_path / "copy.sqlite")
    with sqlite3.connect(copy) as database:
        assert database.execute("SELECT count(*) FROM entries").fetchone()[0] > 0
