"""The tellers' room where answers come late: no paper is entered under another mandate, motion or choice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import UNREACHED
from tests.browser.conftest import PHONE
from tests.browser.hall import Hall
from tests.browser.test_tellers import enter, turnout, waiting
from tests.browser.voters import act, motion_of, open_motion, seat_voters, take_seat
from voting.signing import Hand

Device = Callable[..., Page]
MANDATES = "**/tellers/mandates?*"
RECORDS = "**/tellers/records?*"
# Press what the finger meets in the second row, as soon as the rows have changed under it.
PRESS_ONCE_CHANGED = """() => new MutationObserver((_, watch) => {
  watch.disconnect();
  window.met = document.querySelector("#waiting li:nth-child(2) button");
  met.click();
}).observe(document.getElementById("waiting"), { childList: true })"""


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


def find(page: Page, mandate: str) -> None:
    """Type a mandate's number and see it alone in the list."""
    page.locator("#find").fill(mandate)
    expect(page.locator("#found button")).to_have_count(1)
    expect(page.locator("#found button")).to_have_attribute("data-mandate", mandate)


def test_enter_opens_the_mandate_that_was_typed_and_none_that_stands_there_yet(
    hall: Hall, desk: Hand, device: Device
) -> None:
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    motion = open_motion(hall, hall.hand("chair"), "7")
    paz = take_seat(device(PHONE), hall, "teller")
    chosen, field = paz.locator("#entry-mandate"), paz.locator("#find")
    expect(paz.locator("#found button")).to_have_count(3)
    find(paz, "nord/1")
    paz.route(MANDATES, lambda route: route.abort())
    field.fill("nord/2")
    field.press("Enter")
    expect(paz.locator("#problem")).to_be_visible()
    expect(chosen).to_be_hidden()
    paz.unroute(MANDATES)

    held: list[Route] = []
    paz.route(MANDATES, lambda route: held.append(route))
    field.fill("nord/2")
    with paz.expect_request(MANDATES):
        field.press("Enter")
    # Phones vote, and the lists are read once more before the first answer is there.
    with paz.expect_request(MANDATES):
        voters[2].vote(motion, "yes")
    with paz.expect_response(MANDATES):
        held[0].continue_()
    expect(chosen).to_be_hidden()
    for route in held[1:]:
        route.continue_()
    paz.unroute(MANDATES)
    expect(chosen).to_contain_text("nord/2")


def hold_proof(page: Page, motion: dict[str, Any]) -> list[Route]:
    """Keep the proof of a motion's opening from the page, once; return where the request will be."""
    held: list[Route] = []
    page.route(proof_of(motion), lambda route: held.append(route), times=1)
    return held


def proof_of(motion: dict[str, Any]) -> str:
    return f"**/log/entry/{motion['index']}"


