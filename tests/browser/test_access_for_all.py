"""Pages without a mouse, without sight, on narrow screens and in other settings."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import drafting_room
from tests.browser.axe import clean, clean_in_words
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import fill_roster
from tests.browser.drafts import adopt, amend, put, show_hands, table
from tests.browser.hall import Hall, open_hall
from tests.browser.measures import fits, tab_to
from tests.browser.phone_room import Room, ballot, expect_recorded
from tests.browser.voters import motion_of, open_motion, seat_voters, take_seat
from voting.languages import LANGUAGES

Device = Callable[..., Page]
WITHIN = "(box) => box.contains(document.activeElement)"
PAGES = (
    "/",
    "/activate",
    "/signin",
    "/give-back",
    "/remote",
    "/screen",
    "/audit",
    "/documents",
    "/documents/springs",
    "/audit/motions/M1",
    "/audit/motions/M0",
    "/audit/motions/M0/recount",
    "/audit/decisions/hands",
    "/audit/delegations/nord",
    "/audit/log",
    "/audit/log/1",
    "/speak",
    "/practice",
    "/nowhere",
)
# As templates/audit/delegation.html has it, in the longest words.
AGREEMENT = """(table) => document.querySelector("main").insertAdjacentHTML("beforeend",
  '<article class="card">' + table + '<thead><tr><th scope="col">Delegación</th>'
  + '<th scope="col">Übereinstimmung</th><th scope="col" class="number">Abstimmungen</th></tr></thead><tbody><tr>'
  + '<th scope="row"><a href="#">Federación de las Tierras Altas por el Desarme</a></th>'
  + '<td><progress value="1" max="2"></progress></td><td class="number" data-label="Abstimmungen">15 de 15</td></tr>'
  + '</tbody></table></article>')
"""
# Everything else is looked at in English.
OTHERS = [language for language in LANGUAGES if language != "en"]
ROOMS = {
    "/chair": "chair",
    "/desk": "desk",
    "/desk/presence": "desk",
    "/tellers": "teller",
    "/officers": "founder",
}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall with a text and an amendment to it, two that were decided, by name and by hands, and an open motion."""
    hall = open_hall(tmp_path_factory.mktemp("day"), languages=("en", "ar", "fr"))
    desk, chair = hall.hand("desk"), hall.hand("chair")
    [voter] = seat_voters(hall, desk, "nord/1")
    table(hall, chair)
    amend(hall, desk, "A1", {"type": "delete", "block": 1}, {"en": {"words": None, "text": None}})
    for name, block in (("A2", 2), ("A3", 3)):
        amend(hall, desk, name, {"type": "insert_after", "block": block}, {"en": {"words": None, "text": "Always."}})
    motion = put(hall, chair, "M0", "A2")
    voter.vote(motion, "yes")
    adopt(hall, chair, motion, 1)
    show_hands(hall, chair, "hands", "A3")
    open_motion(hall, chair, "M1", title={"en": "Name the springs"}, question={"en": "Shall they be named?"})
    yield hall
    hall.stop()


def test_a_vote_needs_a_keyboard_alone_and_is_said_aloud(room: Room) -> None:
    [seat] = room.seats()
    phone = room.phone(seat)
    expect(phone.locator("#headline")).to_have_text("Nothing to vote on now")
    room.motion()
    expect(phone.locator("#announce")).to_contain_text("Amendment A-")
    own = ballot(phone, seat)
    yes, no, abstain = (own.get_by_role("button", name=name, exact=True) for name in ("Yes", "No", "Abstain"))
    for button in (yes, no, abstain):
        tab_to(phone, button)
    phone.keyboard.press("Shift+Tab")
    expect(no).to_be_focused()
    phone.keyboard.press("Enter")
    expect(own.locator('[data-slot="sentence"]')).to_be_focused()
    clean(phone)
    # A confirmation within the time of a double tap is ignored.
    phone.wait_for_timeout(550)
    tab_to(phone, own.get_by_role("button", name="Confirm"))
    phone.keyboard.press("Enter")
    expect_recorded(phone, seat, "No")
    expect(phone.locator("#announce")).to_contain_text("recorded")
    assert own.evaluate(WITHIN)


