"""What a phone's page read before its own script was there is not believed for longer than until it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.badge_links import issue_badge
from tests.browser.phone_room import Room, expect_recorded, vote
from tests.browser.seats import arrive
from tests.browser.voters import act

# The same module as the page's own script takes them from.
READ = """async () => {
  const { $ahead } = await import(document.querySelector("script[async]").src);
  await Promise.all(Object.values($ahead.first));
}"""


@contextmanager
def beginning(context: BrowserContext, address: str) -> Iterator[Page]:
    """Give a second tab that has asked what it asks ahead; its own script comes afterwards."""
    held: list[Route] = []
    page = context.new_page()
    page.route("**/js/delegate.js", lambda route: held.append(route), times=1)
    page.goto(address, wait_until="commit")
    page.wait_for_selector("script[async]", state="attached")
    page.evaluate(READ)
    yield page
    for route in held:
        route.continue_()


def test_a_vote_that_another_tab_has_cast_meanwhile_is_this_phones_own(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    with beginning(page.context, room.hall.address) as other:
        vote(page, seat, "Yes")
        expect_recorded(page, seat, "Yes")
    expect_recorded(other, seat, "Yes")
    expect(other.get_by_text("It came from another phone")).to_be_hidden()


def test_a_vote_that_another_tab_has_sent_meanwhile_waits_no_longer(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    sending: list[Route] = []
    page.route("**/statements", lambda route: sending.append(route))
    vote(page, seat, "Yes")
    expect(page.locator("#headline")).to_have_text("Sending your vote…")
    with beginning(page.context, room.hall.address) as other:
        sending[0].continue_()
        expect_recorded(page, seat, "Yes")
    expect_recorded(other, seat, "Yes")
    expect(other.locator("#connection")).to_have_text("Connected")


def test_a_vote_that_was_refused_meanwhile_is_said_not_to_count(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    sending: list[Route] = []
    page.route("**/statements", lambda route: sending.append(route))
    vote(page, seat, "Yes")
    expect(page.locator("#headline")).to_have_text("Sending your vote…")
    act(room.hall, room.chair, "polling.ended", motion)
    with beginning(page.context, room.hall.address) as other:
        sending[0].continue_()
        expect(page.get_by_role("alertdialog")).to_contain_text("NOT COUNTED")
    expect(other.get_by_role("alertdialog")).to_contain_text("NOT COUNTED")


@pytest.mark.parametrize("before", [False, True])
def test_a_badge_that_another_tab_has_activated_meanwhile_is_found(room: Room, before: bool) -> None:
    """Whether this phone had none before, or another one."""
    first, seat = room.seats(2)
    page = room.phone(first) if before else room.device()
    with beginning(page.context, room.hall.address) as other:
        arrive(page, issue_badge(room.hall, room.desk, next(room.numbers), [seat]))
    expect(other.locator("#who")).to_contain_text(seat)
