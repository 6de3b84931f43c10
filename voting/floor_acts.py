"""What chair and clerk may do to the floor: each act reads its own fields and returns the change that it makes."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from audit.encoding import b64url_encode
from ballots.convention import Convention
from ballots.errors import BadField
from ballots.fields import Fields
from ballots.motion import MotionState
from voting.cues import Countdown, Interpreters, polled
from voting.cues import read_seconds as read_seconds_left
from voting.floor import Change
from voting.floor_errors import MotionNotOpen, MotionUnderWay
from voting.pause import Pause, read_until
from voting.practice import Practice
from voting.speakers import SIDES, Speakers, read_number, read_seconds, request_of

# An act gets its fields, the convention as it stands, and the time in seconds since 1970.
Act: TypeAlias = Callable[[Fields, Convention, int], Change]


def _pause(fields: Fields, convention: Convention, now: int) -> Change:
    if convention.open_motions:
        raise MotionUnderWay
    pause = Pause(now, read_until(fields), len(convention.motions))
    return lambda floor: replace(floor, pause=pause)


def _resume(_: Fields, __: Convention, ___: int) -> Change:
    return lambda floor: replace(floor, pause=None)


def _list(fields: Fields, _: Convention, __: int) -> Change:
    taken = fields.boolean("open")
    return _speakers(lambda speakers: replace(speakers, open=taken))


def _time(fields: Fields, _: Convention, __: int) -> Change:
    seconds = read_seconds(fields)
    return _speakers(lambda speakers: replace(speakers, seconds=seconds))


def _add(fields: Fields, convention: Convention, _: int) -> Change:
    request = request_of(convention.credential(read_number(fields)), fields.choice("side", SIDES))
    return _speakers(lambda speakers: speakers.ask(request, by_chair=True))


def _give(fields: Fields, _: Convention, now: int) -> Change:
    number = read_number(fields)
    return _speakers(lambda speakers: speakers.give(number, now))


def _end(fields: Fields, _: Convention, now: int) -> Change:
    number = read_number(fields)

    def change(speakers: Speakers) -> Speakers:
        # A second press, or the other officer's, must not end the speech that began meanwhile.
        speech = speakers.speech
        return speakers.end(now) if speech and speech.request.number == number else speakers

    return _speakers(change)


def _move(fields: Fields, _: Convention, __: int) -> Change:
    number, up = read_number(fields), fields.boolean("up")
    return _speakers(lambda speakers: speakers.move(number, -1 if up else 1))


def _remove(fields: Fields, _: Convention, __: int) -> Change:
    number = read_number(fields)
    return _speakers(lambda speakers: speakers.remove(number))


def _balance(_: Fields, __: Convention, ___: int) -> Change:
    return _speakers(lambda speakers: replace(speakers, ruled=()))


def _anew(_: Fields, __: Convention, ___: int) -> Change:
    return _speakers(Speakers.anew)


def _speakers(change: Callable[[Speakers], Speakers]) -> Change:
    return lambda floor: replace(floor, speakers=change(floor.speakers))


def _interpreters(fields: Fields, convention: Convention, now: int) -> Change:
    ready = Interpreters(now, len(convention.motions)) if fields.boolean("ready") else None
    return lambda floor: replace(floor, interpreters=ready)


def _countdown(fields: Fields, convention: Convention, now: int) -> Change:
    motion = convention.motions.get(fields.identifier("motion"))
    if motion is None or motion.state is not MotionState.OPEN:
        raise MotionNotOpen
    countdown = Countdown(motion.opened.motion, now, read_seconds_left(fields), fields.boolean("ends"))
    bound = convention.founded.rules.questions[motion.opened.kind].polling_seconds
    if countdown.ends and countdown.seconds != bound:
        raise BadField(f"{fields.where}.seconds is not how long the rules keep {motion.opened.kind} open: {bound}")
    others = polled(convention) - {countdown.motion}
    return lambda floor: replace(
        floor, countdowns=(*(one for one in floor.countdowns if one.motion in others), countdown)
    )


def _no_countdown(fields: Fields, _: Convention, __: int) -> Change:
    motion = fields.identifier("motion")
    return lambda floor: replace(floor, countdowns=tuple(one for one in floor.countdowns if one.motion != motion))


def _practise(_: Fields, convention: Convention, __: int) -> Change:
    if convention.open_motions:
        raise MotionUnderWay
    practice = Practice(b64url_encode(secrets.token_bytes(16)), len(convention.motions))
    return lambda floor: replace(floor, practice=practice)


def _practised(_: Fields, __: Convention, ___: int) -> Change:
    return lambda floor: replace(floor, practice=floor.practice and replace(floor.practice, ended=True))


def _over(_: Fields, __: Convention, ___: int) -> Change:
    return lambda floor: replace(floor, practice=None)


ACTS: Mapping[str, Act] = {
    "pause": _pause,
    "resume": _resume,
    "list": _list,
    "time": _time,
    "add": _add,
    "give": _give,
    "end": _end,
    "move": _move,
    "remove": _remove,
    "balance": _balance,
    "anew": _anew,
    "interpreters": _interpreters,
    "countdown": _countdown,
    "no_countdown": _no_countdown,
    "practise": _practise,
    "practised": _practised,
    "practice_over": _over,
}


def read_act(value: object, convention: Convention, now: int) -> Change:
    """Return the change that a chair's or a clerk's act makes.

    Raises:
        BadField: there is no such act, or its fields are not those that it has.
        Refused: it is not possible as the convention stands.
    """
    fields = Fields(value, "act")
    act = fields.choice("act", ACTS)
    change = act(fields, convention, now)
    fields.end()
    return _on_what_is_left(change, len(convention.motions))


def _on_what_is_left(change: Change, motions: int) -> Change:
    return lambda floor: change(floor.after(motions))
