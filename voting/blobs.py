"""Content-addressed texts: on disk before a statement may name them."""

import re
from collections.abc import Collection, Iterator

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from audit.blobs import named
from audit.encoding import b64url_encode, digest
from ballots.errors import BadField, Refused
from ballots.statement import Statement
from voting.database import erasing
from voting.models import Blob

LIMIT = 5_000_000
HEX = re.compile(r"[0-9a-f]{64}")


class BlobMissing(Refused):
    """The server does not have the text that this document names. Upload the text first, then table the document."""


class AlreadyErased(Refused):
    """This text was erased before. Nothing is left of it here; look into exports and backups made earlier."""


# What stands in the place of an erased text, before the time and the reason: no text holds a U+0000.
_ERASED = b"\x00"


class BlobStore:
    """The texts of one database. What was erased cannot be stored again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, content: bytes) -> str:
        """Store UTF-8 text and return its digest; stored twice, it is there once.

        Raises:
            BadField: not UTF-8 text, or empty.
        """
        try:
            if not content.decode("utf-8").strip() or b"\x00" in content:
                raise BadField("the text is empty")
        except UnicodeDecodeError as error:
            raise BadField(f"the text is not UTF-8 at byte {error.start}") from None
        name = digest(content)
        if self._stored(name) is None:
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(Blob).values(digest=name, content=content))
            except IntegrityError:
                # Somebody stored the same text in the same moment.
                pass
        return name

    def get(self, name: str) -> bytes | None:
        """Return the text with this digest, None if it is not here."""
        content = self._stored(name)
        return None if content is None or content.startswith(_ERASED) else content

    def _stored(self, name: str) -> bytes | None:
        with self._engine.connect() as connection:
            return connection.execute(select(Blob.content).where(Blob.digest == name)).scalar_one_or_none()

    def _has(self, name: str) -> bool:
        kept = select(Blob.digest).where(Blob.digest == name, func.substr(Blob.content, 1, 1) != _ERASED)
        with self._engine.connect() as connection:
            return connection.execute(kept).first() is not None

    def erase(self, name: str, note: str) -> None:
        """Put a note in the place of a text; where the file can be written over, its bytes are.

        Raises:
            AlreadyErased, BlobMissing: there is no such text here any more, or never was.
        """
        content = self._stored(name)
        if content is None:
            raise BlobMissing(f"blob {name}")
        if content.startswith(_ERASED):
            raise AlreadyErased(f"blob {name}: {content[len(_ERASED) :].decode()}")
        with erasing(self._engine) as connection:
            connection.execute(update(Blob).where(Blob.digest == name).values(content=_ERASED + note.encode()))

    def get_named(self, name: str) -> bytes | None:
        """Return the text with this SHA-256 in hex, None if it is not here."""
        if not HEX.fullmatch(name):
            return None
        return self.get(b64url_encode(bytes.fromhex(name)))

    def read(self, names: Collection[str]) -> Iterator[bytes]:
        """Yield the texts with these digests.

        Raises:
            BlobMissing: one is not here.
        """
        for name in names:
            content = self.get(name)
            if content is None:
                raise BlobMissing(f"blob {name}")
            yield content

    def check(self, statement: Statement) -> None:
        """Refuse a statement that names a text which is not on disk.

        Raises:
            BlobMissing: that is so.
        """
        found = named(statement.act)
        for name in (*found.texts, *found.erasable):
            if not self._has(name):
                raise BlobMissing(f"blob {name}")
