"""Checkpoints (c2sp.org/tlog-checkpoint): the size and root of the log at one moment, signed by the log."""

import re
from dataclasses import dataclass
from typing import Self

from audit.encoding import BadEncoding, b64_decode, b64_encode
from audit.errors import NoteError
from audit.merkle import EMPTY_ROOT, HASH_LENGTH
from audit.note import NoteSigner, VerifierKey, open_note

# Sizes stand in JSON too, where integers end at 2^53-1.
MAX_SIZE = 2**53 - 1
SIZE = re.compile(rb"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself.

    Raises:
        NoteError: the origin is not one line of text, the size is out of range, or the root is not 32 bytes or not
            the root of an empty tree for size 0.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise NoteError("a checkpoint's origin is one line")
        if not 0 <= self.size <= MAX_SIZE:
            raise NoteError(f"a checkpoint's size is from 0 to {MAX_SIZE}")
        if len(self.root) != HASH_LENGTH or (self.size == 0 and self.root != EMPTY_ROOT):
            raise NoteError("a checkpoint's root is 32 bytes, and for size 0 that of the empty tree")

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Return the checkpoint in the three lines of a note's text.

        Raises:
            NoteError: not exactly origin, size and root. (FORMAT.md section 7 allows no extension lines.)
        """
        lines = text.split(b"\n")
        if len(lines) != 4 or lines[3]:
            raise NoteError("a checkpoint is exactly three lines: origin, size and root")
        if not SIZE.fullmatch(lines[1]):
            raise NoteError("a checkpoint's size is a decimal number without leading zeros")
        try:
            return cls(lines[0].decode("utf-8"), int(lines[1]), b64_decode(lines[2].decode("ascii")))
        except (UnicodeDecodeError, BadEncoding):
            raise NoteError("a checkpoint that is not UTF-8, or whose root is not base64") from None

    def text(self) -> bytes:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64_encode(self.root)}\n".encode()

    def sign(self, signer: NoteSigner) -> bytes:
        """Return the signed note. The caller has made sure that it never contradicts one signed before.

        Raises:
            NoteError: the origin is not the name of the signer's key.
        """
        if self.origin != signer.key.name:
            raise NoteError(f"the key of {signer.key.name} signs no checkpoint of {self.origin}")
        return signer.sign(self.text())


def open_checkpoint(data: bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint in a note that this log's key has signed; its origin is the name of the key.

    Raises:
        NoteError: malformed, of another origin, or without a valid signature of the key.
    """
    checkpoint = Checkpoint.parse(open_note(data, (key,)).text)
    if checkpoint.origin != key.name:
        raise NoteError(f"a checkpoint of {checkpoint.origin}, not of {key.name}")
    return checkpoint
