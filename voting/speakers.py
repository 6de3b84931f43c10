"""The speakers' list: who asked for the floor, in which order it is offered, and who has it. Pure values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ballots.acts import NUMBER_LIMIT
from ballots.errors import KeyRevoked
from ballots.fields import IDENTIFIER, MAX_INTEGER, Fields, checked_integer, checked_match
from ballots.mandate import seat_of
from ballots.state import Credential
from voting.floor_errors import AlreadyInLine, LineFull, ListClosed, NotInLine

LINE_LIMIT = 200
SPEECH_LIMIT = 3_600
DELEGATIONS_LIMIT = 10_000
USUAL_SECONDS = 180


class Side(StrEnum):
    """What somebody asks the floor for."""

    FOR = "for"
    AGAINST = "against"
    ORDER = "order"


SIDES: Mapping[str, Side] = {side.value: side for side in Side}
OTHER = {Side.FOR: Side.AGAINST, Side.AGAINST: Side.FOR}


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asked for the floor: her badge's number, her pseudonym, and her delegation, "" without one."""

    number: int
    person: str
    delegation: str
    side: Side


@dataclass(frozen=True, slots=True)
class Speech:
    """Who has the floor, since when (seconds since 1970), and for how many seconds.

    `held` is when the hall began to vote while she had it: her time stands still. Once it has voted, `since` is as much
    later as the vote took.
    """

    request: Request
    since: int
    seconds: int
    held: int | None = None

    def during(self, vote: bool, now: int) -> "Speech":
        """Return it as it is while the hall votes, and while it does not."""
        if vote:
            return self if self.held is not None else replace(self, held=now)
        return self if self.held is None else replace(self, since=self.since + max(0, now - self.held), held=None)


@dataclass(frozen=True, slots=True)
class Speakers:
    """The list: `line` in the order of asking, `ruled` the numbers that the chair put in an order of her own.

    `last` is the side that spoke last, `spoken` how many seconds each delegation has had; points of order count for
    neither. `seconds` is the time that the next speaker gets.
    """

    open: bool = False
    seconds: int = USUAL_SECONDS
    speech: Speech | None = None
    line: tuple[Request, ...] = ()
    ruled: tuple[int, ...] = ()
    last: Side | None = None
    spoken: Mapping[str, int] = field(default_factory=dict)

    def offered(self) -> tuple[Request, ...]:
        """Return the line as it is offered to the chair.

        Points of order first, then what the chair ruled, then for and against in turn; of one side the delegation that
        has spoken least, and then whoever asked first.
        """
        left = {one.number: one for one in self.line}
        ruled = [left.pop(number) for number in self.ruled if number in left]
        orders = [one for one in left.values() if one.side is Side.ORDER]
        debate = [one for one in left.values() if one.side is not Side.ORDER]
        return (*orders, *ruled, *self._balanced(debate, ruled))

    def _balanced(self, waiting: list[Request], before: Iterable[Request]) -> list[Request]:
        spoken, last, found = dict(self.spoken), self.last, list[Request]()
        running = [self.speech.request] if self.speech else []
        for one in (*running, *before):
            last = _take_turn(one, spoken, last, self.seconds)
        while waiting:
            turn = OTHER[last] if last else Side.FOR
            sided = [one for one in waiting if one.side is turn] or waiting
            one = min(sided, key=lambda one: spoken.get(one.delegation, 0))
            waiting.remove(one)
            found.append(one)
            last = _take_turn(one, spoken, last, self.seconds)
        return found

    def ask(self, request: Request, by_chair: bool = False) -> "Speakers":
        """Return the list with one more in line.

        Raises:
            AlreadyInLine: she waits or speaks already.
            ListClosed: the chair takes no more requests, other than points of order and her own.
            LineFull: no more can wait.
        """
        speaking = [self.speech.request] if self.speech else []
        if any(one.person == request.person for one in (*self.line, *speaking)):
            raise AlreadyInLine(f"badge {request.number}")
        if not self.open and not by_chair and request.side is not Side.ORDER:
            raise ListClosed
        if len(self.line) >= LINE_LIMIT:
            raise LineFull(f"{LINE_LIMIT} wait")
        return replace(self, line=(*self.line, request))

    def without(self, person: str) -> "Speakers":
        """Return the list without somebody, whether she was in it or not: a second tap takes nothing back."""
        gone = {one.number for one in self.line if one.person == person}
        return self._left(lambda number: number not in gone)

    def remove(self, number: int) -> "Speakers":
        """Return the list without a number.

        Raises:
            NotInLine: it is not in it.
        """
        self._waiting(number)
        return self._left(lambda other: other != number)

    def give(self, number: int, now: int) -> "Speakers":
        """Give the floor to somebody in line; who had it has had it.

        Raises:
            NotInLine: she does not wait any more.
        """
        one = self._waiting(number)
        left = self.end(now).remove(number)
        return replace(left, speech=Speech(one, now, self.seconds))

    def end(self, now: int) -> "Speakers":
        """End the speech, if there is one."""
        if self.speech is None:
            return self
        spoken, one = dict(self.spoken), self.speech.request
        until = now if self.speech.held is None else self.speech.held
        last = _take_turn(one, spoken, self.last, max(0, min(until - self.speech.since, SPEECH_LIMIT)))
        return replace(self, speech=None, last=last, spoken=spoken)

    def move(self, number: int, by: int) -> "Speakers":
        """Put somebody one place up (-1) or down (1): from then on the order up to there is the chair's.

        Raises:
            NotInLine: she does not wait any more.
        """
        self._waiting(number)
        offered = self.offered()
        order = [one.number for one in offered]
        old = order.index(number)
        new = max(0, min(old + by, len(order) - 1))
        # Points of order would go before all that is ruled, so those that wait now are ruled with it.
        fixed = [at for at, one in enumerate(offered) if one.number in self.ruled or one.side is Side.ORDER]
        order.insert(new, order.pop(old))
        return replace(self, ruled=tuple(order[: max(old, new, *fixed) + 1]))

    def anew(self) -> "Speakers":
        """Return an empty list for the next debate; who has spoken how long stays."""
        return replace(self, line=(), ruled=(), last=None)

    def _waiting(self, number: int) -> Request:
        for one in self.line:
            if one.number == number:
                return one
        raise NotInLine(f"badge {number}")

    def _left(self, stays: Callable[[int], bool]) -> "Speakers":
        line = tuple(one for one in self.line if stays(one.number))
        return replace(self, line=line, ruled=tuple(number for number in self.ruled if stays(number)))


