"""Lent phones at the desk: lent from a person's card, missed at the door, taken back, and what follows of that."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import fill_roster, issue_badges, press, row
from tests.browser.hall import Hall
from tests.browser.measures import fits
from tests.browser.test_desk_door import expect_panel, number_of, panel, say
from tests.browser.test_desk_lost_phone import scanned
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]


def lend(desk: Page, name: str, label: str) -> None:
    press(desk, name, "lend")
    desk.locator('#lend-dialog [data-slot="label"]').fill(label)
    desk.keyboard.press("Enter")


def lent_phones(desk: Page) -> Locator:
    """Open the list and return its lines."""
    loans = desk.locator("#loans")
    expect(loans).to_be_visible()
    if loans.get_attribute("open") is None:
        loans.locator("summary").click()
    return loans.locator("li")


def test_a_phone_is_lent_missed_at_the_door_and_taken_back(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    expect(desk.locator("#loans")).to_be_hidden()
    expect(row(desk, "Åsa").locator('[data-act="back"]')).to_be_hidden()
    size = state(hall)["size"]
    lend(desk, "Åsa", "a7")
    expect(desk.locator("#people-done")).to_have_text("Phone A7 is lent to Åsa Lindqvist.")
    expect(row(desk, "Åsa")).to_contain_text("Has the lent phone A7")
    expect(row(desk, "Åsa").locator('[data-act="lend"]')).to_be_hidden()
    # Whoever has no mouse stays with the person whose button is gone.
    expect(row(desk, "Åsa")).to_be_focused()

    # What cannot be is refused in the dialog, with whom to ask.
    lend(desk, "Bogdan", "A7")
    problem = desk.locator('#lend-dialog [data-slot="problem"]')
    expect(problem).to_contain_text("lent to somebody else")
    expect(problem).to_contain_text("Åsa Lindqvist")
    expect(desk.locator('#lend-dialog [data-slot="fresh"]')).to_be_visible()
    expect(desk.locator('#lend-dialog [data-slot="used"]')).to_be_hidden()
    desk.locator('#lend-dialog [data-slot="label"]').fill("seven!")
    desk.locator('#lend-dialog [data-slot="go"]').click()
    expect(problem).to_contain_text("no label of a phone")
    # The answer is lost: the officer presses again, and it is one loan.
    desk.locator('#lend-dialog [data-slot="label"]').fill("12")
    desk.route(
        "**/desk/loans", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else None
    )
    desk.locator('#lend-dialog [data-slot="go"]').click()
    expect(problem).to_contain_text("does not answer")
    desk.unroute("**/desk/loans")
    desk.locator('#lend-dialog [data-slot="go"]').click()
    expect(desk.locator("#people-done")).to_have_text("Phone 12 is lent to Bogdan Żak.")

    # At the door: who comes in with a phone is welcome, who goes out with one is not.
    number = number_of(desk, "Åsa")
    say(desk, number)
    expect_panel(desk, "in", "Åsa Lindqvist is checked in.")
    expect(panel(desk).locator(".door-loan")).to_be_hidden()
    lines = lent_phones(desk)
    expect(desk.locator("#loans summary")).to_have_text("Lent phones: 2, with people who are not in the hall: 1")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Phone 12 · Bogdan Żak · Nordic Greens")
    expect(lines.first.locator(".pill-warning")).to_have_text("Not present")
    expect(lines.last).to_contain_text("Phone A7 · Åsa Lindqvist")
    expect(lines.last.locator(".pill-ok")).to_have_text("Present")
    fits(desk)
    desk.locator("#door .switch-out").click()
    say(desk, number)
    expect_panel(desk, "out", "Åsa Lindqvist is checked out.", "Has the lent phone A7: take it back")
    expect(desk.locator(".door-log li").first).to_contain_text("Has the lent phone A7: take it back")
    desk.set_viewport_size(PHONE)
    fits(desk)
    desk.set_viewport_size(DESKTOP)

    panel(desk).get_by_role("button", name="Take phone A7 back").click()
    dialog = desk.locator("#back-dialog")
    expect(dialog).to_contain_text("Åsa Lindqvist")
    # She activated no phone, so nothing in the record is the phone's.
    expect(dialog.locator('[data-slot="stands"]')).to_be_hidden()
    dialog.locator('[data-slot="go"]').click()
    expect(desk.locator("#people-done")).to_have_text("Phone A7 is back from Åsa Lindqvist.")
    expect(row(desk, "Åsa").locator('[data-act="lend"]')).to_be_visible()
    lines.get_by_role("button", name="Take phone 12 back: Bogdan Żak").click()
    dialog.locator('[data-slot="close"]').click()
    expect(lines).to_have_count(1)
    lines.get_by_role("button", name="Take phone 12 back: Bogdan Żak").click()
    dialog.locator('[data-slot="go"]').click()
    expect(desk.locator("#loans")).to_be_hidden()
    # In and out are in the record, the phones are not.
    assert state(hall)["size"] == size + 2


def test_the_badge_of_a_phone_that_comes_back_can_be_replaced_at_once(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    # A pile for each delegation: that of the Lakes comes first.
    [_, link, *_] = issue_badges(desk)
    phone = device()
    phone.goto(link)
    phone.locator('[data-act="activate"]').click()
    expect(phone.locator('[data-step="done"]')).to_be_visible()
    desk.reload()
    expect(row(desk, "Åsa").locator('[data-slot="status"]')).to_have_text("Phone activated")
    press(desk, "Åsa", "lend")
    expect(desk.locator('#lend-dialog [data-slot="used"]')).to_be_visible()
    expect(desk.locator('#lend-dialog [data-slot="fresh"]')).to_be_hidden()
    desk.locator('#lend-dialog [data-slot="close"]').click()
    lend(desk, "Åsa", "7")
    old = number_of(desk, "Åsa")
    press(desk, "Åsa", "back")
    dialog = desk.locator("#back-dialog")
    expect(dialog).to_contain_text("still belongs to the phone that activated it")
    expect(dialog).to_contain_text("the key on the phone is worthless")
    fits(desk)
    dialog.locator('[data-slot="replace"]').click()
    expect(desk.locator("#badge-dialog")).to_contain_text("Åsa Lindqvist")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    scanned(desk)
    desk.locator('#code-dialog [data-slot="close"]').click()
    expect(desk.locator("#people-done")).to_contain_text("Phone 7 is back from Åsa Lindqvist.")
    expect(desk.locator("#people-done")).to_contain_text("replace it once more")
    expect(row(desk, "Åsa").locator('[data-slot="number"]')).not_to_have_text(old)
    expect(desk.locator("#loans")).to_be_hidden()
    phone.goto(hall.address)
    expect(phone.locator('[data-part="revoked"]')).to_be_visible()
