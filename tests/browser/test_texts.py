"""The page of a text on a delegate's phone: amendments tabled, supported, withdrawn, and pulled from the list."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from audit import jws
from audit.encoding import b64url_decode
from tests.browser.drafts import amend, amendment_of, springs_room, table, text_state
from tests.browser.hall import Hall
from tests.browser.phone_room import Room, expect_recorded, vote
from tests.browser.voters import act

NewDevice = Callable[..., Page]
# In a text that runs right to left, Latin words that come stand to the left of those that go.
IN_ORDER = """(box) => {
  box.innerHTML = '<p dir="rtl">اتفاق <del>"Helsinki 1975".</del> <ins>"Oslo (2027)".</ins></p>';
  const [gone, come] = ["del", "ins"].map((name) => box.querySelector(name).getBoundingClientRect());
  return come.right <= gone.left;
}"""


@pytest.fixture
def room(tmp_path: Path, device: NewDevice) -> Iterator[Room]:
    with springs_room(tmp_path, device) as room:
        yield room


def entry(hall: Hall, index: int) -> dict[str, Any]:
    """Return the payload of an entry of the log."""
    with urllib.request.urlopen(f"{hall.address}/log/entry/{index}", timeout=10) as response:
        return dict(jws.parse(response.read(), jws.STATEMENT).payload)


def texts(room: Room, **options: Any) -> Page:
    """Activate a delegate's phone and open the page of the text."""
    page = room.phone(*room.seats(), **options)
    page.goto(f"{room.hall.address}/documents/springs")
    return page


def propose(page: Page, block: int) -> Locator:
    page.locator(f'.block[data-index="{block}"] .propose').click()
    return page.locator("#propose")


def test_a_delegate_changes_words_in_place(room: Room) -> None:
    page = texts(room)
    expect(page.get_by_role("button", name="Propose a change to paragraph 2", exact=True)).to_be_visible()
    expect(page.locator("#text")).to_contain_text("Tap ✎ beside a paragraph to propose a change to it.")
    page.locator('.block[data-index="2"] p').click()
    form = page.locator("#propose")
    expect(form).to_contain_text("Your change to paragraph 2")
    expect(form.get_by_role("button", name="Sign and table")).to_be_disabled()
    form.get_by_label("Change the words here").fill("Each valley  keeps all its\nchannels clean and in repair.")
    expect(form.locator("ins")).to_have_text(["inserted: all"])
    expect(form.locator("del")).to_have_text(["deleted: own"])
    form.get_by_label("Reason").fill("Clean water\nfor all.")
    form.get_by_role("button", name="Sign and table").click()
    expect(page.locator("#said")).to_contain_text("Amendment A1 is tabled")
    expect(page.locator("#said")).to_contain_text("Receipt checked by this phone")
    # Where she looks, and where whoever listens goes on: beside what she tabled.
    expect(page.locator("#A1 #said")).to_be_in_viewport()
    expect(page.locator("#said")).to_be_focused()

    found = amendment_of(room.hall, "A1")
    payload = entry(room.hall, found["index"])
    assert payload["operation"] == {"block": 2, "type": "replace"}
    assert payload["changes"] == {"en": {"text": "all its", "words": [3, 5]}}
    assert payload["proposers"] == [room.credentials[page]]
    name = b64url_decode(payload["reason"]).hex()
    with urllib.request.urlopen(f"{room.hall.address}/blobs/{name}", timeout=10) as response:
        assert json.load(response)["text"] == "Clean water\nfor all."
    page.locator("#A1 summary").click()
    expect(page.locator("#A1 details")).to_contain_text("for all.")


def test_what_is_written_is_not_lost_to_another_paragraph_or_a_second_press(room: Room) -> None:
    page = texts(room)
    form = propose(page, 2)
    words = form.get_by_label("Change the words here")
    words.fill("Each valley keeps all its channels clean and in repair.")
    # A thumb that slips to another paragraph.
    page.locator('.block[data-index="1"] p').click()
    expect(form).to_contain_text("Your change to paragraph 2")
    expect(words).to_have_value("Each valley keeps all its channels clean and in repair.")
    expect(words).to_be_focused()
    held: list[Route] = []
    page.route("**/statements", lambda route: held.append(route), times=1)
    with page.expect_request("**/statements"):
        form.get_by_role("button", name="Sign and table").click()
    # While it is on its way it is neither signed again nor put away.
    form.get_by_label("Reason").press_sequentially("Clean")
    expect(form.get_by_role("button", name="Sign and table")).to_be_disabled()
    expect(form.get_by_role("button", name="Cancel")).to_be_disabled()
    page.locator('.block[data-index="1"] p').click()
    expect(form).to_contain_text("Your change to paragraph 2")
    held[0].continue_()
    expect(page.locator("#said")).to_contain_text("Amendment A1 is tabled")
    # What nothing was written in moves to where she taps.
    form = propose(page, 2)
    page.locator('.block[data-index="1"] p').click()
    expect(form).to_contain_text("Your change to paragraph 1")


