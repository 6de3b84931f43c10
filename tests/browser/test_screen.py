"""The hall screen and the public record: what everyone sees, live, and never a choice before the declaration."""

import io
import json
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from audit.encoding import b64_encode, b64url_decode
from audit.fingerprint import root_words
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import Hall, open_hall
from tests.browser.measures import drawn
from tests.browser.passing_time import let_pass, movable
from tests.browser.voters import act, open_motion, seat_voters, state, take_seat
from voting.signing import Hand

Device = Callable[..., Page]
PROJECTOR = {"width": 1920, "height": 1080}
LONG = (
    "Shall the following words be inserted after the second sentence of the third paragraph: "
    + "peace and bread, " * 60
)

# The languages of those that are wholly within a box and within the stage, and of those that are partly.
SHOWN = """(sentences, place) => {
  const boxes = [place, "#motion"].map((one) => document.querySelector(one).getBoundingClientRect());
  const parted = Object.groupBy(sentences, (sentence) => {
    const one = sentence.getBoundingClientRect();
    const within = (from, to) => (box) => one[from] > box[from] - 1 && one[to] < box[to] + 1;
    const beyond = (from, to) => (box) => one[from] > box[to] - 1 || one[to] < box[from] + 1;
    const inside = (box) => within("left", "right")(box) && within("top", "bottom")(box);
    const outside = (box) => beyond("left", "right")(box) || beyond("top", "bottom")(box);
    return boxes.every(inside) ? "shown" : boxes.some(outside) ? "away" : "cut";
  });
  return ["shown", "cut"].map((part) => (parted[part] ?? []).map(({lang}) => lang));
}"""

# The parts of a screen that lie on one another.
ON_ONE_ANOTHER = """() => {
  const parts = "#motion > *, .screen-side > *, main > .address, .screen-floor, .screen-root";
  const inHead = ".screen-name, #clocks > *, .screen-state";
  const shown = [...document.querySelectorAll(`${parts}, ${inHead}`)].filter((one) => one.checkVisibility());
  const boxes = shown.map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { name: one.id || one.className, left, right: Math.max(right, left + one.scrollWidth), top, bottom };
  });
  const beyond = (one, other) => one.right <= other.left + 1 || one.bottom <= other.top + 1;
  return boxes.flatMap((one, i) => (
    boxes.slice(i + 1).filter((other) => !beyond(one, other) && !beyond(other, one)).map(({ name }) => [one.name, name])
  ));
}"""


# The words that nobody reads from thirty metres: smaller than 40 of the 1,920 pixels of a screen's width.
SMALL_WORDS = """(near) => {
  const [long, short] = [Math.max(innerWidth, innerHeight), Math.min(innerWidth, innerHeight)];
  const least = 40 * Math.min(long, short * 16 / 9) / 1920;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const [words, one] = [walker.currentNode, walker.currentNode.parentElement];
    const range = document.createRange();
    range.selectNodeContents(words);
    if (!words.data.trim() || !one.checkVisibility() || !range.getClientRects().length) continue;
    if (one.closest(`.unseen, .skip, ${near}`)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize) * (one.closest("svg") ? one.getScreenCTM().d : 1);
    const name = one.getAttribute("class") ?? one.localName;
    if (size < least - 0.1) found.push(`${size.toFixed(1)} of ${least.toFixed(1)}: ${name} ${words.data.slice(0, 40)}`);
  }
  return found;
}"""
# A photograph shows the root's letters; what is read from afar are the eight words that stand for them.
NEAR = "#root"


@contextmanager
def still(screen: Page) -> Iterator[None]:
    """Stop the clock of a screen that has one: a page is turned when the test says so, not while it is looked at."""
    screen.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    try:
        yield
    finally:
        screen.clock.resume()


def declare(hall: Hall, chair: Hand, motion: dict[str, Any]) -> None:
    """Declare the count of the three votes that these tests cast: two for, one against."""
    options = {"yes": {"count": 2, "weight": 3}, "no": {"count": 1, "weight": 1}, "abstain": {"count": 0, "weight": 0}}
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})


