"""Strict base64 and base64url (RFC 4648), and SHA-256 digests as FORMAT.md section 1 writes them."""

import hashlib
from base64 import urlsafe_b64encode
from binascii import a2b_base64, b2a_base64


class BadEncoding(ValueError):
    """Text that is not the one base64 or base64url form of any bytes."""


# "+", "/" and padding are no part of base64url: they become characters that no base64 has.
_TO_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")
_PADDING = (b"", b"!", b"==", b"=")


def b64url_encode(data: bytes) -> str:
    """Return `data` in base64url without padding (RFC 4648 section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b64url_decode(text: str | bytes) -> bytes:
    """Return the bytes that unpadded base64url text, or its ASCII bytes, stands for.

    Raises:
        BadEncoding: padding, another alphabet, an impossible length, or unused bits that are not zero.
    """
    try:
        raw = text.encode("ascii") if isinstance(text, str) else text
        padded = raw.translate(_TO_STANDARD) + _PADDING[len(raw) % 4]
        data = a2b_base64(padded, strict_mode=True)
    except ValueError:
        raise BadEncoding(f"not base64url: {text[:32]!r}") from None
    if b2a_base64(data, newline=False) != padded:
        raise BadEncoding(f"not the canonical base64url of any bytes: {text[:32]!r}")
    return data


def b64_encode(data: bytes) -> str:
    """Return `data` in base64 with padding (RFC 4648 section 4)."""
    return b2a_base64(data, newline=False).decode("ascii")


def b64_decode(text: str) -> bytes:
    """Return the bytes of padded base64 text.

    Raises:
        BadEncoding: missing padding, another alphabet, or unused bits that are not zero.
    """
    try:
        data = a2b_base64(text, strict_mode=True)
    except ValueError:
        raise BadEncoding(f"not base64: {text[:32]!r}") from None
    if b64_encode(data) != text:
        raise BadEncoding(f"not the canonical base64 of any bytes: {text[:32]!r}")
    return data


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in base64url, 43 characters."""
    return b64url_encode(hashlib.sha256(data).digest())
