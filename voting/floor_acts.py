"""What chair and clerk may do to the floor: each act reads its own fields and returns the change that it makes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from ballots.convention import Convention
from ballots.fields import Fields
from voting.floor import Change
from voting.floor_errors import MotionUnderWay
from voting.pause import Pause, read_until

# An act gets its fields, the convention as it stands, and the time in seconds since 1970.
Act: TypeAlias = Callable[[Fields, Convention, int], Change]


def _pause(fields: Fields, convention: Convention, now: int) -> Change:
    if convention.open_motions:
        raise MotionUnderWay
    pause = Pause(now, read_until(fields), len(convention.motions))
    return lambda floor: replace(floor, pause=pause)


def _resume(_: Fields, __: Convention, ___: int) -> Change:
    return lambda floor: replace(floor, pause=None)


ACTS: Mapping[str, Act] = {"pause": _pause, "resume": _resume}


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
