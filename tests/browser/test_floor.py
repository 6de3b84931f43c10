"""The floor in a real browser: delegates ask for it, the chair gives it, the hall screen shows it; and a pause."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import clean
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.held import Held
from tests.browser.phone_room import Room
from tests.browser.test_screen import PROJECTOR, assert_fits
from tests.browser.voters import OBVIOUS, PRESS_AS_IT_COMES, seat_voters, take_seat

# Whether the first row's buttons can be pressed in the moment in which the list is drawn anew.
AT_ONCE = """() => { window.atOnce = new Promise((resolve) => new MutationObserver(() => {
  resolve(!document.querySelector('.line-row [data-act="give"]').disabled);
}).observe(document.querySelector('[data-part="line"]'), { childList: true })); }"""


def chair_and_screen(room: Room) -> tuple[Page, Page]:
    chair, screen = take_seat(room.device(DESKTOP), room.hall, "chair", 1), room.device(PROJECTOR)
    screen.goto(f"{room.hall.address}/screen")
    return chair, screen


def ask(page: Page, room: Room, side: str) -> None:
    page.goto(f"{room.hall.address}/speak")
    page.locator(f'#ask [value="{side}"]').click()
    expect(page.locator("#mine")).to_be_visible()


def test_a_page_without_a_badge_has_nothing_to_ask_and_no_floor(room: Room) -> None:
    page = room.device()
    page.goto(f"{room.hall.address}/speak")
    expect(page.locator("#no-key")).to_be_visible()
    expect(page.locator("#speaking")).to_have_text("Nobody has the floor.")
    expect(page.locator("#mine")).to_be_hidden()
    expect(page.locator("#desk")).to_be_hidden()


def test_delegates_ask_for_the_floor_and_the_chair_gives_it(room: Room, tmp_path: Path) -> None:
    chair, screen = chair_and_screen(room)
    first, second, third = (room.phone(*room.seats()) for _ in range(3))
    numbers = [room.credentials[page] for page in (first, second, third)]
    panel = chair.locator("#floor")
    panel.locator("summary").first.click()
    first.goto(f"{room.hall.address}/speak")
    expect(first.locator("#hint")).to_contain_text("closed")
    expect(first.locator('#ask [value="for"]')).to_be_hidden()

    panel.locator('[data-act="list"]').click()
    first.route("**/floor/request", lambda route: route.abort(), times=1)
    first.locator('#ask [value="for"]').click()
    expect(first.locator("#problem")).to_have_text("The server does not answer. Check the network and try again.")
    ask(first, room, "for")
    expect(first.locator("#mine")).to_have_text("You are next. Be ready to speak.")
    # The button that was pressed is gone, and whoever has no mouse is not sent back to the head of the page.
    expect(first.locator("#back")).to_be_focused()
    ask(second, room, "for")
    ask(third, room, "against")
    expect(second.locator("#mine")).to_contain_text("place 3 of 3")
    rows = panel.locator(".line-row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(f"No. {numbers[2]}")

    panel.locator(f'[aria-label="Move no. {numbers[1]} up"]').click()
    expect(second.locator("#mine")).to_contain_text("place 2 of 3")
    panel.locator('[data-act="time"] input').fill("1.5")
    panel.locator('form[data-act="time"] button').click()
    panel.locator(f'[aria-label="Give the floor to no. {numbers[0]}"]').click()
    expect(first.locator("#mine")).to_have_text("You have the floor.")
    expect(screen.locator(".floor-speaking")).to_contain_text(f"Valley Union No. {numbers[0]} For")
    expect(screen.locator(".speech-clock")).to_contain_text("1:2")
    expect(screen.locator(".floor-next li")).to_have_count(2)
    second.goto(room.hall.address)
    expect(second.locator("#floor")).to_have_text("You are next. Be ready to speak.")
    third.locator("#back").click()
    expect(third.locator("#mine")).to_be_hidden()
    expect(third.locator('#ask [value="for"]')).to_be_focused()
    expect(rows).to_have_count(1)
    panel.locator('form[data-act="add"] input').fill(str(numbers[2]))
    panel.locator('form[data-act="add"] select').select_option("order")
    panel.locator('form[data-act="add"] button').click()
    expect(rows.first).to_contain_text("Point of order")

    panel.locator('form[data-act="pause"] button').click()
    for place in (
        screen.locator(".floor-pause"),
        screen.locator("#sitting"),
        chair.locator("#floor > summary > .pill"),
    ):
        expect(place).to_have_text("The sitting pauses.")
    assert_fits(screen)
    clean(screen)
    # From the last row a code is scanned that is a tenth of the screen's height or more.
    assert screen.locator(".screen-join img").evaluate("(code) => code.offsetHeight") >= 108
    for page, name in ((chair, "chair"), (screen, "screen"), (first, "speak-now"), (third, "speak"), (second, "phone")):
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name == "chair")
    panel.locator('[data-act="resume"]').click()
    expect(screen.locator("#sitting")).to_be_hidden()
    expect(chair.locator("#floor > summary > .pill")).to_be_hidden()
    panel.locator('[data-act="end"]').click()
    expect(screen.locator(".floor-speaking")).to_have_count(0)
    # Who speaks next stands in line with all that may come next: one button is obvious.
    expect(rows.first.locator('[data-act="give"]')).to_have_attribute("data-next", "floor")
    expect(chair.locator(OBVIOUS)).to_have_count(1)
    # A second press in the same place takes nobody's place away.
    empty, question = panel.get_by_role("button", name="Empty the list"), chair.locator("#confirm")
    empty.dblclick()
    expect(question).to_contain_text("lose their places")
    question.locator('button[value="no"]').click()
    expect(rows).to_have_count(2)
    empty.click()
    question.locator('button[value="yes"]').click()
    expect(rows).to_have_count(0)
    # A vote that opens calls everybody back to the ballot.
    room.motion()
    expect(third.locator("#headline")).to_have_text("Vote now")


@pytest.fixture
def chair(hall: Hall, device: Callable[..., Page]) -> Page:
    """A chair's page, where nos. 1000 to 1002 wait for the floor."""
    seat_voters(hall, hall.hand("desk"), *(f"nord/{seat}" for seat in range(1, 5)))
    chair = take_seat(device(DESKTOP), hall, "chair")
    unfold(chair)
    for number in (1000, 1001, 1002):
        add(chair, number)
    return chair