def test_paragraphs_are_added_and_deleted(room: Room) -> None:
    page = texts(room)
    form = propose(page, 3)
    form.get_by_label("Add a paragraph after it").check()
    form.get_by_label("New text").fill("- Peace  first.\n\nThen bread.")
    expect(form.locator(".place")).to_have_text(["New paragraph after paragraph 3"] * 2)
    form.get_by_role("button", name="Sign and table").click()
    expect(page.locator("#said")).to_contain_text("Amendment A1 is tabled")
    payload = entry(room.hall, amendment_of(room.hall, "A1")["index"])
    assert payload["operation"] == {"block": 3, "type": "insert_after"}
    assert payload["changes"]["en"] == {"text": "- - Peace first.\n\n- Then bread.", "words": None}

    form = propose(page, 1)
    form.get_by_label("Delete it").check()
    expect(form).to_contain_text("Paragraph 1, deleted as a whole")
    form.get_by_role("button", name="Sign and table").click()
    expect(page.locator("#said")).to_contain_text("Amendment A2 is tabled")
    payload = entry(room.hall, amendment_of(room.hall, "A2")["index"])
    assert (payload["operation"], payload["changes"]) == (
        {"block": 1, "type": "delete"},
        {"en": {"text": None, "words": None}},
    )


OWN = "Each valley keeps its own channels clean and in repair."
SMALLEST: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (OWN.replace(" clean", ""), "delete", {"text": None, "words": [6, 7]}),
    (OWN.replace("keeps", "always keeps"), "insert_before", {"text": "always", "words": [2, 2]}),
    (f"{OWN} Always.", "insert_before", {"text": "Always.", "words": [10, 10]}),
    (f"- {OWN}", "insert_before", {"text": "-", "words": [0, 0]}),
    ("", "delete", {"text": None, "words": None}),
)


def test_the_smallest_range_of_words_is_the_operation(room: Room) -> None:
    page = texts(room)
    for number, (typed, action, change) in enumerate(SMALLEST, start=1):
        form = propose(page, 2)
        form.get_by_label("Change the words here").fill(typed)
        form.get_by_role("button", name="Sign and table").click()
        expect(page.locator("#said")).to_contain_text(f"Amendment A{number} is tabled")
        payload = entry(room.hall, amendment_of(room.hall, f"A{number}")["index"])
        assert (payload["operation"]["type"], payload["changes"]["en"]) == (action, change)


def test_an_amendment_that_waits_for_the_network_says_so_beside_its_button(room: Room) -> None:
    page = texts(room)
    form = propose(page, 3)
    form.get_by_label("Delete it").check()
    page.context.set_offline(True)
    form.get_by_role("button", name="Sign and table").click()
    expect(form.get_by_text("Signed and kept on this phone")).to_be_in_viewport()
    page.context.set_offline(False)
    expect(page.locator("#A1 #said")).to_contain_text("Amendment A1 is tabled")


def test_a_number_that_somebody_took_meanwhile_is_left_to_her(room: Room) -> None:
    page = texts(room)
    form = propose(page, 2)
    amend(room.hall, room.desk, "A1", {"type": "delete", "block": 1}, {"en": {"words": None, "text": None}})
    form.get_by_label("Delete it").check()
    form.get_by_role("button", name="Sign and table").click()
    expect(page.locator("#said")).to_contain_text("Amendment A2 is tabled")


def test_a_refusal_says_why_and_keeps_what_was_typed(room: Room) -> None:
    page = texts(room)
    form = propose(page, 2)
    form.get_by_label("Change the words here").fill("Each valley keeps none.")
    table(room.hall, room.chair, version=2)
    form.get_by_role("button", name="Sign and table").click()
    expect(form.get_by_role("alert")).to_contain_text("version")
    expect(form.get_by_label("Change the words here")).to_have_value("Each valley keeps none.")


