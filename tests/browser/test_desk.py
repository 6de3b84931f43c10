"""The credentials desk in a real browser: badges whose codes stay secret, the door, phones confirmed and lost."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from audit.bundle import RosterLine, commitment
from audit.encoding import b64url_decode
from audit.signing import Ed25519Signer, activation_seed
from tests.browser.badges import links_of
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import (
    HUGE,
    LIST,
    PEOPLE,
    choose_file,
    fill_roster,
    issue_badges,
    last_payload,
    number_of,
    payload,
    prepare_badges,
    press,
    row,
    save,
    tab,
)
from tests.browser.hall import Hall, open_hall
from tests.browser.measures import WIDE
from tests.browser.passing_time import let_pass, movable
from tests.browser.voters import state, take_seat
from voting.database import make_engine
from voting.roster import Listed, Roster

Device = Callable[..., Page]

STORED = """async () => {
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = (e) => resolve(e.target.result)));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      kept.push(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result))));
    }
    database.close();
  }
  return JSON.stringify([kept, { ...localStorage }, { ...sessionStorage }, document.cookie]);
}"""

TOO_SMALL = """() => [...document.querySelectorAll("button, a[role=button], input, select, summary, label:has(input)")]
  .filter((control) => control.checkVisibility() && !control.closest("header") && !control.matches(".skip"))
  .map((control) => control.matches("[type=checkbox], [type=radio]") ? control.closest("label") : control)
  .filter((control) => control.getBoundingClientRect().height < 43.9)
  .map((control) => control.outerHTML)"""


@pytest.fixture
def confirming_hall(tmp_path: Path) -> Iterator[Hall]:
    """A convention whose rules want every delegate's device confirmed."""
    hall = open_hall(tmp_path, device_confirmation=True)
    yield hall
    hall.stop()


def test_the_codes_are_on_the_badges_and_nowhere_else(hall: Hall, device: Device) -> None:
    people = fill_roster(hall)
    page = device(DESKTOP)
    sent: list[tuple[str, str]] = []
    spoken: list[str] = []
    page.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    page.on("console", lambda message: spoken.append(message.text))
    desk = take_seat(page, hall, "desk")
    sent.clear()  # the officer's own code is not this test's concern
    links = issue_badges(desk)

    assert len(links) == len(people)
    codes = [link.removeprefix(f"{hall.address}/activate#").split(".")[0] for link in links]
    assert {link.partition(".")[2] for link in links} == {hall.founding.convention}
    issued = last_payload(hall)
    assert issued["type"] == "credentials.issued"
    keys = [Ed25519Signer.from_seed(activation_seed(b64url_decode(code))).jwk.members() for code in codes]
    assert sorted(one["key"]["x"] for one in issued["credentials"]) == sorted(key["x"] for key in keys)
    by_id = {person.person: person for person in people.values()}
    for one in issued["credentials"]:
        person = by_id[one["person"]]
        assert one["commitment"] == commitment(RosterLine(one["number"], person.name, person.salt), person.person)
        assert one["mandates"][0].startswith(f"{person.delegation}/")

    desk.reload()
    stored = str(desk.evaluate(STORED))
    for code in codes:
        assert {url for url, body in sent if code in url or code in body} == {f"{hall.address}/desk/badges.pdf"}
        assert code not in stored
        assert not any(code in text for text in spoken)
        assert code not in desk.content()


def test_badges_are_a_pile_for_each_delegation_and_a_head_is_called_head(hall: Hall, device: Device) -> None:
    people = fill_roster(hall, (*PEOPLE, ("Aïda Sol", "sol"), ("Zoë Nord", "nord")))
    heads = [Listed("ref:head", "Ben Nord", "head", "nord")]
    people |= {one.name: one for one in Roster(make_engine(hall.config.database_url)).add(heads)}
    desk = take_seat(device(DESKTOP), hall, "desk")
    sent: list[Any] = []
    desk.on("request", lambda one: sent.append(one.post_data_json) if one.url.endswith("/badges.pdf") else None)
    issue_badges(desk)
    [asked] = sent
    assert [(one["name"], one["role"]) for one in asked["badges"] if one["name"] != "محمد العلي"] == [
        ("Åsa Lindqvist", "Delegate"),
        ("Ben Nord", "Head of delegation"),
        ("Bogdan Żak", "Delegate"),
        ("Zoë Nord", "Delegate"),
        ("Aïda Sol", "Delegate"),
        ("Chiara Rossi", "Delegate"),
    ]
    names = [one["delegation"] for one in asked["badges"]]
    assert names == sorted(names)


