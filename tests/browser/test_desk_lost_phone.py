"""A lost phone at the desk: two presses, and the new phone scans the desk's screen."""

import io
from collections.abc import Callable
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.desk_room import fill_roster, issue_badges, last_payload, number_of, press, row
from tests.browser.hall import Hall, open_hall
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]


def scanned(desk: Page) -> str:
    """Return what a phone's camera reads on the desk's screen."""
    expect(desk.locator("#code-dialog canvas")).to_be_visible()
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(desk.screenshot())))
    return str(code.text)


def test_a_lost_phone_is_replaced_in_two_presses(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    old = int(number_of(desk, "Bogdan"))
    desk.locator("#query").fill("bogdan")
    expect(desk.locator("#person-list > li")).to_have_count(1)

    press(desk, "Bogdan", "replace")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    link = scanned(desk)
    assert last_payload(hall)["credentials"][0]["replaces"] == old

    phone = device()
    phone.goto(link)
    phone.locator('[data-act="activate"]').click()
    expect(phone.locator('[data-step="done"]')).to_be_visible()
    expect(desk.locator("#code-dialog")).to_be_hidden()
    expect(desk.locator("#people-done")).to_contain_text("Bogdan Żak has a new phone")
    expect(row(desk, "Bogdan").locator('[data-slot="status"]')).to_have_text("Phone activated")
    code = link.partition("#")[2].partition(".")[0]
    assert code not in desk.content()


def test_a_code_that_no_phone_scanned_is_gone_and_the_page_says_so(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    size = state(hall)["size"]
    press(desk, "Chiara", "replace")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    scanned(desk)
    desk.locator('#code-dialog [data-slot="close"]').click()
    expect(desk.locator("#people-done")).to_contain_text("its code is gone")
    assert state(hall)["size"] == size + 1
    assert desk.evaluate("document.querySelector('#code-dialog canvas').width") == 0


def test_a_new_phone_is_compared_at_once_where_the_rules_want_it(tmp_path: Path, device: Device) -> None:
    hall = open_hall(tmp_path, device_confirmation=True)
    try:
        fill_roster(hall)
        desk = take_seat(device(DESKTOP), hall, "desk")
        press(desk, "Chiara", "issue")
        desk.locator('#badge-dialog [data-slot="now"]').click()
        phone = device()
        phone.goto(scanned(desk))
        phone.locator('[data-act="activate"]').click()
        # The officer presses once: to confirm what both can see.
        confirm = desk.locator("#confirm-dialog")
        expect(confirm).to_be_visible()
        shown = phone.locator('[data-step="confirm"] [data-slot="code"]')
        expect(shown).not_to_be_empty()
        expect(confirm.locator('[data-slot="code"]')).to_have_text(shown.inner_text())
        expect(desk.locator("#people-done")).to_have_text("The phone of Chiara Rossi is activated.")
        confirm.locator('[data-slot="go"]').click()
        expect(phone.locator('[data-step="done"]')).to_be_visible()
        assert last_payload(hall)["type"] == "device.confirmed"
    finally:
        hall.stop()
