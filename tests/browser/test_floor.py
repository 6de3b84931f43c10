"""The floor in a real browser: delegates ask for it, the chair gives it, the hall screen shows it; and a pause."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import clean
from tests.browser.conftest import DESKTOP
from tests.browser.phone_room import Room
from tests.browser.test_screen import PROJECTOR, assert_fits
from tests.browser.voters import OBVIOUS, take_seat


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
