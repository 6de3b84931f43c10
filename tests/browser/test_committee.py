"""What a committee rules in a real browser: the order of the votes, recommendations, parts, and the end of tabling."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.drafting_room import Room, ten_amendments
from tests.browser.voters import take_seat

Device = Callable[..., Page]


def test_an_order_is_ruled_with_the_keyboard_and_its_reason(springs: Room, device: Device) -> None:
    ten_amendments(springs)
    clerk = take_seat(device(DESKTOP), springs.hall, "clerk")
    expect(clerk.locator(".script-next h3")).to_have_text("A4")
    clerk.get_by_role("button", name="The order of the votes").click()
    sign = clerk.get_by_role("button", name="Sign the order")
    clerk.get_by_role("button", name="A1 earlier", exact=True).focus()
    for _ in range(5):
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#order-list li").first).to_contain_text("A1 Paragraph 2 · By Nordic Greens")
    # However long the list is, what signs it and what it lacks are in sight.
    clerk.set_viewport_size({"width": 720, "height": 450})
    clerk.locator("#order .card").evaluate("(card) => card.scrollTo(0, 0)")
    expect(sign).to_be_in_viewport(ratio=1)
    sign.click()
    lacks = clerk.locator('#order [data-slot="problem"]')
    expect(lacks).to_contain_text("Write why")
    expect(lacks).to_be_in_viewport(ratio=1)
    # And where it is written.
    expect(clerk.locator("#order [name=reason]")).to_be_focused()
    clerk.set_viewport_size(DESKTOP)
    clerk.locator("#order [name=reason]").fill("A1 is the proposal farthest from the text.")
    sign.click()
    expect(clerk.locator("#order")).to_be_hidden()
    expect(clerk.locator(".script-next h3")).to_have_text("A1")
    expect(clerk.locator(".script-head")).to_contain_text("Order ruled: A1 is the proposal farthest from the text.")
    assert springs.state()["script"]["order"]["order"][0] == "A1"


@pytest.mark.parametrize("touch", [False, True])
def test_an_order_is_dragged_by_its_handle(springs: Room, device: Device, touch: bool) -> None:
    ten_amendments(springs)
    chair = take_seat(device(DESKTOP, has_touch=touch), springs.hall, "chair")
    chair.get_by_role("button", name="The order of the votes").click()
    rows = chair.locator("#order-list > li b")
    before = rows.all_inner_texts()
    grips = chair.locator("#order-list .drag-handle")
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    assert start
    assert end
    x, y, to = start["x"] + 20, start["y"] + 20, end["y"] + end["height"]
    if touch:
        pointer = chair.context.new_cdp_session(chair)
        for kind, place in (("touchStart", y), ("touchMove", y + 30), ("touchMove", to)):
            pointer.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": place}]})
        pointer.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        chair.mouse.move(x, y)
        chair.mouse.down()
        chair.mouse.move(x, to, steps=5)
        chair.mouse.up()
    expect(rows).to_have_text([before[1], before[2], before[0], *before[3:]])
    expect(chair.locator(".dragged")).to_have_count(0)
    expect(chair.locator("#announce")).to_have_text(f"{before[0]} is number 3 of {len(before)}.")


def test_the_clerk_recommends_divides_and_closes_tabling(springs: Room, device: Device) -> None:
    springs.amend(
        "A1", "replace", 2, en=([3, 7], "their common channels open"), fr=([3, 7], "leurs communs canaux ouverts")
    )
    springs.amend("A2", "replace", 2, en=([3, 4], "their"), fr=([3, 4], "leurs"))
    clerk = take_seat(device(DESKTOP), springs.hall, "clerk")
    first = clerk.locator('#script-content [data-amendment="A1"]')
    first.get_by_role("button", name="Recommend").click()
    dialog = clerk.locator("#recommend")
    dialog.get_by_label("Merge with another").check()
    expect(dialog.locator("[name=other]")).to_have_value("A2")
    dialog.locator("[name=note]").fill("Both want the same.")
    dialog.get_by_role("button", name="Sign the recommendation").click()
    expect(first).to_contain_text("The committee recommends: merge with A2")
    first.locator(".reasons summary").click()
    expect(first.locator(".reasons")).to_contain_text("The committee: Both want the same.")

    first.get_by_role("button", name="Divide").click()
    dialog = clerk.locator("#divide")
    expect(dialog.locator(".divide-part")).to_have_count(2)
    last = dialog.locator('.divide-part:nth-child(2) [data-language="en"] [data-slot="text"]')
    expect(last).to_have_value("open")
    last.fill("closed")
    dialog.get_by_role("button", name="Sign the parts").click()
    expect(dialog.locator('[data-slot="problem"]')).to_contain_text("parts")
    last.fill("open")
    dialog.get_by_role("button", name="Sign the parts").click()
    expect(dialog).to_be_hidden()
    expect(clerk.locator(".script-next h3")).to_have_text("A1.1")
    assert next(one for one in springs.state()["amendments"] if one["amendment"] == "A1")["parts"] == ["A1.1", "A1.2"]

    clerk.get_by_role("button", name="Close tabling").click()
    clerk.locator("#close-tabling").get_by_role("button", name="Close tabling").click()
    expect(clerk.locator(".script-head")).to_contain_text("The time for amendments is over")
    assert springs.state()["closed"] is True
