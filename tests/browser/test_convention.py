"""The whole main job as its people do it: list, badges, phones, a motion, its result, the file, the recount."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.badges import links_of
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.passing_time import past_double_tap
from tests.browser.voters import take_seat

Device = Callable[..., Page]

SCREEN = {"width": 1920, "height": 1080}
LIST = """Name;Delegation;Reference
Åsa Lindqvist;Nordic Greens;1
Bogdan Żak;Nordic Greens;2
Chiara Rossi;Party of the Sun;3
"""
# An auditor's laptop: no network, and none of the server's packages.
OFFLINE = """
import sys
for name in ("flask", "sqlalchemy", "pandas", "qrcode", "gevent", "werkzeug"):
    sys.modules[name] = None
def refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind")):
        raise RuntimeError(f"the verifier used the network: {event} {arguments}")
sys.addaudithook(refuse)
from audit.cli import main
sys.exit(main(sys.argv[1:]))
"""


def import_list(desk: Page, folder: Path) -> None:
    file = folder / "delegates.csv"
    file.write_text(LIST, encoding="utf-16")
    desk.locator("#tab-import").click()
    panel = desk.locator("#import")
    expect(panel.locator('[data-slot="file"]')).to_be_enabled()
    panel.locator('[data-slot="file"]').set_input_files(file)
    expect(panel.locator('[data-slot="rows"] tr')).to_have_count(3)
    panel.locator('[data-slot="go"]').click()
    expect(panel.locator('[data-slot="done"]')).to_be_visible()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def issue_badges(desk: Page) -> list[str]:
    """Issue badges for everyone and return the links on the printed sheet."""
    desk.locator("#tab-issue").click()
    desk.locator('#issue-choose [data-slot="prepare"]').click()
    panel = desk.locator("#issue-sign")
    with desk.expect_download() as download:
        panel.locator('[data-slot="files"] a').first.click()
    panel.locator('[data-slot="saved"]').check()
    panel.locator('[data-slot="sign"]').click()
    expect(desk.locator("#issue-done")).to_be_visible()
    return links_of(saved(download.value))


def replace_badge(desk: Page, name: str) -> str:
    """Replace the badge of someone who lost her phone, and return the new link."""
    desk.locator("#tab-people").click()
    desk.locator("#query").fill(name)
    row = desk.locator("#person-list > li", has_text=name)
    row.locator('[data-act="replace"]').click()
    dialog = desk.locator("#badge-dialog")
    with desk.expect_download() as download:
        dialog.locator('[data-slot="file"]').click()
    dialog.locator('[data-slot="saved"]').check()
    dialog.locator('[data-slot="go"]').click()
    expect(dialog).to_be_hidden()
    [link] = links_of(saved(download.value))
    return link


def activate(phone: Page, link: str) -> Page:
    phone.goto(link)
    phone.locator('[data-act="activate"]').click()
    expect(phone.locator('[data-step="done"]')).to_be_visible()
    assert "#" not in phone.url
    phone.locator('[data-step="done"] [data-slot="room"]').click()
    return phone


def choose(phone: Page, choice: str) -> None:
    phone.locator(f'.ballot .vote[value="{choice}"]').click()
    sentence = phone.locator('.ballot [data-slot="sentence"]')
    expect(sentence).to_contain_text(choice, ignore_case=True)
    past_double_tap(phone)
    phone.locator('.ballot [data-act="confirm"]').click()


def vote(phone: Page, choice: str) -> None:
    choose(phone, choice)
    expect(phone.locator('.ballot [data-step="recorded"]')).to_be_visible()


def open_motion(chair: Page) -> None:
    chair.locator("#open-button").click()
    chair.locator('[name="words-fields.en.title"]').fill("Common security")
    chair.locator('[name="words-fields.en.question"]').fill("Shall the Declaration on common security be adopted?")
    chair.locator("#open-form [name=kind]").select_option("declaration")
    chair.locator("#open-form [name=change]").check()
    chair.get_by_role("button", name="Review").click()
    chair.locator("#open-now").click()
    expect(chair.locator('#now [data-motion="1"]')).to_have_attribute("data-state", "open")


def press(chair: Page, act: str, state: str) -> None:
    chair.locator(f'#now [data-motion="1"] [data-act="{act}"]').click()
    chair.locator('#confirm button[value="yes"]').click()
    if state != "declared":
        expect(chair.locator('#now [data-motion="1"]')).to_have_attribute("data-state", state)


def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OFFLINE, "verify", *arguments, "--jobs", "1"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_badge_to_verified_tally(hall: Hall, device: Device, tmp_path: Path) -> None:
    desk = take_seat(device(DESKTOP, accept_downloads=True), hall, "desk")
    import_list(desk, tmp_path)
    links = issue_badges(desk)
    assert len(links) == 3
    assert all(link.startswith(f"{hall.address}/activate#") for link in links)

    # The sheet is in the order of names, as people look for their badges.
    asa, bogdan, chiara = (activate(device(service_workers="allow"), link) for link in links)
    second = device()
    second.goto(links[0])
    expect(second.locator('[data-step="used"]')).to_be_visible()

    chair = take_seat(device(DESKTOP), hall, "chair")
    screen = device(SCREEN)
    screen.goto(f"{hall.address}/screen")
    open_motion(chair)
    expect(screen.locator("body")).to_contain_text("Common security")
    expect(asa.locator('.ballot .vote[value="yes"]')).to_be_visible()

    vote(asa, "yes")
    asa.locator('.ballot [data-act="change"]').first.click()
    vote(asa, "no")
    vote(bogdan, "no")
    # Whoever found the lost phone keeps it from asking what the log says of it.
    bogdan.route("**/devices/*", lambda route: route.abort())
    replacement = activate(device(), replace_badge(desk, "Bogdan Żak"))
    expect(replacement.locator('.ballot [data-step="elsewhere"]')).to_be_visible()
    replacement.locator('.ballot [data-step="elsewhere"] [data-act="change"]').click()
    vote(replacement, "yes")
    # And tries to turn the vote back.
    bogdan.locator('.ballot [data-act="change"]').first.click()
    choose(bogdan, "no")
    expect(bogdan.locator("#alarm")).to_contain_text("NOT COUNTED")
    expect(bogdan.locator("#alarm")).to_contain_text("key_revoked")
    expect(screen.locator("body")).not_to_contain_text("Abstain")

    # Chiara's phone loses the network in the moment in which she votes; polling ends before it is back.
    chiara.context.set_offline(True)
    choose(chiara, "yes")
    press(chair, "end", "ended")
    chiara.context.set_offline(False)
    expect(chiara.locator("#alarm")).to_be_visible(timeout=60_000)
    expect(chiara.locator("#alarm")).to_contain_text("NOT COUNTED")
    press(chair, "close", "closed")
    press(chair, "declare", "declared")
    expect(chair.locator('#past [data-motion="1"] .pill')).not_to_have_count(0)
    expect(screen.locator("body")).to_contain_text("Not adopted", ignore_case=True)

    asa.locator("#receipts summary").click()
    with asa.expect_download() as receipt:
        asa.locator('#receipts [data-slot="download"]').first.click()
    auditor = take_seat(device(DESKTOP, accept_downloads=True), hall, "auditor")
    with auditor.expect_download() as download:
        auditor.locator('a[href="/audit/bundle.zip"]').click()
    check_offline(saved(download.value), saved(receipt.value), hall, tmp_path)


def check_offline(bundle: bytes, receipt: bytes, hall: Hall, folder: Path) -> None:
    """Verify the file as an auditor does, and see that one changed byte makes it invalid, with its place."""
    file, proof = folder / "bundle.zip", folder / "vote.tlog-proof"
    file.write_bytes(bundle)
    proof.write_bytes(receipt)
    done = verify(str(file), "--convention", hall.founding.convention, "--receipt", str(proof))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid, pinned" in done.stdout
    assert re.search(r"1 \(declared\) +yes +1 +1\b", done.stdout)
    for position in (0, len(bundle) // 3, len(bundle) // 2, len(bundle) - 1):
        file.write_bytes(bundle[:position] + bytes([bundle[position] ^ 1]) + bundle[position + 1 :])
        done = verify(str(file), "--convention", hall.founding.convention)
        assert done.returncode == 1, (position, done.stdout)
        assert "INVALID" in done.stdout
