"""A small convention for tests of the fold: made-up keys of the right form, no signatures, every act one call."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from ballots import presets
from ballots.convention import Convention
from ballots.errors import Refused
from ballots.jwk import Jwk
from ballots.motion import Motion
from ballots.statement import Statement, read_statement
from tests.ballots.fingerprint import fingerprint

HALF = {
    "base": "decisive",
    "comparison": "more_than",
    "denominator": 2,
    "measure": "heads",
    "numerator": 1,
    "of": None,
    "type": "share",
}
TWO_THIRDS = HALF | {"base": "cast", "comparison": "at_least", "denominator": 3, "measure": "weight", "numerator": 2}
QUORUM = {
    "base": "accredited",
    "comparison": "at_least",
    "denominator": 2,
    "measure": "heads",
    "numerator": 1,
    "of": "cast",
}
OPTIONS = [
    {"counts": "for", "id": "yes"},
    {"counts": "against", "id": "no"},
    {"counts": "abstention", "id": "abstain"},
]


def rule(
    *houses: Any,
    quorum: Any = None,
    tie: str = "not_adopted",
    voters: str | None = None,
    polling_seconds: int | None = None,
) -> dict[str, Any]:
    """Return what binds a kind of question, as the founding writes it."""
    bound = {"majority": list(houses), "quorum": quorum, "tie": tie, "voters": voters}
    return bound | {"polling_seconds": polling_seconds}


QUESTIONS = {"ordinary": rule(HALF), "statutes": rule(TWO_THIRDS, quorum=QUORUM, polling_seconds=120)}
PROXIES = {"limit": 2, "quorum": True, "within_delegation": False}
RULES = {
    "block": "splittable",
    "change_of_vote": "chair",
    "device_confirmation": False,
    "proxies": PROXIES,
    "questions": QUESTIONS,
    "record": "public",
    "remote_presence": False,
    "without_vote": ["ordinary"],
    "subjects": {"amendments": [], "text": []},
    "amendments": {"supporters": 0, "delegations": 0},
    "sitting_quorum": QUORUM | {"comparison": "more_than", "of": "present"},
}
OFFICER_ROLES = ("founder", "chair", "clerk", "desk", "teller", "auditor")

# A subject that is a document as it was tabled.
WHOLE: Mapping[str, Any] = {"amendments": [], "text": None}

Payload = dict[str, Any]


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def digest(words: str) -> str:
    """Return 32 bytes that depend on nothing but these words, as a digest, a coordinate or a commitment."""
    return b64(hashlib.sha256(words.encode()).digest())


def ed25519(words: str) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": digest(words)}


def p256(words: str) -> dict[str, str]:
    return {"crv": "P-256", "kty": "EC", "x": digest(words), "y": digest(f"{words}, y")}


def kid_of(key: Mapping[str, str]) -> str:
    return Jwk(key["x"], key.get("y")).kid


@dataclass
class Member:
    """Someone with a credential; `kid` is the key that she signs with now, `badge` her activation code's key."""

    number: int
    role: str
    person: str
    mandates: tuple[str, ...] = ()
    devices: int = 0
    delegation: str | None = None
    head: bool = False

    @property
    def badge(self) -> dict[str, str]:
        return ed25519(f"badge {self.number}")

    @property
    def badge_kid(self) -> str:
        return kid_of(self.badge)

    def device(self, number: int) -> dict[str, str]:
        return p256(f"device {number} of {self.number}")

    @property
    def kid(self) -> str:
        return kid_of(self.device(self.devices))

    def issue(self, replaces: int | None = None) -> Payload:
        """Return the credential as `convention.founded`, `officers.changed` or `credentials.issued` give it out."""
        issue: Payload = {
            "commitment": digest(f"name of {self.number}"),
            "key": self.badge,
            "number": self.number,
            "person": self.person,
            "role": self.role,
        }
        if self.role not in OFFICER_ROLES:
            issue |= {
                "delegation": self.delegation,
                "head": self.head,
                "mandates": list(self.mandates),
                "replaces": replaces,
            }
        return issue


