"""What an officer does on the desk's page, for tests that look at what comes of it."""

import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from audit import jws
from tests.browser.badges import links_of
from tests.browser.hall import Hall
from tests.browser.voters import state
from voting.database import make_engine
from voting.roster import Listed, Person, Roster

PEOPLE = (("Åsa Lindqvist", "nord"), ("Bogdan Żak", "nord"), ("Chiara Rossi", "sol"), ("محمد العلي", "lake"))

HUGE = {"name": {"en": "The Great Federation"}, "entitlement": 205, "weight": 1, "groups": []}

LIST = """Name;Delegation;Role;Reference
Åsa Lindqvist;Nordic Greens;delegate;1
Bogdan Żak;Nordic Greens;delegate;2
Chiara Rossi;Party of the Moon;delegate;3
=1+1;Party of the Sun;delegate;4
Emil Novák;Party of the Sun;admiral;5
Farid Haddad;Party of the Sun;observer;6
"""


def fill_roster(hall: Hall, people: tuple[tuple[str, str], ...] = PEOPLE) -> dict[str, Person]:
    """Put delegates on the roster as an import would, and return them by name."""
    listed = [Listed(f"ref:{name}", name, "delegate", delegation) for name, delegation in people]
    return {person.name: person for person in Roster(make_engine(hall.config.database_url)).add(listed)}


def payload(hall: Hall, index: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"{hall.address}/log/entry/{index}", timeout=10) as response:
        return dict(jws.parse(response.read(), jws.STATEMENT).payload)


def last_payload(hall: Hall) -> dict[str, Any]:
    return payload(hall, state(hall)["size"] - 1)


def tab(desk: Page, name: str) -> Locator:
    desk.locator(f"#tab-{name}").click()
    return desk.locator(f"#{name}")


def choose_file(panel: Locator, folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    expect(panel.locator('[data-slot="file"]')).to_be_enabled()
    panel.locator('[data-slot="file"]').set_input_files(file)


def row(desk: Page, name: str) -> Locator:
    return desk.locator("#person-list > li", has_text=name)


def press(desk: Page, name: str, act: str) -> None:
    row(desk, name).locator(f'[data-act="{act}"]').click()


def save(link: Locator) -> bytes:
    with link.page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def prepare_badges(desk: Page) -> bytes:
    """Let the page make badges for everyone, save the one file, and return it; nothing is signed yet."""
    tab(desk, "issue")
    desk.locator('#issue-choose [data-slot="prepare"]').click()
    files = desk.locator('#issue-sign [data-slot="files"] a')
    expect(files).to_have_count(1)
    return save(files.first)


def number_of(desk: Page, name: str) -> str:
    """Return the number on somebody's badge, once the list shows it."""
    shown = row(desk, name).locator('[data-slot="number"]')
    expect(shown).not_to_be_empty()
    return shown.inner_text()


def issue_badges(desk: Page) -> list[str]:
    """Issue badges for everyone and return their links."""
    pdf = prepare_badges(desk)
    desk.locator('#issue-sign [data-slot="saved"]').check()
    desk.locator('#issue-sign [data-slot="sign"]').click()
    # Its button is gone, and whoever has no mouse goes on from what it came to.
    expect(desk.locator("#issue-done")).to_be_focused()
    tab(desk, "people")
    return links_of(pdf)
