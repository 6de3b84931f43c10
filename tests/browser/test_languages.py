"""The phone and the hall screen in every language: nothing is cut off, and lines run the way they are read."""

import os
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import clean_in_words
from tests.browser.conftest import PHONE
from tests.browser.hall import Hall
from tests.browser.measures import NARROW, drawn
from tests.browser.phone_room import Room, ballot
from tests.browser.voters import act, open_motion, seat_voters
from voting.languages import LANGUAGES, RIGHT_TO_LEFT

Device = Callable[..., Page]

PROJECTOR = {"width": 1920, "height": 1080}
CHOICES = ("yes", "no", "abstain")
# Whose words are wider than their box, or stand out of the window to one side.
CUT_OFF = """() => [...document.querySelectorAll("button, .pill, h1, h2, .choice, .lead, .screen-outcome")]
  .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline"
    || one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.textContent.trim())"""
# Words on buttons that go on in another line.
BROKEN = """() => [...document.querySelectorAll("button span:not(.mark)")]
  .filter((one) => one.checkVisibility() && !/\\s/.test(one.textContent.trim()))
  .filter((one) => {
    const word = document.createRange();
    word.selectNodeContents(one);
    return new Set([...word.getClientRects()].map(({ top }) => top)).size > 1;
  })
  .map((one) => one.textContent)"""
# Pieces of a line that stand beside each other, and what stands out of its card or comes out from above the page.
APART = """() => [...document.querySelectorAll("summary, .reading-language select, .skip")]
  .filter((one) => one.checkVisibility() && ({
    SUMMARY: () => [...one.childNodes].filter((piece) => piece.textContent.trim()).length > 1,
    SELECT: () => one.offsetWidth > one.closest(".motion-line").clientWidth,
    A: () => one.getBoundingClientRect().bottom > 0,
  })[one.tagName]())
  .map((one) => one.textContent)"""
