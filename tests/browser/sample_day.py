"""The sample's day with people's own pages in it: a phone, two chairs, a teller, the screen and the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from audit.receipt import Receipt
from tests.browser.gallery import SIZES
from tests.browser.passing_time import past_double_tap
from tests.browser.sample_hall import DELEGATE, SampleHall
from tests.browser.spoken import said, speaks
from voting.phones import Device
from voting.rehearsed_hall import Hall, Words

# The receipts of this phone's votes, as it would give them to whoever verifies them.
RECEIPTS = """async () => {
  const { allStatements } = await import("/static/js/store.js");
  const { receiptFile } = await import("/static/js/tlogproof.js");
  const votes = (await allStatements()).filter(({ type, state }) => type === "vote.cast" && state === "recorded");
  return votes.map(({ about, receipt, jws }) => [about.motion, receiptFile(receipt, jws)]);
}"""
# What a browser does that is short of space, or whose owner clears its data.
FORGET = """async () => {
  for (const one of await indexedDB.databases()) indexedDB.deleteDatabase(one.name);
  localStorage.clear();
}"""
# The motions in which the phone loses what it keeps, before its vote and after it.
LOST_BEFORE, LOST_AFTER = "3", "5"
# Where pages are read at every size: the question on a list of amendments, and a result with falls.
LONG_QUESTION, LONG_RESULT = "1", "3"


def activate(page: Page, address: str, fragment: str) -> Page:
    """Go from a badge's code to the person's room."""
    page.goto(f"{address}/activate#{fragment}")
    page.locator('[data-act="activate"]').click()
    page.locator('[data-slot="room"]').click()
    return page


def read(page: Page, language: str) -> None:
    """See that a page speaks the reader's language and needs no scrolling aside on a device of any size."""
    own = page.viewport_size
    for size in (*SIZES.values(), own):
        page.set_viewport_size(size)
        speaks(page, language)


