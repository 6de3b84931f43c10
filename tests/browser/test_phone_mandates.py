"""Votes given to another on the phone: by a delegate herself, by the head of her delegation, and taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_room import last_payload
from tests.browser.hall import Hall, open_hall
from tests.browser.test_blocks import phone
from tests.browser.voters import open_motion, seat_voters, state
from voting.signing import Hand

Device = Callable[..., Page]


@pytest.fixture
def proxy_hall(tmp_path: Path) -> Iterator[Hall]:
    """A convention where one person holds one mandate by proxy, of any delegation."""
    hall = open_hall(tmp_path, proxies={"limit": 1, "quorum": True, "within_delegation": False})
    yield hall
    hall.stop()


@pytest.fixture
def desk(proxy_hall: Hall) -> Hand:
    return proxy_hall.hand("desk")


def card(page: Page) -> Locator:
    """Open the card anew, so that it asks what the log says now."""
    found = page.locator("#mandates")
    page.evaluate("document.getElementById('mandates').open = false")
    found.locator("summary").click()
    return found


def review(found: Locator, to: int, standing: str, mandate: str | None = None) -> None:
    expect(found.locator('[data-slot="form"]')).to_be_visible()
    if mandate is not None:
        found.locator('[name="mandate"]').select_option(mandate)
    found.locator(f'[name="as"][value="{standing}"]').check()
    found.locator('[name="number"]').fill(str(to))
    found.get_by_role("button", name="Review").click()


def sign(found: Locator) -> Locator:
    found.get_by_role("button", name="Sign and send").click()
    return found.locator('[data-slot="said"]')


def test_a_delegate_gives_a_proxy_and_takes_it_back(proxy_hall: Hall, desk: Hand, device: Device) -> None:
    hall, chair = proxy_hall, proxy_hall.hand("chair")
    ann, bea = device(), device()
    phone(ann, hall, desk, "nord/1")
    holder = phone(bea, hall, desk, "sol/1")
    # The script for this comes when it is opened, if there is a network. Browsers remember that a script did not come:
    # as one it is asked for only once it is here.
    lost: list[str] = []
    ann.route("**/mandates-card.js", lambda route: (lost.append(route.request.resource_type), route.abort()), times=1)
    expect(card(ann)).to_contain_text("The server does not answer.")
    assert lost == ["fetch"]
    mine = card(ann)
    expect(mine).to_contain_text("You cast mandate nord/1 yourself")
    expect(mine).to_contain_text("One person holds at most 1 by proxy")
    review(mine, holder, "proxy")
    expect(mine).to_contain_text(f"Credential {holder} (Delegate, Party of the Sun) casts mandate nord/1 by proxy")
    expect(mine).to_contain_text("or its own delegate checks in at the door")
    size = state(hall)["size"]
    mine.get_by_role("button", name="Back").click()
    review(mine, holder, "proxy")
    assert state(hall)["size"] == size
    expect(sign(mine)).to_have_text(f"Recorded as entry {size}: credential {holder} casts mandate nord/1.")
    assert last_payload(hall)["as"] == "proxy"
    expect(mine).to_contain_text("The proxy ends when you check in at the door")
    expect(mine.locator('[data-slot="form"]')).to_be_hidden()
    expect(card(bea)).to_contain_text("You cast mandate nord/1 of credential")
    open_motion(hall, chair, "A-1")
    expect(ann.locator(".ballot")).to_contain_text("You gave a proxy for this mandate")
    expect(bea.locator('.ballot[data-mandate="nord/1"]')).to_contain_text("by proxy")
    # Her own comes first.
    expect(bea.locator('#who [data-slot="delegation"]')).to_have_text("Party of the Sun, Nordic Greens")
    mine.get_by_role("button", name="Take back nord/1").click()
    expect(mine).to_contain_text("goes back to its own delegate, from the next motion on")
    expect(sign(mine)).to_contain_text("mandate nord/1 is with its own delegate again")
    expect(mine).to_contain_text("You cast mandate nord/1 yourself")
    ann.locator("#receipts summary").click()
    expect(ann.locator("#receipts")).to_contain_text("Who casts mandate nord/1")


def test_a_page_that_is_older_than_the_server_is_reloaded_with_a_button(
    proxy_hall: Hall, desk: Hand, device: Device
) -> None:
    """An installed page has no other."""
    ann = device()
    phone(ann, proxy_hall, desk, "nord/1")
    ann.locator("#mandates").evaluate("(part) => { part.dataset.script = '/assets/0000/js/mandates-card.js'; }")
    older = card(ann)
    expect(older).to_contain_text("This page is older than the server. Reload it and try again.")
    older.get_by_role("button", name="Reload this page").click()
    expect(older.get_by_role("button", name="Reload this page")).to_be_hidden()
    expect(card(ann)).to_contain_text("You cast mandate nord/1 yourself")
    expect(older.get_by_role("button", name="Reload this page")).to_be_hidden()


def test_a_proxy_ends_with_the_check_in_of_whoever_gave_it(proxy_hall: Hall, desk: Hand, device: Device) -> None:
    hall = proxy_hall
    ann, bea = device(), device()
    giver = phone(ann, hall, desk, "nord/1")
    holder = phone(bea, hall, desk, "sol/1")
    mine = card(ann)
    review(mine, holder, "proxy")
    expect(sign(mine)).to_contain_text("Recorded as entry")
    hall.post(desk.sign("presence.recorded", credential=giver, state="in"))
    expect(card(ann)).to_contain_text("You cast mandate nord/1 yourself")
    expect(card(ann).locator('[data-slot="said"]')).to_be_hidden()
    expect(card(bea)).not_to_contain_text("by proxy. It ends")


def test_proxies_that_the_rules_forbid_are_named_before_anything_is_signed(
    proxy_hall: Hall, desk: Hand, device: Device
) -> None:
    hall = proxy_hall
    ann, bea = device(), device()
    own = phone(ann, hall, desk, "nord/1")
    other = phone(bea, hall, desk, "sol/1")
    guest = phone(device(), hall, desk, role="observer")
    seat_voters(hall, desk, "nord/2", first=800)
    size = state(hall)["size"]
    mine, problem = card(ann), ann.locator('#mandates [data-slot="problem"]')
    for number, standing, words in (
        (own, "proxy", "Nobody hands a mandate to herself"),
        (other, "alternate", "An alternate takes a mandate over"),
        (guest, "proxy", "a proxy goes to a delegate or an alternate"),
        (999, "proxy", "No badge has this number"),
    ):
        review(mine, number, standing)
        expect(problem).to_contain_text(words)
        expect(mine.locator('[data-slot="review"]')).to_be_hidden()
        # A keyboard goes on where it was.
        expect(mine.get_by_role("button", name="Review")).to_be_focused()
    assert state(hall)["size"] == size
    hall.post(desk.sign("mandate.delegated", mandates=["nord/2"], to=other, **{"as": "proxy"}))
    review(mine, other, "proxy")
    expect(problem).to_contain_text("as many mandates of others as the rules allow")
    review(mine, 800, "proxy")
    expect(problem).to_contain_text("handed her own mandate away")


def test_the_head_names_an_alternate_and_takes_the_mandate_back(proxy_hall: Hall, desk: Hand, device: Device) -> None:
    hall = proxy_hall
    head, ida = device(), device()
    phone(head, hall, desk, "nord/1", head=True)
    member = phone(device(), hall, desk, "nord/2")
    alternate = phone(ida, hall, desk, role="alternate")
    expect(ida.locator("#mandates")).to_be_hidden()
    mine = card(head)
    expect(mine).to_contain_text(f"Alternates of your delegation: {alternate}.")
    expect(mine.locator("option").nth(1)).to_have_text(f"nord/2 (credential {member})")
    review(mine, alternate, "alternate", "nord/2")
    expect(sign(mine)).to_contain_text(f"credential {alternate} casts mandate nord/2")
    assert last_payload(hall)["mandates"] == ["nord/2"]
    expect(mine.locator("li")).to_have_count(2)
    mine.get_by_role("button", name="Take back nord/2").click()
    expect(sign(mine)).to_contain_text("mandate nord/2 is with its own delegate again")
    expect(mine.locator("li")).to_have_count(1)


def test_what_could_not_be_sent_is_kept_and_sent_after_a_reload(proxy_hall: Hall, desk: Hand, device: Device) -> None:
    # What passes a service worker is not always seen by the route.
    hall, ann = proxy_hall, device()
    phone(ann, hall, desk, "nord/1")
    alternate = phone(device(), hall, desk, role="alternate")
    mine = card(ann)
    ann.route("**/statements", lambda route: route.abort())
    review(mine, alternate, "alternate")
    size = state(hall)["size"]
    expect(sign(mine)).to_contain_text("Signed and kept on this phone, but not recorded yet")
    expect(mine.locator('[data-slot="form"]')).to_be_hidden()
    assert state(hall)["size"] == size
    ann.reload()
    expect(card(ann)).to_be_visible()
    ann.unroute("**/statements")
    expect(card(ann).locator('[data-slot="said"]')).to_contain_text(f"Recorded as entry {size}")
    assert state(hall)["size"] == size + 1
