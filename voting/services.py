"""What the routes call: the parts of one server, put together once."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from audit.errors import LogError
from audit.log import Log
from audit.note import NoteSigner
from audit.signing import Ed25519Signer, UnusableKey
from voting.blobs import BlobStore
from voting.config import SECRET_LENGTH, Config
from voting.database import make_engine
from voting.floor_store import FloorStore
from voting.kept import KeptCheckpoint
from voting.loans import Loans
from voting.log_store import SqlLogStore
from voting.roster import Roster
from voting.sequencer import Sequencer
from voting.sessions import Challenges


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one server."""

    config: Config
    engine: Engine
    store: SqlLogStore
    log: Log
    sequencer: Sequencer
    blobs: BlobStore
    roster: Roster
    challenges: Challenges
    floor: FloorStore
    loans: Loans
    secret: bytes


def assemble(config: Config) -> Services:
    """Open the database and start the log.

    Raises:
        LogError: no convention has been founded here, or the log is not what was promised.
    """
    engine = make_engine(config.database_url)
    try:
        return _start(config, engine)
    except BaseException:
        engine.dispose()
        raise


def _start(config: Config, engine: Engine) -> Services:
    store = SqlLogStore(engine)
    blobs = BlobStore(engine)
    log = Log(store, blobs.get)
    log.catch_up()
    if log.convention.founding is None:
        if config.log_key.exists():
            raise LogError(
                f"the database holds no log, but {config.log_key} is there: set DATABASE_URL as at the founding"
            )
        raise LogError(f"no convention has been founded in {config.data}: run `plenary found`")
    signer = NoteSigner(log.convention.founded.origin, _log_key(config.log_key))
    if str(signer.key) != log.convention.founded.log_key:
        raise LogError(f"{config.log_key} is not the key that the founding names")
    secret = _read(config.session_secret)
    if len(secret) < SECRET_LENGTH:
        # With fewer anybody could guess it, and sign in as anybody.
        raise LogError(
            f"{config.session_secret} is damaged: it has {len(secret)} bytes, not {SECRET_LENGTH}. "
            "Bring it back from its backup."
        )
    sequencer = Sequencer(log, KeptCheckpoint(config.kept), signer, blobs.check)
    sequencer.start()
    return Services(
        config=config,
        engine=engine,
        store=store,
        log=log,
        sequencer=sequencer,
        blobs=blobs,
        roster=Roster(engine),
        challenges=Challenges(engine, secret),
        floor=FloorStore(engine),
        loans=Loans(engine),
        secret=secret,
    )


def _log_key(path: Path) -> Ed25519Signer:
    try:
        return Ed25519Signer.from_pem(_read(path))
    except UnusableKey as error:
        raise LogError(f"{path} is damaged: {error}") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror}. Bring it back from its backup.") from None


def services() -> Services:
    """Return the parts of the server that answers the current request."""
    return cast(Services, current_app.extensions["plenary"])
