"""Receipts: FORMAT.md section 8, c2sp.org/tlog-proof."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.checkpoint import MAX_SIZE
from audit.errors import NoteError, ProofError
from audit.merkle import EMPTY_ROOT, leaf_hash
from audit.note import VerifierKey
from audit.receipt import MAX_LENGTH, Receipt
from tests.audit.fixed import load
from tests.audit.golden_log import checkpoint_of, entry, log_of

VECTORS = load("receipt.json")
KEY = VerifierKey.parse(VECTORS["vkey"])


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=["plain", "extra", "alone"])
def test_a_receipt_verifies_and_is_written_again_the_same(case: dict[str, str]) -> None:
    receipt = Receipt.parse(case["receipt"].encode())
    checkpoint = receipt.verify(case["entry"].encode(), KEY)
    assert checkpoint.root == log_of(checkpoint.size).root()
    assert receipt.format() == case["receipt"].encode()
    assert receipt.extra in (None, case["entry"].encode())


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["why"])
def test_anything_else_is_refused(case: dict[str, str]) -> None:
    with pytest.raises((ProofError, NoteError)):
        Receipt.parse(case["receipt"].encode()).verify(case["entry"].encode(), KEY)


def test_a_receipt_proves_no_other_entry_and_no_other_log() -> None:
    case = VECTORS["accepted"][0]
    receipt = Receipt.parse(case["receipt"].encode())
    with pytest.raises(ProofError):
        receipt.verify(entry(16), KEY)
    with pytest.raises(NoteError):
        receipt.verify(entry(17), VerifierKey.parse(load("signed-note.json")["vkey"]))


def test_the_extra_line_counts_for_nothing_by_itself() -> None:
    tree = log_of(5)
    receipt = Receipt(3, tuple(tree.inclusion_proof(3, 5)), checkpoint_of(tree, 5), b"something else")
    receipt.verify(entry(3), KEY)
    assert receipt.extra is not None
    with pytest.raises(ProofError):
        receipt.verify(receipt.extra, KEY)


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=["plain", "extra", "alone"])
def test_every_flipped_byte_is_refused(case: dict[str, str]) -> None:
    data, proved = case["receipt"].encode(), case["entry"].encode()
    for at in range(len(data)):
        for mask in (0x01, 0x20, 0x80):
            flipped = bytearray(data)
            flipped[at] ^= mask
            try:
                receipt = Receipt.parse(bytes(flipped))
                receipt.verify(proved if receipt.extra is None else receipt.extra, KEY)
                pytest.fail(f"byte {at} may be flipped")
            except (ProofError, NoteError):
                continue


def test_every_leaf_of_a_log_has_a_receipt() -> None:
    tree = log_of(40)
    note = checkpoint_of(tree, 40)
    for index in range(40):
        receipt = Receipt(index, tuple(tree.inclusion_proof(index, 40)), note)
        assert Receipt.parse(receipt.format()).verify(entry(index), KEY).size == 40


@pytest.mark.parametrize(("index", "proof"), [(-1, ()), (MAX_SIZE + 1, ()), (0, (b"short",)), (0, (EMPTY_ROOT,) * 64)])
def test_an_impossible_receipt_cannot_be_made(index: int, proof: tuple[bytes, ...]) -> None:
    with pytest.raises(ProofError):
        Receipt(index, proof, b"")


def test_a_very_long_receipt_is_refused() -> None:
    data = Receipt(0, (), b"x").format()
    longest = data + b"x" * (MAX_LENGTH - len(data))
    assert Receipt.parse(longest).index == 0
    with pytest.raises(ProofError):
        Receipt.parse(longest + b"x")


LINES = st.lists(
    st.sampled_from(
        [b"", b"c2sp.org/tlog-proof@v1", b"extra ", b"extra AA==", b"extra", b"index 0", b"index 12", b"index 01"]
    )
    | st.binary(max_size=8),
    max_size=6,
)


@given(st.binary(max_size=80) | LINES.map(lambda lines: b"\n".join([b"c2sp.org/tlog-proof@v1", *lines, b"", b""])))
@example(b"c2sp.org/tlog-proof@v1\n\n")
@example(b"c2sp.org/tlog-proof@v1\nindex 0")
@example(b"c2sp.org/tlog-proof@v1\nindex " + b"9" * 100_000 + b"\n\n")
@example(b"c2sp.org/tlog-proof@v1\nindex 1\n" + leaf_hash(b"") + b"\n\n")
def test_parsing_raises_only_proof_errors_and_forgives_nothing(data: bytes) -> None:
    try:
        receipt = Receipt.parse(data)
    except ProofError:
        return
    assert receipt.format() == data
