"""The log's pages check every entry in the browser, and call false what a lying server shows."""

import base64
import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.badge_links import issue_badge
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import Hall, open_hall
from tests.browser.voters import act, open_motion, seat_voters
from voting.signing import Hand

Device = Callable[..., Page]
Change = Callable[[str], str]


# How long the lines are in which a text is broken.
LINES = """(one, text) => {
  one.textContent = text;
  const range = document.createRange();
  range.selectNodeContents(one);
  return [...range.getClientRects()].map((line) => Math.round(line.width));
}"""


class Recorded(NamedTuple):
    """A hall in which somebody voted, and the entries of that vote and of a withheld one."""

    hall: Hall
    desk: Hand
    vote: int
    withheld: int


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    hall = open_hall(tmp_path_factory.mktemp("hall"))
    desk, chair = hall.hand("desk"), hall.hand("chair")
    [voter, _] = seat_voters(hall, desk, "nord/1", "nord/3")
    indexes = []
    for name in ("m1", "m2"):
        motion = open_motion(hall, chair, name)
        voter.vote(motion, "no")
        indexes.append(size(hall) - 1)
        if name == "m1":
            act(hall, chair, "polling.ended", motion)
            act(hall, chair, "motion.closed", motion)
            options = {one: {"count": int(one == "no"), "weight": int(one == "no")} for one in ("yes", "no", "abstain")}
            act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "not_adopted"})
    yield Recorded(hall, desk, *indexes)
    hall.stop()


def size(hall: Hall) -> int:
    with urllib.request.urlopen(f"{hall.address}/log/checkpoint", timeout=10) as response:
        return int(response.read().split(b"\n")[1])


def lie(page: Page, path: str, change: Change) -> None:
    """Let the server answer something else at this path."""

    def answer(route: Route) -> None:
        honest = route.fetch()
        route.fulfill(response=honest, body=change(honest.text()))

    page.route(re.compile(f"{re.escape(path)}$"), answer)


def say(jws: str, **changes: object) -> str:
    """Return an entry with other words under its old signature."""
    header, payload, signature = jws.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other = json.dumps({**said, **changes}, sort_keys=True, separators=(",", ":")).encode()
    return ".".join((header, base64.urlsafe_b64encode(other).decode().rstrip("="), signature))


def flip(text: str, at: int) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def checked(page: Page, recorded: Recorded, index: int) -> Page:
    page.goto(f"{recorded.hall.address}/audit/log/{index}")
    expect(page.locator("#checked")).not_to_have_attribute("aria-busy", "true")
    return page


def test_every_entry_is_true(recorded: Recorded, device: Device) -> None:
    page = device(DESKTOP)
    for index in range(size(recorded.hall)):
        checked(page, recorded, index)
        expect(page.locator('[data-slot="verdict"]')).to_contain_text("True.")
        expect(page.locator(".fails, .unsure")).to_have_count(0)
        assert page.locator(".holds").count() >= (3 if index == recorded.withheld else 5)


