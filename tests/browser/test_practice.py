"""A practice vote in a real browser: on phones, at the chair's page and on the hall screen."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.phone_room import Room, choose, expect_recorded, vote
from tests.browser.test_floor import chair_and_screen
from tests.browser.test_screen import assert_fits
from tests.browser.voters import OBVIOUS, state

BEGUN_ELSEWHERE = """() => fetch("/floor/acts", {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ act: "practise" }) })"""


def test_a_page_without_a_badge_promises_no_practice(room: Room) -> None:
    page = room.device()
    page.goto(f"{room.hall.address}/practice")
    expect(page.locator("#no-key")).to_be_visible()
    expect(page.locator("#headline")).to_have_text("Practice vote")


def test_a_practice_vote_looks_like_one_and_counts_for_nothing(room: Room, tmp_path: Path) -> None:
    chair, screen = chair_and_screen(room)
    phone, other = room.phone(*room.seats()), room.phone(*room.seats())
    size = state(room.hall)["size"]
    chair.locator("#practice-panel summary").click()
    chair.locator('[data-act="practise"]').click()
    expect(chair.locator(OBVIOUS)).to_have_text("Stop it and show the bars")
    phone.locator("#practice a").click()
    phone.screenshot(path=tmp_path / "practice-choose.png")
    choose(phone, "practice", "Yes")
    phone.screenshot(path=tmp_path / "practice-confirm.png")
    phone.locator('.ballot [data-act="confirm"]').click()
    expect(phone.locator(".ballot").get_by_text("Nothing is recorded and nothing counts.")).to_be_visible()
    expect(screen.locator(".screen-practice .practice-band")).to_have_text("Practice, counts for nothing")
    expect(screen.locator(".screen-practice .screen-turnout")).to_contain_text("1 of")
    expect(screen.locator(".bars")).to_have_count(0)
    expect(chair.locator("#practice-panel")).to_contain_text(f"No. {room.credentials[other]}")
    for page, name in (
        (chair, "practice-chair"),
        (screen, "practice-screen"),
        (phone, "practice-done"),
        (other, "practice-phone"),
    ):
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name == "practice-chair")

    chair.locator('[data-act="practised"]').click()
    expect(chair.locator(OBVIOUS)).to_have_text("End practice")
    expect(screen.locator(".bar-yes output")).to_have_text("1")
    assert_fits(screen)
    screen.screenshot(path=tmp_path / "practice-bars.png")
    assert state(room.hall)["size"] == size

    chair.locator('[data-act="practice_over"]').click()
    # Folded up, the panel unfolds when practice begins: another device may have begun it.
    chair.locator("#practice-panel summary").click()
    chair.evaluate(BEGUN_ELSEWHERE)
    expect(chair.locator(OBVIOUS)).to_have_text("Stop it and show the bars")
    # The first real vote ends it, and is cast the same way.
    expect(other.locator("#practice")).to_be_visible()
    motion = room.motion()
    expect(phone.locator("#headline")).to_have_text("Vote now")
    expect(other.locator("#practice")).to_be_hidden()
    expect(screen.locator(".screen-practice")).to_have_count(0)
    assert state(room.hall)["floor"]["practice"] is None
    mandate = phone.locator(".ballot").get_attribute("data-mandate")
    assert mandate
    vote(phone, mandate, "Yes")
    expect_recorded(phone, mandate, "Yes")
    assert motion["turnout"]["count"] == 0
