"""Erasing what a person wrote: the log keeps its digest and stays what it was."""

from datetime import UTC, datetime

from audit.blobs import named_in
from audit.encoding import BadEncoding, b64url_decode, b64url_encode
from ballots.errors import Refused
from voting.services import Services


class NotErasable(Refused):
    """This text was put to the assembly, so its record must hold it. What people wrote of their own is erasable."""


class NotADigest(Refused):
    """This is no digest of a text. Give its SHA-256 as in the statement that names it, or as its file in a bundle."""


def erase(parts: Services, name: str, reason: str) -> list[int]:
    """Erase a personal text by its digest, base64url or hex, and return the entries that name it.

    Raises:
        NotADigest, NotErasable: it cannot be erased.
        AlreadyErased, BlobMissing: it is not here any more, or never was.
    """
    digest, naming = _digest(name), []
    with parts.sequencer.reading() as (log, _):
        size = log.tree.size
    for index, entry in enumerate(parts.store.entries(0, size)):
        found = named_in(entry)
        if digest in found.texts:
            raise NotErasable(f"entry {index} names it")
        if digest in found.erasable:
            naming.append(index)
    parts.blobs.erase(digest, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {reason}")
    return naming


def _digest(name: str) -> str:
    try:
        content = bytes.fromhex(name) if len(name) == 64 else b64url_decode(name)
    except (ValueError, BadEncoding):
        raise NotADigest(name[:100]) from None
    if len(content) != 32:
        raise NotADigest(name[:100])
    return b64url_encode(content)