def codes(page: Page) -> set[str]:
    """Read the QR codes that the screen shows, as a camera in the hall would."""
    image = Image.open(io.BytesIO(page.screenshot()))
    return {found.text for found in zxingcpp.read_barcodes(image)}


def assert_fits(page: Page) -> None:
    """The screen shows everything without scrolling, and nothing lies over anything else."""
    drawn(page)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bottom = page.evaluate("document.querySelector('#motion').lastElementChild.getBoundingClientRect().bottom")
    assert bottom <= page.evaluate("document.querySelector('.screen-root').getBoundingClientRect().top")
    top = page.evaluate("document.querySelector('#motion').firstElementChild.getBoundingClientRect().top")
    assert top >= page.evaluate("document.querySelector('.screen-head').getBoundingClientRect().bottom")
    assert page.evaluate(ON_ONE_ANOTHER) == []
    assert page.evaluate(SMALL_WORDS, NEAR) == []


def test_the_hall_follows_a_motion(hall: Hall, device: Device) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    screen = device(PROJECTOR, color_scheme="dark")
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#motion")).to_contain_text("Voting begins")
    expect(screen.locator(".address")).to_have_text(hall.address)

    question = {"en": LONG, "fr": "Faut-il insérer ces mots ? " + "paix et pain, " * 60}
    motion = open_motion(hall, chair, "7", question=question)
    stage = screen.locator("#motion")
    expect(stage.locator("h1")).to_have_text("Amendment 7")
    expect(stage).to_contain_text("peace and bread")
    assert_fits(screen)
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(motion, choice)
    expect(screen.locator("#turnout")).to_have_text("100%3 of 3 have voted")
    for kind, words in (("polling.ended", "goes to the tellers"), ("motion.closed", "The votes are counted")):
        expect(stage.locator(".bars, .choice")).to_have_count(0)
        act(hall, chair, kind, motion)
        expect(stage).to_contain_text(words)
    expect(stage.locator(".bars, .choice")).to_have_count(0)
    declare(hall, chair, motion)
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")
    expect(stage.locator(".bar-yes output")).to_have_text("2")
    said = ["2 of 3 votes for and against had to be yes, and yes has 2: adopted."]
    said.append("Il fallait 2 oui sur 3 voix pour et contre, et il y en a eu 2 : adopté.")
    expect(stage.locator(".screen-sentence")).to_have_text(said)
    expect(stage.locator(".hemicycle .seat-yes")).to_have_count(2)
    expect(stage.locator(".hemicycle .seat-no")).to_have_count(1)
    # Each delegation has its number in the record, and its name beside it.
    expect(stage.locator(".hemicycle .seat-label")).to_have_text(["1", "2"])
    expect(stage.locator(".screen-seats .seats-names li")).to_have_text(["1 Nordic Greens", "2 Party of the Sun ×2"])
    assert_fits(screen)

    now = state(hall)
    expect(screen.locator("#root")).to_have_text(now["root"])
    expect(screen.locator("#root-words")).to_have_text(root_words(b64url_decode(now["root"])))
    expect(screen.locator("#root-code")).to_have_js_property("complete", value=True)
    root = b64_encode(b64url_decode(now["root"]))
    assert {f"{hall.address}/", f"plenary.example/test\n{now['size']}\n{root}\n"} <= codes(screen)


def test_who_comes_and_goes_is_in_the_root_that_rooms_show(hall: Hall, device: Device) -> None:
    desk = hall.hand("desk")
    seat_voters(hall, desk, "nord/1", first=1000)
    chair, screen = take_seat(device(DESKTOP), hall, "chair"), movable(device(PROJECTOR))
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#size")).to_have_text(str(state(hall)["size"]))
    hall.post(desk.sign("presence.recorded", credential=1000, state="in"))
    now = state(hall)
    expect(chair.locator("#size")).to_have_text(str(now["size"]))
    expect(chair.locator("#root-words")).to_have_text(root_words(b64url_decode(now["root"])))
    let_pass(6, screen)
    expect(screen.locator("#size")).to_have_text(str(now["size"]))
    expect(screen.locator("#root")).to_have_text(now["root"])


