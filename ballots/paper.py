"""A vote on paper or aloud, from the first teller's signature to the second's."""

from enum import StrEnum

from ballots.paper_acts import Method, PaperRecorded


class PaperState(StrEnum):
    """What has become of a first signature."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class PaperRecord:
    """What one teller recorded for one mandate; `entry` holds it, `person` signed it."""

    __slots__ = ("choice", "digest", "entry", "mandate", "method", "motion", "opening", "person", "state")

    def __init__(self, act: PaperRecorded, choice: str, digest: str, entry: int, person: str) -> None:
        self.motion = act.motion
        self.opening = act.opening
        self.mandate = act.mandate
        self.method = act.method
        self.choice = choice
        self.digest = digest
        self.entry = entry
        self.person = person
        self.state = PaperState.PENDING

    @property
    def withheld(self) -> bool:
        """Whether its entries wait for the close: what was called aloud, everybody has heard."""
        return self.method is not Method.VOICE
