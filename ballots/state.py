"""The state that the fold builds: keys, credentials, people, rolls, documents and motions."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ballots.acts import Founded, Issue, Role
from ballots.amendment import Amendment
from ballots.amendment_acts import OrderRuled
from ballots.amendment_errors import NotAmendable, TextMissing
from ballots.decision import Decision
from ballots.document import TabledDocument
from ballots.electorate import Roll
from ballots.errors import (
    BadField,
    CodeAlreadyUsed,
    DeviceMoved,
    KeyRevoked,
    NotAllowed,
    NotFounded,
    Refused,
    UnknownCredential,
    UnknownKey,
)
from ballots.exercise import Exercise, Lineage, Past
from ballots.journal import Journal
from ballots.judgement import Entitlement
from ballots.jwk import Jwk
from ballots.majority import Count, total
from ballots.mandate import Delegation, seat_of
from ballots.motion import Motion
from ballots.motion_errors import UnknownMotion, WrongOpening
from ballots.paper import PaperRecord
from ballots.presence_count import PresenceCount
from ballots.report import Agenda, Report
from ballots.sitting import Sitting
from ballots.text import Text, parse

FOUNDER_PERSON = "founder"

# Returns the bytes with a digest, None if they are not here.
Texts: TypeAlias = Callable[[str], bytes | None]


def no_texts(_: str) -> bytes | None:
    """Hold no texts: enough for a log that amends nothing."""
    return None


class KeyUse(StrEnum):
    """What a key is for."""

    FOUNDER = "founder"
    ACTIVATION = "activation"
    DEVICE = "device"


class Key:
    """A public key that the log knows, and what it has done so far."""

    __slots__ = ("confirmed", "credential", "jwk", "moved", "sequence", "use", "used")

    def __init__(self, jwk: Jwk, use: KeyUse, credential: int | None, confirmed: bool = False) -> None:
        self.jwk = jwk
        self.use = use
        self.credential = credential
        self.confirmed = confirmed
        self.sequence = 0
        self.used = False
        self.moved = False


class Credential:
    """A numbered credential; `device` is the kid of the device that acts for it now, `lineage` the first one of the
    chain of replacements that led to it, `delegation` that of an alternate.
    """

    __slots__ = (
        "activation",
        "active",
        "commitment",
        "delegation",
        "device",
        "head",
        "lineage",
        "mandates",
        "number",
        "person",
        "role",
    )

    def __init__(self, issue: Issue, activation: str, lineage: int) -> None:
        self.number = issue.number
        self.person = issue.person
        self.role = issue.role
        self.commitment = issue.commitment
        self.mandates = issue.mandates
        self.delegation = issue.delegation
        self.head = issue.head
        self.activation = activation
        self.lineage = lineage
        self.active = True
        self.device: str | None = None

    def belongs_to(self, delegation: str) -> bool:
        """Tell whether this is a delegate or an alternate of a delegation."""
        return delegation == self.delegation or any(
            seat_of(mandate).delegation == delegation for mandate in self.mandates
        )


class Person:
    """A pseudonymous person: presence belongs to her and outlives a replaced credential."""

    __slots__ = ("credentials", "present")

    def __init__(self) -> None:
        self.present = False
        self.credentials: list[int] = []


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a statement, as the state before it knows her."""

    kid: str
    key: Key
    role: Role
    person: str
    credential: Credential | None

    def must_be(self, *roles: Role) -> None:
        """Refuse a signer who has none of these roles, or who signed with a mere activation code.

        Raises:
            NotAllowed: the role may not make this statement.
        """
        if self.key.use is KeyUse.ACTIVATION or self.role not in roles:
            raise NotAllowed(f"signed as {self.role}, allowed for {', '.join(roles)}")