def test_support_amend_pull_withdraw_and_take_over(room: Room) -> None:
    mine, other = texts(room), texts(room)
    form = propose(mine, 2)
    form.get_by_label("Change the words here").fill(OWN.replace("its own", "all its"))
    form.get_by_role("button", name="Sign and table").click()
    expect(mine.locator("#A1")).to_be_visible()
    expect(mine.locator('#A1 [data-act="support"]')).to_have_count(0)
    digest = amendment_of(room.hall, "A1")["digest"]
    advice = {"advice": "adopt", "other": None, "note": None, "minority": None}
    room.hall.post(room.chair.sign("amendment.recommended", amendment="A1", digest=digest, **advice))

    def press(page: Page, act: str, sentence: str) -> None:
        page.locator(f'#A1 [data-act="{act}"]').click()
        expect(page.locator("#sure")).to_contain_text(sentence)
        page.locator("#sure").get_by_role("button", name="Sign").click()
        # What was done is said before the page loads again; then there is nothing left to press.
        expect(page.locator(f'#A1 [data-act="{act}"]')).to_have_count(0)
        expect(page.locator("#said")).to_contain_text("Receipt checked by this phone")

    other.reload()
    expect(other.locator('#A1 [data-act="withdraw"]')).to_have_count(0)
    press(other, "support", "You support amendment A1")
    assert amendment_of(room.hall, "A1")["supporters"] == [room.credentials[other]]
    press(other, "unsupport", "You take back")
    assert amendment_of(room.hall, "A1")["supporters"] == []
    press(other, "pull", "You ask for a vote on it alone")
    assert amendment_of(room.hall, "A1")["pulled"]
    expect(other.locator('#A1 [data-act="pull"]')).to_have_count(0)

    other.locator('#A1 [data-act="amend"]').click()
    form = other.locator("#propose")
    expect(form).to_contain_text("Your change to amendment A1")
    form.get_by_label("Change the words here").fill("none of its")
    form.get_by_role("button", name="Sign and table").click()
    expect(other.locator("#said")).to_contain_text("Amendment A2 is tabled")
    payload = entry(room.hall, amendment_of(room.hall, "A2")["index"])
    assert (payload["target"]["kind"], payload["target"]["digest"]) == ("amendment", digest)
    assert payload["changes"]["en"] == {"text": "none of", "words": [0, 1]}

    mine.reload()
    press(mine, "withdraw", "You withdraw your amendment A1")
    assert amendment_of(room.hall, "A1")["standing"] == "withdrawn"
    # The sentence before it said so: whoever wants it goes on with it.
    expect(mine.locator("#A1 [data-act]")).to_have_text(["Take it over"])
    other.reload()
    press(other, "take_over", "You take over amendment A1: it goes on with you as its one proposer.")
    taken = amendment_of(room.hall, "A1")
    assert (taken["standing"], taken["proposers"]) == ("pending", [room.credentials[other]])
    expect(other.locator('#A1 [data-act="withdraw"]')).to_be_visible()


def test_strangers_and_observers_have_no_buttons(room: Room, device: NewDevice) -> None:
    amend(room.hall, room.desk, "A1", {"type": "delete", "block": 1}, {"en": {"words": None, "text": None}})
    observer, stranger = room.phone(), device()
    for page in (observer, stranger):
        page.goto(f"{room.hall.address}/documents/springs?language=ar")
        expect(page.locator("#A1")).to_contain_text("Not translated")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".propose, [data-act]")).to_have_count(0)
    assert text_state(room.hall)["closed"] is False


def test_an_urgent_amendment_after_the_time_for_amendments(room: Room) -> None:
    digest = text_state(room.hall)["digest"]
    room.hall.post(room.chair.sign("tabling.closed", document="springs", digest=digest))
    page = texts(room)
    form = propose(page, 1)
    expect(form).to_contain_text("The time for amendments is over. This one is tabled as urgent")
    form.get_by_label("Delete it").check()
    form.get_by_role("button", name="Sign and table").click()
    expect(page.locator("#said")).to_contain_text("Amendment A1 is tabled")
    assert amendment_of(room.hall, "A1")["urgent"]


def test_the_form_fits_a_phone(room: Room) -> None:
    page = texts(room, locale="ar")
    form = propose(page, 2)
    # It is the page's, and its words are the text's.
    parts = (form, form.locator("textarea").first)
    assert [one.evaluate("one => getComputedStyle(one).direction") for one in parts] == ["rtl", "ltr"]
    expect(form).to_have_attribute("lang", "ar")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for target in page.locator(
        "main button:visible, summary:visible, select:visible, .propose-form label:visible"
    ).all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()
    assert form.locator('[data-slot="diff"]').evaluate(IN_ORDER)
    page.goto(f"{room.hall.address}/documents")
    assert page.locator("main .card").evaluate("card => getComputedStyle(card).paddingInlineStart") != "0px"


def test_who_writes_an_amendment_is_told_of_a_vote_and_loses_nothing(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    page.goto(f"{room.hall.address}/documents/springs")
    form = propose(page, 2)
    words = form.get_by_label("Change the words here")
    words.fill("Each valley keeps all its channels clean and in repair.")
    bar = page.get_by_role("status").filter(has_text="Voting is open")
    before = words.bounding_box()
    motion = room.motion()
    expect(bar).to_contain_text("Voting is open: Amendment")
    assert words.bounding_box() == before
    with page.expect_popup() as popup:
        bar.get_by_role("link", name="Vote now").click()
    vote(popup.value, seat, "Yes")
    expect_recorded(popup.value, seat, "Yes")
    popup.value.close()
    expect(words).to_have_value("Each valley keeps all its channels clean and in repair.")
    form.get_by_role("button", name="Cancel").click()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(bar).to_be_hidden()

    other = room.phone(*room.seats())
    other.goto(page.url)
    there = other.get_by_role("status").filter(has_text="Voting is open")
    expect(there).to_be_visible()
    there.get_by_role("link", name="Vote now").click()
    expect(other.locator(".ballot")).to_be_visible()
    other.goto(page.url)
    act(room.hall, room.chair, "polling.ended", motion)
    expect(there).to_be_hidden()
    # Who has no mandate is asked for nothing.
    room.motion()
    expect(there).to_be_visible()
    observer = room.phone()
    observer.goto(page.url)
    expect(observer.locator(".document")).to_be_visible()
    expect(observer.locator(".vote-open")).to_have_count(0)
