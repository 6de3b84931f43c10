"""Sessions that start from a device's signature over a single-use challenge; there are no passwords."""

import hmac
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin
from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from audit import jws
from audit.encoding import BadEncoding, b64url_decode, b64url_encode
from audit.keys import PublicKey
from ballots.acts import Role
from ballots.convention import Convention
from ballots.errors import Malformed, NotAllowed, Refused, WrongAlgorithm, WrongConvention
from ballots.state import KeyUse, Signer
from voting.models import Challenge
from voting.sequencer import Sequencer, Unavailable

CHALLENGE_LIFE = timedelta(minutes=2)
SESSION_LIFE = timedelta(hours=18)


class StaleChallenge(Refused):
    """This sign-in took too long or was used before. Sign in again."""


@dataclass(frozen=True)
class User(UserMixin):
    """Someone who signed in with a device; `id` is the device's kid."""

    id: str
    role: Role
    person: str
    credential: int


class Challenges:
    """Challenges for devices to sign: each carries its own proof of origin, and only answered ones are remembered.

    Whoever merely asks for challenges writes nothing to the disk, and so cannot keep votes from it.
    """

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self._secret = secret

    def new(self) -> str:
        """Give out a challenge of 32 bytes, base64url: the time, 12 random bytes, and the server's mark on both."""
        stamp = struct.pack(">I", int(datetime.now(UTC).timestamp())) + secrets.token_bytes(12)
        return b64url_encode(stamp + self._mark(stamp))

    def take(self, challenge: str) -> bool:
        """Use a challenge up; return whether it is the server's own, in time, and answered for the first time."""
        try:
            raw = b64url_decode(challenge)
        except BadEncoding:
            return False
        stamp, mark = raw[:16], raw[16:]
        if len(raw) != 32 or not hmac.compare_digest(mark, self._mark(stamp)):
            return False
        now = datetime.now(UTC)
        expires = datetime.fromtimestamp(struct.unpack(">I", stamp[:4])[0], UTC) + CHALLENGE_LIFE
        return expires >= now and self._remember(challenge, expires, now)

    def _mark(self, stamp: bytes) -> bytes:
        return hmac.digest(self._secret, b"sign-in challenge" + stamp, "sha256")[:16]

    def _remember(self, challenge: str, expires: datetime, now: datetime) -> bool:
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(Challenge).where(Challenge.expires < now))
                connection.execute(insert(Challenge).values(challenge=challenge, expires=expires))
        except IntegrityError:
            return False
        return True


def user_of(signer: Signer) -> User:
    """Return the user that an acting device stands for.

    Raises:
        NotAllowed: the key is not a device's.
    """
    if signer.key.use is not KeyUse.DEVICE or signer.credential is None:
        raise NotAllowed("only an enrolled device can sign in")
    return User(signer.kid, signer.role, signer.person, signer.credential.number)


def signed_by(convention: Convention, entry: bytes, typ: str) -> tuple[Signer, Mapping[str, object]]:
    """Return who signed a JWS that is no statement, and its payload.

    Raises:
        Refused: the form, the key or the signature is wrong.
    """
    signed = jws.parse(entry, typ)
    signer = convention.signer(signed.kid)
    if signed.alg != signer.key.jwk.alg:
        raise WrongAlgorithm(f"signed with {signed.alg}")
    PublicKey.from_jwk(signer.key.jwk).verify(signed.signature, signed.signing_input)
    return signer, signed.payload


def verify_login(convention: Convention, challenges: Challenges, entry: bytes) -> User:
    """Return who answers a challenge with this JWS (FORMAT.md section 11).

    Raises:
        Refused: the form, the key or the signature is wrong.
        StaleChallenge: the challenge is unknown, used or too old.
    """
    signer, payload = signed_by(convention, entry, jws.LOGIN)
    if set(payload) != {"challenge", "convention"}:
        raise Malformed("a sign-in has exactly challenge and convention")
    if payload["convention"] != convention.digest:
        raise WrongConvention("the sign-in is for another convention")
    user = user_of(signer)
    if not challenges.take(str(payload["challenge"])):
        raise StaleChallenge
    return user


class _Sessions(SecureCookieSessionInterface):
    """Leaves scripts and styles alone: a browser would keep them for one cookie, and fetch them again with the next."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "assets.versioned":
            super().save_session(app, session, response)


def install(app: Flask, sequencer: Sequencer) -> None:
    """Let flask-login find users in the convention's state: a revoked device's session ends at once."""
    manager = LoginManager(app)
    manager.session_protection = None
    app.session_interface = _Sessions()

    @manager.user_loader
    def load(kid: str) -> User | None:
        try:
            # Read as committed now: another process may have recorded the revocation.
            with sequencer.reading() as (log, _):
                return user_of(log.convention.signer(kid))
        except (Refused, Unavailable):
            return None
