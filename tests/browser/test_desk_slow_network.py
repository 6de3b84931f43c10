"""The desk where answers come late: she has gone on, and what was asked for one person must not act on another."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP
from tests.browser.desk_room import fill_roster, issue_badges, number_of, payload, press, row, tab
from tests.browser.hall import Hall, open_hall
from tests.browser.scripted import blank_page, run
from tests.browser.test_desk_lost_phone import scanned
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]


def new_phone(desk: Page, name: str, phone: Page) -> str:
    """Issue a badge, activate it, and return the code that the phone shows to be compared."""
    press(desk, name, "issue")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    phone.goto(scanned(desk))
    phone.locator('[data-act="activate"]').click()
    shown = phone.locator('[data-step="confirm"] [data-slot="code"]')
    expect(shown).not_to_be_empty()
    return shown.inner_text()


def test_each_device_is_confirmed_by_a_press_of_its_own(tmp_path: Path, device: Device) -> None:
    hall = open_hall(tmp_path, device_confirmation=True)
    try:
        fill_roster(hall)
        desk = take_seat(device(DESKTOP), hall, "desk")
        dialog = desk.locator("#confirm-dialog")
        code, who = dialog.locator('[data-slot="code"]'), dialog.locator('[data-slot="who"]')
        first = new_phone(desk, "Bogdan", device())
        expect(code).to_have_text(first)
        dialog.locator('[data-slot="close"]').click()
        expect(dialog).to_be_hidden()
        held: list[Route] = []
        desk.route("**/desk/door?code=*", lambda route: held.append(route), times=1)
        with desk.expect_request("**/desk/door?code=*"):
            second = new_phone(desk, "Chiara", device())
        # While the page asks about her new phone, the officer turns to his.
        press(desk, "Bogdan", "confirm")
        expect(who).to_contain_text("Bogdan Żak")
        with desk.expect_response("**/desk/door?code=*"):
            held[0].continue_()
        size = state(hall)["size"]
        expect(code).to_have_text(first)
        dialog.locator('[data-slot="go"]').click()
        expect(who).to_contain_text("Chiara Rossi")
        expect(code).to_have_text(second)
        assert [payload(hall, index)["type"] for index in range(size, state(hall)["size"])] == ["device.confirmed"]
        dialog.locator('[data-slot="go"]').click()
        expect(desk.locator("#people-done")).to_contain_text("Chiara Rossi")
        confirmed = [payload(hall, index)["device"] for index in range(size, state(hall)["size"])]
        assert len(set(confirmed)) == 2
    finally:
        hall.stop()


def test_a_code_is_shown_once_the_officer_has_answered_what_she_turned_to(tmp_path: Path, device: Device) -> None:
    hall = open_hall(tmp_path, device_confirmation=True)
    try:
        fill_roster(hall)
        desk = take_seat(device(DESKTOP), hall, "desk")
        dialog = desk.locator("#confirm-dialog")
        new_phone(desk, "Bogdan", device())
        dialog.locator('[data-slot="close"]').click()
        expect(dialog).to_be_hidden()
        held: list[Route] = []
        # What draws the code is loaded anew each time.
        desk.route("**/js/desk-code-worker.js*", lambda route: held.append(route), times=1)
        press(desk, "Chiara", "issue")
        with desk.expect_request("**/js/desk-code-worker.js*"):
            desk.locator('#badge-dialog [data-slot="now"]').click()
        press(desk, "Bogdan", "confirm")
        expect(dialog).to_be_visible()
        with desk.expect_response("**/js/desk-code-worker.js*"):
            held[0].continue_()
        desk.wait_for_timeout(500)
        expect(desk.locator("#code-dialog")).to_be_hidden()
        dialog.locator('[data-slot="close"]').click()
        expect(desk.locator("#code-dialog")).to_contain_text("Chiara Rossi")
        assert scanned(desk)
    finally:
        hall.stop()


def test_a_late_answer_about_one_code_closes_no_other(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    dialog = desk.locator("#code-dialog")
    held: list[Route] = []
    desk.route("**/desk/door?number=*", lambda route: held.append(route), times=1)
    press(desk, "Bogdan", "issue")
    with desk.expect_request("**/desk/door?number=*"):
        desk.locator('#badge-dialog [data-slot="now"]').click()
    dialog.locator('[data-slot="close"]').click()
    press(desk, "Chiara", "issue")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    expect(dialog).to_contain_text("Chiara Rossi")
    link = scanned(desk)
    with desk.expect_response("**/desk/door?number=*"):
        held[0].continue_()
    expect(desk.locator("#people-done")).to_contain_text("Bogdan Żak")
    assert scanned(desk) == link


def test_of_two_who_wait_for_one_answer_the_second_waits_for_that_of_the_first(browser: Browser) -> None:
    with blank_page(browser) as page:
        asked = run(
            page,
            """
            const { answered, showUntilClosed } = await use("dialog");
            const dialog = document.body.appendChild(document.createElement("dialog"));
            const asked = [];
            const ask = async (who) => {
              await answered();
              asked.push([who, dialog.open]);
              await showUntilClosed(dialog);
            };
            for (const who of ["first", "second", "third"]) ask(who);
            for (let answers = 0; answers < 3; answers += 1) {
              await new Promise((resolve) => setTimeout(resolve, 50));
              dialog.close();
            }
            return asked;
            """,
        )
        assert asked == [["first", False], ["second", False], ["third", False]]


def test_badges_that_are_being_made_are_not_made_again(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    prepare = tab(desk, "issue").locator('[data-slot="prepare"]')
    expect(prepare).to_have_text("Prepare 4 badges")
    lists: list[Route] = []
    files: list[Route] = []
    desk.route("**/desk/people?*limit=100000", lambda route: lists.append(route), times=1)
    desk.route("**/desk/badges.pdf", lambda route: files.append(route))
    tab(desk, "people")
    with desk.expect_request("**/desk/people?*limit=100000"):
        tab(desk, "issue")
    with desk.expect_request("**/desk/badges.pdf"):
        prepare.click()
    with desk.expect_response("**/desk/people?*limit=100000"):
        lists[0].continue_()
    desk.wait_for_timeout(500)
    prepare.evaluate("button => button.click()")
    # Nor does going to another part and back set it free.
    tab(desk, "people")
    tab(desk, "issue")
    desk.wait_for_timeout(500)
    expect(prepare).to_be_disabled()
    for file in files:
        file.continue_()
    expect(desk.locator('#issue-sign [data-slot="files"] a')).to_have_count(1)
    expect(desk.locator('#issue-sign [data-slot="sign"]')).to_contain_text("4 badges")


REFUSAL = {"type": "about:blank", "title": "The badge is revoked.", "status": 409, "code": "credential_revoked"}


def test_why_an_act_failed_stays_said_though_the_list_is_read_anew(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    old = number_of(desk, "Bogdan")
    problem, enter = desk.locator("#people-problem"), row(desk, "Bogdan").locator('[data-act="in"]')
    refusal = {"status": 409, "content_type": "application/problem+json", "body": json.dumps(REFUSAL)}
    desk.route("**/statements", lambda route: route.fulfill(**refusal), times=1)
    press(desk, "Bogdan", "in")
    # All is over, and the list stands there as it is now.
    expect(enter).to_be_enabled()
    expect(problem).to_contain_text("The badge is revoked.")
    desk.locator("#query").fill("bogdan")
    expect(problem).to_be_hidden()

    # Her badge is recorded, and its code cannot be drawn.
    desk.route("**/js/desk-code-worker.js*", lambda route: route.abort())
    press(desk, "Bogdan", "replace")
    desk.locator('#badge-dialog [data-slot="now"]').click()
    expect(row(desk, "Bogdan").locator('[data-slot="number"]')).not_to_have_text(old)
    expect(enter).to_be_enabled()
    expect(problem).to_contain_text("could not be drawn")

    # That the list was not read is another matter, and is over when it is.
    trouble = desk.locator("#people-trouble")
    desk.route("**/desk/people?*", lambda route: route.abort(), times=1)
    desk.locator("#search").evaluate("form => form.requestSubmit()")
    expect(trouble).to_be_visible()
    desk.locator("#search").evaluate("form => form.requestSubmit()")
    expect(trouble).to_be_hidden()
    expect(problem).to_contain_text("could not be drawn")


def scan_into(field: Locator, problem: Locator, link: str) -> None:
    """Type a badge's link as a hand scanner does, letter by letter and then Enter: it is said, and gone."""
    keyboard = field.page.keyboard
    field.focus()
    keyboard.type(link)
    keyboard.press("Enter")
    field.page.wait_for_timeout(500)
    expect(problem).to_contain_text("secret")
    expect(field).to_have_value("")


def test_of_a_badges_link_that_is_scanned_into_the_search_nothing_is_asked(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    link = issue_badges(desk)[0]
    asked: list[str] = []
    desk.on("request", lambda request: asked.extend(parse_qs(urlsplit(request.url).query).get("query", [])))
    scan_into(desk.locator("#query"), desk.locator("#people-problem"), link)
    press(desk, "Bogdan", "mandates")
    dialog = desk.locator("#mandates-dialog")
    scan_into(dialog.locator("[type=search]"), dialog.locator('[data-slot="problem"]'), link)
    assert all(link.partition("#")[0].startswith(text) for text in asked)
