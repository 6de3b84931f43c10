"""Lent phones: which phone of the convention's pool is out, and with whom. Private, and outside the record."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert, select, update

from ballots.errors import Refused
from voting.database import exclusive
from voting.models import LoanRow

LABEL = re.compile(r"[0-9A-Z][0-9A-Z-]{0,7}")


class BadLabel(Refused):
    """This is no label of a phone. It has one to eight letters from A to Z, digits and hyphens."""


class BadgeRevoked(Refused):
    """This badge was revoked or replaced. Lend the phone to the person's newest badge."""


class PhoneIsOut(Refused):
    """This phone is lent to somebody else. Take it back from there first, or lend another one."""


class HasPhone(Refused):
    """This person has a lent phone already. Take that one back first."""


class PhoneNotOut(Refused):
    """This phone is not lent to this badge. Look at the list of lent phones."""


@dataclass(frozen=True, slots=True)
class Loan:
    """One phone in one person's hands, in seconds since 1970; `back` is None while it is out."""

    label: str
    credential: int
    lent: int
    back: int | None = None


def read_label(value: object) -> str:
    """Return the label on a phone as it is kept: "a7 " and "A7" are one phone.

    Raises:
        BadLabel: it is none.
    """
    label = value.strip().upper() if isinstance(value, str) else ""
    if not LABEL.fullmatch(label):
        raise BadLabel
    return label


class Loans:
    """The loans of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def out(self) -> dict[int, Loan]:
        """Return the loans of the phones that are out, by credential."""
        with self._engine.connect() as connection:
            return _out(connection)

    def lend(self, label: str, credential: int, now: int) -> Loan:
        """Note that a phone goes out; the same once more changes nothing, for the reply to the first may be lost.

        Raises:
            PhoneIsOut: another credential has it, whose number is the detail.
            HasPhone: this credential has another phone, whose label is the detail.
        """
        with exclusive(self._engine, LoanRow.__tablename__) as connection:
            out = _out(connection)
            holder = next((loan for loan in out.values() if loan.label == label), None)
            if holder is not None and holder.credential != credential:
                raise PhoneIsOut(str(holder.credential))
            if credential in out and out[credential].label != label:
                raise HasPhone(out[credential].label)
            if holder is None:
                connection.execute(insert(LoanRow).values(label=label, credential=credential, lent=now))
            return holder or Loan(label, credential, now)

    def take_back(self, label: str, credential: int, now: int) -> Loan:
        """Note that a phone is back; the same once more changes nothing, whoever has the phone by then.

        Raises:
            PhoneNotOut: this credential never had it.
        """
        with exclusive(self._engine, LoanRow.__tablename__) as connection:
            hers = (LoanRow.label == label) & (LoanRow.credential == credential)
            connection.execute(update(LoanRow).where(hers & LoanRow.back.is_(None)).values(back=now))
            last = connection.execute(_COLUMNS.where(hers).order_by(LoanRow.id.desc()).limit(1)).one_or_none()
        if last is None:
            raise PhoneNotOut(label)
        return Loan(*last)


_COLUMNS = select(LoanRow.label, LoanRow.credential, LoanRow.lent, LoanRow.back)


def _out(connection: Connection) -> dict[int, Loan]:
    return {row.credential: Loan(*row) for row in connection.execute(_COLUMNS.where(LoanRow.back.is_(None)))}
