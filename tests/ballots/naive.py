"""The rolls and the tally a second time, slowly: sets copied at every entry, votes recounted from the first."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any

from tests.ballots.assembly import Payload


@dataclass
class Issued:
    """A credential as it was issued, and whether it is still good."""

    person: str
    mandates: frozenset[str]
    active: bool = True
    replaces: int | None = None


@dataclass
class Opened:
    """A motion: its opening's fields, rolls and delegations at that moment, and every vote in order."""

    fields: Payload
    rolls: dict[str, frozenset[str]]
    delegations: dict[str, Payload]
    # Who exercised each mandate, and who led each delegation, just before the opening.
    rights: dict[str, int]
    heads: dict[str, int]
    votes: list[tuple[str, str]] = field(default_factory=list)
    on_paper: set[str] = field(default_factory=set)
    blocks: dict[str, Payload] = field(default_factory=dict)
    # The mandate or delegation of everything that was cast, and the credential that cast it.
    cast: list[tuple[str, int | None]] = field(default_factory=list)

    def ballots(self) -> dict[str, str]:
        """Return the choice that counts for each mandate; a block's numbers are dealt out to its mandates in order."""
        counted = dict(self.votes)
        electorate = self.rolls[self.fields["electorate"]["roll"]]
        for delegation, choices in self.blocks.items():
            own = sorted(mandate for mandate in electorate if mandate.startswith(f"{delegation}/"))
            dealt = [choice for choice, number in choices.items() for _ in range(number)]
            assert len(dealt) == len(own), "a block is exactly the delegation's mandates"
            assert not counted.keys() & set(own), "a block beside single votes counts a mandate twice"
            counted |= dict(zip(own, dealt, strict=True))
        return counted


