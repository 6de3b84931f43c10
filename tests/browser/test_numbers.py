"""Numbers and times on pages: in the language of the page whatever the browser speaks, and as the server has them."""

import re
import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from audit.encoding import b64url_encode
from audit.signing import Ed25519Signer, P256Signer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import Hall, open_hall
from tests.browser.phone_room import Room
from tests.browser.scripted import blank_page, run
from tests.browser.test_screen import PROJECTOR
from tests.browser.voters import act, motion_of, open_motion, take_seat
from tests.grouped import GROUPED, VOTES, WEIGHT
from voting.languages import LANGUAGES, number_in
from voting.signing import Hand

Device = Callable[..., Page]

HALF_PAST_THREE = {"en": "3:30 PM", "fr": "15:30", "es": "15:30", "de": "15:30", "pt": "15:30", "ar": "3:30 م"}
# What the record's script fills in again.
LIVE = re.compile(r'(data-turnout>|id="size">)([^<]*)')


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall in which a head of delegation cast more than a thousand votes as a block."""
    hall = open_hall(tmp_path_factory.mktemp("hall"), languages=LANGUAGES, block="whole")
    desk, chair = hall.hand("desk"), hall.hand("chair")
    hall.register("large", "Large Union", VOTES, WEIGHT // VOTES)
    keys = [Ed25519Signer.generate() for _ in range(0, VOTES, 50)]
    seats = [f"large/{seat}" for seat in range(1, VOTES + 1)]
    credentials = [
        {
            "commitment": b64url_encode(secrets.token_bytes(32)),
            "delegation": None,
            "head": place == 0,
            "key": key.jwk.members(),
            "mandates": seats[50 * place : 50 * place + 50],
            "number": 1000 + place,
            "person": f"p{place}",
            "replaces": None,
            "role": "delegate",
        }
        for place, key in enumerate(keys)
    ]
    hall.post(desk.sign("credentials.issued", credentials=credentials))
    device = P256Signer.generate()
    hall.post(Hand(keys[0], desk.convention).enrol(1000, device))
    motion = open_motion(hall, chair, "A-1", ballot={"kind": "roll-call"})
    named = {"motion": "A-1", "opening": motion["opening"], "delegation": "large"}
    hall.post(Hand(device, desk.convention).sign("block.cast", ballot={"choices": {"yes": VOTES}}, **named))
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    options = {one: {"count": 0, "weight": 0} for one in ("no", "abstain")}
    options["yes"] = {"count": VOTES, "weight": WEIGHT}
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
    assert motion_of(hall, "A-1")["turnout"]["count"] == VOTES
    yield hall
    hall.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_groups_a_count_as_the_server_does(browser: Browser, language: str) -> None:
    numbers = sorted({0, 1_000, 9_999, 10_000, 100_000, 10**9, *GROUPED[language]})
    with blank_page(browser) as page:
        said = run(
            page,
            """
            document.documentElement.lang = argument.language;
            const { number } = await use("view");
            return argument.numbers.map(number);
            """,
            {"language": language, "numbers": numbers},
        )
    assert said == [number_in(number, language) for number in numbers]
    assert dict(zip(numbers, said, strict=True)).items() >= GROUPED[language].items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_says_the_same_before_its_script_and_after(large: Hall, device: Device, language: str) -> None:
    page, served = device(DESKTOP, locale=language), []

    def without_what_is_live(route: Route) -> None:
        honest = route.fetch()
        served.append(honest.text())
        route.fulfill(response=honest, body=LIVE.sub(r"\1", served[-1]))

    page.route(f"{large.address}/audit", without_what_is_live)
    page.goto(f"{large.address}/audit")
    size, votes = (text for _, text in sorted(LIVE.findall(served[0]), reverse=True))
    assert votes == GROUPED[language][VOTES]
    expect(page.locator("[data-turnout]")).to_have_text(re.compile(f"^{re.escape(votes)}$"))
    expect(page.locator("#size")).to_have_text(size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_halls_sentence_has_the_numbers_of_its_bars(large: Hall, device: Device, language: str) -> None:
    screen = device(PROJECTOR, locale="de" if language == "en" else "en")
    screen.goto(f"{large.address}/screen?language={language}")
    votes = re.compile(re.escape(GROUPED[language][VOTES]))
    for place in (".bar-yes output", ".screen-voted", f'.screen-sentence[lang="{language}"]'):
        expect(screen.locator(place).first).to_have_text(votes)
    # A bar is as long as its votes, and not shorter for a long number beside it; on a narrow screen too.
    for viewport in (PROJECTOR, PHONE):
        screen.set_viewport_size(viewport)
        lengths = screen.locator(".bars progress").evaluate_all(
            "(all) => all.map((bar) => Math.round(bar.offsetWidth))"
        )
        assert len(lengths) == 3
        assert len(set(lengths)) == 1


def test_a_pause_ends_at_a_time_in_the_language_of_the_page(room: Room) -> None:
    [seat] = room.seats()
    chair, phone, screen = (
        take_seat(room.device(DESKTOP, locale="de"), room.hall, "chair", 1),
        room.phone(seat, locale="en-US"),
        room.device(PROJECTOR, locale="en-US"),
    )
    panel = chair.locator("#floor")
    panel.locator("summary").first.click()
    panel.locator('form[data-act="pause"] input').fill("15:30")
    panel.locator('form[data-act="pause"] button').click()
    expect(panel.locator('[data-part="paused"]')).to_contain_text("15:30")
    for language, time in HALF_PAST_THREE.items():
        phone.context.add_cookies([{"name": "language", "value": language, "url": room.hall.address}])
        screen.goto(f"{room.hall.address}/screen?language={language}")
        expect(screen.locator("#sitting")).to_contain_text(time)
        for path, place in (("/speak", "#pause"), ("", "#floor")):
            phone.goto(f"{room.hall.address}{path}")
            expect(phone.locator("html")).to_have_attribute("lang", language)
            expect(phone.locator(place)).to_contain_text(time)
    # Who has chosen nothing reads what her country writes, in the digits of her badge.
    for locale, time in (("en-GB", "15:30"), ("ar-EG", "3:30")):
        page = room.device(locale=locale)
        page.goto(f"{room.hall.address}/speak")
        expect(page.locator("#pause")).to_contain_text(time)
    panel.locator('[data-act="resume"]').click()
    expect(screen.locator("#sitting")).to_be_hidden()
