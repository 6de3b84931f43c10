"""What votes decide under a rule: each house, the quorum and the outcome (FORMAT.md section 6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.majority import Base, Count, House, Measure, Objections, Quorum, Reference
from ballots.rules import QuestionRule, Tie


class Outcome(StrEnum):
    """What a count decides; a tie is left to the chair's casting vote."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    NO_QUORUM = "no_quorum"
    TIED = "tied"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A delegation as the opening of a motion froze it: its groups and the size of each roll."""

    groups: tuple[str, ...]
    allocated: Count
    accredited: Count
    present: Count
    electorate: Count


class Votes(NamedTuple):
    """Votes by what they count as."""

    favour: Count = Count()
    against: Count = Count()
    abstention: Count = Count()

    @property
    def cast(self) -> Count:
        """All of them."""
        return self.favour.plus(self.against).plus(self.abstention)


class Part(NamedTuple):
    """One delegation in a motion: what it is entitled to, and its votes."""

    entitled: Entitlement
    votes: Votes


@dataclass(frozen=True, slots=True)
class Threshold:
    """What was needed of a whole and what was reached, in the rule's own measure."""

    needed: int
    reached: int
    whole: int

    @property
    def met(self) -> bool:
        """Whether it was enough."""
        return self.reached >= self.needed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one house says.

    Of a share, `needed` and `reached` are votes for, `whole` the base. Of a consensus, `needed` is the most
    objections that it bears, `reached` the objections, `whole` the votes cast.
    """

    needed: int
    reached: int
    whole: int
    met: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the votes decide."""

    houses: tuple[Verdict, ...]
    quorum: Threshold | None
    outcome: Outcome
    # Every house agrees and only votes are missing for the quorum: one more, even against, may adopt.
    no_may_adopt: bool


def judge(rule: QuestionRule, parts: Collection[Part]) -> Judgement:
    """Return what the votes of these delegations decide under a rule."""
    houses = tuple(_judge_house(house, parts) for house in rule.majority)
    quorum = None if rule.quorum is None else judge_quorum(rule.quorum, parts)
    agreed = all(house.met for house in houses)
    if quorum is not None and not quorum.met:
        outcome = Outcome.NO_QUORUM
    elif agreed:
        outcome = Outcome.ADOPTED
    elif rule.tie is Tie.CASTING_VOTE and 0 < houses[0].reached * 2 == houses[0].whole:
        outcome = Outcome.TIED
    else:
        outcome = Outcome.NOT_ADOPTED
    return Judgement(houses, quorum, outcome, rule.no_may_adopt and agreed and outcome is Outcome.NO_QUORUM)


def at_full_turnout(house: House, entitled: Iterable[Entitlement]) -> Threshold:
    """Return what a house needs if everyone in the electorate votes for or against, and can reach at most."""
    members = _of_group(house.of, entitled)
    most = sum(member.electorate.by(house.measure) for member in members)
    if isinstance(house, Objections):
        return Threshold(house.at_most, most, most)
    whole = {
        Base.ACCREDITED: sum(member.accredited.by(house.measure) for member in members),
        Base.ALLOCATED: sum(member.allocated.by(house.measure) for member in members),
    }.get(house.base, most)
    return Threshold(house.fraction.needed(whole), most, whole)


def _of_group(group: str | None, entitled: Iterable[Entitlement]) -> list[Entitlement]:
    return [member for member in entitled if group is None or group in member.groups]


def _judge_house(house: House, parts: Iterable[Part]) -> Verdict:
    inside = [part for part in parts if house.of is None or house.of in part.entitled.groups]
    votes = [_as_one(part.votes) if house.measure is Measure.DELEGATIONS else part.votes for part in inside]
    favour = sum(each.favour.by(house.measure) for each in votes)
    against = sum(each.against.by(house.measure) for each in votes)
    cast = favour + against + sum(each.abstention.by(house.measure) for each in votes)
    if isinstance(house, Objections):
        return Verdict(house.at_most, against, cast, favour > 0 and against <= house.at_most)
    if house.base is Base.DECISIVE:
        whole = favour + against
    elif house.base is Base.CAST:
        whole = cast
    else:
        whole = at_full_turnout(house, [part.entitled for part in inside]).whole
    needed = house.fraction.needed(whole)
    return Verdict(needed, favour, whole, favour >= needed)


def _as_one(votes: Votes) -> Votes:
    """Return the one vote of a delegation: what more of its mandates want, by heads; abstaining if they are even."""
    one = Count(1, 1)
    if votes.favour.heads > votes.against.heads:
        return Votes(favour=one)
    if votes.favour.heads < votes.against.heads:
        return Votes(against=one)
    return Votes(abstention=one) if votes.cast.heads else Votes()


def judge_quorum(quorum: Quorum, parts: Iterable[Part]) -> Threshold:
    """Return what a quorum needs of these delegations and what is there."""
    whole = reached = 0
    measure = quorum.fraction.measure
    for entitled, votes in parts:
        base = {
            Base.ACCREDITED: entitled.accredited,
            Base.ALLOCATED: entitled.allocated,
        }.get(quorum.base, entitled.electorate)
        whole += base.by(measure)
        reached += (votes.cast if quorum.of is Reference.CAST else entitled.present).by(measure)
    return Threshold(quorum.fraction.needed(whole), reached, whole)


def is_empty(house: House, entitled: Iterable[Entitlement]) -> bool:
    """Tell whether a house has nobody who could vote, so that it can never agree."""
    return not any(member.electorate.heads for member in _of_group(house.of, entitled))
