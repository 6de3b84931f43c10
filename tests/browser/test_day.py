"""The day in real browsers: a report on credentials, the agenda, and a decision that is taken back."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.drafting_room import Room, ten_amendments
from tests.browser.hall import Hall
from tests.browser.test_phone import Room as Phones
from tests.browser.test_script import finish, open_reviewed, vote_elsewhere
from tests.browser.voters import Voter, motion_of, seat_voters, state, take_seat
from voting.signing import Hand

Device = Callable[..., Page]


@pytest.fixture
def room(hall: Hall) -> Room:
    """The text on the table, no amendments yet."""
    chair = hall.hand("chair", 1)
    room = Room(hall, chair, hall.hand("desk"), chair)
    room.table_text()
    return room


@pytest.fixture
def voters(hall: Hall, room: Room) -> list[Voter]:
    return seat_voters(hall, room.desk, "nord/1", "nord/2", "sol/1")


def confirm(hall: Hall, decision: str, *tellers: Hand) -> None:
    found = next(one for one in state(hall)["decisions"] if one["decision"] == decision)
    for teller in tellers:
        hall.post(teller.sign("decision.confirmed", decision=decision, record=found["digest"]))


def test_a_contested_seat_does_not_vote_on_the_report(
    hall: Hall, room: Room, voters: list[Voter], device: Device, tmp_path: Path
) -> None:
    phones = Phones(hall, room.desk, room.chair, device, count(100), [])
    contested = phones.phone("sol/2")
    chair = take_seat(device(DESKTOP), hall, "chair")
    panel = chair.locator("#day")
    expect(panel).to_contain_text("No report on credentials was made yet.")
    panel.get_by_role("button", name="New report").click()
    expect(panel.locator("#report-rows tr").first).to_contain_text("All delegations")
    # What is no mandate is named; the number of a badge is understood.
    panel.get_by_label("Contested mandates").fill("sol/2, 999")
    panel.get_by_role("button", name="Sign the report").click()
    expect(panel.locator("#report-problem")).to_contain_text("“999” is no mandate, like north/7")
    panel.get_by_label("Contested mandates").fill("No. 100")
    # Somebody is accredited meanwhile: the report would not be true.
    seat_voters(hall, room.desk, "nord/3", first=2000)
    panel.get_by_role("button", name="Sign the report").click()
    expect(panel.locator("#report-problem")).to_contain_text("not the numbers of the rolls as they stand now")
    chair.screenshot(path=tmp_path / "report.png", full_page=True)
    panel.get_by_role("button", name="Sign the report").click()
    expect(panel.locator("#day-report")).to_contain_text("accredited: 5")
    expect(panel.locator("#day-report")).to_contain_text("Contested, without a vote on this report: sol/2.")

    panel.locator('#day-report [data-act="vote"]').click()
    review = chair.locator("#review-content")
    expect(review).to_contain_text("Le rapport sur les mandats 1 est-il adopté ?")
    expect(review).to_contain_text("All accredited: 4 mandates")
    expect(review).to_contain_text("sol/2")
    number = open_reviewed(chair)
    expect(contested.locator("#motion")).to_contain_text("On the report on credentials 1")
    expect(contested.locator("#motion").get_by_text("accredited: 5")).to_be_visible()
    expect(contested.locator("#motion").get_by_text("report: sol/2.")).to_be_visible()
    expect(contested.locator("#ballots")).to_contain_text("This mandate is contested")
    expect(contested.locator("#ballots")).to_contain_text("It votes on everything else.")
    contested.screenshot(path=tmp_path / "phone.png", full_page=True)
    finish(chair, hall, number, voters)
    expect(panel.locator("#day-report")).to_contain_text(f"adopted ({number})")
    chair.screenshot(path=tmp_path / "adopted.png", full_page=True)


def test_an_agenda_is_proposed_and_adopted(
    hall: Hall, room: Room, voters: list[Voter], device: Device, tmp_path: Path
) -> None:
    tellers = hall.hand("teller"), hall.hand("teller", 1)
    chair = take_seat(device(DESKTOP), hall, "chair")
    panel = chair.locator("#day")
    panel.get_by_role("button", name="New agenda").click()
    panel.get_by_role("button", name="Sign the proposal").click()
    expect(panel.locator("#agenda-problem")).to_have_text("Item 1 needs a title in English.")
    items = panel.locator("#agenda-items > li")
    items.nth(0).get_by_label("English").fill("Opening")
    panel.get_by_role("button", name="Add an item").click()
    items.nth(1).get_by_label("English").fill("The springs")
    items.nth(1).get_by_label("French").fill("Les sources")
    items.nth(1).get_by_label("Text").select_option("springs")
    chair.screenshot(path=tmp_path / "agenda-form.png", full_page=True)
    titles = panel.locator("#agenda-items [data-language=en]")
    # The row follows its handle, which is at the foot of a high one.
    first, grip = items.nth(0).bounding_box(), items.nth(1).locator(".drag-handle")
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    assert first
    assert start
    chair.mouse.move(start["x"] + 5, start["y"] + 5)
    chair.mouse.down()
    chair.mouse.move(start["x"] + 5, start["y"] + 5 - first["height"], steps=5)
    chair.mouse.up()
    expect(titles.nth(0)).to_have_value("The springs")
    panel.get_by_role("button", name="Opening earlier").click()
    panel.get_by_role("button", name="The springs earlier").click()
    expect(titles.nth(0)).to_have_value("The springs")
    panel.get_by_role("button", name="Opening earlier").click()
    expect(titles.nth(0)).to_have_value("Opening")
    panel.get_by_role("button", name="Sign the proposal").click()
    expect(panel.locator("#day-agenda li")).to_have_text(["Opening", "The springs springs"])

    panel.locator('#day-agenda [data-act="vote"]').click()
    expect(chair.locator("#review-content .reviewed p")).to_contain_text(["1. Opening", "2. The springs"])
    chair.locator("#review-back").click()
    chair.locator("#open-cancel").click()
    panel.locator('#day-agenda [data-act="decide"]').click()
    chair.locator("#decide-form button[type=submit]").click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(chair.locator("#decisions-now")).to_contain_text("On the agenda 1")
    number = chair.locator("#decisions-now [data-decision]").get_attribute("data-decision") or ""
    confirm(hall, number, *tellers)
    expect(panel.locator("#day-agenda")).to_contain_text(f"adopted ({number})")

    # A second one takes its place once it is adopted; until then both are there.
    panel.get_by_role("button", name="New agenda").click()
    expect(items).to_have_count(2)
    items.nth(0).get_by_role("button", name="Remove").click()
    panel.get_by_role("button", name="Sign the proposal").click()
    expect(panel.locator("#day-agenda")).to_contain_text("Agenda 2 not decided yet")
    expect(panel.locator("#day-agenda")).to_contain_text("Agenda 1 adopted")
    chair.screenshot(path=tmp_path / "agenda.png", full_page=True)


def test_a_decision_is_taken_back_after_a_look_at_what_rests_on_it(
    hall: Hall, room: Room, voters: list[Voter], device: Device, tmp_path: Path
) -> None:
    ten_amendments(room)
    for number, name, choice in (("1", "A4", "yes"), ("2", "A2", "no"), ("3", "A1", "yes")):
        vote_elsewhere(room, number, name, voters, choice)
    phone = Phones(hall, room.desk, room.chair, device, count(100), []).phone("sol/2")
    chair = take_seat(device(DESKTOP), hall, "chair")
    past = chair.locator('#past [data-motion="1"]')
    past.locator("summary").first.click()
    past.locator('[data-act="reconsider"]').click()
    dialog = chair.locator("#reconsider")
    expect(dialog).to_contain_text("Take back decision 1?")
    expect(dialog.locator("b")).to_have_text("Amendment A4")
    expect(dialog).to_contain_text("Open again, and to be voted on anew: A4.")
    expect(dialog).to_contain_text("Decided later on the same text, with this decision in it: 2, 3.")
    expect(dialog.locator("ins").first).to_have_text("inserted: no one")
    chair.screenshot(path=tmp_path / "reconsider.png")
    dialog.locator('[data-slot="vote"]').click()
    expect(chair.locator("#review-content")).to_contain_text("Reconsideration of 1: Amendment A4")
    number = open_reviewed(chair)
    assert motion_of(hall, number)["kind"] == "reconsideration"
    expect(phone.locator("#motion")).to_contain_text("YES: this decision has no effect any more")
    expect(phone.locator("#motion")).to_contain_text("NO: this decision stands.")
    finish(chair, hall, number, voters)
    assert room.standing()["A4"] == "pending"
    expect(past).to_contain_text(f"Taken back by motion {number}: it has no effect any more.")
    chair.screenshot(path=tmp_path / "taken-back.png", full_page=True)


def test_a_count_of_those_present(hall: Hall, room: Room, device: Device, tmp_path: Path) -> None:
    phones = Phones(hall, room.desk, room.chair, device, count(100), [])
    here, absent = phones.phone("nord/1", "nord/2"), phones.phone("sol/1")
    phones.phone("sol/2")
    chair = take_seat(device(DESKTOP), hall, "chair")
    chair.locator('#sitting [data-act="open"]').click()
    panel = chair.locator("#count")
    panel.get_by_role("button", name="Count those present").click()
    expect(panel).to_contain_text("0 mandates have answered")
    card = here.locator("#presence")
    expect(card).to_contain_text("Counted for: nord/1, nord/2")
    button = card.get_by_role("button", name="I am here")
    colours = button.evaluate("(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
    assert colours[0] != colours[1] != "rgba(0, 0, 0, 0)"
    here.screenshot(path=tmp_path / "asked.png")
    button.click()
    expect(card).to_contain_text("You are counted as present.")
    here.screenshot(path=tmp_path / "here.png")
    expect(panel).to_contain_text("2 mandates have answered")
    here.reload()
    expect(card).to_contain_text("You are counted as present.")
    panel.get_by_role("button", name="End the count").click()
    expect(panel).to_contain_text("2 of 4 accredited mandates answered. Quorum 3, counted 2: not reached.")
    expect(card).to_be_hidden()
    expect(absent.locator("#presence")).to_be_hidden()

    # Hands: two tellers, and a number that is wrong the first time.
    paz, tomasz = take_seat(device(DESKTOP), hall, "teller"), take_seat(device(DESKTOP), hall, "teller", 1)
    panel.get_by_role("button", name="Count those present").click()
    paz.get_by_label("counted by hands").fill("five")
    paz.get_by_role("button", name="Sign this count").click()
    expect(paz.locator("#hands")).to_contain_text("Write the number of mandates, in digits.")
    paz.get_by_label("counted by hands").fill("5")
    paz.get_by_role("button", name="Sign this count").click()
    expect(paz.locator("#hands")).to_contain_text("More votes were counted than there are accredited mandates.")
    paz.get_by_label("counted by hands").fill("3")
    paz.get_by_role("button", name="Sign this count").click()
    expect(panel).to_contain_text("A teller counted 3 by hands; a second one has not confirmed it.")
    expect(paz.locator("#hands").get_by_role("button", name="Confirm")).to_have_count(0)
    tomasz.screenshot(path=tmp_path / "hands.png")
    tomasz.get_by_role("button", name="Confirm: 3").click()
    expect(panel).to_contain_text("Two tellers counted 3 by hands.")
    chair.screenshot(path=tmp_path / "counting.png")
    panel.get_by_role("button", name="End the count").click()
    expect(panel).to_contain_text(
        "3 of 4 accredited mandates, by hands that two tellers counted. Quorum 3, counted 3: reached."
    )
