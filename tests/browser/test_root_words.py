"""The log's root in words on pages, against the vectors of the format."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from audit.encoding import b64url_decode
from audit.fingerprint import root_words, wordlist_file
from tests.audit.fixed import load
from tests.browser.conftest import DESKTOP
from tests.browser.hall import Hall
from tests.browser.scripted import Answer, ScriptedServer, run
from tests.browser.voters import open_motion, seat_voters, state, take_seat


def test_a_page_says_the_words_of_the_format(browser: Browser) -> None:
    server = ScriptedServer()
    server.routes["/root-words.txt"] = lambda *_: Answer(wordlist_file())
    stop = server.start()
    page = browser.new_page()
    page.goto(server.address)
    script = """
      const {rootWords} = await use("root-words");
      return Promise.all(argument.map((root) => rootWords(fromHex(root))));
    """
    vectors = load("root-words.json")
    assert run(page, script, [one["root"] for one in vectors]) == [one["words"] for one in vectors]
    page.close()
    stop()


def test_chair_and_record_show_the_words_of_the_newest_root(hall: Hall, device: Callable[..., Page]) -> None:
    room, record = take_seat(device(DESKTOP), hall, "chair", 1), device(DESKTOP)
    record.goto(f"{hall.address}/audit")
    seat_voters(hall, hall.hand("desk"), "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    words = root_words(b64url_decode(state(hall)["root"]))
    for page in (room, record):
        expect(page.locator("#root-words")).to_have_text(words)
    record.reload()
    expect(record.locator("#root-words")).to_have_text(words)
