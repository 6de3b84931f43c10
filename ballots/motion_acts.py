"""What a chair says of a motion under oath of the log: opening, closing and declaration (FORMAT.md section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.acts import Tree, read_tree
from ballots.errors import BadField
from ballots.fields import DIGEST, IDENTIFIER, TEXT_LIMIT, Fields, Words, checked_match
from ballots.judgement import Outcome
from ballots.majority import Count
from ballots.rules import QuestionRule, take_question_rule

PUT_TOGETHER = 200


class Counts(StrEnum):
    """What an option counts as."""

    FOR = "for"
    AGAINST = "against"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a motion puts to the vote: a version of a document, and the amendments to it if there are any.

    `text` is the digest of the text that a yes leads to; None where nobody amended the document.
    """

    document: str
    digest: str
    amendments: tuple[str, ...] = ()
    text: str | None = None


class MatterKind(StrEnum):
    """What a question may be about that is no text."""

    CREDENTIALS = "credentials"
    AGENDA = "agenda"
    RECONSIDERATION = "reconsideration"


@dataclass(frozen=True, slots=True)
class Matter:
    """A report on credentials, an agenda, or a decision to be reconsidered: its id and its statement's digest."""

    kind: MatterKind
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on the ballot."""

    id: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class ElectorateClaim:
    """The roll as the chair saw it when she signed the opening."""

    roll: str
    version: int
    count: int
    weight: int


@dataclass(frozen=True, slots=True)
class MotionOpened:
    """`motion.opened`; its field `subject` is read as `subject` or `matter`, one of which is None."""

    motion: str
    title: Words
    question: Words
    kind: str
    subject: Subject | None
    matter: Matter | None
    options: tuple[Option, ...]
    rule: QuestionRule
    ballot: str
    electorate: ElectorateClaim
    change_of_vote: bool
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        ballot = Fields(fields.take("ballot"), "ballot")
        subject, matter = read_about(fields)
        opened = cls(
            motion=fields.identifier("motion"),
            title=fields.words("title"),
            question=fields.words("question", TEXT_LIMIT),
            kind=fields.identifier("kind"),
            subject=subject,
            matter=matter,
            options=fields.items("options", 1, 50, _read_option),
            rule=take_question_rule(fields),
            ballot=ballot.identifier("kind"),
            electorate=_read_electorate(fields.take("electorate"), "electorate"),
            change_of_vote=fields.boolean("change_of_vote"),
            tree=read_tree(fields.take("tree"), "tree"),
        )
        ballot.end()
        return opened


@dataclass(frozen=True, slots=True)
class MotionClosed:
    """`motion.closed`."""

    motion: str
    opening: str
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("motion"), fields.digest("opening"), read_tree(fields.take("tree"), "tree"))


@dataclass(frozen=True, slots=True)
class Result:
    """What a chair declares: every option's count, and the outcome."""

    options: Mapping[str, Count]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ResultDeclared:
    """`result.declared`; `casting` is the chair's casting vote in a tie, None without one."""

    motion: str
    opening: str
    tree: Tree
    result: Result
    casting: Counts | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        result = Fields(fields.take("result"), "result")
        declared = cls(
            motion=fields.identifier("motion"),
            opening=fields.digest("opening"),
            tree=read_tree(fields.take("tree"), "tree"),
            result=Result(
                options=result.mapping("options", IDENTIFIER, 50, _read_count),
                outcome=result.choice("outcome", {outcome.value: outcome for outcome in Outcome}),
            ),
            casting=_read_casting(fields),
        )
        result.end()
        return declared


def _read_casting(fields: Fields) -> Counts | None:
    value = fields.take("casting")
    if value is None:
        return None
    for side in (Counts.FOR, Counts.AGAINST):
        if value == side.value:
            return side
    raise BadField("casting is not null, for or against")


def read_about(fields: Fields) -> tuple[Subject | None, Matter | None]:
    """Take the member `subject`: a text, or another matter, or neither.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    value = fields.take("subject")
    if not isinstance(value, dict) or "kind" not in value:
        return _read_subject(value, "subject"), None
    inner = Fields(value, "subject")
    matter = Matter(
        inner.choice("kind", {kind.value: kind for kind in MatterKind}), inner.identifier("id"), inner.digest("digest")
    )
    inner.end()
    return None, matter


def _read_subject(value: object, where: str) -> Subject | None:
    """Return the subject in `value`, None for null.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    if value is None:
        return None
    fields = Fields(value, where)
    amendments = fields.items("amendments", 0, PUT_TOGETHER, _read_amendment)
    if len(set(amendments)) != len(amendments):
        raise BadField(f"{where}.amendments names one twice")
    text = fields.take("text")
    subject = Subject(
        fields.identifier("document"),
        fields.digest("digest"),
        amendments,
        None if text is None else checked_match(text, f"{where}.text", DIGEST, "a digest"),
    )
    fields.end()
    return subject


def _read_amendment(value: object, where: str) -> str:
    return checked_match(value, where, IDENTIFIER, "an identifier")


def _read_option(value: object, where: str) -> Option:
    fields = Fields(value, where)
    option = Option(fields.identifier("id"), fields.choice("counts", {member.value: member for member in Counts}))
    fields.end()
    return option


def _read_electorate(value: object, where: str) -> ElectorateClaim:
    fields = Fields(value, where)
    claim = ElectorateClaim(
        roll=fields.choice("roll", {"accredited": "accredited", "present": "present"}),
        version=fields.integer("version"),
        count=fields.integer("count"),
        weight=fields.integer("weight"),
    )
    fields.end()
    return claim


def _read_count(value: object, name: str) -> Count:
    fields = Fields(value, f"result.options.{name}")
    count = Count(fields.integer("count"), fields.integer("weight"))
    fields.end()
    return count
