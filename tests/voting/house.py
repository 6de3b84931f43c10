"""A founded convention in one process, for tests of the server's parts: real keys, a real log, no network."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.encoding import b64url_encode
from audit.receipt import Receipt
from audit.signing import Ed25519Signer, P256Signer, activation_seed
from audit.tally import motion_result
from ballots import presets
from ballots.acts import Role
from voting.config import Config
from voting.founding import Founding, found
from voting.phones import new_code
from voting.plan import DEFAULT_RULES, OfficerPlan, Plan
from voting.roster import new_person_id
from voting.services import Services, assemble
from voting.signing import Hand, statement_digest

OPTIONS = [
    {"counts": "for", "id": "yes"},
    {"counts": "against", "id": "no"},
    {"counts": "abstention", "id": "abstain"},
]
COMMITMENT = b64url_encode(bytes(32))


def config_for(folder: Path, database_url: str) -> Config:
    """Return the settings of a server whose database is not in its data folder."""
    return Config(folder / "data", database_url, folder / "kept", "http://localhost")


def house_plan(languages: tuple[str, ...] = ("en",), **rules: Any) -> Plan:
    """Return a small convention's plan."""
    roles = (Role.CHAIR, Role.CHAIR, Role.CLERK, Role.DESK, Role.TELLER, Role.AUDITOR, Role.FOUNDER)
    officers = [OfficerPlan(role, f"Officer {number}") for number, role in enumerate(roles, 1)]
    return Plan({"en": "House"}, languages, "plenary.example/house", officers, {**DEFAULT_RULES, **rules})


@dataclass
class House:
    """A convention with two delegations, its officers' hands, and as many delegates as a test asks for."""

    config: Config
    founding: Founding
    parts: Services
    hands: dict[Role, list[Hand]] = field(default_factory=dict)
    delegates: list[Hand] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    codes: dict[int, bytes] = field(default_factory=dict)

    @property
    def convention(self) -> str:
        return self.founding.convention

    def send(self, entry: bytes) -> Receipt:
        return self.parts.sequencer.submit(entry).receipt

    def enrol(self, number: int, activation: Ed25519Signer) -> Hand:
        device = P256Signer.generate()
        self.send(Hand(activation, self.convention).enrol(number, device))
        return Hand(device, self.convention)

    def hand(self, role: Role, which: int = 0) -> Hand:
        return self.hands[role][which]

    def issue(self, mandates: list[str], role: str = "delegate", **fields: Any) -> int:
        """Issue one credential and return its number; its code is in `codes`."""
        number = max(self.parts.log.convention.credentials) + 1
        code, activation = new_code()
        issue = {
            "commitment": COMMITMENT,
            "delegation": "north" if role == "alternate" else None,
            "head": False,
            "key": activation.jwk.members(),
            "mandates": mandates,
            "number": number,
            "person": new_person_id(),
            "replaces": None,
            "role": role,
            **fields,
        }
        self.send(self.hand(Role.DESK).sign("credentials.issued", credentials=[issue]))
        self.codes[number] = code
        return number

    def activate(self, number: int) -> Hand:
        return self.enrol(number, Ed25519Signer.from_seed(activation_seed(self.codes[number])))

    def admit(self, count: int) -> None:
        """Issue and activate so many delegates of the first delegation."""
        for seat in range(len(self.delegates) + 1, len(self.delegates) + count + 1):
            number = self.issue([f"north/{seat}"])
            self.numbers.append(number)
            self.delegates.append(self.activate(number))

    def tree(self) -> dict[str, Any]:
        with self.parts.sequencer.reading() as (log, _):
            return {"root": b64url_encode(log.tree.root()), "size": log.tree.size}

    def opening(self, motion: str = "1", **fields: Any) -> bytes:
        """Return a signed opening for the state as it is."""
        with self.parts.sequencer.reading() as (log, _):
            roll = log.convention.accredited
            electorate = {
                "count": roll.total.heads,
                "roll": "accredited",
                "version": roll.version,
                "weight": roll.total.weight,
            }
        rule = DEFAULT_RULES["questions"][fields.get("kind", "procedure")]
        content: dict[str, Any] = {
            "motion": motion,
            "title": {"en": f"Motion {motion}"},
            "question": {"en": "Shall we?"},
            "kind": "procedure",
            "subject": None,
            "options": OPTIONS,
            **presets.in_opening(rule),
            "ballot": {"kind": "roll-call"},
            "electorate": electorate,
            "change_of_vote": True,
            "tree": self.tree(),
            **fields,
        }
        return self.hand(Role.CHAIR).sign("motion.opened", **content)

    def open(self, motion: str = "1", **fields: Any) -> str:
        """Open a motion and return its opening's digest."""
        entry = self.opening(motion, **fields)
        self.send(entry)
        return statement_digest(entry)

    def vote(self, which: int, opening: str, choice: str = "yes", motion: str = "1", mandate: str = "") -> bytes:
        """Return a signed vote of a delegate for her own mandate."""
        return self.delegates[which].sign(
            "vote.cast",
            motion=motion,
            opening=opening,
            mandate=mandate or f"north/{which + 1}",
            ballot={"choice": choice},
        )

    def end(self, opening: str, motion: str = "1") -> None:
        self.send(self.hand(Role.CHAIR).sign("polling.ended", motion=motion, opening=opening))

    def close(self, opening: str, motion: str = "1") -> None:
        self.send(self.hand(Role.CHAIR).sign("motion.closed", motion=motion, opening=opening, tree=self.tree()))

    def declare(self, opening: str, motion: str = "1") -> None:
        counted = motion_result(self.parts.log.convention.motions[motion], None)
        result = {"options": counted["options"], "outcome": counted["outcome"]}
        named = {"motion": motion, "opening": opening, "result": result, "casting": None, "tree": self.tree()}
        self.send(self.hand(Role.CHAIR).sign("result.declared", **named))

    def decide(self, *choices: str, motion: str = "1", **fields: Any) -> None:
        """Open a motion, let each of the first delegates choose, and declare what comes of it."""
        opening = self.open(motion, **fields)
        for which, choice in enumerate(choices):
            self.send(self.vote(which, opening, choice, motion))
        self.end(opening, motion)
        self.close(opening, motion)
        self.declare(opening, motion)

    def reopen(self) -> Services:
        """Return another server process's view of the same log."""
        return assemble(self.config)


def build_house(folder: Path, database_url: str, delegates: int = 0, **rules: Any) -> House:
    """Found a convention on a fresh database and admit some delegates."""
    config = config_for(folder, database_url)
    founding = found(config, house_plan(**rules))
    house = House(config, founding, assemble(config))
    for officer in founding.officers:
        house.hands.setdefault(officer.plan.role, []).append(house.enrol(officer.number, officer.activation))
    founder = Hand(founding.founder, founding.convention)
    for name, seats, weight in (("north", 500, 1), ("south", 20, 3)):
        fields = {"name": {"en": name.title()}, "entitlement": seats, "weight": weight, "groups": []}
        house.send(founder.sign("delegation.registered", delegation=name, **fields, decision=None))
    house.admit(delegates)
    return house
