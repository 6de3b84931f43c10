"""One obvious next act on the chair's page, and the keys that lead to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ballots import presets
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall, open_hall
from tests.browser.held import Held
from tests.browser.voters import OBVIOUS, act, motion_of, open_motion, seat_voters, state, take_seat
from voting.plan import DEFAULT_RULES
from voting.signing import Hand

Device = Callable[..., Page]
PRESS = """([key, code]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))"""

# The dialog of the page is filled again in the moment in which it is answered.
ASK_TWICE = """async () => {
  const { confirmed } = await import("/static/js/chair-confirm.js");
  const first = confirmed("First", [], "Yes");
  await new Promise(requestAnimationFrame);
  document.querySelector('#confirm button[value="yes"]').click();
  window.answers = Promise.all([first, confirmed("Second", [], "Yes")]);
  await first;
}"""
# What the menu of interruptions asks.
CLOSURE = "Shall the debate be closed and the vote be taken now?"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    closure = presets.question({"majority": "simple_majority", "quorum": "half_present"})
    hall = open_hall(tmp_path, questions={**DEFAULT_RULES["questions"], "closure": closure})
    yield hall
    hall.stop()


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


@pytest.fixture
def chair(hall: Hall, desk: Hand, device: Device) -> Page:
    seat_voters(hall, desk, "nord/1")
    return take_seat(device(DESKTOP), hall, "chair")


def only(page: Page) -> Locator:
    """Return the one obvious button."""
    found = page.locator(OBVIOUS)
    expect(found).to_have_count(1)
    return found


def confirm(page: Page) -> None:
    page.locator('#confirm button[value="yes"]').click()


def test_one_button_is_obvious_from_the_sitting_to_the_result(hall: Hall, chair: Page) -> None:
    expect(only(chair)).to_contain_text("Open")
    expect(only(chair)).to_have_attribute("data-next", "sitting")
    only(chair).click()
    expect(only(chair)).to_have_id("open-button")
    only(chair).click()
    chair.locator('[name="words-fields.en.title"]').fill("Order of business")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    expect(only(chair)).to_have_text("Review")
    only(chair).click()
    expect(only(chair)).to_have_text("Open voting")
    only(chair).click()
    for name in ("end", "close", "declare"):
        expect(only(chair)).to_have_attribute("data-act", name)
        only(chair).click()
        confirm(chair)
    expect(only(chair)).to_have_id("open-button")
    # What was declared is named where it was, and the way on beside it, wherever that is on the page.
    expect(chair.locator(".last-result")).to_contain_text("Order of business")
    way = chair.locator(".way-on")
    expect(way).to_have_text("What comes next: Open a motion")
    # What happens elsewhere does not take it from under her finger.
    before = way.element_handle()
    bertil = hall.hand("chair", 1)
    hall.post(bertil.sign("sitting.suspended", sitting="1"))
    expect(way).to_have_text("What comes next: Resume")
    assert way.evaluate("(now, then) => now === then", before)
    present = {one: state(hall)["rolls"]["present"][one] for one in ("count", "version", "weight")}
    tree = {one: state(hall)[one] for one in ("root", "size")}
    hall.post(bertil.sign("sitting.resumed", sitting="1", present=present, tree=tree))
    expect(way).to_have_text("What comes next: Open a motion")
    way.click()
    expect(chair.locator("#open-panel")).to_be_visible()
    expect(way).to_be_hidden()


def test_the_last_look_says_that_too_few_are_there(hall: Hall, desk: Hand, chair: Page) -> None:
    chair.locator("#open-button").click()
    chair.locator("#open-form [name=kind]").select_option("closure")
    chair.locator('[name="words-fields.en.title"]').fill("Closure")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the debate be closed?")
    chair.get_by_role("button", name="Review").click()
    review = chair.locator("#review-content")
    expect(review.locator(".notice-warning")).to_have_text("Quorum: 1 of 1 must be present. Reached: 0, not enough.")
    hall.post(desk.sign("presence.recorded", credential=1000, state="in"))
    expect(chair.locator('.rolls [data-roll="present"]')).to_have_text("1")
    chair.locator("#review-back").click()
    chair.get_by_role("button", name="Review").click()
    expect(review).to_contain_text("Shall the debate be closed?")
    expect(review.locator(".notice-warning")).to_have_count(0)


def open_slowly(chair: Page) -> Held:
    """Open a motion whose statement is held up, and put another before the chair meanwhile."""
    chair.locator("#open-button").click()
    chair.locator('[name="words-fields.en.title"]').fill("Order of business")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    chair.get_by_role("button", name="Review").click()
    opening = Held(chair, "**/statements", unsent=True)
    chair.locator("#open-now").click()
    opening.wait()
    chair.locator("#insert > summary").click()
    chair.locator('[data-insert="closure"]').click()
    expect(chair.locator("#review-content")).to_contain_text(CLOSURE)
    # She may leave it, too.
    expect(chair.locator("#review-back")).to_be_enabled()
    return opening


def test_a_late_refusal_is_not_said_of_what_is_before_her_by_then(hall: Hall, desk: Hand, chair: Page) -> None:
    opening = open_slowly(chair)
    seat_voters(hall, desk, "sol/1", first=2000)
    opening.let_go()
    review = chair.locator("#review")
    expect(chair.locator("#problem")).to_contain_text("Motion 1:")
    expect(review).not_to_contain_text("Shall the order be changed?")
    expect(chair.locator("#roll-changed")).to_be_hidden()
    # Her own look has the roll of before, too.
    chair.locator("#open-now").click()
    expect(chair.locator("#roll-changed")).to_be_visible()
    chair.locator("#open-now").click()
    expect(chair.locator("#now .motion")).to_contain_text(CLOSURE)
    # What was refused is still written there.
    chair.locator("#open-button").click()
    expect(chair.locator('[name="words-fields.en.title"]')).to_have_value("Order of business")


def test_what_is_opened_late_does_not_close_what_is_before_her_by_then(hall: Hall, chair: Page) -> None:
    opening = open_slowly(chair)
    opening.let_go()
    expect(chair.locator('#now [data-motion="1"]')).to_contain_text("Shall the order be changed?")
    expect(chair.locator("#review-content")).to_contain_text(CLOSURE)
    chair.locator("#open-now").click()
    expect(chair.locator('#now [data-motion="2"]')).to_contain_text(CLOSURE)
    # Nor does it come back as if it were to be opened.
    chair.locator("#open-button").click()
    expect(chair.locator('[name="words-fields.en.title"]')).to_have_value("")
    expect(chair.locator("#open-form [name=motion]")).to_have_value("3")


def test_what_is_decided_late_does_not_close_what_she_writes_by_then(hall: Hall, chair: Page) -> None:
    def decide(title: str) -> None:
        chair.locator("#decide-button").click()
        chair.locator('[name="decide.en.title"]').fill(title)
        chair.locator('[name="decide.en.question"]').fill(f"Shall we have {title}?")

    def sign() -> Held:
        chair.locator("#decide-form [type=submit]").click()
        signing = Held(chair, "**/statements", unsent=True)
        confirm(chair)
        signing.wait()
        chair.locator("#decide-cancel").click()
        return signing

    decide("a break")
    first = sign()
    decide("a song")
    first.let_go()
    expect(chair.locator("#decisions-now")).to_contain_text("Shall we have a break?")
    expect(chair.locator("#decide-panel")).to_be_visible()
    expect(chair.locator('[name="decide.en.title"]')).to_have_value("a song")
    second = sign()
    open_motion(hall, hall.hand("chair", 1), "2")
    second.let_go()
    expect(chair.locator("#problem")).to_contain_text("Decision 2:")


def test_who_speaks_comes_before_the_script_and_after_what_is_voted_on(hall: Hall, chair: Page) -> None:
    only(chair).click()
    panel = chair.locator("#floor")
    panel.locator("summary").first.click()
    panel.locator('form[data-act="add"] input').fill("1000")
    panel.locator('form[data-act="add"] button').click()
    panel.locator('[data-act="give"]').click()
    expect(only(chair)).to_have_text("End the speech")
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(chair.locator("#now .motion")).to_be_visible()
    expect(only(chair)).to_have_attribute("data-next", "motion")


def test_of_two_motions_the_newer_comes_first(hall: Hall, chair: Page) -> None:
    bertil = hall.hand("chair", 1)
    first = open_motion(hall, bertil, "1")
    second = open_motion(hall, bertil, "2")
    expect(chair.locator("#now .motion")).to_have_count(2)
    expect(only(chair)).to_have_attribute("data-act", "end")
    assert only(chair).evaluate("one => one.closest('.motion').dataset.motion") == "2"
    act(hall, bertil, "motion.annulled", second, reason="Not now.")
    expect(chair.locator("#now .motion")).to_have_count(1)
    assert only(chair).evaluate("one => one.closest('.motion').dataset.motion") == first["motion"]


def test_keys_lead_to_questions_and_sign_nothing(hall: Hall, chair: Page) -> None:
    expect(only(chair)).to_have_attribute("data-next", "sitting")
    # What would be signed at once is brought before her, and no more.
    chair.keyboard.press("n")
    expect(chair.locator('#sitting [data-act="open"]')).to_be_focused()
    assert state(hall)["sitting"] is None
    chair.keyboard.press("o")
    expect(chair.locator("#open-panel")).to_be_visible()
    # While she writes they are letters.
    title = chair.locator('[name="words-fields.en.title"]')
    title.click()
    chair.keyboard.type("n?do")
    expect(title).to_have_value("n?do")
    expect(chair.locator("dialog[open]")).to_have_count(0)
    # Given up, she is where she began, and not wherever the page lies beneath the form.
    chair.locator("#open-cancel").click()
    expect(chair.locator("#open-button")).to_be_focused()
    # The menu unfolds where it is, moves nothing, and whoever presses elsewhere is rid of it.
    menu, appeal = chair.locator("#insert > summary"), chair.locator('[data-insert="appeal"]')
    before = menu.bounding_box()
    chair.keyboard.press("i")
    expect(appeal).to_be_in_viewport(ratio=1)
    assert menu.bounding_box() == before
    chair.locator("h1").click()
    expect(appeal).to_be_hidden()
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(chair.locator("#now .motion")).to_be_visible()
    chair.keyboard.press("n")
    expect(chair.locator("#confirm")).to_be_visible()
    chair.keyboard.press("n")
    assert motion_of(hall, "1")["state"] == "open"
    chair.keyboard.press("Escape")
    expect(chair.locator("#confirm")).to_be_hidden()
    assert motion_of(hall, "1")["state"] == "open"


def test_whoever_uses_the_keyboard_alone_goes_on_where_she_was(chair: Page) -> None:
    write = chair.locator('[name="words-fields.en.title"]')
    # The driver presses a key also on what is not there yet.
    expect(chair.locator("#open-button")).to_be_enabled()
    chair.locator("#open-button").press("Enter")
    write.fill("Order of business")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    chair.get_by_role("button", name="Review").press("Enter")
    expect(chair.locator("#open-now")).to_be_visible()
    chair.locator("#open-now").press("Enter")
    card = chair.locator('#now [data-motion="1"]')
    for name, after in (("end", "ended"), ("close", "closed"), ("declare", None)):
        title = card.locator("h3")
        expect(title).to_be_focused()
        # A second press of the same key does nothing, and her buttons are the next that she comes to.
        chair.keyboard.press("Enter")
        expect(chair.locator("dialog[open]")).to_have_count(0)
        card.locator(f'[data-act="{name}"]').press("Enter")
        chair.locator('#confirm button[value="yes"]').press("Enter")
        if after:
            expect(card).to_have_attribute("data-state", after)
    expect(chair.locator(".last-result .status-title")).to_be_focused()


def test_a_button_that_is_switched_off_has_lost_the_keyboard_before_the_next_picture(chair: Page) -> None:
    expect(chair.locator("#open-button")).to_be_enabled()
    went_on = """async () => {
      const { goOnFrom } = await import("/static/js/chair-next.js");
      const button = document.getElementById("open-button");
      button.focus();
      button.disabled = true;
      goOnFrom(document.getElementById("now-title"));
      return document.activeElement.id;
    }"""
    assert chair.evaluate(went_on) == "now-title"


def test_a_question_that_is_asked_again_at_once_takes_its_own_answer(chair: Page) -> None:
    chair.evaluate(ASK_TWICE)
    expect(chair.locator("#confirm-title")).to_have_text("Second")
    confirm(chair)
    assert chair.evaluate("answers") == ["", ""]


@pytest.mark.parametrize(("key", "code"), [("N", "KeyN"), ("т", "KeyN"), ("ى", "KeyN"), ("l", "KeyN"), ("n", "KeyL")])
def test_keys_are_found_with_capitals_locked_and_on_other_keyboards(
    hall: Hall, chair: Page, key: str, code: str
) -> None:
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(chair.locator("#now .motion")).to_be_visible()
    # A box that was just ticked takes no letters.
    chair.locator("#interpreters input").check()
    chair.evaluate(PRESS, [key, code])
    if key == "l":
        expect(chair.locator("dialog[open]")).to_have_count(0)
    else:
        expect(chair.locator("#confirm")).to_be_visible()


def test_the_list_of_keys_is_found_on_an_arabic_keyboard(chair: Page) -> None:
    chair.evaluate(PRESS, ["؟", "Slash"])
    expect(chair.locator("#keys")).to_be_visible()


def test_a_question_of_which_nothing_is_known_is_one_of_procedure(chair: Page) -> None:
    for name in ("open", "decide"):
        chair.locator(f"#{name}-button").click()
        expect(chair.locator(f"#{name}-form [name=kind]")).to_have_value("procedure")
        chair.locator(f"#{name}-cancel").click()


def test_keys_are_listed_and_can_be_switched_off(chair: Page) -> None:
    help_ = chair.locator("#keys")
    chair.keyboard.press("?")
    expect(help_).to_contain_text("Open a motion")
    chair.locator("#keys-active").uncheck()
    help_.get_by_role("button", name="Back").click()
    for key in ("?", "o", "n"):
        chair.keyboard.press(key)
    expect(chair.locator("dialog[open]")).to_have_count(0)
    expect(chair.locator("#open-panel")).to_be_hidden()
    chair.reload()
    expect(chair.locator("#open-button")).to_be_enabled()
    chair.keyboard.press("o")
    expect(chair.locator("#open-panel")).to_be_hidden()
    chair.locator("#keys-button").click()
    chair.locator("#keys-active").check()
    help_.get_by_role("button", name="Back").click()
    chair.keyboard.press("o")
    expect(chair.locator("#open-panel")).to_be_visible()


def test_who_has_not_voted_is_listed_live(hall: Hall, device: Device) -> None:
    voters = seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2", "sol/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "1")
    expect(chair.locator("#now .motion")).to_be_visible()
    asked: list[str] = []
    chair.on("request", lambda request: request.url.endswith("/turnout") and asked.append(request.url))
    voters[0].vote(motion, "no")
    expect(chair.locator('#now [data-slot="count"]')).to_have_text("1")
    # Nobody looks, so nobody asks.
    assert not asked
    chair.keyboard.press("v")
    missing = chair.locator(".who-missing b")
    expect(missing).to_have_text(["nord/2", "sol/1"])
    expect(chair.locator(".who-body")).to_contain_text("Have not voted: 2, of whom present: 0.")
    voters[1].vote(motion, "yes")
    expect(missing).to_have_text(["sol/1"])
    expect(chair.locator(".who-body")).to_contain_text("Have not voted: 1, of whom present: 0.")
    # The end of polling draws the card anew, and the list stays open.
    act(hall, bertil, "polling.ended", motion)
    expect(chair.locator("#now .motion")).to_have_attribute("data-state", "ended")
    expect(missing).to_have_text(["sol/1"])
