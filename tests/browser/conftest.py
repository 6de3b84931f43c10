"""The browser and the hall of browser tests."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ballots.statement import READERS
from tests.browser import drafting_room
from tests.browser.axe import States
from tests.browser.hall import Hall, open_hall
from tests.browser.phone_room import Room
from tests.browser.voters import act, state
from voting.messages import MESSAGES
from voting.signing import Hand

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
# Each window of Chromium, where it has windows, has two pages of its address bar in a process of their own: a fifth of
# the tests' time. The others are what the driver switches off, whose list this one replaces.
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter", "OptimizationHints"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding", "PreconnectToSearch"),
    *(
        "HttpsUpgrades",
        "HttpsFirstBalancedModeAutoEnable",
        "ThirdPartyStoragePartitioning",
        "NetworkTimeServiceQuerying",
    ),
)
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
)

# What a page shows that lacks the words of a message; a few are called like a statement, which pages do show.
KEYS = MESSAGES.keys() - READERS.keys()

# What people's browsers do besides, and hardly any test sees.
LESS = {"reduced_motion": "reduce", "service_workers": "block"}


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests; each person has a context of her own."""
    # A busy machine is slow, not wrong.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A convention with officers and delegations, served on loopback."""
    hall = open_hall(tmp_path)
    yield hall
    hall.stop()


@pytest.fixture
def springs(tmp_path: Path) -> Iterator[drafting_room.Room]:
    """A hall with two clerks and a text on the table, to which there are no amendments yet."""
    room = drafting_room.Room.with_text(drafting_room.open_clerks_hall(tmp_path))
    yield room
    room.hall.stop()


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> States:
    """The states of pages that axe has looked at in this run of the tests."""
    own = tmp_path_factory.getbasetemp()
    return States((own if worker_id == "master" else own.parent) / "states")


@pytest.fixture
def device(browser: Browser, states: States) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a page on a new device: `device()` a phone, `device(DESKTOP)` a laptop.

    Unless told otherwise nothing moves on it, for sixty pictures a second of what breathes are for people, and no
    service worker runs: a page does without one until its network is gone.
    Errors in the page, messages of the console's error level, requests to other hosts, and what axe finds wrong with
    the pages as the test leaves them, or a message's key that they show instead of its words, fail the test.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def new(viewport: dict[str, int] = PHONE, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, **{**LESS, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on(
            "console",
            # The browser itself logs every refused request; the pages show those to people.
            lambda message: (
                message.type == "error"
                and "Failed to load resource" not in message.text
                and troubles.append(f"{page.url}: {message.text}")
            ),
        )
        page.on(
            "request",
            lambda request: (
                not request.url.startswith(("http://localhost:", "data:", "blob:"))
                and troubles.append(f"foreign request {request.url}")
            ),
        )
        return page

    yield new
    for page in (page for context in contexts for page in context.pages if page.url.startswith("http")):
        states.check(page)
        troubles += [f"{page.url} shows {key}" for key in KEYS.intersection(page.inner_text("body").split())]
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Hand, Hand, Iterator[int]]]:
    """A hall for all tests of a file: a large delegation, and numbers for its seats and credentials."""
    hall = open_hall(tmp_path_factory.mktemp("hall"), change_of_vote="chair")
    hall.register("valley", "Valley Union", 900)
    yield hall, hall.hand("desk"), hall.hand("chair"), count(100)
    hall.stop()


@pytest.fixture
def room(valley: tuple[Hall, Hand, Hand, Iterator[int]], device: Callable[..., Page]) -> Iterator[Room]:
    """Phones in that hall; the test ends with nothing open."""
    served, desk, chair, numbers = valley
    room = Room(served, desk, chair, device, numbers)
    yield room
    # The next test starts with nothing open.
    still = {motion["opening"] for motion in state(served)["motions"] if motion["state"] in ("open", "ended")}
    for motion in room.opened:
        if motion["opening"] in still:
            act(served, chair, "motion.annulled", motion, reason="The test is over.")
