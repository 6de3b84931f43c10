"""The tellers' room where answers come late: no paper is entered under another mandate, motion or choice than its own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.hall import Hall
from tests.browser.voters import open_motion, seat_voters, take_seat
from voting.signing import Hand

Device = Callable[..., Page]
MANDATES = "**/tellers/mandates?*"


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


def find(page: Page, mandate: str) -> None:
    """Type a mandate's number and see it alone in the list."""
    page.locator("#find").fill(mandate)
    expect(page.locator("#found button")).to_have_count(1)
    expect(page.locator("#found button")).to_have_attribute("data-mandate", mandate)


def test_enter_opens_the_mandate_that_was_typed_and_none_that_stands_there_yet(
    hall: Hall, desk: Hand, device: Device
) -> None:
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    motion = open_motion(hall, hall.hand("chair"), "7")
    paz = take_seat(device(PHONE), hall, "teller")
    chosen, field = paz.locator("#entry-mandate"), paz.locator("#find")
    expect(paz.locator("#found button")).to_have_count(3)
    find(paz, "nord/1")
    paz.route(MANDATES, lambda route: route.abort())
    field.fill("nord/2")
    field.press("Enter")
    expect(paz.locator("#problem")).to_be_visible()
    expect(chosen).to_be_hidden()
    paz.unroute(MANDATES)

    held: list[Route] = []
    paz.route(MANDATES, lambda route: held.append(route))
    field.fill("nord/2")
    with paz.expect_request(MANDATES):
        field.press("Enter")
    # Phones vote, and the lists are read once more before the first answer is there.
    with paz.expect_request(MANDATES):
        voters[2].vote(motion, "yes")
    with paz.expect_response(MANDATES):
        held[0].continue_()
    expect(chosen).to_be_hidden()
    for route in held[1:]:
        route.continue_()
    paz.unroute(MANDATES)
    expect(chosen).to_contain_text("nord/2")
