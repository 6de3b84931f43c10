"""Signed checkpoints written out here, so that the tests do not trust what they test."""

import hashlib
from collections.abc import Iterable

from audit.encoding import b64_encode, b64url_decode
from audit.merkle import leaf_hash
from audit.signing import Ed25519Signer

ORIGIN = "hall.example/test"


def vkey(name: str, key: Ed25519Signer) -> str:
    """Return a C2SP verifier key, written out here so that the tests do not trust what they test."""
    return f"{name}+{_key_id(name, key).hex()}+{b64_encode(_typed(key))}"


def signed_note(text: str, name: str, key: Ed25519Signer) -> bytes:
    signature = b64_encode(_key_id(name, key) + key.sign(text.encode()))
    return f"{text}\n\N{EM DASH} {name} {signature}\n".encode()


def _typed(key: Ed25519Signer) -> bytes:
    return b"\x01" + b64url_decode(key.jwk.x)


def _key_id(name: str, key: Ed25519Signer) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _typed(key)).digest()[:4]


def checkpoint(entries: Iterable[bytes], key: Ed25519Signer, origin: str = ORIGIN) -> bytes:
    """Return the signed checkpoint of a log that holds exactly these entries."""
    leaves = [leaf_hash(entry) for entry in entries]
    return signed_note(f"{origin}\n{len(leaves)}\n{b64_encode(root_of(leaves))}\n", origin, key)


def root_of(leaves: list[bytes]) -> bytes:
    """Return MTH as RFC 6962 section 2.1 defines it, slowly."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:middle]) + root_of(leaves[middle:])).digest()