@dataclass
class Rooms:
    """The pages, each on a device of its own, in one language; what is done on them, and what each must show."""

    sample: SampleHall
    language: str
    chairs: tuple[Page, Page]
    phone: Page
    teller: Page
    screen: Page
    record: Page

    def read(self, motion: str, every_size: bool = False) -> None:
        """See that pages speak their language and need no scrolling aside, nor would on another device if asked.

        The page of the chair who only follows has its turn with the next motion.
        """
        for page in (self.chair(motion), self.phone, self.teller, self.screen, self.record):
            read(page, self.language) if every_size else speaks(page, self.language)

    def chair(self, motion: str) -> Page:
        """Return the page of the chair whose turn it is: they take turns."""
        return self.chairs[int(motion) % 2]

    def press_next(self, chair: Page, line: str) -> None:
        """Open the vote that a chair's script puts next, by the one button that stands out in it."""
        chair.locator(f'#script-content [data-amendment="{line}"] [data-act="open"][data-next="script"]').click()
        self._open_reviewed(chair)

    def insert(self, chair: Page, kind: str) -> None:
        """Open a motion that interrupts."""
        chair.locator("#insert summary").click()
        chair.locator(f'[data-insert="{kind}"]').click()
        self._open_reviewed(chair)

    def _open_reviewed(self, chair: Page) -> None:
        expect(chair.locator("#review")).to_be_visible()
        speaks(chair, self.language, "#review")
        chair.locator("#open-now").click()

    def confirm(self, motion: Mapping[str, Any], act: str, state: str) -> None:
        """Let a chair act on a motion and say yes to what her page asks; the other one's page follows."""
        chair = self.chair(motion["motion"])
        chair.locator(f'#now [data-motion="{motion["motion"]}"] [data-act="{act}"]').click()
        expect(chair.locator("#confirm")).to_be_visible()
        speaks(chair, self.language, "#confirm")
        chair.locator('#confirm button[value="yes"]').click()
        self.expect_state(motion["motion"], state)

    def confirm_decision(self, decision: str) -> None:
        """Confirm on the teller's page what the assembly decided by hands; chairs and the record show that it did."""
        waits = self.teller.locator(f'#decisions [data-decision="{decision}"]')
        speaks(self.teller, self.language)
        waits.locator('[data-act="confirm"]').click()
        expect(waits).to_have_count(0)
        for chair in self.chairs:
            expect(chair.locator(f'#decisions-past [data-decision="{decision}"]')).to_be_visible()
            speaks(chair, self.language)

    def tap(self, choice: str, step: str = "recorded") -> None:
        """Vote on the phone, which comes to a step."""
        self.phone.locator(f'.ballot .vote[value="{choice}"]').click()
        expect(self.phone.locator('.ballot [data-act="confirm"]')).to_be_visible()
        past_double_tap(self.phone)
        speaks(self.phone, self.language, "#ballots")
        self.phone.locator('.ballot [data-act="confirm"]').click()
        expect(self.phone.locator(f'.ballot [data-step="{step}"]')).to_be_visible()
        speaks(self.phone, self.language)

    def receipts(self) -> dict[str, str]:
        """Return the receipts that the phone keeps of its votes, by motion."""
        return dict(self.phone.evaluate(RECEIPTS))

    def lose_key(self) -> None:
        """Lose the phone's storage: the page says what to do, and a new badge makes it the delegate's again."""
        phone, address = self.phone, self.sample.address
        phone.goto("about:blank")
        phone.goto(f"{address}/audit")
        phone.evaluate(FORGET)
        phone.goto(address)
        expect(phone.locator('[data-step="no-key"]')).to_be_visible()
        speaks(phone, self.language)
        activate(phone, address, self.sample.new_badge())

    def expect_state(self, motion: str, state: str) -> None:
        """See that both chairs' pages show a motion in a state."""
        for chair in self.chairs:
            expect(chair.locator(f'[data-motion="{motion}"][data-state="{state}"]')).to_have_count(1)

    def expect_open(self, motion: Mapping[str, Any]) -> None:
        """See what a motion asks on every page."""
        question = motion["question"][self.language]
        for page, place in ((self.phone, "#motion"), (self.teller, "#question"), (self.screen, "#motion")):
            expect(page.locator(place)).to_contain_text(question)

    def expect_no_choice(self, state: str) -> None:
        """See that the hall is told in which state a motion is, and of no choice."""
        expect(self.screen.locator("body")).to_have_attribute("data-state", state)
        expect(self.phone.locator("#motion")).to_contain_text(said(f"state.{state}", self.language))
        for page in (self.screen, self.phone):
            expect(page.locator(".bars")).to_have_count(0)

    def expect_result(self, motion: Mapping[str, Any], counts: Mapping[str, int], moved: Mapping[str, str]) -> None:
        """See that all pages show a result, and the hall and chairs what became of each amendment that it moved."""
        outcome = said(f"outcome.{motion['result']['outcome']}", self.language)
        for page, place in ((self.screen, ".screen-outcome"), (self.phone, "#outcome .outcome")):
            expect(page.locator(place)).to_have_text(outcome)
            for choice, count in counts.items():
                expect(page.locator(f".bar-{choice} output")).to_have_text(str(count))
        why = self.screen.locator(f'.screen-sentence[lang="{self.language}"]')
        expect(why.first).to_have_text(motion["result"]["sentence"][self.language])
        for name, standing in moved.items():
            expect(why.last).to_contain_text(name)
            for chair in self.chairs:
                settled = chair.locator(f'#script-content .settled[data-amendment="{name}"]')
                expect(settled).to_have_attribute("data-standing", standing)

    def expect_own(self, choice: str) -> None:
        """See that the phone still says what its delegate voted."""
        expect(self.phone.locator("#outcome .own-vote")).to_contain_text(said(f"common.{choice}", self.language))

    def expect_record(self, **counts: int) -> None:
        """See how many lines of the record are in each of these states."""
        for state, count in counts.items():
            expect(self.record.locator(f'#list tr[data-state="{state}"]')).to_have_count(count)


