"""What a committee rules in a real browser: the order of the votes, recommendations, parts, and the end of tabling."""

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.drafting_room import Room, ten_amendments
from tests.browser.held import Held
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
    expect(chair.locator("#order")).to_be_visible()
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
    clerk.keyboard.press("Escape")
    expect(first.get_by_role("button", name="Divide")).to_be_focused()
    clerk.keyboard.press("Enter")
    expect(dialog).to_be_visible()
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
    # Whose Enter was meant for something else signs nothing.
    expect(clerk.locator("#close-title")).to_be_focused()
    clerk.locator("#close-tabling").get_by_role("button", name="Close tabling").click()
    expect(clerk.locator(".script-head")).to_contain_text("The time for amendments is over")
    assert springs.state()["closed"] is True


@pytest.fixture
def clerk(springs: Room, device: Device) -> Page:
    """A clerk's page with two amendments."""
    springs.amend(
        "A1", "replace", 2, en=([3, 7], "their common channels open"), fr=([3, 7], "leurs communs canaux ouverts")
    )
    springs.amend("A2", "replace", 2, en=([3, 4], "their"), fr=([3, 4], "leurs"))
    clerk = take_seat(device(DESKTOP), springs.hall, "clerk")
    # Its acts are folded away while it is not the next.
    step(clerk, "A2").locator("summary").first.click()
    return clerk


def step(clerk: Page, name: str) -> Locator:
    return clerk.locator(f'#script-content [data-amendment="{name}"]')


def press(clerk: Page, name: str, label: str) -> None:
    step(clerk, name).get_by_role("button", name=label).click()


def test_the_dialogs_come_when_one_is_asked_for(clerk: Page) -> None:
    lost: list[str] = []
    clerk.route(
        "**/chair-committee.js", lambda route: (lost.append(route.request.resource_type), route.abort()), times=1
    )
    press(clerk, "A1", "Recommend")
    expect(clerk.locator("#problem")).to_contain_text("The server does not answer.")
    # Browsers remember that a script did not come: as one it is asked for only once it is here.
    assert lost == ["fetch"]
    press(clerk, "A1", "Recommend")
    expect(clerk.locator("#recommend h2")).to_contain_text("A1")
    expect(clerk.locator("#problem")).to_be_hidden()
    clerk.keyboard.press("Escape")
    expect(step(clerk, "A1").get_by_role("button", name="Recommend")).to_be_focused()


def test_a_page_that_is_older_than_the_server_says_so_and_runs_nothing_twice(clerk: Page) -> None:
    clerk.locator("#chair").evaluate("(room) => { room.dataset.committee = '/assets/0000/js/chair-committee.js'; }")
    loaded: list[str] = []
    clerk.on("request", lambda request: loaded.append(request.url) if request.url.endswith("/chair.js") else None)
    press(clerk, "A1", "Recommend")
    expect(clerk.locator("#problem")).to_contain_text("This page is older than the server. Reload it and try again.")
    assert loaded == []


@pytest.mark.parametrize("goes_on", ["closes", "reads", "writes"])
def test_a_dialog_that_comes_late_is_not_put_before_who_has_gone_on(clerk: Page, goes_on: str) -> None:
    late = Held(clerk, "**/chair-committee.js")
    press(clerk, "A1", "Recommend")
    late.wait()
    expect(step(clerk, "A1").get_by_role("button", name="Recommend")).to_have_attribute("aria-busy", "true")
    if goes_on == "writes":
        clerk.locator("#open-button").click()
        clerk.locator('[name="words-fields.en.title"]').fill("A break")
    elif goes_on == "closes":
        press(clerk, "A2", "Recommend")
        expect(clerk.locator("#recommend h2")).to_contain_text("A2")
        clerk.keyboard.press("Escape")
    else:
        clerk.locator("#keys-button").click()
        expect(clerk.locator("dialog[open]")).to_have_count(1)
    with (
        clerk.expect_event("requestfinished", lambda request: request.resource_type == "script")
        if goes_on != "closes"
        else nullcontext()
    ):
        late.let_go()
    clerk.wait_for_timeout(300)
    expect(clerk.locator("#recommend")).to_be_hidden()
    expect(step(clerk, "A1").get_by_role("button", name="Recommend")).not_to_have_attribute("aria-busy", "true")


def test_what_is_asked_once_more_is_not_drawn_over_what_she_writes(springs: Room, clerk: Page) -> None:
    first = Held(clerk, "**/chair/amendments/A1")
    press(clerk, "A1", "Divide")
    first.wait()
    expect(step(clerk, "A1").get_by_role("button", name="Divide")).to_have_attribute("aria-busy", "true")
    # The script is drawn anew meanwhile, with a button that can be pressed.
    springs.amend("A3", "replace", 3, en=([0, 1], "Each"), fr=([0, 1], "Chaque"))
    expect(step(clerk, "A3")).to_be_visible()
    press(clerk, "A1", "Divide")
    text = clerk.locator('#divide .divide-part:nth-child(2) [data-language="en"] [data-slot="text"]')
    text.fill("closed")
    first.let_go()
    expect(text).to_have_value("closed")


def test_parts_that_cannot_be_read_are_said_and_come_over_no_other_dialog(clerk: Page) -> None:
    clerk.route("**/chair/amendments/A1", lambda route: route.abort(), times=1)
    press(clerk, "A1", "Divide")
    expect(clerk.locator("#problem")).to_be_visible()
    late = Held(clerk, "**/chair/amendments/A1")
    press(clerk, "A1", "Divide")
    late.wait()
    press(clerk, "A2", "Recommend")
    late.let_go()
    expect(clerk.locator("#recommend")).to_be_visible()
    expect(clerk.locator("#divide")).to_be_hidden()


def test_what_is_written_when_she_signs_is_signed(springs: Room, clerk: Page) -> None:
    dialog = clerk.locator("#recommend")
    press(clerk, "A1", "Recommend")
    dialog.locator("[name=note]").fill("It is clearer.")
    dialog.locator("[name=minority]").fill("It is longer.")
    note = Held(clerk, "**/blobs")
    dialog.get_by_role("button", name="Sign the recommendation").click()
    note.wait()
    expect(dialog.get_by_role("button", name="Cancel")).to_be_disabled()
    clerk.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.locator("[name=minority]").fill("")
    note.let_go()
    expect(dialog).to_be_hidden()
    reasons = step(clerk, "A1").locator(".reasons")
    reasons.locator("summary").click()
    expect(reasons).to_contain_text("It is clearer.")
    expect(reasons).to_contain_text("It is longer.")


@pytest.mark.parametrize("refused", [False, True])
def test_a_late_signature_does_not_close_the_next_dialog(springs: Room, clerk: Page, refused: bool) -> None:
    dialog = clerk.locator("#recommend")
    press(clerk, "A1", "Recommend")
    signing = Held(clerk, "**/statements", unsent=True)
    dialog.get_by_role("button", name="Sign the recommendation").click()
    signing.wait()
    # However a browser lets her out.
    dialog.evaluate("(dialog) => dialog.close()")
    press(clerk, "A2", "Recommend")
    if refused:
        springs.about(springs.desk, "amendment.withdrawn", "A1", in_favour_of=None)
    signing.let_go()
    if refused:
        expect(clerk.locator("#problem")).to_contain_text("A1")
    else:
        expect(step(clerk, "A1")).to_contain_text("The committee recommends: adopt")
    expect(dialog).to_be_visible()
    expect(dialog.locator("h2")).to_contain_text("A2")
    expect(dialog.locator('[data-slot="problem"]')).to_be_hidden()
