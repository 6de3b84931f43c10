"""The minute in which phones answer a count of those present: shown to all, and ended by the chair alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.phone_room import Room
from tests.browser.voters import state, take_seat

PROMINENT = re.compile(r"\bcount-over\b")


def left(page: Page) -> int:
    """How many seconds a page shows."""
    digits = page.locator(".minute-left span")
    expect(digits).to_have_text(re.compile(r"Time left: [01]:\d\d"))
    minutes, seconds = digits.inner_text().removeprefix("Time left: ").split(":")
    return 60 * int(minutes) + int(seconds)


def looks(button: Locator) -> str:
    return str(button.evaluate("(one) => getComputedStyle(one).backgroundColor"))


def test_when_the_minute_is_over_the_chair_is_offered_the_end_and_phones_may_still_answer(room: Room) -> None:
    early, late = room.phone(*room.seats()), room.phone(*room.seats())
    chair = take_seat(room.device(DESKTOP), room.hall, "chair", 1)
    panel = chair.locator("#count")
    end = panel.get_by_role("button", name="End the count")
    with room.counting(ago=48):
        assert 0 < left(late) <= 12
        assert 0 < left(chair) <= 12
        expect(panel).not_to_have_class(PROMINENT)
        before, drawn = looks(end), end.element_handle()
        early.get_by_role("button", name="I am here").click()
        expect(early.locator("#presence")).to_contain_text("You are counted as present.")
        expect(panel).to_contain_text("1 mandate has answered")

        here = late.get_by_role("button", name="I am here").element_handle()
        expect(panel).to_contain_text("The minute is over: end the count.")
        expect(panel).to_have_class(PROMINENT)
        assert looks(end) != before
        expect(late.locator("#presence")).to_contain_text(
            "The minute is over. You may still answer until the chair ends the count."
        )
        expect(panel.get_by_role("timer")).to_have_count(0)
        # What somebody reaches for is not drawn anew under the finger.
        assert drawn.evaluate("(one) => one.isConnected")
        assert here.evaluate("(one) => one.isConnected")
        assert state(room.hall)["count"]["state"] == "open"
        late.get_by_role("button", name="I am here").click()
        expect(late.locator("#presence")).to_contain_text("You are counted as present.")
        expect(panel).to_contain_text("2 mandates have answered")
        end.click()
        expect(panel).to_contain_text("Last count: 2 of")
        expect(panel).not_to_have_class(PROMINENT)
    # The next minute begins from its own call.
    panel.get_by_role("button", name="Count those present").click()
    expect(panel.locator(".status-title")).to_be_focused()
    assert left(chair) > 40
    expect(panel).not_to_have_class(PROMINENT)
    end.click()
    expect(panel).to_contain_text("Last count: 0 of")


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_phone_whose_clock_is_wrong_shows_the_minute_of_the_server(room: Room, wrong: timedelta) -> None:
    page = room.phone(*room.seats())
    page.clock.install(time=datetime.now(UTC) + wrong)
    page.reload()
    with room.counting(ago=20):
        assert 10 < left(page) <= 42


@pytest.mark.parametrize("ago", [3600, -3600])
def test_where_the_chair_has_a_wrong_clock_it_stays_a_minute(room: Room, ago: float) -> None:
    page = room.phone(*room.seats())
    with room.counting(ago=ago):
        expect(page.get_by_role("button", name="I am here")).to_be_visible()
        if ago < 0:
            assert left(page) == 60
        else:
            expect(page.locator("#presence")).to_contain_text("The minute is over.")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_where_people_want_no_motion_and_seconds_are_not_read_out(room: Room, motion: str) -> None:
    page = room.phone(*room.seats(), reduced_motion=motion)
    with room.counting():
        expect(page.get_by_role("timer")).to_have_attribute("aria-live", "off")
        expect(page.locator(".minute-left progress")).to_be_visible(visible=motion != "reduce")
        expect(page.locator(".minute-left progress")).to_have_attribute("aria-hidden", "true")
