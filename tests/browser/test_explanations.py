"""A delegate explains her vote and corrects the record from her phone once the result is declared."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.badge_links import issue_badge
from tests.browser.conftest import PHONE
from tests.browser.hall import Hall
from tests.browser.passing_time import past_double_tap
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
    box.get_by_role("button", name="Sign and send").click()
    expect(box).to_contain_text("Your explanation is recorded, entry")
    expect(box.locator("button")).to_have_count(0)
    page.reload()
    expect(box).to_contain_text("Your correction is recorded, entry")
    page.screenshot(path=tmp_path / "recorded.png", full_page=True)
    shown = next(one for one in state(hall)["motions"] if one["motion"] == "m1")
    assert shown["result"]["options"]["no"]["count"] == 1