def test_no_badges_are_prepared_before_it_is_known_whose(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    page = device(DESKTOP)
    held: list[Route] = []
    page.route("**/desk/people?*limit=100000", lambda route: held.append(route))
    desk = take_seat(page, hall, "desk")
    prepare = tab(desk, "issue").locator('[data-slot="prepare"]')
    expect(prepare).to_be_disabled()
    held.pop().continue_()
    expect(prepare).to_have_text("Prepare 4 badges")
    expect(prepare).to_be_enabled()
    expect(prepare).not_to_have_attribute("aria-busy", "true")


def test_badges_that_are_not_signed_for_yet_hold_the_page(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    size = state(hall)["size"]
    prepare_badges(desk)
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.evaluate("location.reload()")
    expect(desk.locator("#issue-sign")).to_be_visible()
    assert asked == ["beforeunload"]
    expect(desk.locator('#issue-sign [data-slot="sign"]')).to_be_disabled()
    desk.locator('#issue-sign [data-slot="discard"]').click()
    expect(desk.locator("#issue-problem")).to_contain_text("Void, and to be destroyed: badges-")
    expect(desk.locator('#issue-choose [data-slot="prepare"]')).to_have_text("Prepare 4 badges")
    assert state(hall)["size"] == size
    desk.evaluate("location.reload()")
    expect(desk.locator("#issue-problem")).to_be_hidden()
    assert asked == ["beforeunload"]


def test_refused_badges_are_void_and_the_page_says_so(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    prepare_badges(desk)
    revoked = {"number": hall.officer("desk").number, "reason": "departed"}
    hall.post(hall.founder().sign("officers.changed", issue=[], revoke=[revoked], decision=None))
    desk.locator('#issue-sign [data-slot="saved"]').check()
    desk.locator('#issue-sign [data-slot="sign"]').click()
    # The page asks next who has no badge; that this fails too must not hide what to destroy.
    expect(desk.locator("#issue-trouble")).to_contain_text("revoked")
    expect(desk.locator("#issue-problem")).to_contain_text("Not issued")
    expect(desk.locator("#issue-problem")).to_contain_text("to be destroyed: badges-")
    expect(desk.locator("#issue-done")).to_be_hidden()
    assert last_payload(hall)["type"] == "officers.changed"


def test_many_badges_are_issued_in_statements_that_fit(hall: Hall, device: Device) -> None:
    hall.post(hall.founder().sign("delegation.registered", delegation="x" * 64, **HUGE, decision=None))
    fill_roster(hall, tuple((f"Delegate {number:03}", "x" * 64) for number in range(205)))
    desk = take_seat(device(DESKTOP), hall, "desk")
    size = state(hall)["size"]
    tab(desk, "issue")
    desk.locator('#issue-choose [data-slot="prepare"]').click()
    files = desk.locator('#issue-sign [data-slot="files"] a')
    # Those whom the first statement did not hold are with those of the next.
    expect(files).to_have_count(2, timeout=90_000)
    for index in range(2):
        expect(desk.locator('#issue-sign [data-slot="saved"]')).to_be_disabled()
        save(files.nth(index))
    desk.locator('#issue-sign [data-slot="saved"]').check()
    desk.locator('#issue-sign [data-slot="sign"]').click()
    expect(desk.locator("#issue-done")).to_contain_text("Issued 205 badges", timeout=30_000)
    parts = [payload(hall, index)["credentials"] for index in range(size, size + 2)]
    assert len({one["mandates"][0] for part in parts for one in part}) == 205


def test_search_finds_by_name_number_door_and_delegation(hall: Hall, device: Device) -> None:
    desk = take_seat(device(PHONE), hall, "desk")
    expect(desk.locator("#found")).to_contain_text("Nobody is on the list yet.")
    people = fill_roster(hall)
    issue_badges(desk)
    number = number_of(desk, "Chiara")
    for query in ("chiara", people["Chiara Rossi"].door, number, "party of the sun", "CHIÀRA róssi", "delegate sun"):
        desk.locator("#query").fill(query)
        expect(desk.locator("#person-list > li")).to_have_count(1)
        expect(desk.locator("#person-list > li")).to_contain_text("Chiara Rossi")
    desk.locator("#query").fill("nobody at all")
    expect(desk.locator("#person-list > li")).to_have_count(0)


def test_a_person_keeps_room_beside_long_words_on_buttons(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP, locale="es"), hall, "desk")
    issue_badges(desk)
    expect(row(desk, "Chiara").get_by_role("button", name="Teléfono perdido / reemplazar")).to_be_visible()
    for width in (390, 769, 820, 1023, 1024, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        who = row(desk, "Chiara").locator(".person-who").bounding_box()
        assert who is not None
        assert who["width"] >= 200, width
        assert not desk.evaluate(WIDE), width


def test_the_door_takes_codes_one_after_another(hall: Hall, device: Device) -> None:
    people = fill_roster(hall)
    page = device(PHONE)
    desk = take_seat(page, hall, "desk")
    links = issue_badges(desk)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    field, said = desk.locator("#door-code"), desk.locator('#door [data-slot="outcomes"] li')
    # A scanner types and presses Enter without waiting for an answer.
    field.focus()
    for typed in (people["Åsa Lindqvist"].door.lower(), people["Chiara Rossi"].door, "ZZZZZZ", "hello!", links[0]):
        desk.keyboard.insert_text(typed)
        desk.keyboard.press("Enter")
    expect(said).to_have_count(5)
    for text in (
        "Åsa Lindqvist is checked in",
        "Chiara Rossi is checked in",
        "No badge of this convention",
        "not on any badge",
        "secret",
    ):
        expect(said.filter(has_text=text)).to_have_count(1)
    expect(row(desk, "Åsa").locator('[data-slot="presence"]')).to_have_text("Present")
    secret = links[0].partition("#")[2].partition(".")[0]
    assert not any(secret in request.url or secret in (request.post_data or "") for request in sent)
    assert state(hall)["rolls"]["present"]["count"] == 2

    desk.locator("#door .switch-out").click()
    expect(desk.locator('#door [data-slot="submit"]')).to_have_text("Check out")
    desk.keyboard.insert_text(people["Chiara Rossi"].door)
    desk.keyboard.press("Enter")
    expect(said.first).to_have_text("Chiara Rossi is checked out.")
    assert state(hall)["rolls"]["present"]["count"] == 1


def test_a_name_typed_at_the_door_is_searched_for_and_the_next_badge_is_read(hall: Hall, device: Device) -> None:
    people = fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    field = desk.locator("#door-code")
    field.focus()
    desk.keyboard.insert_text("bogdan")
    desk.keyboard.press("Enter")
    expect(desk.locator("#person-list > li")).to_have_count(1)
    expect(desk.locator("#person-list > li")).to_contain_text("Bogdan Żak")
    expect(field).to_be_focused()
    desk.keyboard.insert_text(people["Chiara Rossi"].door)
    desk.keyboard.press("Enter")
    expect(desk.locator("#door-panel")).to_contain_text("Chiara Rossi is checked in.")


def test_a_check_in_whose_answer_is_lost_is_recorded_once(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    size = state(hall)["size"]
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().text())
            route.abort()

    desk.route("**/statements", lose_the_first_answer)
    press(desk, "Bogdan", "in")
    expect(row(desk, "Bogdan").locator('[data-act="in"]')).to_be_disabled()
    expect(desk.locator("#session-problem")).to_contain_text("sent again")
    expect(desk.locator("#people-done")).to_have_text("Bogdan Żak is checked in.")
    expect(desk.locator("#session-problem")).to_be_hidden()
    assert state(hall)["size"] == size + 1
    expect(row(desk, "Bogdan").locator('[data-act="out"]')).to_be_enabled()
    expect(row(desk, "Bogdan").locator('[data-act="in"]')).to_be_disabled()
    press(desk, "Bogdan", "out")
    expect(desk.locator("#people-done")).to_have_text("Bogdan Żak is checked out.")
    assert last_payload(hall)["state"] == "out"


def test_a_device_is_confirmed_face_to_face(confirming_hall: Hall, device: Device) -> None:
    hall = confirming_hall
    fill_roster(hall)
    desk = take_seat(movable(device(DESKTOP)), hall, "desk")
    links = issue_badges(desk)
    phone = device(PHONE)
    phone.goto(links[0])
    phone.locator('[data-act="activate"]').click()
    shown = phone.locator('[data-step="confirm"] [data-slot="code"]')
    expect(shown).to_be_visible()

    let_pass(6, desk)
    confirm = desk.locator('#person-list [data-act="confirm"]:visible')
    expect(confirm).to_have_count(1)
    confirm.click()
    dialog = desk.locator("#confirm-dialog")
    assert dialog.locator('[data-slot="code"]').inner_text() == shown.inner_text()
    desk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()  # Enter cancels: nobody confirms without looking
    assert last_payload(hall)["type"] == "device.enrolled"
    confirm.click()
    dialog.locator('[data-slot="go"]').click()
    expect(desk.locator("#people-done")).to_contain_text("is confirmed")
    assert last_payload(hall)["type"] == "device.confirmed"
    expect(desk.locator('#person-list [data-slot="status"]', has_text="Phone confirmed")).to_have_count(1)
    expect(confirm).to_have_count(0)


def test_a_device_far_away_is_confirmed_by_the_code_that_its_owner_reads_aloud(
    confirming_hall: Hall, device: Device
) -> None:
    hall = confirming_hall
    fill_roster(hall)
    desk = take_seat(movable(device(PHONE)), hall, "desk")
    phone = device(PHONE)
    phone.goto(issue_badges(desk)[0])
    phone.locator('[data-act="activate"]').click()
    shown = phone.locator('[data-step="confirm"] [data-slot="code"]')
    expect(shown).to_be_visible()
    aloud = shown.inner_text()
    # Nobody is in the hall, and still the desk is told that a phone waits.
    let_pass(6, desk)
    expect(desk.locator("#attention")).to_contain_text("waits to be confirmed")
    desk.locator('#person-list [data-act="confirm"]:visible').click()
    dialog = desk.locator("#confirm-dialog")
    dialog.get_by_label("Far away: by video").check()
    go, heard = dialog.locator('[data-slot="go"]'), dialog.locator('[data-slot="heard"]')
    expect(dialog.locator('[data-slot="code"]')).to_be_hidden()
    expect(go).to_be_disabled()
    other = ("1" if aloud[0] == "0" else "0") + aloud[1:]
    heard.fill(other)
    expect(dialog).to_contain_text("another code")
    expect(go).to_be_disabled()
    heard.fill(aloud.lower().replace("-", " "))
    expect(dialog).to_contain_text("That is the code")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go.click()
    expect(desk.locator("#people-done")).to_contain_text("is confirmed")
    assert last_payload(hall)["type"] == "device.confirmed"
    expect(desk.locator("#attention")).to_be_hidden()


def device_of(hall: Hall, link: str) -> dict[str, Any]:
    """Return what the log says of a badge's activation key."""
    code = b64url_decode(link.partition("#")[2].partition(".")[0])
    with urllib.request.urlopen(
        f"{hall.address}/devices/{Ed25519Signer.from_seed(activation_seed(code)).kid}"
    ) as found:
        return dict(json.load(found))


def test_a_lost_phone_is_replaced_and_a_badge_revoked(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(PHONE), hall, "desk")
    old = {one["credential"]: link for link in issue_badges(desk) for one in [device_of(hall, link)]}
    number = int(number_of(desk, "Bogdan"))
    dialog = desk.locator("#badge-dialog")

    press(desk, "Bogdan", "replace")
    save(dialog.locator('[data-slot="file"]'))
    dialog.locator('[data-slot="close"]').click()
    expect(desk.locator("#people-done")).to_contain_text("void: destroy it")
    assert device_of(hall, old[number])["status"] == "active"

    press(desk, "Bogdan", "replace")
    expect(dialog.locator('[data-slot="go"]')).to_be_disabled()
    [link] = links_of(save(dialog.locator('[data-slot="file"]')))
    dialog.locator('[data-slot="saved"]').check()
    dialog.locator('[data-slot="go"]').click()
    expect(desk.locator("#people-done")).to_contain_text("Bogdan Żak has a new badge")
    before, after = device_of(hall, old[number]), device_of(hall, link)
    assert (before["status"], after["status"]) == ("revoked", "active")
    assert (after["person"], after["mandates"]) == (before["person"], before["mandates"])
    assert last_payload(hall)["credentials"][0]["replaces"] == number

    press(desk, "Bogdan", "revoke")
    revoke = desk.locator("#revoke-dialog")
    expect(revoke.locator('[data-slot="go"]')).to_be_disabled()
    revoke.get_by_label("Mandate withdrawn").check()
    revoke.locator('[data-slot="go"]').click()
    expect(row(desk, "Bogdan").locator('[data-slot="status"]')).to_have_text("Revoked")
    assert last_payload(hall)["reason"] == "withdrawn"
    assert device_of(hall, link)["status"] == "revoked"
    expect(row(desk, "Bogdan").locator('[data-act="issue"]')).to_be_visible()
    expect(row(desk, "Bogdan").locator('[data-act="in"]')).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_part_fits_and_can_be_touched(hall: Hall, device: Device, size: dict[str, int], tmp_path: Path) -> None:
    fill_roster(hall)
    desk = take_seat(device(size), hall, "desk")
    issue_badges(desk)
    tab(desk, "people").focus()
    for name in ("people", "import", "issue", "delegations"):
        panel = tab(desk, name)
        if name == "import":
            choose_file(panel, tmp_path, "delegates.csv", LIST)
            expect(panel.locator('[data-slot="rows"] tr')).not_to_have_count(0)
        expect(panel).to_be_visible()
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert desk.evaluate(TOO_SMALL) == [], name
    desk.locator("#tab-delegations").press("ArrowRight")
    expect(desk.locator("#people")).to_be_visible()
    expect(desk.locator("#tab-people")).to_be_focused()


def test_the_tab_that_is_open_is_seen_whole_on_a_small_screen(hall: Hall, device: Device) -> None:
    desk = take_seat(device(PHONE), hall, "desk")
    desk.goto(f"{hall.address}/desk#delegations")
    desk.reload()
    expect(desk.locator("#tab-delegations")).to_have_attribute("aria-selected", "true")
    edges = desk.locator("#tab-delegations").bounding_box()
    assert edges is not None
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= PHONE["width"]
