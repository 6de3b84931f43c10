"""The sample convention in every room: each size of device, three languages, two chairs, bad luck, one result."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from ballots.acts import Role
from tests.browser.gallery import SIZES
from tests.browser.passing_time import past_double_tap
from tests.browser.sample_hall import SampleHall, sample_hall
from voting.plan import OfficerPlan
from voting.sample_amendments import DOCUMENT

Device = Callable[..., Page]

KINDS = [("phone", "fr"), ("tablet", "es"), ("desktop", "en")]
# Two chairs for each size of device, for a chair has one device.
CHAIRS = {
    f"{name}, {size}": OfficerPlan(Role.CHAIR, f"{name}, {size}")
    for size, _ in KINDS
    for name in ("Bertil Lund", "Chiara Donati")
}
# What a browser does that is short of space, or whose owner clears its data.
FORGET = """async () => {
  for (const one of await indexedDB.databases()) indexedDB.deleteDatabase(one.name);
  localStorage.clear();
}"""


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleHall]:
    """The sample in its sitting: each test takes the next vote of its script."""
    with sample_hall(CHAIRS) as sample:
        sample.arrive()
        yield sample


def activate(page: Page, sample: SampleHall, fragment: str) -> Page:
    """Go from a badge's code to the person's room."""
    page.goto(f"{sample.address}/activate#{fragment}")
    page.locator('[data-act="activate"]').click()
    page.locator('[data-slot="room"]').click()
    return page


def read(page: Page, language: str) -> None:
    """See that a page speaks the reader's language and needs no scrolling aside on a device of any size."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    before = page.viewport_size
    for size in SIZES.values():
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (page.url, size)
    page.set_viewport_size(before)


def confirm(chair: Page, motion: str, act: str) -> None:
    chair.locator(f'#now [data-motion="{motion}"] [data-act="{act}"]').click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(chair.locator("#confirm")).to_be_hidden()


def expect_state(chair: Page, motion: str, state: str) -> None:
    expect(chair.locator(f'[data-motion="{motion}"][data-state="{state}"]')).to_have_count(1)


def open_next(chair: Page) -> str:
    """Open what the chair's script puts next; return the motion's number."""
    chair.locator('.script-next [data-act="open"]').first.click()
    expect(chair.locator("#review")).to_be_visible()
    number = chair.locator("[name=motion]").input_value()
    chair.locator("#open-now").click()
    expect_state(chair, number, "open")
    return number


def vote_without_network(phone: Page) -> None:
    """Say Yes while the network is gone; the vote goes out by itself when it is back."""
    expect(phone.locator('.ballot .vote[value="yes"]')).to_be_visible()
    phone.context.set_offline(True)
    phone.locator('.ballot .vote[value="yes"]').click()
    past_double_tap(phone)
    phone.locator('.ballot [data-act="confirm"]').click()
    expect(phone.locator('.ballot [data-step="recorded"]')).to_be_hidden()
    phone.context.set_offline(False)
    expect(phone.locator('.ballot [data-step="recorded"]')).to_be_visible(timeout=60_000)


def lose_key(phone: Page, sample: SampleHall) -> None:
    """Lose the browser's storage: the page says what to do, and a new badge shows the vote that is recorded."""
    phone.goto("about:blank")
    phone.goto(f"{sample.address}/audit")
    phone.evaluate(FORGET)
    phone.goto(sample.address)
    expect(phone.locator('[data-step="no-key"]')).to_be_visible()
    activate(phone, sample, sample.new_badge())
    expect(phone.locator('.ballot [data-step="elsewhere"]')).to_be_visible()


@pytest.mark.parametrize(("size", "language"), KINDS)
def test_a_vote_of_the_sample_in_every_room(sample: SampleHall, device: Device, size: str, language: str) -> None:
    def new() -> Page:
        return device(SIZES[size], locale=language, service_workers="allow")

    first, second = (activate(new(), sample, sample.fragments[chair]) for chair in CHAIRS if chair.endswith(size))
    phone = activate(new(), sample, sample.new_badge())
    screen, record, text = (new() for _ in range(3))
    for page, path in ((screen, "/screen"), (record, "/audit"), (text, f"/documents/{DOCUMENT}")):
        page.goto(sample.address + path)
    rooms = (first, second, phone, screen, record, text)
    for page in rooms:
        read(page, language)

    motion = open_next(first)
    expect_state(second, motion, "open")
    expect(screen.locator(".bars")).to_have_count(0)
    expect(phone.locator("#outcome")).to_be_hidden()
    vote_without_network(phone)
    sample.vote_all(sample.follow(motion), yes=33)
    for page in rooms:
        read(page, language)
    lose_key(phone, sample)

    # Two chairs take turns; each sees at once what the other did.
    confirm(second, motion, "end")
    expect_state(first, motion, "ended")
    confirm(first, motion, "close")
    expect_state(second, motion, "closed")
    confirm(second, motion, "declare")
    expect_state(first, motion, "declared")
    expect(phone.locator("#outcome")).to_be_visible()
    expect(screen.locator(".bars")).to_be_visible()
    record.goto(f"{sample.address}/audit/motions/{motion}")
    for page in rooms:
        read(page, language)
