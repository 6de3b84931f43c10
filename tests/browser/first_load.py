"""How heavy each page is and how soon it can be used, on a slow phone and a slow network, at first and later.

./scripts/bench pages
"""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from ballots.acts import Role
from tests.browser.badge_links import issue_badge
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.voters import open_motion
from tests.conftest import find_chromium
from voting.event_pieces import Piece
from voting.plan import OfficerPlan

PHONE = {"width": 390, "height": 844}
# A cheap phone, and what DevTools calls slow 4G: latency in ms, bytes a second.
SLOWER, LATENCY, DOWN, UP = 4, 150, 1_600_000 / 8, 750_000 / 8
# What shows that a page can be used: that it has heard how it stands, or what its script has made ready.
USABLE = {
    "/": "#connection.pill-ok",
    "/screen": "#root-words:not(:empty)",
    "/audit": "#list",
    "/chair": "#open-button:enabled",
    "/desk": '[role="tab"]:enabled',
    "/activate": '[data-step="no-code"]:not([hidden])',
    "/speak": "#speaking:not(:empty)",
    "/tellers": "#decisions:not([aria-busy])",
    "/officers": "#officers:not([aria-busy])",
    "/documents": "#main h1",
    "/audit/log": "#main h1",
}
# The page itself tells when it has painted that: a question from outside costs a slow phone more than much of its work.
WATCH = """
const watcher = new MutationObserver(() => {
  if (!document.querySelector(SELECTOR)) return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => console.debug(`usable ${performance.now()}`)));
});
watcher.observe(document, { subtree: true, childList: true, attributes: true });
"""
SETTLE_MS = 1_000
MOST_SETTLING = 20
# Of the others the pages are measured: these desks issue the phones' badges, and the chair opens a motion.
OTHERS = (Role.DESK, "Ana Horvat"), (Role.DESK, "Jonas Weber"), (Role.DESK, "Leïla Haddad"), (Role.CHAIR, "Ada Kim")
SEATS = (*OFFICERS, *(OfficerPlan(role, name) for role, name in OTHERS))
BALLOT = '.ballot [data-step="choose"]:not([hidden])'


class Load(NamedTuple):
    """What came over the network, and how long after the tap the page could be used."""

    bytes: int
    requests: int
    seconds: float


def measure(context: BrowserContext, address: str, path: str, slow: bool, usable: str | None = None) -> Load:
    """Open a page in a tab of its own and close it again; `usable` is what then shows that it can be used."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    if slow:
        limits = {"latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
        cdp.send("Network.emulateNetworkConditions", {"offline": False, **limits})
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: dict[str, int] = {}
    streams: set[str] = set()
    cdp.on("Network.dataReceived", lambda told: _count(sizes, told["requestId"], told["encodedDataLength"]))
    cdp.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: int(told["encodedDataLength"])}))
    under_way: set[str] = set()
    cdp.on("Network.requestWillBeSent", lambda told: under_way.add(told["requestId"]))
    for ended in ("Network.loadingFinished", "Network.loadingFailed"):
        cdp.on(ended, lambda told: under_way.discard(told["requestId"]))
    # Of a stream the browser tells late, or never, how many bytes it brought: its events say that, as they travel.
    events: list[int] = []
    cdp.on("Network.responseReceived", lambda told: told["type"] == "EventSource" and streams.add(told["requestId"]))
    cdp.on("Network.eventSourceMessageReceived", lambda told: events.append(len(Piece(told["data"]).packed)))
    page.add_init_script(f"const SELECTOR = {json.dumps(usable or USABLE[path])};{WATCH}")
    with page.expect_console_message(lambda said: said.text.startswith("usable ")) as said:
        page.goto(f"{address}{path}")
    # What a busy machine has not brought yet would be asked for once more at the next visit.
    for _ in range(MOST_SETTLING):
        page.wait_for_timeout(SETTLE_MS)
        if not under_way - streams:
            break
    page.close()
    arrived = {request: size for request, size in sizes.items() if size and request not in streams}
    return Load(
        sum(arrived.values()) + sum(events), len(arrived) + len(streams), float(said.value.text.split()[1]) / 1_000
    )


def _count(sizes: dict[str, int], request: str, size: int) -> None:
    sizes[request] = sizes.get(request, 0) + size


def activate(page: Page, link: str) -> Locator:
    """Come by the page of a badge's code, as people do, for it leaves things here; return what it says then."""
    page.goto(link)
    page.locator('[data-act="activate"]').click()
    done = page.locator('[data-step="done"]')
    done.wait_for()
    return done


def phone(browser: Browser, hall: Hall, seat: int = 1) -> BrowserContext:
    """Activate the phone of who has this seat: its browser keeps her key and nothing of the page that shows it."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    activate(page, issue_badge(hall, hall.hand("desk", seat), 500 + seat, [f"nord/{seat}"]))
    page.close()
    forget_files(context)
    return context


def forget_files(context: BrowserContext) -> None:
    """Forget the pages that a browser keeps, and nothing that they keep."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.clearBrowserCache")
    # By then the hall has been told what was done on the way here: it is no part of what is measured.
    page.wait_for_timeout(SETTLE_MS)
    page.close()


def officer(browser: Browser, hall: Hall, role: str, which: int = 0) -> BrowserContext:
    """Seat an officer on a laptop, whose browser has kept nothing of her pages."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    activate(page, hall.link(role, which)).locator('[data-slot="room"]').click()
    page.wait_for_url(lambda url: "/signin" not in url and "/activate" not in url)
    page.close()
    forget_files(context)
    return context


def visitor(browser: Browser, _: Hall) -> BrowserContext:
    """Give a browser that was never here."""
    return browser.new_context(viewport={"width": 1920, "height": 1080})


PAGES: dict[str, Callable[[Browser, Hall], BrowserContext]] = {
    "/": phone,
    "/screen": visitor,
    "/audit": visitor,
    "/chair": lambda browser, hall: officer(browser, hall, "chair"),
    "/desk": lambda browser, hall: officer(browser, hall, "desk"),
    "/activate": lambda browser, _: browser.new_context(viewport=PHONE),
    "/speak": lambda browser, hall: phone(browser, hall, 2),
    "/tellers": lambda browser, hall: officer(browser, hall, "teller"),
    "/officers": lambda browser, hall: officer(browser, hall, "chair", 1),
    "/documents": visitor,
    "/audit/log": visitor,
}


def main() -> None:
    """Print a table of all pages."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        browser: Any = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        hall = open_hall(Path(folder), officers=SEATS)
        stack.callback(hall.stop)
        print(f"CPU {SLOWER}x slower, {LATENCY} ms, {DOWN * 8 / 1e6:.1f} Mbit/s down, {UP * 8 / 1e6:.2f} Mbit/s up")
        print(f"{'page':<12}{'visit':<8}{'requests':>9}{'bytes':>9}{'usable after s':>16}")
        for path, come in PAGES.items():
            # In a hall the server has answered it a thousand times.
            visitor(browser, hall).new_page().goto(f"{hall.address}{path}")
            context = come(browser, hall)
            for visit in ("first", "later"):
                _print(path, visit, measure(context, hall.address, path, slow=True))
            context.close()
        context = phone(browser, hall, 3)
        open_motion(hall, hall.hand("chair", 2), "1")
        for visit in ("first", "later"):
            _print("/ voting", visit, measure(context, hall.address, "/", slow=True, usable=BALLOT))


def _print(page: str, visit: str, load: Load) -> None:
    print(f"{page:<12}{visit:<8}{load.requests:>9}{load.bytes:>9}{load.seconds:>16.2f}", flush=True)


if __name__ == "__main__":
    main()
