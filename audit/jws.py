"""Statements on the wire: JWS compact serialization with one allowed form (FORMAT.md section 3, RFC 7515)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from audit import canonical
from audit.encoding import BadEncoding, b64url_decode, b64url_encode, digest
from audit.keys import CACHED_KEYS, SIGNATURE_LENGTH
from audit.signing import Signer
from ballots.errors import Malformed, TooLarge

STATEMENT = "plenary-statement-v1"
DEVICE = "plenary-device-v1"
LOGIN = "plenary-login-v1"
# A vote that counts for nothing: what is not of the typ STATEMENT can never stand in the log.
PRACTICE = "plenary-practice-v1"

MAX_LENGTH = 65_535

# Canonical JSON of exactly these members has no other spelling, so a pattern reads it in full.
_HEADER = re.compile(
    rb'\{"alg":"(ES256|Ed25519)","kid":"([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])","typ":"([a-z0-9-]{1,64})"\}'
)


@dataclass(frozen=True, slots=True)
class Jws:
    """A JWS in its one allowed form, its signature not yet checked; `digest` is that of the signing input."""

    alg: str
    kid: str
    payload: Mapping[str, object]
    signing_input: bytes
    signature: bytes
    digest: str


def parse(entry: bytes, typ: str) -> Jws:
    """Return the parts of a JWS of this `typ`.

    Raises:
        TooLarge: more than 65,535 bytes.
        Malformed: anything else that is not the form of FORMAT.md section 3.
    """
    if len(entry) > MAX_LENGTH:
        raise TooLarge(f"{len(entry)} bytes")
    parts = entry.split(b".")
    if len(parts) != 3:
        raise Malformed(f"{len(parts)} parts between dots, not 3")
    try:
        alg, kid, found = read_header(parts[0])
        payload = canonical.loads(b64url_decode(parts[1]))
        signature = b64url_decode(parts[2])
    except BadEncoding as error:
        raise Malformed(str(error)) from None
    if found != typ:
        raise Malformed(f"typ is {found}, not {typ}")
    if not isinstance(payload, dict):
        raise Malformed("the payload is not an object")
    if len(signature) != SIGNATURE_LENGTH:
        raise Malformed(f"a signature of {len(signature)} bytes, not {SIGNATURE_LENGTH}")
    signing_input = entry[: entry.rindex(b".")]
    return Jws(alg, kid, payload, signing_input, signature, digest(signing_input))


def sign(signer: Signer, payload: Mapping[str, object], typ: str) -> bytes:
    """Return the JWS of a payload under the signer's key.

    Raises:
        Malformed: the payload has no canonical form.
        TooLarge: the JWS would be longer than 65,535 bytes.
    """
    header = {"alg": signer.jwk.alg, "kid": signer.jwk.kid, "typ": typ}
    parts = (b64url_encode(canonical.dumps(header)), b64url_encode(canonical.dumps(payload)))
    signing_input = ".".join(parts).encode("ascii")
    entry = signing_input + b"." + b64url_encode(signer.sign(signing_input)).encode("ascii")
    if len(entry) > MAX_LENGTH:
        raise TooLarge(f"{len(entry)} bytes")
    return entry


# A device sends the same header each time. Only valid headers, at most about 200 bytes each, stay in memory.
@lru_cache(CACHED_KEYS)
def read_header(encoded: bytes) -> tuple[str, str, str]:
    """Return `alg`, `kid` and `typ` of a header in base64url.

    Raises:
        BadEncoding: not base64url.
        Malformed: not canonical JSON of exactly these members.
    """
    match = _HEADER.fullmatch(b64url_decode(encoded))
    if match is None:
        raise Malformed("the header is not canonical JSON of exactly alg, kid and typ")
    alg, kid, typ = match.groups()
    return alg.decode("ascii"), kid.decode("ascii"), typ.decode("ascii")