@dataclass
class Assembly:
    """A convention and the people in it; every method that acts returns the digest of its statement."""

    rules: Mapping[str, Any] = field(default_factory=lambda: RULES)
    texts: dict[str, bytes] = field(default_factory=dict)
    convention: Convention = field(init=False)
    founder: str = kid_of(ed25519("founder"))
    statements: int = 0
    next_number: int = 1
    officers: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.convention = Convention(self.texts.get)

    # --- statements ------------------------------------------------------------------------------

    def payload(self, kind: str, /, **fields: Any) -> Payload:
        """Return a payload that is the next in order under every key."""
        self.statements += 1
        return {
            "type": kind,
            "convention": self.convention.digest or digest("founding"),
            "sequence": self.statements,
            "issued_at": "2026-05-01T09:30:00Z",
            "nonce": b64(hashlib.sha256(f"nonce {self.statements}".encode()).digest()[:16]),
            **fields,
        }

    def statement(self, kid: str, payload: Payload) -> Statement:
        """Return the statement; its made-up digest depends on the sequence alone."""
        return read_statement(kid, digest(f"statement {payload['sequence']}"), payload)

    def say(self, kid: str, kind: str, /, **fields: Any) -> str:
        statement = self.statement(kid, self.payload(kind, **fields))
        self.convention.apply(statement)
        return statement.digest

    @contextmanager
    def refused(self, reason: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
        """Expect exactly this refusal, and that it leaves no trace."""
        before = fingerprint(self.convention)
        with pytest.raises(reason) as caught:
            yield caught
        assert type(caught.value) is reason
        assert fingerprint(self.convention) == before

    # --- founding and accreditation --------------------------------------------------------------

    def member(self, role: str, *mandates: str, person: str | None = None, head: bool = False) -> Member:
        """Return someone with the next number whom nobody has issued yet; an alternate is of nord."""
        number = self.next_number
        self.next_number += 1
        delegation = "nord" if role == "alternate" else None
        return Member(number, role, person or f"person-{number}", mandates, delegation=delegation, head=head)

    def founding(self) -> Payload:
        """Return the founding's payload, one officer of each role in it."""
        self.officers = {role: self.member(role) for role in OFFICER_ROLES}
        payload = self.payload(
            "convention.founded",
            name={"en": "Assembly of the Four Valleys", "de": "Versammlung der vier Täler"},
            languages=["en", "de"],
            key=ed25519("founder"),
            log={"origin": "valleys.example/log", "key": "valleys.example/log+7e2c6a4f+AXh4"},
            officers=[officer.issue() for officer in self.officers.values()],
            rules=dict(self.rules),
        )
        del payload["convention"]
        return payload

    def found(self) -> str:
        statement = self.statement(self.founder, self.founding())
        self.convention.apply(statement)
        for officer in self.officers.values():
            self.enrol(officer)
        return statement.digest

    @property
    def chair(self) -> Member:
        return self.officers["chair"]

    @property
    def desk(self) -> Member:
        return self.officers["desk"]

    @property
    def teller(self) -> Member:
        return self.officers["teller"]

    def change_officers(
        self,
        issue: Sequence[Member] = (),
        revoke: Sequence[Member] = (),
        by: Member | None = None,
        decision: str | None = None,
    ) -> str:
        return self.say(
            by.kid if by else self.founder,
            "officers.changed",
            issue=[member.issue() for member in issue],
            revoke=[{"number": member.number, "reason": "withdrawn"} for member in revoke],
            decision=decision,
        )

    def appoint(self, role: str, person: str | None = None) -> Member:
        """Issue one more officer and enrol her device."""
        officer = self.member(role, person=person)
        self.change_officers(issue=[officer])
        self.enrol(officer)
        return officer

    def register(
        self,
        delegation: str,
        entitlement: int = 10,
        weight: int = 1,
        name: str = "Delegation",
        groups: Sequence[str] = (),
    ) -> str:
        return self.say(
            self.founder,
            "delegation.registered",
            delegation=delegation,
            name={"en": f"{name} {delegation}"},
            entitlement=entitlement,
            weight=weight,
            groups=list(groups),
            decision=None,
        )

    def issue(self, *members: Member) -> str:
        return self.say(self.desk.kid, "credentials.issued", credentials=[member.issue() for member in members])

    def delegate(self, *mandates: str, role: str = "delegate", present: bool = False, head: bool = False) -> Member:
        """Issue one delegate, enrol her device and, if asked, check her in."""
        member = self.member(role, *mandates, head=head)
        self.issue(member)
        self.enrol(member)
        if present:
            self.presence(member, "in")
        return member

    def replace(self, old: Member, **changes: Any) -> Member:
        """Replace a credential; the new one has no device yet."""
        new = self.member(old.role, *old.mandates, person=old.person, head=old.head)
        new.delegation = old.delegation
        credential = new.issue(replaces=old.number) | changes
        self.say(self.desk.kid, "credentials.issued", credentials=[credential])
        return new

    def revoke(self, member: Member) -> str:
        return self.say(self.desk.kid, "credential.revoked", credential=member.number, reason="lost")

    def enrol(self, member: Member) -> str:
        key = member.device(1)
        said = self.say(member.badge_kid, "device.enrolled", credential=member.number, key=key, proof="proof")
        member.devices = 1
        return said

    def confirm(self, member: Member) -> str:
        return self.say(self.desk.kid, "device.confirmed", device=member.kid)

    def move(self, member: Member) -> str:
        """Hand over to the next device; `member.kid` is that one afterwards."""
        said = self.say(member.kid, "device.moved", key=member.device(member.devices + 1), proof="proof")
        member.devices += 1
        return said

    def presence(self, member: Member, state: str, by: Member | None = None) -> str:
        return self.say((by or self.desk).kid, "presence.recorded", credential=member.number, state=state)

    def hand_over(self, to: Member, *mandates: str, by: Member | None = None, standing: str = "alternate") -> str:
        fields = {"mandates": list(mandates), "to": to.number, "as": standing}
        return self.say((by or self.desk).kid, "mandate.delegated", **fields)

    def proxy(self, giver: Member, to: Member, *mandates: str) -> str:
        """Let a delegate give her mandates to somebody from her own phone."""
        return self.hand_over(to, *(mandates or giver.mandates), by=giver, standing="proxy")

    def give_back(self, *mandates: str, by: Member | None = None) -> str:
        return self.say((by or self.desk).kid, "mandate.returned", mandates=list(mandates))

    # --- proceedings -----------------------------------------------------------------------------

    def tree(self) -> Payload:
        return {"root": digest("tree"), "size": 1}

    def motion(self, motion: str) -> Motion:
        return self.convention.motions[motion]

    def opening(self, motion: str) -> str:
        return self.motion(motion).opening

    def table(self, document: str, version: int = 1) -> str:
        title = {"en": "Declaration of the Four Valleys"}
        texts = {"en": digest(f"{document} {version}")}
        return self.say(self.chair.kid, "document.tabled", document=document, version=version, title=title, texts=texts)

    def opening_fields(self, motion: str, kind: str = "ordinary", roll: str = "accredited", **changes: Any) -> Payload:
        """Return the fields of an opening on the roll as it is, with some of them changed."""
        rule = self.rules["questions"].get(kind, QUESTIONS["ordinary"])
        entitled = self.convention.entitled(roll, rule["voters"]).values()
        return {
            "motion": motion,
            "title": {"en": f"Motion {motion}"},
            "question": {"en": "Shall the valleys share one library?"},
            "kind": kind,
            "subject": None,
            "options": OPTIONS,
            **presets.in_opening(rule),
            "ballot": {"kind": "roll-call"},
            "electorate": {
                "count": sum(one.electorate.heads for one in entitled),
                "roll": roll,
                "version": self.convention.rolls[roll].version,
                "weight": sum(one.electorate.weight for one in entitled),
            },
            "change_of_vote": self.rules["change_of_vote"] != "refused",
            "tree": self.tree(),
        } | changes

    def open(self, motion: str, kind: str = "ordinary", roll: str = "accredited", **changes: Any) -> str:
        return self.say(self.chair.kid, "motion.opened", **self.opening_fields(motion, kind, roll, **changes))

    def vote(self, member: Member, motion: str, choice: str, own: str | None = None, /, **changes: Any) -> str:
        fields = {
            "motion": motion,
            "opening": self.opening(motion),
            "mandate": own or member.mandates[0],
            "ballot": {"choice": choice},
        }
        return self.say(member.kid, "vote.cast", **fields | changes)

    def block(self, head: Member, motion: str, delegation: str, choices: Mapping[str, int], /, **changes: Any) -> str:
        fields = {
            "motion": motion,
            "opening": self.opening(motion),
            "delegation": delegation,
            "ballot": {"choices": dict(choices)},
        }
        return self.say(head.kid, "block.cast", **fields | changes)

    def end(self, motion: str, /, **changes: Any) -> str:
        return self.say(
            self.chair.kid, "polling.ended", **{"motion": motion, "opening": self.opening(motion)} | changes
        )

    def close(self, motion: str, /, **changes: Any) -> str:
        fields = {"motion": motion, "opening": self.opening(motion), "tree": self.tree()}
        return self.say(self.chair.kid, "motion.closed", **fields | changes)

    def recount(self, motion: str) -> Payload:
        """Return the result that may be declared."""
        tally = self.motion(motion).tally()
        options = {option: {"count": n.heads, "weight": n.weight} for option, n in tally.options.items()}
        return {"options": options, "outcome": tally.outcome.value}

    def declare(self, motion: str, /, **changes: Any) -> str:
        recount = self.recount(motion)
        casting = "for" if recount["outcome"] == "tied" else None
        fields = {"motion": motion, "opening": self.opening(motion), "casting": casting, "tree": self.tree()}
        return self.say(self.chair.kid, "result.declared", **fields | {"result": recount} | changes)

    def annul(self, motion: str, /, by: Member | None = None, **changes: Any) -> str:
        fields = {"motion": motion, "opening": self.opening(motion), "reason": "The wrong text was shown."}
        return self.say((by or self.chair).kid, "motion.annulled", **fields | changes)

    def confirm_annulment(self, motion: str, annulment: str, by: Member | None = None) -> str:
        return self.say((by or self.teller).kid, "annulment.confirmed", motion=motion, annulment=annulment)

    def bring_to(self, motion: str, state: str) -> None:
        """Open a motion and lead it to a state of its life; `pending` is closed with an unconfirmed annulment."""
        self.open(motion)
        if state == "annulled":
            self.annul(motion)
        for act, reached_in in (
            (self.end, ("ended", "closed", "declared", "pending")),
            (self.close, ("closed", "declared", "pending")),
            (self.declare, ("declared",)),
            (self.annul, ("pending",)),
        ):
            if state in reached_in:
                act(motion)


def assembly(**rules: Any) -> Assembly:
    """Return a founded convention with two delegations: nord of weight 1 and ost of weight 3, ten seats each."""
    hall = Assembly(RULES | rules)
    hall.found()
    hall.register("nord", weight=1)
    hall.register("ost", weight=3)
    return hall
