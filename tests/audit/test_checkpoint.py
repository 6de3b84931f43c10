"""Checkpoints: FORMAT.md section 7, c2sp.org/tlog-checkpoint."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.checkpoint import MAX_SIZE, Checkpoint, open_checkpoint
from audit.errors import NoteError
from audit.merkle import EMPTY_ROOT, leaf_hash
from audit.note import VerifierKey
from audit.signing import Ed25519Signer
from tests.audit.fixed import ORIGIN, load, log_signer, seed

VECTORS = load("checkpoint.json")
KEY = VerifierKey.parse(VECTORS["vkey"])


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=lambda case: str(case["size"]))
def test_a_checkpoint_opens_and_is_signed_again_the_same(case: dict[str, Any]) -> None:
    checkpoint = open_checkpoint(case["note"].encode(), KEY)
    assert checkpoint == Checkpoint(ORIGIN, case["size"], bytes.fromhex(case["root"]))
    assert checkpoint.sign(log_signer()) == case["note"].encode()


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["why"])
def test_a_note_that_is_no_checkpoint_of_this_log_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(case["note"].encode(), KEY)


def test_the_log_key_comes_from_its_seed() -> None:
    assert bytes.fromhex(VECTORS["seed_hex"]) == seed("log")
    assert Ed25519Signer.from_seed(seed("log")).jwk == KEY.public.jwk


def test_every_flipped_byte_is_refused() -> None:
    note = VECTORS["accepted"][-1]["note"].encode()
    for at in range(len(note)):
        flipped = bytearray(note)
        flipped[at] ^= 1
        with pytest.raises(NoteError):
            open_checkpoint(bytes(flipped), KEY)


def test_a_log_signs_no_checkpoint_of_another_origin() -> None:
    with pytest.raises(NoteError):
        Checkpoint("other.example/log", 0, EMPTY_ROOT).sign(log_signer())


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, leaf_hash(b"")),
        ("two\nlines", 1, leaf_hash(b"")),
        (ORIGIN, -1, leaf_hash(b"")),
        (ORIGIN, MAX_SIZE + 1, leaf_hash(b"")),
        (ORIGIN, 1, b""),
        (ORIGIN, 0, leaf_hash(b"")),
    ],
)
def test_an_impossible_checkpoint_cannot_be_made(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NoteError):
        Checkpoint(origin, size, root)


@given(st.binary(max_size=120) | st.text("\n0123456789aA=/", max_size=80).map(str.encode))
@example(b"a\n" + b"9" * 100_000 + b"\n\n")
@example(Checkpoint(ORIGIN, 1, leaf_hash(b"")).text() + b"x")
@example(b"\xff\n1\n" + b"A" * 43 + b"=\n")
def test_parsing_raises_only_note_errors_and_forgives_nothing(data: bytes) -> None:
    try:
        checkpoint = Checkpoint.parse(data)
    except NoteError:
        return
    assert checkpoint.text() == data


@given(st.integers(1, MAX_SIZE), st.binary(min_size=32, max_size=32))
def test_what_is_written_reads_back_the_same(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
