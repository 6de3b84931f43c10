"""Two chairs on two devices: each sees the other act at once, nothing moves under a finger, who is late is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.voters import PRESS_AS_IT_COMES, motion_of, seat_voters, state, take_seat
from voting.signing import Hand

Device = Callable[..., Page]
Chairs = tuple[Page, Page]
# Whether the words that a person is to read are before her eyes, with nothing over them.
IN_SIGHT = """(box) => {
  const { x, y, width, height } = box.getBoundingClientRect();
  return [y + 4, y + height - 4].every((at) => box.contains(document.elementFromPoint(x + width / 2, at)));
}"""


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


@pytest.fixture
def chairs(hall: Hall, desk: Hand, device: Device) -> Chairs:
    """Amara Okonjo's page and Bertil Lund's."""
    seat_voters(hall, desk, "nord/1")
    return take_seat(device(DESKTOP), hall, "chair"), take_seat(device(DESKTOP), hall, "chair", 1)


def card(page: Page, motion: str = "1") -> Locator:
    return page.locator(f'#now [data-motion="{motion}"]')


def write(page: Page, title: str) -> None:
    page.locator("#open-button").click()
    page.locator('[name="words-fields.en.title"]').fill(title)
    page.locator('[name="words-fields.en.question"]').fill(f"Shall {title} be adopted?")


def open_voting(page: Page, title: str) -> None:
    write(page, title)
    page.get_by_role("button", name="Review").click()
    page.locator("#open-now").click()
    expect(card(page)).to_have_attribute("data-state", "open")


def press(page: Page, name: str) -> None:
    card(page).locator(f'[data-act="{name}"]').click()
    page.locator('#confirm button[value="yes"]').click()


def test_each_sees_the_other_act_at_once(chairs: Chairs) -> None:
    amara, bertil = chairs
    open_voting(amara, "the order of business")
    for page, name, after in ((bertil, "end", "ended"), (amara, "close", "closed")):
        press(page, name)
        for chair in chairs:
            expect(card(chair)).to_have_attribute("data-state", after)
    press(bertil, "declare")
    for chair in chairs:
        expect(chair.locator('#past [data-motion="1"]')).to_be_visible()


def test_a_late_confirmation_is_refused_with_the_name_of_who_was_first(hall: Hall, chairs: Chairs) -> None:
    amara, bertil = chairs
    # On a small laptop there is more to read on the card than fits.
    amara.set_viewport_size({"width": 1024, "height": 600})
    open_voting(amara, "the order of business")
    signed: list[str] = []
    amara.on("request", lambda request: request.url.endswith("/statements") and signed.append(request.url))
    card(amara).locator('[data-act="end"]').click()
    asked = amara.locator("#confirm").inner_text()
    press(bertil, "end")
    expect(card(amara)).to_have_attribute("data-state", "ended")
    # Her question stands as she was asked it.
    expect(amara.locator("#confirm")).to_be_visible()
    assert amara.locator("#confirm").inner_text() == asked
    size = state(hall)["size"]
    amara.evaluate("scrollTo(0, 0)")
    amara.locator('#confirm button[value="yes"]').click()
    problem = card(amara).locator('[data-slot="problem"]')
    expect(problem).to_contain_text(re.compile(r"Bertil Lund ended polling at (?:1[0-2]|[1-9]):\d\d [AP]M"))
    expect(problem).to_contain_text("Nothing of yours was signed")
    assert problem.evaluate(IN_SIGHT)
    assert not signed
    assert state(hall)["size"] == size
    assert motion_of(hall, "1")["state"] == "ended"


@pytest.mark.parametrize("hears", [True, False])
def test_of_two_who_declare_the_second_is_told_where_she_looks(chairs: Chairs, hears: bool) -> None:
    amara, bertil = chairs
    open_voting(amara, "the order of business")
    for name, after in (("end", "ended"), ("close", "closed")):
        press(amara, name)
        expect(card(amara)).to_have_attribute("data-state", after)
    card(amara).locator('[data-act="declare"]').click()
    if not hears:
        amara.route("**/chair/motions", lambda route: route.abort())
    press(bertil, "declare")
    expect(bertil.locator(".last-result")).to_be_visible()
    amara.unroute("**/chair/motions")
    if hears:
        expect(card(amara)).to_have_count(0)
    amara.locator('#confirm button[value="yes"]').click()
    problem = amara.locator("#problem")
    expect(problem).to_contain_text(re.compile(r"Bertil Lund declared the result at (?:1[0-2]|[1-9]):\d\d [AP]M"))
    expect(amara.locator(".last-result")).to_be_visible()
    expect(problem).to_be_in_viewport(ratio=1)


def test_a_race_that_the_log_decides_names_the_winner_too(hall: Hall, chairs: Chairs) -> None:
    amara, bertil = chairs
    open_voting(amara, "the order of business")
    # Her page hears nothing of what Bertil does.
    amara.route("**/chair/motions", lambda route: route.abort())
    card(amara).locator('[data-act="end"]').click()
    press(bertil, "end")
    expect(card(bertil)).to_have_attribute("data-state", "ended")
    amara.locator('#confirm button[value="yes"]').click()
    problem = card(amara).locator('[data-slot="problem"]')
    expect(problem).to_contain_text(re.compile(r"Bertil Lund ended polling at (?:1[0-2]|[1-9]):\d\d [AP]M"))
    expect(problem).to_contain_text("already")


def test_what_she_writes_stays_while_the_other_acts(chairs: Chairs) -> None:
    amara, bertil = chairs
    write(bertil, "the closure of the debate")
    field = bertil.locator('[name="words-fields.en.title"]')
    field.focus()
    before = field.element_handle()
    open_voting(amara, "the order of business")
    expect(card(bertil)).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("the closure of the debate")
    assert field.evaluate("(now, then) => now === then", before)


def test_an_agenda_has_the_number_that_will_be_signed(chairs: Chairs) -> None:
    amara, bertil = chairs
    for chair in chairs:
        chair.locator("#agenda-new").click()
        expect(chair.locator("#agenda-title")).to_have_text("Agenda 1")
        chair.locator("#agenda-items input").first.fill("Opening")
    bertil.locator("#agenda-form [type=submit]").click()
    expect(amara.locator("#agenda-title")).to_have_text("Agenda 2")
    expect(amara.locator("#agenda-items input").first).to_have_value("Opening")


def test_a_number_that_was_taken_meanwhile_leaves_nothing_half_done(hall: Hall, chairs: Chairs) -> None:
    amara, bertil = chairs
    write(amara, "a new text")
    amara.locator('[name=subject][value="new"]').check()
    amara.locator("[name=document]").fill("springs")
    amara.locator('[name="document-fields.en.title"]').fill("Springs")
    amara.locator('[name="document-fields.en.text"]').fill("Water is a common good.\n")
    amara.get_by_role("button", name="Review").click()
    expect(amara.locator("#review-content")).to_contain_text("Water is a common good.")
    open_voting(bertil, "the order of business")
    expect(card(amara)).to_be_visible()
    amara.locator("#open-now").click()
    problem = amara.locator("#review-problem")
    expect(problem).to_contain_text(
        re.compile(r"Bertil Lund opened a motion with this number at (?:1[0-2]|[1-9]):\d\d [AP]M")
    )
    assert problem.evaluate(IN_SIGHT)
    assert state(hall)["documents"] == []
    amara.locator("#review-back").click()
    expect(amara.locator('[name="document-fields.en.text"]')).to_have_value("Water is a common good.\n")


def test_a_button_that_another_chair_put_there_rests_for_a_moment(chairs: Chairs) -> None:
    amara, bertil = chairs
    open_voting(amara, "the order of business")
    amara.evaluate(
        """() => new MutationObserver((_, watch) => {
          const made = document.querySelector('#now [data-act="close"]');
          if (!made) return;
          window.rested = made.disabled;
          watch.disconnect();
        }).observe(document.getElementById("now"), { childList: true, subtree: true })"""
    )
    press(bertil, "end")
    close = card(amara).locator('[data-act="close"]')
    expect(close).to_be_enabled()
    assert amara.evaluate("window.rested") is True


def test_the_sitting_stays_under_her_finger_while_people_come_and_go(hall: Hall, desk: Hand, chairs: Chairs) -> None:
    amara, _ = chairs
    button = amara.locator('#sitting [data-act="open"]')
    before = button.element_handle()
    line = amara.locator(".sitting-quorum")
    expect(line).to_contain_text("0 of 1")
    hall.post(desk.sign("presence.recorded", credential=1000, state="in"))
    expect(line).to_contain_text("1 of 1")
    assert button.evaluate("(now, then) => now === then", before)


@pytest.mark.parametrize("hers", [True, False])
def test_a_second_press_on_suspend_does_not_resume(hall: Hall, chairs: Chairs, hers: bool) -> None:
    amara, bertil = chairs
    amara.locator('#sitting [data-act="open"]').click()
    amara.evaluate(PRESS_AS_IT_COMES, ["#sitting", '[data-act="resume"]'])
    (amara if hers else bertil).locator('#sitting [data-act="suspend"]').click()
    resume = amara.locator('#sitting [data-act="resume"]')
    expect(resume).to_be_enabled()
    assert amara.evaluate("pressed") is False
    assert state(hall)["sitting"]["state"] == "suspended"
    resume.click()
    expect(amara.locator('#sitting [data-act="suspend"]')).to_be_visible()


def test_a_second_press_on_the_call_of_a_count_does_not_end_it(hall: Hall, chairs: Chairs) -> None:
    amara, _ = chairs
    amara.locator('#sitting [data-act="open"]').click()
    amara.evaluate(PRESS_AS_IT_COMES, ["#count", '[data-act="end"]'])
    amara.locator('#count [data-act="call"]').click()
    end = amara.locator('#count [data-act="end"]')
    expect(end).to_be_enabled()
    assert amara.evaluate("pressed") is False
    assert state(hall)["count"]["state"] == "open"
    end.click()
    expect(amara.locator('#count [data-act="call"]')).to_be_visible()


def test_what_was_not_answered_is_asked_again_though_nothing_more_is_told(chairs: Chairs) -> None:
    amara, bertil = chairs
    amara.route("**/chair/motions", lambda route: route.abort())
    open_voting(bertil, "the order of business")
    problem = amara.locator("#problem")
    expect(problem).to_be_visible()
    amara.unroute("**/chair/motions")
    expect(card(amara)).to_be_visible()
    expect(problem).to_be_hidden()