class State:
    """Everything the rules look at. Only `Convention.apply` changes it, through the journal."""

    def __init__(self, texts: Texts = no_texts) -> None:
        self.journal = Journal()
        self._texts = texts
        # Texts are looked at only where amendments need them; what a digest names never changes.
        self._parsed: dict[str, Text] = {}
        self.size = 0
        self.digest = ""
        self.founding: Founded | None = None
        self.keys: dict[str, Key] = {}
        self.credentials: dict[int, Credential] = {}
        self.people: dict[str, Person] = {}
        self.delegations: dict[str, Delegation] = {}
        # The active credential to which a mandate was issued; somebody else may exercise it.
        self.holders: dict[str, int | None] = {}
        self.exercisers: dict[str, Past[Exercise]] = {}
        self.lineages: dict[int, Lineage] = {}
        # The lineage of each delegation's head.
        self.heads: dict[str, Past[int]] = {}
        self.accredited = Roll()
        self.present = Roll()
        # Each document's last version by name, and every version by the digest of its tabling.
        self.documents: dict[str, TabledDocument] = {}
        self.versions: dict[str, TabledDocument] = {}
        self.amendments: dict[str, Amendment] = {}
        self.amendment_by_digest: dict[str, Amendment] = {}
        # By the digest of what tabled them: the amendments to a version or an amendment, parts included.
        self.amendments_to: dict[str, dict[str, None]] = {}
        self.tabling_closed: dict[str, None] = {}
        self.orders: dict[str, OrderRuled] = {}
        # By the digest of a version, the entry that said something about its amendments last.
        self.amended: dict[str, int] = {}
        # By amendment, the motions that put it to the vote, in order; the same by the digest of a version that was put
        # as a whole, and of another matter.
        self.put_to_vote: dict[str, tuple[str, ...]] = {}
        self.wholes: dict[str, tuple[str, ...]] = {}
        self.matters: dict[str, tuple[str, ...]] = {}
        # In the order of their statements: the last one of each is the one that may be put to the vote.
        self.reports: dict[str, Report] = {}
        self.agendas: dict[str, Agenda] = {}
        self.motions: dict[str, Motion] = {}
        self.decisions: dict[str, Decision] = {}
        # First tellers' records by the digest of their statement.
        self.papers: dict[str, PaperRecord] = {}
        self.sittings: dict[str, Sitting] = {}
        self.last_sitting: Sitting | None = None
        # In the order of their calls: the last one may be open.
        self.counts: dict[str, PresenceCount] = {}
        # By the decision of the assembly that it was made on, the entry of a change of officers or delegations.
        self.served: dict[str, int] = {}
        # How many chairs' credentials are active.
        self.chairs = 0
        # Ids of the motions whose votes are withheld.
        self.open_motions: dict[str, None] = {}
        # Ids of those that are neither declared nor annulled.
        self.undeclared: dict[str, None] = {}

    @property
    def founded(self) -> Founded:
        """The founding; every rule but the founding's own may rely on it."""
        if self.founding is None:
            raise NotFounded
        return self.founding

    @property
    def rolls(self) -> Mapping[str, Roll]:
        """Both rolls by name."""
        return {"accredited": self.accredited, "present": self.present}

    def entitled(self, roll: str, group: str | None, without: Collection[str] = ()) -> dict[str, Entitlement]:
        """Return the delegations of a group, or all, as an opening on this roll freezes them, in order of their ids.

        Mandates in `without` stay on the rolls and are not in the electorate.
        """
        accredited, present = (self.rolls[name].sizes_before(self.size) for name in ("accredited", "present"))
        barred = Counter(seat_of(mandate).delegation for mandate in without if mandate in self.rolls[roll])
        return {
            name: Entitlement(
                groups=delegation.groups,
                allocated=Count(delegation.entitlement, delegation.entitlement * delegation.weight),
                accredited=accredited.get(name, Count()),
                present=present.get(name, Count()),
                electorate=(accredited if roll == "accredited" else present)
                .get(name, Count())
                .plus(Count(-barred[name], -barred[name] * delegation.weight)),
            )
            for name, delegation in sorted(self.delegations.items())
            if group is None or group in delegation.groups
        }

    def everyone(self, group: str | None = None, without: Collection[str] = ()) -> Entitlement:
        """Return the delegations of a group, or all, as if they were one, with the roll `accredited` to decide."""
        members = self.entitled("accredited", group, without).values()
        return Entitlement(
            groups=(),
            allocated=total(member.allocated for member in members),
            accredited=total(member.accredited for member in members),
            present=total(member.present for member in members),
            electorate=total(member.electorate for member in members),
        )

    def withholds(self, start: int, stop: int) -> bool:
        """Tell whether a vote of an open motion lies from entry `start` to before entry `stop`."""
        return any(self.motions[motion].has_votes_between(start, stop) for motion in self.open_motions)

    def key(self, kid: str) -> Key:
        """Return a key of the log.

        Raises:
            UnknownKey: the log knows no such key.
        """
        try:
            return self.keys[kid]
        except KeyError:
            raise UnknownKey(f"key {kid}") from None

    def signer(self, kid: str) -> Signer:
        """Return who acts when this key signs.

        Raises:
            UnknownKey: the log knows no such key.
            KeyRevoked: its credential has been revoked or replaced.
            DeviceMoved: the device has handed over to another.
            CodeAlreadyUsed: the activation code has enrolled its device.
        """
        key = self.key(kid)
        if key.credential is None:
            return Signer(kid, key, Role.FOUNDER, FOUNDER_PERSON, None)
        credential = self.credentials[key.credential]
        if not credential.active:
            raise KeyRevoked(f"credential {credential.number}")
        if key.moved:
            raise DeviceMoved(f"credential {credential.number}")
        # Before any look at the sequence: whoever comes second hears that the code was used, whatever her clock says.
        if key.used:
            raise CodeAlreadyUsed(f"credential {credential.number}")
        return Signer(kid, key, credential.role, credential.person, credential)

    def credential(self, number: int) -> Credential:
        """Return a credential by its number.

        Raises:
            UnknownCredential: no credential has this number.
        """
        try:
            return self.credentials[number]
        except KeyError:
            raise UnknownCredential(f"credential {number}") from None

    def holder(self, mandate: str) -> Credential | None:
        """Return the active credential to which a mandate was issued."""
        number = self.holders.get(mandate)
        return None if number is None else self.credentials[number]

    def exercise_of(self, mandate: str) -> Exercise | None:
        """Return who exercises a mandate now."""
        past = self.exercisers.get(mandate)
        return None if past is None else past.now

    def exercise_before(self, mandate: str, index: int) -> Exercise | None:
        """Return who exercised a mandate just before entry `index`."""
        past = self.exercisers.get(mandate)
        return None if past is None else past.before(index)

    def motion(self, motion: str, opening: str) -> Motion:
        """Return a motion, provided that `opening` is the digest of its opening.

        Raises:
            UnknownMotion: no motion has this id.
            WrongOpening: the digest is that of something else.
        """
        found = self.motions.get(motion)
        if found is None:
            raise UnknownMotion(f"motion {motion}")
        if found.opening != opening:
            raise WrongOpening(f"motion {motion}")
        return found

    def text(self, digest: str) -> Text:
        """Return the text with this digest.

        Raises:
            TextMissing: it is not here.
            NotAmendable: it is not in the form of FORMAT.md section 4, Texts.
        """
        if digest not in self._parsed:
            content = self._texts(digest)
            if content is None:
                raise TextMissing(f"text {digest}")
            try:
                self._parsed[digest] = parse(content)
            except Refused as error:
                raise NotAmendable(error.detail) from None
        return self._parsed[digest]

    def check_languages(self, members: Mapping[str, object], where: str) -> None:
        """Refuse words, or other members by language, that lack the authoritative language or use a foreign one.

        Raises:
            BadField: not the convention's languages.
        """
        languages = self.founded.languages
        if languages[0] not in members:
            raise BadField(f"{where} lacks the authoritative language, {languages[0]}")
        foreign = sorted(set(members).difference(languages))
        if foreign:
            raise BadField(f"{where} has languages that the convention does not: {', '.join(foreign)}")
