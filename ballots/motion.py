"""A motion from its opening to its declaration, with the running totals of its votes."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.document import TabledDocument
from ballots.electorate import Roll
from ballots.explanation_acts import ExplanationKind
from ballots.journal import Journal
from ballots.majority import Base, Count, Reference
from ballots.mandate import seat_of
from ballots.motion_acts import Counts, MotionOpened, Outcome, Result
from ballots.paper import PaperRecord
from ballots.paper_acts import Method


class MotionState(StrEnum):
    """Where a motion is in its life."""

    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"
    DECLARED = "declared"
    ANNULLED = "annulled"


class Vote(NamedTuple):
    """The vote that counts for a mandate, its entry, how it was given, and the credential that cast it by phone."""

    choice: str
    entry: int
    method: Method = Method.PHONE
    credential: int | None = None


class Block(NamedTuple):
    """The block that counts for a delegation: mandates by option, and the entry that holds it."""

    choices: Mapping[str, int]
    entry: int


@dataclass(frozen=True, slots=True)
class Annulment:
    """A proposed annulment: its statement's digest, who signed it and why."""

    digest: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """What was needed and what was reached, in the rule's own measure."""

    needed: int
    reached: int

    @property
    def met(self) -> bool:
        """Whether it was enough."""
        return self.reached >= self.needed


