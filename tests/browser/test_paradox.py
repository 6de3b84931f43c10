"""The paradox of a quorum of votes cast, in real pages: the chair is warned of it before, and told of it afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ballots import presets
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall, open_hall
from tests.browser.test_chair import card, press, write_motion
from tests.browser.voters import motion_of, seat_voters, take_seat
from voting.plan import DEFAULT_RULES

Device = Callable[..., Page]
WARNING = "a vote against can complete this quorum and so adopt what it is against"
AFTERWARDS = "Further votes, even against, might have adopted it."


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall in which more than half of the accredited must vote on points of procedure."""
    rule = presets.question({"majority": "simple_majority", "quorum": "half_voting"})
    hall = open_hall(tmp_path, questions={**DEFAULT_RULES["questions"], "procedure": rule})
    yield hall
    hall.stop()


def open_in_the_form(page: Page, number: str) -> None:
    """Open a point of procedure; every look at it before the signature warns."""
    write_motion(page, "A break", "Shall we pause?")
    page.locator("#open-form [name=kind]").select_option("amendment")
    expect(page.locator("#rule")).not_to_contain_text(WARNING)
    page.locator("#open-form [name=kind]").select_option("procedure")
    expect(page.locator("#rule")).to_contain_text(WARNING)
    page.locator("#open-form").get_by_role("button", name="Review").click()
    expect(page.locator("#review-content")).to_contain_text(WARNING)
    page.locator("#open-now").click()
    expect(card(page, number)).to_contain_text(WARNING)


def test_a_no_completes_the_quorum_and_adopts(hall: Hall, device: Device) -> None:
    voters = seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2", "nord/3", "nord/4")
    page = take_seat(device(DESKTOP), hall, "chair")
    for number, choices, outcome in (("1", ("yes", "yes"), "No quorum"), ("2", ("yes", "yes", "no"), "Adopted")):
        open_in_the_form(page, number)
        motion = motion_of(hall, number)
        for voter, choice in zip(voters, choices, strict=False):
            voter.vote(motion, choice)
        press(page, number, "end")
        press(page, number, "close")
        expect(card(page, number)).to_contain_text(outcome)
        if outcome == "No quorum":
            expect(card(page, number)).to_contain_text(AFTERWARDS)
        else:
            expect(card(page, number)).not_to_contain_text(AFTERWARDS)
        press(page, number, "declare")
        expect(page.locator(f'#past [data-motion="{number}"]')).to_contain_text(outcome)
