"""A report on credentials and an agenda, as they stand in the record."""

from dataclasses import dataclass

from ballots.day_acts import AgendaProposed, CredentialsReported


@dataclass(frozen=True, slots=True)
class Report:
    """A report that entry `index` states; `sitting` is the one it was made in, None before the first."""

    reported: CredentialsReported
    digest: str
    index: int
    sitting: str | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda that entry `index` proposes."""

    proposed: AgendaProposed
    digest: str
    index: int
