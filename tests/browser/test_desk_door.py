"""The door in a real browser: in and out by number, by hand scanner and by camera, and badges that must not pass."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import CHROMIUM_FLAGS, DESKTOP, PHONE
from tests.browser.desk_room import (
    fill_roster,
    issue_badges,
    last_payload,
    number_of,
    prepare_badges,
    press,
    row,
    save,
    tab,
)
from tests.browser.hall import Hall
from tests.browser.passing_time import later
from tests.browser.voters import state, take_seat

Device = Callable[..., Page]
WIDTH, HEIGHT = 640, 480
FRAMES_PER_SECOND = 10
DARK = (90, 84, 76)
# What the page would sound, by pitch.
LISTEN = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.heard.push(this.frequency.value);
  return start.apply(this, when);
};
"""
# Where the words of a line begin, whatever the width of their box.
BEGINS = """(line) => {
  const words = document.createRange();
  words.selectNodeContents(line);
  return words.getBoundingClientRect().left;
}"""


def say(desk: Page, *typed: str) -> None:
    """Type as a hand scanner does: all at once, with Enter at the end."""
    expect(desk.locator("#door-code")).to_be_visible()
    desk.locator("#door-code").focus()
    for text in typed:
        desk.keyboard.insert_text(text)
        desk.keyboard.press("Enter")


def panel(desk: Page) -> Locator:
    return desk.locator("#door-panel")


def expect_panel(desk: Page, kind: str, *texts: str) -> None:
    expect(panel(desk)).to_have_attribute("data-kind", kind)
    for text in texts:
        expect(panel(desk)).to_contain_text(text)


def sign_badges(desk: Page) -> None:
    desk.locator('#issue-sign [data-slot="saved"]').check()
    desk.locator('#issue-sign [data-slot="sign"]').click()
    expect(desk.locator("#issue-done")).to_be_visible()
    tab(desk, "people")


