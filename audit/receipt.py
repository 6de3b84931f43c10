"""Receipts (c2sp.org/tlog-proof, version 1): the proof that an entry stands in the log, checked without a network."""

from dataclasses import dataclass
from typing import Self

from audit.checkpoint import MAX_SIZE, SIZE, Checkpoint, open_checkpoint
from audit.encoding import BadEncoding, b64_decode, b64_encode
from audit.errors import ProofError
from audit.merkle import HASH_LENGTH, leaf_hash, verify_inclusion
from audit.note import VerifierKey

HEADER = b"c2sp.org/tlog-proof@v1"
MAX_HASHES = 63
# A checkpoint note may be 1 MB long; entry and proof add less than the rest.
MAX_LENGTH = 1_200_000

_EXTRA = b"extra "
_INDEX = b"index "


@dataclass(frozen=True, slots=True)
class Receipt:
    """A tlog-proof: where an entry stands, the path from there to the root, and the log's signed word for that root.

    `extra` of a receipt file is the entry, or so it says: nothing is true of it until `verify` has been given it.

    Raises:
        ProofError: the index is out of range, or a hash of the proof is not 32 bytes, or there are more than 63.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index <= MAX_SIZE:
            raise ProofError(f"a receipt's index is from 0 to {MAX_SIZE}")
        if len(self.proof) > MAX_HASHES or any(len(value) != HASH_LENGTH for value in self.proof):
            raise ProofError(f"a receipt's proof is at most {MAX_HASHES} hashes of {HASH_LENGTH} bytes")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the receipt in a tlog-proof; nothing is verified yet.

        Raises:
            ProofError: not a tlog-proof, or not the one way to write it.
        """
        if len(data) > MAX_LENGTH:
            raise ProofError(f"a receipt of {len(data)} bytes")
        head, separator, checkpoint = data.partition(b"\n\n")
        lines = head.split(b"\n")
        if not separator or lines.pop(0) != HEADER:
            raise ProofError("a receipt starts with c2sp.org/tlog-proof@v1 and ends with a checkpoint")
        try:
            extra = None
            if lines and lines[0].startswith(_EXTRA):
                extra = b64_decode(lines.pop(0).removeprefix(_EXTRA).decode("ascii"))
            if not lines or not lines[0].startswith(_INDEX) or not SIZE.fullmatch(lines[0], len(_INDEX)):
                raise ProofError("a receipt names its index after the first line, or after the extra line")
            proof = tuple(b64_decode(line.decode("ascii")) for line in lines[1:])
        except (UnicodeDecodeError, BadEncoding):
            raise ProofError("a receipt whose extra line or proof is not base64") from None
        return cls(int(lines[0].removeprefix(_INDEX)), proof, checkpoint, extra)

    def format(self) -> bytes:
        """Return the tlog-proof."""
        extra = [] if self.extra is None else [_EXTRA + b64_encode(self.extra).encode("ascii")]
        proof = [b64_encode(value).encode("ascii") for value in self.proof]
        return b"\n".join([HEADER, *extra, _INDEX + str(self.index).encode("ascii"), *proof, b"", self.checkpoint])

    def verify(self, entry: bytes, key: VerifierKey) -> Checkpoint:
        """Return the log's signed checkpoint, once it has been shown that `entry` is in the log at the index.

        Raises:
            NoteError: the checkpoint is malformed, or not signed by the log's key.
            ProofError: the entry is not what the proof proves.
        """
        checkpoint = open_checkpoint(self.checkpoint, key)
        verify_inclusion(self.proof, self.index, checkpoint.size, leaf_hash(entry), checkpoint.root)
        return checkpoint