@dataclass
class Book:
    """Follows recorded statements by the words of FORMAT.md; `before[i]` are the rolls just before entry i."""

    weights: dict[str, int] = field(default_factory=dict)
    delegations: dict[str, Payload] = field(default_factory=dict)
    credentials: dict[int, Issued] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    motions: dict[str, Opened] = field(default_factory=dict)
    before: dict[int, dict[str, frozenset[str]]] = field(default_factory=dict)
    # First records by their statement's digest; decisions as stated last, and which of them two tellers confirmed.
    papers: dict[str, Payload] = field(default_factory=dict)
    stated: dict[str, Payload] = field(default_factory=dict)
    confirmed: dict[str, int] = field(default_factory=dict)
    # Mandates that somebody else exercises: her credential's number, and whether as a proxy.
    handed: dict[str, tuple[int, bool]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    proxies_count: bool = True

    def rolls(self) -> dict[str, frozenset[str]]:
        """Return the members of both rolls now."""
        rights = self.rights()
        here = {
            mandate
            for mandate, number in rights.items()
            if self.credentials[number].person in self.present
            and (self.proxies_count or mandate not in self.handed or not self.handed[mandate][1])
        }
        return {"accredited": frozenset(rights), "present": frozenset(here)}

    def rights(self) -> dict[str, int]:
        """Return who exercises each mandate now."""
        return {
            mandate: self.handed.get(mandate, (number, False))[0]
            for number, issued in self.credentials.items()
            if issued.active
            for mandate in issued.mandates
        }

    def succeeds(self, number: int | None, earlier: int) -> bool:
        """Tell whether a credential is an earlier one or followed it as its replacement."""
        while number is not None and number != earlier:
            number = self.credentials[number].replaces
        return number == earlier

    def _end(self, number: int, successor: int | None) -> None:
        """Revoke a credential; what it exercised for others passes to its successor, if it has one."""
        ended = self.credentials[number]
        ended.active = False
        self.heads = {delegation: head for delegation, head in self.heads.items() if head != number}
        if successor is not None:
            self.handed = {
                mandate: (successor if holder == number else holder, proxy)
                for mandate, (holder, proxy) in self.handed.items()
            }
            return
        self.handed = {
            mandate: (holder, proxy)
            for mandate, (holder, proxy) in self.handed.items()
            if holder != number and mandate not in ended.mandates
        }

    def _check_in(self, person: str) -> None:
        own = {m for issued in self.credentials.values() if issued.person == person for m in issued.mandates}
        self.present.add(person)
        self.handed = {
            mandate: (holder, proxy)
            for mandate, (holder, proxy) in self.handed.items()
            if not proxy or mandate not in own
        }

    def follow(self, index: int, kind: str, said: Payload, digest: str, by: int | None) -> None:
        """Note one recorded statement."""
        self.before[index] = self.rolls()
        if kind == "delegation.registered":
            self.weights[said["delegation"]] = said["weight"]
            self.delegations[said["delegation"]] = said
        elif kind == "credentials.issued":
            for issue in said["credentials"]:
                number, replaced = issue["number"], issue["replaces"]
                self.credentials[number] = Issued(issue["person"], frozenset(issue["mandates"]), replaces=replaced)
                if replaced is not None and self.credentials[replaced].active:
                    self._end(replaced, number)
                if issue["head"]:
                    self.heads[issue["mandates"][0].split("/")[0]] = number
        elif kind == "credential.revoked":
            self._end(said["credential"], None)
        elif kind == "presence.recorded":
            person = self.credentials[said["credential"]].person
            (self._check_in if said["state"] == "in" else self.present.discard)(person)
        elif kind == "mandate.delegated":
            self.handed |= dict.fromkeys(said["mandates"], (said["to"], said["as"] == "proxy"))
        elif kind == "mandate.returned":
            for mandate in said["mandates"]:
                del self.handed[mandate]
        elif kind == "motion.opened":
            self.motions[said["motion"]] = self._opened(said)
        elif kind == "vote.cast":
            self.motions[said["motion"]].votes.append((said["mandate"], said["ballot"]["choice"]))
            self.motions[said["motion"]].cast.append((said["mandate"], by))
        elif kind == "block.cast":
            self.motions[said["motion"]].blocks[said["delegation"]] = said["ballot"]["choices"]
            self.motions[said["motion"]].cast.append((said["delegation"], by))
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

    def _opened(self, said: Payload) -> Opened:
        """Freeze what the motion looks at: of delegations outside the voters' group, nothing."""
        voters = said["voters"]
        delegations = {
            name: registered
            for name, registered in self.delegations.items()
            if voters is None or voters in registered["groups"]
        }
        rolls = {
            name: frozenset(mandate for mandate in roll if mandate.split("/")[0] in delegations)
            for name, roll in self.rolls().items()
        }
        return Opened(said, rolls, delegations, self.rights(), dict(self.heads))

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
        last = opened.ballots()
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
            **self._judge(opened, by_option),
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

    def _judge(self, opened: Opened, by_option: dict[str, list[str]]) -> dict[str, Any]:
        quorum = self._quorum(opened, by_option)
        houses = [self._house(opened, house, by_option) for house in opened.fields["majority"]]
        yes, no, _ = self._measured(opened.fields["majority"][0], by_option)
        if quorum is not None and not quorum[3]:
            outcome = "no_quorum"
        elif all(house[3] for house in houses):
            outcome = "adopted"
        elif opened.fields["tie"] == "casting_vote" and yes == no and yes > 0:
            outcome = "tied"
        else:
            outcome = "not_adopted"
        return {"houses": houses, "quorum": quorum, "outcome": outcome}

    def _house(self, opened: Opened, house: Payload, by_option: dict[str, list[str]]) -> tuple[int, int, int, bool]:
        """Return what a house needed, what it reached, of how many, and whether it agreed."""
        inside = {
            name for name, said in opened.delegations.items() if house["of"] is None or house["of"] in said["groups"]
        }
        kept = {
            option: [mandate for mandate in mandates if mandate.split("/")[0] in inside]
            for option, mandates in by_option.items()
        }
        yes, no, abstain = self._measured(house, kept)
        if house["type"] == "objections":
            return house["at_most"], no, yes + no + abstain, yes >= 1 and no <= house["at_most"]
        if house["base"] == "decisive":
            whole = yes + no
        elif house["base"] == "cast":
            whole = yes + no + abstain
        else:
            entitled = self._entitled(opened, house["base"])
            whole = self._size([mandate for mandate in entitled if mandate.split("/")[0] in inside], house["measure"])
        return self._least(house, whole), yes, whole, self._reaches(house, yes, whole)

    def _measured(self, house: Payload, by_option: dict[str, list[str]]) -> list[int]:
        """Return yes, no and abstentions in the house's measure."""
        if house["measure"] != "delegations":
            return [self.total(mandates, house["measure"]) for mandates in by_option.values()]
        sides = [0, 0, 0]
        for delegation in {mandate.split("/")[0] for mandates in by_option.values() for mandate in mandates}:
            yes, no = (len(self._of(delegation, by_option[option])) for option in ("yes", "no"))
            sides[0 if yes > no else 1 if no > yes else 2] += 1
        return sides

    @staticmethod
    def _entitled(opened: Opened, base: str) -> list[str]:
        if base == "allocated":
            return [
                f"{name}/{seat}"
                for name, said in opened.delegations.items()
                for seat in range(1, said["entitlement"] + 1)
            ]
        return list(opened.rolls["accredited" if base == "accredited" else opened.fields["electorate"]["roll"]])

    def _size(self, mandates: list[str], measure: str) -> int:
        if measure == "delegations":
            return len({mandate.split("/")[0] for mandate in mandates})
        return self.total(mandates, measure)

    def _quorum(self, opened: Opened, by_option: dict[str, list[str]]) -> tuple[int, int, int, bool] | None:
        quorum = opened.fields["quorum"]
        if quorum is None:
            return None
        voted = [mandate for mandates in by_option.values() for mandate in mandates]
        reached = self.total(voted if quorum["of"] == "cast" else opened.rolls["present"], quorum["measure"])
        whole = self._size(self._entitled(opened, quorum["base"]), quorum["measure"])
        return self._least(quorum, whole), reached, whole, self._reaches(quorum, reached, whole)

    def _least(self, rule: Payload, whole: int) -> int:
        return next(number for number in count(1) if self._reaches(rule, number, whole))

    @staticmethod
    def _reaches(rule: Payload, reached: int, whole: int) -> bool:
        bound = Fraction(rule["numerator"], rule["denominator"]) * whole
        return reached >= 1 and (reached > bound if rule["comparison"] == "more_than" else reached >= bound)


def plain(tally: Any) -> dict[str, Any]:
    """Return the fold's tally in the shape of `recount`."""
    quorum = tally.quorum
    return {
        "electorate": tuple(tally.electorate),
        "cast": tuple(tally.cast),
        "options": {option: tuple(count) for option, count in tally.options.items()},
        "papers": {option: tuple(count) for option, count in tally.papers.items()},
        "houses": [(house.needed, house.reached, house.whole, house.met) for house in tally.houses],
        "quorum": quorum and (quorum.needed, quorum.reached, quorum.whole, quorum.met),
        "outcome": tally.outcome.value,
        "delegations": {
            delegation: (tuple(part.entitled), {option: tuple(count) for option, count in part.options.items()})
            for delegation, part in tally.delegations.items()
        },
    }