def test_a_motion_is_opened_and_ended_with_a_keyboard_alone(hall: Hall, device: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    tab_to(chair, chair.locator("#open-button"))
    chair.keyboard.press("Enter")
    expect(chair.locator("#open-title")).to_be_focused()
    for name, words in (("title", "Name the springs"), ("question", "Shall the springs be named?")):
        tab_to(chair, chair.locator(f'[name="words-fields.en.{name}"]'))
        chair.keyboard.type(words)
    tab_to(chair, chair.get_by_role("button", name="Review"))
    chair.keyboard.press("Enter")
    expect(chair.locator("#review-title")).to_be_focused()
    tab_to(chair, chair.locator("#open-now"))
    chair.keyboard.press("Enter")
    expect(chair.locator("#announce")).to_contain_text("open")
    assert motion_of(hall, "1")["state"] == "open"

    end = chair.locator('#now [data-motion="1"] [data-act="end"]')
    tab_to(chair, end)
    chair.keyboard.press("Enter")
    dialog = chair.locator("#confirm")
    expect(dialog).to_be_visible()
    clean(chair)
    for _ in range(8):
        chair.keyboard.press("Tab")
        assert dialog.evaluate(
            "(box) => box.contains(document.activeElement) || document.activeElement === document.body"
        )
    chair.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(end).to_be_focused()
    assert motion_of(hall, "1")["state"] == "open"


def speak(page: Page, hall: Hall, language: str) -> None:
    """Choose the language of pages, as the menu does."""
    page.context.add_cookies([{"name": "language", "value": language, "url": hall.address}])


@pytest.mark.parametrize("path", PAGES)
def test_what_everybody_sees_is_for_everybody(day: Hall, device: Device, path: str) -> None:
    page = device()
    for language in OTHERS:
        speak(page, day, language)
        page.goto(day.address + path)
        clean_in_words(page)
        fits(page)
    speak(page, day, "en")
    page.goto(day.address + path)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        clean(page)
    fits(page)


def test_shares_of_agreement_fit_a_phone_however_long_the_names(day: Hall, device: Device) -> None:
    page = device()
    page.goto(f"{day.address}/audit/delegations/nord")
    template = Path("templates/audit/delegation.html").read_text("utf-8")
    [table] = re.findall(r'<table class="[^"]*agreement[^"]*">', template)
    page.evaluate(AGREEMENT, table)
    expect(page.locator(".agreement progress")).to_be_visible()
    fits(page)
    page.set_viewport_size(PHONE)
    assert page.locator(".agreement tbody th").evaluate("(cell) => cell.clientWidth") >= 120


@pytest.mark.parametrize("path", ROOMS)
def test_every_room_is_for_everybody(hall: Hall, device: Device, path: str) -> None:
    role, chair = ROOMS[path], hall.hand("chair")
    fill_roster(hall)
    drafting_room.Room(hall, chair, chair, chair).table_text()
    if role != "desk":
        seat_voters(hall, hall.hand("desk"), "nord/1")
        open_motion(hall, chair, "M1")
    page = take_seat(device(DESKTOP), hall, role, which=1 if role == "chair" else 0)
    for language in (*OTHERS, "en"):
        speak(page, hall, language)
        page.goto(hall.address + path)
        page.wait_for_load_state("networkidle") if path == "/officers" else expect(page.locator("h1")).to_be_visible()
        look = clean if language == "en" else clean_in_words
        for tab in page.get_by_role("tab").all():
            tab.click()
            look(page)
            fits(page)
        look(page)
        fits(page)


def test_who_wants_no_motion_gets_none(room: Room) -> None:
    [seat] = room.seats()
    phone = room.phone(seat, reduced_motion="reduce")
    record = room.device(reduced_motion="reduce")
    room.motion()
    expect(ballot(phone, seat)).to_be_visible()
    record.goto(f"{room.hall.address}/audit")
    expect(record.locator(".pill-open")).to_be_visible()
    moving = "() => document.getAnimations().filter((one) => one.playState === 'running').length"
    assert phone.evaluate(moving) == record.evaluate(moving) == 0
    # It would be seen here.
    record.emulate_media(reduced_motion="no-preference")
    assert record.evaluate(moving) > 0


def test_who_has_colours_of_her_own_sees_marks_and_bars(room: Room) -> None:
    """Windows' contrast themes paint over every ground."""
    [seat] = room.seats()
    phone = room.phone(seat, forced_colors="active", reduced_motion="no-preference")
    room.motion()
    marks = ballot(phone, seat).locator(".vote .mark:visible")
    expect(marks).to_have_count(3)
    drawn = [one.screenshot() for one in marks.all()]
    with room.counting(ago=20):
        bar = phone.locator("#presence progress")
        expect(bar).to_be_visible()
        drawn.append(bar.screenshot())
    for picture in drawn:
        colours = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(100_000)
        assert colours is not None
        assert max(count for count, _ in colours) < 0.9 * sum(count for count, _ in colours)
