"""The floor: what people in the hall share live and what is no act of the log. Pure values; none of it is a record."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import TypeAlias, TypeVar

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
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

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


def parse(content: str) -> Floor:
    """Return a floor as it was kept.

    Raises:
        BadField: it is not in the form that this version writes.
    """
    fields = Fields(json.loads(content), "floor")
    floor = Floor(
        pause=_part(fields, "pause", read_pause),
        speakers=read_speakers(Fields(fields.take("speakers"), "floor.speakers")),
        prepared=read_prepared(Fields(fields.take("prepared"), "floor.prepared")),
        interpreters=_part(fields, "interpreters", read_interpreters),
        countdowns=fields.items("countdowns", 0, MAX_INTEGER, read_countdown),
        practice=_part(fields, "practice", read_practice),
    )
    fields.end()
    return floor


def _part(fields: Fields, name: str, read: Callable[[Fields], Part]) -> Part | None:
    value = fields.take(name)
    return None if value is None else read(Fields(value, f"{fields.where}.{name}"))