class HallOfRooms(Hall):
    """The rehearsal's hall, where chairs act by their pages and one delegate votes by taps on her phone.

    Everybody else's device is simulated, and so is the chair's for what is no motion.
    """

    rooms: Rooms
    # The receipts of the delegate's votes by their motions, and which of them went out when the network was back.
    own: dict[str, Receipt]
    kept: str = ""

    def arrive(self, proxies: Mapping[str, str], without_phone: Collection[str]) -> None:
        """Let everybody come; one phone is a browser."""
        self.own = {}
        super().arrive(proxies, {*without_phone, DELEGATE})

    def open(self, kind: str, subject: Mapping[str, Any] | None, words: Words) -> dict[str, Any]:
        """Open the next motion on a chair's page, which must put the very words that are meant."""
        rooms, name = self.rooms, str(len(self.meant) + 1)
        names = subject["amendments"] if subject else []
        if subject is None:
            rooms.insert(rooms.chair(name), kind)
        else:
            # The day begins with the committee's list, and ends with the text as a whole.
            rooms.press_next(rooms.chair(name), "list" if name == "1" else " ".join(names) or "whole")
        rooms.expect_state(name, "open")
        motion = rooms.sample.follow(name)
        about = [one["amendment"] for one in motion["subject"]["amendments"]] if subject else []
        assert (motion["kind"], motion["title"], motion["question"], about) == (kind, *words.values(), names)
        rooms.expect_open(motion)
        if name == LOST_BEFORE:
            rooms.lose_key()
        expect(rooms.phone.locator('.ballot [data-step="choose"]')).to_be_visible()
        rooms.read(name, every_size=name == LONG_QUESTION)
        return motion

    def vote(self, motion: dict[str, Any], plan: Mapping[str, str]) -> None:
        """Let every phone vote, the delegate's by taps."""
        super().vote(motion, plan)
        if choice := plan.get(self.seat(DELEGATE)):
            self.rooms.tap(choice)
            self._keep_receipt(motion)

    def hold(self, motion: dict[str, Any], plan: Mapping[str, str]) -> list[tuple[Device, str, bytes]]:
        """Let phones sign votes that cannot go out."""
        if choice := plan.get(self.seat(DELEGATE)):
            self.rooms.phone.context.set_offline(True)
            self.rooms.tap(choice, step="sending")
            self.kept = motion["motion"]
        return super().hold(motion, plan)

    def regain_network(self) -> None:
        """Let every phone reach the server: the delegate's sends by itself what it has kept."""
        super().regain_network()
        self.rooms.phone.context.set_offline(False)
        expect(self.rooms.phone.locator('.ballot [data-step="recorded"]')).to_be_visible(timeout=60_000)
        self._keep_receipt({"motion": self.kept})

    def end(self, motion: dict[str, Any]) -> None:
        """End polling on a chair's page."""
        self.rooms.expect_no_choice("open")
        self.rooms.expect_record(declared=len(self.meant) - 1, open=1)
        if motion["motion"] == LOST_AFTER:
            self.rooms.lose_key()
            expect(self.rooms.phone.locator('.ballot [data-step="elsewhere"]')).to_be_visible()
        self.rooms.confirm(motion, "end", "ended")
        self.rooms.expect_no_choice("ended")

    def close(self, motion: dict[str, Any]) -> None:
        """Close a motion on a chair's page."""
        self.rooms.confirm(motion, "close", "closed")
        self.rooms.expect_no_choice("closed")

    def publish(self, motion: dict[str, Any], result: dict[str, Any]) -> None:
        """Declare a result on a chair's page; all pages show it, and what it does to the text."""
        name, before = motion["motion"], self.standings()
        self.rooms.confirm(motion, "declare", "declared")
        [declared] = [one for one in self.state()["motions"] if one["motion"] == name]
        assert declared["result"]["outcome"] == result["outcome"]
        moved = {one: standing for one, standing in self.standings().items() if standing != before[one]}
        self.rooms.expect_result(declared, self.counts(name), moved)
        if name != LOST_AFTER:
            self.rooms.expect_own(self.meant[name][self.seat(DELEGATE)])
        self.rooms.read(name, every_size=name == LONG_RESULT)

    def confirm(self, decision: str, record: str) -> None:
        """Let a teller confirm a decision, and another one on her page."""
        self.tellers[0].act("decision.confirmed", decision=decision, record=record)
        self.rooms.confirm_decision(decision)

    def receipts(self) -> list[tuple[str, Receipt]]:
        """Return everybody's, and those that the delegate's phone kept."""
        return [*super().receipts(), *((f"of {DELEGATE} in motion {name}", one) for name, one in self.own.items())]

    def _keep_receipt(self, motion: Mapping[str, Any]) -> None:
        self.own[motion["motion"]] = Receipt.parse(self.rooms.receipts()[motion["motion"]].encode())
