"""A clerk prepares every act; the chair reads it aloud and approves it with one tap, and her own device signs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ballots.acts import Role
from tests.browser.conftest import DESKTOP
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.voters import OBVIOUS, Voter, act, motion_of, open_motion, seat_voters, state, take_seat
from voting.plan import OfficerPlan
from voting.signing import Hand

Device = Callable[..., Page]
# Whether what comes before her can be pressed at once: a finger that is on its way would sign it.
AT_ONCE = """() => { window.atOnce = new Promise((resolve) => new MutationObserver(() => {
  const button = document.querySelector('#prepared [data-act="approve"]');
  if (button) resolve(!button.disabled);
}).observe(document.getElementById("prepared"), { childList: true, subtree: true })); }"""

# Whether the button below can be pressed in the moment in which what was above it goes.
MOVED_UP = """() => { window.movedUp = new Promise((resolve) => new MutationObserver(() => {
  if (!document.querySelector("#prepared .prepared")) resolve(document.querySelector('#now [data-act="end"]').disabled);
}).observe(document.getElementById("prepared"), { childList: true })); }"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = open_hall(tmp_path, officers=(*OFFICERS, OfficerPlan(Role.CLERK, "Hana Novak")))
    yield hall
    hall.stop()


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


@pytest.fixture
def voter(hall: Hall, desk: Hand) -> Voter:
    [voter] = seat_voters(hall, desk, "nord/1")
    return voter


@pytest.fixture
def clerk(hall: Hall, voter: Voter, device: Device) -> Page:
    return take_seat(device(DESKTOP), hall, "clerk")


@pytest.fixture
def chair(hall: Hall, device: Device) -> Page:
    return take_seat(device(DESKTOP), hall, "chair")


def prepared(page: Page) -> Locator:
    return page.locator("#prepared .prepared")


def approve(chair: Page) -> None:
    prepared(chair).locator('[data-act="approve"]').click()


def prepare_motion(clerk: Page) -> None:
    clerk.locator("#open-button").click()
    clerk.locator('[name="words-fields.en.title"]').fill("Order of business")
    clerk.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    clerk.get_by_role("button", name="Review").click()
    expect(clerk.locator("#review")).to_contain_text("This is what you prepare")
    expect(clerk.locator("#review")).to_contain_text("Nothing is signed yet.")
    clerk.locator("#open-now").click()
    expect(clerk.locator("#open-panel")).to_be_hidden()


def test_a_whole_vote_is_prepared_and_approved(hall: Hall, voter: Voter, clerk: Page, chair: Page) -> None:
    size = state(hall)["size"]
    chair.evaluate(AT_ONCE)
    expect(clerk.locator(OBVIOUS)).to_have_count(1)
    prepare_motion(clerk)
    assert chair.evaluate("atOnce") is False
    # It is the chair's turn: nothing asks the clerk to prepare it once more.
    expect(clerk.locator(OBVIOUS)).to_have_count(0)
    expect(prepared(chair)).to_contain_text("Hana Novak")
    expect(prepared(chair)).to_contain_text("Shall the order be changed?")
    expect(prepared(clerk)).to_contain_text("Waits for the chair")
    # Nothing is signed by preparing.
    assert state(hall)["size"] == size
    approve(chair)
    card = chair.locator('#now [data-motion="1"]')
    for name, after in (("end", "ended"), ("close", "closed")):
        expect(prepared(chair)).to_have_count(0)
        clerk.locator(f'#now [data-act="{name}"]').click()
        if name == "end":
            # What she reads aloud is so when she reads it, and when she is asked herself.
            expect(prepared(chair)).to_contain_text("0 of 1 have voted.")
            # Below what is under way nobody would see it.
            assert chair.evaluate("document.querySelector('#prepared').nextElementSibling.id") == "now"
            card.locator('[data-act="end"]').click()
            voter.vote(motion_of(hall, "1"), "yes")
            for place in (chair.locator("#confirm"), prepared(chair)):
                expect(place).to_contain_text("1 of 1 have voted.")
            chair.locator('#confirm button[value="no"]').click()
        approve(chair)
        expect(card).to_have_attribute("data-state", after)
    clerk.locator('#now [data-act="declare"]').click()
    expect(prepared(chair)).to_contain_text("The votes: Yes 1, No 0, Abstain 0.")
    approve(chair)
    expect(chair.locator('#past [data-motion="1"]')).to_be_visible()
    expect(prepared(clerk)).to_have_count(0)


