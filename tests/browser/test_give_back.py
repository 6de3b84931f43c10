"""A lent phone that is given back: nothing goes without its holder's word, then everything, and the next badge fits."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.badge_links import issue_badge
from tests.browser.measures import fits
from tests.browser.phone_room import Room, expect_recorded, turnout, vote
from tests.browser.seats import arrive

# All that a browser keeps of a page, but the session's cookie, which no script reads.
HELD = """async () => JSON.stringify({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie,
})"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "local": {}, "session": {}, "cookie": ""}


def held(page: Page) -> dict[str, object]:
    return dict(json.loads(page.evaluate(HELD)))


def step(page: Page, name: str) -> object:
    return page.locator(f'main [data-step="{name}"]')


def badge(room: Room, seat: str) -> tuple[int, str]:
    """Issue a badge and return its number and its link."""
    number = next(room.numbers)
    return number, issue_badge(room.hall, room.desk, number, [seat])


def activate(page: Page, link: str) -> None:
    page.goto(link)
    page.locator('[data-act="activate"]').click()
    page.locator('[data-slot="room"]').click()
    expect(page.locator("#connection")).to_have_class("pill pill-ok")


def become(page: Page, room: Room, seat: str) -> None:
    """Make the phone hold what a delegate's does, as after activation."""
    arrive(page, badge(room, seat)[1])
    expect(page.locator("#connection")).to_have_class("pill pill-ok")


def ask(page: Page) -> None:
    page.locator('[data-act="ask"]').click()
    expect(step(page, "confirm")).to_be_visible()


def test_one_phone_serves_two_delegates_one_after_the_other(room: Room) -> None:
    first, second = room.seats(2)
    page = room.device(service_workers="allow")
    (number, link), (_, other) = badge(room, first), badge(room, second)
    activate(page, link)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.context.add_cookies([{"name": "language", "value": "en", "url": room.hall.address}])
    # The session by which she asked for the floor is hers too.
    page.goto(f"{room.hall.address}/signin?next=/")
    motion = room.motion()
    vote(page, first, "Yes")
    expect_recorded(page, first, "Yes")
    beside = page.context.new_page()
    beside.goto(room.hall.address)
    expect(beside.locator("#who")).to_contain_text(str(number))

    page.get_by_role("link", name="Give this phone back").click()
    expect(step(page, "holds")).to_contain_text(f"No. {number} · Valley Union · Delegate")
    page.locator("#receipts summary").click()
    expect(page.locator("#receipts li")).to_have_count(2)
    with page.expect_download() as download:
        page.locator("#receipts li").first.locator('[data-slot="download"]').click()
    assert Path(download.value.path()).read_text().startswith("c2sp.org/tlog-proof@v1")
    fits(page)
    before = held(page)
    assert before != NOTHING
    ask(page)
    page.locator('[data-act="keep"]').click()
    expect(step(page, "holds")).to_be_visible()
    assert held(page) == before
    ask(page)
    assert held(page) == before
    page.locator('[data-act="delete"]').click()
    expect(step(page, "done")).to_contain_text("This phone holds nothing any more. Hand it to the desk.")
    # A tab that stood beside it has no key any more; it knew one.
    expect(beside.locator('[data-step="no-key"]')).to_be_visible()
    beside.close()
    page.reload()
    expect(step(page, "nothing")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == []
    page.goto(room.hall.address)
    expect(step(page, "no-key")).to_be_visible()

    activate(page, other)
    vote(page, second, "No")
    expect_recorded(page, second, "No")
    assert turnout(room, motion) == 2, "the first delegate's vote stands"
    page.locator("#receipts summary").click()
    expect(page.locator("#receipts li")).to_have_count(2)


def test_all_is_gone_when_the_page_says_so(room: Room) -> None:
    [seat] = room.seats()
    page = room.device(service_workers="allow")
    become(page, room, seat)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.evaluate("() => { localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2'); }")
    page.goto(f"{room.hall.address}/give-back")
    ask(page)
    page.locator('[data-act="delete"]').click()
    expect(step(page, "done")).to_be_visible()
    assert held(page) == NOTHING


def test_a_vote_that_waits_keeps_everything(room: Room) -> None:
    [seat] = room.seats()
    page = room.device(service_workers="allow")
    become(page, room, seat)
    motion = room.motion()
    ready = page.context.new_page()
    ready.goto(f"{room.hall.address}/give-back")
    ask(ready)
    page.route("**/statements", lambda route: route.abort())
    vote(page, seat, "Yes")
    expect(page.locator(".ballot")).to_contain_text("not answer")
    before = held(page)
    # It was signed beside a page that had looked before.
    ready.locator('[data-act="delete"]').click()
    expect(step(ready, "unsettled")).to_contain_text("still waits to be sent")
    ready.close()
    page.context.route("**/statements", lambda route: route.abort())
    page.goto(f"{room.hall.address}/give-back")
    expect(step(page, "unsettled")).to_contain_text("still waits to be sent")
    expect(page.locator('[data-act="ask"]')).to_be_hidden()
    assert held(page) == before
    page.context.unroute("**/statements")
    page.unroute("**/statements")
    page.get_by_role("link", name="Back to the vote").first.click()
    expect_recorded(page, seat, "Yes")
    assert turnout(room, motion) == 1
    page.goto(f"{room.hall.address}/give-back")
    expect(step(page, "holds")).to_be_visible()


def test_without_the_server_nothing_is_deleted(room: Room) -> None:
    """Its cookie would let the next holder ask for the floor as this one."""
    [seat] = room.seats()
    page = room.device(service_workers="allow")
    become(page, room, seat)
    page.goto(f"{room.hall.address}/give-back")
    before = held(page)
    ask(page)
    page.route("**/session", lambda route: route.abort())
    page.locator('[data-act="delete"]').click()
    expect(step(page, "confirm")).to_contain_text("The server does not answer")
    assert held(page) == before
    page.unroute("**/session")
    page.locator('[data-act="delete"]').click()
    expect(step(page, "done")).to_be_visible()


def test_a_browser_that_holds_nothing_says_so_and_one_with_an_unused_code_forgets_it(room: Room) -> None:
    page = room.device(service_workers="allow")
    page.goto(f"{room.hall.address}/give-back")
    expect(step(page, "nothing")).to_be_visible()
    fits(page)
    page.goto(issue_badge(room.hall, room.desk, next(room.numbers), room.seats()))
    expect(step(page, "offer")).to_be_visible()
    page.goto(f"{room.hall.address}/give-back")
    expect(step(page, "holds")).to_contain_text("scanned and not activated")
    ask(page)
    page.locator('[data-act="delete"]').click()
    expect(step(page, "done")).to_be_visible()
    assert held(page) == NOTHING
