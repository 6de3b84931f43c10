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
        # Understanding a practice vote of thousands takes long, and each of them changes it: what this process wrote
        # itself it need not read.
        self._known: tuple[str | None, Floor] = None, Floor()

    def version(self) -> int:
        """Return how many changes there were."""
        with self._engine.connect() as connection:
            return connection.execute(select(FloorRow.version)).scalar_one_or_none() or 0

    def read(self) -> tuple[int, Floor]:
        """Return the version and what is on the floor."""
        with self._engine.connect() as connection:
            return _read(connection, *self._known)

    def change(self, work: Change) -> tuple[int, Floor]:
        """Replace the floor by `work` of it; return what it is then. What changes nothing makes no new version.

        `work` runs under the lock of the database, so it must be short and must not read the log.

        Raises:
            Refused: `work` does; nothing is changed.
        """
        with exclusive(self._engine, FloorRow.__tablename__) as connection:
            version, before = _read(connection, *self._known)
            after = work(before)
            if after != before:
                content = after.format()
                _write(connection, version, content)
                version += 1
                self._known = content, after
        return version, after


def _read(connection: Connection, known: str | None, floor: Floor) -> tuple[int, Floor]:
    """Return the version and what is on the floor, which is `floor` where the row is as it was written for it."""
    row = connection.execute(select(FloorRow.version, FloorRow.content)).one_or_none()
    if row is None:
        return 0, Floor()
    try:
        return row.version, floor if row.content == known else parse(row.content)
    except (ValueError, BadField):
        # Another version of the program wrote it. It is no record, and no reason to keep votes from the hall.
        logging.getLogger("plenary").exception("the floor is not in this version's form and begins anew")
        return row.version, Floor()


def _write(connection: Connection, version: int, content: str) -> None:
    if version == 0:
        connection.execute(insert(FloorRow).values(id=1, version=0, content=""))
    moved = connection.execute(
        update(FloorRow)
        .where(FloorRow.id == 1, FloorRow.version == version)
        .values(version=version + 1, content=content)
    )
    if moved.rowcount != 1:
        raise FloorMoved(f"from version {version}")
