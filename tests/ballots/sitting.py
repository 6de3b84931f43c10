"""Random acts, valid and not, on a small convention: what Hypothesis draws, and the books kept beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from ballots.errors import Refused
from ballots.mandate import seat_of
from ballots.statement import Statement
from tests.ballots.assembly import HALF, QUESTIONS, QUORUM, RULES, Assembly, Member, digest, rule
from tests.ballots.fingerprint import fingerprint
from tests.ballots.naive import Book
from tests.ballots.tellers import annul_decision, confirm_decision, confirm_paper, decide, paper, withdraw_paper

SEATS = [f"{delegation}/{seat}" for delegation in ("nord", "ost") for seat in (1, 2, 3)]
GROUPS: list[list[str]] = [[], ["founders"], ["north"], ["north", "founders"]]
CONSENSUS = {"at_most": 1, "measure": "delegations", "of": None, "type": "objections"}
MANY_HOUSES = {
    "charter": rule(HALF, HALF | {"base": "allocated", "measure": "delegations"}, HALF | {"of": "founders"}),
    "cooperation": rule(CONSENSUS, quorum=QUORUM | {"of": "present", "base": "allocated"}),
    "founding": rule(HALF | {"measure": "weight", "base": "accredited"}, voters="founders"),
    "chairmanship": rule(HALF, tie="casting_vote", quorum=QUORUM | {"base": "electorate", "denominator": 3}),
}
KINDS = ("ordinary", "statutes", *MANY_HOUSES)
CHOICES = ("yes", "no", "abstain", "yes", "no", "maybe")


@dataclass
class Sitting(Assembly):
    """An assembly that keeps the books of what was recorded."""

    book: Book = field(default_factory=Book)
    recorded: list[Statement] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    tellers: list[Member] = field(default_factory=list)
    watched: bool = False

    def say(self, kid: str, kind: str, /, **fields: Any) -> str:
        statement = self.statement(kid, self.payload(kind, **fields))
        index = self.convention.size
        before = fingerprint(self.convention) if self.watched else None
        try:
            self.convention.apply(statement)
        except Refused:
            assert not self.watched or fingerprint(self.convention) == before
            raise
        self.book.follow(index, kind, fields, statement.digest, self.convention.keys[kid].credential)
        self.recorded.append(statement)
        return statement.digest

    def newcomer(self, *mandates: str, role: str = "delegate", head: bool = False) -> Member:
        member = self.member(role, *mandates, head=head)
        self.members.append(member)
        return member

    def knows(self, motion: str) -> bool:
        return motion in self.convention.motions


def sitting(**rules: Any) -> Sitting:
    """Return a sitting with four delegates, two alternates, four of them in, one motion open and one closed."""
    hall = Sitting(RULES | {"remote_presence": True, "questions": QUESTIONS | MANY_HOUSES} | rules)
    founding = hall.statement(hall.founder, hall.founding())
    hall.book.before[0] = hall.book.rolls()
    hall.convention.apply(founding)
    hall.recorded.append(founding)
    for officer in hall.officers.values():
        hall.enrol(officer)
    hall.register("nord", entitlement=3, weight=1)
    hall.register("ost", entitlement=3, weight=3, groups=["founders"])
    for head, *mandates in (("nord", "nord/1"), ("", "nord/2", "ost/1"), ("ost", "ost/2"), ("", "ost/3"), ("",), ("",)):
        hall.issue(hall.newcomer(*mandates, role="delegate" if mandates else "alternate", head=bool(head)))
        hall.enrol(hall.members[-1])
    for member in hall.members[:3] + hall.members[5:]:
        hall.presence(member, "in")
    # Three tellers, two of whom are one person.
    hall.tellers = [hall.teller, hall.appoint("teller"), hall.appoint("teller", person=hall.teller.person)]
    hall.open("m0", "statutes")
    hall.bring_to("m1", "closed")
    return hall


def _vote(hall: Sitting, a: int, b: int) -> None:
    member, motion = hall.members[a % len(hall.members)], f"m{b % 3}"
    # Her own mandate mostly, and often enough that of somebody for whom she may be an alternate or a proxy.
    mandate = member.mandates[b % len(member.mandates)] if b % 3 and member.mandates else SEATS[b % len(SEATS)]
    if hall.knows(motion):
        hall.vote(member, motion, CHOICES[(a + b) % len(CHOICES)], mandate)


def _issue(hall: Sitting, a: int, b: int) -> None:
    batch = [hall.newcomer(SEATS[a % 6], head=a % 3 == 0), hall.newcomer(SEATS[b % 6])][: 1 + (a + b) % 2]
    hall.issue(*batch)
    for member in batch[b % 3 :]:
        hall.enrol(member)


def _replace(hall: Sitting, a: int, b: int) -> None:
    old = hall.members[a % len(hall.members)]
    new = hall.replace(old, **({} if b % 5 else {"mandates": [SEATS[b % 6]]}))
    hall.members.append(new)
    if b % 3:
        hall.enrol(new)


def _hand_over(hall: Sitting, a: int, b: int) -> None:
    """Who holds the mandate, its head, the desk or somebody at random hands it to somebody."""
    mandate, to = SEATS[b % 6], hall.members[a % len(hall.members)]
    number = hall.convention.holders.get(mandate)
    own = next((member for member in hall.members if member.number == number), hall.desk)
    by = (own, hall.desk, hall.members[b % len(hall.members)])[a % 3]
    hall.hand_over(to, mandate, by=by, standing="alternate" if to.role == "alternate" and b % 4 else "proxy")


def _give_back(hall: Sitting, a: int, b: int) -> None:
    hall.give_back(SEATS[a % 6], by=(hall.desk, hall.members[b % len(hall.members)])[b % 2])


def _block(hall: Sitting, a: int, b: int) -> None:
    motion, delegation = f"m{a % 3}", ("nord", "ost")[b % 2]
    heads = [member for member in hall.members if member.head and seat_of(member.mandates[0]).delegation == delegation]
    if not hall.knows(motion) or not heads:
        return
    entitled = hall.motion(motion).entitled(delegation).heads
    yes = min(b % 4, entitled)
    numbers = {"yes": yes, "no": entitled - yes + (a % 9 == 0)}
    # Mostly the latest badge: one that was replaced is refused before anything else is looked at.
    head = heads[-1] if a % 4 else heads[0]
    hall.block(head, motion, delegation, {choice: number for choice, number in numbers.items() if number})


def _open(hall: Sitting, a: int, b: int) -> None:
    kind, roll = KINDS[a % len(KINDS)], ("accredited", "present")[b % 2]
    fields = hall.opening_fields(f"m{a % 3}", kind, roll, change_of_vote=b % 3 > 0)
    if b % 5 == 0:
        fields["electorate"]["version"] += 1
    hall.say(hall.chair.kid, "motion.opened", **fields)


def _presence(hall: Sitting, a: int, b: int) -> None:
    member = hall.members[a % len(hall.members)]
    hall.presence(member, ("in", "out")[b % 2], by=hall.members[b % len(hall.members)] if b % 3 == 0 else None)


def _a_decision(hall: Sitting, a: int) -> str:
    """Return one that has been stated, if there is any."""
    known = sorted(hall.convention.decisions)
    return known[a % len(known)] if known else "d0"


def _annul_decision(hall: Sitting, a: int, b: int) -> None:
    name = _a_decision(hall, a)
    known = hall.convention.decisions.get(name)
    # Most that wait for a teller are left alone, or none would ever come into effect.
    right = known is not None and (known.in_effect or b % 8 == 0)
    annul_decision(hall, name, record="" if right else digest("none"))


def _confirm_decision_annulled(hall: Sitting, a: int, b: int) -> None:
    name = _a_decision(hall, a)
    known = hall.convention.decisions.get(name)
    annulment = known.annulment if known else None
    by = (hall.chair, hall.teller)[b % 2]
    hall.confirm_annulment(name, annulment.digest if annulment else digest("none"), by)


def _confirm_annulment(hall: Sitting, a: int, b: int) -> None:
    motion = f"m{a % 3}"
    annulment = hall.motion(motion).annulment if hall.knows(motion) else None
    hall.confirm_annulment(motion, annulment.digest if annulment else digest("none"), (hall.chair, hall.teller)[b % 2])


def _paper(hall: Sitting, a: int, b: int) -> None:
    motion = f"m{b % 3}"
    if hall.knows(motion):
        by, method = hall.tellers[a % 3], ("paper", "voice")[b % 2]
        paper(hall, motion, SEATS[a % len(SEATS)], CHOICES[(a + b) % len(CHOICES)], by=by, method=method)


def _paper_act(act: Callable[[Sitting, str, Member], str]) -> Callable[[Sitting, int, int], None]:
    def do(hall: Sitting, a: int, b: int) -> None:
        records = list(hall.book.papers)
        # The latest records are the likeliest to be pending.
        record = records[-1 - a % min(3, len(records))] if records else digest("none")
        act(hall, record, hall.tellers[b % 3])

    return do


def _decide(hall: Sitting, a: int, b: int) -> None:
    counts = {"yes": a % 4, "no": b % 3, "abstain": 0} if b % 4 else None
    outcome = ("adopted", "not_adopted", "no_quorum")[a % 5 % 3]
    kind, method = ("ordinary", "statutes")[a % 2], "hands" if counts or a % 3 else "no_objection"
    decide(hall, f"d{a % 2}", kind=kind, method=method, counts=counts, outcome=outcome)


def _confirm_decision(hall: Sitting, a: int, b: int) -> None:
    name = _a_decision(hall, a)
    known = name in hall.convention.decisions
    confirm_decision(hall, name, hall.tellers[b % 3], "" if known and b % 4 else digest("none"))


def _lead(act: Callable[[Sitting, str], str]) -> Callable[[Sitting, int, int], None]:
    def lead(hall: Sitting, a: int, b: int) -> None:
        if hall.knows(f"m{a % 3}"):
            act(hall, f"m{a % 3}")

    return lead


ACTS: dict[str, Callable[[Sitting, int, int], object]] = {
    "vote": _vote,
    "issue": _issue,
    "replace": _replace,
    "revoke": lambda hall, a, b: hall.revoke(hall.members[a % len(hall.members)]),
    "presence": _presence,
    "hand_over": _hand_over,
    "give_back": _give_back,
    "block": _block,
    "move": lambda hall, a, b: hall.move(hall.members[a % len(hall.members)]),
    "confirm": lambda hall, a, b: hall.confirm(hall.members[a % len(hall.members)]),
    "enrol": lambda hall, a, b: hall.enrol(hall.members[a % len(hall.members)]),
    "register": lambda hall, a, b: hall.register("nord", a % 5, 1 + b % 2, f"Name {a}", GROUPS[(a + b) % len(GROUPS)]),
    "table": lambda hall, a, b: hall.table("declaration", 1 + a % 3),
    "open": _open,
    "end": _lead(Sitting.end),
    "close": _lead(Sitting.close),
    "declare": _lead(Sitting.declare),
    "annul": _lead(Sitting.annul),
    "annulled": _confirm_annulment,
    "paper": _paper,
    "paper confirmed": _paper_act(confirm_paper),
    "paper withdrawn": _paper_act(withdraw_paper),
    "decide": _decide,
    "decided": _confirm_decision,
    "annul decision": _annul_decision,
    "decision annulled": _confirm_decision_annulled,
}
# Votes and changes of the rolls matter most: they are drawn more often.
NAMES = [*ACTS, "vote", "vote", "vote", "vote", "issue", "replace", "revoke", "presence", "presence", "open"]
NAMES += ["paper", "paper", "paper confirmed", "paper confirmed", "annulled"]
NAMES += ["decide", "decide", "decide", "decided", "decided", "decided", "annul decision", "decision annulled"]
NAMES += ["hand_over", "hand_over", "give_back", "block"]

Act = tuple[str, int, int]
acts = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 40), st.integers(0, 40)), max_size=40)


def attempt(hall: Sitting, act: Act) -> Refused | None:
    """Try one random act; return why it, or its last statement, was refused."""
    name, a, b = act
    try:
        ACTS[name](hall, a, b)
    except Refused as refusal:
        return refusal
    return None
