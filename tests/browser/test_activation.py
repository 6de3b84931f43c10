"""Badges in the browser: a lost reply is only a retry, a code works once, some browsers cannot keep a key."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.badge_links import issue_badge
from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browser.hall import Hall, open_hall
from voting.signing import Hand

NewDevice = Callable[..., Page]
KEPT = """
() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("plenary");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction("values").objectStore("values").getAllKeys();
    reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
  };
})
"""


@dataclass
class Desk:
    """A hall whose desk this process holds, with numbers and seats to give out."""

    hall: Hall
    hand: Hand
    numbers: Iterator[int]

    def badge(self, role: str = "delegate", **changes: Any) -> str:
        number = next(self.numbers)
        mandates = [f"valley/{number - 99}"] if role == "delegate" else []
        return issue_badge(self.hall, self.hand, number, mandates, role, **changes)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    hall = open_hall(tmp_path_factory.mktemp("hall"))
    hall.register("valley", "Valley Union", 90)
    yield Desk(hall, hall.hand("desk"), count(100))
    hall.stop()


def step(page: Page, name: str) -> Any:
    return page.locator(f'main [data-step="{name}"]')


def press_activate(page: Page) -> None:
    page.get_by_role("button", name="activate").click()


def size(hall: Hall) -> int:
    with urllib.request.urlopen(f"{hall.address}/state", timeout=10) as response:
        return int(json.load(response)["size"])


def test_a_badge_activates_a_phone_and_its_code_is_gone(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(desk.badge())
    offer = step(page, "offer")
    expect(offer).to_contain_text("Alliance for Peace")
    expect(offer).to_contain_text("Valley Union")
    expect(offer).to_contain_text("Delegate")
    assert page.url == f"{desk.hall.address}/activate", "the code stays in no address bar and in no history"
    assert any(key.startswith("activation:") for key in page.evaluate(KEPT))
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    assert not any(key.startswith("activation") for key in page.evaluate(KEPT)), "the code is forgotten"
    page.get_by_role("link", name="Go to voting").click()
    expect(page.locator("#who")).to_contain_text("Valley Union")
    expect(page.locator("#connection")).to_have_text("Connected")


def test_no_request_carries_the_code(device: NewDevice, desk: Desk) -> None:
    page = device()
    link = desk.badge()
    code = link.partition("#")[2].partition(".")[0]
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.partition("#")[0] + (request.post_data or "")))
    page.goto(link)
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    assert len(sent) > 5
    assert [text for text in sent if code in text] == []


def test_a_lost_reply_is_only_a_retry(device: NewDevice, desk: Desk) -> None:
    """The server records the enrolment, the reply never arrives, the page is closed: opened again, it carries on."""
    page = device()
    page.goto(desk.badge())
    sent: list[bytes] = []

    def lose_reply(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.fetch()
        route.abort()

    page.route("**/statements", lose_reply)
    before = size(desk.hall)
    press_activate(page)
    expect(page.get_by_text("The network does not answer")).to_be_visible()
    page.unroute("**/statements")
    page.goto(f"{desk.hall.address}/")
    expect(step(page, "done")).to_be_visible()
    assert size(desk.hall) == before + 1


def test_an_enrolment_that_never_arrived_is_sent_again_as_it_was(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(desk.badge())
    sent: list[bytes] = []

    def drop(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.abort()

    page.route("**/statements", drop)
    press_activate(page)
    expect(page.get_by_text("The network does not answer")).to_be_visible()
    page.unroute("**/statements")
    page.on("request", lambda request: request.url.endswith("/statements") and sent.append(request.post_data_buffer))
    page.reload()
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    assert len(sent) >= 2
    assert len(set(sent)) == 1


def test_a_code_works_once(device: NewDevice, desk: Desk) -> None:
    link = desk.badge()
    first, second = device(), device()
    first.goto(link)
    press_activate(first)
    expect(step(first, "done")).to_be_visible()
    second.goto(link)
    expect(step(second, "used")).to_be_visible()
    expect(second.get_by_role("alertdialog")).to_contain_text("credentials desk")
    first.goto(link)
    expect(step(first, "done")).to_be_visible()


def test_of_two_phones_that_race_for_a_code_the_second_is_told(device: NewDevice, desk: Desk) -> None:
    link = desk.badge()
    first, second = device(), device()
    for page in (first, second):
        page.goto(link)
        expect(step(page, "offer")).to_be_visible()
    press_activate(first)
    expect(step(first, "done")).to_be_visible()
    press_activate(second)
    expect(step(second, "used")).to_be_visible()


def test_a_second_badge_replaces_the_first_only_once_it_is_enrolled(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(desk.badge())
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    page.goto(desk.badge("observer"))
    expect(step(page, "offer")).to_contain_text("already acts for credential")
    page.get_by_role("link", name="Go on with this phone's earlier badge").click()
    expect(page.locator("#who")).to_contain_text("Delegate")
    page.goto(f"{desk.hall.address}/activate")
    page.get_by_role("button", name="Replace and activate").click()
    expect(step(page, "done")).to_be_visible()
    page.goto(f"{desk.hall.address}/")
    expect(page.locator("#who")).to_contain_text("Observer")


def test_a_revoked_badge_and_one_that_is_not_signed_yet(device: NewDevice, desk: Desk) -> None:
    link = desk.badge()
    number = next(desk.numbers) - 1
    desk.hall.post(desk.hand.sign("credential.revoked", credential=number, reason="mistake"))
    page = device()
    page.goto(link)
    expect(step(page, "revoked")).to_be_visible()
    page.goto(f"{desk.hall.address}/activate#{'A' * 22}.{desk.hand.convention}")
    expect(step(page, "unknown")).to_be_visible()


def test_a_badge_of_another_convention_sends_nothing(device: NewDevice, desk: Desk) -> None:
    page = device()
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.goto(f"{desk.hall.address}/activate#{'A' * 22}.{'A' * 43}")
    expect(step(page, "wrong-convention")).to_be_visible()
    assert sent == []
    # Nothing of this convention to go on with; whoever has a badge of it here is led back.
    expect(page.get_by_role("link", name="earlier badge")).to_be_hidden()
    page.goto(desk.badge())
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    page.goto(f"{desk.hall.address}/activate#{'A' * 22}.{'A' * 43}")
    page.get_by_role("link", name="earlier badge").click()
    expect(page.locator("#who")).to_contain_text("Delegate")


def expect_forgets(page: Page, desk: Desk, forgets: bool) -> None:
    page.goto(desk.badge())
    expect(step(page, "offer")).to_be_visible()
    expect(page.get_by_text("private window")).to_be_visible(visible=forgets)


def test_a_window_that_will_forget_the_key_says_so_before_there_is_one(
    browser: Browser, chromium_path: str, tmp_path: Path, device: NewDevice, desk: Desk
) -> None:
    keeps = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium_path, args=list(CHROMIUM_FLAGS)
    )
    expect_forgets(keeps.new_page(), desk, False)
    others = keeps.new_page()
    others.add_init_script(
        'StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("no", "SecurityError"));'
    )
    expect_forgets(others, desk, True)
    keeps.close()
    # A context that the tests made is one of Chromium's private windows.
    private = device()
    expect_forgets(private, desk, True)
    # She may know better.
    press_activate(private)
    expect(step(private, "done")).to_be_visible()


def test_a_browser_that_asks_whether_pages_may_keep_things_holds_nothing_up(device: NewDevice, desk: Desk) -> None:
    page = device()
    # Firefox, before somebody answers.
    page.add_init_script("StorageManager.prototype.persist = () => new Promise(() => {});")
    page.goto(desk.badge())
    press_activate(page)
    expect(step(page, "done")).to_be_visible()


def test_a_link_that_was_cut_off(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(desk.badge()[:-5])
    expect(step(page, "bad-code")).to_be_visible()


@pytest.mark.parametrize(
    ("step_name", "script"),
    [
        ("insecure", 'Object.defineProperty(window, "isSecureContext", {value: false});'),
        ("no-storage", 'IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError"); };'),
    ],
)
def test_a_browser_that_cannot_keep_a_key_is_told_what_to_do(
    device: NewDevice, desk: Desk, step_name: str, script: str
) -> None:
    page = device()
    page.add_init_script(script)
    page.goto(desk.badge())
    expect(step(page, step_name)).to_be_visible()
    expect(step(page, step_name)).to_contain_text("What to do")
    assert "#" in page.url, "the code is still there for a browser that can"


def test_a_browser_inside_an_app_hands_the_link_on(device: NewDevice, desk: Desk) -> None:
    page = device(user_agent="Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 Instagram 350.0")
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
        "navigator.storage.persist = async () => (window.keeps = true);"
    )
    link = desk.badge()
    page.goto(link)
    expect(step(page, "in-app")).to_contain_text("Instagram")
    assert page.url == link
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("alert")).to_contain_text("does not let the page copy")
    page.get_by_role("button", name="Continue here anyway").click()
    press_activate(page)
    expect(step(page, "done")).to_be_visible()
    # An app's window is asked all the more to keep the key.
    assert page.evaluate("window.keeps") is True


def test_officers_are_signed_in_on_the_way_to_their_room(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(desk.hall.link("auditor"))
    press_activate(page)
    page.get_by_role("link", name="Go to the record").click()
    page.wait_for_url("**/audit")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["plenary"]


def test_sign_in_without_a_key_says_where_to_get_one(device: NewDevice, desk: Desk) -> None:
    page = device()
    page.goto(f"{desk.hall.address}/signin?next=/desk")
    expect(step(page, "no-key")).to_be_visible()


def test_a_device_that_must_be_confirmed_shows_its_code_and_notices(device: NewDevice, tmp_path: Path) -> None:
    hall = open_hall(tmp_path, device_confirmation=True)
    try:
        desk = hall.hand("desk")
        page = device()
        page.goto(issue_badge(hall, desk, 100, ["nord/1"]))
        press_activate(page)
        expect(step(page, "confirm")).to_be_visible()
        code = page.locator('main [data-step="confirm"] code').inner_text()
        kid = page.evaluate("""async () => (await (await import("/static/js/identity.js")).currentIdentity()).kid""")
        assert code == page.evaluate("""async (kid) => (await import("/static/js/keys.js")).shortCode(kid)""", kid)
        hall.post(desk.sign("device.confirmed", device=kid))
        expect(step(page, "done")).to_be_visible(timeout=15_000)
    finally:
        hall.stop()


def test_a_phone_that_forgets_after_a_week_says_so(device: NewDevice, desk: Desk) -> None:
    for forgets in (False, True):
        page = device()
        page.add_init_script(f"CSS.supports = (name) => name === '-webkit-touch-callout' && {json.dumps(forgets)};")
        page.goto(desk.badge())
        press_activate(page)
        expect(step(page, "done")).to_be_visible()
        expect(page.get_by_text("is not opened for a week")).to_be_visible(visible=forgets)


def test_an_icon_on_an_apple_phone_leads_back_to_the_browser_that_has_the_key(device: NewDevice, desk: Desk) -> None:
    for standalone in (False, True):
        page = device()
        page.add_init_script(f"navigator.standalone = {json.dumps(standalone)};")
        page.goto(desk.hall.address)
        expect(page.get_by_role("heading", name="Scan the code on your badge")).to_be_visible()
        expect(page.get_by_text("this icon keeps nothing")).to_be_visible(visible=standalone)


def test_a_browser_is_asked_to_keep_the_key_and_one_that_may_delete_it_says_so(device: NewDevice, desk: Desk) -> None:
    for agrees in (False, True):
        page = device()
        page.add_init_script(
            f"""window.asked = 0;
            StorageManager.prototype.persist = async () => {{ window.asked += 1; return {json.dumps(agrees)}; }};
            StorageManager.prototype.persisted = async () => window.asked > 0 && {json.dumps(agrees)};"""
        )
        page.goto(desk.badge())
        press_activate(page)
        expect(step(page, "done")).to_be_visible()
        expect(page.get_by_text("keep some space free")).to_be_visible(visible=not agrees)
        # A page that is installed means more to a browser than one that was visited once.
        page.get_by_role("link", name="Go to voting").click()
        expect(page.locator("#connection")).to_have_class("pill pill-ok")
        assert page.evaluate("window.asked") == 0
        page.evaluate("dispatchEvent(new Event('appinstalled'))")
        assert page.evaluate("window.asked") == 1