def test_the_result_of_a_motion_that_a_later_one_overtook_is_shown_everywhere(hall: Hall, device: Device) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    screen, record = device(PROJECTOR), device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    record.goto(f"{hall.address}/audit")
    room = take_seat(device(DESKTOP), hall, "chair", 1)
    early, late = open_motion(hall, chair, "early"), open_motion(hall, chair, "late")
    for motion in (late, early):
        for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
            voter.vote(motion, choice)
        act(hall, chair, "polling.ended", motion)
        act(hall, chair, "motion.closed", motion)
        declare(hall, chair, motion)
        expect(screen.locator("#motion h1")).to_have_text("Amendment early")
        name = motion["motion"]
        expect(record.locator(f'tr[data-motion="{name}"]')).to_have_attribute("data-state", "declared")
        expect(room.locator(f'#past [data-motion="{name}"]')).to_have_attribute("data-state", "declared")
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")

    # The earlier declaration is annulled after all.
    act(hall, chair, "motion.annulled", late, reason="The wrong text was read out.")
    expect(screen.locator("#motion")).to_contain_text("waits for a second person")
    room.locator('#now [data-motion="late"] [data-act="confirm"]').click()
    room.locator('#confirm button[value="yes"]').click()
    expect(room.locator('#past [data-motion="late"]')).to_have_attribute("data-state", "annulled")
    expect(screen.locator("#motion")).to_contain_text("annulled and has no result")
    expect(record.locator('tr[data-motion="late"]')).to_have_attribute("data-state", "annulled")


def test_the_longest_question_leaves_turnout_result_and_the_next_act_in_sight(hall: Hall, device: Device) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    screen = device(PROJECTOR)
    screen.goto(f"{hall.address}/screen")
    # On one line, once the page has fitted it.
    screen.wait_for_function(
        "box => box.offsetHeight < 2 * parseFloat(getComputedStyle(box).fontSize)",
        arg=screen.locator(".address").element_handle(),
    )
    motion = open_motion(hall, chair, "7", title={"en": ("Of springs " * 30)[:300]}, question={"en": (LONG * 5)[:4000]})

    def height(place: str) -> float:
        return float(screen.locator(place).evaluate("box => parseFloat(getComputedStyle(box).fontSize)"))

    expect(screen.locator("#turnout")).to_be_visible()
    assert_fits(screen)
    assert min(height(one) for one in ("#turnout p", "#motion h1", "#motion .question")) >= 40
    room = take_seat(device(DESKTOP), hall, "chair", 1)
    expect(room.locator('#now [data-act="end"]')).to_be_in_viewport(ratio=1)
    assert height(".screen-rule") > 30
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(motion, choice)
    act(hall, chair, "polling.ended", motion)
    expect(screen.locator(".screen-note")).to_be_visible()
    assert height(".screen-note") >= 40
    assert_fits(screen)
    act(hall, chair, "motion.closed", motion)
    declare(hall, chair, motion)
    outcome = screen.locator(".screen-outcome")
    expect(outcome).to_have_text("Adopted")
    assert min(height(one) for one in (".screen-sentence:first-child", ".bar-yes")) >= 40
    assert height(".screen-outcome") > 45
    # The word is not broken in two.
    assert outcome.evaluate("box => box.offsetHeight < 2.2 * parseFloat(getComputedStyle(box).fontSize)")
    assert_fits(screen)