def test_a_withheld_vote_stands_in_the_log_and_says_nothing(recorded: Recorded, device: Device) -> None:
    page = checked(device(PHONE), recorded, recorded.withheld)
    expect(page.locator('[data-slot="verdict"]')).to_contain_text("This hash stands in the log")
    expect(page.locator("#payload")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("nord")
    # Whoever has no badge is not told to look at it, and a digest's own hyphen is none of its ends of line.
    founding = page.locator(".holds").first
    expect(founding).to_contain_text("If you have a badge")
    first, second, *_ = founding.locator(".digest").evaluate(LINES, f"{'A' * 8}-{'A' * 120}")
    assert first == second


def test_the_bars_of_the_record_begin_where_the_line_begins(recorded: Recorded, device: Device) -> None:
    for locale, side in (("en", "left"), ("ar", "right")):
        page = device(DESKTOP, locale=locale)
        page.goto(f"{recorded.hall.address}/audit")
        ends = [
            page.locator(of).first.evaluate(f"one => one.getBoundingClientRect().{side}")
            for of in (".stack", ".stack-no")
        ]
        assert ends[0] == pytest.approx(ends[1], abs=0.5)


LIES: dict[str, tuple[str, Change, str]] = {
    "another vote under the old signature": (
        "/log/entry/{vote}",
        lambda jws: say(jws, ballot={"choice": "yes"}),
        "It does not stand in the log",
    ),
    "another signature": ("/log/entry/{vote}", lambda jws: flip(jws, len(jws) - 20), "It does not stand in the log"),
    "no entry at all": ("/log/entry/{vote}", lambda _: "x", "It does not stand in the log"),
    "another proof": ("/log/proof/{vote}", lambda text: flip(text, 60), "It does not stand in the log"),
    "a checkpoint that the log did not sign": (
        "/log/proof/{vote}",
        lambda text: flip(text, len(text) - 12),
        "It does not stand in the log",
    ),
    "a page that shows another vote": (
        "/audit/log/{vote}",
        lambda html: html.replace("&#34;choice&#34;: &#34;no&#34;", "&#34;choice&#34;: &#34;yes&#34;"),
        "This page shows something else",
    ),
    "a page that names another voter": (
        "/audit/log/{vote}",
        lambda html: html.replace('data-number="1000"', 'data-number="1001"'),
        "This page shows something else",
    ),
    "a page that gives the voter another role": (
        "/audit/log/{vote}",
        lambda html: html.replace('data-role="delegate"', 'data-role="chair"'),
        "This page shows something else",
    ),
    "a page that lets a stranger vouch for the key": (
        "/audit/log/{vote}",
        lambda html: re.sub('data-chain="[0-9 ]+"', 'data-chain="0"', html),
        "The signature of entry {vote} does not hold",
    ),
    "a page on which nobody vouches for the key": (
        "/audit/log/{vote}",
        lambda html: re.sub('data-chain="[0-9 ]+"', 'data-chain=""', html),
        "The signature of entry {vote} does not hold",
    ),
    "another founding": ("/log/entry/0", lambda jws: say(jws, name={"en": "Ours"}), "The founding statement is not"),
    "a withheld hash that is not in the log": (
        "/audit/log/{withheld}",
        lambda html: re.sub('data-leaf="(.)', lambda found: f'data-leaf="{"A" if found[1] != "A" else "B"}', html),
        "It does not stand in the log",
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_called_false(recorded: Recorded, device: Device, name: str) -> None:
    path, change, found = LIES[name]
    page = device(DESKTOP)
    lie(page, path.format(vote=recorded.vote, withheld=recorded.withheld), change)
    checked(page, recorded, recorded.withheld if "withheld" in path else recorded.vote)
    expect(page.locator('[data-slot="verdict"]')).to_contain_text("FALSE")
    expect(page.locator(".fails")).to_contain_text(found.format(vote=recorded.vote))


def test_a_log_that_goes_back_on_what_a_browser_saw_is_called_false(recorded: Recorded, device: Device) -> None:
    page = checked(device(DESKTOP), recorded, recorded.vote)
    # What this browser remembers is another tree of the same size, as if the log had signed both.
    page.evaluate(
        """async (size) => {
          const opening = indexedDB.open("plenary", 1);
          await new Promise((done) => (opening.onsuccess = done));
          const store = opening.result.transaction("values", "readwrite").objectStore("values");
          const keys = store.getAllKeys();
          await new Promise((done) => (keys.onsuccess = done));
          const key = keys.result.find((one) => String(one).startsWith("head:"));
          const put = store.put({size, root: "A".repeat(43), note: ""}, key);
          await new Promise((done) => (put.onsuccess = done));
        }""",
        size(recorded.hall),
    )
    checked(page, recorded, recorded.vote)
    expect(page.locator('[data-slot="verdict"]')).to_contain_text("FALSE")
    expect(page.locator(".fails")).to_contain_text("contradicts what this browser saw before")


def test_a_server_that_does_not_answer_proves_nothing(recorded: Recorded, device: Device) -> None:
    page = device(DESKTOP)
    page.route("**/log/proof/*", lambda route: route.abort())
    checked(page, recorded, recorded.vote)
    expect(page.locator('[data-slot="verdict"]')).to_contain_text("Not checked")
    expect(page.locator(".fails")).to_have_count(0)


def test_a_badge_pins_the_convention(recorded: Recorded, device: Device) -> None:
    page = device(PHONE)
    page.goto(issue_badge(recorded.hall, recorded.desk, 2000, ["nord/2"]))
    page.get_by_role("button", name="Activate this phone").click()
    page.get_by_role("link", name="Go to voting").click()
    checked(page, recorded, recorded.vote)
    expect(page.locator(".holds").first).to_contain_text("the one that this browser's badge names")
    # A page that names another convention does not talk this browser out of its badge's.
    lie(page, f"/audit/log/{recorded.vote}", lambda html: re.sub('data-convention="."', 'data-convention="A"', html))
    checked(page, recorded, recorded.vote)
    expect(page.locator('[data-slot="verdict"]')).to_contain_text("True.")


def test_pages_turn_by_arrows_and_a_receipt_leads_to_its_entry(recorded: Recorded, device: Device) -> None:
    page = checked(device(DESKTOP), recorded, 5)
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/audit/log/6")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/audit/log/5")
    page.locator('.jump [name="find"]').fill("12")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/log/12")
    with urllib.request.urlopen(f"{recorded.hall.address}/log/proof/{recorded.vote}", timeout=10) as response:
        receipt = response.read().decode()
    page.goto(f"{recorded.hall.address}/audit/log")
    # Times stand in one column, whether or not an entry leads to a motion.
    assert page.locator(".about").count() not in (0, page.locator(".entries time").count())
    ends = page.locator(".entries time").evaluate_all("times => times.map(one => one.getBoundingClientRect().right)")
    assert max(ends) - min(ends) < 1
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          const pasted = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          document.querySelector(".jump input").dispatchEvent(pasted);
        }""",
        receipt,
    )
    page.wait_for_url(f"**/audit/log/{recorded.vote}")
