"""The rolls and the tally a second time, slowly: sets copied at every entry, votes recounted from the first."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.ballots.assembly import Payload


@dataclass
class Issued:
    """A credential as it was issued, and whether it is still good."""

    person: str
    mandates: frozenset[str]
    active: bool = True


@dataclass
class Opened:
    """A motion: its opening's fields, the rolls at that moment, and every vote in order."""

    fields: Payload
    rolls: dict[str, frozenset[str]]
    votes: list[tuple[str, str]] = field(default_factory=list)
    on_paper: set[str] = field(default_factory=set)


@dataclass
class Book:
    """Follows recorded statements by the words of FORMAT.md; `before[i]` are the rolls just before entry i."""

    weights: dict[str, int] = field(default_factory=dict)
    credentials: dict[int, Issued] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    motions: dict[str, Opened] = field(default_factory=dict)
    before: dict[int, dict[str, frozenset[str]]] = field(default_factory=dict)
    # First records by their statement's digest; decisions as stated last, and which of them two tellers confirmed.
    papers: dict[str, Payload] = field(default_factory=dict)
    stated: dict[str, Payload] = field(default_factory=dict)
    confirmed: dict[str, int] = field(default_factory=dict)

    def rolls(self) -> dict[str, frozenset[str]]:
        """Return the members of both rolls now."""
        active = [issued for issued in self.credentials.values() if issued.active]
        here = [issued for issued in active if issued.person in self.present]
        return {
            "accredited": frozenset(mandate for issued in active for mandate in issued.mandates),
            "present": frozenset(mandate for issued in here for mandate in issued.mandates),
        }

    def follow(self, index: int, kind: str, said: Payload, digest: str) -> None:
        """Note one recorded statement."""
        self.before[index] = self.rolls()
        if kind == "delegation.registered":
            self.weights[said["delegation"]] = said["weight"]
        elif kind == "credentials.issued":
            for issue in said["credentials"]:
                if issue["replaces"] is not None:
                    self.credentials[issue["replaces"]].active = False
                self.credentials[issue["number"]] = Issued(issue["person"], frozenset(issue["mandates"]))
        elif kind == "credential.revoked":
            self.credentials[said["credential"]].active = False
        elif kind == "presence.recorded":
            person = self.credentials[said["credential"]].person
            (self.present.add if said["state"] == "in" else self.present.discard)(person)
        elif kind == "motion.opened":
            self.motions[said["motion"]] = Opened(said, self.rolls())
        elif kind == "vote.cast":
            self.motions[said["motion"]].votes.append((said["mandate"], said["ballot"]["choice"]))
        elif kind == "paper.recorded":
            self.papers[digest] = said
        elif kind == "paper.confirmed":
            paper = self.papers[said["record"]]
            self.motions[paper["motion"]].votes.append((paper["mandate"], paper["ballot"]["choice"]))
            self.motions[paper["motion"]].on_paper.add(paper["mandate"])
        elif kind == "decision.recorded":
            self.stated[said["decision"]] = said
            self.confirmed[said["decision"]] = 0
        elif kind == "decision.confirmed":
            self.confirmed[said["decision"]] += 1

    def total(self, mandates: Any, measure: str) -> int:
        """Return the number or the weight of some mandates."""
        return sum(1 if measure == "heads" else self.weights[mandate.split("/")[0]] for mandate in mandates)

    def count(self, mandates: Any) -> tuple[int, int]:
        chosen = list(mandates)
        return self.total(chosen, "heads"), self.total(chosen, "weight")

    def recount(self, motion: str) -> dict[str, Any]:
        """Return the tally as FORMAT.md section 6 defines it, in rational numbers."""
        opened = self.motions[motion]
        electorate = opened.rolls[opened.fields["electorate"]["roll"]]
        last = dict(opened.votes)
        by_option = {
            option: [mandate for mandate, choice in last.items() if choice == option]
            for option in ("yes", "no", "abstain")
        }
        return {
            "electorate": self.count(electorate),
            "cast": self.count(last),
            "options": {option: self.count(mandates) for option, mandates in by_option.items()},
            "papers": {
                option: self.count(mandate for mandate in mandates if mandate in opened.on_paper)
                for option, mandates in by_option.items()
            },
            "outcome": self._outcome(opened, by_option, electorate),
            "delegations": {
                delegation: (
                    self.count(self._of(delegation, electorate)),
                    {option: self.count(self._of(delegation, mandates)) for option, mandates in by_option.items()},
                )
                for delegation in sorted({mandate.split("/")[0] for mandate in electorate})
            },
        }

    def outcome(self, decision: str) -> str:
        """Return what a decision's counts make of it; of the sitting's rules, hands can count `ordinary` alone."""
        said = self.stated[decision]
        if said["counts"] is None:
            return str(said["outcome"])
        assert said["kind"] == "ordinary"
        return "adopted" if said["counts"]["yes"] > said["counts"]["no"] else "not_adopted"

    @staticmethod
    def _of(delegation: str, mandates: Any) -> list[str]:
        return [mandate for mandate in mandates if mandate.split("/")[0] == delegation]

    def _outcome(self, opened: Opened, by_option: dict[str, list[str]], electorate: frozenset[str]) -> str:
        majority, quorum = opened.fields["majority"], opened.fields["quorum"]
        yes, no, abstain = by_option.values()
        if quorum is not None:
            counted = yes + no + abstain if quorum["of"] == "cast" else opened.rolls["present"]
            if not self._reaches(quorum, counted, opened.rolls["accredited"]):
                return "no_quorum"
        base = {"decisive": yes + no, "cast": yes + no + abstain, "electorate": electorate}[majority["base"]]
        return "adopted" if self._reaches(majority, yes, base) else "not_adopted"

    def _reaches(self, rule: Payload, part: Any, whole: Any) -> bool:
        reached = self.total(part, rule["measure"])
        bound = Fraction(rule["numerator"], rule["denominator"]) * self.total(whole, rule["measure"])
        return reached >= 1 and (reached > bound if rule["comparison"] == "more_than" else reached >= bound)


def plain(tally: Any) -> dict[str, Any]:
    """Return the fold's tally in the shape of `recount`."""
    return {
        "electorate": tuple(tally.electorate),
        "cast": tuple(tally.cast),
        "options": {option: tuple(count) for option, count in tally.options.items()},
        "papers": {option: tuple(count) for option, count in tally.papers.items()},
        "outcome": tally.outcome.value,
        "delegations": {
            delegation: (tuple(part.entitled), {option: tuple(count) for option, count in part.options.items()})
            for delegation, part in tally.delegations.items()
        },
    }
