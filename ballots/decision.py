"""A decision without a vote by name, from the chair's statement to the second teller's signature."""

from enum import StrEnum

from ballots.annulment import Annulment
from ballots.decision_acts import DecisionRecorded
from ballots.document import TabledDocument

TELLERS = 2


class DecisionState(StrEnum):
    """Where a decision is in its life."""

    STATED = "stated"
    IN_EFFECT = "in_effect"
    ANNULLED = "annulled"


class Decision:
    """What a chair stated; in effect once two tellers have confirmed this statement of it, until it is annulled.

    `index` is the entry that states it, `tellers` the persons who have confirmed it, `changed` the latest entry that
    changed its state or asked for its annulment.
    """

    __slots__ = ("annulment", "changed", "digest", "index", "person", "recorded", "state", "subject", "tellers")

    def __init__(
        self, recorded: DecisionRecorded, digest: str, index: int, subject: TabledDocument | None, person: str
    ) -> None:
        self.recorded = recorded
        self.digest = digest
        self.index = index
        self.subject = subject
        self.person = person
        self.tellers: list[str] = []
        self.state = DecisionState.STATED
        self.changed = index
        self.annulment: Annulment | None = None

    @property
    def in_effect(self) -> bool:
        """Whether two tellers have confirmed it and it stands."""
        return self.state is DecisionState.IN_EFFECT
