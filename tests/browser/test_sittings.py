"""Sittings in a real browser: the chair opens, suspends, resumes and closes; the hall screen follows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.voters import open_motion, seat_voters, state, take_seat
from voting.signing import Hand

Device = Callable[..., Page]


def check_in(hall: Hall, desk: Hand, number: int) -> None:
    hall.post(desk.sign("presence.recorded", credential=number, state="in"))


def test_a_day_at_the_chairs_page(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = hall.hand("desk")
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    check_in(hall, desk, voters[0].number)
    chair, screen = take_seat(device(DESKTOP), hall, "chair"), device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    panel = chair.locator("#sitting")
    expect(panel).to_contain_text("Present: 1 of 3 accredited; quorum 2: not reached.")
    panel.locator('[data-act="open"]').click()
    expect(panel).to_contain_text("Sitting 1: open")
    # The button that was pressed is gone: whoever has no mouse goes on from what it led to.
    expect(panel.locator(".status-title")).to_be_focused()
    expect(panel).to_contain_text("1 present, quorum 2: not established.")
    expect(screen.locator("#sitting")).to_have_text("Sitting 1: open")
    # In the convention's languages, whatever the chair's browser speaks.
    assert state(hall)["sitting"]["title"] == {"en": "Sitting 1", "fr": "Séance 1"}

    panel.locator('[data-act="suspend"]').click()
    expect(screen.locator("#sitting")).to_have_text("Sitting 1: suspended")
    check_in(hall, desk, voters[1].number)
    expect(panel).to_contain_text("Present: 2 of 3 accredited; quorum 2: reached.")
    panel.locator('[data-act="resume"]').click()
    expect(panel).to_contain_text("2 present, quorum 2: established.")

    # A finger that presses twice closes nothing, and who thinks better of it leaves no trap behind.
    close, question = panel.locator('[data-act="close"]'), chair.locator("#confirm")
    close.dblclick()
    expect(question).to_contain_text("Close Sitting 1 for good?")
    question.locator('button[value="no"]').click()
    expect(close).to_have_text("Close the sitting")
    assert state(hall)["sitting"]["state"] == "open"
    open_motion(hall, hall.hand("chair", 1), "m1")
    close.click()
    question.locator('button[value="yes"]').click()
    expect(chair.locator("#problem")).to_contain_text("A motion is open. Close or annul it before")
    assert state(hall)["sitting"]["state"] == "open"
    for page, name in ((chair, "chair"), (screen, "screen")):
        page.screenshot(path=tmp_path / f"{name}.png")


@pytest.mark.parametrize(
    ("rule", "whole", "needed"),
    [
        ({"numerator": 1, "denominator": 2, "comparison": "more_than"}, 60, 31),
        ({"numerator": 1, "denominator": 2, "comparison": "more_than"}, 61, 31),
        ({"numerator": 1, "denominator": 3, "comparison": "at_least"}, 100, 34),
        ({"numerator": 1, "denominator": 3, "comparison": "at_least"}, 0, 1),
    ],
)
def test_the_pages_quorum_is_that_of_the_rules(
    hall: Hall, device: Device, rule: dict[str, object], whole: int, needed: int
) -> None:
    page = device(DESKTOP)
    page.goto(f"{hall.address}/audit")
    script = "async ([rule, whole]) => (await import('/static/js/chair-sitting.js')).neededOf(rule, whole)"
    assert page.evaluate(script, [rule, whole]) == needed
