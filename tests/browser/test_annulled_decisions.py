"""A decision without a vote by name is annulled in real pages, and what it changed in the text is undone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ballots.acts import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.drafting_room import Room
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.voters import seat_voters, state, take_seat
from voting.plan import OfficerPlan
from voting.signing import Hand, statement_digest

Device = Callable[..., Page]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall with three tellers: two sign in this process, one in the browser."""
    hall = open_hall(tmp_path, officers=[*OFFICERS, OfficerPlan(Role.TELLER, "Ana Ruiz")])
    yield hall
    hall.stop()


@pytest.fixture
def room(hall: Hall) -> Room:
    """The text on the table, with two amendments that exclude each other."""
    chair = hall.hand("chair", 1)
    room = Room(hall, chair, hall.hand("desk"), chair)
    room.table_text()
    room.amend("A1", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    room.amend("A2", "delete", 2, en=(None, None), fr=(None, None))
    seat_voters(hall, room.desk, "nord/1", "nord/2")
    return room


def state_decision(hall: Hall, room: Room, name: str, tellers: list[Hand]) -> str:
    """State as the other chair that nobody objected to A1; so many tellers confirm. Return the statement's digest."""
    now = state(hall)
    (step,) = (one for one in room.state()["script"]["steps"] if one["amendments"] == ["A1"])
    entry = room.chair.sign(
        "decision.recorded",
        decision=name,
        title={"en": "Channels"},
        question={"en": "Shall A1 be adopted?"},
        kind="amendment",
        subject={"document": "springs", "digest": room.digest, "amendments": ["A1"], "text": step["text"]},
        method="no_objection",
        counts=None,
        outcome="adopted",
        tree={"root": now["root"], "size": now["size"]},
    )
    hall.post(entry)
    for teller in tellers:
        hall.post(teller.sign("decision.confirmed", decision=name, record=statement_digest(entry)))
    return statement_digest(entry)


def annul(page: Page, name: str, says: str) -> None:
    page.locator(f'[data-decision="{name}"] [data-act="annul"]').click()
    dialog = page.locator("#confirm")
    expect(dialog).to_contain_text(f"Annul decision {name}?")
    expect(dialog).to_contain_text(says)
    dialog.locator('[data-slot="reason"]').fill("Somebody had objected.")
    dialog.locator('[value="yes"]').click()


def test_what_is_refused_is_said_though_the_card_was_drawn_anew(hall: Hall, room: Room, device: Device) -> None:
    record = state_decision(hall, room, "D1", [hall.hand("teller", 0)])
    chair = take_seat(device(DESKTOP), hall, "chair")
    card = chair.locator('[data-decision="D1"]')
    card.locator('[data-act="annul"]').click()
    chair.locator('#confirm [data-slot="reason"]').fill("Somebody had objected.")
    hall.post(hall.hand("teller", 1).sign("decision.confirmed", decision="D1", record=record))
    expect(card).to_have_attribute("data-state", "in_effect")
    size = state(hall)["size"]
    chair.locator('#confirm [value="yes"]').click()
    expect(card.locator('[data-slot="problem"]')).to_be_visible()
    assert state(hall)["size"] == size


def test_in_effect_two_people_annul_it(hall: Hall, room: Room, device: Device) -> None:
    state_decision(hall, room, "D1", [hall.hand("teller", 0), hall.hand("teller", 1)])
    assert room.standing() == {"A1": "adopted", "A2": "fallen"}
    chair = take_seat(device(DESKTOP), hall, "chair")
    expect(chair.locator('.settled[data-amendment="A1"]')).to_contain_text("by decision D1")
    screen = device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#motion")).to_contain_text("Without objection")
    annul(chair, "D1", "what it adopted leaves the text")
    waits = chair.locator('#decisions-now [data-decision="D1"]')
    expect(waits).to_contain_text("An annulment waits for a second person")
    expect(waits).to_contain_text("You asked for it")
    expect(waits.locator("button")).to_have_count(0)
    expect(screen.locator("#motion")).to_contain_text("An annulment has been asked for")
    assert room.standing()["A1"] == "adopted"

    teller = take_seat(device(PHONE), hall, "teller", 2)
    teller.locator("#annulments a").click()
    card = teller.locator('[data-decision="D1"]')
    expect(card).to_contain_text("Somebody had objected.")
    expect(teller.locator("#now")).to_be_empty()
    card.locator('[data-act="confirm"]').click()
    expect(teller.locator("#confirm")).to_contain_text("Confirm the annulment of decision D1?")
    teller.locator('#confirm [value="yes"]').click()
    expect(card).to_have_count(0)
    expect(teller.locator("#done")).to_have_text("Decision D1 is annulled.")
    past = chair.locator('#decisions-past [data-decision="D1"]')
    expect(past).to_contain_text("Annulled: it decides nothing.")
    expect(past.locator("button")).to_have_count(0)
    expect(screen.locator("#motion")).to_contain_text("Annulled: it decides nothing.")
    expect(screen.locator("#motion")).not_to_contain_text("Without objection")
    assert room.standing() == {"A1": "pending", "A2": "pending"}
    expect(chair.locator(".script-head")).to_contain_text("To be voted: 2 of 2")
    screen.goto(f"{hall.address}/audit")
    expect(screen.locator('[data-decision="D1"]')).to_contain_text("Annulled")


def test_what_waits_for_a_teller_ends_at_once(hall: Hall, room: Room, device: Device) -> None:
    state_decision(hall, room, "D1", [hall.hand("teller", 0)])
    chair = take_seat(device(DESKTOP), hall, "chair")
    teller = take_seat(device(PHONE), hall, "teller", 2)
    expect(teller.locator('[data-decision="D1"]')).to_be_visible()
    annul(chair, "D1", "It ends at once")
    expect(chair.locator('#decisions-past [data-decision="D1"]')).to_contain_text("Annulled")
    expect(teller.locator("#decisions")).to_contain_text("No decision waits")
    assert room.standing() == {"A1": "pending", "A2": "pending"}
