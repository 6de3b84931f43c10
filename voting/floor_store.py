"""The floor in SQL: one row that all server processes share, each change fenced by the version before it."""

import logging

from sqlalchemy import Connection, Engine, insert, select, update

from ballots.errors import BadField
from voting.database import exclusive
from voting.floor import Change, Floor, parse
from voting.models import FloorRow


class FloorMoved(Exception):
    """Somebody changed the floor's row outside its lock; nothing was written."""


class FloorStore:
    """The floor of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def version(self) -> int:
        """Return how many changes there were."""
        with self._engine.connect() as connection:
            return connection.execute(select(FloorRow.version)).scalar_one_or_none() or 0

    def read(self) -> tuple[int, Floor]:
        """Return the version and what is on the floor."""
        with self._engine.connect() as connection:
            return _read(connection)

    def change(self, work: Change) -> tuple[int, Floor]:
        """Replace the floor by `work` of it; return what it is then. What changes nothing makes no new version.

        `work` runs under the lock of the database, so it must be short and must not read the log.

        Raises:
            Refused: `work` does; nothing is changed.
        """
        with exclusive(self._engine, FloorRow.__tablename__) as connection:
            version, before = _read(connection)
            after = work(before)
            if after != before:
                _write(connection, version, after)
                version += 1
        return version, after


def _read(connection: Connection) -> tuple[int, Floor]:
    row = connection.execute(select(FloorRow.version, FloorRow.content)).one_or_none()
    if row is None:
        return 0, Floor()
    try:
        return row.version, parse(row.content)
    except (ValueError, BadField):
        # Another version of the program wrote it. It is no record, and no reason to keep votes from the hall.
        logging.getLogger("plenary").exception("the floor is not in this version's form and begins anew")
        return row.version, Floor()


def _write(connection: Connection, version: int, floor: Floor) -> None:
    if version == 0:
        connection.execute(insert(FloorRow).values(id=1, version=0, content=""))
    moved = connection.execute(
        update(FloorRow)
        .where(FloorRow.id == 1, FloorRow.version == version)
        .values(version=version + 1, content=floor.format())
    )
    if moved.rowcount != 1:
        raise FloorMoved(f"from version {version}")
