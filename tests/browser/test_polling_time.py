"""Polling that ends when the time of the rules is over: by the page of the chair who opened it, while she is at it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from ballots import presets
from ballots.acts import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.passing_time import let_pass, movable
from tests.browser.test_chair import card, press, write_motion
from tests.browser.voters import motion_of, seat_voters, take_seat
from voting.database import make_engine
from voting.floor import Floor
from voting.floor_store import FloorStore
from voting.plan import DEFAULT_RULES, OfficerPlan

Device = Callable[..., Page]
SECONDS = 20
# What the page warns of, and what may be offered after it.
WARNING, GRACE = 10, 3
OFFER = "Time is over: end polling"
COVERED = """() => [...document.querySelectorAll("#chair button")].filter((button) => {
  if (!button.checkVisibility()) return false;
  button.scrollIntoView({ block: "center" });
  const { x, y, width, height } = button.getBoundingClientRect();
  return !button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}).map((button) => button.textContent)"""
HIDE = """hidden => {
  Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall whose rules keep polling on points of procedure open for some seconds."""
    rule = presets.question({"majority": "simple_majority", "polling_seconds": SECONDS})
    officers = (*OFFICERS, OfficerPlan(Role.CLERK, "Hana Novak"))
    hall = open_hall(tmp_path, officers=officers, questions={**DEFAULT_RULES["questions"], "procedure": rule})
    seat_voters(hall, hall.hand("desk"), "nord/1")
    yield hall
    hall.stop()


def seat(device: Device, hall: Hall, role: str, which: int = 0) -> Page:
    """Give an officer her seat at a device whose time the test lets pass."""
    return take_seat(movable(device(DESKTOP)), hall, role, which)


def look(page: Page) -> None:
    """Write a point of procedure and go to the last look at it."""
    write_motion(page, "A break", "Shall we pause?")
    page.locator("#open-form [name=kind]").select_option("procedure")
    page.locator("#open-form").get_by_role("button", name="Review").click()


def until_warned(chair: Page, *others: Page) -> None:
    """Let time pass for all until the page warns the chair: whatever follows has the whole of the warning's time."""
    # Time that passes before the page knows its clock would be lost to it.
    expect(card(chair, "1").locator(".countdown")).to_contain_text("Time left")
    for _ in range(SECONDS):
        if chair.locator("#polling-time").is_visible():
            break
        let_pass(1, chair, *others)
    warned(chair)


def begin(hall: Hall, device: Device) -> tuple[Page, Page]:
    """Open motion 1 at the first chair's page, after the last look; return it, warned, and the second chair's."""
    chair, other = seat(device, hall, "chair"), seat(device, hall, "chair", 1)
    look(chair)
    said = f"Polling stays open for {SECONDS} seconds. Then your device ends it, while this page is open;"
    expect(chair.locator("#review-content")).to_contain_text(said)
    chair.locator("#open-now").click()
    for page in (chair, other):
        expect(card(page, "1").locator(".countdown")).to_contain_text("Time left")
        expect(card(page, "1")).to_contain_text(f"Polling stays open for {SECONDS} seconds.")
    until_warned(chair, other)
    return chair, other


def warned(chair: Page) -> None:
    expect(chair.locator("#polling-time")).to_contain_text("Your device ends polling on motion 1 in")


def times_up(*pages: Page) -> None:
    let_pass(WARNING + GRACE, *pages)
    for page in pages:
        expect(card(page, "1").locator(".countdown")).to_contain_text("The time is over.")


def stands(hall: Hall, page: Page, state: str, motion: str = "1") -> None:
    """See that a page that might act by itself does not: it would have signed by now."""
    page.wait_for_timeout(700)
    assert motion_of(hall, motion)["state"] == state


def endings(hall: Hall, page: Page) -> int:
    """Count what the browser has signed to end polling."""
    return int(
        page.evaluate("""async () => {
          const { allStatements } = await import("/static/js/store.js");
          return (await allStatements()).filter(({ type }) => type === "polling.ended").length;
        }""")
    )


def test_the_page_of_the_chair_who_opened_it_ends_it(hall: Hall, device: Device) -> None:
    chair, other = begin(hall, device)
    expect(other.locator("#polling-time")).to_be_hidden()
    # Loaded anew before the end, it is still hers, and signs once.
    chair.reload()
    warned(chair)
    let_pass(WARNING, chair, other)
    for page in (chair, other):
        expect(card(page, "1")).to_have_attribute("data-state", "ended")
        expect(card(page, "1").locator('[data-slot="problem"]')).to_be_hidden()
    assert endings(hall, chair) == 1
    assert endings(hall, other) == 0
    expect(chair.locator("#polling-time")).to_be_hidden()


def test_a_server_that_tells_another_time_ends_nothing(hall: Hall, device: Device) -> None:
    """Only the chair ends polling: what her device does by itself it does by its own clock."""
    chair, other = seat(device, hall, "chair"), seat(device, hall, "chair", 1)
    look(chair)
    chair.locator("#open-now").click()
    expect(card(chair, "1").locator(".countdown")).to_contain_text("Time left")
    engine = make_engine(hall.config.database_url)

    def sooner(floor: Floor) -> Floor:
        return replace(
            floor, countdowns=tuple(replace(one, since=one.since - SECONDS // 2) for one in floor.countdowns)
        )

    FloorStore(engine).change(sooner)
    engine.dispose()
    # Time that passes before the page hears of it would take the warning's place.
    warned(chair)
    times_up(chair, other)
    for page in (chair, other):
        expect(card(page, "1").locator('[data-act="end"]')).to_have_text(OFFER)
    stands(hall, chair, "open")
    assert endings(hall, chair) == 0


def test_the_warning_covers_no_act_on_a_small_screen(hall: Hall, device: Device) -> None:
    chair = take_seat(movable(device(PHONE)), hall, "chair")
    look(chair)
    chair.locator("#open-now").click()
    until_warned(chair)
    assert chair.evaluate(COVERED) == []
    # What comes next stays in sight, above the warning.
    assert chair.evaluate("""() => {
      document.getElementById("now-title").parentElement.scrollIntoView();
      const end = document.querySelector('[data-act="end"]').getBoundingClientRect();
      const bar = document.querySelector("#polling-time").getBoundingClientRect();
      return bar.bottom === innerHeight && end.bottom <= bar.top;
    }""")


def test_of_two_motions_each_ends_when_its_own_time_is_over(hall: Hall, device: Device) -> None:
    chair, _ = begin(hall, device)
    look(chair)
    chair.locator("#open-now").click()
    warnings = chair.locator("#polling-time > .polling-end")
    expect(warnings).to_have_count(2)
    warnings.filter(has_text="motion 2").get_by_role("button", name="Keep it open").click()
    expect(warnings).to_have_count(1)
    let_pass(WARNING, chair)
    expect(card(chair, "1")).to_have_attribute("data-state", "ended")
    expect(card(chair, "2").locator(".countdown")).to_be_hidden()
    expect(chair.locator("#polling-time")).to_be_hidden()
    let_pass(SECONDS, chair)
    stands(hall, chair, "open", "2")
    assert endings(hall, chair) == 1


def test_two_windows_of_hers_end_it_once(hall: Hall, device: Device) -> None:
    chair, _ = begin(hall, device)
    second = chair.context.new_page()
    second.goto(f"{hall.address}/chair")
    for page in (chair, second):
        warned(page)
    # What the first one signs does not arrive before she loads it anew.
    chair.context.route("**/statements", lambda route: route.abort())
    let_pass(WARNING, chair)
    for _ in range(100):
        first = next((page for page in (chair, second) if page.locator("#problem").is_visible()), None)
        if first:
            break
        chair.wait_for_timeout(200)
    assert first is not None
    first.reload()
    chair.wait_for_timeout(700)
    assert endings(hall, chair) == 1
    chair.context.unroute("**/statements")
    # By then what waits is sent again.
    let_pass(15, chair)
    for page in (chair, second):
        expect(card(page, "1")).to_have_attribute("data-state", "ended")
        expect(card(page, "1").locator('[data-slot="problem"]')).to_be_hidden()
    assert endings(hall, chair) == 1


def test_what_a_clerk_prepared_is_ended_by_the_chair_who_approved_it(hall: Hall, device: Device) -> None:
    chair, clerk = seat(device, hall, "chair"), seat(device, hall, "clerk")
    look(clerk)
    said = f"Polling stays open for {SECONDS} seconds."
    expect(clerk.locator("#review-content")).to_contain_text(said)
    expect(clerk.locator("#review-content")).not_to_contain_text("your device")
    clerk.locator("#open-now").click()
    expect(chair.locator("#prepared")).to_contain_text(f"{said} Then your device ends it")
    chair.locator('#prepared [data-act="approve"]').click()
    until_warned(chair, clerk)
    let_pass(WARNING, chair, clerk)
    for page in (chair, clerk):
        expect(card(page, "1")).to_have_attribute("data-state", "ended")
    assert endings(hall, chair) == 1


def test_she_keeps_it_open(hall: Hall, device: Device) -> None:
    chair, other = begin(hall, device)
    chair.locator("#polling-time").get_by_role("button", name="Keep it open").click()
    expect(chair.locator("#polling-time")).to_be_hidden()
    for page in (chair, other):
        expect(card(page, "1").locator(".countdown")).to_be_hidden()
    let_pass(WARNING + GRACE, chair, other)
    stands(hall, chair, "open")
    expect(card(chair, "1").locator('[data-act="end"]')).to_have_text("End polling")
    # She may start the time of the rules again, and tell about how long it takes.
    expect(card(chair, "1").get_by_role("button", name=f"{SECONDS} seconds, then polling ends")).to_be_visible()
    card(chair, "1").get_by_role("button", name="About 120 seconds").click()
    expect(card(other, "1").locator(".countdown")).to_contain_text("Time left")


def test_what_this_page_could_not_tell_still_binds_it(hall: Hall, device: Device) -> None:
    chair, _ = begin(hall, device)
    chair.route("**/floor/acts", lambda route: route.abort())
    chair.locator("#polling-time").get_by_role("button", name="Keep it open").click()
    expect(chair.locator("#problem")).to_be_visible()
    let_pass(1, chair)
    assert chair.locator("#polling-time").is_hidden()
    times_up(chair)
    expect(card(chair, "1").locator('[data-act="end"]')).to_have_text(OFFER)
    stands(hall, chair, "open")


@pytest.mark.parametrize("away", ["hidden", "question", "network", "unheard"])
def test_a_page_that_she_is_not_at_ends_nothing_and_offers_it(hall: Hall, device: Device, away: str) -> None:
    chair, other = begin(hall, device)
    if away == "hidden":
        chair.evaluate(HIDE, True)
    elif away == "question":
        card(chair, "1").locator('[data-act="annul"]').click()
    elif away == "unheard":
        # The other chair has kept it open, and this page's stream has not told it yet.
        told = {**chair.evaluate("async () => (await fetch('/floor')).json()"), "countdowns": []}
        chair.route("**/floor", lambda route: route.fulfill(json=told))
    else:
        # It cannot hear any more whether the other chair has kept it open.
        chair.route("**/floor", lambda route: route.abort())
    times_up(chair, other)
    for page in (chair, other):
        expect(card(page, "1").locator('[data-act="end"]')).to_have_text(OFFER)
    if away == "hidden":
        chair.evaluate(HIDE, False)
        let_pass(1, chair)
    stands(hall, chair, "open")
    assert endings(hall, chair) == 0
    # The one obvious next act, also at the other chair's page; of the two chairs one is late, and nothing breaks.
    expect(card(other, "1").locator('[data-act="end"]')).not_to_have_class("outline")
    press(other, "1", "end")
    for page in (chair, other):
        expect(card(page, "1")).to_have_attribute("data-state", "ended")


@pytest.mark.parametrize(("name", "state"), [("end", "ended"), ("annul", "annulled")])
def test_what_another_did_meanwhile_stands(hall: Hall, device: Device, name: str, state: str) -> None:
    chair, other = begin(hall, device)
    card(other, "1").locator(f'[data-act="{name}"]').click()
    if name == "annul":
        other.locator("#confirm textarea").fill("The wrong question.")
    other.locator('#confirm button[value="yes"]').click()
    for page in (chair, other):
        expect(page.locator('[data-motion="1"]')).to_have_attribute("data-state", state)
    expect(chair.locator("#polling-time")).to_be_hidden()
    let_pass(SECONDS, chair, other)
    stands(hall, chair, state)
    assert endings(hall, chair) == 0
    expect(chair.locator('[data-motion="1"] [data-slot="problem"]')).to_be_hidden()


def test_a_reply_that_is_lost_ends_it_once(hall: Hall, device: Device) -> None:
    chair, _ = begin(hall, device)

    def lose(route: Route) -> None:
        route.fetch()
        # The time that passes on the page may have been too long for it already.
        with suppress(Error):
            route.abort()

    chair.route("**/statements", lose)
    let_pass(WARNING, chair)
    expect(chair.locator("#problem")).to_contain_text("Signed and kept")
    chair.reload()
    chair.unroute("**/statements")
    expect(card(chair, "1")).to_have_attribute("data-state", "ended")
    let_pass(2, chair)
    chair.wait_for_timeout(700)
    assert endings(hall, chair) == 1
    expect(chair.locator("#problem")).to_be_hidden()
    expect(card(chair, "1").locator('[data-slot="problem"]')).to_be_hidden()


def test_a_clock_that_could_not_be_started_is_started_by_hand(hall: Hall, device: Device) -> None:
    chair, other = seat(device, hall, "chair"), seat(device, hall, "chair", 1)
    chair.route("**/floor/acts", lambda route: route.abort())
    look(chair)
    chair.locator("#open-now").click()
    expect(chair.locator("#problem")).to_be_visible()
    expect(chair.locator("#open-panel")).to_be_hidden()
    # Whoever starts it: the page of the chair who opened the motion ends polling.
    card(other, "1").get_by_role("button", name=f"{SECONDS} seconds, then polling ends").click()
    until_warned(chair, other)
    expect(other.locator("#polling-time")).to_be_hidden()
    let_pass(WARNING, chair, other)
    expect(card(other, "1")).to_have_attribute("data-state", "ended")
    assert endings(hall, chair) == 1
