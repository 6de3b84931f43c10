"""A tie under rules that give a casting vote: the chair gives it with the result, and everyone sees which way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ballots import presets
from ballots.acts import Role
from tests.browser.conftest import DESKTOP
from tests.browser.drafting_room import Room
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.test_prepared import approve, forge, prepared
from tests.browser.voters import act, motion_of, open_motion, seat_voters, take_seat
from voting.plan import DEFAULT_RULES, OfficerPlan
from voting.signing import Hand

Device = Callable[..., Page]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    rule = presets.question({"majority": "simple_majority", "tie": "casting_vote"})
    officers = (*OFFICERS, OfficerPlan(Role.CLERK, "Hana Novak"))
    hall = open_hall(tmp_path, officers=officers, questions={**DEFAULT_RULES["questions"], "amendment": rule})
    yield hall
    hall.stop()


def test_the_chair_is_told_what_either_casting_vote_does_to_the_text(hall: Hall, device: Device) -> None:
    page, hand, desk = take_seat(device(DESKTOP), hall, "chair"), hall.hand("chair", 1), hall.hand("desk")
    room = Room(hall, hand, desk, hand)
    room.table_text()
    room.amend("A1", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    room.amend("A2", "delete", 2, en=(None, None), fr=(None, None))
    voters = seat_voters(hall, desk, "nord/1", "nord/2")
    step = next(one for one in room.state()["script"]["steps"] if one["amendments"] == ["A1"])
    subject = {"document": "springs", "digest": room.digest, "amendments": ["A1"], "text": step["text"]}
    motion = open_motion(hall, hand, "7", subject=subject)
    for voter, choice in zip(voters, ("yes", "no"), strict=True):
        voter.vote(motion, choice)
    act(hall, hand, "polling.ended", motion)
    act(hall, hand, "motion.closed", motion)
    told = (
        "If the casting vote is for: A1 becomes part of the text. A2 falls.",
        "If it is against: A1 is rejected. The text stays as it is.",
    )
    expect(page.locator("#now .aloud-words")).to_contain_text(
        " ".join(("The votes are equal: the chair decides.", *told))
    )
    page.get_by_role("button", name="Give the casting vote").click()
    for sentence in told:
        expect(page.locator("#confirm")).to_contain_text(sentence)


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("Cast for: adopted", "Adopted by the casting vote"),
        ("Cast against: not adopted", "Not adopted by the casting vote"),
    ],
)
def test_a_tie_asks_the_chair(hall: Hall, device: Device, button: str, said: str) -> None:
    page, hand = take_seat(device(DESKTOP), hall, "chair"), hall.hand("chair", 1)
    voters = seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2")
    screen = device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    motion = open_motion(hall, hand, "7")
    expect(screen.locator("#motion")).to_contain_text("the chair decides by a casting vote. If all 2 mandates")
    for voter, choice in zip(voters, ("yes", "no"), strict=True):
        voter.vote(motion, choice)
    act(hall, hand, "polling.ended", motion)
    act(hall, hand, "motion.closed", motion)
    # Enlarged to twice its size, a laptop's screen is half as high as the question.
    page.set_viewport_size({"width": 720, "height": 300})
    page.get_by_role("button", name="Give the casting vote").click()
    dialog = page.locator("#confirm")
    expect(dialog).to_contain_text("The rules give you a casting vote")
    expect(dialog.locator("h2")).to_be_in_viewport(ratio=1)
    # Nobody breaks a tie by habit: what Enter did all day it does not here.
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=button).click()
    expect(screen.locator(".screen-outcome")).to_have_text(said)
    casting = "adopted" if said.startswith("Adopted") else "not adopted"
    sentence = f"2 of 2 votes for and against had to be yes, but yes has 1: a tie, {casting} by the casting vote."
    expect(screen.locator(".screen-sentence").first).to_have_text(sentence)
    record = device(DESKTOP)
    record.goto(f"{hall.address}/audit/motions/7")
    expect(record.locator("#record .pill").nth(1)).to_have_text(said)


def tie(hall: Hall, hand: Hand, number: str) -> None:
    """Open a motion, and close it with one vote for and one against."""
    voters = seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2")
    motion = open_motion(hall, hand, number)
    for voter, choice in zip(voters, ("yes", "no"), strict=True):
        voter.vote(motion, choice)
    act(hall, hand, "polling.ended", motion)
    act(hall, hand, "motion.closed", motion)


def test_what_a_clerk_writes_breaks_no_tie(hall: Hall, device: Device) -> None:
    chair, clerk = take_seat(device(DESKTOP), hall, "chair"), take_seat(device(DESKTOP), hall, "clerk")
    tie(hall, hall.hand("chair", 1), "1")
    expect(chair.get_by_role("button", name="Give the casting vote")).to_be_visible()
    forge(clerk, "declare", {"motion": "1", "changed": motion_of(hall, "1")["changed"], "reason": "for"})
    expect(prepared(chair)).to_be_visible()
    approve(chair)
    chair.locator("#confirm").get_by_role("button", name="Cast against: not adopted").click()
    expect(chair.locator('#past [data-motion="1"]')).to_have_attribute("data-state", "declared")
    assert motion_of(hall, "1")["result"]["casting"] == "against"


def test_what_is_asked_after_a_tie_has_no_casting_vote(hall: Hall, device: Device) -> None:
    chair = take_seat(device(DESKTOP), hall, "chair")
    tie(hall, hall.hand("chair", 1), "1")
    chair.get_by_role("button", name="Give the casting vote").click()
    dialog = chair.locator("#confirm")
    dialog.get_by_role("button", name="Cancel").click()
    chair.locator("#decide-button").click()
    form = chair.locator("#decide-form")
    form.locator('[name="decide.en.title"]').fill("A short break")
    form.locator('[name="decide.en.question"]').fill("Shall we pause for ten minutes?")
    form.locator("[type=submit]").click()
    expect(dialog).to_contain_text("Without objection")
    expect(dialog.locator("button:visible")).to_have_text(["Sign: Adopted", "Cancel"])
