"""Whole small conventions with real keys, for tests: the same ones on every run."""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit import canonical, container, jws
from audit.admission import admit
from audit.bundle import RosterLine, members
from audit.encoding import b64url_decode, b64url_encode, digest
from audit.merkle import Tree, leaf_hash
from audit.receipt import Receipt
from audit.signing import Ed25519Signer, Signer
from ballots import presets
from ballots.convention import Convention
from ballots.subject import resulting_text
from tests.audit.fixed import ed25519, p256, seed
from tests.audit.log_directory import log_directory
from tests.audit.notes import ORIGIN, checkpoint, vkey
from tests.ballots.assembly import OPTIONS, RULES


@dataclass
class Member:
    """Someone with a credential: the key of her badge, and that of her device."""

    number: int
    role: str
    name: str
    mandates: tuple[str, ...] = ()
    salt: str = ""
    device: Signer | None = None
    person: str = ""
    delegation: str | None = None
    head: bool = False

    def __post_init__(self) -> None:
        self.person = self.person or f"person-{self.number}"

    @property
    def badge(self) -> Ed25519Signer:
        return ed25519(f"badge {self.number}")

    @property
    def commitment(self) -> str:
        return digest(
            canonical.dumps({"name": self.name, "number": self.number, "person": self.person, "salt": self.salt})
        )

    def issue(self, replaces: int | None = None) -> dict[str, Any]:
        issue: dict[str, Any] = {
            "commitment": self.commitment,
            "key": self.badge.jwk.members(),
            "number": self.number,
            "person": self.person,
            "role": self.role,
        }
        if self.role in ("delegate", "alternate", "observer"):
            issue |= {
                "delegation": self.delegation,
                "head": self.head,
                "mandates": list(self.mandates),
                "replaces": replaces,
            }
        return issue


