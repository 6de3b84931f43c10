"""The delegate's phone against the real server: votes, receipts, NOT COUNTED, and a server that lies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from audit.note import VerifierKey
from audit.receipt import Receipt
from ballots import presets
from tests.browser.badge_links import issue_badge
from tests.browser.hall import Hall, open_hall
from tests.browser.voters import act, open_motion, state, take_seat
from voting.signing import Hand, statement_digest

NewDevice = Callable[..., Page]


@dataclass
class Room:
    """A hall whose chair and desk this process holds; seats and numbers to give out."""

    hall: Hall
    desk: Hand
    chair: Hand
    device: NewDevice
    numbers: Iterator[int]
    opened: list[dict[str, Any]]

    def seats(self, how_many: int = 1) -> list[str]:
        return [f"valley/{next(self.numbers)}" for _ in range(how_many)]

    def phone(self, *mandates: str, replaces: int | None = None, **options: Any) -> Page:
        """Activate a new phone for these mandates, an observer's if there are none, and arrive at the voting page."""
        page = self.device(**options)
        number, role = next(self.numbers), "delegate" if mandates else "observer"
        page.goto(issue_badge(self.hall, self.desk, number, mandates, role, replaces))
        page.get_by_role("button", name="Activate this phone").click()
        page.get_by_role("link", name="Go to voting" if mandates else "Follow the votes").click()
        expect(page.locator("#connection")).to_have_text("Connected")
        page.number = number  # type: ignore[attr-defined]
        return page

    def motion(self, **changes: Any) -> dict[str, Any]:
        motion = open_motion(self.hall, self.chair, f"A-{next(self.numbers)}", **changes)
        self.opened.append(motion)
        return motion


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Hand, Hand, Iterator[int]]]:
    hall = open_hall(tmp_path_factory.mktemp("hall"), change_of_vote="chair")
    valley = {"name": {"en": "Valley Union"}, "entitlement": 900, "weight": 1, "groups": []}
    hall.post(hall.founder().sign("delegation.registered", delegation="valley", **valley, decision=None))
    yield hall, hall.hand("desk"), hall.hand("chair"), count(100)
    hall.stop()


@pytest.fixture
def room(hall: tuple[Hall, Hand, Hand, Iterator[int]], device: NewDevice) -> Iterator[Room]:
    served, desk, chair, numbers = hall
    room = Room(served, desk, chair, device, numbers, [])
    yield room
    # The next test starts with nothing open.
    still = {motion["opening"] for motion in state(served)["motions"] if motion["state"] in ("open", "ended")}
    for motion in room.opened:
        if motion["opening"] in still:
            act(served, chair, "motion.annulled", motion, reason="The test is over.")


def ballot(page: Page, mandate: str) -> Any:
    return page.locator(f'.ballot[data-mandate="{mandate}"]')


def choose(page: Page, mandate: str, choice: str) -> None:
    ballot(page, mandate).get_by_role("button", name=choice, exact=True).click()
    # A confirmation within the time of a double tap is ignored.
    page.wait_for_timeout(550)


def vote(page: Page, mandate: str, choice: str) -> None:
    choose(page, mandate, choice)
    ballot(page, mandate).get_by_role("button", name="Confirm").click()


def expect_recorded(page: Page, mandate: str, choice: str) -> None:
    expect(ballot(page, mandate)).to_contain_text("Your vote is recorded.")
    expect(ballot(page, mandate).locator('[data-step="recorded"] .choice')).to_have_text(choice)


def turnout(room: Room, motion: dict[str, Any]) -> int:
    return next(m["turnout"]["count"] for m in state(room.hall)["motions"] if m["opening"] == motion["opening"])


def close_without_votes(room: Room, motion: dict[str, Any]) -> None:
    """Close a motion on which nobody voted, and declare that."""
    act(room.hall, room.chair, "motion.closed", motion)
    options = {choice: {"count": 0, "weight": 0} for choice in ("yes", "no", "abstain")}
    act(room.hall, room.chair, "result.declared", motion, result={"options": options, "outcome": "not_adopted"})


# --- voting --------------------------------------------------------------------------------------


