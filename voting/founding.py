"""Founding a convention: the only moment at which a log, its key and its kept checkpoint are made."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audit import admission
from audit.bundle import RosterLine, commitment
from audit.checkpoint import Checkpoint
from audit.encoding import b64url_encode
from audit.errors import LogError
from audit.log import Log
from audit.note import NoteSigner
from audit.signing import CODE_LENGTH, Ed25519Signer, activation_seed
from voting.config import SECRET_LENGTH, Config
from voting.database import make_engine
from voting.kept import KeptCheckpoint
from voting.log_store import SqlLogStore
from voting.plan import OfficerPlan, Plan
from voting.roster import PreparedOfficer, Roster, called, new_person_id, new_salt
from voting.schema import upgrade
from voting.signing import Hand


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer named by the founding, with the activation code that only this moment knows."""

    plan: OfficerPlan
    number: int
    person: str
    salt: str
    code: bytes

    @classmethod
    def of(cls, plan: OfficerPlan, prepared: PreparedOfficer) -> Self:
        """Return an officer for whom the roster has reserved a number, with a fresh activation code."""
        return cls(plan, prepared.number, prepared.person, prepared.salt, secrets.token_bytes(CODE_LENGTH))

    @property
    def activation(self) -> Ed25519Signer:
        """The key that the code stands for."""
        return Ed25519Signer.from_seed(activation_seed(self.code))

    def fragment(self, convention: str) -> str:
        """Return what follows `/activate#` in this officer's link."""
        return f"{b64url_encode(self.code)}.{convention}"

    @property
    def line(self) -> RosterLine:
        """The name to which the founding commits."""
        return RosterLine(self.number, self.plan.name, self.salt)

    def issue(self) -> dict[str, object]:
        """Return the officer as the founding names her."""
        return {
            "commitment": commitment(self.line, self.person),
            "key": self.activation.jwk.members(),
            "number": self.number,
            "person": self.person,
            "role": self.plan.role.value,
        }


def new_officers(plans: Sequence[OfficerPlan], numbers: Sequence[int]) -> list[Officer]:
    """Return officers with fresh salts and activation codes; who is named twice is one person, with one pseudonym.

    Acts that need two signers need two persons: someone with two offices must not be taken for two.
    """
    persons = {called(plan.name): new_person_id() for plan in plans}
    return [
        Officer(plan, number, persons[called(plan.name)], new_salt(), secrets.token_bytes(CODE_LENGTH))
        for plan, number in zip(plans, numbers, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Founding:
    """A convention that has just been founded; the founder's key and the codes are nowhere else."""

    convention: str
    founder: Ed25519Signer
    officers: Sequence[Officer]


def found(config: Config, plan: Plan, founder: Ed25519Signer | None = None) -> Founding:
    """Found a convention: make the log and record the founding statement as its first entry.

    `founder` is a key that has been put away already; without it one is made that lives in memory alone.

    Raises:
        LogError: a convention has been founded here before, or the folder holds something else.
        Refused: the plan makes no admissible statement.
    """
    _check_place(config)
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = KeptCheckpoint(config.kept)
    engine = make_engine(config.database_url)
    upgrade(engine)
    if engine.dialect.name == "sqlite":
        # It will hold names; its folder may have been there before, open to every user of this machine.
        Path(str(engine.url.database)).chmod(0o600)
    log = Log(SqlLogStore(engine))
    if log.store.head().size:
        raise LogError("a convention has been founded in this database before: found another one in another database")
    founder, log_signer = founder or Ed25519Signer.generate(), Ed25519Signer.generate()
    note_signer = NoteSigner(plan.origin, log_signer)
    officers = new_officers(plan.officers, range(1, len(plan.officers) + 1))
    entry = Hand(founder, None).sign(
        "convention.founded",
        name=dict(plan.name),
        languages=list(plan.languages),
        key=founder.jwk.members(),
        log={"key": str(note_signer.key), "origin": plan.origin},
        officers=[officer.issue() for officer in officers],
        rules=dict(plan.rules),
    )
    submission = admission.read(entry)
    admission.verify_signature(submission, admission.signing_key(log.convention, submission))
    write_secret(config.log_key, log_signer.to_pem())
    write_secret(config.session_secret, secrets.token_bytes(SECRET_LENGTH))
    for answer in log.append([submission]):
        if isinstance(answer, Exception):
            raise answer
    kept.create(Checkpoint(plan.origin, 1, log.tree.root()).sign(note_signer))
    roster = Roster(engine)
    for officer in officers:
        roster.add_officer(officer.person, officer.plan.name, officer.plan.role, officer.line)
    engine.dispose()
    return Founding(log.convention.digest, founder, officers)


def _check_place(config: Config) -> None:
    for trace in (config.log_key, config.kept):
        if trace.exists():
            raise LogError(f"a convention has been founded here before ({trace}): found another one in another folder")
    if config.data.exists() and (other := next(config.data.iterdir(), None)):
        raise LogError(f"{other} is no part of a convention, which needs a folder of its own: name another --data")


def write_founder_key(path: Path, founder: Ed25519Signer) -> None:
    """Write the founder's key for the founder to take away; the server keeps no copy.

    Raises:
        LogError: there is a file already.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(path, founder.to_pem())


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, and that is never overwritten.

    Raises:
        LogError: there is one already.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise LogError(
            f"{path} exists already and is never overwritten: take it away, or name another --handout"
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
