"""Entries of the log as people read them: what was said, by whom, and which entries vouch for the signer's key."""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from flask import current_app

from audit import jws
from audit.checkpoint import SIZE
from audit.encoding import b64url_decode, b64url_encode
from audit.log import Log
from ballots.amendment_acts import TargetKind
from ballots.convention import Convention
from ballots.fields import DIGEST
from ballots.jwk import Jwk
from voting.bundles import giving_way
from voting.log_store import SqlLogStore

PAGE = 50
# Nobody's key is farther from the founding: a device, the code that enrolled it, the desk that issued the code, and
# the same for the desk; a device that moved adds one each time.
_MOST_LINKS = 24


class Signed(NamedTuple):
    """Who signed an entry: the role and number of a credential, or the founder, who has no number."""

    role: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; of a withheld one there is `leaf`, the hash that stands in the tree, and nothing else.

    `issued_at` is what the signer's clock claims, `links` are the motion, decision, text and amendment it names.
    """

    index: int
    leaf: str
    type: str = ""
    signed: Signed | None = None
    issued_at: str = ""
    digest: str = ""
    kid: str = ""
    payload: Mapping[str, object] | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def withheld(self) -> bool:
        """Whether it belongs to a motion that is still open."""
        return self.payload is None

    @property
    def readable(self) -> str:
        """The payload with a line for each member, as the page compares it with the entry's own bytes."""
        return json.dumps(self.payload, ensure_ascii=False, indent=2)


def entries(log: Log, start: int, stop: int) -> Iterator[Entry]:
    """Yield entries from `start` to before `stop`, votes of open motions without their content."""
    hidden = [log.convention.withholds(index, index + 1) for index in range(start, stop)]
    for index, (entry, withheld) in enumerate(zip(log.store.entries(start, stop), hidden, strict=True), start):
        leaf = b64url_encode(log.tree.leaf(index))
        yield Entry(index, leaf) if withheld else _read(log.convention, index, leaf, entry)


def _read(convention: Convention, index: int, leaf: str, entry: bytes) -> Entry:
    found = jws.parse(entry, jws.STATEMENT)
    key = convention.key(found.kid)
    credential = None if key.credential is None else convention.credential(key.credential)
    signed = Signed("founder", None) if credential is None else Signed(credential.role.value, credential.number)
    links = {name: str(found.payload[name]) for name in _LINKED if isinstance(found.payload.get(name), str)}
    if text := _text_of(convention, links.get("amendment", "")):
        links["document"] = text
    said = str(found.payload["type"])
    return Entry(
        index, leaf, said, signed, str(found.payload["issued_at"]), found.digest, found.kid, found.payload, links
    )


def _text_of(convention: Convention, amendment: str) -> str | None:
    """Return the text that an amendment is to, however many amendments to amendments there are between."""
    while (known := convention.amendments.get(amendment)) is not None:
        target = known.target
        if target.kind is TargetKind.DOCUMENT:
            return target.id
        amendment = target.id
    return None


_LINKED = ("motion", "decision", "document", "amendment")


def wanted_index(store: SqlLogStore, asked: str) -> int | None:
    """Return the entry that somebody asks for by its number or its statement's digest; None if there is none."""
    text = asked.strip()
    if SIZE.fullmatch(text.encode("utf-8", "replace")):
        return int(text)
    return store.index(text) if DIGEST.fullmatch(text) else None


class KeyOrigins:
    """Which entry made each key known; read on from where it ended, so that nobody waits for the whole log twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._size = 0
        self._of: dict[str, tuple[int, str]] = {}

    def chain(self, store: SqlLogStore, size: int, kid: str) -> list[int]:
        """Return the entries that vouch for a key, from the one that names it to the founding.

        Each is signed by a key that the next one names; the founding is signed by its own.
        """
        with self._lock:
            self._read_on(store, size)
            found: list[int] = []
            while kid in self._of and len(found) < _MOST_LINKS:
                index, signer = self._of[kid]
                found.append(index)
                if signer == kid:
                    break
                kid = signer
            return found

    def _read_on(self, store: SqlLogStore, size: int) -> None:
        for index, entry in enumerate(giving_way(store.entries(self._size, size)), self._size):
            header, payload, _ = entry.split(b".")
            decoded = b64url_decode(payload)
            # Votes, which are most entries, name no key.
            if b'"kty"' in decoded:
                signer = jws.read_header(header)[1]
                for kid in keys_named(json.loads(decoded)):
                    self._of.setdefault(kid, (index, signer))
        self._size = max(self._size, size)


def keys_named(value: object) -> Iterator[str]:
    """Yield the ids of the public keys in a payload, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from keys_named(one)
    elif isinstance(value, dict):
        if "kty" in value:
            yield Jwk(str(value.get("x")), value.get("y")).kid
        for one in value.values():
            yield from keys_named(one)


def key_origins() -> KeyOrigins:
    """Return those of the server that answers the current request."""
    return cast(KeyOrigins, current_app.extensions["plenary_keys"])
