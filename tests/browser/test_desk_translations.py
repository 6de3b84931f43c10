"""Amendments translated at the desk, in a real browser: written beside what they do, shown, and then signed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import last_payload, tab
from tests.browser.drafting_room import Room
from tests.browser.hall import Hall
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]


@pytest.fixture
def room(hall: Hall) -> Room:
    chair = hall.hand("chair")
    # The desk itself is in the browser.
    room = Room(hall, chair, desk=chair, clerk=chair)
    room.table_text()
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    room.amend("A2", "replace", 4, en=([4, 6], "a twelfth"), fr=([4, 6], "un douzième"))
    return room


class Panel:
    """The part of the desk's texts that takes a translation."""

    def __init__(self, desk: Page) -> None:
        tab(desk, "texts")
        self.part = desk.locator("#translation")

    def at(self, name: str) -> Locator:
        return self.part.locator(f'[data-slot="translation-{name}"]')

    def choose(self, name: str) -> None:
        self.at("amendment").select_option(name)

    def group(self, label: str) -> Locator:
        return self.part.locator(f"optgroup[label='{label}'] option")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_amendment_is_translated_word_by_word(room: Room, device: Device, size: dict[str, Any]) -> None:
    desk = take_seat(device(size), room.hall, "desk")
    panel = Panel(desk)
    expect(panel.group("Not translated yet: 1")).to_have_text("A1 · On the shared springs · To be voted")
    expect(panel.group("Translated: 1")).to_have_text("A2 · On the shared springs · To be voted")
    expect(panel.at("go")).to_be_disabled()
    before = state(room.hall)["size"]
    panel.choose("A1")
    expect(panel.at("model").locator("ins")).to_have_text("inserted: all")
    expect(panel.at("label")).to_have_text("Paragraph 2 in French: change its words as the amendment does")
    text = panel.at("text")
    expect(text).to_have_value("Chaque vallée tient ses propres canaux propres et en état.")
    expect(panel.at("changes")).to_have_text("Nothing changes yet.")
    expect(panel.at("go")).to_be_disabled()
    text.fill("Chaque vallée tient tous ses canaux propres et en état.")
    expect(panel.at("changes").locator("ins")).to_have_text("inserted: tous")
    expect(panel.at("changes").locator("del")).to_have_text("deleted: propres")
    expect(panel.at("changes")).to_contain_text("Paragraph 2")
    assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert state(room.hall)["size"] == before
    panel.at("go").click()
    expect(panel.at("done")).to_have_text("Amendment A1 is translated into French.")
    signed = last_payload(room.hall)
    assert (signed["type"], signed["amendment"], signed["language"]) == ("amendment.translated", "A1", "fr")
    assert signed["change"] == {"words": [3, 5], "text": "tous ses"}
    expect(panel.group("Translated: 2")).to_have_count(2)
    expect(panel.at("work")).to_be_hidden()

    panel.choose("A1")
    expect(panel.at("text")).to_have_value("Chaque vallée tient tous ses canaux propres et en état.")
    expect(panel.at("same")).to_be_visible()
    expect(panel.at("go")).to_be_disabled()
    desk.goto(f"{room.hall.address}/documents/springs?language=fr")
    expect(desk.locator("#A1")).to_contain_text("Translated after it was tabled")
    expect(desk.locator("#A1 ins")).to_have_text("inserted: tous")


def test_new_paragraphs_are_as_many_as_they_are(room: Room, device: Device) -> None:
    room.amend("A3", "insert_after", 5, en=(None, "# Water\n\n- It is common."))
    room.amend("A4", "delete", 6, en=(None, None))
    panel = Panel(take_seat(device(DESKTOP), room.hall, "desk"))
    panel.choose("A3")
    panel.at("text").fill("L’eau")
    expect(panel.at("changes")).to_have_text("The new text has 2 headings, items and paragraphs; here are 1.")
    expect(panel.at("go")).to_be_disabled()
    panel.at("text").fill("L’eau\n\n  Elle est  commune.  ")
    expect(panel.at("changes").locator("ins")).to_have_text(["inserted: L’eau", "inserted: Elle est commune."])
    panel.at("go").click()
    expect(panel.at("done")).to_contain_text("A3")
    assert last_payload(room.hall)["change"] == {"words": None, "text": "# L’eau\n\n- Elle est commune."}
    panel.choose("A3")
    expect(panel.at("text")).to_have_value("L’eau\nElle est commune.")

    panel.choose("A4")
    expect(panel.at("text")).to_be_hidden()
    expect(panel.at("changes")).to_contain_text("Paragraph 6, deleted as a whole")
    panel.at("go").click()
    expect(panel.at("done")).to_contain_text("A4")
    assert last_payload(room.hall)["change"] == {"words": None, "text": None}


def test_words_that_moved_meanwhile_are_shown_again(room: Room, device: Device) -> None:
    panel = Panel(take_seat(device(DESKTOP), room.hall, "desk"))
    panel.choose("A1")
    expect(panel.at("text")).to_have_value("Chaque vallée tient ses propres canaux propres et en état.")
    panel.at("text").fill("Chaque vallée tient tous ses canaux propres et en état.")
    change = {"words": [3, 4], "text": "tous les"}
    room.about(room.chair, "amendment.translated", "A1", language="fr", change=change)
    size = state(room.hall)["size"]
    panel.at("go").click()
    expect(panel.at("problem")).to_contain_text("changed meanwhile")
    expect(panel.at("text")).to_have_value("Chaque vallée tient tous les propres canaux propres et en état.")
    assert state(room.hall)["size"] == size


def test_what_is_tabled_meanwhile_is_offered_and_what_is_being_written_stays(room: Room, device: Device) -> None:
    desk = take_seat(device(DESKTOP), room.hall, "desk")
    panel = Panel(desk)
    panel.choose("A1")
    panel.at("text").fill("Chaque vallée tient tous ses canaux propres et en état.")
    room.amend("A3", "replace", 3, en=([0, 1], "Everybody"))
    expect(panel.part.locator("option[value='A3']")).to_have_count(1)
    expect(panel.at("amendment")).to_have_value("A1")
    expect(panel.at("text")).to_have_value("Chaque vallée tient tous ses canaux propres et en état.")
    panel.at("go").click()
    expect(panel.at("done")).to_have_text("Amendment A1 is translated into French.")
    room.amend("A4", "replace", 3, en=([0, 1], "Nobody else"))
    expect(panel.part.locator("option[value='A4']")).to_have_count(1)
    expect(panel.at("done")).to_be_visible()
