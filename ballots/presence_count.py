"""A count of who is there, from its call to its end."""

from dataclasses import dataclass

from ballots.judgement import Threshold
from ballots.majority import Count


@dataclass(frozen=True, slots=True)
class Hands:
    """What a first teller counted; `record` is the digest of her statement."""

    mandates: int
    record: str
    person: str


@dataclass(frozen=True, slots=True)
class CountResult:
    """What entry `index` ended the count with; `quorum` is None where the rules ask for none."""

    index: int
    accredited: Count
    quorum: Threshold | None


class PresenceCount:
    """One count; `answered` maps each mandate that answered to the credential that did.

    `called_at` is when the chair says to have called it: pages count a minute from it, and no rule rests on it.
    `hands` count only once a second teller has confirmed them (`seconded`), and then in the place of the answers.
    """

    __slots__ = ("answered", "call", "called_at", "hands", "index", "name", "result", "seconded", "sitting", "total")

    def __init__(self, name: str, call: str, called_at: str, index: int, sitting: str | None) -> None:
        self.name = name
        self.call = call
        self.called_at = called_at
        self.index = index
        self.sitting = sitting
        self.answered: dict[str, int] = {}
        self.total = Count()
        self.hands: Hands | None = None
        self.seconded = False
        self.result: CountResult | None = None

    @property
    def is_open(self) -> bool:
        """Whether the chair has not ended it."""
        return self.result is None

    @property
    def present(self) -> Count:
        """Who is there by this count; a count of hands knows no weight, so that both numbers are the same."""
        if self.hands is not None and self.seconded:
            return Count(self.hands.mandates, self.hands.mandates)
        return self.total
