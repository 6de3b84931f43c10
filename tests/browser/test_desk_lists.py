"""The organisers' lists at the desk, in a real browser: looked at row by row, written only then."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import (
    HUGE,
    LIST,
    choose_file,
    fill_roster,
    payload,
    tab,
)
from tests.browser.hall import Hall
from tests.browser.test_officers import sit
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]

ARABIC = "الاسم;الوفد;الصفة\nليلى بن عمر;nord;مناوبة\nأحمد المنصوري;sol;مندوب\nسعيد الهاشمي;حزب مجهول;مندوب\n"


def test_a_list_is_shown_row_by_row_and_written_only_then(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, tmp_path, "delegates.csv", LIST)
    rows, go = panel.locator('[data-slot="rows"] tr'), panel.locator('[data-slot="go"]')
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="Chiara Rossi")).to_contain_text("Party of the Moon")
    expect(rows.filter(has_text="=1+1").locator(".row-problems")).to_contain_text("formula")
    expect(rows.filter(has_text="Emil Novák").locator(".row-problems")).to_contain_text("admiral")
    panel.locator('[data-slot="filters"] [data-state="all"]').click()
    expect(rows).to_have_count(6)
    expect(go).to_be_disabled()
    panel.locator('[data-slot="skip"]').check()
    expect(go).to_have_text("Import 3 people")
    tab(desk, "people")
    expect(desk.locator("#found")).to_contain_text("Nobody is on the list yet.")

    tab(desk, "import")
    go.click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("Added: 3, changed: 0, unchanged: 0, left out: 3")
    expect(panel.locator('[data-slot="done"]')).to_be_focused()
    choose_file(panel, tmp_path, "again.csv", LIST)
    panel.locator('[data-slot="skip"]').check()
    panel.locator('[data-slot="filters"] [data-state="unchanged"]').click()
    expect(rows).to_have_count(3)
    expect(go).to_be_disabled()
    tab(desk, "people")
    expect(desk.locator("#found")).to_have_text("3 found")


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", LIST), ("cp1256", ARABIC)])
def test_a_list_comes_after_the_assembly_has_sat(
    hall: Hall, device: Device, tmp_path: Path, encoding: str, text: str
) -> None:
    chair = hall.hand("chair")
    now = state(hall)
    fields = {"present": now["rolls"]["present"], "tree": {"root": now["root"], "size": now["size"]}}
    hall.post(chair.sign("sitting.opened", sitting="1", title={"en": "First sitting"}, **fields))
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "import")
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    expect(panel.locator('[data-slot="file"]')).to_be_enabled()
    panel.locator('[data-slot="file"]').set_input_files(file)
    panel.locator('[data-slot="filters"] [data-state="new"]').click()
    expect(panel.locator('[data-slot="rows"] tr').first).to_contain_text("Alternate" if text is ARABIC else "Delegate")
    # On a tablet each row says its problem in sight, not beyond the edge of a table.
    desk.set_viewport_size({"width": 820, "height": 1180})
    assert panel.locator(".table-scroll").evaluate("(box) => box.scrollWidth <= box.clientWidth")
    panel.locator('[data-slot="skip"]').check()
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text(f"Added: {2 if text is ARABIC else 3}")


def test_what_a_list_changes_is_shown_first_beside_what_was(hall: Hall, device: Device, tmp_path: Path) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, tmp_path, "again.csv", "Name;Delegation;Role\nÅsa Lindqvist;nord;\nBogdan Żak;nord;alternate\n")
    rows = panel.locator('[data-slot="rows"] tr')
    expect(rows).to_have_count(1)
    expect(rows.locator("del")).to_have_text("Delegate")
    expect(rows.locator("ins")).to_have_text("Alternate")


def test_an_import_leads_on_to_the_badges(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, tmp_path, "delegates.csv", LIST)
    panel.locator('[data-slot="skip"]').check()
    panel.locator('[data-slot="go"]').click()
    done = panel.locator('[data-slot="done"]')
    expect(done).to_contain_text("Added: 3")
    done.get_by_role("button", name="Issue badges for the 3 people without one").click()
    expect(desk.locator("#issue-choose h2")).to_be_focused()
    expect(desk.locator('#issue-choose [data-slot="prepare"]')).to_have_text("Prepare 3 badges")


def test_people_are_imported_after_the_first_sitting_has_opened_too(hall: Hall, device: Device, tmp_path: Path) -> None:
    sit(hall, hall.hand("chair"))
    desk = take_seat(device(PHONE), hall, "desk")
    panel = tab(desk, "import")
    drop = panel.locator(".drop")
    assert drop.evaluate("box => [...box.children].every((one) => one.offsetWidth <= box.clientWidth)")
    choose_file(panel, tmp_path, "late.csv", "Name;Delegation\nAna Horvat;nord\n")
    expect(panel.locator('[data-slot="rows"] tr')).to_have_count(1)
    expect(panel.locator('[data-slot="go"]')).to_have_text("Import 1 person")
    panel.locator('[data-slot="go"]').click()
    done = panel.locator('[data-slot="done"]')
    expect(done).to_contain_text("Added: 1")
    expect(done.get_by_role("button", name="Issue a badge for the 1 person without one")).to_be_visible()


def test_a_file_that_is_no_list_says_what_it_lacks(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = take_seat(device(PHONE), hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, tmp_path, "menu.csv", "Starter;Main\nSoup;Fish\n")
    expect(panel.locator('[data-slot="problem"]')).to_contain_text("column")
    expect(panel.locator('[data-slot="preview"]')).to_be_hidden()


def test_ten_thousand_rows_are_leafed_through(hall: Hall, device: Device, tmp_path: Path) -> None:
    hall.post(
        hall.founder().sign("delegation.registered", delegation="sea", decision=None, **{**HUGE, "entitlement": 10_000})
    )
    names = "\n".join(f"Delegate of Bay {number:05};sea" for number in range(10_000))
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "import")
    choose_file(panel, tmp_path, "delegates.csv", f"Name;Delegation\n{names}\n")
    expect(panel.locator('[data-slot="rows"] tr')).to_have_count(100, timeout=60_000)
    panel.locator('[data-slot="later"]').click()
    expect(panel.locator('[data-slot="range"]')).to_have_text("Rows 101 to 200 of 10,000")
    expect(panel.locator('[data-slot="rows"] tr').first).to_contain_text("Bay 00100")
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("Added: 10,000", timeout=60_000)
    tab(desk, "people")
    expect(desk.locator("#found")).to_have_text("50 of 10,000 shown", timeout=30_000)
    desk.locator("#query").fill("bay 07777")
    expect(desk.locator("#person-list > li")).to_have_count(1)


def test_delegations_are_shown_to_the_desk_and_signed_by_the_founder(
    hall: Hall, device: Device, tmp_path: Path
) -> None:
    text = "Id,Name,Seats,Weight\nnord,Nordic Greens,6,1\nhills,Hill Farmers,2,3\n"
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "delegations")
    choose_file(panel, tmp_path, "delegations.csv", text)
    expect(panel.locator('[data-slot="rows"] tr')).to_have_count(2)
    expect(panel.locator('[data-slot="founder"]')).to_be_visible()
    expect(panel.locator('[data-slot="founder"]')).to_contain_text("plenary delegations delegations.csv --key")
    expect(panel.locator('[data-slot="go"]')).to_be_hidden()

    size = state(hall)["size"]
    founder = take_seat(device(PHONE), hall, "founder")
    panel = founder.locator("#delegations")
    expect(founder.locator("[role=tab]")).to_have_count(1)
    choose_file(panel, tmp_path, "delegations.csv", text)
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_have_text("Registered 2 delegations.")
    # The founder's own enrolment came between.
    registered = [payload(hall, index) for index in (size + 1, size + 2)]
    found = [(one["type"], one["delegation"], one["name"], one["entitlement"], one["weight"]) for one in registered]
    assert found == [
        ("delegation.registered", "nord", {"en": "Nordic Greens"}, 6, 1),
        ("delegation.registered", "hills", {"en": "Hill Farmers"}, 2, 3),
    ]
    choose_file(panel, tmp_path, "delegations.csv", text)
    expect(panel.locator('[data-slot="go"]')).to_be_disabled()
