"""Pictures of the rooms through a vote of the sample convention: `scripts/gallery` writes them."""

import argparse
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from ballots.acts import Role
from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browser.sample_hall import DELEGATE, SampleHall, sample_hall
from tests.conftest import find_chromium
from voting.plan import OfficerPlan
from voting.sample_amendments import DOCUMENT

SIZES = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 820, "height": 1180},
    "desktop": {"width": 1440, "height": 900},
    "hall": {"width": 1920, "height": 1080},
}
# Whose devices are browsers; everybody else's are simulated.
IN_BROWSERS = {
    "chair": OfficerPlan(Role.CHAIR, "Bertil Lund"),
    "desk": OfficerPlan(Role.DESK, "Chiara Donati"),
    "teller": OfficerPlan(Role.TELLER, "Efua Mensah"),
}
# What the README shows, and the name of it there.
IN_README = {
    "04-open-phone": "phone",
    "06-recorded-phone": "recorded",
    "06-recorded-chair": "chair",
    "08-declared-screen": "result",
}
PICTURES = Path(__file__).parent / "pictures"
TABS = ("people", "import", "issue", "texts", "delegations")


@dataclass
class Gallery:
    """Browsers of a few people in the hall, and a folder for what they see."""

    browser: Browser
    address: str
    folder: Path
    language: str
    pages: dict[str, Page] = field(default_factory=dict)
    taken: list[Path] = field(default_factory=list)

    def room(self, name: str, path: str, size: str, dark: bool = False) -> Page:
        """Open a page on a device of its own."""
        context = self.browser.new_context(
            viewport=SIZES[size],
            locale=self.language,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        # Windows that a program opens are private ones, and say so when a badge is activated; people's are not.
        context.add_init_script("StorageManager.prototype.estimate = async () => ({});")
        page = self.pages[name] = context.new_page()
        page.goto(self.address + path)
        return page

    def person(self, name: str, fragment: str, size: str) -> Page:
        """Activate somebody's badge on a device of its own, as its page asks, and go on to her room."""
        page = self.room(name, f"/activate#{fragment}", size)
        page.locator('[data-act="activate"]').click()
        page.locator('[data-slot="room"]').click()
        return page

    def take(self, name: str, *rooms: str, whole: bool = False) -> None:
        """Picture these rooms, as far down as they go unless told otherwise."""
        for room in rooms:
            page = self.pages[room]
            page.wait_for_timeout(600)
            path = self.folder / f"{name}-{room}.png"
            page.screenshot(path=path, full_page=whole)
            self.taken.append(path)


@contextmanager
def _open(folder: Path, language: str) -> Iterator[tuple[SampleHall, Gallery]]:
    folder.mkdir(parents=True, exist_ok=True)
    with sample_hall(IN_BROWSERS) as sample, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        yield sample, Gallery(browser, sample.address, folder, language)
        browser.close()


def _before(gallery: Gallery, fragments: Mapping[str, str]) -> None:
    gallery.room("activate", f"/activate#{fragments['phone']}", "phone")
    gallery.take("01-badge", "activate")
    gallery.pages.pop("activate").context.close()
    gallery.person("phone", fragments["phone"], "phone")
    gallery.person("chair", fragments["chair"], "desktop")
    gallery.person("desk", fragments["desk"], "desktop")
    gallery.person("teller", fragments["teller"], "tablet")
    gallery.room("screen", "/screen", "hall")
    gallery.room("dark", "/screen", "hall", dark=True)
    gallery.room("record", "/audit", "desktop")
    gallery.room("text", f"/documents/{DOCUMENT}", "desktop")
    gallery.room("reader", f"/documents/{DOCUMENT}", "phone")
    gallery.take("02-before", "phone", "chair", "teller", "screen", "dark", "record", "text", "reader")
    for tab in TABS:
        gallery.pages["desk"].locator(f"#tab-{tab}").click()
        gallery.take(f"03-desk-{tab}", "desk")


def _vote(gallery: Gallery, sample: SampleHall) -> None:
    hall, motion = sample.hall, sample.open_first()
    phone = gallery.pages["phone"]
    expect(phone.locator(".ballot")).to_be_visible()
    gallery.take("04-open", "phone", "chair", "screen", "dark", "teller")
    phone.locator('.ballot [value="yes"]').click()
    gallery.take("05-confirm", "phone")
    phone.wait_for_timeout(600)
    phone.locator('[data-act="confirm"]').click()
    expect(phone.locator('.ballot [data-step="recorded"]')).to_be_visible()
    sample.vote_all(motion, yes=33)
    hall.meant[motion["motion"]][hall.seat(DELEGATE)] = "yes"
    gallery.take("06-recorded", "phone", "chair", "screen")
    hall.end(motion)
    gallery.take("07-ended", "phone", "chair", "screen", "teller")
    hall.declare(motion, "adopted")
    for page in ("record", "text", "reader"):
        gallery.pages[page].reload()
    gallery.take("08-declared", "phone", "chair", "screen", "dark", "record", "text", "reader")
    gallery.room("motion", f"/audit/motions/{motion['motion']}", "desktop")
    gallery.take("09-motion", "motion")


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), help="a folder for all of them")
    parser.add_argument("--language", default="en", help="that of the people's browsers")
    parser.add_argument("--readme", action="store_true", help="renew the README's pictures too")
    given = parser.parse_args()
    with _open(given.out, given.language) as (sample, gallery):
        sample.arrive()
        _before(gallery, sample.fragments)
        _vote(gallery, sample)
    if given.readme:
        for name, shown in IN_README.items():
            shutil.copyfile(given.out / f"{name}.png", PICTURES / f"{shown}.png")
    sys.stdout.write(f"{len(gallery.taken)} pictures in {given.out}\n")


if __name__ == "__main__":
    main()