def test_a_closed_motions_row_enters_nothing_under_the_next(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    chair = hall.hand("chair")
    following, first = open_motion(hall, chair, "7"), open_motion(hall, chair, "8")
    paz = take_seat(device(PHONE), hall, "teller")
    expect(paz.locator("#motion")).to_have_value("8")
    expect(paz.locator("#found button")).to_have_count(2)
    held = hold_proof(paz, following)
    with paz.expect_request(proof_of(following)):
        for kind in ("polling.ended", "motion.closed"):
            act(hall, chair, kind, first)
    # The paper in her hand is one of the closed motion.
    paz.evaluate("document.querySelector('#found button')?.click()")
    held[0].continue_()
    expect(paz.locator("#turnout")).to_contain_text("0 of 2 have voted")
    expect(paz.locator("#found button")).to_have_count(2)
    expect(paz.locator("#entry")).to_be_hidden()


def prove_slowly(hall: Hall, chair: Hand, device: Device, *names: str) -> tuple[Page, dict[str, Any], list[Route]]:
    """Let a teller choose the first of these motions; return her page, that motion, and its proof, which is held."""
    slow, *_ = [open_motion(hall, chair, name) for name in names]
    paz = take_seat(device(PHONE), hall, "teller")
    expect(paz.locator("#found button")).to_have_count(2)
    held = hold_proof(paz, slow)
    with paz.expect_request(proof_of(slow)):
        paz.locator("#motion").select_option(names[0])
    return paz, slow, held


def test_what_is_signed_is_for_the_motion_that_was_chosen_last(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    paz, slow, held = prove_slowly(hall, hall.hand("chair"), device, "7", "8", "9")
    paz.locator("#motion").select_option("8")
    expect(paz.locator("#found button")).to_have_count(2)
    with paz.expect_response(proof_of(slow)):
        held[0].continue_()
    paz.wait_for_timeout(500)
    paz.locator('#found [data-mandate="nord/2"]').click()
    paz.locator('#entry button.vote[value="no"]').click()
    paz.locator("#sign").click()
    expect(paz.locator("#done")).to_contain_text("Signed: nord/2")
    assert {name: motion_of(hall, name)["turnout"]["pending"] for name in ("7", "8")} == {"7": 0, "8": 1}


def test_what_a_teller_types_stays_though_the_motion_is_told_twice(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    chair = hall.hand("chair")
    paz, _, held = prove_slowly(hall, chair, device, "7", "8")
    paz.locator("#find").fill("nord/2")
    open_motion(hall, chair, "9")
    expect(paz.locator("#found button")).to_have_attribute("data-mandate", "nord/2")
    held[0].continue_()
    paz.locator("#found button").click()
    paz.locator('#entry button.vote[value="no"]').click()
    paz.locator("#sign").click()
    expect(paz.locator("#done")).to_contain_text("Signed: nord/2")
    expect(paz.locator("#find")).to_have_value("nord/2")


def test_what_was_said_of_one_choice_signs_no_other(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(PHONE), hall, "teller", 1)
    enter(paz, "nord/1", "no")
    expect(paz.locator("#done")).to_contain_text("Signed: nord/1")
    enter(tomasz, "nord/1", "yes")
    beside = tomasz.locator('[data-act="beside"]')
    expect(beside).to_be_visible()
    # He looks at the paper again, and then at how it came.
    tomasz.locator('#entry button.vote[value="abstain"]').click()
    expect(beside).to_be_hidden()
    tomasz.locator("#sign").click()
    expect(beside).to_be_visible()
    tomasz.locator('#method [value="voice"]').check()
    expect(beside).to_be_hidden()
    tomasz.locator('#method [value="paper"]').check()
    tomasz.locator('#entry button.vote[value="no"]').click()
    tomasz.locator("#sign").click()
    expect(tomasz.locator("#done")).to_contain_text("Counted: nord/1")
    assert turnout(hall, "7") == (1, 1, 0)


def test_how_a_vote_is_given_stays_while_it_is_being_signed(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(PHONE), hall, "teller", 1)
    paz.locator('#method [value="voice"]').check()
    enter(paz, "nord/1", "no")
    expect(waiting(tomasz)).to_have_count(1)
    held: list[Route] = []
    tomasz.route("**/statements", lambda route: held.append(route), times=1)
    with tomasz.expect_request("**/statements"):
        enter(tomasz, "nord/2", "yes")
    waiting(tomasz).locator('[data-act="enter"]').click()
    expect(tomasz.locator('#method [value="paper"]')).to_be_checked()
    expect(tomasz.locator('#method [value="voice"]')).to_be_disabled()
    held[0].continue_()
    expect(tomasz.locator("#done")).to_contain_text("Signed: nord/2")
    waiting(tomasz).locator('[data-act="enter"]').click()
    expect(tomasz.locator('#method [value="voice"]')).to_be_checked()
    expect(tomasz.locator("#entry-method")).to_contain_text("called aloud")


def test_no_record_moves_under_a_finger(hall: Hall, desk: Hand, device: Device) -> None:
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1", "lake/1")
    motion = open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(PHONE), hall, "teller", 1)
    for page, mandate in ((tomasz, "nord/1"), (tomasz, "nord/2"), (paz, "sol/1")):
        enter(page, mandate, "yes")
        expect(page.locator("#done")).to_contain_text(f"Signed: {mandate}")
    rows = waiting(paz)
    expect(rows).to_have_count(3)
    reached = rows.nth(1).locator('[data-act="enter"]')
    before = reached.element_handle()
    with paz.expect_response(RECORDS):
        voters[3].vote(motion, "yes")
    assert reached.evaluate("(now, then) => now === then", before)

    paz.evaluate(PRESS_ONCE_CHANGED)
    waiting(tomasz).first.locator('[data-act="withdraw"]').click()
    expect(rows).to_have_count(2)
    # Her own record stands there now.
    assert paz.evaluate("met.dataset.act") == "withdraw"
    expect(rows.nth(1).locator('[data-act="withdraw"]')).to_be_enabled()
    expect(rows).to_have_count(2)
    # While none of them can be pressed, a keyboard still reads on.
    paz.evaluate("for (const one of document.querySelectorAll('#waiting button')) one.disabled = true")
    assert paz.evaluate(UNREACHED) == []
    assert turnout(hall, "7") == (1, 0, 2)


def test_the_press_after_signing_takes_nothing_back(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    open_motion(hall, hall.hand("chair"), "7")
    paz = take_seat(device(PHONE), hall, "teller")
    enter(paz, "nord/1", "yes")
    back = waiting(paz).locator('[data-act="withdraw"]')
    expect(back).to_be_enabled()
    find(paz, "nord/2")
    paz.locator("#found button").click()
    paz.locator('#entry button.vote[value="yes"]').click()
    # What has just moved is met before the list is read again.
    paz.evaluate(
        """() => new MutationObserver((_, watch) => {
          watch.disconnect();
          window.rested = document.querySelector('#waiting [data-act="withdraw"]').disabled;
        }).observe(document.getElementById("done"), { childList: true })"""
    )
    paz.locator("#sign").click()
    expect(back).to_have_count(2)
    assert paz.evaluate("window.rested") is True
