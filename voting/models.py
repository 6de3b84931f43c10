"""Tables: the log itself, blobs, the private roster, sign-in, floor and lent phones. The log alone is the record."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables, with constraints named so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)


class Entry(Base):
    """One entry of the log: the exact bytes of a statement's JWS, its digest and its leaf hash."""

    __tablename__ = "entries"

    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Base):
    """The size and root of the log: one row, the fence that every append must pass."""

    __tablename__ = "log_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))


class Blob(Base):
    """Content that statements name by its digest."""

    __tablename__ = "blobs"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RosterPerson(Base):
    """A person as the desk knows her: private, and erasable without harm to the log.

    `key` identifies her when the organisers' list is imported again; `seat` is the one her delegation gave her.
    """

    __tablename__ = "roster"
    __table_args__ = (UniqueConstraint("delegation", "seat", name="uq_roster_delegation_seat"),)

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(700), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    salt: Mapped[str] = mapped_column(String(22))
    role: Mapped[str] = mapped_column(String(16))
    delegation: Mapped[str | None] = mapped_column(String(64))
    seat: Mapped[int | None]
    reference: Mapped[str | None] = mapped_column(String(100))
    door: Mapped[str] = mapped_column(String(6), unique=True)


class CommittedName(Base):
    """A name as a credential's statement committed to it: later corrections of the roster do not reach back."""

    __tablename__ = "committed_names"

    credential: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(300))
    salt: Mapped[str] = mapped_column(String(22))


class NumberCounter(Base):
    """The next free credential number; numbers that were reserved and not used stay unused."""

    __tablename__ = "number_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next: Mapped[int] = mapped_column(BigInteger)


class Challenge(Base):
    """A sign-in challenge that has been answered and must not be again; forgotten once it is too old anyway."""

    __tablename__ = "challenges"

    challenge: Mapped[str] = mapped_column(String(43), primary_key=True)
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class FloorRow(Base):
    """What the hall shares live and no act of the log says: one row, `version` the fence that each change must pass."""

    __tablename__ = "floor"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(Text)


class LoanRow(Base):
    """A phone of the convention's pool that was lent, in seconds since 1970: `back` is null while it is out."""

    __tablename__ = "loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(8))
    credential: Mapped[int] = mapped_column(BigInteger)
    lent: Mapped[int] = mapped_column(BigInteger)
    back: Mapped[int | None] = mapped_column(BigInteger)
