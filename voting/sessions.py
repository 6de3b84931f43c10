"""Sessions that start from a device's signature over a single-use challenge; there are no passwords."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_login import LoginManager, UserMixin
from sqlalchemy import Engine, delete, insert

from audit import jws
from audit.encoding import b64url_encode
from audit.keys import PublicKey
from ballots.acts import Role
from ballots.convention import Convention
from ballots.errors import Malformed, NotAllowed, Refused, WrongAlgorithm, WrongConvention
from ballots.state import KeyUse, Signer
from voting.models import Challenge

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
    """Challenges that were given out and not answered yet."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def new(self) -> str:
        """Give out a challenge of 32 random bytes, base64url; forgets those that are too old."""
        challenge = b64url_encode(secrets.token_bytes(32))
        now = datetime.now(UTC)
        with self._engine.begin() as connection:
            connection.execute(delete(Challenge).where(Challenge.expires < now))
            connection.execute(insert(Challenge).values(challenge=challenge, expires=now + CHALLENGE_LIFE))
        return challenge

    def take(self, challenge: str) -> bool:
        """Use a challenge up; return whether it was there and in time."""
        with self._engine.begin() as connection:
            # One statement, so that of two answers to one challenge only the first finds it.
            found = connection.execute(
                delete(Challenge).where(Challenge.challenge == challenge, Challenge.expires >= datetime.now(UTC))
            )
        return found.rowcount == 1


def user_of(signer: Signer) -> User:
    """Return the user that an acting device stands for.

    Raises:
        NotAllowed: the key is not a device's.
    """
    if signer.key.use is not KeyUse.DEVICE or signer.credential is None:
        raise NotAllowed("only an enrolled device can sign in")
    return User(signer.kid, signer.role, signer.person, signer.credential.number)


def verify_login(convention: Convention, challenges: Challenges, entry: bytes) -> User:
    """Return who answers a challenge with this JWS (FORMAT.md section 11).

    Raises:
        Refused: the form, the key or the signature is wrong.
        StaleChallenge: the challenge is unknown, used or too old.
    """
    signed = jws.parse(entry, jws.LOGIN)
    signer = convention.signer(signed.kid)
    if signed.alg != signer.key.jwk.alg:
        raise WrongAlgorithm(f"signed with {signed.alg}")
    PublicKey.from_jwk(signer.key.jwk).verify(signed.signature, signed.signing_input)
    if set(signed.payload) != {"challenge", "convention"}:
        raise Malformed("a sign-in has exactly challenge and convention")
    if signed.payload["convention"] != convention.digest:
        raise WrongConvention("the sign-in is for another convention")
    user = user_of(signer)
    if not challenges.take(str(signed.payload["challenge"])):
        raise StaleChallenge
    return user


def install(app: Flask, convention: Convention) -> None:
    """Let flask-login find users in the convention's state: a revoked device's session ends at once."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader
    def load(kid: str) -> User | None:
        try:
            return user_of(convention.signer(kid))
        except Refused:
            return None
