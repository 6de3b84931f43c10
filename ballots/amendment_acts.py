"""What is said of amendments: tabled, translated, withdrawn, recommended, divided, ordered (FORMAT.md section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeAlias, TypeVar

from ballots.acts import NUMBER_LIMIT
from ballots.errors import BadField
from ballots.fields import (
    DIGEST,
    IDENTIFIER,
    LANGUAGE,
    TEXT_LIMIT,
    Fields,
    checked_integer,
    checked_match,
)
from ballots.operation import ACTIONS, Action, Change, Operation, read_new_text, read_range
from ballots.text import MAX_BLOCKS, Text

V = TypeVar("V")

PROPOSERS = 50
PARTS = 20
ORDERED = 1_000


class TargetKind(StrEnum):
    """What an amendment would change."""

    DOCUMENT = "document"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Target:
    """A version of a document or an amendment, by the digest of the statement that tabled it."""

    kind: TargetKind
    id: str
    digest: str


# One change in the convention's languages; action and block are the same in all, words and new text are each one's own.
Changes: TypeAlias = Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class AmendmentTabled:
    """`amendment.tabled`; `reason` is the digest of a salted text that can be erased."""

    amendment: str
    target: Target
    changes: Changes
    proposers: tuple[int, ...]
    delegations: tuple[str, ...]
    reason: str | None
    editorial: bool
    urgent: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        tabled = cls(
            amendment=fields.identifier("amendment"),
            target=_read_target(fields.take("target"), "target"),
            changes=_read_changes(fields.take("operation"), fields.take("changes"), ""),
            proposers=_distinct(fields.items("proposers", 0, PROPOSERS, _read_number), "proposers"),
            delegations=_distinct(fields.items("delegations", 0, PROPOSERS, _read_identifier), "delegations"),
            reason=_optional(fields.take("reason"), "reason"),
            editorial=fields.boolean("editorial"),
            urgent=fields.boolean("urgent"),
        )
        if not tabled.proposers and not tabled.delegations:
            raise BadField("proposers and delegations are both empty")
        return tabled


@dataclass(frozen=True, slots=True)
class AmendmentTranslated:
    """`amendment.translated`: what an amendment does in a language that is not the authoritative one."""

    amendment: str
    digest: str
    language: str
    words: tuple[int, int] | None
    new: Text

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        words, new = _read_words(fields.take("change"), "change")
        return cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            language=fields.matching("language", LANGUAGE, "a language tag"),
            words=words,
            new=new,
        )


@dataclass(frozen=True, slots=True)
class AmendmentSupported:
    """`amendment.supported`: support given, or taken back."""

    amendment: str
    digest: str
    supporter: int
    given: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            supporter=fields.integer("supporter", 1, NUMBER_LIMIT),
            given=fields.choice("state", {"given": True, "taken_back": False}),
        )


@dataclass(frozen=True, slots=True)
class AmendmentWithdrawn:
    """`amendment.withdrawn`; with `in_favour_of` only if that other amendment is adopted."""

    amendment: str
    digest: str
    in_favour_of: str | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            in_favour_of=_optional_identifier(fields.take("in_favour_of"), "in_favour_of"),
        )


@dataclass(frozen=True, slots=True)
class AmendmentTakenOver:
    """`amendment.taken_over`: a withdrawn amendment goes on under another proposer."""

    amendment: str
    digest: str
    proposer: int

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            proposer=fields.integer("proposer", 1, NUMBER_LIMIT),
        )


class Advice(StrEnum):
    """What a drafting committee recommends."""

    ADOPT = "adopt"
    REJECT = "reject"
    ADOPT_IN_OTHER_FORM = "adopt_in_other_form"
    MERGE = "merge"
    REFER = "refer"
    SETTLED = "settled"


# These point to the amendment in which the wish lives on.
POINTING = frozenset({Advice.ADOPT_IN_OTHER_FORM, Advice.MERGE, Advice.SETTLED})


@dataclass(frozen=True, slots=True)
class AmendmentRecommended:
    """`amendment.recommended`; `note` and `minority` are digests of salted texts that can be erased."""

    amendment: str
    digest: str
    advice: Advice
    other: str | None
    note: str | None
    minority: str | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        recommended = cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            advice=fields.choice("advice", {advice.value: advice for advice in Advice}),
            other=_optional_identifier(fields.take("other"), "other"),
            note=_optional(fields.take("note"), "note"),
            minority=_optional(fields.take("minority"), "minority"),
        )
        if (recommended.other is None) is (recommended.advice in POINTING):
            raise BadField(f"other names an amendment exactly for {', '.join(sorted(POINTING))}")
        return recommended


@dataclass(frozen=True, slots=True)
class AmendmentPulled:
    """`amendment.pulled`: taken out of the committee's list, to be voted by itself."""

    amendment: str
    digest: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("amendment"), fields.digest("digest"))


