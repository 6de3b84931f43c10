"""A second convention for tests of bundles: votes on paper and aloud beside phones, and decisions without a vote."""

from functools import cache
from typing import Any

from audit.encoding import digest
from tests.audit.scenario import Hall, Member, relogged


class TellersHall(Hall):
    """A hall with a second teller, and what tellers do in it."""

    def appoint(self, role: str, person: str = "") -> Member:
        """Issue one more officer and activate her device."""
        number = max(self.people) + 1
        member = self._member(number, role, f"Officer {number}")
        member.person = person or member.person
        self.record(self.founder, "officers.changed", issue=[member.issue()], revoke=[], decision=None)
        return self.enrol(member)

    def paper(self, teller: Member, motion: str, opening: str, mandate: str, choice: str, method: str = "paper") -> str:
        """Sign a first record; return its digest."""
        entry = self.record(
            self.device(teller),
            "paper.recorded",
            ballot={"choice": choice},
            mandate=mandate,
            method=method,
            motion=motion,
            opening=opening,
        )
        return digest(entry.rpartition(b".")[0])

    def confirm(self, teller: Member, record: str) -> None:
        self.record(self.device(teller), "paper.confirmed", record=record)

    def decision(self, decision: str, **fields: Any) -> dict[str, Any]:
        """The fields of a decision to which nobody objected, with some of them changed."""
        return {
            "counts": None,
            "decision": decision,
            "kind": "ordinary",
            "method": "no_objection",
            "outcome": "adopted",
            "question": {"en": "Shall we meet again tomorrow?"},
            "subject": None,
            "title": {"en": f"Decision {decision}"},
            "tree": self.claim(),
        } | fields

    def decide(self, decision: str, **fields: Any) -> str:
        entry = self.record(self.device(self.chair), "decision.recorded", **self.decision(decision, **fields))
        return digest(entry.rpartition(b".")[0])

    def agree(self, teller: Member, decision: str, record: str) -> None:
        self.record(self.device(teller), "decision.confirmed", decision=decision, record=record)

    def annul_decision(self, decision: str, record: str) -> str:
        fields = {"decision": decision, "record": record, "reason": "The assembly had decided something else."}
        return digest(self.record(self.device(self.chair), "decision.annulled", **fields).rpartition(b".")[0])


def convened(name: str) -> tuple[TellersHall, Member, list[Member]]:
    """Return a hall, its second teller and four delegates: nord/1, nord/2 (weight 2), sud/1 and sud/2."""
    hall = TellersHall(name)
    second = hall.appoint("teller")
    hall.delegation("nord", 2, weight=2)
    hall.delegation("sud", 2)
    members = hall.issue(("nord/1",), ("nord/2",), ("sud/1",), ("sud/2",))
    for member in members[:3]:
        hall.enrol(member)
    return hall, second, members


@cache
def papers_story() -> TellersHall:
    """Return a convention where tellers agree, correct themselves, come too late, and confirm what the chair states."""
    hall, second, members = convened("papers")
    ana, _, cleo, _ = members
    hall.table("declaration", b"We meet.\n")
    opening = hall.open("m1")
    taken_back = hall.paper(second, "m1", opening, "nord/1", "no")
    hall.record(hall.device(second), "paper.withdrawn", record=taken_back)
    hall.vote(ana, "m1", opening, "yes")
    # Corrected before it was confirmed; and one that a phone overtook.
    hall.paper(hall.teller, "m1", opening, "sud/2", "yes")
    hall.confirm(second, hall.paper(hall.teller, "m1", opening, "sud/2", "no"))
    hall.paper(second, "m1", opening, "sud/1", "no")
    hall.vote(cleo, "m1", opening, "yes")
    hall.record(hall.device(hall.chair), "polling.ended", motion="m1", opening=opening)
    hall.confirm(hall.teller, hall.paper(second, "m1", opening, "nord/2", "no", "voice"))
    hall.record(hall.device(hall.chair), "motion.closed", motion="m1", opening=opening, tree=hall.claim())
    hall.declare("m1", opening)

    stated = hall.decide("d1", subject=hall.subject("declaration"))
    for teller in (hall.teller, second):
        hall.agree(teller, "d1", stated)
    hall.decide("d2", method="hands", counts={"abstain": 0, "no": 2, "yes": 2}, outcome="not_adopted")
    stated = hall.decide("d2", method="hands", counts={"abstain": 0, "no": 1, "yes": 3})
    for teller in (second, hall.teller):
        hall.agree(teller, "d2", stated)
    hall.agree(second, "d3", hall.decide("d3"))
    # One that two persons annul, and one that nobody had confirmed when the chair took it back.
    stated = hall.decide("d4")
    for teller in (hall.teller, second):
        hall.agree(teller, "d4", stated)
    annulment = hall.annul_decision("d4", stated)
    hall.record(hall.device(second), "annulment.confirmed", motion="d4", annulment=annulment)
    hall.annul_decision("d5", hall.decide("d5"))
    return hall


def one_person() -> bytes:
    """A teller confirms her own record under a second credential; a dishonest server records and counts it."""
    hall, _, _ = convened("one person")
    again = hall.appoint("teller", hall.teller.person)
    opening = hall.open("m1")
    record = hall.paper(hall.teller, "m1", opening, "sud/2", "yes")
    hall.close("m1", opening)
    honest = hall.bundle()
    smuggled = hall.sign(hall.device(again), "paper.confirmed", record=record)
    # Just after the record, where it would have been in time.
    hall.entries.insert(len(hall.entries) - 2, smuggled)
    return relogged(honest, hall.entries, hall.log_key)


def outcome_by_hand() -> bytes:
    """A chair states that a tie of hands adopted; a dishonest server records it."""
    hall, _, _ = convened("by hand")
    honest = hall.bundle()
    fields = hall.decision("d1", method="hands", counts={"abstain": 0, "no": 2, "yes": 2})
    hall.smuggle(hall.sign(hall.device(hall.chair), "decision.recorded", **fields))
    return relogged(honest, hall.entries, hall.log_key)