class Hall:
    """A convention as it goes on: whatever is recorded is signed, admitted by the fold and appended."""

    def __init__(self, name: str = "test", rules: Mapping[str, Any] = RULES) -> None:
        self.name = name
        self.rules = rules
        self.entries: list[bytes] = []
        self.state = Convention(self.text)
        self.tree = Tree()
        self.blobs: dict[str, bytes] = {}
        self.people: dict[int, Member] = {}
        self.founder = ed25519(f"{name} founder")
        self.log_key = ed25519(f"{name} log")
        self._sequences: dict[str, int] = {}
        chair, desk, teller = (
            self._member(number, role, who)
            for number, role, who in ((1, "chair", "Ada Chair"), (2, "desk", "Bo Desk"), (3, "teller", "Cy Teller"))
        )
        self.record(
            self.founder,
            "convention.founded",
            key=self.founder.jwk.members(),
            languages=["en", "fr"],
            log={"key": vkey(ORIGIN, self.log_key), "origin": ORIGIN},
            name={"en": "A test of halls", "fr": "Un essai de salles"},
            officers=[member.issue() for member in (chair, desk, teller)],
            rules=rules,
        )
        self.chair, self.desk, self.teller = (self.enrol(member) for member in (chair, desk, teller))

    @property
    def digest(self) -> str:
        """The convention: the digest of its founding."""
        return digest(self.entries[0].rpartition(b".")[0])

    def sign(self, signer: Signer, kind: str, /, **fields: Any) -> bytes:
        """Return a statement that is signed but not recorded."""
        kid = signer.jwk.kid
        self._sequences[kid] = self._sequences.get(kid, 0) + 1
        nonce = seed(f"{self.name} {kid} {self._sequences[kid]}")[:16]
        payload = {
            "issued_at": "2026-05-01T09:30:00Z",
            "nonce": b64url_encode(nonce),
            "sequence": self._sequences[kid],
            "type": kind,
            **fields,
        }
        if kind != "convention.founded":
            payload.setdefault("convention", self.digest)
        return jws.sign(signer, payload, jws.STATEMENT)

    def append(self, entry: bytes) -> bytes:
        """Admit an entry and append it."""
        admit(self.state, self.tree, entry)
        return self.smuggle(entry)

    def smuggle(self, entry: bytes) -> bytes:
        """Append an entry as a dishonest server would: whatever the rules say."""
        self.entries.append(entry)
        self.tree.append(leaf_hash(entry))
        return entry

    def record(self, signer: Signer, kind: str, /, **fields: Any) -> bytes:
        return self.append(self.sign(signer, kind, **fields))

    def claim(self) -> dict[str, Any]:
        """The log as a chair's device has verified it by now."""
        return {"root": b64url_encode(self.tree.root()), "size": self.tree.size}

    def delegation(self, delegation: str, entitlement: int, weight: int = 1, groups: Iterable[str] = ()) -> None:
        self.record(
            self.founder,
            "delegation.registered",
            decision=None,
            delegation=delegation,
            entitlement=entitlement,
            groups=list(groups),
            name={"en": delegation.title()},
            weight=weight,
        )

    def _member(self, number: int, role: str, who: str, mandates: tuple[str, ...] = ()) -> Member:
        salt = b64url_encode(seed(f"{self.name} salt {number}")[:16])
        member = self.people[number] = Member(number, role, who, mandates, salt)
        return member

    def issue(self, *mandates: tuple[str, ...], name: str = "Delegate", heads: Sequence[int] = ()) -> list[Member]:
        """Issue one delegate for each of these groups of mandates; those at the places `heads` lead delegations."""
        first = max(self.people) + 1
        members = [
            self._member(number, "delegate", f"{name} {number}", group) for number, group in enumerate(mandates, first)
        ]
        for place in heads:
            members[place].head = True
        for at in range(0, len(members), 50):
            issues = [member.issue() for member in members[at : at + 50]]
            self.record(self.device(self.desk), "credentials.issued", credentials=issues)
        return members

    def alternate(self, delegation: str) -> Member:
        """Issue an alternate."""
        number = max(self.people) + 1
        member = self._member(number, "alternate", f"Alternate {number}")
        member.delegation = delegation
        self.record(self.device(self.desk), "credentials.issued", credentials=[member.issue()])
        return member

    def replace(self, member: Member) -> Member:
        """Give someone who lost her phone another credential, and activate it."""
        number = max(self.people) + 1
        salt = b64url_encode(seed(f"{self.name} salt {number}")[:16])
        again = Member(number, member.role, member.name, member.mandates, salt, person=member.person)
        again.delegation, again.head = member.delegation, member.head
        self.people[number] = again
        self.record(self.device(self.desk), "credentials.issued", credentials=[again.issue(member.number)])
        return self.enrol(again)

    def enrol(self, member: Member) -> Member:
        """Activate the member's device with her badge."""
        device = member.device = p256(f"{self.name} device {member.number}")
        self.record(
            member.badge,
            "device.enrolled",
            credential=member.number,
            key=device.jwk.members(),
            proof=self.proof(device, member.number, member.badge.jwk.kid),
        )
        return member

    def proof(self, device: Signer, credential: int, kid: str) -> str:
        payload = {"convention": self.digest, "credential": credential, "kid": kid}
        return jws.sign(device, payload, jws.DEVICE).decode()

    @staticmethod
    def device(member: Member) -> Signer:
        assert member.device is not None
        return member.device

    def text(self, name: str) -> bytes | None:
        return self.blobs.get(b64url_decode(name).hex())

    def keep(self, text: bytes) -> str:
        """Put a text among the blobs and return its digest."""
        name = hashlib.sha256(text).digest()
        self.blobs[name.hex()] = text
        return b64url_encode(name)

    def written(self, text: str) -> str:
        """Keep what a person wrote, salted, so that it can be erased; return its digest."""
        salt = b64url_encode(hashlib.sha256(f"{self.name} {text}".encode()).digest()[:16])
        return self.keep(canonical.dumps({"salt": salt, "text": text}))

    def amend(self, name: str, document: str, action: str, block: int, **fields: Any) -> None:
        """Let the desk table an amendment to a document, for the first delegation."""
        change = {"words": fields.pop("words", None), "text": fields.pop("text", None)}
        target = {"kind": "document", "id": document, "digest": self.state.documents[document].digest}
        self.record(
            self.device(self.desk),
            "amendment.tabled",
            **{
                "amendment": name,
                "changes": {"en": change},
                "delegations": [next(iter(self.state.delegations))],
                "editorial": False,
                "operation": {"block": block, "type": action},
                "proposers": [],
                "reason": None,
                "target": target,
                "urgent": False,
            }
            | fields,
        )

    def subject(self, document: str, *amendments: str) -> dict[str, Any]:
        """Return the subject of a motion on amendments, or on a document with what was adopted to it."""
        found = self.state.documents[document]
        amended = bool(amendments) or found.digest in self.state.amendments_to
        return {
            "amendments": list(amendments),
            "digest": found.digest,
            "document": document,
            "text": resulting_text(self.state, found, amendments) if amended else None,
        }

    def table(self, document: str, text: bytes, **translations: bytes) -> str:
        """Table a document; return its statement's digest."""
        texts = {"en": text, **translations}
        known = self.state.documents.get(document)
        entry = self.record(
            self.device(self.chair),
            "document.tabled",
            document=document,
            texts={language: self.keep(content) for language, content in texts.items()},
            title={"en": document.title()},
            version=known.tabled.version + 1 if known else 1,
        )
        return digest(entry.rpartition(b".")[0])

    def open(self, motion: str, kind: str = "ordinary", change: bool = True, **fields: Any) -> str:
        """Open a motion on the accredited roll; return the digest of its opening."""
        roll, rules = self.state.accredited, self.state.founded.rules
        entitled = self.state.entitled("accredited", rules.questions[kind].voters).values()
        entry = self.record(
            self.device(self.chair),
            "motion.opened",
            **{
                "ballot": {"kind": "roll-call"},
                "change_of_vote": change,
                "electorate": {
                    "count": sum(member.electorate.heads for member in entitled),
                    "roll": "accredited",
                    "version": roll.version,
                    "weight": sum(member.electorate.weight for member in entitled),
                },
                "kind": kind,
                **presets.in_opening(self.rules["questions"][kind]),
                "motion": motion,
                "options": OPTIONS,
                "question": {"en": f"Shall {motion} be adopted?"},
                "subject": None,
                "title": {"en": f"Motion {motion}"},
                "tree": self.claim(),
            }
            | fields,
        )
        return digest(entry.rpartition(b".")[0])

    def vote(self, member: Member, motion: str, opening: str, choice: str, mandate: str = "") -> bytes:
        return self.record(
            self.device(member),
            "vote.cast",
            ballot={"choice": choice},
            mandate=mandate or member.mandates[0],
            motion=motion,
            opening=opening,
        )

    def close(self, motion: str, opening: str) -> None:
        """End polling and close."""
        self.record(self.device(self.chair), "polling.ended", motion=motion, opening=opening)
        self.record(self.device(self.chair), "motion.closed", motion=motion, opening=opening, tree=self.claim())

    def declaration(self, motion: str, opening: str) -> dict[str, Any]:
        """The fields of a declaration of the fold's own count."""
        result = self.state.motions[motion].tally().result
        options = {option: {"count": n.heads, "weight": n.weight} for option, n in result.options.items()}
        return {
            "motion": motion,
            "opening": opening,
            "casting": "for" if result.outcome == "tied" else None,
            "result": {"options": options, "outcome": result.outcome.value},
            "tree": self.claim(),
        }

    def declare(self, motion: str, opening: str) -> None:
        self.record(self.device(self.chair), "result.declared", **self.declaration(motion, opening))

    def checkpoint(self, key: Ed25519Signer | None = None) -> bytes:
        return checkpoint(self.entries, key or self.log_key)

    def roster(self) -> list[RosterLine]:
        return [RosterLine(member.number, member.name, member.salt) for _, member in sorted(self.people.items())]

    def bundle(self, names: bool = True) -> bytes:
        """Export, as a server does."""
        out = io.BytesIO()
        roster = self.roster() if names else None
        parts = members(
            self.state,
            self.tree,
            lambda start, stop: self.entries[start:stop],
            self.checkpoint(),
            self.blobs.get,
            roster,
        )
        container.write(parts, out)
        return out.getvalue()

    def receipt(self, index: int, extra: bool = True) -> Receipt:
        """The receipt that a phone keeps of an entry."""
        size = len(self.entries)
        proof = tuple(self.tree.inclusion_proof(index, size))
        return Receipt(index, proof, self.checkpoint(), self.entries[index] if extra else None)


def unpacked(bundle: bytes) -> dict[str, bytes]:
    """Return a bundle's members."""
    return {name: bytes(member.content) for name, member in container.read(bundle).items()}


def packed(parts: Mapping[str, bytes], **manifest: Any) -> bytes:
    """Return a bundle of these members whose manifest fits them, as a forger would make it."""
    parts = dict(parts)
    claimed = json.loads(parts.pop("manifest.json"))
    claimed["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    parts["manifest.json"] = canonical.dumps(claimed | manifest)
    out = io.BytesIO()
    container.write(sorted(parts.items()), out)
    return out.getvalue()


def relogged(bundle: bytes, entries: list[bytes], key: Ed25519Signer) -> bytes:
    """Return a bundle with another log: every tile hashed again, the checkpoint signed by `key`."""
    parts = {name: content for name, content in unpacked(bundle).items() if not name.startswith("log/")}
    tree = Tree()
    for entry in entries:
        tree.append(leaf_hash(entry))
    signed = checkpoint(entries, key)
    for path, content in log_directory(tree, len(entries), lambda start, stop: entries[start:stop], signed):
        parts[f"log/{path}"] = content
    return packed(parts, root=b64url_encode(tree.root()), size=len(entries))
