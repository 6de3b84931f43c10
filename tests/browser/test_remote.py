"""A delegate far away checks in and out on her own phone, and votes in between."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_room import last_payload
from tests.browser.hall import Hall, open_hall
from tests.browser.phone_room import Room
from tests.browser.voters import state
from voting.signing import Hand

Device = Callable[..., Page]
BY_VIDEO = "If you take part from afar, call the desk by video"


def far_room(folder: Path, device: Device, **rules: Any) -> Room:
    hall = open_hall(folder, **rules)
    return Room(hall, hall.hand("desk"), hall.hand("chair"), device, count(100))


@pytest.fixture
def far(tmp_path: Path, device: Device) -> Iterator[Room]:
    """A convention whose delegates may record their own presence."""
    room = far_room(
        tmp_path, device, remote_presence=True, proxies={"limit": 1, "quorum": True, "within_delegation": False}
    )
    yield room
    room.hall.stop()


def step(page: Page, name: str) -> Locator:
    return page.locator(f'main [data-step="{name}"]')


def act(page: Page, name: str) -> Locator:
    return page.locator(f'[data-act="{name}"]')


def present(hall: Hall) -> int:
    return int(state(hall)["rolls"]["present"]["count"])


def record(hall: Hall, desk: Hand, credential: int, to: str) -> None:
    hall.post(desk.sign("presence.recorded", credential=credential, state=to))


def test_she_checks_in_votes_and_checks_out(far: Room) -> None:
    page = far.phone("nord/1")
    number = far.credentials[page]
    page.get_by_role("link", name="From afar: check in or out").click()
    expect(step(page, "out")).to_be_visible()
    assert present(far.hall) == 0
    act(page, "in").click()
    expect(step(page, "in")).to_be_visible()
    expect(step(page, "in")).to_contain_text(f"Recorded as entry {state(far.hall)['size'] - 1}")
    assert (present(far.hall), last_payload(far.hall)["credential"]) == (1, number)
    assert last_payload(far.hall)["state"] == "in"

    # Leaving is asked twice, and staying signs nothing.
    size = state(far.hall)["size"]
    act(page, "leave").click()
    act(page, "stay").click()
    expect(step(page, "in")).to_be_visible()
    assert state(far.hall)["size"] == size
    act(page, "leave").click()
    act(page, "out").click()
    expect(step(page, "out")).to_be_visible()
    expect(step(page, "out")).to_contain_text("Recorded as entry")
    assert present(far.hall) == 0
    act(page, "in").click()
    expect(step(page, "in")).to_be_visible()

    # A motion that opens brings her back to her ballot.
    far.motion()
    expect(page.locator('.ballot[data-mandate="nord/1"] .vote').first).to_be_visible()
    # What proves her votes is not mixed with her coming and going.
    expect(page.locator('#receipts [data-slot="count"]')).to_have_text("0")


def test_what_the_network_holds_up_is_kept_and_sent_by_itself(far: Room) -> None:
    page = far.phone("nord/1")
    page.goto(f"{far.hall.address}/remote")
    page.route("**/statements", lambda route: route.abort())
    act(page, "in").click()
    expect(step(page, "out").locator('[data-slot="waiting"]')).to_contain_text("kept on this phone")
    expect(act(page, "in")).to_be_disabled()
    page.reload()
    expect(step(page, "out").locator('[data-slot="waiting"]')).to_contain_text("kept on this phone")
    # Nothing is signed a second time while one waits.
    expect(act(page, "in")).to_be_disabled()
    page.unroute("**/statements")
    expect(step(page, "in")).to_be_visible()
    assert present(far.hall) == 1


def test_what_the_desk_has_recorded_meanwhile_is_shown(far: Room) -> None:
    page = far.phone("nord/1")
    page.goto(f"{far.hall.address}/remote")
    expect(step(page, "out")).to_be_visible()
    # A look that gets no answer changes nothing; an error in the page would fail this test.
    page.route("**/devices/*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "/devices/" in request.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.unroute("**/devices/*")
    expect(step(page, "out")).to_be_visible()
    record(far.hall, far.desk, far.credentials[page], "in")
    act(page, "in").click()
    expect(step(page, "in")).to_be_visible()
    expect(step(page, "in").locator('[data-slot="problem"]')).to_contain_text("already")


def test_a_proxy_that_ends_is_named_before(far: Room) -> None:
    page, holder = far.phone("nord/1"), far.phone("sol/1")
    fields = {"mandates": ["nord/1"], "to": far.credentials[holder], "as": "proxy"}
    far.hall.post(far.desk.sign("mandate.delegated", **fields))
    page.goto(f"{far.hall.address}/remote")
    expect(step(page, "out")).to_contain_text("You gave a proxy (mandate nord/1). When you check in it ends")
    act(page, "in").click()
    expect(step(page, "in")).to_be_visible()
    record(far.hall, far.desk, far.credentials[page], "out")
    page.reload()
    expect(step(page, "out").locator('[data-slot="proxies"]')).to_be_hidden()


def test_a_phone_that_is_not_confirmed_shows_its_code(tmp_path: Path, device: Device) -> None:
    far = far_room(tmp_path, device, remote_presence=True, device_confirmation=True)
    try:
        page = far.phone("nord/1")
        code = page.locator('#who [data-slot="short-code"]').inner_text()
        assert BY_VIDEO in page.request.get(f"{far.hall.address}/activate").text()
        page.goto(f"{far.hall.address}/remote")
        expect(step(page, "unconfirmed")).to_contain_text(code)
        # One look without an answer is not the last.
        page.route("**/devices/*", lambda route: route.abort(), times=1)
        with page.expect_event("requestfailed", lambda request: "/devices/" in request.url):
            pass
        kid = page.evaluate("async () => (await (await import('/static/js/identity.js')).currentIdentity()).kid")
        far.hall.post(far.desk.sign("device.confirmed", device=kid))
        expect(step(page, "out")).to_be_visible()
    finally:
        far.hall.stop()


def test_where_the_rules_want_the_door_it_says_so(room: Room) -> None:
    page = room.phone(*room.seats())
    expect(page.locator("#receipts")).to_be_visible()
    expect(page.get_by_role("link", name="From afar")).to_have_count(0)
    assert BY_VIDEO not in page.request.get(f"{room.hall.address}/activate").text()
    page.goto(f"{room.hall.address}/remote")
    expect(step(page, "door")).to_be_visible()
    observer = room.phone()
    observer.goto(f"{room.hall.address}/remote")
    expect(step(observer, "nobody")).to_be_visible()


def test_a_badge_that_was_replaced_checks_nobody_in(far: Room) -> None:
    page = far.phone("nord/1")
    page.goto(f"{far.hall.address}/remote")
    expect(step(page, "out")).to_be_visible()
    far.phone("nord/1", replaces=far.credentials[page])
    act(page, "in").click()
    expect(step(page, "replaced")).to_be_visible()
    assert present(far.hall) == 0
