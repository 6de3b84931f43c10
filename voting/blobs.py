"""Content-addressed texts: on disk before a statement may name them."""

import re
from collections.abc import Collection, Iterator

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from audit.blobs import named
from audit.encoding import b64url_encode, digest
from ballots.errors import BadField, Refused
from ballots.statement import Statement
from voting.models import Blob

LIMIT = 5_000_000
HEX = re.compile(r"[0-9a-f]{64}")


class BlobMissing(Refused):
    """The server does not have the text that this document names. Upload the text first, then table the document."""


class BlobStore:
    """The texts of one database."""

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
        if self.get(name) is None:
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(Blob).values(digest=name, content=content))
            except IntegrityError:
                # Somebody stored the same text in the same moment.
                pass
        return name

    def get(self, name: str) -> bytes | None:
        """Return the text with this digest, None if it is not here."""
        with self._engine.connect() as connection:
            return connection.execute(select(Blob.content).where(Blob.digest == name)).scalar_one_or_none()

    def _has(self, name: str) -> bool:
        with self._engine.connect() as connection:
            return connection.execute(select(Blob.digest).where(Blob.digest == name)).first() is not None

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
