"""A phone whose network goes, and a page in another language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.phone_room import Room, ballot, choose, expect_recorded, vote

Device = Callable[..., Page]
# The script that keeps the page takes it over when it has kept all.
KEPT = "() => navigator.serviceWorker.controller !== null && navigator.serviceWorker.controller.state === 'activated'"


def test_the_page_opens_without_a_network_and_says_so(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat, service_workers="allow")
    page.wait_for_function(KEPT)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#headline")).to_have_text("No network. This page goes on by itself when it is back.")
    expect(page.locator("#connection")).to_have_text("Waiting for the network")
    expect(page.locator("#who")).to_contain_text(f"credential {room.credentials[page]}")
    # A badge's code stays in the address, for her to try again.
    other = page.context.new_page()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        other.goto(f"{room.hall.address}/activate#badge")
    other.close()
    # Elsewhere, where the network is needed, she comes back here, and not to a page of the browser that leads nowhere.
    page.goto(f"{room.hall.address}/speak")
    expect(page).to_have_url(f"{room.hall.address}/")
    expect(page.locator("#connection")).to_have_text("Waiting for the network")
    motion = room.motion()
    page.context.set_offline(False)
    expect(page.locator("#headline")).to_have_text("Vote now", timeout=30_000)
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    assert motion["state"] == "open"


def test_a_ballot_is_at_hand_as_soon_as_a_motion_opens(room: Room) -> None:
    """Nobody scrolls to vote, and what is shown of the words is more than nothing."""
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion(question={"en": "Shall the springs be named, each after the valley it flows to? " * 30})
    expect(ballot(page, seat)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") > 2 * 844
    for name in ("Yes", "No", "Abstain"):
        expect(ballot(page, seat).get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("#motion h2").first).to_be_in_viewport(ratio=1)
    choose(page, seat, "No")
    expect(ballot(page, seat).get_by_role("button", name="Confirm")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Back")).to_be_in_viewport(ratio=1)


def test_a_head_with_several_ballots_is_led_to_them(room: Room) -> None:
    seats = room.seats(2)
    page = room.phone(*seats)
    room.motion(question={"en": "Shall the springs be named, each after the valley it flows to? " * 30})
    way = page.locator("#to-ballots a")
    expect(way).to_have_text("Ballots still to cast: 2")
    expect(way).to_be_in_viewport(ratio=1)
    way.click()
    expect(ballot(page, seats[0]).get_by_role("button", name="Yes", exact=True)).to_be_in_viewport(ratio=1)
    vote(page, seats[0], "Yes")
    expect(page.locator("#to-ballots")).to_have_text("Ballots still to cast: 1")
    vote(page, seats[1], "No")
    expect_recorded(page, seats[1], "No")
    expect(page.locator("#to-ballots")).to_be_hidden()


def test_the_reader_chooses_the_language_and_the_browser_remembers_it(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_label("Language").select_option("Español")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#connection")).to_have_text("Conectado")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "es")
