"""Hall screens of every size, and several of them: long words in pages, one thing alone, one language, light, dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ballots import presets
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall, open_hall
from tests.browser.test_screen import LONG, NEAR, PROJECTOR, SMALL_WORDS, assert_fits, declare, still
from tests.browser.voters import act, open_motion, seat_voters, take_seat

Device = Callable[..., Page]
ON_ITS_END = {"width": 1080, "height": 1920}
SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]
# Large enough, in the window, and beside nothing that it would be broken by.
IN_ONE_LINE = """(words) => {
  const range = document.createRange();
  range.selectNodeContents(words);
  const { left, right, height } = range.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(words).fontSize);
  return size >= 40 && left >= 0 && right <= innerWidth && height < 2 * size && words.scrollWidth <= words.clientWidth;
}"""
DARK, LIGHT = "rgb(18, 22, 29)", "rgb(246, 244, 239)"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_long_words_are_turned_page_by_page_and_never_too_small(
    hall: Hall, device: Device, width: int, height: int, direction: str
) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    screen = device({"width": width, "height": height})
    screen.clock.install()
    turned = f"document.addEventListener('DOMContentLoaded', () => {{ document.documentElement.dir = '{direction}' }})"
    screen.add_init_script(turned)
    screen.goto(f"{hall.address}/screen")
    open_motion(hall, hall.hand("chair"), "7", question={"en": (LONG * 5)[:3900] + " the very end"})
    mark = screen.locator(".screen-page")
    expect(screen.locator("#root-words")).not_to_be_empty()
    expect(mark).to_contain_text("Page 1 of")
    assert_fits(screen)
    sizes = "boxes => boxes.map((box) => parseFloat(getComputedStyle(box).fontSize))"
    assert min(screen.locator("#motion :is(h1, .question)").evaluate_all(sizes)) >= 40 * width / 1920 - 0.01
    pages = int(mark.inner_text().split()[-1])
    assert pages > 1

    def in_view() -> bool:
        """Tell whether the last words of the question are between the edges of the body."""
        script = """
          const body = document.querySelector(".screen-body"), words = document.querySelector(".question").firstChild;
          const range = document.createRange();
          range.setStart(words, words.length - 12);
          range.setEnd(words, words.length);
          const [end, box] = [range.getBoundingClientRect(), body.getBoundingClientRect()];
          const beside = end.left >= box.left - 1 && end.right <= box.right + 1;
          return beside && end.top >= box.top && end.bottom <= box.bottom + 1;
        """
        return bool(screen.evaluate(f"() => {{{script}}}"))

    seen = [in_view()]
    for page in range(2, pages + 1):
        screen.clock.fast_forward(40_001)
        expect(mark).to_have_text(f"Page {page} of {pages}")
        seen.append(in_view())
    assert seen.count(True) == 1
    assert not seen[0]
    screen.clock.fast_forward(40_001)
    expect(mark).to_have_text(f"Page 1 of {pages}")


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_light_and_dark_are_chosen_by_address_by_key_or_by_preference(hall: Hall, device: Device) -> None:
    preferring = device(PROJECTOR, color_scheme="dark")
    preferring.goto(f"{hall.address}/screen")
    expect(preferring.locator("#size")).not_to_be_empty()
    assert ground(preferring) == DARK
    preferring.keyboard.press("t")
    assert ground(preferring) == LIGHT
    preferring.reload()
    expect(preferring.locator("#size")).not_to_be_empty()
    assert ground(preferring) == LIGHT
    asked = device(PROJECTOR, color_scheme="light")
    asked.goto(f"{hall.address}/screen?theme=dark")
    expect(asked.locator("#size")).not_to_be_empty()
    assert ground(asked) == DARK
    asked.keyboard.press("t")
    assert ground(asked) == LIGHT


def test_each_of_several_screens_may_show_one_thing(hall: Hall, device: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    alone = {"root": "#root-words", "join": ".address", "agenda": "#motion"}
    for show, place in alone.items():
        screen = device(PROJECTOR)
        screen.goto(f"{hall.address}/screen?show={show}")
        expect(screen.locator("#root-words")).not_to_be_empty()
        for other in alone.values():
            if other == place or (show, other) == ("agenda", "#root-words"):
                expect(screen.locator(other)).to_be_visible()
            else:
                expect(screen.locator(other)).to_be_hidden()
        expect(screen.locator("#turnout")).to_be_hidden()
        expect(screen.locator("body")).not_to_contain_text("Amendment 7")
        assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert screen.evaluate(SMALL_WORDS, NEAR) == []


@pytest.mark.parametrize("voting", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "vote.example.org",
        "vote.alliance-for-peace.example",
        # Beside the stage it would leave the motion less than half of the screen.
        "voting.alliance-for-peace-and-common-security.example",
    ],
)
def test_the_address_is_in_one_line_and_read_from_afar(hall: Hall, device: Device, voting: bool, address: str) -> None:
    if voting:
        seat_voters(hall, hall.hand("desk"), "nord/1")
        open_motion(hall, hall.hand("chair"), "7", question={"en": LONG})
    screen = device({"width": 1600, "height": 900})
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#root-words")).not_to_be_empty()
    words = screen.locator(".address")
    words.evaluate("(words, address) => (words.textContent = address)", address)
    # It is fitted anew as the room for it changes.
    screen.set_viewport_size(PROJECTOR)
    screen.wait_for_function(IN_ONE_LINE, arg=words.element_handle())
    assert screen.locator("#motion").evaluate("(stage) => stage.clientWidth") > 1920 / 2
    assert_fits(screen)


def test_of_many_delegations_the_names_are_turned_to_after_the_sentences(hall: Hall, device: Device) -> None:
    names = [f"Union of the {number} far valleys" for number in range(4, 16)]
    for number, name in enumerate(names, 4):
        hall.register(f"u{number}", name, 1)
    mandates = ["nord/1", "sol/1", "lake/1", *(f"u{number}/1" for number in range(4, 16))]
    voters, chair = seat_voters(hall, hall.hand("desk"), *mandates), hall.hand("chair")
    motion = open_motion(hall, chair, "7")
    for voter in voters[:3]:
        voter.vote(motion, "yes" if voter != voters[2] else "no")
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    declare(hall, chair, motion)
    screen = device(PROJECTOR)
    screen.clock.install()
    screen.goto(f"{hall.address}/screen?language=en")
    listed = screen.locator(".screen-why .seats-names li")
    expect(listed).to_have_count(15)
    assert_fits(screen)
    pages = int(screen.locator(".screen-page").inner_text().split()[-1])
    shown = """(names) => {
      const body = document.querySelector(".screen-why").getBoundingClientRect();
      const inside = ({ left, right, top, bottom }) => (
        left > body.left - 1 && right < body.right + 1 && top > body.top - 1 && bottom < body.bottom + 1
      );
      return names.filter((name) => inside(name.getBoundingClientRect())).map((name) => name.textContent);
    }"""
    seen: list[str] = []
    mark = screen.locator(".screen-page")
    with still(screen):
        for page in range(1, pages + 1):
            # The clock goes on no farther than to the next page: a result does not stand for ever.
            for _ in range(60):
                if mark.inner_text() == f"Page {page} of {pages}":
                    break
                screen.clock.fast_forward(1_000)
            seen += listed.evaluate_all(shown)
    first = ["1 Nordic Greens", "2 Party of the Sun ×2", "3 Lakes and Valleys"]
    assert seen == [
        *first,
        *(f"{number} {name}" for number, name in enumerate(names, 4)),
    ]


def test_a_screen_may_speak_one_language(hall: Hall, device: Device) -> None:
    seat_voters(hall, hall.hand("desk"), "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    screen = device(PROJECTOR, locale="en")
    screen.goto(f"{hall.address}/screen?language=fr")
    expect(screen.locator("#motion h1")).to_have_text("Amendement 7")
    expect(screen.locator("#motion .question")).to_have_text(["Faut-il nommer les sources ?"])
    expect(screen.locator("#turnout")).to_contain_text("0 sur 1 ont voté")
    screen.goto(f"{hall.address}/screen?show=root&language=ar")
    expect(screen.locator("#root-words")).not_to_be_empty()
    # Words of another direction begin where their label does: beside the code.
    script = """(words) => { const range = document.createRange(); range.selectNodeContents(words);
      return [words, range].map((box) => box.getBoundingClientRect().right); }"""
    for place in ("#root-words", "#root", "#size"):
        box, written = screen.locator(place).evaluate(script)
        assert abs(box - written) < 20


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_a_screen_on_its_end_sets_words_as_large_as_one_on_its_side(hall: Hall, device: Device, language: str) -> None:
    voters = seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2", "sol/1")
    chair, room = hall.hand("chair"), take_seat(device(DESKTOP), hall, "chair", 1)
    screen = device(ON_ITS_END)
    screen.goto(f"{hall.address}/screen?language={language}")
    motion, other = open_motion(hall, chair, "7"), open_motion(hall, chair, "8")
    for name in ("7", "8"):
        clock = {"act": "countdown", "motion": name, "seconds": 90, "ends": False}
        assert room.request.post(f"{hall.address}/floor/acts", data=clock, headers={"Origin": hall.address}).ok
    expect(screen.locator("#clocks > *")).to_have_count(2)
    size = "(box) => parseFloat(getComputedStyle(box).fontSize)"
    assert screen.locator("#motion h1").evaluate(size) >= 60
    assert_fits(screen)
    screen.set_viewport_size(PROJECTOR)
    # Whatever words the root has: these are as long as any.
    screen.locator("#root-words").evaluate("(words) => (words.textContent = Array(8).fill('magazine').join(' '))")
    assert_fits(screen)
    screen.set_viewport_size(ON_ITS_END)
    act(hall, chair, "motion.annulled", other, reason="A mistake.")
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(motion, choice)
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    declare(hall, chair, motion)
    expect(screen.locator(".hemicycle")).to_be_visible()
    assert screen.locator(".screen-sentence").first.evaluate(size) >= 40
    assert screen.locator(".hemicycle").evaluate("(seats) => seats.getBoundingClientRect().width") > 800
    name = screen.locator(".screen-name strong")
    name.evaluate("(name) => (name.textContent = 'Alliance for Peace, Common Security and the Springs')")
    screen.locator("#sitting").evaluate(
        "(pill) => Object.assign(pill, { hidden: false, textContent: 'Sitting 1: open' })"
    )
    # Above the pills where they leave it no room, and not a word a line beside them.
    assert name.evaluate("(name) => name.offsetHeight / parseFloat(getComputedStyle(name).lineHeight)") < 2.1
    assert_fits(screen)
    act(hall, chair, "motion.annulled", motion, reason="The wrong text was read out.")
    expect(screen.locator(".screen-note")).to_be_visible()
    for shape in (ON_ITS_END, PROJECTOR):
        screen.set_viewport_size(shape)
        assert_fits(screen)


def test_a_rule_of_many_houses_leaves_the_question_its_room(tmp_path: Path, device: Device) -> None:
    questions = {"amendment": presets.question({"majority": "triple_majority", "quorum": "two_thirds_voting"})}
    hall = open_hall(tmp_path, questions=questions, without_vote=[], subjects={"amendments": ["amendment"], "text": []})
    try:
        seat_voters(hall, hall.hand("desk"), "nord/1", "nord/2", "sol/1")
        open_motion(hall, hall.hand("chair"), "7", question={"en": LONG})
        screen = device(PROJECTOR)
        screen.clock.install()
        screen.goto(f"{hall.address}/screen?language=en")
        expect(screen.locator(".screen-page")).to_contain_text("Page 1 of")
        body = screen.locator(".screen-body")
        assert body.evaluate("(box) => box.clientHeight") > 300
        pages = int(screen.locator(".screen-page").inner_text().split()[-1])
        rule, box = screen.locator(".screen-rule"), body.bounding_box()
        seen = 0
        for _ in range(pages):
            place = rule.evaluate("(one) => one.getClientRects()[0].left")
            seen += box["x"] - 1 <= place <= box["x"] + box["width"]
            screen.clock.fast_forward(40_001)
        assert seen == 1
    finally:
        hall.stop()