PHONE_WIDTHS = (390, 320)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Return what keeps a picture of a page, where somebody asks for pictures to look at."""
    folder = os.environ.get("PLENARY_PICTURES")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take


def assert_reads(page: Page, language: str) -> None:
    """The page says its language and direction, and needs no scrolling aside."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", "rtl" if language in RIGHT_TO_LEFT else "ltr")
    drawn(page)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def assert_phone_reads(page: Page, language: str) -> None:
    for width in PHONE_WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert_reads(page, language)
    # Twice as large.
    page.set_viewport_size({"width": PHONE_WIDTHS[0] // 2, "height": 422})
    assert page.evaluate(APART) == []
    page.set_viewport_size({"width": PHONE_WIDTHS[0], "height": 844})


def assert_in_order(buttons: list[Locator], language: str) -> None:
    """The first to be read stands first: at the right where lines run from there."""
    places = [box["x"] for button in buttons if (box := button.bounding_box())]
    assert len(places) == len(buttons)
    for first, second in pairwise(places):
        assert first > second if language in RIGHT_TO_LEFT else first < second


def choose(page: Page, seat: str, choice: str) -> None:
    ballot(page, seat).locator(f'.vote[value="{choice}"]').click()
    # A confirmation within the time of a double tap is ignored.
    page.wait_for_timeout(550)
    expect(ballot(page, seat).locator('[data-act="confirm"]')).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_from_badge_to_receipt(room: Room, language: str, picture: Callable[[Page, str], None]) -> None:
    [seat] = room.seats()
    page = room.phone(seat, locale=language)
    assert_phone_reads(page, language)
    picture(page, f"{language}-1-idle")
    motion = room.motion(change_of_vote=True)
    buttons = [ballot(page, seat).locator(f'.vote[value="{choice}"]') for choice in CHOICES]
    expect(buttons[0]).to_be_visible()
    assert_phone_reads(page, language)
    assert_in_order(buttons, language)
    clean_in_words(page)
    picture(page, f"{language}-2-ballot")
    choose(page, seat, "yes")
    assert_phone_reads(page, language)
    clean_in_words(page)
    picture(page, f"{language}-3-confirm")
    ballot(page, seat).locator('[data-act="confirm"]').click()
    expect(ballot(page, seat).locator('[data-step="recorded"]')).to_be_visible()
    assert_phone_reads(page, language)
    clean_in_words(page)
    picture(page, f"{language}-4-recorded")

    ballot(page, seat).locator('[data-act="change"]:visible').click()
    page.context.set_offline(True)
    choose(page, seat, "no")
    ballot(page, seat).locator('[data-act="confirm"]').click()
    expect(page.locator("#connection")).to_contain_text("1")
    act(room.hall, room.chair, "polling.ended", motion)
    page.context.set_offline(False)
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=60_000)
    assert_phone_reads(page, language)
    picture(page, f"{language}-5-not-counted")


def test_a_phone_in_arabic_writes_the_digits_of_the_badge(room: Room) -> None:
    """A browser of Egypt writes others by itself; a receipt is compared with paper and with the hall screen."""
    [seat] = room.seats()
    page = room.phone(seat, locale="ar-EG")
    assert page.evaluate("(1234).toLocaleString()") == "١٬٢٣٤"
    room.motion()
    choose(page, seat, "yes")
    ballot(page, seat).locator('[data-act="confirm"]').click()
    receipt = ballot(page, seat).locator('[data-step="recorded"]')
    expect(receipt).to_be_visible()
    assert re.search(r"[0-9]+:[0-9]{2}", receipt.inner_text())
    assert not re.search(r"[٠-٩۰-۹]", page.locator("main").inner_text())


def test_what_runs_right_to_left_is_set_for_it(room: Room) -> None:
    page = room.phone(*room.seats(), locale="ar")
    room.motion()
    small = page.locator(".eyebrow:visible").first
    assert small.evaluate("one => parseFloat(getComputedStyle(one).letterSpacing) || 0") == 0
    opens = page.locator("details:not([open]) > summary:visible").first
    # A chevron that points down, turned by a quarter to where the text goes on.
    assert opens.evaluate("one => getComputedStyle(one, '::after').transform") == "matrix(0, 1, -1, 0, 0, 0)"


def test_an_address_in_arabic_is_read_from_left_to_right(hall: Hall, device: Device) -> None:
    screen = device(PROJECTOR, locale="ar")
    screen.goto(f"{hall.address}/screen")
    for spot in (".address", "#root", "#size"):
        assert screen.locator(spot).evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hall_screen(hall: Hall, device: Device, language: str, picture: Callable[[Page, str], None]) -> None:
    screen = device(PROJECTOR, locale=language)
    chair, voters = hall.hand("chair"), seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2", "nord/3")

    def look(name: str) -> None:
        for size in (NARROW, PHONE, PROJECTOR):
            screen.set_viewport_size(size)
            assert_reads(screen, language)
            picture(screen, f"{language}-screen-{name}-{size['width']}")

    screen.goto(f"{hall.address}/screen")
    expect(screen.locator(".address")).to_have_text(hall.address)
    look("1-waiting")
    motion = open_motion(hall, chair, "A-7")
    expect(screen.locator('[data-state="open"]')).to_be_visible()
    for voter, choice in zip(voters, ("yes", "yes", "no"), strict=True):
        voter.vote(motion, choice)
    expect(screen.locator(".screen-turnout p")).to_contain_text("3")
    look("2-open")
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    options = {"yes": {"count": 2, "weight": 2}, "no": {"count": 1, "weight": 1}, "abstain": {"count": 0, "weight": 0}}
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
    expect(screen.locator(".screen-outcome")).to_be_visible()
    look("3-result")
    clean_in_words(screen)
    for bar in screen.locator(".bar progress").all():
        box = bar.bounding_box()
        assert box is not None
        assert box["width"] >= PROJECTOR["width"] / 20
