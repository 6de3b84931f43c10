"""Browsers of 2022 (Safari 15.4, Chrome 105), beyond which old phones do not get; pages whose script never begins."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import fill_roster
from tests.browser.hall import Hall
from tests.browser.phone_room import Room, expect_recorded, vote
from tests.browser.voters import seat_voters, take_seat

Device = Callable[..., Page]
# What came later (https://developer.mozilla.org/docs/Web/JavaScript/Reference, browser compatibility).
YOUNGER = """
const younger = [
  [Array, "fromAsync"], [AbortSignal, "timeout"], [AbortSignal, "any"], [Object, "groupBy"], [Map, "groupBy"],
  [Promise, "try"], [Promise, "withResolvers"], [Response, "json"], [URL, "canParse"], [URL, "parse"],
  [Uint8Array, "fromBase64"], [Uint8Array, "fromHex"], [Intl, "DurationFormat"], [window, "CompressionStream"],
  [window, "Iterator"], [window, "scheduler"], [Element.prototype, "checkVisibility"],
  [HTMLFormElement.prototype, "requestSubmit"], [HTMLElement.prototype, "showPopover"],
  ...["toReversed", "toSorted", "toSpliced", "with"].map((name) => [Array.prototype, name]),
  ...["toReversed", "toSorted", "with", "toBase64", "toHex"].map((name) => [Uint8Array.prototype, name]),
  ...["isWellFormed", "toWellFormed"].map((name) => [String.prototype, name]),
  ...["difference", "intersection", "isSubsetOf", "isSupersetOf", "isDisjointFrom", "union", "symmetricDifference"]
    .map((name) => [Set.prototype, name]),
  ...Object.getOwnPropertyNames(Iterator.prototype).filter((name) => name !== "constructor")
    .map((name) => [Iterator.prototype, name]),
];
for (const [owner, name] of younger) delete owner[name];
"""


@pytest.fixture
def old(device: Device) -> Iterator[Device]:
    pages: list[Page] = []

    def new(viewport: dict[str, int] = PHONE) -> Page:
        page = device(viewport)
        page.add_init_script(YOUNGER)
        pages.append(page)
        return page

    yield new
    # What looks at every page that a test leaves is younger, too.
    for page in pages:
        page.goto("about:blank")


def test_a_delegate_votes_with_an_old_phone(room: Room, old: Device) -> None:
    room.device = old
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")


def test_a_chair_opens_and_ends_on_an_old_laptop_what_an_old_screen_shows(hall: Hall, old: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    chair, screen = take_seat(old(DESKTOP), hall, "chair"), old(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    chair.keyboard.press("o")
    chair.locator('[name="words-fields.en.title"]').fill("the order of business")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the order of business be adopted?")
    chair.get_by_role("button", name="Review").click()
    chair.locator("#open-now").click()
    expect(screen.locator("main")).to_contain_text("Shall the order of business be adopted?")
    chair.locator('#now [data-act="end"]').click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(chair.locator("#now .card")).to_have_attribute("data-state", "ended")


def test_the_desk_finds_somebody_on_an_old_laptop(hall: Hall, old: Device) -> None:
    people = fill_roster(hall)
    desk = take_seat(old(DESKTOP), hall, "desk")
    name = next(iter(people))
    desk.locator("#query").fill(name)
    expect(desk.locator("#people")).to_contain_text(name)


def expect_says_that_it_does_not_start(page: Page) -> None:
    notice = page.get_by_text("This page does not start")
    # A script that is on its way comes before these words.
    expect(notice).to_be_hidden()
    notice.evaluate("(one) => one.getAnimations().forEach((waiting) => waiting.finish())")
    expect(notice).to_be_visible()


def test_a_page_that_does_not_start_says_what_to_do(hall: Hall, device: Device) -> None:
    page, older = device(), device()
    page.goto(f"{hall.address}/activate")
    expect(page.get_by_text("This page does not start")).to_have_count(0)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{hall.address}/activate")
    expect_says_that_it_does_not_start(page)
    older.add_init_script("delete Array.prototype.findLast;")
    older.goto(f"{hall.address}/activate")
    expect_says_that_it_does_not_start(older)
