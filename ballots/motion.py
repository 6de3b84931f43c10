"""A motion from its opening to its declaration, with the running totals of its votes."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.annulment import Annulment
from ballots.document import TabledDocument
from ballots.electorate import Roll
from ballots.explanation_acts import ExplanationKind
from ballots.journal import Journal
from ballots.judgement import Entitlement, Outcome, Part, Threshold, Verdict, Votes, judge
from ballots.majority import Count, total
from ballots.mandate import seat_of
from ballots.motion_acts import Counts, MotionOpened, Result
from ballots.paper import PaperRecord
from ballots.paper_acts import Method
from ballots.vote_errors import TooManyChanges


class MotionState(StrEnum):
    """Where a motion is in its life."""

    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"
    DECLARED = "declared"
    ANNULLED = "annulled"


# Votes of one mandate in one motion, and blocks of one delegation. Nobody changes her mind so often; a program that
# does would fill the log, and everybody's verifier with it.
VOTES_LIMIT = 32


class Vote(NamedTuple):
    """The vote that counts for a mandate, its entry, how it was given, and the credential that cast it by phone.

    `ordinal` says the how manieth of the mandate it is.
    """

    choice: str
    entry: int
    method: Method = Method.PHONE
    credential: int | None = None
    ordinal: int = 1


class Block(NamedTuple):
    """The block that counts for a delegation: mandates by option, its entry, and the how manieth it is."""

    choices: Mapping[str, int]
    entry: int
    ordinal: int = 1


def next_ordinal(earlier: Vote | Block | None) -> int:
    """Return the how manieth vote of a mandate, or block of a delegation, follows this one.

    Raises:
        TooManyChanges: no more may follow.
    """
    if earlier is None:
        return 1
    if earlier.ordinal >= VOTES_LIMIT:
        raise TooManyChanges(f"{VOTES_LIMIT} are recorded, the last as entry {earlier.entry}")
    return earlier.ordinal + 1


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
    houses: tuple[Verdict, ...]
    quorum: Threshold | None
    outcome: Outcome
    no_may_adopt: bool

    @property
    def result(self) -> Result:
        """What a chair may declare, and nothing else."""
        return Result(self.options, self.outcome)


def decided(outcome: Outcome, casting: Counts | None) -> Outcome:
    """Return what a declaration decides: of a tie, what the chair's casting vote says."""
    if outcome is not Outcome.TIED:
        return outcome
    return Outcome.ADOPTED if casting is Counts.FOR else Outcome.NOT_ADOPTED


class Motion:
    """One motion; `votes` maps a mandate to the vote that counts for it, `blocks` a delegation to its block.

    A delegation is in one of them at most, so that no mandate counts twice.
    """

    __slots__ = (
        "_counts",
        "_papers",
        "_weights",
        "annulment",
        "blocks",
        "casting",
        "changed",
        "decided",
        "declared",
        "entitlements",
        "entries",
        "excluded",
        "explanations",
        "index",
        "opened",
        "opening",
        "papers",
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
        entitlements: Mapping[str, Entitlement],
        excluded: Collection[str] = (),
    ) -> None:
        self.opened = opened
        self.opening = opening
        self.index = index
        self.subject = subject
        self.roll = roll
        # The delegations that may vote, with their groups and sizes: no later registration changes them here.
        self.entitlements = entitlements
        # Contested mandates: they are on the roll, but do not decide about themselves.
        self.excluded = dict.fromkeys(excluded)
        self.state = MotionState.OPEN
        self.annulment: Annulment | None = None
        # The latest entry that changed its state or asked for its annulment.
        self.changed = index
        # What the declaration says: the chair's casting vote, if there was a tie, and the decision.
        self.casting: Counts | None = None
        self.decided: Outcome | None = None
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
        known = mandate not in self.excluded and seat_of(mandate).delegation in self.entitlements
        return known and self.roll.had(mandate, self.index)

    def electorate(self) -> list[str]:
        """Return the mandates in the electorate, in order of first joining the roll."""
        return [mandate for mandate in self.roll.members_before(self.index) if self.entitles(mandate)]

    @property
    def is_adopted(self) -> bool:
        """Whether it has been declared adopted, by its votes or by the casting vote, and stands."""
        return self.state is MotionState.DECLARED and self.decided is Outcome.ADOPTED

    def entitled(self, delegation: str) -> Count:
        """Return the mandates of a delegation in the electorate."""
        known = self.entitlements.get(delegation)
        return Count() if known is None else known.electorate

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
            option.id: total(tally.options[option.id] for tally in delegations.values())
            for option in self.opened.options
        }
        judgement = judge(self.opened.rule, [self._part(name, delegations) for name in self.entitlements])
        claim = self.opened.electorate
        return Tally(
            electorate=Count(claim.count, claim.weight),
            cast=total(options.values()),
            options=options,
            papers=self.on_paper(),
            delegations=delegations,
            houses=judgement.houses,
            quorum=judgement.quorum,
            outcome=judgement.outcome,
            no_may_adopt=judgement.no_may_adopt,
        )

    def _by_delegation(self) -> dict[str, DelegationTally]:
        result = {}
        for delegation, entitled in self.entitlements.items():
            size = entitled.electorate
            if not size.heads:
                continue
            weight = size.weight // size.heads
            options = {}
            for option in self.opened.options:
                count = self._counts.get((delegation, option.id), 0)
                options[option.id] = Count(count, count * weight)
            result[delegation] = DelegationTally(size, options)
        return result

    def on_paper(self) -> dict[str, Count]:
        """Return, for each option, the votes that two tellers recorded."""
        papers = {option.id: Count() for option in self.opened.options}
        for (delegation, option), count in self._papers.items():
            papers[option] = papers[option].plus(Count(count, count * self._weights[delegation]))
        return papers

    def _part(self, name: str, tallies: Mapping[str, DelegationTally]) -> Part:
        if name not in tallies:
            return Part(self.entitlements[name], Votes())

        def votes(kind: Counts) -> Count:
            return total(tallies[name].options[option.id] for option in self.opened.options if option.counts is kind)

        return Part(self.entitlements[name], Votes(votes(Counts.FOR), votes(Counts.AGAINST), votes(Counts.ABSTENTION)))
