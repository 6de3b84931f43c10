"""What voters said of their votes after the declaration: in the record by digest, in their own words until erased."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from audit import canonical
from ballots.errors import Refused
from ballots.explanation_acts import ExplanationKind
from ballots.motion import Motion


class Explained(NamedTuple):
    """One statement on a vote; `text` is None where the words were erased or are not readable."""

    mandate: str
    credential: int
    choice: str
    kind: ExplanationKind
    digest: str
    text: str | None


def explained(motion: Motion, blob: Callable[[str], bytes | None]) -> Iterator[Explained]:
    """Yield what is said of the votes of a motion, in the order of recording; `blob` returns stored bytes or None."""
    for (mandate, kind), digest in motion.explanations.items():
        vote = motion.votes[mandate]
        if vote.credential is not None:
            yield Explained(mandate, vote.credential, vote.choice, kind, digest, personal_words(blob(digest)))


def personal_words(content: bytes | None) -> str | None:
    """Return the words of an erasable blob (FORMAT.md section 4); None if it is gone or is no such blob."""
    if content is None:
        return None
    try:
        fields = canonical.loads(content)
    except Refused:
        return None
    text = fields.get("text") if isinstance(fields, dict) else None
    return text if isinstance(text, str) else None
