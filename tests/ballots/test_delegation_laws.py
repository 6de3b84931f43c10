"""Alternates, proxies, blocks and phones in any order: no mandate is counted twice, and nobody else casts its vote."""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ballots.errors import Refused
from tests.ballots.assembly import PROXIES, Member
from tests.ballots.naive import plain
from tests.ballots.sitting import SEATS, Sitting, sitting

people = st.integers(0, 9)
mandates = st.sampled_from(SEATS)
choices = st.sampled_from(["yes", "no", "abstain"])
# The one opened last is called latest.
MOTIONS = ("m0", "a", "latest")
motions = st.sampled_from(MOTIONS)


class Hands(RuleBasedStateMachine):
    """A hall where mandates go from hand to hand while motions are open; a naive book is kept beside it."""

    hall: Sitting
    latest = "b"

    @initialize(counted=st.booleans(), within=st.booleans(), block=st.sampled_from(["whole", "splittable"]))
    def open_hall(self, counted: bool, within: bool, block: str) -> None:
        proxies = PROXIES | {"quorum": counted, "within_delegation": within}
        self.hall = sitting(proxies=proxies, block=block)
        self.hall.book.proxies_count = counted
        for motion in ("a", "b"):
            self.hall.open(motion)

    def name(self, motion: str) -> str:
        return self.latest if motion == "latest" else motion

    def attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused:
            return

    def member(self, number: int | None) -> Member | None:
        """Return whoever has the last badge of a credential's line."""
        line = [member for member in self.hall.members if self.hall.book.succeeds(member.number, number or -1)]
        return line[-1] if line else None

    @rule(mandate=mandates, motion=motions, choice=choices)
    def vote(self, mandate: str, motion: str, choice: str) -> None:
        """Let the one vote who had the mandate at the opening."""
        member = self.member(self.hall.book.motions[self.name(motion)].rights.get(mandate))
        if member is not None:
            self.attempt(lambda: self.hall.vote(member, self.name(motion), choice, mandate))

    @rule(mandate=mandates, motion=motions, choice=choices)
    def vote_now(self, mandate: str, motion: str, choice: str) -> None:
        """Let the one try who exercises the mandate now."""
        member = self.member(self.hall.book.rights().get(mandate))
        if member is not None:
            self.attempt(lambda: self.hall.vote(member, self.name(motion), choice, mandate))

    @rule(mandate=mandates, motion=motions, who=people)
    def vote_by_anybody(self, mandate: str, motion: str, who: int) -> None:
        member = self.hall.members[who % len(self.hall.members)]
        self.attempt(lambda: self.hall.vote(member, self.name(motion), "yes", mandate))

    @rule(delegation=st.sampled_from(["nord", "ost"]), motion=motions, yes=st.integers(0, 3))
    def cast_block(self, delegation: str, motion: str, yes: int) -> None:
        head = self.member(self.hall.book.motions[self.name(motion)].heads.get(delegation))
        if head is not None:
            entitled = self.hall.motion(self.name(motion)).entitled(delegation).heads
            numbers = {"yes": min(yes, entitled), "no": entitled - min(yes, entitled)}
            ballot = {choice: number for choice, number in numbers.items() if number}
            self.attempt(lambda: self.hall.block(head, self.name(motion), delegation, ballot))

    @rule(mandate=mandates, to=people, alternate=st.booleans())
    def hand_over(self, mandate: str, to: int, alternate: bool) -> None:
        holder = self.hall.members[to % len(self.hall.members)]
        standing = "alternate" if alternate and holder.role == "alternate" else "proxy"
        self.attempt(lambda: self.hall.hand_over(holder, mandate, standing=standing))

    @rule(place=people)
    def give_back(self, place: int) -> None:
        if handed := sorted(self.hall.book.handed):
            self.attempt(lambda: self.hall.give_back(handed[place % len(handed)]))

    @rule(who=people, state=st.sampled_from(["in", "out"]))
    def come_and_go(self, who: int, state: str) -> None:
        self.attempt(lambda: self.hall.presence(self.hall.members[who % len(self.hall.members)], state))

    @rule(who=people, head=st.booleans())
    def replace(self, who: int, head: bool) -> None:
        old = self.hall.members[who % len(self.hall.members)]

        def act() -> None:
            new = self.hall.replace(old, head=head and old.role == "delegate")
            new.head = head and old.role == "delegate"
            self.hall.enrol(new)
            self.hall.members.append(new)

        self.attempt(act)

    @rule(who=people, again=st.booleans())
    def revoke(self, who: int, again: bool) -> None:
        """Revoke a credential, and mostly give its mandates to somebody new."""
        old = self.hall.members[who % len(self.hall.members)]

        def act() -> None:
            self.hall.revoke(old)
            new = self.hall.member(old.role, *old.mandates, head=again and old.head)
            self.hall.issue(new)
            self.hall.enrol(new)
            self.hall.members.append(new)

        self.attempt(act)

    @rule(roll=st.sampled_from(["accredited", "present"]))
    def open_another(self, roll: str) -> None:
        """Now rights are frozen at another moment; votes and blocks go on in all three open motions."""
        motion = f"n{self.hall.statements}"
        self.attempt(lambda: self.hall.open(motion, roll=roll))
        if self.hall.knows(motion):
            self.latest = motion

    @invariant()
    def every_mandate_counts_once(self) -> None:
        for motion, opened in self.hall.book.motions.items():
            recount = self.hall.book.recount(motion)
            tally = self.hall.motion(motion).tally()
            assert plain(tally) == recount
            assert tally.cast.heads == len(opened.ballots()) <= tally.electorate.heads

    @invariant()
    def whoever_had_the_vote_at_the_opening_casts_it(self) -> None:
        for opened in self.hall.book.motions.values():
            for what, number in opened.cast:
                assert self.hall.book.succeeds(number, opened.rights[what] if "/" in what else opened.heads[what])

    @invariant()
    def the_rolls_are_the_books(self) -> None:
        for name, members in self.hall.book.rolls().items():
            assert {mandate for mandate in SEATS if mandate in self.hall.convention.rolls[name]} == members


Hands.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
test_hands = Hands.TestCase
