"""What statements say: one frozen value per type, read strictly from its payload (FORMAT.md section 4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.errors import BadField
from ballots.fields import (
    DIGEST,
    IDENTIFIER,
    LANGUAGE,
    MANDATE,
    TEXT_LIMIT,
    Fields,
    Words,
    checked_integer,
    checked_match,
)
from ballots.jwk import Jwk, read_ed25519, read_p256
from ballots.mandate import seat_of
from ballots.rules import Rules, read_rules

BATCH_LIMIT = 200
GROUPS_LIMIT = 16
NUMBER_LIMIT = 10**9
# Mandates of one delegate, and mandates of others that one person exercises.
MANDATE_LIMIT = 50
JWS_LIMIT = 65_535
# A key name of a C2SP signed note, and one line of a checkpoint: with a newline it could pass for two.
ORIGIN = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")


class Role(StrEnum):
    """What a credential is for."""

    FOUNDER = "founder"
    CHAIR = "chair"
    CLERK = "clerk"
    DESK = "desk"
    TELLER = "teller"
    AUDITOR = "auditor"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"
    OBSERVER = "observer"


MEMBER_ROLES = {role.value: role for role in (Role.DELEGATE, Role.ALTERNATE, Role.OBSERVER)}
OFFICER_ROLES = {role.value: role for role in Role if role.value not in MEMBER_ROLES}


class RevocationReason(StrEnum):
    """Why a credential ends; a word from a list, so that the log holds no personal text."""

    LOST = "lost"
    MISTAKE = "mistake"
    WITHDRAWN = "withdrawn"
    DEPARTED = "departed"


REASONS = {reason.value: reason for reason in RevocationReason}


@dataclass(frozen=True, slots=True)
class Issue:
    """A credential as it is given out."""

    number: int
    person: str
    role: Role
    key: Jwk
    commitment: str
    mandates: tuple[str, ...] = ()
    delegation: str | None = None
    head: bool = False
    replaces: int | None = None


def _read_officer(value: object, where: str) -> Issue:
    fields = Fields(value, where)
    officer = Issue(
        number=fields.integer("number", 1, NUMBER_LIMIT),
        person=fields.identifier("person"),
        role=fields.choice("role", OFFICER_ROLES),
        key=read_ed25519(fields.take("key"), f"{where}.key"),
        commitment=fields.digest("commitment"),
    )
    fields.end()
    return officer


def read_mandates(fields: Fields, low: int, high: int = MANDATE_LIMIT) -> tuple[str, ...]:
    """Return the member `mandates`, all of them different.

    Raises:
        BadField: too few, too many, or one of them twice.
    """
    mandates = fields.items("mandates", low, high, lambda value, at: checked_match(value, at, MANDATE, "a mandate"))
    if len(set(mandates)) != len(mandates):
        raise BadField(f"{fields.where}.mandates names one mandate twice")
    return mandates


def _read_credential(value: object, where: str) -> Issue:
    fields = Fields(value, where)
    role = fields.choice("role", MEMBER_ROLES)
    low, high = (1, MANDATE_LIMIT) if role is Role.DELEGATE else (0, 0)
    mandates = read_mandates(fields, low, high)
    replaced = fields.take("replaces")
    head = fields.boolean("head")
    if head and len({seat_of(mandate).delegation for mandate in mandates}) != 1:
        raise BadField(f"{where}.head is of a delegate with mandates of one delegation")
    issue = Issue(
        number=fields.integer("number", 1, NUMBER_LIMIT),
        person=fields.identifier("person"),
        role=role,
        key=read_ed25519(fields.take("key"), f"{where}.key"),
        commitment=fields.digest("commitment"),
        mandates=mandates,
        delegation=_read_delegation(fields, role),
        head=head,
        replaces=None if replaced is None else checked_integer(replaced, f"{where}.replaces", 1, NUMBER_LIMIT),
    )
    fields.end()
    return issue


def _read_delegation(fields: Fields, role: Role) -> str | None:
    """Return the delegation of an alternate: a delegate's is that of her mandates, an observer has none."""
    if role is Role.ALTERNATE:
        return fields.identifier("delegation")
    if fields.take("delegation") is not None:
        raise BadField(f"{fields.where}.delegation is given for alternates alone; it is null for a {role.value}")
    return None


@dataclass(frozen=True, slots=True)
class Tree:
    """The log as the signer's device last verified it."""

    root: str
    size: int


def read_tree(value: object, where: str) -> Tree:
    """Return the size and root in `value`.

    Raises:
        BadField: not exactly these two.
    """
    fields = Fields(value, where)
    tree = Tree(fields.digest("root"), fields.integer("size", 1))
    fields.end()
    return tree


def _read_language(value: object, where: str) -> str:
    return checked_match(value, where, LANGUAGE, "a language tag")


@dataclass(frozen=True, slots=True)
class Founded:
    """`convention.founded`."""

    name: Words
    languages: tuple[str, ...]
    key: Jwk
    origin: str
    log_key: str
    officers: tuple[Issue, ...]
    rules: Rules

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        languages = fields.items("languages", 1, 16, _read_language)
        if len(set(languages)) != len(languages):
            raise BadField("languages names one language twice")
        log = Fields(fields.take("log"), "log")
        founded = cls(
            name=fields.words("name"),
            languages=languages,
            key=read_ed25519(fields.take("key"), "key"),
            origin=log.matching("origin", ORIGIN, "a name of 1 to 200 characters without white space and plus signs"),
            log_key=log.text("key", 400),
            officers=fields.items("officers", 1, BATCH_LIMIT, _read_officer),
            rules=read_rules(fields.take("rules"), "rules"),
        )
        log.end()
        return founded