@dataclass(frozen=True, slots=True)
class DelegationTally:
    """One delegation's mandates in the electorate and its votes."""

    entitled: Count
    options: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one motion (FORMAT.md section 6)."""

    electorate: Count
    cast: Count
    options: Mapping[str, Count]
    # Of these, the votes that two tellers recorded.
    papers: Mapping[str, Count]
    delegations: Mapping[str, DelegationTally]
    majority: Threshold
    quorum: Threshold | None
    outcome: Outcome

    @property
    def result(self) -> Result:
        """What a chair may declare, and nothing else."""
        return Result(self.options, self.outcome)


class Motion:
    """One motion; `votes` maps a mandate to the vote that counts for it, `blocks` a delegation to its block.

    A delegation is in one of them at most, so that no mandate counts twice.
    """

    __slots__ = (
        "_counts",
        "_papers",
        "_weights",
        "accredited",
        "annulment",
        "blocks",
        "changed",
        "declared",
        "entries",
        "explanations",
        "index",
        "opened",
        "opening",
        "papers",
        "present",
        "revealed",
        "roll",
        "state",
        "subject",
        "votes",
    )

    def __init__(
        self,
        opened: MotionOpened,
        opening: str,
        index: int,
        subject: TabledDocument | None,
        roll: Roll,
        accredited: Count,
        present: Count,
    ) -> None:
        self.opened = opened
        self.opening = opening
        self.index = index
        self.subject = subject
        self.roll = roll
        self.accredited = accredited
        self.present = present
        self.state = MotionState.OPEN
        self.annulment: Annulment | None = None
        # The latest entry that changed its state or asked for its annulment.
        self.changed = index
        # The entry with which its votes ceased to be withheld: its close, or its annulment while it was open.
        self.revealed: int | None = None
        # The entry that declared its result.
        self.declared: int | None = None
        self.votes: dict[str, Vote] = {}
        self.blocks: dict[str, Block] = {}
        # What each teller recorded last for a mandate, by (mandate, person).
        self.papers: dict[tuple[str, str], PaperRecord] = {}
        # Digests of what voters said of their votes after the declaration, by mandate and kind.
        self.explanations: dict[tuple[str, ExplanationKind], str] = {}
        # Every entry that is withheld until the close, in ascending order.
        self.entries: list[int] = []
        # Mandates by (delegation, option), those of `_counts` that two tellers recorded, and each delegation's weight a
        # mandate.
        self._counts: dict[tuple[str, str], int] = {}
        self._papers: dict[tuple[str, str], int] = {}
        self._weights: dict[str, int] = {}

    @property
    def is_open(self) -> bool:
        """Whether its votes are still withheld: it is neither closed nor annulled."""
        return self.state in (MotionState.OPEN, MotionState.ENDED)

    def entitles(self, mandate: str) -> bool:
        """Tell whether a mandate is in the electorate."""
        return self.roll.had(mandate, self.index)

    def entitled(self, delegation: str) -> Count:
        """Return the mandates of a delegation in the electorate."""
        return self.roll.size_before(delegation, self.index)

    def has_voted(self, delegation: str) -> bool:
        """Tell whether any mandate of a delegation has a vote."""
        return any(self._counts.get((delegation, option.id)) for option in self.opened.options)

    def has_votes_between(self, start: int, stop: int) -> bool:
        """Tell whether a withheld entry lies from entry `start` to before entry `stop`."""
        return bisect_left(self.entries, start) < bisect_left(self.entries, stop)

    def record(self, journal: Journal, mandate: str, vote: Vote, weight: int) -> None:
        """Count a vote, in place of the mandate's earlier one if there is any."""
        delegation = seat_of(mandate).delegation
        earlier = self.votes.get(mandate)
        if earlier is not None:
            before = (delegation, earlier.choice)
            journal.put(self._counts, before, self._counts[before] - 1)
        after = (delegation, vote.choice)
        journal.put(self._counts, after, self._counts.get(after, 0) + 1)
        journal.put(self.votes, mandate, vote)
        if vote.method is not Method.PHONE:
            journal.put(self._papers, after, self._papers.get(after, 0) + 1)
        if delegation not in self._weights:
            journal.put(self._weights, delegation, weight)

    def withhold(self, journal: Journal, entry: int) -> None:
        """Keep the latest entry from everyone's eyes until the close."""
        journal.append(self.entries, entry)

    def record_block(self, journal: Journal, delegation: str, block: Block, weight: int) -> None:
        """Count a delegation's block, in place of an earlier one if there is any; it has no other votes."""
        for option in self.opened.options:
            journal.put(self._counts, (delegation, option.id), block.choices.get(option.id, 0))
        journal.put(self.blocks, delegation, block)
        journal.put(self._weights, delegation, weight)

    def turnout(self) -> Count:
        """Return how many mandates have voted."""
        weight = sum(count * self._weights[delegation] for (delegation, _), count in self._counts.items())
        return Count(sum(self._counts.values()), weight)

    def tally(self) -> Tally:
        """Count the votes as they stand."""
        delegations = self._by_delegation()
        options = {
            option.id: _total(tally.options[option.id] for tally in delegations.values())
            for option in self.opened.options
        }
        cast = _total(options.values())
        majority = self._majority(options, cast)
        quorum = self._quorum(cast)
        if quorum is not None and not quorum.met:
            outcome = Outcome.NO_QUORUM
        else:
            outcome = Outcome.ADOPTED if majority.met else Outcome.NOT_ADOPTED
        claim = self.opened.electorate
        electorate = Count(claim.count, claim.weight)
        return Tally(electorate, cast, options, self.on_paper(), delegations, majority, quorum, outcome)

    def _by_delegation(self) -> dict[str, DelegationTally]:
        result = {}
        for delegation, entitled in sorted(self.roll.sizes_before(self.index).items()):
            weight = entitled.weight // entitled.heads
            options = {}
            for option in self.opened.options:
                count = self._counts.get((delegation, option.id), 0)
                options[option.id] = Count(count, count * weight)
            result[delegation] = DelegationTally(entitled, options)
        return result

    def on_paper(self) -> dict[str, Count]:
        """Return, for each option, the votes that two tellers recorded."""
        papers = {option.id: Count() for option in self.opened.options}
        for (delegation, option), count in self._papers.items():
            papers[option] = papers[option].plus(Count(count, count * self._weights[delegation]))
        return papers

    def _majority(self, options: Mapping[str, Count], cast: Count) -> Threshold:
        rule = self.opened.majority
        measure = rule.fraction.measure

        def votes(*kinds: Counts) -> int:
            return sum(options[option.id].by(measure) for option in self.opened.options if option.counts in kinds)

        claim = self.opened.electorate
        whole = {
            Base.DECISIVE: votes(Counts.FOR, Counts.AGAINST),
            Base.CAST: cast.by(measure),
            Base.ELECTORATE: Count(claim.count, claim.weight).by(measure),
        }[rule.base]
        return Threshold(rule.fraction.needed(whole), votes(Counts.FOR))

    def _quorum(self, cast: Count) -> Threshold | None:
        rule = self.opened.quorum
        if rule is None:
            return None
        measure = rule.fraction.measure
        reached = cast if rule.of is Reference.CAST else self.present
        return Threshold(rule.fraction.needed(self.accredited.by(measure)), reached.by(measure))


def _total(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = total.plus(count)
    return total
