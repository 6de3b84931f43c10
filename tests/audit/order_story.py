"""A convention for tests of bundles that settles its own order: credentials, agenda, and a decision taken back."""

from functools import cache
from typing import Any

from audit.encoding import digest
from tests.audit.day_story import SittingHall
from tests.audit.scenario import RULES, Member

KIND = "reconsideration"
QUESTIONS = RULES["questions"]
ORDER_RULES: dict[str, Any] = RULES | {"questions": QUESTIONS | {KIND: QUESTIONS["ordinary"]}}


class OrderHall(SittingHall):
    """A hall whose desk reports on credentials and whose chair proposes agendas."""

    def report(self, report: str, *contested: str) -> dict[str, str]:
        """Report on the rolls as they are; return the subject of a question on it."""
        state = self.state
        sizes = {name: roll.sizes_before(state.size) for name, roll in state.rolls.items()}
        rows = {
            name: [
                one.entitlement,
                *(sizes[roll][name].heads if name in sizes[roll] else 0 for roll in ("accredited", "present")),
            ]
            for name, one in state.delegations.items()
        }
        allocated = {
            "count": sum(one.entitlement for one in state.delegations.values()),
            "weight": sum(one.entitlement * one.weight for one in state.delegations.values()),
        }
        totals = {name: {"count": roll.total.heads, "weight": roll.total.weight} for name, roll in state.rolls.items()}
        entry = self.record(
            self.device(self.desk),
            "credentials.reported",
            allocated=allocated,
            contested=list(contested),
            delegations=rows,
            report=report,
            **totals,
        )
        return {"digest": digest(entry.rpartition(b".")[0]), "id": report, "kind": "credentials"}

    def propose(self, agenda: str, *titles: str) -> dict[str, str]:
        """Propose an agenda; return the subject of a question on it."""
        items = [{"document": None, "title": {"en": title}} for title in titles]
        entry = self.record(self.device(self.chair), "agenda.proposed", agenda=agenda, items=items)
        return {"digest": digest(entry.rpartition(b".")[0]), "id": agenda, "kind": "agenda"}

    def count(self, count: str, *members: Member, hands: int | None = None, second: Member | None = None) -> None:
        """Call a count, let members answer and two tellers count hands, and end it."""
        entry = self.record(self.device(self.chair), "count.called", count=count, tree=self.claim())
        about = {"call": digest(entry.rpartition(b".")[0]), "count": count}
        for member in members:
            self.record(self.device(member), "presence.answered", **about)
        if hands is not None and second is not None:
            record = self.record(self.device(self.teller), "hands.recorded", mandates=hands, **about)
            confirmed = {"count": count, "record": digest(record.rpartition(b".")[0])}
            self.record(self.device(second), "hands.confirmed", **confirmed)
        self.record(self.device(self.chair), "count.ended", tree=self.claim(), **about)

    def adopt(self, decision: str, subject: dict[str, str], second: Member) -> str:
        """Decide without objection; return the digest of the chair's statement."""
        record = self.decide(decision, subject=subject)
        for teller in (self.teller, second):
            self.agree(teller, decision, record)
        return record


@cache
def order_story() -> OrderHall:
    """Record it: a contested seat does not vote on the report, an agenda replaces another, a decision is taken back."""
    hall = OrderHall("order", ORDER_RULES)
    hall.delegation("nord", 3)
    hall.delegation("sud", 2)
    second = hall.appoint("teller")
    members = [hall.enrol(member) for member in hall.issue(("nord/1",), ("nord/2",), ("sud/1",))]
    hall.check_in(members[0])
    hall.sit("s1")
    about = hall.report("r1", "nord/2")
    size = {"count": 2, "roll": "accredited", "version": hall.state.accredited.version, "weight": 2}
    opening = hall.open("m1", subject=about, electorate=size)
    for member in (members[0], members[2]):
        hall.vote(member, "m1", opening, "yes")
    hall.close("m1", opening)
    hall.declare("m1", opening)
    hall.adopt("d1", hall.propose("a1", "Opening", "The springs"), second)
    hall.adopt("d2", hall.propose("a2", "Opening", "The springs", "The library"), second)
    record = hall.adopt("d3", hall.propose("a3", "The springs", "Opening"), second)
    again = hall.open("m2", KIND, subject={"digest": record, "id": "d3", "kind": KIND})
    for member in members:
        hall.vote(member, "m2", again, "yes")
    hall.close("m2", again)
    hall.declare("m2", again)
    hall.count("c1", members[0])
    hall.count("c2", members[0], hands=3, second=second)
    hall.rise("s1")
    hall.report("r2")
    return hall
