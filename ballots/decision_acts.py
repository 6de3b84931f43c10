"""What a chair states that the assembly decided without a vote by name (FORMAT.md section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.acts import Tree, read_tree
from ballots.errors import BadField
from ballots.fields import IDENTIFIER, MAX_INTEGER, TEXT_LIMIT, Fields, Words, checked_integer
from ballots.judgement import Outcome
from ballots.kinds import RollCall
from ballots.motion_acts import Matter, Subject, read_about


class DecisionMethod(StrEnum):
    """How the assembly decided."""

    NO_OBJECTION = "no_objection"
    HANDS = "hands"
    PAPER = "paper"


# A tie is not left open: the chair who states the outcome has the casting vote, where there is one.
OUTCOMES = (Outcome.ADOPTED, Outcome.NOT_ADOPTED, Outcome.NO_QUORUM)


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """`decision.recorded`; `counts` maps an option to its votes, in the measure of the rule.

    Its field `subject` is read as `subject` or `matter`, one of which is None.
    """

    decision: str
    title: Words
    question: Words
    kind: str
    subject: Subject | None
    matter: Matter | None
    method: DecisionMethod
    counts: Mapping[str, int] | None
    outcome: Outcome
    tree: Tree

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        subject, matter = read_about(fields)
        return cls(
            decision=fields.identifier("decision"),
            title=fields.words("title"),
            question=fields.words("question", TEXT_LIMIT),
            kind=fields.identifier("kind"),
            subject=subject,
            matter=matter,
            method=(method := fields.choice("method", {member.value: member for member in DecisionMethod})),
            counts=_read_counts(fields, method),
            outcome=fields.choice("outcome", {member.value: member for member in OUTCOMES}),
            tree=read_tree(fields.take("tree"), "tree"),
        )


@dataclass(frozen=True, slots=True)
class DecisionConfirmed:
    """`decision.confirmed`; `record` is the digest of the `decision.recorded`."""

    decision: str
    record: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("decision"), fields.digest("record"))


@dataclass(frozen=True, slots=True)
class DecisionAnnulled:
    """`decision.annulled`; `record` is the digest of the `decision.recorded`."""

    decision: str
    record: str
    reason: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read the type's own fields."""
        return cls(fields.identifier("decision"), fields.digest("record"), fields.text("reason", TEXT_LIMIT))


def _read_counts(fields: Fields, method: DecisionMethod) -> Mapping[str, int] | None:
    value = fields.take("counts")
    if value is None:
        if method is DecisionMethod.PAPER:
            raise BadField("counts is null, but papers have been counted")
        return None
    if method is DecisionMethod.NO_OBJECTION:
        raise BadField("counts is not null, but nothing is counted where nobody objects")
    counts = Fields({"counts": value}, fields.where).mapping(
        "counts", IDENTIFIER, 50, lambda count, name: checked_integer(count, f"counts.{name}", 0, MAX_INTEGER)
    )
    # A statement has its members in alphabetical order; ballots and people have yes, no, abstain.
    places = [option.id for option in RollCall.OPTIONS]
    known = [name for name in places if name in counts]
    return {name: counts[name] for name in (*known, *(name for name in counts if name not in places))}
