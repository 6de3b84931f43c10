"""A chair's page on a slow network: what comes late does not undo what she has gone on to, and refusals stay said."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP
from tests.browser.drafting_room import Room
from tests.browser.held import Held
from tests.browser.voters import take_seat

Device = Callable[..., Page]


@pytest.fixture
def chair(springs: Room, device: Device) -> Page:
    springs.amend("A1", "replace", 2, en=([3, 4], "their"), fr=([3, 4], "leurs"))
    chair = take_seat(device(DESKTOP), springs.hall, "chair")
    expect(amendment(chair, "A1")).to_be_visible()
    return chair


def amendment(chair: Page, name: str) -> Locator:
    return chair.locator(f'#script-content [data-amendment="{name}"]').first


def test_a_form_asked_for_before_another_does_not_empty_it(chair: Page) -> None:
    late = Held(chair, "**/chair/documents")
    chair.locator("#decide-button").click()
    late.wait()
    amendment(chair, "A1").locator('[data-act="decide"]').click()
    title = chair.locator("#decide-panel input[name$='.title']").first
    expect(title).to_be_visible()
    title.fill("Their channels")
    late.let_go()
    expect(title).to_have_value("Their channels")


def test_an_older_account_of_a_text_is_not_drawn_over_the_newer(springs: Room, chair: Page) -> None:
    late = Held(chair, "**/documents/springs/state")
    springs.amend("A2", "replace", 3, en=([0, 1], "Each"), fr=([0, 1], "Chaque"))
    late.wait()
    springs.amend("A3", "delete", 3, en=(None, None), fr=(None, None))
    expect(amendment(chair, "A3")).to_be_visible()
    late.let_go()
    expect(amendment(chair, "A3")).to_be_visible()


def test_a_text_that_could_not_be_read_is_asked_for_again(springs: Room, chair: Page) -> None:
    chair.route("**/documents/springs/state", lambda route: route.abort(), times=1)
    springs.amend("A2", "replace", 3, en=([0, 1], "Each"), fr=([0, 1], "Chaque"))
    expect(chair.locator("#script-problem")).to_contain_text("The server does not answer.")
    expect(amendment(chair, "A2")).to_be_visible()
    expect(chair.locator("#script-problem")).to_be_hidden()


def refuse(route: Route) -> None:
    problem = {"code": "bad_field", "title": "The list is closed.", "status": 409, "detail": ""}
    route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(problem))


def test_a_refusal_stays_said_while_something_else_is_recorded(chair: Page) -> None:
    chair.locator("#floor > summary").click()
    state = chair.get_by_role("button", name="Open the list")
    chair.route("**/floor/acts", refuse, times=1)
    state.click()
    problem = chair.locator("#problem")
    expect(problem).to_contain_text("The list is closed.")
    chair.locator('#sitting [data-act="open"]').click()
    expect(chair.locator("#sitting")).to_contain_text("Sitting 1: open")
    expect(problem).to_contain_text("The list is closed.")


@pytest.mark.parametrize("of", ["agenda", "report"])
def test_what_is_signed_is_not_taken_back_and_keeps_no_place_from_the_next(chair: Page, of: str) -> None:
    chair.locator(f"#{of}-new").click()
    form = chair.locator(f"#{of}-form")
    if of == "agenda":
        form.locator("input").first.fill("The springs")
    signing = Held(chair, "**/statements", unsent=True)
    form.locator('[type="submit"], button:not([type])').first.click()
    signing.wait()
    expect(form.locator('[data-act="cancel"]')).to_be_disabled()
    expect(chair.locator(f"#{of}-new")).to_be_disabled()
    signing.let_go()
    expect(form).to_be_hidden()
    expect(chair.locator(f"#{of}-new")).to_be_enabled()


def test_a_number_that_was_not_taken_stays_written(chair: Page) -> None:
    chair.locator("#floor > summary").click()
    number = chair.locator('#floor form[data-act="add"] input[name="number"]')
    number.fill("7")
    chair.route("**/floor/acts", refuse, times=1)
    chair.locator('#floor form[data-act="add"] button').click()
    expect(chair.locator("#problem")).to_contain_text("The list is closed.")
    expect(number).to_have_value("7")


def test_a_script_that_cannot_be_run_is_said_in_the_pages_words(chair: Page) -> None:
    chair.route(
        "**/chair-committee.js",
        lambda route: route.abort() if route.request.resource_type == "script" else route.continue_(),
    )
    amendment(chair, "A1").get_by_role("button", name="Recommend").click()
    expect(chair.locator("#problem")).to_contain_text("The server does not answer.")


def test_that_the_server_did_not_answer_is_said_until_it_does(chair: Page) -> None:
    chair.locator("#floor > summary").click()
    chair.route("**/floor/acts", lambda route: route.abort(), times=1)
    chair.get_by_role("button", name="Open the list").click()
    expect(chair.locator("#problem")).to_contain_text("The server does not answer.")
    chair.get_by_role("button", name="Open the list").click()
    expect(chair.locator("#problem")).to_be_hidden()
