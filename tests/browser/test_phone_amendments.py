"""What a motion changes, on the delegate's phone and in the hall: shown as words, and held against the record."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drafts import adopt, amend, amendment_of, put, springs_room, text_state
from tests.browser.phone_room import Room, shown_differently
from tests.browser.test_screen import PROJECTOR, assert_fits
from tests.browser.voters import Voter, seat_voters, state

NewDevice = Callable[..., Page]
ALL_ITS = {"en": {"words": [3, 5], "text": "all its"}}


@pytest.fixture
def room(tmp_path: Path, device: NewDevice) -> Iterator[Room]:
    with springs_room(tmp_path, device) as room:
        yield room


@pytest.fixture
def voter(room: Room) -> Voter:
    return seat_voters(room.hall, room.desk, "nord/1")[0]


def replace(room: Room, name: str = "A1", changes: dict[str, Any] | None = None) -> str:
    return amend(room.hall, room.desk, name, {"type": "replace", "block": 2}, changes or ALL_ITS)


def change(page: Page) -> Locator:
    return page.locator('[data-part="change-of-text"]')


def stopped(page: Page) -> None:
    """The phone says STOP and offers no vote."""
    expect(page.get_by_role("alertdialog")).to_contain_text("STOP", timeout=20_000)
    expect(page.locator(".vote")).to_have_count(0)


def test_the_words_that_change_are_shown_and_checked(room: Room) -> None:
    replace(room, changes={**ALL_ITS, "ar": {"words": [4, 5], "text": "كل قنواته"}})
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    page.get_by_label("Language of the text").select_option("ar")
    expect(change(page).locator("ins")).to_have_text(["inserted: كل"])
    expect(change(page).locator(".passage")).to_have_css("direction", "rtl")
    page.get_by_label("Language of the text").select_option("en")
    expect(change(page)).to_contain_text("Proposed by Nordic Greens")
    expect(change(page)).to_contain_text("Paragraph 2")
    expect(change(page).locator("ins")).to_have_text(["inserted: all"])
    expect(change(page).locator("del")).to_have_text(["deleted: own"])
    expect(change(page)).to_contain_text("This phone checked these words")
    expect(page.locator("#motion")).to_contain_text("YES: the text will read as shown.")
    expect(page.locator("#motion")).to_contain_text("NO: the paragraph stays as it is.")
    expect(page.locator('#motion [data-part="document"]')).not_to_have_attribute("open", "")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_amendments_put_together_are_made_together(room: Room) -> None:
    for name in ("A1", "A2"):
        replace(room, name)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1", "A2")
    expect(page.locator("#motion")).to_contain_text("YES: all the changes shown are made.NO: none of them is made.")


def test_what_the_committee_puts_together_is_checked_on_the_phone(room: Room, voter: Voter) -> None:
    deleted, added = {"en": {"words": None, "text": None}}, {"en": {"words": None, "text": "Peace."}}
    replace(room)
    amend(room.hall, room.desk, "A2", {"type": "insert_after", "block": 2}, added)
    amend(room.hall, room.desk, "A3", {"type": "delete", "block": 1}, deleted)
    amend(room.hall, room.desk, "A4", {"type": "insert_after", "block": 0}, added)
    advice = {"advice": "adopt", "other": None, "note": None, "minority": None}
    for name in ("A1", "A2", "A3", "A4"):
        digest = amendment_of(room.hall, name)["digest"]
        room.hall.post(room.chair.sign("amendment.recommended", amendment=name, digest=digest, **advice))
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", *text_state(room.hall)["script"]["committee"]["amendments"])
    places = change(page).locator(".place")
    expect(places).to_have_count(4)
    expect(change(page)).to_contain_text("This phone checked these words")
    expect(change(page).locator("ins")).to_have_text(["inserted: Peace.", "inserted: all", "inserted: Peace."])

    def lie(shown: dict[str, Any]) -> None:
        shown["motions"][-1]["subject"]["changes"]["en"].pop()

    shown_differently(page, lie)
    stopped(page)


def test_a_language_without_the_amendment_shows_the_authoritative_words(room: Room) -> None:
    replace(room)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    page.get_by_label("Language of the text").select_option("ar")
    expect(page.locator("#motion")).to_contain_text("هل يكون النص هكذا؟")
    expect(change(page)).to_contain_text("Not translated: shown in English.")
    expect(change(page).locator("del")).to_have_text(["deleted: own"])


def translate(room: Room, name: str, words: list[int], text: str | None) -> None:
    """Give an amendment its words in Arabic, at the desk."""
    digest = next(one["digest"] for one in text_state(room.hall)["amendments"] if one["amendment"] == name)
    change = {"words": words, "text": text}
    entry = room.desk.sign("amendment.translated", amendment=name, digest=digest, language="ar", change=change)
    room.hall.post(entry)


def test_a_translation_reaches_the_phone_while_the_motion_is_open(room: Room) -> None:
    replace(room)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    page.get_by_label("Language of the text").select_option("ar")
    expect(change(page)).to_contain_text("Not translated: shown in English.")
    # Words may go in one language where others take their place in the text that is voted on.
    translate(room, "A1", [5, 6], None)
    expect(change(page).locator(".passage")).to_have_attribute("lang", "ar", timeout=20_000)
    expect(change(page)).not_to_contain_text("Not translated")
    expect(change(page).locator("ins")).to_have_count(0)
    expect(change(page)).to_contain_text("This phone checked these words")
    translate(room, "A1", [4, 5], "كل قنواته")
    expect(change(page).locator("ins")).to_have_text(["inserted: كل"], timeout=20_000)
    expect(change(page)).to_contain_text("This phone checked these words")


def another_entry(subject: dict[str, Any]) -> None:
    subject["amendments"][0]["sources"][0]["translations"]["ar"] = 1


def another_amendments(subject: dict[str, Any]) -> None:
    """The last entry but the opening translates the amendment that is not voted on."""
    subject["amendments"][0]["sources"][0]["translations"]["ar"] += 1


@pytest.mark.parametrize("lie", [another_entry, another_amendments])
def test_a_translation_that_nobody_signed_stops_the_phone(room: Room, lie: Callable[[dict[str, Any]], None]) -> None:
    replace(room)
    replace(room, "A2", {"en": {"words": [6, 7], "text": "open"}})
    translate(room, "A1", [4, 5], "كل قنواته")
    translate(room, "A2", [4, 5], "لا قنواته")
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    page.get_by_label("Language of the text").select_option("ar")
    expect(change(page).locator("ins")).to_have_text(["inserted: كل"])
    shown_differently(page, lambda shown: lie(shown["motions"][-1]["subject"]))
    expect(page.get_by_role("alertdialog")).to_contain_text("is no translation of amendment A1", timeout=20_000)
    for _ in range(12):
        page.keyboard.press("Tab")
        # What lies behind it has no way in.
        assert page.evaluate("document.activeElement === document.body || alarm.contains(document.activeElement)")


@pytest.mark.parametrize(
    "piece",
    [{"mark": "inserted", "text": "none"}, {"mark": "kept", "text": "all"}, {"mark": "inserted", "text": "all the"}],
)
def test_a_server_that_lies_about_the_words_is_caught(room: Room, piece: dict[str, str]) -> None:
    replace(room)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    expect(change(page)).to_contain_text("This phone checked these words")

    def lie(shown: dict[str, Any]) -> None:
        pieces = shown["motions"][-1]["subject"]["changes"]["en"][0]["pieces"]
        pieces[[one["mark"] for one in pieces].index("inserted")] = piece

    shown_differently(page, lie)
    stopped(page)


def hidden(subject: dict[str, Any]) -> None:
    subject["changes"] = {}


def renamed(subject: dict[str, Any]) -> None:
    subject["amendments"][0]["amendment"] = "A9"


def of_another_entry(subject: dict[str, Any]) -> None:
    subject["amendments"][0]["sources"][0]["index"] = 1


def with_another(subject: dict[str, Any]) -> None:
    subject["text"] = "A" * 43


@pytest.mark.parametrize("lie", [hidden, renamed, of_another_entry, with_another])
def test_a_subject_that_is_not_what_the_chair_signed_gets_no_vote(
    room: Room, lie: Callable[[dict[str, Any]], None]
) -> None:
    replace(room)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1")
    expect(change(page)).to_be_visible()
    shown_differently(page, lambda shown: lie(shown["motions"][-1]["subject"]))
    stopped(page)


def test_words_that_others_changed_before_are_the_servers_account(room: Room, voter: Voter) -> None:
    replace(room)
    amend(room.hall, room.desk, "A2", {"type": "delete", "block": 2}, {"en": {"words": [6, 9], "text": None}})
    amend(room.hall, room.desk, "A3", {"type": "insert_after", "block": 3}, {"en": {"words": None, "text": "Peace."}})
    motion = put(room.hall, room.chair, "1", "A1")
    voter.vote(motion, "yes")
    adopt(room.hall, room.chair, motion, 1)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "2", "A2")
    expect(change(page)).to_contain_text("Each valley keeps all its channels deleted: clean and in repair.")
    expect(change(page)).to_contain_text("how they read now is the server's account")
    put(room.hall, room.chair, "3", "A3")
    page.get_by_role("button", name="3: Amendment 3").click()
    # In a paragraph of its own nothing is in between.
    expect(change(page)).to_contain_text("New paragraph")
    expect(change(page)).to_contain_text("This phone checked these words")

    def lie(shown: dict[str, Any]) -> None:
        for motion in shown["motions"]:
            if motion["motion"] == "2":
                motion["subject"]["changes"]["en"][0]["pieces"].append({"mark": "inserted", "text": "poisoned"})

    shown_differently(page, lie)
    stopped(page)


def test_an_amendment_to_an_amendment(room: Room) -> None:
    above = replace(room)
    target = {"kind": "amendment", "id": "A1", "digest": above}
    changes = {"en": {"words": [0, 1], "text": "none of"}}
    amend(room.hall, room.desk, "A1a", {"type": "replace", "block": 0}, changes, target=target)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1a")
    expect(change(page).locator("ins")).to_have_text(["inserted: none of"])
    expect(change(page)).to_contain_text("This phone checked these words")
    expect(page.locator("#motion")).to_contain_text("YES: amendment A1 will read as shown")


def test_what_a_part_of_an_amendment_means(room: Room) -> None:
    digest = replace(room)
    parts = [
        {"operation": {"type": "replace", "block": 2}, "changes": {"en": {"words": [place, place + 1], "text": word}}}
        for place, word in ((3, "all"), (4, "its"))
    ]
    room.hall.post(room.chair.sign("amendment.divided", amendment="A1", digest=digest, parts=parts))
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "1", "A1.1")
    expect(page.locator("#motion")).to_contain_text(
        "YES: this part is kept; amendment A1 is voted on once all its parts are.NO: this part of amendment A1 goes."
    )


def test_the_whole_text_is_the_one_that_the_chair_signed(room: Room, voter: Voter) -> None:
    replace(room)
    motion = put(room.hall, room.chair, "1", "A1")
    voter.vote(motion, "yes")
    adopt(room.hall, room.chair, motion, 1)
    page = room.phone(*room.seats())
    put(room.hall, room.chair, "2")
    expect(page.locator("#motion")).to_contain_text("Each valley keeps all its channels clean")
    expect(page.locator("#motion")).to_contain_text("the text that the chair signed")
    expect(page.locator("#motion")).to_contain_text("YES: the whole text is adopted as it is shown.")
    lie = "Each valley keeps none.\n"
    page.route("**/texts/springs/en", lambda route: route.fulfill(body=lie))
    shown_differently(page, lambda _: None)
    stopped(page)
    told = {"ordinary": {}, "entries": {}, "texts": {"springs": lie}}
    now = json.dumps(state(room.hall))
    events = f"event: opened\ndata: {json.dumps(told)}\n\nevent: state\ndata: {now}\n\n"
    other = room.phone(*room.seats())
    other.route("**/now", lambda route: route.abort())
    other.route("**/events?*", lambda route: route.fulfill(body=events, content_type="text/event-stream"))
    other.reload()
    stopped(other)
    third = room.phone(*room.seats())
    third.route("**/now", lambda route: route.fulfill(json={**route.fetch().json(), "opened": told}))
    third.reload()
    stopped(third)


def test_the_hall_reads_the_change(room: Room, voter: Voter, device: NewDevice) -> None:
    replace(room)
    screen = device(PROJECTOR)
    screen.goto(f"{room.hall.address}/screen")
    motion = put(room.hall, room.chair, "1", "A1")
    voter.vote(motion, "yes")
    expect(screen.locator("#turnout")).to_contain_text("1 of 1 has voted")
    changes = screen.locator(".screen-changes:visible")
    expect(changes).to_contain_text("Paragraph 2")
    expect(changes.locator("del")).to_have_text(["deleted: own"])
    assert_fits(screen)
    assert text_state(room.hall)["amendments"][0]["standing"] == "voting"


def test_the_changed_words_of_a_long_paragraph_are_in_view(room: Room, voter: Voter, device: NewDevice) -> None:
    text = " ".join(f"word{n}" for n in range(600))
    operation = {"type": "insert_before", "block": 3}
    amend(room.hall, room.desk, "A1", operation, {"en": {"words": [8, 8], "text": f"first {text} last"}})
    screen = device(PROJECTOR)
    screen.goto(f"{room.hall.address}/screen")
    motion = put(room.hall, room.chair, "1", "A1")
    voter.vote(motion, "no")
    expect(screen.locator("#turnout")).to_contain_text("1 of 1 has voted")
    inserted = screen.locator(".screen-changes:visible ins")
    expect(inserted).to_contain_text("first word0")
    expect(inserted).to_contain_text("word599 last")
    assert_fits(screen)
    assert float(inserted.evaluate("box => parseFloat(getComputedStyle(box).fontSize)")) >= 40, "read from the last row"
    # What does not fit comes on the next pages, after the first of the changed words.
    expect(screen.locator(".screen-page")).to_contain_text("Page 1 of")
    begins = "box => box.getClientRects()[0].bottom < box.closest('.screen-body').getBoundingClientRect().bottom"
    assert inserted.evaluate(begins)