@pytest.fixture
def other(hall: Hall, chair: Page, device: Callable[..., Page]) -> Page:
    """The other chair's page, beside the first."""
    other = take_seat(device(DESKTOP), hall, "chair", 1)
    unfold(other)
    return other


def unfold(chair: Page) -> None:
    """Unfold the list once the page knows how it stands: what comes above it moves it from under the press."""
    expect(chair.locator('#floor [data-part="state"]')).not_to_have_text("…")
    chair.locator("#floor > summary").click()


def add(chair: Page, number: int) -> None:
    chair.locator('#floor form[data-act="add"] input').fill(str(number))
    chair.locator('#floor form[data-act="add"] button').click()
    expect(rows(chair).last).to_contain_text(f"No. {number}")


def rows(chair: Page) -> Locator:
    return chair.locator(".line-row")


@pytest.mark.parametrize("act", ["give", "remove"])
def test_the_second_press_of_two_is_not_on_the_next_person(chair: Page, act: str) -> None:
    button = f'.line-row [data-act="{act}"]'
    chair.evaluate(PRESS_AS_IT_COMES, ['[data-part="line"]', button])
    chair.locator(button).first.click()
    expect(rows(chair).first).to_contain_text("No. 1001")
    expect(chair.locator(button).first).to_be_enabled()
    assert chair.evaluate("pressed") is False
    expect(rows(chair)).to_have_count(2)


def test_who_goes_moves_nobody_under_a_finger_and_who_comes_holds_nobody_up(chair: Page, other: Page) -> None:
    button = '.line-row:nth-child(2) [data-act="give"]'
    chair.evaluate(PRESS_AS_IT_COMES, ['[data-part="line"]', button])
    other.locator('[aria-label="Remove no. 1000"]').click()
    expect(rows(chair).nth(1)).to_contain_text("No. 1002")
    expect(chair.locator(button)).to_be_enabled()
    assert chair.evaluate("pressed") is False
    chair.evaluate(AT_ONCE)
    add(other, 1003)
    assert chair.evaluate("atOnce") is True
    # What is above the list moves it.
    rows(chair).first.locator('[data-act="give"]').click()
    expect(rows(chair)).to_have_count(2)
    chair.evaluate(PRESS_AS_IT_COMES, ['[data-part="line"]', '.line-row [data-act="give"]'])
    other.locator('[data-part="speaker"] [data-act="end"]').click()
    expect(chair.locator('[data-part="speaker"]')).to_be_hidden()
    assert chair.evaluate("pressed") is False


def test_a_keyboard_moves_somebody_twice(chair: Page) -> None:
    up = chair.locator('[aria-label="Move no. 1002 up"]')
    expect(up).to_be_enabled()
    up.focus()
    for at in (1, 0):
        chair.keyboard.press("Enter")
        expect(rows(chair).nth(at)).to_contain_text("No. 1002")
        if at:
            expect(up).to_be_focused()


def test_a_list_that_was_not_answered_is_asked_for_again(chair: Page, other: Page) -> None:
    chair.route("**/floor/line", lambda route: route.abort())
    add(other, 1003)
    expect(chair.locator("#problem")).to_be_visible()
    chair.unroute("**/floor/line")
    expect(rows(chair)).to_have_count(4)
    expect(chair.locator("#problem")).to_be_hidden()


def test_a_list_that_comes_late_is_not_drawn_over_a_newer_one(chair: Page, other: Page) -> None:
    line = Held(chair, "**/floor/line")
    add(other, 1003)
    line.wait()
    other.locator('[aria-label="Remove no. 1000"]').click()
    expect(rows(chair).first).to_contain_text("No. 1001")
    line.let_go()
    expect(rows(chair).first).to_contain_text("No. 1001")


def test_what_her_own_act_is_answered_late_is_older_than_what_she_was_told_since(chair: Page, other: Page) -> None:
    act = Held(chair, "**/floor/acts")
    rows(chair).first.locator('[data-act="give"]').click()
    act.wait()
    speaker = chair.locator('[data-part="speaker"]')
    expect(speaker).to_be_visible()
    other.locator('[data-part="speaker"] [data-act="end"]').click()
    expect(speaker).to_be_hidden()
    line = Held(chair, "**/floor/line")
    act.let_go()
    # A question that nobody should ask: its answer would bring the speaker back.
    assert not line.asked
    expect(speaker).to_be_hidden()


def test_practice_that_is_over_does_not_come_back_with_a_late_answer(chair: Page, other: Page) -> None:
    missing = Held(chair, "**/floor/practice")
    for page in (chair, other):
        page.locator("#practice-panel > summary").click()
    other.locator('[data-part="practice"] [data-act="practise"]').click()
    missing.wait()
    start = chair.locator('[data-part="practice"] [data-act="practise"]')
    before = start.element_handle()
    other.locator('[data-part="practice"] [data-act="practice_over"]').click()
    chair.wait_for_function("(start) => !start.isConnected", arg=before)
    missing.let_go()
    expect(start).to_be_visible()
