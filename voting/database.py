"""The database engine: SQLite made durable, or PostgreSQL as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30


def make_engine(url: str) -> Engine:
    """Return an engine whose commits are on disk when they return."""
    # Errors of the database go to the server's log: without the values, which are votes and names.
    if not url.startswith("sqlite"):
        return create_engine(
            url, isolation_level="READ COMMITTED", pool_pre_ping=True, pool_size=10, hide_parameters=True
        )
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling would start transactions late, after the first read.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    exclusive = connection.get_execution_options().get("plenary_exclusive", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if exclusive else "BEGIN")


@contextmanager
def erasing(engine: Engine) -> Iterator[Connection]:
    """Run one transaction; nothing that it deletes stays in SQLite's files, as far as readers at that moment allow.

    PostgreSQL frees the bytes when it vacuums.
    """
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # Else the bytes stay in pages that are free, until something else needs them.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.commit()
        with connection.begin():
            yield connection
    if sqlite:
        # The write-ahead log still has the pages as they were.
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.close()


@contextmanager
def exclusive(engine: Engine, table: str) -> Iterator[Connection]:
    """Run one transaction that no other writer of `table` can overlap; commits on leaving, rolls back on an error."""
    with engine.connect().execution_options(plenary_exclusive=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # Taken before the first read, so that under READ COMMITTED every read sees all earlier turns.
            connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        yield connection
