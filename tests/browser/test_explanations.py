"""A delegate explains her vote and corrects the record from her phone once the result is declared."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.badge_links import issue_badge
from tests.browser.conftest import PHONE
from tests.browser.hall import Hall
from tests.browser.passing_time import past_double_tap
from tests.browser.phone_room import Room, expect_recorded, vote
from tests.browser.voters import act, open_motion, state

Device = Callable[..., Page]


def test_why_and_what_was_meant(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    page = device(PHONE)
    page.goto(issue_badge(hall, desk, 1000, ["nord/1"]))
    page.get_by_role("button", name="Activate this phone").click()
    page.get_by_role("link", name="Go to voting").click()
    motion = open_motion(hall, chair, "m1")
    page.locator(".ballot").get_by_role("button", name="No", exact=True).click()
    past_double_tap(page)
    page.locator(".ballot").get_by_role("button", name="Confirm").click()
    expect(page.locator('.ballot [data-step="recorded"]')).to_be_visible()
    box = page.locator("#explain")
    for kind in ("polling.ended", "motion.closed"):
        act(hall, chair, kind, motion)
    expect(page.locator("#headline")).to_have_text("Closed, waiting for the result")
    expect(box).to_be_hidden()
    options = {"yes": 0, "no": 1, "abstain": 0}
    counts = {option: {"count": count, "weight": count} for option, count in options.items()}
    act(hall, chair, "result.declared", motion, result={"options": counts, "outcome": "not_adopted"})

    page.screenshot(path=tmp_path / "declared.png", full_page=True)
    box.locator('[data-explain="correction"]').click()
    box.locator("textarea").fill("I meant to vote yes; my thumb slipped.")
    page.screenshot(path=tmp_path / "writing.png", full_page=True)
    box.get_by_role("button", name="Sign and send").click()
    expect(box).to_contain_text("Your correction is recorded, entry")
    expect(box.locator('[data-explain="correction"]')).to_have_count(0)
    box.locator('[data-explain="explanation"]').click()
    box.locator("textarea").fill("Our members asked for it.")
    # Without a network nothing is signed, and she is told so in words.
    page.route("**/explanations", lambda route: route.abort(), times=1)
    box.get_by_role("button", name="Sign and send").click()
    expect(box).to_contain_text("The server does not answer.")
    # What is signed and waits cannot be signed again.
    held: list[Route] = []
    page.route("**/statements", lambda route: held.append(route), times=1)
    box.get_by_role("button", name="Sign and send").click()
    expect(box).to_contain_text("Signed")
    expect(box.locator("button")).to_have_count(0)
    held[0].continue_()
    expect(box).to_contain_text("Your explanation is recorded, entry")
    expect(box.locator("button")).to_have_count(0)
    page.reload()
    expect(box).to_contain_text("Your correction is recorded, entry")
    receipts = page.locator("#receipts")
    receipts.locator("summary").click()
    expect(receipts.get_by_text("Your explanation is recorded, entry")).to_be_visible()
    expect(receipts.get_by_text("Activation of this phone")).to_have_count(1)
    page.screenshot(path=tmp_path / "recorded.png", full_page=True)
    shown = next(one for one in state(hall)["motions"] if one["motion"] == "m1")
    assert shown["result"]["options"]["no"]["count"] == 1


def voted(room: Room) -> tuple[Page, str]:
    """Return a phone that has voted yes in a motion, which is declared, and the mandate that it cast."""
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    for kind in ("polling.ended", "motion.closed"):
        act(room.hall, room.chair, kind, motion)
    counts = {option: {"count": count, "weight": count} for option, count in {"yes": 1, "no": 0, "abstain": 0}.items()}
    act(room.hall, room.chair, "result.declared", motion, result={"options": counts, "outcome": "adopted"})
    expect(page.locator("#explain button")).to_have_count(2)
    return page, seat


def test_what_she_writes_of_a_vote_stays_when_the_next_one_opens(room: Room) -> None:
    page, seat = voted(room)
    page.locator('[data-explain="explanation"]').click()
    text = page.locator("#explain textarea")
    text.fill("Our members asked for it.")
    room.motion()
    # However far down she is.
    way = page.locator("#others button")
    expect(way).to_be_in_viewport(ratio=1)
    expect(text).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Another motion waits for your vote")
    expect(page.locator("#announce")).to_contain_text(way.inner_text())
    expect(page.locator("#headline")).to_have_text("Voting is open")
    expect(text).to_have_value("Our members asked for it.")
    way.click()
    expect(page.locator("#headline")).to_have_text("Vote now")
    vote(page, seat, "No")
    expect_recorded(page, seat, "No")
    record_of(page, 1)
    page.locator('#explain [data-explain="explanation"]').click()
    expect(text).to_have_value("Our members asked for it.")
    page.locator("#explain").get_by_role("button", name="Sign and send").click()
    expect(page.locator("#explain")).to_contain_text("Your explanation is recorded, entry")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('explain '))") == []


def record_of(page: Page, which: int = 0) -> None:
    """Go from her receipts, the newest of which is the first, to the motion's page in the record."""
    page.locator("#receipts summary").click()
    page.locator("#receipts").get_by_role("link", name="Record", exact=True).nth(which).click()


def test_a_vote_is_explained_in_the_record_when_the_next_one_has_begun(room: Room) -> None:
    page, _ = voted(room)
    room.motion()
    expect(page.locator("#headline")).to_have_text("Vote now")
    record_of(page)
    said = page.locator("#explain")
    expect(said).to_be_in_viewport()
    expect(page.get_by_role("status").filter(has_text="Voting is open")).to_be_visible()
    said.locator('[data-explain="explanation"]').click()
    said.locator("textarea").fill("Our members asked for it.")
    said.get_by_role("button", name="Sign and send").click()
    expect(said).to_contain_text("Your explanation is recorded, entry")
    page.reload()
    expect(page.locator("#said-of-votes")).to_contain_text("Our members asked for it.")
    # Nobody else is asked for words of a vote that was not hers.
    other = room.phone(*room.seats())
    other.goto(page.url)
    expect(other.locator("#said-of-votes")).to_be_visible()
    expect(other.locator("#explain")).to_be_hidden()
    # And nobody without a badge loads what explains one.
    asked: list[str] = []
    reader = room.device()
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(page.url)
    expect(reader.locator("#said-of-votes")).to_be_visible()
    # By then the page has asked its storage too.
    reader.evaluate("async () => (await import('/static/js/store.js')).get('identity')")
    assert any("js/motion-record.js" in address for address in asked)
    assert not any("js/motion-explain.js" in address for address in asked)