def test_a_decision_and_a_sitting_are_prepared_too(hall: Hall, clerk: Page, chair: Page) -> None:
    clerk.locator('#sitting [data-act="open"]').click()
    approve(chair)
    expect(chair.locator("#sitting .status-title")).to_be_visible()
    clerk.locator('#sitting [data-act="close"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_text("Approve: Close the sitting")
    expect(prepared(chair)).to_contain_text("A sitting that is closed cannot be resumed")
    prepared(chair).locator('[data-act="return"]').click()
    prepared(clerk).locator('[data-act="remove"]').click()
    clerk.locator("#decide-button").click()
    clerk.locator("#decide-form [name=kind]").select_option("procedure")
    clerk.locator('[name="decide.en.title"]').fill("Minutes")
    clerk.locator('[name="decide.en.question"]').fill("Are the minutes approved?")
    clerk.get_by_role("button", name="Review", exact=True).click()
    clerk.locator('#confirm button[value="yes"]').click()
    expect(prepared(clerk)).to_be_in_viewport()
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_text("Approve: Adopted")
    expect(prepared(chair)).to_contain_text("Are the minutes approved?")
    assert state(hall)["decisions"] == []
    approve(chair)
    expect(chair.locator("#decisions-now")).to_contain_text("Minutes")


def test_a_roll_that_has_changed_is_said_and_the_new_one_signed(
    hall: Hall, desk: Hand, clerk: Page, chair: Page
) -> None:
    prepare_motion(clerk)
    expect(prepared(chair)).to_contain_text("1 mandate, weight 1")
    seat_voters(hall, desk, "sol/1", first=2000)
    # She has the old roll before her: the log refuses it, and she is shown the new one.
    approve(chair)
    expect(prepared(chair)).to_contain_text("Mandates then: 1; now: 2.")
    expect(prepared(chair)).to_contain_text("2 mandates, weight 3")
    assert state(hall)["motions"] == []
    approve(chair)
    expect(chair.locator('#now [data-motion="1"]')).to_be_visible()
    assert motion_of(hall, "1")["electorate"]["count"] == 2


def test_what_does_not_fit_any_more_can_only_be_sent_back(hall: Hall, clerk: Page, chair: Page) -> None:
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "7")
    clerk.locator('#now [data-act="end"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_be_visible()
    act(hall, bertil, "polling.ended", motion)
    expect(prepared(chair)).to_contain_text("does not fit any more")
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_count(0)
    prepared(chair).locator('[data-act="return"]').click()
    expect(prepared(chair)).to_have_count(0)
    expect(prepared(clerk)).to_contain_text("Sent back by Amara Okonjo")
    prepared(clerk).locator('[data-act="remove"]').click()
    expect(prepared(clerk)).to_have_count(0)


def test_a_number_that_was_taken_is_replaced_and_said(hall: Hall, clerk: Page, chair: Page) -> None:
    prepare_motion(clerk)
    expect(prepared(chair)).to_be_visible()
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(prepared(chair)).to_contain_text("Number 1 is taken. This is motion 2 now.")
    approve(chair)
    expect(chair.locator('#now [data-motion="2"]')).to_be_visible()


def test_who_is_slower_is_told_what_became_of_it(hall: Hall, clerk: Page, chair: Page, device: Device) -> None:
    bertil = take_seat(device(DESKTOP), hall, "chair", 1)
    prepare_motion(clerk)
    expect(prepared(bertil).locator('[data-act="approve"]')).to_be_enabled()
    approve(chair)
    said = bertil.locator("#prepared")
    expect(said).to_contain_text("Motion 1: Order of business")
    expect(said).to_contain_text("Amara Okonjo has approved and signed it. Nothing of yours was signed.")
    # She who signed it sees what she signed.
    expect(chair.locator('#now [data-motion="1"]')).to_be_visible()
    expect(chair.locator("#prepared")).to_be_empty()
    # What moves up under a finger is not pressed.
    clerk.locator('#now [data-act="end"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_be_enabled()
    chair.evaluate(MOVED_UP)
    prepared(clerk).locator('[data-act="remove"]').click()
    expect(chair.locator("#prepared")).to_contain_text("Hana Novak has taken it away. Nothing was signed.")
    assert chair.evaluate("movedUp") is True
    expect(chair.locator('#now [data-act="end"]')).to_be_enabled()
