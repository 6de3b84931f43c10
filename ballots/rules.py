"""The rules that a convention adopts at its founding and that bind everyone, the chair included."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ballots.errors import BadField
from ballots.fields import IDENTIFIER, Fields, checked_match
from ballots.majority import Majority, Quorum, Reference, read_majority, read_quorum

PROXY_LIMIT = 50


class ChangeOfVote(StrEnum):
    """Whether a mandate may vote again while polling is open."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    CHAIR = "chair"


class BlockRule(StrEnum):
    """Whether the head of a delegation may cast all of its votes at once, and divide them."""

    NONE = "none"
    WHOLE = "whole"
    SPLITTABLE = "splittable"


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """How many mandates one person may hold by proxy (0: proxies do not exist), and what they are good for."""

    limit: int
    quorum: bool
    within_delegation: bool


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """The majority and the quorum that bind one kind of question."""

    majority: Majority
    quorum: Quorum | None


@dataclass(frozen=True, slots=True)
class AmendmentRule:
    """How many people, or people of how many delegations, must stand behind an amendment; 0 asks for none."""

    supporters: int
    delegations: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules adopted (FORMAT.md section 4, `rules`)."""

    questions: Mapping[str, QuestionRule]
    change_of_vote: ChangeOfVote
    device_confirmation: bool
    remote_presence: bool
    public_record: bool
    # Kinds of question that may be decided without counting.
    without_vote: tuple[str, ...]
    amendments: AmendmentRule
    # What must be present for a sitting to be quorate.
    sitting_quorum: Quorum | None
    proxies: ProxyRule
    block: BlockRule

    def allows_change(self, asked: bool) -> bool:
        """Tell whether an opening may say `asked` about changing one's vote."""
        return self.change_of_vote is ChangeOfVote.CHAIR or asked is (self.change_of_vote is ChangeOfVote.ALLOWED)


def read_question_rule(value: object, where: str) -> QuestionRule:
    """Return the rule of one kind of question.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    fields = Fields(value, where)
    rule = QuestionRule(
        read_majority(fields.take("majority"), f"{where}.majority"),
        read_quorum(fields.take("quorum"), f"{where}.quorum"),
    )
    fields.end()
    return rule


def _read_proxies(value: object, where: str) -> ProxyRule:
    fields = Fields(value, where)
    rule = ProxyRule(
        limit=fields.integer("limit", 0, PROXY_LIMIT),
        quorum=fields.boolean("quorum"),
        within_delegation=fields.boolean("within_delegation"),
    )
    fields.end()
    return rule


def read_rules(value: object, where: str) -> Rules:
    """Return the rules of a founding.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    fields = Fields(value, where)
    rules = Rules(
        questions=fields.mapping(
            "questions", IDENTIFIER, 32, lambda inner, kind: read_question_rule(inner, f"{where}.questions.{kind}")
        ),
        change_of_vote=fields.choice("change_of_vote", {member.value: member for member in ChangeOfVote}),
        device_confirmation=fields.boolean("device_confirmation"),
        remote_presence=fields.boolean("remote_presence"),
        public_record=fields.choice("record", {"public": True, "members": False}),
        without_vote=fields.items(
            "without_vote", 0, 32, lambda value, at: checked_match(value, at, IDENTIFIER, "a kind of question")
        ),
        amendments=_read_amendment_rule(fields.take("amendments"), f"{where}.amendments"),
        sitting_quorum=_read_sitting_quorum(fields.take("sitting_quorum"), f"{where}.sitting_quorum"),
        proxies=_read_proxies(fields.take("proxies"), f"{where}.proxies"),
        block=fields.choice("block", {member.value: member for member in BlockRule}),
    )
    fields.end()
    unknown = [kind for kind in rules.without_vote if kind not in rules.questions]
    if unknown or len(set(rules.without_vote)) != len(rules.without_vote):
        raise BadField(f"{where}.without_vote names a kind twice, or one that is not among the questions")
    return rules


def _read_amendment_rule(value: object, where: str) -> AmendmentRule:
    fields = Fields(value, where)
    rule = AmendmentRule(fields.integer("supporters", 0, 10_000), fields.integer("delegations", 0, 10_000))
    fields.end()
    return rule


def _read_sitting_quorum(value: object, where: str) -> Quorum | None:
    quorum = read_quorum(value, where)
    if quorum is not None and quorum.of is not Reference.PRESENT:
        raise BadField(f"{where}.of is not present: nothing is cast when a sitting opens")
    return quorum
