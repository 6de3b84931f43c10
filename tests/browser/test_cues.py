"""Interpreters and the time that is left: the chair tells them, and chair, hall screen and phones show them."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import faint
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.passing_time import let_pass, movable
from tests.browser.phone_room import Room
from tests.browser.test_chair import write_motion
from tests.browser.voters import motion_of, open_motion, seat_voters, take_seat

Device = Callable[..., Page]
LEFT = re.compile(r"Time left: 0:[0-5]\d")
PROJECTOR = {"width": 1920, "height": 1080}
# Parts of the head, and what stands under it, that lie over one another.
LAID_OVER = """() => {
  const head = [".screen-name img", ".screen-name strong", "#sitting", "#clocks", "#state"];
  const parts = [...head, "#motion", "#turnout", ".screen-root"];
  const shown = parts.map((one) => [one, document.querySelector(one).getBoundingClientRect()])
    .filter(([, { width }]) => width > 0);
  return shown.flatMap(([name, a], i) => shown.slice(i + 1).filter(([, b]) => (
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
  )).map(([other]) => `${name} ${other}`));
}"""
LONGER = re.compile(r"Time left: [12]:[0-5]\d")


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
    # Who wants nothing to move gets the numbers alone; for all others a bar stands beside them.
    screen.emulate_media(reduced_motion="no-preference")
    expect(screen.locator(".countdown progress")).to_be_visible()
    assert not faint(screen)
    chair.locator('[data-act="no-countdown"]').click()
    for page in (chair, other, screen):
        expect(page.locator(".countdown .minute")).to_be_hidden()
    assert motion_of(hall, "1")["state"] == "open"


def test_the_hall_reads_that_the_time_is_over(hall: Hall, device: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    open_motion(hall, hall.hand("chair", 1), "1")
    chair, screen = take_seat(device(DESKTOP), hall, "chair"), movable(device(PROJECTOR))
    screen.goto(f"{hall.address}/screen?language=fr")
    chair.get_by_role("button", name="About 30 seconds").click()
    expect(screen.locator("#clocks")).to_contain_text("Temps restant")
    let_pass(31, screen)
    said = screen.locator("#clocks p")
    expect(said).to_contain_text("Le temps est écoulé.")
    assert said.evaluate("one => getComputedStyle(one).color") == "rgb(255, 255, 255)"
    assert screen.evaluate(LAID_OVER) == []


def test_each_open_motion_shows_its_own_time_everywhere(room: Room) -> None:
    phone, (first, second) = room.phone(*room.seats()), (room.motion()["motion"], room.motion()["motion"])
    chair, screen = take_seat(room.device(DESKTOP), room.hall, "chair", 1), room.device(DESKTOP)
    screen.goto(f"{room.hall.address}/screen")
    of = {motion: chair.locator(f'#now [data-motion="{motion}"]') for motion in (first, second)}
    of[first].get_by_role("button", name="About 60 seconds").click()
    of[second].get_by_role("button", name="About 120 seconds").click()
    expect(of[first].locator(".countdown .minute")).to_have_text(LEFT)
    expect(of[second].locator(".countdown .minute")).to_have_text(LONGER)
    # The motion on the screen comes first, and each clock says whose it is.
    clocks = screen.locator("#clocks > .countdown")
    expect(clocks).to_have_text(
        [re.compile(f"Motion {second}{LONGER.pattern}"), re.compile(f"Motion {first}{LEFT.pattern}")]
    )
    # The first motion waits for a vote, and the phone shows its time; then that of the other.
    expect(phone.locator("#countdown .minute")).to_have_text(LEFT)
    phone.locator("#others button").click()
    expect(phone.locator("#countdown .minute")).to_have_text(LONGER)
    of[second].locator('[data-act="no-countdown"]').click()
    for shown in (of[second].locator(".countdown .minute"), phone.locator("#countdown .minute")):
        expect(shown).to_be_hidden()
    expect(of[first].locator(".countdown .minute")).to_have_text(LEFT)
    expect(clocks).to_have_text([re.compile(f"Motion {first}{LEFT.pattern}")])


def test_a_tick_that_is_on_its_way_stays_and_one_that_does_not_arrive_is_taken_back(hall: Hall, device: Device) -> None:
    amara, bertil = take_seat(device(DESKTOP), hall, "chair"), take_seat(device(DESKTOP), hall, "chair", 1)
    tick, problem = amara.locator("#interpreters input"), amara.locator("#problem")
    held: list[Route] = []
    amara.route("**/floor/acts", lambda route: held.append(route))
    tick.check()
    bertil.locator("#floor > summary").click()
    bertil.locator('#floor form[data-act="pause"] button').click()
    expect(amara.locator('#floor [data-part="paused"]')).to_be_visible()
    expect(tick).to_be_checked()
    # What is said of it in a last look is what the other made of it meanwhile.
    write_motion(amara, "Order of business", "Shall the order be changed?")
    amara.locator("#open-form").get_by_role("button", name="Review").click()
    line = amara.locator("#review-content [data-interpreters]")
    expect(line).to_contain_text("Not ticked as ready.")
    bertil.locator("#interpreters input").check()
    expect(line).to_have_text("Ready")
    held[0].continue_()
    expect(bertil.locator("#interpreters input")).to_be_checked()
    expect(tick).to_be_enabled()
    expect(tick).to_be_checked()
    amara.unroute("**/floor/acts")
    amara.route("**/floor/acts", lambda route: route.abort())
    tick.click()
    expect(problem).to_be_visible()
    expect(tick).to_be_checked()


def test_an_older_floor_that_comes_late_takes_back_no_tick(hall: Hall, device: Device) -> None:
    chair = take_seat(device(DESKTOP), hall, "chair")
    ticked = """async () => {
      const { InterpretersTick } = await import("/static/js/chair-interpreters.js");
      const tick = new InterpretersTick(document.getElementById("interpreters"), {});
      const said = [];
      for (const [version, interpreters] of [[70, true], [69, false], [70, false], [71, true]]) {
        tick.update({ version, interpreters });
        said.push(tick.tick.checked);
      }
      return said;
    }"""
    # An opening takes it back without a new version.
    assert chair.evaluate(ticked) == [True, True, False, True]
