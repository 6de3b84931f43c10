"""Server-sent events as bytes: each is written once and compressed once, however many listen."""

import gzip
import json
import random
import zlib
from functools import cached_property
from typing import Any

# What begins a gzip stream (RFC 1952 section 2.3): no name and no time.
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


class Piece:
    """One or more events, plain and as a part of any gzip stream."""

    def __init__(self, text: str) -> None:
        self.plain = text.encode()

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed as if nothing had gone before and up to a full byte: so it fits into every stream."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(self.plain) + packer.flush(zlib.Z_FULL_FLUSH)

    def coded(self, packed: bool) -> bytes:
        """Return it as one stream or another wants it."""
        return self.packed if packed else self.plain


class Document:
    """A JSON value as the body of an answer, plain and as gzip."""

    def __init__(self, value: Any) -> None:
        self._value = value

    @cached_property
    def plain(self) -> bytes:
        """The value as it is written, in UTF-8."""
        return written(self._value).encode()

    @cached_property
    def packed(self) -> bytes:
        """The same as gzip."""
        return gzip.compress(self.plain, 6, mtime=0)


def event(name: str, data: Any, number: str | None = None) -> str:
    """Return an event; whoever comes back names the last number that it heard."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {name}\ndata: {written(data)}\n\n"


def written(value: Any) -> str:
    """Return a value as JSON, names in any script as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Browsers do not spread their reconnections, and a server that starts again would meet all of them in one second.
RETRIES = tuple(Piece(f"retry: {milliseconds}\n\n") for milliseconds in range(1_000, 9_000, 50))
PING = Piece("event: ping\ndata: 0\n\n")


def when_to_retry() -> Piece:
    """Return what tells a browser after how long it may reconnect: each is told another time."""
    return random.choice(RETRIES)  # noqa: S311 - it only spreads load
