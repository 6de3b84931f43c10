"""A decision without a vote by name, from the chair's statement to the second teller's signature."""

from ballots.decision_acts import DecisionRecorded
from ballots.document import TabledDocument

TELLERS = 2


class Decision:
    """What a chair stated; in effect once two tellers have confirmed this statement of it.

    `index` is the entry that states it, `tellers` the persons who have confirmed it, `decided` the entry with
    which it came into effect.
    """

    __slots__ = ("decided", "digest", "index", "person", "recorded", "subject", "tellers")

    def __init__(
        self, recorded: DecisionRecorded, digest: str, index: int, subject: TabledDocument | None, person: str
    ) -> None:
        self.recorded = recorded
        self.digest = digest
        self.index = index
        self.subject = subject
        self.person = person
        self.tellers: list[str] = []
        self.decided: int | None = None

    @property
    def in_effect(self) -> bool:
        """Whether two tellers have confirmed it."""
        return self.decided is not None
