"""The block ballot on the phone of a head of delegation, and what its members see."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.badge_links import issue_badge
from tests.browser.desk_room import payload
from tests.browser.hall import Hall, open_hall
from tests.browser.passing_time import past_double_tap
from tests.browser.voters import act, motion_of, open_motion, state
from voting.signing import Hand

NUMBERS = count(500)
PROXIES = {"limit": 2, "quorum": True, "within_delegation": False}


@pytest.fixture
def splittable(tmp_path: Path) -> Iterator[Hall]:
    hall = open_hall(tmp_path, change_of_vote="chair", block="splittable", proxies=PROXIES)
    yield hall
    hall.stop()


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Hall]:
    hall = open_hall(tmp_path, change_of_vote="chair", block="whole")
    yield hall
    hall.stop()


def phone(page: Page, hall: Hall, desk: Hand, *mandates: str, role: str = "delegate", head: bool = False) -> int:
    number = next(NUMBERS)
    delegation = "nord" if role == "alternate" else None
    page.goto(issue_badge(hall, desk, number, mandates, role, delegation=delegation, head=head))
    page.get_by_role("button", name="Activate this phone").click()
    page.locator('[data-step="done"] [data-slot="room"]').click()
    expect(page.locator("#connection")).to_have_text("Connected")
    return number


def test_a_head_divides_the_block_and_gets_a_receipt(splittable: Hall, device: Callable[..., Page]) -> None:
    hall, desk, chair = splittable, splittable.hand("desk"), splittable.hand("chair")
    head, member, ida, guest = (device() for _ in range(4))
    phone(head, hall, desk, "nord/1", "nord/2", head=True)
    phone(member, hall, desk, "nord/3")
    alternate = phone(ida, hall, desk, role="alternate")
    phone(guest, hall, desk, role="observer")
    hall.post(desk.sign("mandate.delegated", mandates=["nord/3"], to=alternate, **{"as": "alternate"}))
    open_motion(hall, chair, "A-1")
    for page, role in ((head, "Head of delegation"), (member, "Delegate"), (ida, "Alternate"), (guest, "Observer")):
        expect(page.locator('#who [data-slot="role"]')).to_have_text(role)
    expect(guest.locator("#no-mandate")).to_contain_text("You are here as an observer")
    expect(member.locator(".ballot")).to_contain_text("An alternate exercises this mandate")
    expect(ida.locator(".ballot h3")).to_have_text("Ballot of mandate nord/3, as its alternate")

    block = head.locator('.ballot[data-mandate="block of nord"]')
    expect(block.locator("h3")).to_have_text("Block of Nordic Greens, mandates: 3")
    expect(block).to_contain_text("after it, none of them can vote on this motion")
    review = block.get_by_role("button", name="Review the block")
    expect(review).to_be_hidden()
    block.get_by_text("Divide the block").click()
    block.get_by_label("Yes").fill("2")
    expect(review).to_be_disabled()
    block.get_by_label("No").fill("1")
    expect(block).to_contain_text("3 of 3 mandates given out")
    review.click()
    expect(block).to_contain_text("You vote 2 YES · 1 NO on “Amendment A-1”.")
    past_double_tap(head)
    block.get_by_role("button", name="Confirm").click()
    expect(block.get_by_text("Your vote is recorded.")).to_be_visible()
    expect(block.locator('[data-step="recorded"] .choice')).to_have_text("2 Yes · 1 No")
    expect(head.locator('.ballot[data-mandate="nord/1"]')).to_contain_text("cast its votes as a block")
    assert motion_of(hall, "A-1")["turnout"]["count"] == 3


def test_a_member_is_told_that_her_head_voted_for_her(whole: Hall, device: Callable[..., Page]) -> None:
    hall, desk, chair = whole, whole.hand("desk"), whole.hand("chair")
    head, member, late, new = (device() for _ in range(4))
    phone(head, hall, desk, "nord/1", "nord/2", head=True)
    phone(member, hall, desk, "nord/3")
    phone(late, hall, desk, "nord/4")
    motion = open_motion(hall, chair, "A-1")
    phone(new, hall, desk, "nord/5")
    for page in (member, late):
        expect(page.locator(".ballot").get_by_role("button", name="Yes")).to_be_visible()
    block = head.locator('.ballot[data-mandate="block of nord"]')
    block.get_by_role("button", name="No", exact=True).click()
    past_double_tap(head)
    block.get_by_role("button", name="Confirm: 4 No").click()
    expect(block.get_by_text("Your vote is recorded.")).to_be_visible()
    ballot = late.locator(".ballot")
    ballot.get_by_role("button", name="Yes").click()
    past_double_tap(late)
    ballot.get_by_role("button", name="Confirm: Yes").click()
    expect(late.get_by_role("alertdialog")).to_contain_text("NOT COUNTED")
    late.get_by_role("button", name="I have read this").click()
    said = "The head of the delegation has cast its votes as a block, this mandate's too."
    act(hall, chair, "polling.ended", motion)
    # Nobody calls the tellers for a vote that is there.
    expect(member.locator(".ballot").get_by_text(said)).to_be_visible()
    expect(member.locator('.ballot [data-part="nothing-recorded"]')).to_be_hidden()
    # Nor is a mandate in the block that has no vote in the motion.
    expect(new.locator("#headline")).to_have_text(member.locator("#headline").inner_text())
    expect(new.locator(".ballot").get_by_text("it was not on the roll when the motion was opened")).to_be_visible()
    act(hall, chair, "motion.closed", motion)
    for page in (member, late):
        expect(page.locator("#outcome .own-vote")).to_have_text(said)
    none = {"count": 0, "weight": 0}
    options = {"yes": none, "no": {"count": 4, "weight": 4}, "abstain": none}
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "not_adopted"})
    for page in (member, late):
        expect(page.locator("#outcome .own-vote")).to_have_text(f"{said} 4 No")
    expect(head.locator("#outcome .own-vote")).to_have_count(1)
    expect(new.locator("#outcome .pill")).to_be_visible()
    expect(new.locator("#outcome .own-vote")).to_have_count(0)


def test_a_whole_block_is_one_choice_for_all_and_single_votes_bar_it(whole: Hall, device: Callable[..., Page]) -> None:
    hall, desk, chair = whole, whole.hand("desk"), whole.hand("chair")
    head, member = device(), device()
    phone(head, hall, desk, "nord/1", "nord/2", head=True)
    phone(member, hall, desk, "nord/3")
    open_motion(hall, chair, "A-1", change_of_vote=True)
    block = head.locator('.ballot[data-mandate="block of nord"]')
    expect(block.locator("h3")).to_have_text("Block of Nordic Greens, mandates: 3")
    expect(block.get_by_role("button", name="Review the block")).to_be_hidden()
    block.get_by_role("button", name="No", exact=True).click()
    # Nobody takes it for the ballot of her own mandate.
    expect(block).to_contain_text("You vote 3 NO on “Amendment A-1”.")
    past_double_tap(head)
    block.get_by_role("button", name="Confirm: 3 No").click()
    recorded = block.locator('[data-step="recorded"]')
    expect(recorded).to_be_visible()
    expect(recorded.locator(".choice")).to_have_text("3 No")
    voted = motion_of(hall, "A-1")
    assert voted["turnout"]["count"] == 3
    member.reload()
    expect(member.locator(".ballot")).to_contain_text("cast its votes as a block, this mandate's too")
    # The head changes her mind for all of them.
    block.get_by_role("button", name="Change my vote").click()
    block.get_by_role("button", name="Yes", exact=True).click()
    past_double_tap(head)
    block.get_by_role("button", name="Confirm: 3 Yes").click()
    expect(recorded.locator(".choice")).to_have_text("3 Yes")
    assert motion_of(hall, "A-1")["turnout"]["count"] == 3
    cast = state(hall)["size"] - 1
    expect(head.locator("#headline")).to_have_text("You have voted")
    act(hall, chair, "polling.ended", voted)
    act(hall, chair, "motion.closed", voted)
    expect(head.locator("#outcome")).to_have_text(
        re.compile(r"Block of Nordic Greens: you voted 3 Yes \(entry \d+\)\.$")
    )
    head.locator("#receipts summary").click()
    expect(head.locator("#receipts")).to_contain_text("Motion A-1, block of Nordic Greens: 3 Yes")
    assert [payload(hall, index)["ballot"]["choices"] for index in (cast - 1, cast)] == [{"no": 3}, {"yes": 3}]
    # Once a member has voted herself there is no block.
    open_motion(hall, chair, "A-2")
    single = member.locator('.ballot[data-mandate="nord/3"]')
    single.get_by_role("button", name="Abstain").click()
    past_double_tap(member)
    single.get_by_role("button", name="Confirm: Abstain").click()
    expect(single.locator('[data-step="recorded"]')).to_be_visible()
    head.reload()
    expect(block).to_contain_text("Members of your delegation have voted themselves, so no block can be cast here.")
    expect(head.locator('.ballot[data-mandate="nord/1"]').get_by_role("button", name="Yes")).to_be_visible()
