"""Which texts a statement names by their digests, and which of them a record must hold (FORMAT.md section 9)."""

from base64 import urlsafe_b64decode
from typing import NamedTuple

from audit import admission
from audit.encoding import b64url_decode
from ballots.acts import DocumentTabled
from ballots.amendment_acts import AmendmentRecommended, AmendmentTabled, DocumentCorrected
from ballots.explanation_acts import VoteExplained
from ballots.statement import Act

# As they stand in a payload's bytes.
_NAMING = (
    b'"document.tabled"',
    b'"document.corrected"',
    b'"amendment.tabled"',
    b'"amendment.recommended"',
    b'"vote.explained"',
)


class Named(NamedTuple):
    """Digests in base64url: of texts that a record must hold, and of what a person wrote and may have erased."""

    texts: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()


def named(act: Act) -> Named:
    """Return what a statement names."""
    match act:
        case DocumentTabled():
            return Named(tuple(act.texts.values()))
        case DocumentCorrected():
            return Named((act.text,))
        case AmendmentTabled():
            return Named(erasable=_present(act.reason))
        case AmendmentRecommended():
            return Named(erasable=_present(act.note, act.minority))
        case VoteExplained():
            return Named(erasable=(act.text,))
        case _:
            return Named()


def named_in(entry: bytes) -> Named:
    """Return what a recorded entry names; only an entry that names anything is read in full."""
    content = urlsafe_b64decode(entry.split(b".")[1] + b"==")
    return named(admission.read(entry).statement.act) if any(kind in content for kind in _NAMING) else Named()


def hex_name(digest: str) -> str:
    """Return a digest as the names of blobs write it."""
    return b64url_decode(digest).hex()


def _present(*digests: str | None) -> tuple[str, ...]:
    return tuple(digest for digest in digests if digest is not None)