@dataclass(frozen=True, slots=True)
class AmendmentDivided:
    """`amendment.divided`: voted in parts, which get the ids `<amendment>.1`, `<amendment>.2` ..."""

    amendment: str
    digest: str
    parts: tuple[Changes, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            amendment=fields.identifier("amendment"),
            digest=fields.digest("digest"),
            parts=fields.items("parts", 2, PARTS, _read_part),
        )


@dataclass(frozen=True, slots=True)
class TablingClosed:
    """`tabling.closed`: from now on only urgent amendments to this version are taken."""

    document: str
    digest: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("document"), fields.digest("digest"))


@dataclass(frozen=True, slots=True)
class OrderRuled:
    """`order.ruled`: in which order amendments to a version are taken, and why."""

    document: str
    digest: str
    order: tuple[str, ...]
    reason: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            document=fields.identifier("document"),
            digest=fields.digest("digest"),
            order=_distinct(fields.items("order", 1, ORDERED, _read_identifier), "order"),
            reason=fields.text("reason", TEXT_LIMIT),
        )


@dataclass(frozen=True, slots=True)
class DocumentCorrected:
    """`document.corrected`: a better text of a version in a language that is not the authoritative one."""

    document: str
    digest: str
    language: str
    text: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(
            document=fields.identifier("document"),
            digest=fields.digest("digest"),
            language=fields.matching("language", LANGUAGE, "a language tag"),
            text=fields.digest("text"),
        )


AmendingAct: TypeAlias = (
    AmendmentTabled
    | AmendmentTranslated
    | AmendmentSupported
    | AmendmentWithdrawn
    | AmendmentTakenOver
    | AmendmentRecommended
    | AmendmentPulled
    | AmendmentDivided
    | TablingClosed
    | OrderRuled
    | DocumentCorrected
)

AMENDING_READERS: Mapping[str, Callable[[Fields], AmendingAct]] = {
    "amendment.tabled": AmendmentTabled.read,
    "amendment.translated": AmendmentTranslated.read,
    "amendment.supported": AmendmentSupported.read,
    "amendment.withdrawn": AmendmentWithdrawn.read,
    "amendment.taken_over": AmendmentTakenOver.read,
    "amendment.recommended": AmendmentRecommended.read,
    "amendment.pulled": AmendmentPulled.read,
    "amendment.divided": AmendmentDivided.read,
    "tabling.closed": TablingClosed.read,
    "order.ruled": OrderRuled.read,
    "document.corrected": DocumentCorrected.read,
}


def _read_target(value: object, where: str) -> Target:
    fields = Fields(value, where)
    target = Target(
        kind=fields.choice("kind", {kind.value: kind for kind in TargetKind}),
        id=fields.identifier("id"),
        digest=fields.digest("digest"),
    )
    fields.end()
    return target


def _read_changes(operation: object, changes: object, prefix: str) -> Changes:
    fields = Fields(operation, f"{prefix}operation")
    action = fields.choice("type", ACTIONS)
    block = fields.integer("block", 0, MAX_BLOCKS - 1)
    fields.end()

    def read(value: object, language: str) -> Change:
        return _read_change(value, f"{prefix}changes.{language}", action, block)

    return Fields({"changes": changes}, prefix.rstrip(".") or "payload").mapping("changes", LANGUAGE, 16, read)


def _read_change(value: object, where: str, action: Action, block: int) -> Change:
    words, new = _read_words(value, where)
    return Change(Operation(action, block, words), new)


def _read_words(value: object, where: str) -> tuple[tuple[int, int] | None, Text]:
    fields = Fields(value, where)
    words = read_range(fields.take("words"), f"{where}.words")
    new = fields.take("text")
    fields.end()
    return words, Text() if new is None else read_new_text(new, f"{where}.text")


def _read_part(value: object, where: str) -> Changes:
    fields = Fields(value, where)
    part = _read_changes(fields.take("operation"), fields.take("changes"), f"{where}.")
    fields.end()
    return part


def _read_number(value: object, where: str) -> int:
    return checked_integer(value, where, 1, NUMBER_LIMIT)


def _read_identifier(value: object, where: str) -> str:
    return checked_match(value, where, IDENTIFIER, "an identifier")


def _optional(value: object, where: str) -> str | None:
    return None if value is None else checked_match(value, where, DIGEST, "a digest")


def _optional_identifier(value: object, where: str) -> str | None:
    return None if value is None else _read_identifier(value, where)


def _distinct(values: tuple[V, ...], where: str) -> tuple[V, ...]:
    if len(set(values)) != len(values):
        raise BadField(f"{where} names one twice")
    return values
