"""The rules that a convention adopts at its founding and that bind everyone, the chair included."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ballots.errors import BadField
from ballots.fields import IDENTIFIER, Fields, checked_integer, checked_match
from ballots.majority import Base, Comparison, House, Quorum, Reference, Share, read_group, read_majority, read_quorum

PROXY_LIMIT = 50
SHORTEST_POLLING = 10
LONGEST_POLLING = 86_400


class ChangeOfVote(StrEnum):
    """Whether a mandate may vote again while polling is open."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    CHAIR = "chair"


class Tie(StrEnum):
    """What becomes of a motion with as many votes for as against."""

    NOT_ADOPTED = "not_adopted"
    CASTING_VOTE = "casting_vote"


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
    """What binds one kind of question: its houses, which must all agree, quorum, ties and who votes."""

    majority: tuple[House, ...]
    quorum: Quorum | None
    tie: Tie = Tie.NOT_ADOPTED
    voters: str | None = None
    # It binds the chair's pages alone, and no opening repeats it: no entry's time is proved.
    polling_seconds: int | None = field(default=None, compare=False)

    @property
    def no_may_adopt(self) -> bool:
        """Whether a vote against can adopt a motion, by making up the numbers: the paradox of a quorum of votes cast.

        Whoever is against then does better to stay away. A quorum of those present has no such flaw.
        """
        return self.quorum is not None and self.quorum.of is Reference.CAST


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
    # The kinds under which amendments, and texts as a whole, are put; none named: any.
    amendment_kinds: tuple[str, ...]
    text_kinds: tuple[str, ...]
    amendments: AmendmentRule
    # What must be present for a sitting to be quorate.
    sitting_quorum: Quorum | None
    proxies: ProxyRule
    block: BlockRule

    def allows_change(self, asked: bool) -> bool:
        """Tell whether an opening may say `asked` about changing one's vote."""
        return self.change_of_vote is ChangeOfVote.CHAIR or asked is (self.change_of_vote is ChangeOfVote.ALLOWED)


def take_question_rule(fields: Fields) -> QuestionRule:
    """Take the rule of one kind of question out of a founding's question or an opening.

    Raises:
        BadField: not of the form in FORMAT.md section 4, or a casting vote where none can decide.
    """
    where = fields.where
    rule = QuestionRule(
        read_majority(fields),
        read_quorum(fields.take("quorum"), f"{where}.quorum"),
        fields.choice("tie", {member.value: member for member in Tie}),
        read_group(fields.take("voters"), f"{where}.voters"),
    )
    if rule.tie is Tie.CASTING_VOTE and not _one_vote_decides(rule.majority):
        raise BadField(
            f"{where}.tie gives a casting vote without a majority of more than half of those for and against"
        )
    return rule


def _one_vote_decides(houses: tuple[House, ...]) -> bool:
    """Tell whether, with as many for as against, one vote more would adopt and one less would not."""
    [house, *others] = houses
    return (
        not others
        and isinstance(house, Share)
        and house.base is Base.DECISIVE
        and house.fraction.comparison is Comparison.MORE_THAN
        and house.fraction.numerator * 2 == house.fraction.denominator
    )


def read_question_rule(value: object, where: str) -> QuestionRule:
    """Return the rule of one kind of question.

    Raises:
        BadField: not of the form in FORMAT.md section 4.
    """
    fields = Fields(value, where)
    rule = replace(take_question_rule(fields), polling_seconds=_read_polling_seconds(fields))
    fields.end()
    return rule


def _read_polling_seconds(fields: Fields) -> int | None:
    value = fields.take("polling_seconds")
    if value is None:
        return None
    return checked_integer(value, f"{fields.where}.polling_seconds", SHORTEST_POLLING, LONGEST_POLLING)


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
    subjects = Fields(fields.take("subjects"), f"{where}.subjects")
    rules = Rules(
        questions=fields.mapping(
            "questions", IDENTIFIER, 32, lambda inner, kind: read_question_rule(inner, f"{where}.questions.{kind}")
        ),
        change_of_vote=fields.choice("change_of_vote", {member.value: member for member in ChangeOfVote}),
        device_confirmation=fields.boolean("device_confirmation"),
        remote_presence=fields.boolean("remote_presence"),
        public_record=fields.choice("record", {"public": True, "members": False}),
        without_vote=_take_kinds(fields, "without_vote"),
        amendment_kinds=_take_kinds(subjects, "amendments"),
        text_kinds=_take_kinds(subjects, "text"),
        amendments=_read_amendment_rule(fields.take("amendments"), f"{where}.amendments"),
        sitting_quorum=_read_sitting_quorum(fields.take("sitting_quorum"), f"{where}.sitting_quorum"),
        proxies=_read_proxies(fields.take("proxies"), f"{where}.proxies"),
        block=fields.choice("block", {member.value: member for member in BlockRule}),
    )
    fields.end()
    subjects.end()
    for name, kinds in (
        ("without_vote", rules.without_vote),
        ("subjects.amendments", rules.amendment_kinds),
        ("subjects.text", rules.text_kinds),
    ):
        if len(set(kinds)) != len(kinds) or not rules.questions.keys() >= set(kinds):
            raise BadField(f"{where}.{name} names a kind twice, or one that is not among the questions")
    return rules


def _take_kinds(fields: Fields, name: str) -> tuple[str, ...]:
    return fields.items(name, 0, 32, lambda value, where: checked_match(value, where, IDENTIFIER, "a kind of question"))


def _read_amendment_rule(value: object, where: str) -> AmendmentRule:
    fields = Fields(value, where)
    rule = AmendmentRule(fields.integer("supporters", 0, 10_000), fields.integer("delegations", 0, 10_000))
    fields.end()
    return rule


def _read_sitting_quorum(value: object, where: str) -> Quorum | None:
    quorum = read_quorum(value, where)
    if quorum is not None and quorum.of is not Reference.PRESENT:
        raise BadField(f"{where}.of is not present: nothing is cast when a sitting opens")
    if quorum is not None and quorum.base is Base.ELECTORATE:
        raise BadField(f"{where}.base is not accredited or allocated: a sitting has no electorate")
    return quorum
