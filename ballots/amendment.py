"""An amendment on the table: what it would change, who stands behind it, and what was said of it since."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ballots.amendment_acts import AmendmentRecommended, AmendmentTabled, Changes, Target


class Status(StrEnum):
    """Where an amendment is in its life."""

    PENDING = "pending"
    SUSPENDED = "suspended"
    VOTING = "voting"
    ADOPTED = "adopted"
    SURVIVES = "survives"
    REJECTED = "rejected"
    FALLEN = "fallen"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


# May still be put to the vote.
LIVE = frozenset({Status.PENDING, Status.SUSPENDED, Status.VOTING, Status.SURVIVES})


class Standing(NamedTuple):
    """An amendment's status; `cause` is the motion that decided it, or the amendment for which it fell or waits."""

    status: Status
    cause: str | None = None


class Amendment:
    """An amendment or a part of a divided one; `index` is the entry that brought it into being.

    `in_favour_of` names the compromise for which it was withdrawn: it revives if that one is not adopted.
    `translations` holds, by language, the entry that gave its words there after it was tabled.
    `given` says how often each person has given it support.
    """

    __slots__ = (
        "changes",
        "digest",
        "given",
        "id",
        "in_favour_of",
        "index",
        "part_of",
        "parts",
        "proposers",
        "pulled",
        "recommended",
        "supporters",
        "tabled",
        "translations",
        "withdrawn",
    )

    def __init__(
        self,
        identifier: str,
        tabled: AmendmentTabled,
        digest: str,
        index: int,
        changes: Changes,
        part_of: str | None = None,
    ) -> None:
        self.id = identifier
        self.tabled = tabled
        self.digest = digest
        self.index = index
        self.changes = changes
        self.translations: Mapping[str, int] = {}
        self.part_of = part_of
        self.parts: tuple[str, ...] = ()
        self.proposers = tabled.proposers
        self.supporters: dict[int, None] = {}
        self.given: dict[str, int] = {}
        self.withdrawn = False
        self.in_favour_of: str | None = None
        self.recommended: AmendmentRecommended | None = None
        self.pulled = False

    @property
    def target(self) -> Target:
        """What it would change."""
        return self.tabled.target
