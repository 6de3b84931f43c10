"""A convention for tests of bundles that sits: a quorum that is missed and then reached, and what is decided."""

from functools import cache
from typing import Any

from tests.audit.papers_story import TellersHall
from tests.audit.scenario import Member


class SittingHall(TellersHall):
    """A hall in which the chair opens and closes sittings."""

    def present(self) -> dict[str, Any]:
        roll = self.state.present
        return {"count": roll.total.heads, "version": roll.version, "weight": roll.total.weight}

    def sit(self, sitting: str) -> None:
        title = {"en": f"Sitting {sitting}", "fr": f"Séance {sitting}"}
        fields = {"sitting": sitting, "title": title, "present": self.present(), "tree": self.claim()}
        self.record(self.device(self.chair), "sitting.opened", **fields)

    def suspend(self, sitting: str) -> None:
        self.record(self.device(self.chair), "sitting.suspended", sitting=sitting)

    def resume(self, sitting: str) -> None:
        fields = {"sitting": sitting, "present": self.present(), "tree": self.claim()}
        self.record(self.device(self.chair), "sitting.resumed", **fields)

    def rise(self, sitting: str) -> None:
        self.record(self.device(self.chair), "sitting.closed", sitting=sitting)

    def elect(self, decision: str) -> Member:
        """Issue a second teller on a decision of the assembly."""
        number = max(self.people) + 1
        member = self._member(number, "teller", f"Officer {number}")
        self.record(self.device(self.chair), "officers.changed", issue=[member.issue()], revoke=[], decision=decision)
        return self.enrol(member)

    def explain(self, member: Member, motion: str, kind: str, text: str) -> None:
        fields = {"motion": motion, "mandate": member.mandates[0], "kind": kind, "text": self.written(text)}
        self.record(self.device(member), "vote.explained", **fields)

    def check_in(self, *members: Member) -> None:
        for member in members:
            self.record(self.device(self.desk), "presence.recorded", credential=member.number, state="in")


@cache
def day_story() -> SittingHall:
    """Record a day: the quorum is missed at the opening and reached at the resumption, a motion is carried."""
    hall = SittingHall("day")
    hall.delegation("nord", 3)
    members = [hall.enrol(member) for member in hall.issue(("nord/1",), ("nord/2",), ("nord/3",))]
    hall.check_in(members[0])
    hall.sit("s1")
    hall.suspend("s1")
    hall.check_in(members[1])
    hall.resume("s1")
    opening = hall.open("m1")
    for member, choice in zip(members, ("yes", "yes", "no"), strict=True):
        hall.vote(member, "m1", opening, choice)
    hall.close("m1", opening)
    hall.declare("m1", opening)
    hall.elect("m1")
    hall.explain(members[2], "m1", "correction", "I meant to vote yes.")
    hall.explain(members[0], "m1", "explanation", "Our valley has asked for this since spring.")
    hall.rise("s1")
    hall.sit("s2")
    return hall
