"""A convention for benchmarks: real keys and a real log, made in this process and not over HTTP."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from audit import admission, container, tally
from audit.bundle import RosterLine, commitment, members
from audit.checkpoint import Checkpoint
from audit.encoding import b64url_encode
from audit.log import Log
from audit.note import NoteSigner, VerifierKey
from audit.receipt import Receipt
from audit.signing import Ed25519Signer, P256Signer
from ballots import presets
from ballots.acts import Role
from voting.config import Config
from voting.database import make_engine
from voting.founding import found
from voting.log_store import SqlLogStore
from voting.phones import new_code
from voting.plan import DEFAULT_RULES, OfficerPlan, Plan
from voting.roster import new_person_id, new_salt
from voting.sequencer import BATCH
from voting.signing import ISSUED_AT_ONCE, Hand, statement_digest

MOTION, DELEGATION, KIND = "1", "assembly", "procedure"
CHOICES = {"yes": "for", "no": "against", "abstain": "abstention"}


@dataclass(frozen=True, slots=True)
class Phone:
    """A delegate's device: its private key in PEM, which can cross to another process, and its mandate."""

    pem: bytes
    mandate: str


class Assembly:
    """A convention with enrolled phones and one open motion, in the database of a server that is not running."""

    def __init__(self, config: Config, phones: int) -> None:
        officers = [OfficerPlan(Role.CHAIR, "Chair"), OfficerPlan(Role.DESK, "Desk")]
        founding = found(config, Plan({"en": "Benchmark"}, ("en",), "plenary.example/benchmark", officers))
        self.convention = founding.convention
        self.engine = make_engine(config.database_url)
        self.store = SqlLogStore(self.engine)
        self.log = Log(self.store)
        self.log.catch_up()
        key = Ed25519Signer.from_pem(config.log_key.read_bytes())
        self._signer = NoteSigner(self.log.convention.founded.origin, key)
        self._chair, desk = (self._officer(officer.number, officer.activation) for officer in founding.officers)
        fields = {
            "delegation": DELEGATION,
            "name": {"en": "Assembly"},
            "entitlement": phones,
            "weight": 1,
            "groups": [],
        }
        self.record([Hand(founding.founder, self.convention).sign("delegation.registered", **fields, decision=None)])
        self.phones = self._admit(desk, phones, len(officers) + 1)
        self.opening = self.sign_opening(MOTION)
        self.record([self.opening])

    @property
    def log_key(self) -> VerifierKey:
        """The key under which the log's checkpoints verify."""
        return self._signer.key

    def record(self, entries: Sequence[bytes]) -> None:
        """Append entries, in batches as a server does.

        Raises:
            Refused: one of them is not admissible.
        """
        for low in range(0, len(entries), BATCH):
            for answer in self.log.append([admission.read(entry) for entry in entries[low : low + BATCH]]):
                if isinstance(answer, Exception):
                    raise answer

    def sign_votes(self, count: int, pool: Executor) -> list[list[bytes]]:
        """Return this many votes: a list for each phone, in the order in which it signed them."""
        opening, each = statement_digest(self.opening), -(-count // len(self.phones))
        signed = list(pool.map(partial(_sign, self.convention, opening, each), self.phones, chunksize=16))
        surplus = each * len(self.phones) - count
        for votes in signed[len(signed) - surplus :]:
            votes.pop()
        return signed

    def close(self) -> None:
        """End the polling, close the motion and declare its result."""
        named = {"motion": MOTION, "opening": statement_digest(self.opening)}
        self.record([self._chair.sign("polling.ended", **named)])
        self.record([self._chair.sign("motion.closed", **named, tree=self._claim())])
        counted = self.log.convention.motions[MOTION].tally()
        result = {"options": tally.totals(counted.options), "outcome": counted.outcome.value}
        self.record([self._chair.sign("result.declared", **named, tree=self._claim(), result=result, casting=None)])

    def receipt(self) -> bytes:
        """Return a receipt as a server would give it for the latest entry."""
        size = self.log.tree.size
        return Receipt(size - 1, tuple(self.log.tree.inclusion_proof(size - 1, size)), self._checkpoint()).format()

    def export(self, path: Path) -> None:
        """Write the bundle."""
        texts: dict[str, bytes] = {}
        convention, tree = self.log.convention, self.log.tree
        with path.open("wb") as out:
            parts = members(convention, tree, self.store.entries, self._checkpoint(), texts.__getitem__)
            container.write(parts, out)

    def _officer(self, number: int, activation: Ed25519Signer) -> Hand:
        device = P256Signer.generate()
        self.record([Hand(activation, self.convention).enrol(number, device)])
        return Hand(device, self.convention)

    def _admit(self, desk: Hand, count: int, first: int) -> list[Phone]:
        """Issue and enrol delegates, one for each seat."""
        issues, enrolments, phones = [], [], []
        for number in range(first, first + count):
            activation, device, person = new_code()[1], P256Signer.generate(), new_person_id()
            mandate = f"{DELEGATION}/{number - first + 1}"
            issues.append(
                {
                    "commitment": commitment(RosterLine(number, f"Delegate {number}", new_salt()), person),
                    "delegation": None,
                    "head": False,
                    "key": activation.jwk.members(),
                    "mandates": [mandate],
                    "number": number,
                    "person": person,
                    "replaces": None,
                    "role": Role.DELEGATE.value,
                }
            )
            enrolments.append(Hand(activation, self.convention).enrol(number, device))
            phones.append(Phone(device.to_pem(), mandate))
        for low in range(0, count, ISSUED_AT_ONCE):
            self.record([desk.sign("credentials.issued", credentials=issues[low : low + ISSUED_AT_ONCE])])
        self.record(enrolments)
        return phones

    def sign_opening(self, motion: str) -> bytes:
        """Return the chair's opening of a motion, not recorded yet."""
        roll = self.log.convention.accredited
        total = {"count": roll.total.heads, "version": roll.version, "weight": roll.total.weight}
        return self._chair.sign(
            "motion.opened",
            motion=motion,
            title={"en": "Benchmark"},
            question={"en": "Shall we measure?"},
            kind=KIND,
            subject=None,
            options=[{"counts": counts, "id": choice} for choice, counts in CHOICES.items()],
            **presets.in_opening(DEFAULT_RULES["questions"][KIND]),
            ballot={"kind": "roll-call"},
            electorate={"roll": "accredited", **total},
            change_of_vote=True,
            tree=self._claim(),
        )

    def _claim(self) -> dict[str, Any]:
        return {"root": b64url_encode(self.log.tree.root()), "size": self.log.tree.size}

    def _checkpoint(self) -> bytes:
        return Checkpoint(self.log.convention.founded.origin, self.log.tree.size, self.log.tree.root()).sign(
            self._signer
        )


def _sign(convention: str, opening: str, count: int, phone: Phone) -> list[bytes]:
    """Return votes of one phone, each of which changes the one before."""
    hand, choices = Hand(P256Signer.from_pem(phone.pem), convention), tuple(CHOICES)
    return [
        hand.sign(
            "vote.cast",
            motion=MOTION,
            opening=opening,
            mandate=phone.mandate,
            ballot={"choice": choices[number % len(choices)]},
        )
        for number in range(count)
    ]
