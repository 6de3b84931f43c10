"""The log in SQL: the storage that `audit.log` asks for, over SQLite and PostgreSQL alike."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from sqlalchemy import Connection, Engine, insert, select, update

from audit.errors import LogError
from audit.log import Head, Row
from audit.merkle import EMPTY_ROOT
from voting.database import exclusive
from voting.models import Entry, LogHead

CHUNK = 1_000


class SqlTransaction:
    """One exclusive turn at the log."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """Return the committed head, size 0 before the founding."""
        row = self._connection.execute(select(LogHead.size, LogHead.root)).one_or_none()
        return Head(row.size, row.root) if row else Head(0, EMPTY_ROOT)

    def entries(self, start: int, stop: int) -> Iterator[bytes]:
        """Return entries in order, read in chunks."""
        for low in range(start, stop, CHUNK):
            high = min(low + CHUNK, stop)
            query = select(Entry.entry).where(Entry.index >= low, Entry.index < high).order_by(Entry.index)
            found = self._connection.execute(query).scalars().all()
            if len(found) != high - low:
                raise LogError(f"the database holds {len(found)} of the entries {low} to {high - 1}")
            yield from found

    def indexes(self, digests: Sequence[str]) -> dict[str, int]:
        """Return the index of every digest that is recorded."""
        result: dict[str, int] = {}
        for low in range(0, len(digests), CHUNK):
            query = select(Entry.digest, Entry.index).where(Entry.digest.in_(digests[low : low + CHUNK]))
            result.update({row.digest: row.index for row in self._connection.execute(query)})
        return result

    def append(self, rows: Sequence[Row], old: Head, new: Head) -> None:
        """Write rows and move the head, fenced by the head that was read."""
        if old.size == 0:
            self._connection.execute(insert(LogHead).values(id=1, size=0, root=EMPTY_ROOT))
        moved = self._connection.execute(
            update(LogHead)
            .where(LogHead.id == 1, LogHead.size == old.size, LogHead.root == old.root)
            .values(size=new.size, root=new.root)
        )
        if moved.rowcount != 1:
            raise LogError(f"another writer moved the log's head away from size {old.size}")
        self._connection.execute(insert(Entry), [asdict(row) for row in rows])


class SqlLogStore:
    """The log of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """Take an exclusive turn; commits on leaving, rolls back on an error."""
        with exclusive(self._engine, LogHead.__tablename__) as connection:
            yield SqlTransaction(connection)

    def head(self) -> Head:
        """Return the committed head."""
        with self._engine.connect() as connection:
            return SqlTransaction(connection).head()

    def entries(self, start: int, stop: int) -> Iterable[bytes]:
        """Return committed entries in order."""
        with self._engine.connect() as connection:
            yield from SqlTransaction(connection).entries(start, stop)

    def index(self, digest: str) -> int | None:
        """Return the index of the committed statement with this digest, None if there is none."""
        with self._engine.connect() as connection:
            return SqlTransaction(connection).indexes([digest]).get(digest)