def test_in_and_out_are_two_modes_with_a_panel_and_a_tone(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    page = device(DESKTOP)
    page.add_init_script(LISTEN)
    desk = take_seat(page, hall, "desk")
    issue_badges(desk)
    number = number_of(desk, "Åsa")
    say(desk, number)
    expect_panel(desk, "in", "Åsa Lindqvist", "Nordic Greens", "1 vote", "No phone activated yet")
    assert desk.evaluate("heard.splice(0)") == [660, 990]
    assert last_payload(hall) | {"credential": int(number), "state": "in"} == last_payload(hall)

    # In is in: the same badge again is no way out, and nothing is signed twice.
    size = state(hall)["size"]
    say(desk, number, number)
    later(desk, 4.1)
    say(desk, number)
    expect_panel(desk, "in", "was checked in already")
    assert state(hall)["size"] == size

    desk.locator("#door .switch-out").click()
    desk.evaluate("heard.splice(0)")
    say(desk, number)
    expect_panel(desk, "out", "Åsa Lindqvist is checked out.")
    # Whoever goes home needs no phone any more.
    expect(panel(desk)).not_to_contain_text("No phone activated yet")
    assert desk.evaluate("heard.splice(0)") == [660, 440]
    assert last_payload(hall)["state"] == "out"
    assert state(hall)["size"] == size + 1
    # Out was a mistake, and is mended at once.
    desk.locator("#door .switch-in").click()
    say(desk, number)
    expect_panel(desk, "in", "Åsa Lindqvist is checked in.")
    desk.locator("#door .switch-out").click()
    desk.evaluate("heard.splice(0)")
    say(desk, "123456789")
    expect_panel(desk, "stop", "No badge of this convention says that")
    assert desk.evaluate("heard.splice(0)") == [196, 196, 196]
    # A name that runs the other way begins where the other lines do.
    say(desk, number_of(desk, "محمد"))
    expect_panel(desk, "out", "محمد العلي")
    lines = [panel(desk).locator(f'[data-slot="{slot}"]').evaluate(BEGINS) for slot in ("who", "text")]
    assert lines[0] == lines[1]


def test_a_failed_reading_may_be_repeated_at_once(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(PHONE), hall, "desk")
    issue_badges(desk)
    number = number_of(desk, "Chiara")
    desk.route("**/desk/door?*", lambda route: route.abort())
    say(desk, number)
    expect_panel(desk, "stop")
    assert state(hall)["rolls"]["present"]["count"] == 0
    desk.unroute("**/desk/door?*")
    say(desk, number)
    expect_panel(desk, "in", "Chiara Rossi", "1 vote")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


LEAVING = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def test_a_page_with_badges_still_to_be_signed_for_is_not_left_unasked(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    number = number_of(desk, "Chiara")
    held: list[Route] = []
    desk.route("**/desk/door?*", lambda route: held.append(route))
    say(desk, number)
    expect_panel(desk, "wait")
    assert not desk.evaluate(LEAVING)
    held[0].continue_()
    expect_panel(desk, "in", "Chiara Rossi")
    assert desk.evaluate(LEAVING)


def test_an_old_or_revoked_badge_stops_and_says_what_to_do(hall: Hall, device: Device) -> None:
    people = fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    issue_badges(desk)
    number, code = number_of(desk, "Bogdan"), people["Bogdan Żak"].door
    press(desk, "Bogdan", "replace")
    save(desk.locator('#badge-dialog [data-slot="file"]'))
    desk.locator('#badge-dialog [data-slot="saved"]').check()
    desk.locator('#badge-dialog [data-slot="go"]').click()
    expect(row(desk, "Bogdan").locator('[data-slot="number"]')).not_to_have_text(number)
    size = state(hall)["size"]
    new = number_of(desk, "Bogdan")
    for read in (f"{code} {number}", number):
        say(desk, read)
        expect_panel(desk, "stop", "Bogdan Żak", f"old badge, No. {number}", f"No. {new}")
    # A door code with the number of another person's badge is nobody's.
    say(desk, f"{code} {number_of(desk, 'Chiara')}")
    expect_panel(desk, "stop", "No badge of this convention")
    assert state(hall)["size"] == size
    say(desk, f"{code} {new}")
    expect_panel(desk, "in", "Bogdan Żak is checked in.")

    press(desk, "Bogdan", "revoke")
    desk.locator("#revoke-dialog").get_by_label("Mandate withdrawn").check()
    desk.locator('#revoke-dialog [data-slot="go"]').click()
    expect(row(desk, "Bogdan").locator('[data-slot="status"]')).to_have_text("Revoked")
    desk.locator("#door .switch-out").click()
    say(desk, new)
    expect_panel(desk, "stop", "Bogdan Żak", "is revoked")
    # Whoever lost her mandate is sent to the desk, and not given a new badge by one press at the door.
    expect(panel(desk).locator('[data-slot="act"]')).to_be_hidden()


def pictures(pdf: bytes) -> list[Image.Image]:
    """Return each badge of a sheet as a camera sees it that it is held before."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    document.close()
    wide, high = sheet.width // 2, sheet.height // 4
    cells = [(column * wide, line * high) for line in range(4) for column in range(2)]
    return [before_the_camera(sheet.crop((x, y, x + wide, y + high))) for x, y in cells]


def before_the_camera(badge: Image.Image) -> Image.Image:
    seen = Image.new("RGB", (WIDTH, HEIGHT), DARK)
    held = badge.resize((600, round(600 * badge.height / badge.width))).rotate(7, expand=True, fillcolor=DARK)
    held.thumbnail((WIDTH, HEIGHT))
    seen.paste(held, ((WIDTH - held.width) // 2, (HEIGHT - held.height) // 2))
    return seen


def write_film(path: Path, scenes: Sequence[tuple[Image.Image | None, float]]) -> None:
    """Write what the camera sees, in seconds for each scene, as the Y4M that Chromium's false camera repeats."""
    width, high = next((scene.size for scene, _ in scenes if scene), (WIDTH, HEIGHT))
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{high} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for scene, seconds in scenes:
            picture = scene or Image.new("RGB", (width, high), DARK)
            bright, blue, red = picture.convert("YCbCr").split()
            half = (width // 2, high // 2)
            frame = b"".join((bright.tobytes(), blue.resize(half).tobytes(), red.resize(half).tobytes()))
            for _ in range(round(seconds * FRAMES_PER_SECOND)):
                film.write(b"FRAME\n" + frame)


@pytest.fixture
def camera(chromium_path: str, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """A laptop with a camera, and the film that the camera will see once it is switched on."""
    film = tmp_path / "badges.y4m"
    false = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    own = browser.browser_type.launch(executable_path=chromium_path, args=[*CHROMIUM_FLAGS, *false])
    page = own.new_page(viewport=DESKTOP)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        # The browser itself logs every refused request; the page shows those to people.
        lambda message: (
            message.type == "error" and "Failed to load resource" not in message.text and troubles.append(message.text)
        ),
    )
    yield page, film
    own.close()
    assert not troubles


def test_the_camera_reads_badges_one_after_another(hall: Hall, camera: tuple[Page, Path]) -> None:
    fill_roster(hall)
    page, film = camera
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    desk = take_seat(page, hall, "desk")
    pdf = prepare_badges(desk)
    sign_badges(desk)
    # A pile for each delegation: that of the Lakes comes first.
    [_, *badges] = pictures(pdf)
    secret_only = badges[2].crop((WIDTH // 2, 0, WIDTH, HEIGHT)).resize((WIDTH, HEIGHT))
    coming = (secret_only, 0.8)
    scenes = [(None, 0.5), coming, (badges[0], 1.5), coming, (badges[1], 1.5), (None, 1.5), (secret_only, 4), (None, 3)]
    write_film(film, scenes)
    size = state(hall)["size"]
    # Nothing of the reader is loaded, and no camera runs, before somebody wants it.
    assert not any("vendor/qr" in url for url in loaded)

    desk.set_viewport_size(PHONE)
    button = desk.locator('#door [data-slot="camera"]')
    button.click()
    said = desk.locator('#door [data-slot="outcomes"] li')
    # Of a badge that comes or goes the large code is seen first and last: only when it stays is it spoken of.
    texts = ["Åsa Lindqvist is checked in.", "Bogdan Żak is checked in.", "hold the badge closer"]
    for seen_by_now, text in enumerate(texts, 1):
        expect(said.filter(has_text=text).first).to_be_visible()
        expect(said).to_have_count(seen_by_now)
        for seen in (panel(desk), desk.locator('#door [data-slot="video"]')):
            expect(seen).to_be_in_viewport(ratio=1)
    assert any("vendor/qr" in url for url in loaded)
    # The film begins again: who is in is in, and nobody signs twice.
    expect(said.filter(has_text="Åsa Lindqvist was checked in already.").first).to_be_visible()
    assert state(hall)["size"] == size + 2
    button.click()
    # Another code that says no more than a number is no badge.
    write_film(film, [(before_the_camera(qrcode.make(number_of(desk, "Chiara")).get_image().convert("RGB")), 1)])
    button.click()
    expect_panel(desk, "stop", "not on any badge")
    assert state(hall)["size"] == size + 2

    button.click()
    expect(desk.locator('#door [data-slot="video"]')).to_be_hidden()
    assert desk.evaluate("document.querySelector('#door video').srcObject.active") is False
    expect(button).to_have_text("Read badges with the camera")


def test_a_badge_that_is_held_farther_away_is_read_in_the_whole_picture(hall: Hall, camera: tuple[Page, Path]) -> None:
    fill_roster(hall)
    page, film = camera
    desk = take_seat(page, hall, "desk")
    pdf = prepare_badges(desk)
    sign_badges(desk)
    seen = Image.new("RGB", (1920, 1080), DARK)
    badge = pictures(pdf)[1]
    seen.paste(badge.resize((480, 360), Image.Resampling.LANCZOS), (720, 360))
    write_film(film, [(seen, 0.1)])
    desk.locator('#door [data-slot="camera"]').click()
    expect_panel(desk, "in", "Åsa Lindqvist is checked in.")


def test_the_browsers_own_detector_is_used_where_there_is_one(hall: Hall, camera: tuple[Page, Path]) -> None:
    people = fill_roster(hall)
    page, film = camera
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    write_film(film, [(None, 1)])
    desk = take_seat(page, hall, "desk")
    issue_badges(desk)
    read = f"{people['Chiara Rossi'].door} {number_of(desk, 'Chiara')}"
    desk.evaluate(
        """(read) => (globalThis.BarcodeDetector = class {
          static async getSupportedFormats() { return ["qr_code"]; }
          async detect(video) { return video.videoWidth === 640 ? [{ rawValue: read }] : []; }
        })""",
        read,
    )
    desk.locator('#door [data-slot="camera"]').click()
    expect_panel(desk, "in", "Chiara Rossi is checked in.")
    assert not any("vendor/qr" in url for url in loaded)


def test_a_camera_that_is_refused_says_what_to_do(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    desk = take_seat(device(DESKTOP), hall, "desk")
    desk.locator('#door [data-slot="camera"]').click()
    expect(desk.locator('#door [data-slot="camera-problem"]')).to_contain_text("camera")
    expect(desk.locator('#door [data-slot="video"]')).to_be_hidden()


def test_a_camera_that_is_pulled_out_says_so_and_another_one_reads(hall: Hall, camera: tuple[Page, Path]) -> None:
    fill_roster(hall)
    page, film = camera
    desk = take_seat(page, hall, "desk")
    write_film(film, [(None, 1)])
    button, video = desk.locator('#door [data-slot="camera"]'), desk.locator('#door [data-slot="video"]')
    button.click()
    expect(button).to_have_text("Switch the camera off")
    video.evaluate("video => video.srcObject.getTracks()[0].stop()")
    expect(desk.locator('#door [data-slot="camera-problem"]')).to_contain_text("unplugged or switched off")
    expect(video).to_be_hidden()
    # Its name cannot be chosen away while no camera runs.
    desk.evaluate("""() => {
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      const gone = () => Promise.reject(new DOMException("gone", "OverconstrainedError"));
      devices.getUserMedia = (wanted) => (wanted.video.deviceId ? gone() : open(wanted));
    }""")
    button.click()
    expect(button).to_have_text("Switch the camera off")
    expect(video).to_be_visible()


def test_the_board_follows_the_door(hall: Hall, device: Device) -> None:
    fill_roster(hall)
    page = device(DESKTOP)
    desk = take_seat(page, hall, "desk")
    issue_badges(desk)
    number = number_of(desk, "Åsa")
    board = page.context.new_page()
    board.goto(f"{hall.address}/desk/presence")
    nordic = board.locator("#board > li", has_text="Nordic Greens")
    expect(nordic.locator(".board-figure")).to_have_text("0 / 5")
    say(desk, number)
    expect(nordic.locator(".board-figure")).to_have_text("1 / 5")
    expect(nordic).to_contain_text("1 vote in the hall")
    expect(board.locator("#totals")).to_contain_text("1 / 12")
    desk.locator("#door .switch-out").click()
    say(desk, number)
    expect(nordic.locator(".board-figure")).to_have_text("0 / 5")
    # On a wide screen the masthead is as wide as the board.
    board.set_viewport_size({"width": 1920, "height": 1080})
    edges = [board.locator(place).evaluate("one => one.getBoundingClientRect().x") for place in (".brand", "#board")]
    assert edges[0] == edges[1]
    board.set_viewport_size(PHONE)
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
