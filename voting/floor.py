"""The floor: what people in the hall share live and what is no act of the log. Pure values; none of it is a record."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias, TypeVar

from ballots.fields import MAX_INTEGER, Fields
from voting.cues import Countdown, Interpreters, read_countdown, read_interpreters
from voting.pause import Pause, read_pause
from voting.practice import Practice, read_practice
from voting.prepared import PreparedActs, read_prepared
from voting.speakers import Speakers, read_speakers

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Floor:
    """All that is on the floor at one moment."""

    pause: Pause | None = None
    speakers: Speakers = field(default_factory=Speakers)
    prepared: PreparedActs = field(default_factory=PreparedActs)
    interpreters: Interpreters | None = None
    countdowns: tuple[Countdown, ...] = ()
    practice: Practice | None = None

    def format(self) -> str:
        """Return it as it is kept."""
        return json.dumps(self, default=_members, ensure_ascii=False, separators=(",", ":"))

    def after(self, motions: int) -> "Floor":
        """Return what is left of it once so many motions have been opened.

        An opening ends pause and practice, and takes back that the interpreters are ready.
        """
        pause, practice, ready = self.pause, self.practice, self.interpreters
        return replace(
            self,
            pause=pause if pause and pause.motions == motions else None,
            practice=practice if practice and practice.motions == motions else None,
            interpreters=ready if ready and ready.motions == motions else None,
        )

    def during(self, vote: bool, now: int) -> "Floor":
        """Return it with the speaker's time standing still while the hall votes, and running on when it has voted."""
        speech = self.speakers.speech
        return (
            self if speech is None else replace(self, speakers=replace(self.speakers, speech=speech.during(vote, now)))
        )


Change: TypeAlias = Callable[[Floor], Floor]


def _members(part: Any) -> dict[str, Any]:
    """Return a part of the floor as JSON writes it, without the copy of thousands of practised choices of `asdict`."""
    return {one.name: getattr(part, one.name) for one in fields(part)}


def parse(content: str) -> Floor:
    """Return a floor as it was kept.

    Raises:
        BadField: it is not in the form that this version writes.
    """
    found = Fields(json.loads(content), "floor")
    floor = Floor(
        pause=_part(found, "pause", read_pause),
        speakers=read_speakers(Fields(found.take("speakers"), "floor.speakers")),
        prepared=read_prepared(Fields(found.take("prepared"), "floor.prepared")),
        interpreters=_part(found, "interpreters", read_interpreters),
        countdowns=found.items("countdowns", 0, MAX_INTEGER, read_countdown),
        practice=_part(found, "practice", read_practice),
    )
    found.end()
    return floor


def _part(fields: Fields, name: str, read: Callable[[Fields], Part]) -> Part | None:
    value = fields.take(name)
    return None if value is None else read(Fields(value, f"{fields.where}.{name}"))
