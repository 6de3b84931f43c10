"""Interpreters and the time that is left: the chair tells them, and chair, hall screen and phones show them."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.voters import motion_of, seat_voters, take_seat

Device = Callable[..., Page]
LEFT = re.compile(r"Time left: 0:[0-5]\d")


def test_the_time_that_is_left_is_seen_everywhere_and_ends_nothing(hall: Hall, device: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    chair, other = take_seat(device(DESKTOP), hall, "chair"), take_seat(device(DESKTOP), hall, "chair", 1)
    screen = device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    chair.locator("#open-button").click()
    chair.locator('[name="words-fields.en.title"]').fill("Order of business")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    chair.get_by_role("button", name="Review").click()
    line = chair.locator("#review-content [data-interpreters]")
    expect(line).to_contain_text("Not ticked as ready. You may open all the same.")
    # The other officer at the podium ticks it, and this last look says so.
    other.locator("#interpreters input").check()
    expect(line).to_have_text("Ready")
    expect(chair.locator("#interpreters input")).to_be_checked()
    chair.locator("#open-now").click()
    expect(chair.locator('#now [data-motion="1"]')).to_be_visible()
    for page in (chair, other):
        expect(page.locator("#interpreters input")).not_to_be_checked()
    chair.get_by_role("button", name="About 60 seconds").click()
    for page in (chair, other, screen):
        expect(page.locator(".countdown .minute")).to_have_text(LEFT)
    chair.locator('[data-act="no-countdown"]').click()
    for page in (chair, other, screen):
        expect(page.locator(".countdown .minute")).to_be_hidden()
    assert motion_of(hall, "1")["state"] == "open"
