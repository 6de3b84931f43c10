"""What somebody looks for in the record: fields of an address, so that a list as narrowed has a permalink."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from ballots.convention import Convention
from ballots.decision import Decision
from ballots.fields import Words
from ballots.judgement import Outcome
from ballots.mandate import seat_of
from ballots.motion import Motion, MotionState
from ballots.motion_acts import Subject
from voting.errors import Problem
from voting.languages import marked as _

LONGEST = 200
# What has no outcome stands in the list as one of these.
WITHOUT_OUTCOME = ("annulled", "undecided")
COUNTED = (MotionState.DECLARED, MotionState.ANNULLED)
UNKNOWN = _("The record has nothing of this name. Choose from the lists on the page.")
# Of a block that was divided nobody can say what a mandate in it voted.
IN_BLOCK = "block"
# It is written, and stands in no list.
UNKNOWN_NUMBER = _("No badge of this convention has this number. Go back and write another.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Motions and decisions with all of `words`, and of this outcome, kind and sitting; motions in which a delegation
    or the holder of a badge could vote. What is empty narrows nothing.
    """

    words: str = ""
    outcome: str = ""
    kind: str = ""
    sitting: str = ""
    delegation: str = ""
    person: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, str], convention: Convention) -> Self:
        """Return what an address asks for.

        Raises:
            Problem: 400, a field is too long or names nothing of this convention.
        """
        wanted = cls(**{name: fields.get(name, "").strip() for name in cls.__slots__})
        known = {
            "words": len(wanted.words) <= LONGEST,
            "outcome": wanted.outcome in (*Outcome, *WITHOUT_OUTCOME),
            "kind": wanted.kind in convention.founded.rules.questions,
            "sitting": wanted.sitting in convention.sittings,
            "delegation": wanted.delegation in convention.delegations,
            "person": wanted.number in convention.credentials,
        }
        for name, good in known.items():
            if getattr(wanted, name) and not good:
                raise Problem(400, "unknown_filter", UNKNOWN_NUMBER if name == "person" else UNKNOWN, detail=name)
        return wanted

    @property
    def number(self) -> int:
        """The number on the badge of the person, 0 without one."""
        return int(self.person) if self.person.isascii() and self.person.isdigit() and len(self.person) < 11 else 0

    @property
    def narrows(self) -> bool:
        """Whether it asks for anything."""
        return any(getattr(self, name) for name in type(self).__slots__)

    @property
    def query(self) -> str:
        """The same as the end of an address, "?words=..." or nothing."""
        given = {name: getattr(self, name) for name in type(self).__slots__ if getattr(self, name)}
        return f"?{urlencode(given)}" if given else ""

    def has_motion(self, convention: Convention, motion: Motion) -> bool:
        """Tell whether a motion is in the list."""
        opened = motion.opened
        return (
            self.outcome in ("", outcome_of(motion))
            and self.kind in ("", opened.kind)
            and self._sat(convention, motion.index)
            and self._says(convention, opened.motion, opened.title, opened.question, opened.subject)
            and (not self.delegation or bool(motion.entitled(self.delegation).heads))
            and (not self.person or any(motion.entitles(one) for one in self.mandates(convention)))
        )

    def has_decision(self, convention: Convention, decision: Decision) -> bool:
        """Tell whether a decision without a vote by name is in the list: nobody's name or delegation is in one."""
        stated = decision.recorded
        return (
            not (self.delegation or self.person)
            and self.outcome in ("", stated.outcome if decision.in_effect else _standing(decision))
            and self.kind in ("", stated.kind)
            and self._sat(convention, decision.index)
            and self._says(convention, stated.decision, stated.title, stated.question, stated.subject)
        )

    def mandates(self, convention: Convention) -> tuple[str, ...]:
        """Return the mandates of the person, however many hands they have passed through."""
        return convention.credential(self.number).mandates if self.person else ()

    def voted(self, convention: Convention, motion: Motion) -> dict[str, int]:
        """Return how many votes the delegation or the person gave each option of a counted motion, or `IN_BLOCK`."""
        if motion.state not in COUNTED or not (self.delegation or self.person):
            return {}
        if self.person:
            own = (one for one in self.mandates(convention) if self.delegation in ("", seat_of(one).delegation))
            found = Counter(_voted(motion, one) for one in own if motion.entitles(one))
            return {name: found[name] for name in (*(one.id for one in motion.opened.options), IN_BLOCK) if found[name]}
        options = motion.tally().delegations[self.delegation].options
        return {option: count.heads for option, count in options.items() if count.heads}

    def _sat(self, convention: Convention, index: int) -> bool:
        return not self.sitting or sitting_of(convention, index) == self.sitting

    def _says(self, convention: Convention, name: str, title: Words, question: Words, subject: Subject | None) -> bool:
        parts: list[Iterable[str]] = [(name,), title.values(), question.values()]
        if subject is not None:
            parts += [subject.amendments, convention.documents[subject.document].tabled.title.values()]
        text = " ".join(word for part in parts for word in part).casefold()
        return all(word in text for word in self.words.casefold().split())


def _voted(motion: Motion, mandate: str) -> str | None:
    block = motion.blocks.get(seat_of(mandate).delegation)
    if block is not None:
        return next(iter(block.choices)) if len(block.choices) == 1 else IN_BLOCK
    vote = motion.votes.get(mandate)
    return None if vote is None else vote.choice


def outcome_of(motion: Motion) -> str:
    """Return what a motion came to: of a tie, what the casting vote made of it."""
    if motion.state is MotionState.DECLARED:
        return str(motion.decided or motion.tally().outcome)
    return "annulled" if motion.state is MotionState.ANNULLED else "undecided"


def _standing(decision: Decision) -> str:
    return "annulled" if decision.state == "annulled" else "undecided"


def sitting_of(convention: Convention, index: int) -> str:
    """Return the sitting in which an entry was recorded, empty before the first."""
    began = [(found.entries[0], name) for name, found in convention.sittings.items() if found.entries[0] < index]
    return max(began)[1] if began else ""
