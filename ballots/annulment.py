"""An annulment that a chair asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annulment:
    """The digest of the statement that asks for it, who signed that, and why."""

    digest: str
    person: str
    reason: str
