"""Amendments from a list, in a real browser: every row is shown first, and each is signed on the desk's device."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP
from tests.browser.desk_room import tab
from tests.browser.drafting_room import Room
from tests.browser.hall import Hall
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]

LIST = """number;paragraph;action;by;old en;new en;old fr;new fr;reason;amends
A1;2;replace;Nordic Greens;its own;all its;ses propres;tous ses;Clean water.;
A2;6;insert after;nord, sol;;The council sits in public.;;Le conseil siège en public.;;
A3;99;delete;sol;;;;;;
A4;1;replace;sol;in public.;in public and in peace.;en public.;en public et en paix.;;A2
"""


def test_a_list_is_looked_at_then_tabled(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair")
    room = Room(hall, chair, chair, chair)
    room.table_text()
    desk = take_seat(device(DESKTOP), hall, "desk")
    size = state(hall)["size"]
    panel = tab(desk, "texts").locator("#amendment-list")
    translatable = desk.locator('[data-slot="translation-amendment"]')
    expect(translatable).to_have_text("No amendment can be translated into this language")
    expect(panel.locator("option")).to_have_count(1)
    file = {"name": "amendments.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    panel.locator('[data-slot="list-file"]').set_input_files(file)
    rows = panel.locator('[data-slot="list-rows"] > li')
    expect(rows).to_have_count(4)
    expect(rows.nth(0).locator("ins").first).to_have_text("inserted: all")
    expect(rows.nth(2)).to_contain_text("There is no paragraph “99”: they are numbered 1 to 6.")
    expect(rows.nth(3)).to_contain_text("Amendment A2 to this text is not on the table.")
    assert state(hall)["size"] == size

    go = panel.locator('[data-slot="list-go"]')
    expect(go).to_have_text("Sign and table 2 amendments")
    go.click()
    expect(panel.locator('[data-slot="list-done"]')).to_have_text("2 amendments are on the table.")
    expect(translatable.locator("option")).to_have_count(3)
    # The list was read again: what amends another can be tabled now.
    expect(go).to_have_text("Sign and table 1 amendment")
    go.click()
    expect(go).to_have_text("Nothing to table")
    expect(rows.nth(3)).to_contain_text("on the table already")
    assert state(hall)["size"] == size + 3
    found = {one["amendment"]: one for one in room.state()["amendments"]}
    assert set(found) == {"A1", "A2", "A4"}
    assert found["A4"]["target"] == "A2"
    assert found["A1"]["languages"] == ["en", "fr"]
    assert found["A1"]["reason"] is not None
    assert list(found["A2"]["delegations"]) == ["nord", "sol"]


def test_a_list_that_stops_midway_says_where_and_goes_on(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair")
    room = Room(hall, chair, chair, chair)
    room.table_text()
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "texts").locator("#amendment-list")
    expect(panel.locator("option")).to_have_count(1)
    lines = ["paragraph;action;by;old en;new en;number", "1;delete;sol;;;A1", "2;delete;nord;;;A2", "3;delete;sol;;;A3"]
    file = {"name": "amendments.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    panel.locator('[data-slot="list-file"]').set_input_files(file)
    rows, go = panel.locator('[data-slot="list-rows"] > li'), panel.locator('[data-slot="list-go"]')
    expect(rows.nth(1)).to_contain_text("Proposed by Nordic Greens")
    expect(go).to_have_text("Sign and table 3 amendments")
    # Another officer takes a number while this one looks.
    room.amend("A2", "replace", 5, en=([1, 2], "come"))
    go.click()
    problem = panel.locator('[data-slot="list-problem"]')
    expect(problem).to_contain_text("Tabled 1 of 3, then stopped at A2: An amendment with this number exists already.")
    expect(panel.locator('[data-slot="list-done"]')).to_have_text("1 amendment is on the table.")
    assert set(room.standing()) == {"A1", "A2"}
    # Read again: what is tabled is known, what was refused says why, and the rest can go on.
    expect(rows.nth(0)).to_contain_text("on the table already")
    expect(rows.nth(1)).to_contain_text("Another amendment A2 is on the table already.")
    expect(go).to_have_text("Sign and table 1 amendment")
    go.click()
    expect(go).to_have_text("Nothing to table")
    expect(problem).to_be_hidden()
    assert set(room.standing()) == {"A1", "A2", "A3"}


DROP = """([panel, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "amendments.csv"));
  const place = document.querySelector(panel + " .drop");
  place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def test_a_file_waits_until_it_is_known_which_text_it_is_for(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair")
    Room(hall, chair, chair, chair).table_text()
    held: list[Route] = []
    page = device(DESKTOP)
    page.route("**/chair/documents", lambda route: held.append(route))
    desk = take_seat(page, hall, "desk")
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    texts = tab(desk, "texts")
    files = [texts.locator(f'[data-slot="{name}-file"]') for name in ("list", "correction")]
    for file in files:
        expect(file).to_be_disabled()
    for panel in ("#amendment-list", "#correction"):
        desk.evaluate(DROP, [panel, LIST])
    desk.wait_for_timeout(500)
    assert sent == []
    for route in held:
        route.continue_()
    desk.unroute("**/chair/documents")
    for file in files:
        expect(file).to_be_enabled()
    desk.evaluate(DROP, ["#amendment-list", LIST])
    expect(texts.locator('[data-slot="list-rows"] > li')).to_have_count(4)
    for name in ("list", "correction"):
        expect(texts.locator(f'[data-slot="{name}-problem"]')).to_be_hidden()
