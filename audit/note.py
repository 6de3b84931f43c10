"""Signed notes (c2sp.org/signed-note) with Ed25519 keys, type 0x01."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from audit.encoding import BadEncoding, b64_decode, b64_encode, b64url_decode, b64url_encode
from audit.errors import NoteError
from audit.keys import PublicKey
from audit.signing import Ed25519Signer
from ballots.errors import BadKey, BadSignature
from ballots.jwk import Jwk

ED25519 = b"\x01"
KEY_ID_LENGTH = 4
MAX_SIGNATURES = 100
MAX_LENGTH = 1_000_000

_DASH = "\N{EM DASH} ".encode()
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public key that a name signs notes with; its text is the C2SP `vkey`.

    Raises:
        NoteError: the name is empty or holds white space, a control character or "+".
    """

    name: str
    public: PublicKey

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.public.alg != "Ed25519":
            raise NoteError("a note's key must be Ed25519")

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Return the key in `name+key id+base64`.

        Raises:
            NoteError: malformed, of another type than Ed25519, not a valid key, or its id does not recompute.
        """
        parts = vkey.split("+", 2)
        if len(parts) != 3:
            raise NoteError("a verifier key is name+key id+base64")
        try:
            typed = b64_decode(parts[2])
            if typed[:1] != ED25519:
                raise NoteError("the verifier key is not of type Ed25519")
            key = cls(parts[0], PublicKey.from_jwk(Jwk(b64url_encode(typed[1:]))))
        except (BadEncoding, BadKey) as error:
            raise NoteError(f"the verifier key is not valid: {error}") from None
        if str(key) != vkey:
            raise NoteError("the verifier key's id is not that of its name and key")
        return key

    @property
    def raw(self) -> bytes:
        """The 32 bytes of the public key."""
        return b64url_decode(self.public.jwk.x)

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, type and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:KEY_ID_LENGTH]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64_encode(ED25519 + self.raw)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that at least one known key has signed; `text` ends in a newline."""

    text: bytes
    signed_by: tuple[VerifierKey, ...]


class NoteSigner:
    """A private key that signs notes under a name."""

    def __init__(self, name: str, signer: Ed25519Signer) -> None:
        self._signer = signer
        self.key = VerifierKey(name, PublicKey.from_jwk(signer.jwk))

    def sign(self, text: bytes) -> bytes:
        """Return the note of a text with this key's one signature.

        Raises:
            NoteError: the text is not UTF-8 that ends in a newline, or holds other control characters.
        """
        _check_text(text)
        signature = b64_encode(self.key.key_id + self._signer.sign(text))
        return text + b"\n" + _DASH + f"{self.key.name} {signature}\n".encode()


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> Note:
    """Return the text of a note once a known key's signature has been verified.

    Signatures by unknown keys are ignored. A signature that a known key did not make refuses the whole note, as does
    a second one by the same key.

    Raises:
        NoteError: malformed, or not signed by any of these keys.
    """
    if len(data) > MAX_LENGTH:
        raise NoteError(f"a note of {len(data)} bytes")
    # The text itself may hold empty lines, so the last one separates.
    text, separator, block = data.rpartition(b"\n\n")
    if not separator or not block.endswith(b"\n"):
        raise NoteError("a note is text, an empty line, and lines of signatures")
    text += b"\n"
    _check_text(text)
    lines = block[:-1].split(b"\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"more than {MAX_SIGNATURES} signatures")
    known = {(key.name, key.key_id): key for key in keys}
    signed_by: list[VerifierKey] = []
    for line in lines:
        name, key_id, signature = _read_signature(line)
        key = known.get((name, key_id))
        if key is None:
            continue
        if key in signed_by:
            raise NoteError(f"two signatures by {name}")
        try:
            key.public.verify(signature, text)
        except BadSignature as error:
            raise NoteError(f"the signature by {name}: {error}") from None
        signed_by.append(key)
    if not signed_by:
        raise NoteError("no signature by a known key")
    return Note(text, tuple(signed_by))


def _read_signature(line: bytes) -> tuple[str, bytes, bytes]:
    """Return the name, key id and signature of a line."""
    fields = line.removeprefix(_DASH).split(b" ")
    if not line.startswith(_DASH) or len(fields) != 2:
        raise NoteError("a signature line is a dash, a name and base64")
    try:
        name = fields[0].decode("utf-8")
        signature = b64_decode(fields[1].decode("ascii"))
    except (UnicodeDecodeError, BadEncoding):
        raise NoteError("a signature line that is not UTF-8 and base64") from None
    _check_name(name)
    if len(signature) <= KEY_ID_LENGTH:
        raise NoteError("a signature line without a signature")
    return name, signature[:KEY_ID_LENGTH], signature[KEY_ID_LENGTH:]


def _check_name(name: str) -> None:
    try:
        encoded = name.encode("utf-8")
    except UnicodeEncodeError:
        raise NoteError("a key name with a lone surrogate") from None
    if not name or "+" in name or any(map(str.isspace, name)) or _CONTROL.search(encoded):
        raise NoteError("a key name is text without white space and plus signs")


def _check_text(text: bytes) -> None:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("a note that is not UTF-8") from None
    if not text.endswith(b"\n") or _CONTROL.search(text):
        raise NoteError("a note's text ends in a newline and holds no other control character")
