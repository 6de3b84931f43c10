"""Mandates at the desk in a real browser: handed over and back on a paper form, refusals in words, who needs help."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP
from tests.browser.desk_room import choose_file, issue_badges, last_payload, tab
from tests.browser.hall import Hall, open_hall
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]
LIST = """Name;Delegation;Role;Head of delegation;Alternate
Anna Holm;Nordic Greens;;x;
Bengt Lie;Nordic Greens;;;
Ida Berg;Nordic Greens;;;yes
Chiara Rossi;Party of the Sun;;;
Otto Ohne;;observer;;
"""


@pytest.fixture
def proxy_hall(tmp_path: Path) -> Iterator[Hall]:
    """A convention where one person holds one mandate by proxy, of any delegation."""
    hall = open_hall(tmp_path, proxies={"limit": 1, "quorum": True, "within_delegation": False})
    yield hall
    hall.stop()


def seat(hall: Hall, page: Page, folder: Path) -> Page:
    """Import the people at the desk, give them badges, and return the desk's page."""
    desk = take_seat(page, hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, folder, "people.csv", LIST)
    expect(panel.locator('[data-slot="columns"]')).to_contain_text("Role = Role + Head of delegation + Alternate")
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("Added: 5")
    issue_badges(desk)
    return desk


def row(desk: Page, name: str) -> Locator:
    """Return a person's row: those of others name her too, where they cast her vote."""
    return desk.locator("#person-list > li", has=desk.get_by_role("heading", name=name))


def open_form(desk: Page, name: str, standing: str = "alternate") -> Locator:
    row(desk, name).locator('[data-act="mandates"]').click()
    dialog = desk.locator("#mandates-dialog")
    dialog.locator(f'[name="as"][value="{standing}"]').check()
    return dialog


def taker(dialog: Locator, name: str) -> Locator:
    return dialog.locator(".takers li", has_text=name)


def hand_over(desk: Page, giver: str, to: str, standing: str) -> None:
    dialog = open_form(desk, giver, standing)
    taker(dialog, to).get_by_role("radio").check()
    dialog.locator('[data-slot="go"]').click()
    expect(dialog).to_be_hidden()


