"""A sitting of the assembly, and the quorum as it was established whenever the assembly came together."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.judgement import Threshold
from ballots.majority import Count
from ballots.sitting_acts import SittingOpened


class SittingState(StrEnum):
    """Where a sitting is in its life."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who was there when entry `index` opened or resumed a sitting; `quorum` is None where the rules ask for none."""

    index: int
    accredited: Count
    present: Count
    quorum: Threshold | None


class Sitting:
    """One sitting; the first of its `gatherings` is its opening, the others its resumptions."""

    __slots__ = ("entries", "gatherings", "opened", "state")

    def __init__(self, opened: SittingOpened, gathering: Gathering) -> None:
        self.opened = opened
        self.state = SittingState.OPEN
        self.gatherings = [gathering]
        # Its opening, and every entry that changed its state.
        self.entries = [gathering.index]