def _take_turn(one: Request, spoken: dict[str, int], last: Side | None, seconds: int) -> Side | None:
    """Count a speech for its delegation; return the side that spoke last then."""
    if one.side is Side.ORDER:
        return last
    if one.delegation:
        spoken[one.delegation] = spoken.get(one.delegation, 0) + seconds
    return one.side


def request_of(credential: Credential, side: Side) -> Request:
    """Return what the holder of a credential asks for.

    Raises:
        KeyRevoked: the credential has been revoked or replaced.
    """
    if not credential.active:
        raise KeyRevoked(f"credential {credential.number}")
    mandates = (seat_of(mandate).delegation for mandate in credential.mandates)
    return Request(credential.number, credential.person, credential.delegation or next(mandates, ""), side)


def read_speakers(fields: Fields) -> Speakers:
    """Return a list as it is kept.

    Raises:
        BadField: it is not one.
    """
    found = Speakers(
        open=fields.boolean("open"),
        seconds=read_seconds(fields),
        speech=_speech(fields.take("speech")),
        line=fields.items("line", 0, LINE_LIMIT, _request),
        ruled=fields.items("ruled", 0, LINE_LIMIT, _number),
        last=_last(fields.take("last")),
        spoken=_spoken(fields.take("spoken")),
    )
    fields.end()
    return found


def read_seconds(fields: Fields) -> int:
    """Return how long a speech may be.

    Raises:
        BadField: not between a second and an hour.
    """
    return fields.integer("seconds", 1, SPEECH_LIMIT)


def read_number(fields: Fields) -> int:
    """Return a badge's number.

    Raises:
        BadField: it is none.
    """
    return fields.integer("number", 1, NUMBER_LIMIT)


def _number(value: object, where: str) -> int:
    return checked_integer(value, where, 1, NUMBER_LIMIT)


def _request(value: object, where: str) -> Request:
    fields = Fields(value, where)
    delegation = fields.take("delegation")
    found = Request(
        read_number(fields),
        fields.identifier("person"),
        "" if delegation == "" else checked_match(delegation, f"{where}.delegation", IDENTIFIER, "an identifier"),
        fields.choice("side", SIDES),
    )
    fields.end()
    return found


def _speech(value: object) -> Speech | None:
    if value is None:
        return None
    fields = Fields(value, "floor.speakers.speech")
    request, since, seconds = _request(fields.take("request"), "request"), fields.integer("since"), read_seconds(fields)
    held = fields.take("held")
    fields.end()
    return Speech(request, since, seconds, None if held is None else checked_integer(held, "held", 0, MAX_INTEGER))


def _last(value: object) -> Side | None:
    return None if value is None else Fields({"last": value}, "floor.speakers").choice("last", SIDES)


def _spoken(value: object) -> dict[str, int]:
    if value == {}:
        return {}
    fields = Fields({"spoken": value}, "floor.speakers")
    return dict(fields.mapping("spoken", IDENTIFIER, DELEGATIONS_LIMIT, _total))


def _total(value: object, where: str) -> int:
    return checked_integer(value, where, 0, MAX_INTEGER)
