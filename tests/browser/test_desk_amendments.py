"""Amendments from a list, in a real browser: every row is shown first, and each is signed on the desk's device."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

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