def test_the_desk_hands_a_mandate_to_an_alternate_and_takes_it_back(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = seat(hall, device(DESKTOP), tmp_path)
    issued = last_payload(hall)["credentials"]
    assert sorted((one["role"], one["head"], len(one["mandates"])) for one in issued) == [
        ("alternate", False, 0),
        ("delegate", False, 1),
        ("delegate", False, 1),
        ("delegate", True, 1),
        ("observer", False, 0),
    ]
    expect(row(desk, "Anna Holm").locator('[data-slot="head"]')).to_be_visible()
    expect(row(desk, "Bengt Lie").locator('[data-slot="head"]')).to_be_hidden()
    expect(row(desk, "Otto Ohne").locator('[data-act="mandates"]')).to_be_hidden()
    dialog = open_form(desk, "Bengt Lie")
    expect(dialog.locator('[name="as"][value="proxy"]')).to_be_disabled()
    expect(dialog).to_contain_text("The rules of this convention know no proxies")
    # Whoever may take it over comes first; the others with the record's own reason.
    expect(dialog.locator(".takers li").first).to_contain_text("Ida Berg")
    expect(taker(dialog, "Anna Holm")).to_contain_text("An alternate takes a mandate over")
    forbidden = taker(dialog, "Anna Holm").get_by_role("radio")
    expect(forbidden).to_be_disabled()
    # That she cannot be chosen is seen by a mark, as her choice would be: no empty place.
    ring = Image.open(io.BytesIO(forbidden.screenshot())).convert("L")
    assert ring.getextrema()[0] < 200
    # Of a long dialog, what is signed is in sight.
    desk.set_viewport_size({"width": 1024, "height": 480})
    expect(dialog.locator('[data-slot="go"]')).to_be_in_viewport(ratio=1)
    desk.set_viewport_size(DESKTOP)
    expect(taker(dialog, "Otto")).to_have_count(0)
    dialog.locator('[data-slot="go"]').click()
    expect(dialog.locator('[data-slot="problem"]')).to_contain_text("Choose which mandates")
    dialog.locator('[name="query"]').fill("ida")
    expect(dialog.locator(".takers li")).to_have_count(1)
    taker(dialog, "Ida Berg").get_by_role("radio").check()
    dialog.locator('[data-slot="go"]').click()
    said = desk.locator("#people-done")
    expect(said).to_contain_text("Ida Berg votes from the next motion on")
    expect(said).to_contain_text(f"recorded as entry {state(hall)['size'] - 1}.")
    handed = last_payload(hall)
    assert (handed["type"], handed["as"]) == ("mandate.delegated", "alternate")
    expect(row(desk, "Bengt Lie")).to_contain_text(f"Mandate {handed['mandates'][0]} is with Ida Berg")
    ida = row(desk, "Ida Berg")
    expect(ida).to_contain_text(f"Casts mandate {handed['mandates'][0]} of Bengt Lie")

    ida.locator('[data-act="mandates"]').click()
    expect(dialog.locator('[data-slot="hand-over"]')).to_be_hidden()
    dialog.get_by_role("button", name="Back to its own delegate").click()
    expect(said).to_contain_text("the own delegate votes again")
    assert last_payload(hall)["type"] == "mandate.returned"
    expect(ida).not_to_contain_text("Casts mandate")


def test_proxies_that_the_rules_forbid_are_named(proxy_hall: Hall, device: Device, tmp_path: Path) -> None:
    hall = proxy_hall
    desk = seat(hall, device(DESKTOP), tmp_path)
    hand_over(desk, "Chiara Rossi", "Bengt Lie", "proxy")
    expect(desk.locator("#people-done")).to_contain_text("Bengt Lie votes from the next motion on")
    dialog = open_form(desk, "Anna Holm", "proxy")
    expect(dialog).to_contain_text("at most 1 by proxy")
    expect(taker(dialog, "Bengt Lie")).to_contain_text("as many mandates of others as the rules allow")
    expect(taker(dialog, "Chiara Rossi")).to_contain_text("handed her own mandate away")
    expect(taker(dialog, "Anna Holm")).to_contain_text("Nobody hands a mandate to herself")
    expect(taker(dialog, "Ida Berg").get_by_role("radio")).to_be_enabled()
    dialog.locator('[data-slot="close"]').click()
    bengt = row(desk, "Bengt Lie")
    bengt.locator('[data-act="mandates"]').click()
    expect(taker(dialog, "Ida Berg")).to_contain_text("Whoever exercises mandates of others cannot hand hers away")
    dialog.locator('[data-slot="close"]').click()
    # A proxy ends when its giver is here, and so it is said at the door.
    desk.locator("#door-code").fill(row(desk, "Chiara Rossi").locator('[data-slot="number"]').inner_text())
    desk.locator("#door-code").press("Enter")
    expect(desk.locator("#door-panel")).to_contain_text("Chiara Rossi is checked in.")
    expect(desk.locator('#door-panel [data-slot="entitled"]')).to_contain_text("1 vote")
    expect(desk.locator("#door-panel")).not_to_contain_text("by proxy")
    desk.reload()
    expect(bengt).not_to_contain_text("Casts mandate")


def test_a_refusal_that_comes_between_is_told_and_the_dialog_stays(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = seat(hall, device(DESKTOP), tmp_path)
    dialog = open_form(desk, "Bengt Lie")
    taker(dialog, "Ida Berg").get_by_role("radio").check()
    size = state(hall)["size"]
    colleague = desk.context.new_page()
    colleague.goto(f"{hall.address}/desk")
    hand_over(colleague, "Bengt Lie", "Ida Berg", "alternate")
    dialog.locator('[data-slot="go"]').click()
    expect(dialog.locator('[data-slot="problem"]')).to_contain_text("Somebody else exercises this mandate already")
    expect(dialog).to_be_visible()
    assert state(hall)["size"] == size + 1


def test_whoever_is_here_without_a_vote_is_on_a_quiet_list(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = seat(hall, device(DESKTOP), tmp_path)
    attention = desk.locator("#attention")
    expect(attention).to_be_hidden()
    hand_over(desk, "Bengt Lie", "Ida Berg", "alternate")
    bengt = row(desk, "Bengt Lie")
    bengt.locator('[data-act="in"]').click()
    row(desk, "Chiara Rossi").locator('[data-act="in"]').click()
    row(desk, "Otto Ohne").locator('[data-act="in"]').click()
    expect(attention.locator("summary")).to_have_text("Needs somebody at the desk: 2")
    attention.locator("summary").click()
    lines = attention.locator("li")
    expect(lines.filter(has_text="Bengt Lie")).to_contain_text("The mandate is with somebody else")
    expect(lines.filter(has_text="Chiara Rossi")).to_contain_text("No phone is activated")
    lines.filter(has_text="Bengt Lie").get_by_role("button").click()
    expect(desk.locator("#person-list > li")).to_have_count(1)
    bengt.locator('[data-act="mandates"]').click()
    desk.locator("#mandates-dialog").get_by_role("button", name="Back to its own delegate").click()
    expect(lines.filter(has_text="Bengt Lie")).to_contain_text("No phone is activated")


def test_a_dialog_that_is_opened_as_soon_as_it_was_closed_still_closes(
    proxy_hall: Hall, device: Device, tmp_path: Path
) -> None:
    desk = seat(proxy_hall, device(DESKTOP), tmp_path)
    open_form(desk, "Anna Holm")
    # A busy page tells of the closing after the next press: here before anything else of it can happen.
    buttons = [
        desk.locator('#mandates-dialog [data-slot="close"]'),
        row(desk, "Bengt Lie").locator('[data-act="mandates"]'),
    ]
    close, again = [button.element_handle() for button in buttons]
    desk.evaluate("([close, again]) => { close.click(); again.click(); }", [close, again])
    dialog = desk.locator("#mandates-dialog")
    expect(dialog.locator('[data-slot="who"]')).to_contain_text("Bengt Lie")
    expect(taker(dialog, "Ida Berg").get_by_role("radio")).to_be_enabled()
    dialog.locator('[data-slot="close"]').click()
    expect(dialog).to_be_hidden()


def test_a_list_in_which_nobody_can_be_chosen_is_scrolled_by_keyboard(
    proxy_hall: Hall, device: Device, tmp_path: Path
) -> None:
    desk = seat(proxy_hall, device(DESKTOP), tmp_path)
    hand_over(desk, "Chiara Rossi", "Bengt Lie", "proxy")
    row(desk, "Bengt Lie").locator('[data-act="mandates"]').click()
    dialog = desk.locator("#mandates-dialog")
    expect(dialog.get_by_role("radio", name="Ida Berg")).to_be_disabled()
    dialog.locator("[type=search]").focus()
    desk.keyboard.press("Tab")
    people = dialog.get_by_role("list", name="Who takes it over")
    expect(people).to_be_focused()
    # Other browsers than this one ask for it.
    expect(people).to_have_attribute("tabindex", "0")
    # In one with somebody to choose the choice comes next, and no stop before it.
    dialog.locator('[data-slot="close"]').click()
    open_form(desk, "Anna Holm", "proxy")
    expect(taker(dialog, "Ida Berg").get_by_role("radio")).to_be_enabled()
    dialog.locator("[type=search]").focus()
    desk.keyboard.press("Tab")
    expect(people).not_to_be_focused()


def test_whoever_has_gone_on_to_the_door_is_not_called_back_by_a_list_that_comes_late(
    proxy_hall: Hall, device: Device, tmp_path: Path
) -> None:
    desk = seat(proxy_hall, device(DESKTOP), tmp_path)
    held: list[Route] = []
    desk.route("**/desk/people?*", lambda route: held.append(route), times=1)
    dialog = open_form(desk, "Anna Holm")
    dialog.locator('[data-slot="close"]').click()
    desk.locator("#door-code").fill(row(desk, "Chiara Rossi").locator('[data-slot="number"]').inner_text())
    expect(row(desk, "Anna Holm").locator('[data-act="mandates"]')).to_be_disabled()
    held[0].continue_()
    expect(row(desk, "Anna Holm").locator('[data-act="mandates"]')).to_be_enabled()
    desk.keyboard.press("Enter")
    expect(desk.locator("#door-panel")).to_contain_text("Chiara Rossi is checked in.")
    expect(dialog).to_be_hidden()
