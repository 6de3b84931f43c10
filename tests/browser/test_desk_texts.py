"""Texts at the desk, in a real browser: read from files, compared, tabled only when the officer signs."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import last_payload, tab
from tests.browser.drafting_room import SPRINGS
from tests.browser.hall import Hall
from tests.browser.voters import state, take_seat
from tests.voting.word_files import deleted, p, r, word_file

Device = Callable[..., Page]

HEADING = '<w:outlineLvl w:val="0"/>'


def french_file(*paragraphs: str) -> bytes:
    """Return a DOCX file with a heading, a paragraph with a tracked deletion, and these paragraphs."""
    first = r("Les sources appartiennent aux quatre vallées ensemble.") + deleted(" Et aux autres.")
    return word_file(
        p(r("Des sources partagées"), HEADING) + p(first) + "".join(p(r(paragraph)) for paragraph in paragraphs)
    )


def choose(panel: Locator, language: str, name: str, data: bytes) -> None:
    field = panel.locator(f'[data-language="{language}"] [data-slot="file"]')
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


def of(panel: Locator, language: str, slot: str) -> Locator:
    return panel.locator(f'[data-language="{language}"] [data-slot="{slot}"]')


def document(hall: Hall, name: str) -> Any:
    with urllib.request.urlopen(f"{hall.address}/documents/{name}/state", timeout=10) as response:
        return json.load(response)


def test_two_files_become_one_document(hall: Hall, device: Device) -> None:
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "texts")
    go, mismatches = panel.locator('[data-slot="go"]'), panel.locator('[data-slot="mismatches"]')
    choices = [panel.locator(f'[data-slot="{name}-document"]') for name in ("correction", "list")]
    version = panel.locator('[data-slot="version"]')
    for choice in choices:
        expect(choice).to_have_text("No text is on the table yet")
    # Of a browser's own field, in the browser's language, nothing is seen.
    fields = panel.locator('input[type="file"]')
    assert fields.evaluate_all("all => all.map((one) => getComputedStyle(one).opacity)") == ["0"] * fields.count()
    size = state(hall)["size"]
    for name in ("correction-document", "list-document"):
        expect(panel.locator(f'[data-slot="{name}"]')).to_have_text("No text is on the table yet")
    choose(panel, "en", "water.pdf", b"%PDF-1.7")
    expect(of(panel, "en", "problem")).to_contain_text("no DOCX, Markdown or plain text file")
    english = "# On the shared springs\n\nThe springs belong to the **four valleys**.\n\nNobody sells water.\n"
    choose(panel, "en", "water.md", english.encode())
    expect(of(panel, "en", "problem")).to_be_hidden()
    expect(of(panel, "en", "size")).to_have_text("2 numbered paragraphs")
    expect(of(panel, "en", "remarks")).to_contain_text("Bold, italics, underlines")
    choose(panel, "fr", "eau.docx", french_file())
    expect(of(panel, "fr", "remarks")).to_contain_text("what was deleted is taken as accepted")
    expect(panel.locator('[data-slot="lacking"]')).to_contain_text("a name of letters")
    panel.locator("#text-name").fill("water")
    expect(mismatches).to_contain_text("Paragraphs outside lists: French 1, English 2. From paragraph 2 on")
    expect(panel.locator(".pair.parted")).to_have_count(1)
    expect(go).to_be_disabled()
    assert state(hall)["size"] == size

    choose(panel, "fr", "eau2.docx", french_file("Personne ne vend l’eau."))
    expect(mismatches).to_be_hidden()
    expect(panel.locator(".pair.parted")).to_have_count(0)
    expect(panel.locator(".pair[data-index='2'] .number").last).to_have_text("2")
    expect(of(panel, "fr", "title")).to_have_value("Des sources partagées")
    expect(version).to_contain_text("is new")
    go.click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("“water”, version 1, is on the table.")
    # The other parts of the page know of it, and nothing is said of a name that is gone from its field.
    for choice in choices:
        expect(choice).to_have_text("On the shared springs")
    expect(version).to_contain_text("A name that is known makes a new version.")
    tabled = last_payload(hall)
    assert (tabled["type"], tabled["version"]) == ("document.tabled", 1)
    assert tabled["title"] == {"en": "On the shared springs", "fr": "Des sources partagées"}
    blocks = document(hall, "water")["languages"]["fr"]["blocks"]
    assert [block["text"] for block in blocks][1:] == [
        "Les sources appartiennent aux quatre vallées ensemble.",
        "Personne ne vend l’eau.",
    ]
    panel.locator('[data-slot="done"] a').click()
    expect(desk.locator("h1")).to_have_text("On the shared springs")
    expect(desk.locator("#p2")).to_contain_text("Nobody sells water.")


def test_a_new_version_shows_what_it_changes(hall: Hall, device: Device) -> None:
    desk = take_seat(device(PHONE), hall, "desk")
    panel = tab(desk, "texts")
    go, changes = panel.locator('[data-slot="go"]'), panel.locator('[data-slot="changes"]')
    panel.locator("#text-name").fill("springs")
    for language, text in SPRINGS.items():
        choose(panel, language, f"{language}.md", text.encode())
    go.click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("version 1")

    choose(panel, "en", "en.md", SPRINGS["en"].replace("a tenth", "a twelfth").encode())
    panel.locator("#text-name").fill("springs")
    expect(changes.locator("del")).to_have_text("deleted: tenth")
    expect(changes.locator("ins")).to_have_text("inserted: twelfth")
    expect(panel.locator('[data-slot="version"]')).to_contain_text("this becomes version 2")
    expect(panel.locator('[data-slot="warnings"]')).to_contain_text("French was in version 1 and is left out now.")
    go.click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("version 2")
    assert document(hall, "springs")["version"] == 2
    assert list(last_payload(hall)["texts"]) == ["en"]


def test_a_correction_shows_its_words_before_it_is_signed(hall: Hall, device: Device) -> None:
    desk = take_seat(device(DESKTOP), hall, "desk")
    panel = tab(desk, "texts")
    panel.locator("#text-name").fill("springs")
    for language, text in SPRINGS.items():
        choose(panel, language, f"{language}.md", text.encode())
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_contain_text("version 1")

    tab(desk, "people")
    tab(desk, "texts")
    part = desk.locator("#correction")
    field, go = part.locator('[data-slot="correction-file"]'), part.locator('[data-slot="correction-go"]')
    expect(part.locator("option[value='springs']")).to_have_count(1)
    short = {"name": "fr.md", "mimeType": "text/markdown", "buffer": b"# Des sources\n\nUne.\n"}
    field.set_input_files(short)
    expect(part.locator('[data-slot="correction-problem"]')).to_contain_text("they do not pair off")
    expect(go).to_be_disabled()
    better = SPRINGS["fr"].replace("conseil", "tribunal")
    field.set_input_files({**short, "buffer": better.encode()})
    changes = part.locator('[data-slot="correction-changes"]')
    expect(changes.locator("ins")).to_have_text("inserted: tribunal")
    go.click()
    expect(part.locator('[data-slot="correction-done"]')).to_contain_text("“springs” is corrected in French.")
    assert (last_payload(hall)["type"], last_payload(hall)["language"]) == ("document.corrected", "fr")
