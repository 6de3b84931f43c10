"""A document on the table: its text is a blob, pinned by the statement that tabled it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ballots.acts import DocumentTabled


@dataclass(frozen=True, slots=True)
class TabledDocument:
    """One version of a document, with the digest and the log index of the statement that tabled it.

    `corrections` holds later translations, by language.
    """

    tabled: DocumentTabled
    digest: str
    index: int
    corrections: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> Mapping[str, str]:
        """Return the digests of its texts by language, as corrected."""
        return {**self.tabled.texts, **self.corrections}
