"""Votes read quickly: most entries are votes, and a vote's canonical payload has so few spellings that one pattern
reads it. What the pattern does not match goes the general way, so this changes no verdict, only its cost.
"""

import re
from datetime import datetime

from audit import admission, jws
from audit.admission import Submission
from audit.encoding import BadEncoding, b64url_decode, digest
from audit.jws import Jws
from audit.keys import SIGNATURE_LENGTH
from ballots import fields
from ballots.acts import VoteCast
from ballots.errors import Refused
from ballots.statement import Statement

_DIGEST, _IDENTIFIER, _MANDATE = fields.DIGEST.pattern, fields.IDENTIFIER.pattern, fields.MANDATE.pattern
# Members in the order of RFC 8785. Fifteen digits stay below 2^53; longer numbers go the general way.
_VOTE = re.compile(
    rf'{{"ballot":{{"choice":"(?P<choice>{_IDENTIFIER})"}},"convention":"(?P<convention>{_DIGEST})",'
    rf'"issued_at":"(?P<issued_at>{fields.TIME.pattern})","mandate":"(?P<mandate>{_MANDATE})",'
    rf'"motion":"(?P<motion>{_IDENTIFIER})","nonce":"(?P<nonce>{fields.NONCE.pattern})",'
    rf'"opening":"(?P<opening>{_DIGEST})","sequence":(?P<sequence>[1-9][0-9]{{0,14}}),"type":"vote\.cast"}}'
)
_NAMES = ("choice", "convention", "issued_at", "mandate", "motion", "nonce", "opening", "sequence")


def read(entry: bytes) -> Submission:
    """Read an entry's bytes, as `admission.read` does.

    Raises:
        Malformed, TooLarge, UnknownType, BadField: the form is wrong.
    """
    return _read_vote(entry) or admission.read(entry)


def _read_vote(entry: bytes) -> Submission | None:
    """Return the vote in an entry, None if it is anything else or may be wrong."""
    parts = entry.split(b".")
    if len(parts) != 3 or len(entry) > jws.MAX_LENGTH:
        return None
    try:
        alg, kid, typ = jws.read_header(parts[0])
        match = _VOTE.fullmatch(b64url_decode(parts[1]).decode("ascii"))
        signature = b64url_decode(parts[2])
        if match is None or typ != jws.STATEMENT or len(signature) != SIGNATURE_LENGTH:
            return None
        choice, convention, issued_at, mandate, motion, nonce, opening, digits = match.group(*_NAMES)
        datetime.fromisoformat(issued_at)
    except (Refused, BadEncoding, ValueError):
        return None
    sequence = int(digits)
    ballot = {"choice": choice}
    payload = {
        "ballot": ballot,
        "convention": convention,
        "issued_at": issued_at,
        "mandate": mandate,
        "motion": motion,
        "nonce": nonce,
        "opening": opening,
        "sequence": sequence,
        "type": "vote.cast",
    }
    signing_input = entry[: len(parts[0]) + 1 + len(parts[1])]
    hashed = digest(signing_input)
    statement = Statement(kid, hashed, convention, sequence, issued_at, VoteCast(motion, opening, mandate, ballot))
    return Submission(entry, Jws(alg, kid, payload, signing_input, signature, hashed), statement)