@pytest.mark.parametrize("languages", [("en", "fr", "es"), ("en", "fr", "es", "de", "pt", "ar")])
def test_no_sentence_of_a_result_is_cut_while_somebody_has_the_floor(
    tmp_path: Path, device: Device, languages: tuple[str, ...]
) -> None:
    hall = open_hall(tmp_path, languages=languages)
    try:
        desk, chair = hall.hand("desk"), hall.hand("chair")
        voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
        room = take_seat(device(DESKTOP), hall, "chair", 1)
        panel = room.locator("#floor")
        panel.locator("summary").first.click()
        panel.locator('form[data-act="add"] input').fill(str(voters[0].number))
        panel.locator('form[data-act="add"] button').click()
        panel.locator('[data-act="give"]').click()
        words = dict.fromkeys(languages, "Shall the springs of the valley be named in the preamble?")
        motion = open_motion(hall, chair, "7", title=words, question=words)
        for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
            voter.vote(motion, choice)
        act(hall, chair, "polling.ended", motion)
        act(hall, chair, "motion.closed", motion)
        declare(hall, chair, motion)
        screen = device(PROJECTOR)
        screen.clock.install()
        screen.goto(f"{hall.address}/screen")
        expect(screen.locator(".floor-speaking")).to_be_visible()
        expect(screen.locator(".hemicycle")).to_be_visible()
        assert_fits(screen)
        seen: set[str] = set()
        with still(screen):
            for _ in languages:
                now, cut = screen.locator(".screen-sentence").evaluate_all(SHOWN, ".screen-why")
                assert not cut
                seen |= set(now)
                screen.clock.fast_forward(40_000)
        assert seen == set(languages)
    finally:
        hall.stop()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_the_screen_is_no_wider_than_the_device(hall: Hall, device: Device, viewport: dict[str, int]) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    screen = device(viewport)
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#motion h1")).to_have_text("Amendment 7")
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Nobody types an address that is broken in two.
    address = screen.locator(".address")
    assert address.evaluate("one => one.offsetHeight < 2 * parseFloat(getComputedStyle(one).fontSize)")


def test_the_record_fills_by_itself_and_can_be_taken_away(hall: Hall, device: Device) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    page = device(PHONE)
    page.goto(f"{hall.address}/audit")
    expect(page.locator("#record")).to_contain_text("No motion has been opened yet")
    motion = open_motion(hall, chair, "7")
    row = page.locator('tr[data-motion="7"]')
    expect(row).to_be_visible()
    expect(page.locator("#record")).not_to_contain_text("No motion has been opened yet", use_inner_text=True)
    expect(row).to_have_attribute("data-state", "open")
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(motion, choice)
    expect(row.locator("[data-turnout]")).to_have_text("3")
    row.locator("a").first.click()
    expect(page.locator("#record")).to_contain_text("once the chair has declared")
    expect(page.locator("#record .choice")).to_have_count(0)

    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    declare(hall, chair, motion)
    expect(page.locator(".bar-yes output")).to_have_text("2")
    expect(page.locator("#roll tbody tr")).to_have_count(3)
    expect(page.locator("#roll tbody tr").first).to_contain_text("Nordic Greens")
    page.locator("#filter").fill("sun")
    expect(page.locator("#roll tbody tr:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(f"{hall.address}/audit")
    expect(page.locator("#root")).to_have_text(state(hall)["root"])
    now = state(hall)
    expect(page.locator("#command-root")).to_have_text(f"{now['size']}:{now['root']}")
    later = open_motion(hall, chair, "8")
    # A file taken now ends before the motion, so the command must name a root that is in it.
    expect(page.locator("#root")).to_have_text(state(hall)["root"])
    expect(page.locator("#command-root")).to_have_text(f"{later['index']}:{now['root']}")
    page.reload()
    expect(page.locator("#root")).to_have_text(state(hall)["root"])
    expect(page.locator("#command-root")).to_have_text(f"{later['index']}:{now['root']}")
    expect(page.locator(".command").first).to_contain_text(hall.founding.convention)
    expect(page.get_by_role("button", name="Record with names (ZIP)")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Record to verify (ZIP)").click()
    with zipfile.ZipFile(download.value.path()) as bundle:
        assert json.loads(bundle.read("manifest.json"))["convention"] == hall.founding.convention
    for name in ("results.json", "results.csv", "results.xlsx"):
        with urllib.request.urlopen(f"{hall.address}/audit/{name}", timeout=30) as response:
            assert response.read()


def test_names_are_for_auditors_and_strangers_are_told_to_sign_in(hall: Hall, device: Device) -> None:
    auditor = take_seat(device(DESKTOP), hall, "auditor")
    expect(auditor.get_by_role("button", name="Record with names (ZIP)")).to_be_visible()
    stranger = device(PHONE)
    stranger.goto(f"{hall.address}/chair")
    expect(stranger.locator('[data-step="no-key"]')).to_contain_text("has not been activated")
    auditor.goto(f"{hall.address}/desk")
    expect(auditor.locator(".problem")).to_contain_text("wrong_role")
