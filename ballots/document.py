"""A document on the table: its text is a blob, pinned by the statement that tabled it."""

from dataclasses import dataclass

from ballots.acts import DocumentTabled


@dataclass(frozen=True, slots=True)
class TabledDocument:
    """One version of a document, with the digest and the log index of the statement that tabled it."""

    tabled: DocumentTabled
    digest: str
    index: int