def test_a_vote_from_opening_to_result(room: Room, tmp_path: Path) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    expect(page.locator("#headline")).to_have_text("Nothing to vote on now")
    motion = room.motion(change_of_vote=False)
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(page.locator("#motion")).to_contain_text("Shall the springs be named?")
    expect(page.locator("#motion")).to_contain_text(
        "more than half of the votes for and against (abstentions do not count) must be yes"
    )
    expect(page.locator("#roll-call")).to_contain_text("your vote is public")
    choose(page, seat, "Yes")
    expect(ballot(page, seat)).to_contain_text(f"You vote YES on “Amendment {motion['motion']}”.")
    assert turnout(room, motion) == 0, "nothing is sent before Confirm"
    ballot(page, seat).get_by_role("button", name="Confirm").click()
    expect_recorded(page, seat, "Yes")
    expect(ballot(page, seat)).to_contain_text("Receipt checked by this phone.")
    expect(ballot(page, seat).get_by_role("button", name="Change my vote")).to_be_hidden()
    assert turnout(room, motion) == 1

    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator("#headline")).to_have_text("Polling has ended")
    act(room.hall, room.chair, "motion.closed", motion)
    expect(page.locator("#headline")).to_have_text("Closed, waiting for the result")
    options = {
        choice: {"count": int(choice == "yes"), "weight": int(choice == "yes")} for choice in ("yes", "no", "abstain")
    }
    act(room.hall, room.chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
    expect(page.locator("#outcome")).to_contain_text("Adopted")
    expect(page.locator("#outcome")).to_contain_text(f"Mandate {seat}: you voted Yes")

    page.locator("#receipts summary").click()
    with page.expect_download() as download:
        page.locator("#receipts").get_by_role("link", name="Download").first.click()
    download.value.save_as(tmp_path / "receipt")
    receipt = Receipt.parse((tmp_path / "receipt").read_bytes())
    assert receipt.extra is not None
    receipt.verify(receipt.extra, VerifierKey.parse(state(room.hall)["log_key"]))
    assert download.value.suggested_filename == f"{motion['motion']}-{receipt.index}.tlog-proof"
    page.locator("#receipts").get_by_role("button", name="Check again").first.click()
    expect(page.locator("#receipts")).to_contain_text(f"Checked: entry {receipt.index} stands in the record")


def test_a_vote_can_be_changed_where_the_motion_allows_it(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion(change_of_vote=True)
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    ballot(page, seat).get_by_role("button", name="Keep my vote as it is").click()
    expect_recorded(page, seat, "Yes")
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    vote(page, seat, "No")
    expect_recorded(page, seat, "No")
    assert turnout(room, motion) == 1
    page.reload()
    expect_recorded(page, seat, "No")
    act(room.hall, room.chair, "polling.ended", motion)
    expect(ballot(page, seat).get_by_role("button", name="Change my vote")).to_be_hidden()


def test_each_mandate_has_its_own_ballot(room: Room) -> None:
    first, second = room.seats(2)
    page = room.phone(first, second)
    motion = room.motion()
    vote(page, first, "Yes")
    expect_recorded(page, first, "Yes")
    expect(ballot(page, second).get_by_role("button", name="Abstain")).to_be_visible()
    vote(page, second, "Abstain")
    expect_recorded(page, second, "Abstain")
    assert turnout(room, motion) == 2


def test_a_double_tap_confirms_nothing(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    ballot(page, seat).get_by_role("button", name="No", exact=True).click()
    ballot(page, seat).get_by_role("button", name="Confirm").click()
    expect(ballot(page, seat).get_by_role("button", name="Confirm")).to_be_visible()
    ballot(page, seat).get_by_role("button", name="Back").click()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    assert turnout(room, motion) == 0


def test_news_leave_a_confirmation_alone_until_polling_ends(room: Room) -> None:
    mine, other = room.seats(2)
    page, neighbour = room.phone(mine), room.phone(other)
    motion = room.motion()
    choose(page, mine, "Yes")
    confirm = ballot(page, mine).get_by_role("button", name="Confirm").element_handle()
    before = confirm.bounding_box()
    vote(neighbour, other, "No")
    expect_recorded(neighbour, other, "No")
    room.motion()
    expect(page.locator("#others")).to_be_visible()
    assert confirm.bounding_box() == before, "nothing moved under the finger"
    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator("#switched")).to_contain_text("Nothing was sent")


def test_of_two_open_motions_the_one_that_lacks_a_vote_is_pointed_out(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    expect(page.locator("#idle")).to_contain_text("by itself")
    first = room.motion(change_of_vote=True)
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(page.locator("#idle")).to_be_hidden()
    second = room.motion()
    others = page.locator("#others")
    expect(others).to_contain_text("Another motion waits for your vote")
    below = "motion.getBoundingClientRect().bottom <= others.getBoundingClientRect().top"
    assert page.evaluate(below), "nothing comes between a finger and the buttons"
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    expect(page.locator("#headline")).to_have_text("You have voted")
    assert not page.evaluate(below), "where there is no more to choose, what waits comes first"
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    others.get_by_role("button").click()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {second['motion']}")
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(others).to_contain_text("Also open now")

    # What became of this one is not taken away although another, where there is nothing left to do, is open.
    act(room.hall, room.chair, "polling.ended", second)
    expect(page.locator("#headline")).to_have_text("Polling has ended")
    expect(ballot(page, seat)).to_contain_text("raise your hand and tell the tellers now")
    close_without_votes(room, second)
    expect(page.locator("#outcome")).to_contain_text("Not adopted")
    expect(page.locator("#motion")).to_contain_text(f"Amendment {second['motion']}")
    act(room.hall, room.chair, "polling.ended", first)
    expect(others).to_contain_text("polling has ended")


def test_who_follows_without_a_vote_is_not_told_to_vote(room: Room) -> None:
    # Somebody must be able to vote, whichever tests ran before.
    issue_badge(room.hall, room.desk, next(room.numbers), room.seats(), "delegate", None)
    page = room.phone()
    old = room.motion()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {old['motion']}")
    expect(page.locator("#headline")).to_have_text("Voting is open")
    act(room.hall, room.chair, "polling.ended", old)
    close_without_votes(room, old)
    new = room.motion()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {new['motion']}")


# --- what goes wrong -----------------------------------------------------------------------------


def test_news_prove_that_the_network_is_back(room: Room) -> None:
    page = room.phone(*room.seats())
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("#connection")).to_have_text("Waiting for the network")
    room.motion()
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(page.locator("#connection")).to_have_text("Connected")


def test_a_late_vote_fills_the_screen(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    page.context.set_offline(True)
    vote(page, seat, "Yes")
    expect(page.locator("#connection")).to_contain_text("votes waiting: 1")
    expect(ballot(page, seat)).to_contain_text("not recorded yet")
    act(room.hall, room.chair, "polling.ended", motion)
    page.context.set_offline(False)
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_be_visible(timeout=20_000)
    expect(alarm).to_contain_text("NOT COUNTED")
    expect(alarm).to_contain_text("tell the tellers now")
    expect(alarm).to_contain_text("polling_ended")
    page.reload()
    expect(alarm).to_be_visible()
    alarm.get_by_role("button", name="I have read this").click()
    expect(alarm).to_be_hidden()
    expect(ballot(page, seat)).to_contain_text("Your vote Yes was not counted.")
    page.reload()
    expect(ballot(page, seat)).to_contain_text("Your vote Yes was not counted.")
    expect(alarm).to_be_hidden()


def test_a_vote_waits_through_a_reload_and_is_counted_once(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    sent: list[bytes] = []

    def lose_reply(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        if len(sent) > 2:
            return route.continue_()
        if len(sent) == 2:
            route.fetch()
        return route.abort()

    page.route("**/statements", lose_reply)
    vote(page, seat, "Abstain")
    expect(ballot(page, seat)).to_contain_text("not recorded yet")
    page.reload()
    expect_recorded(page, seat, "Abstain")
    assert len(set(sent)) == 1
    assert turnout(room, motion) == 1


def test_a_lost_phone_is_replaced_while_the_motion_is_open(room: Room) -> None:
    [seat] = room.seats()
    lost = room.phone(seat)
    room.motion(change_of_vote=True)
    vote(lost, seat, "Yes")
    expect_recorded(lost, seat, "Yes")
    page = room.phone(seat, replaces=lost.number)
    expect(ballot(page, seat)).to_contain_text("It came from another phone")
    ballot(page, seat).get_by_role("button", name="Change the vote").click()
    vote(page, seat, "No")
    expect_recorded(page, seat, "No")
    ballot(lost, seat).get_by_role("button", name="Change my vote").click()
    vote(lost, seat, "Yes")
    alarm = lost.get_by_role("alertdialog")
    expect(alarm).to_contain_text("NOT COUNTED")
    expect(alarm).to_contain_text("key_revoked")
    expect(alarm).to_contain_text("Your earlier vote, Yes")
    expect(alarm).to_contain_text("unless your new badge or another phone has changed it since")
    alarm.get_by_role("button", name="I have read this").click()
    expect(lost.locator("#who")).to_contain_text("This badge was revoked or replaced.")
    expect(ballot(lost, seat)).to_contain_text("that vote counts instead")
    expect(page.get_by_text("that vote counts instead")).to_be_hidden()


def test_who_has_no_vote_is_told_why(room: Room) -> None:
    here, absent, late = room.seats(3)
    present, page = room.phone(here), room.phone(absent)
    number = present.number
    room.hall.post(room.desk.sign("presence.recorded", credential=number, state="in"))
    room.motion(electorate={"roll": "present", **state(room.hall)["rolls"]["present"]})
    expect(ballot(present, here).get_by_role("button", name="Yes")).to_be_visible()
    expect(ballot(page, absent)).to_contain_text("you were not checked in when it was opened")
    newcomer = room.phone(late)
    expect(ballot(newcomer, late)).to_contain_text("you were not checked in")


def test_a_text_is_shown_in_the_delegates_language_and_checked(room: Room) -> None:
    chair = take_seat(room.device(), room.hall, "chair", 1)

    def store(text: str) -> str:
        kind = {"Content-Type": "text/plain; charset=utf-8"}
        return str(chair.request.post(f"{room.hall.address}/blobs", data=text.encode(), headers=kind).json()["digest"])

    texts = {"en": store("The springs belong to all."), "fr": store("Les sources sont à tous.")}
    tabled = room.chair.sign("document.tabled", document="springs", version=1, title={"en": "On springs"}, texts=texts)
    room.hall.post(tabled)
    [seat] = room.seats()
    page = room.phone(seat, locale="fr-FR")
    motion = room.motion(
        kind="declaration",
        subject={"amendments": [], "digest": statement_digest(tabled), "document": "springs", "text": None},
    )
    expect(page.locator("#motion")).to_contain_text("Les sources sont à tous.")
    expect(page.locator("#motion")).to_contain_text("Faut-il nommer les sources ?")
    choose(page, seat, "No")
    expect(ballot(page, seat)).to_contain_text(f"You vote NO on “Amendement {motion['motion']}”.")
    expect(ballot(page, seat).get_by_role("button", name="Confirm: No", exact=True)).to_be_visible()
    page.get_by_label("Language").select_option("en")
    expect(ballot(page, seat)).to_contain_text(f"You vote NO on “Amendment {motion['motion']}”.")
    expect(page.locator("#motion")).to_contain_text("The springs belong to all.")
    page.route(
        "**/blobs/*", lambda route: route.fulfill(body="The springs belong to the owner.", content_type="text/plain")
    )
    page.reload()
    expect(page.get_by_role("alertdialog")).to_contain_text("STOP")


# --- a server that lies --------------------------------------------------------------------------


def shown_differently(page: Page, change: Callable[[dict[str, Any]], None]) -> None:
    """Load the page again with another state than the server's; by polling, since its stream is cut."""
    address = page.url
    page.goto("about:blank")

    def lie(route: Route) -> None:
        answer = route.fetch()
        shown = answer.json()
        change(shown)
        route.fulfill(response=answer, json=shown)

    page.route("**/events", lambda route: route.abort())
    page.route("**/state", lie)
    page.goto(address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", {"en": "Shall the springs be sold?"}),
        ("change_of_vote", True),
        ("majority", presets.majority("majority_of_valid")),
        ("tie", "casting_vote"),
        ("voters", "founders"),
        ("opening", "A" * 43),
        ("index", 1),
    ],
)
def test_a_motion_that_is_not_what_the_chair_signed_gets_no_vote(room: Room, name: str, value: object) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    shown_differently(page, lambda shown: shown["motions"][-1].update({name: value}))
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_contain_text("STOP", timeout=20_000)
    expect(alarm).to_contain_text("this phone signs no vote on it")
    expect(page.locator(".vote")).to_have_count(0)
    expect(alarm.get_by_role("button")).to_have_count(0)


def test_another_convention_at_the_same_address_is_noticed(room: Room) -> None:
    page = room.phone(*room.seats())
    shown_differently(page, lambda shown: shown.update({"convention": "B" * 43}))
    expect(page.get_by_role("alertdialog")).to_contain_text("Another convention", timeout=20_000)


def test_a_receipt_that_proves_nothing_is_shown_to_people(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()

    def lie(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("index ", "index 1"))

    page.route("**/statements", lie)
    vote(page, seat, "Yes")
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_contain_text("NOT PROVED")
    page.unroute("**/statements")
    alarm.get_by_role("button", name="Ask the server again").click()
    expect_recorded(page, seat, "Yes")
    expect(alarm).to_be_hidden()


# --- for every hand and eye ----------------------------------------------------------------------


def test_the_phone_fits_is_large_enough_and_works_by_keyboard(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    for width in (390, 195):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 390, "height": 844})
    for target in page.locator("button:visible, a:visible, summary:visible, select:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44 or target.evaluate("node => node.closest('p, .skip') !== null"), target.inner_text()
    ballot(page, seat).get_by_role("button", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(550)
    page.keyboard.press("Tab")
    expect(ballot(page, seat).get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect_recorded(page, seat, "No")
    expect(page.locator("#announce")).to_contain_text("Your vote No is recorded as entry")
