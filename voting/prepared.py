"""Acts that a clerk prepares for the chair: plain drafts that nobody signs until a chair's device has checked them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ballots.errors import Refused
from ballots.fields import MAX_INTEGER, Fields, checked_integer

# More than a chair can look through would hide the one that matters.
MOST = 8
# A draft with a text that is not tabled yet; longer texts are tabled at the desk.
DRAFT_LIMIT = 40_000


class TooManyPrepared(Refused):
    """Too many acts wait for the chair. Take one back, or wait until a chair has looked at them."""


class NothingPrepared(Refused):
    """This prepared act is not there any more. Somebody approved it, sent it back or took it away."""


class Kind(StrEnum):
    """What a chair would sign."""

    OPEN = "open"
    DECIDE = "decide"
    END = "end"
    CLOSE = "close"
    DECLARE = "declare"
    ANNUL = "annul"
    SITTING = "sitting"
    COUNT = "count"
    REPORT = "report"


KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class PreparedAct:
    """One act: its number, the credential of who prepared it, and the draft as JSON, which only a chair's page reads.

    `returned` is the credential of the chair who sent it back.
    """

    number: int
    by: int
    kind: Kind
    draft: str
    returned: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """An act that is not there any more: its number, whose credential ended it, and whether she signed it."""

    number: int
    by: int
    signed: bool


@dataclass(frozen=True, slots=True)
class PreparedActs:
    """All of them, in the order in which they came; `last` is the number given last, so that none is given twice.

    `ended` are those that are not there any more, the last few: whoever had one before her is told what became of it.
    """

    last: int = 0
    acts: tuple[PreparedAct, ...] = ()
    ended: tuple[Ended, ...] = ()

    def add(self, by: int, kind: Kind, draft: str) -> "PreparedActs":
        """Return them with one more; what waits already is not prepared twice.

        Raises:
            TooManyPrepared: there are `MOST` already.
        """
        if any((one.kind, one.draft, one.returned) == (kind, draft, None) for one in self.acts):
            return self
        if len(self.acts) >= MOST:
            raise TooManyPrepared
        return replace(self, last=self.last + 1, acts=(*self.acts, PreparedAct(self.last + 1, by, kind, draft)))

    def send_back(self, number: int, by: int) -> "PreparedActs":
        """Return them with one sent back to the clerk.

        Raises:
            NothingPrepared: it is not there, or was sent back already.
        """
        found = self._find(number)
        if found.returned is not None:
            raise NothingPrepared(f"prepared act {number}")
        return replace(self, acts=tuple(replace(one, returned=by) if one is found else one for one in self.acts))

    def remove(self, number: int, by: int, signed: bool) -> "PreparedActs":
        """Return them without one, which its remover signed or took away.

        Raises:
            NothingPrepared: it is not there.
        """
        found = self._find(number)
        return replace(
            self,
            acts=tuple(one for one in self.acts if one is not found),
            ended=(*self.ended, Ended(number, by, signed))[-MOST:],
        )

    def _find(self, number: int) -> PreparedAct:
        for one in self.acts:
            if one.number == number:
                return one
        raise NothingPrepared(f"prepared act {number}")


def read_prepared(fields: Fields) -> PreparedActs:
    """Return prepared acts as they are kept.

    Raises:
        BadField: they are not.
    """
    found = PreparedActs(
        fields.integer("last"), fields.items("acts", 0, MOST, _read_act), fields.items("ended", 0, MOST, _read_ended)
    )
    fields.end()
    return found


def _read_act(value: object, where: str) -> PreparedAct:
    fields = Fields(value, where)
    returned = fields.take("returned")
    act = PreparedAct(
        fields.integer("number", 1),
        fields.integer("by", 1),
        fields.choice("kind", KINDS),
        fields.text("draft", DRAFT_LIMIT),
        None if returned is None else checked_integer(returned, f"{where}.returned", 1, MAX_INTEGER),
    )
    fields.end()
    return act


def _read_ended(value: object, where: str) -> Ended:
    fields = Fields(value, where)
    ended = Ended(fields.integer("number", 1), fields.integer("by", 1), fields.boolean("signed"))
    fields.end()
    return ended