@dataclass(frozen=True, slots=True)
class Revocation:
    """The end of an officer's credential."""

    number: int
    reason: RevocationReason


def _read_revocation(value: object, where: str) -> Revocation:
    fields = Fields(value, where)
    revocation = Revocation(fields.integer("number", 1, NUMBER_LIMIT), fields.choice("reason", REASONS))
    fields.end()
    return revocation


def _read_decision(fields: Fields) -> str | None:
    value = fields.take("decision")
    where = f"{fields.where}.decision"
    return None if value is None else checked_match(value, where, IDENTIFIER, "the id of a motion or a decision")


@dataclass(frozen=True, slots=True)
class OfficersChanged:
    """`officers.changed`; `decision` is the motion or decision of the assembly that it follows."""

    issue: tuple[Issue, ...]
    revoke: tuple[Revocation, ...]
    decision: str | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        change = cls(
            fields.items("issue", 0, BATCH_LIMIT, _read_officer),
            fields.items("revoke", 0, BATCH_LIMIT, _read_revocation),
            _read_decision(fields),
        )
        if not change.issue and not change.revoke:
            raise BadField("issue and revoke are both empty")
        return change


def _read_group(value: object, where: str) -> str:
    return checked_match(value, where, IDENTIFIER, "a group")


@dataclass(frozen=True, slots=True)
class DelegationRegistered:
    """`delegation.registered`; `groups` are what `of` and `voters` of the rules name."""

    delegation: str
    name: Words
    entitlement: int
    weight: int
    groups: tuple[str, ...]
    decision: str | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        registered = cls(
            delegation=fields.identifier("delegation"),
            name=fields.words("name"),
            entitlement=fields.integer("entitlement", 0, 100_000),
            weight=fields.integer("weight", 1, 1_000_000),
            groups=fields.items("groups", 0, GROUPS_LIMIT, _read_group),
            decision=_read_decision(fields),
        )
        if len(set(registered.groups)) != len(registered.groups):
            raise BadField("groups names one group twice")
        return registered


@dataclass(frozen=True, slots=True)
class CredentialsIssued:
    """`credentials.issued`."""

    credentials: tuple[Issue, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.items("credentials", 1, BATCH_LIMIT, _read_credential))


@dataclass(frozen=True, slots=True)
class CredentialRevoked:
    """`credential.revoked`."""

    credential: int
    reason: RevocationReason

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.integer("credential", 1, NUMBER_LIMIT), fields.choice("reason", REASONS))


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """`device.enrolled`; `proof` is a JWS that admission checks."""

    credential: int
    key: Jwk
    proof: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            fields.integer("credential", 1, NUMBER_LIMIT),
            read_p256(fields.take("key"), "key"),
            fields.text("proof", JWS_LIMIT),
        )


@dataclass(frozen=True, slots=True)
class DeviceConfirmed:
    """`device.confirmed`."""

    device: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.digest("device"))


@dataclass(frozen=True, slots=True)
class DeviceMoved:
    """`device.moved`; `proof` is a JWS that admission checks."""

    key: Jwk
    proof: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(read_p256(fields.take("key"), "key"), fields.text("proof", JWS_LIMIT))


@dataclass(frozen=True, slots=True)
class PresenceRecorded:
    """`presence.recorded`."""

    credential: int
    present: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.integer("credential", 1, NUMBER_LIMIT), fields.choice("state", {"in": True, "out": False}))


@dataclass(frozen=True, slots=True)
class DocumentTabled:
    """`document.tabled`; `texts` maps a language to the digest of a blob."""

    document: str
    version: int
    title: Words
    texts: Mapping[str, str]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            document=fields.identifier("document"),
            version=fields.integer("version", 1),
            title=fields.words("title"),
            texts=fields.mapping(
                "texts", LANGUAGE, 16, lambda value, tag: checked_match(value, f"texts.{tag}", DIGEST, "a digest")
            ),
        )


@dataclass(frozen=True, slots=True)
class MotionAnnulled:
    """`motion.annulled`."""

    motion: str
    opening: str
    reason: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("motion"), fields.digest("opening"), fields.text("reason", TEXT_LIMIT))


@dataclass(frozen=True, slots=True)
class AnnulmentConfirmed:
    """`annulment.confirmed`; `motion` is the id of a motion or of a decision."""

    motion: str
    annulment: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("motion"), fields.digest("annulment"))


@dataclass(frozen=True, slots=True)
class VoteCast:
    """`vote.cast`; `ballot` is read by the motion's kind of ballot."""

    motion: str
    opening: str
    mandate: str
    ballot: object

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            fields.identifier("motion"), fields.digest("opening"), fields.mandate("mandate"), fields.take("ballot")
        )


@dataclass(frozen=True, slots=True)
class PollingEnded:
    """`polling.ended`."""

    motion: str
    opening: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("motion"), fields.digest("opening"))
