"""What pages ask of the server while a vote goes by: thousands of them do it in the same second."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.drafts import adopt, amend, put, table
from tests.browser.hall import open_hall
from tests.browser.phone_room import (
    Room,
    ballot,
    choose,
    close_without_votes,
    declare_without_votes,
    expect_recorded,
)
from tests.browser.voters import act, seat_voters, state

# The stream is there before, and that a log agrees with what a phone saw before is asked over half a minute.
ALLOWED = ("/events", "/log/consistency")


def requests_of(page: Page) -> list[str]:
    """Return the paths that a page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix("http://").partition("/")[2]))
    return asked


def told(asked: list[str]) -> list[str]:
    return [path for path in asked if not f"/{path}".startswith(ALLOWED)]


def test_a_phone_asks_for_nothing_from_the_opening_to_the_close(room: Room) -> None:
    page = room.phone(*room.seats())
    page.wait_for_timeout(500)
    asked = requests_of(page)
    motion = room.motion()
    expect(page.locator('.ballot [data-step="choose"]')).to_be_visible()
    page.wait_for_timeout(1_500)
    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator('.ballot [data-step="over"]')).to_be_visible()
    act(room.hall, room.chair, "motion.closed", motion)
    page.wait_for_timeout(1_500)
    assert told(asked) == []


def test_the_public_record_shows_a_vote_and_asks_for_nothing(room: Room) -> None:
    room.phone(*room.seats())
    first = room.motion()
    act(room.hall, room.chair, "polling.ended", first)
    close_without_votes(room, first)
    pages = [room.device() for _ in range(3)]
    whole, _, narrowed = pages
    for page, path in zip(pages, ("", f"/motions/{first['motion']}", "?kind=amendment"), strict=True):
        page.goto(f"{room.hall.address}/audit{path}")
        expect(page.locator("#record")).to_contain_text(first["title"]["en"])
    whole.wait_for_timeout(2_500)
    asked = [requests_of(page) for page in pages]
    second = room.motion()
    row, also = (page.locator(f'#list [data-motion="{second["motion"]}"]') for page in (whole, narrowed))
    expect(row.locator(".pill")).to_have_text("Voting open")
    for kind in ("polling.ended", "motion.closed"):
        act(room.hall, room.chair, kind, second)
    expect(row.locator(".pill")).to_have_text("Closed: to be declared")
    # Whoever asked for a part of the list is shown what is in it now.
    expect(also.locator(".pill")).to_have_text("Closed: to be declared")
    whole.wait_for_timeout(2_500)
    # The list of a root's words comes once, and is kept.
    assert [[path for path in told(one) if path != "root-words.txt"] for one in asked[:2]] == [[], []]
    # It is the row that the server makes.
    cells = "(row) => [row.dataset.state, ...[...row.cells].map((cell) => cell.outerHTML)]"
    shown = row.evaluate(cells)
    whole.reload()
    assert row.evaluate(cells) == shown
    # A server that is busy just then is asked once more.
    whole.route("**/audit", lambda route: route.fulfill(status=503), times=1)
    declare_without_votes(room, second)
    for place in (row, also):
        expect(place).to_have_attribute("data-state", "declared")


def test_a_record_that_is_read_again_is_not_set_back(room: Room) -> None:
    [seat] = room.seats()
    phone, record = room.phone(seat), room.device(locale="fr")
    first = room.motion()
    for kind in ("polling.ended", "motion.closed"):
        act(room.hall, room.chair, kind, first)
    record.goto(f"{room.hall.address}/audit")
    second, third = room.motion(), room.motion()
    rows = [record.locator(f'#list [data-motion="{one["motion"]}"]') for one in (first, second, third)]
    expect(rows[2].locator("a").first).to_have_text(f"{third['motion']} {third['title']['fr']}")

    def newer(route: Route) -> None:
        """Answer as a server that knows of a declaration before the stream tells of it."""
        old, new = (f'data-motion="{third["motion"]}" data-state="{one}"' for one in ("open", "declared"))
        answer = route.fetch()
        assert old in answer.text()
        late.append(lambda: route.fulfill(response=answer, body=answer.text().replace(old, new)))

    late: list[Callable[[], None]] = []
    with record.expect_request("**/audit"):
        record.route("**/audit", newer, times=1)
        declare_without_votes(room, first)
    choose(phone, seat, "Yes")
    ballot(phone, seat).get_by_role("button", name="Confirm").click()
    expect_recorded(phone, seat, "Yes")
    voted = [row.locator("[data-turnout]") for row in rows[1:]]
    expect(voted[0].or_(voted[1]).filter(has_text="1")).to_have_count(1)
    late[0]()
    expect(rows[0]).to_have_attribute("data-state", "declared")
    expect(rows[2]).to_have_attribute("data-state", "declared")
    expect(voted[0].or_(voted[1]).filter(has_text="1")).to_have_count(1)


@pytest.mark.parametrize("path", ["", "/motions/{motion}"])
def test_a_record_that_is_older_than_what_the_stream_tells_first_is_read_again(room: Room, path: str) -> None:
    room.phone(*room.seats())
    motion = room.motion()
    page, late = room.device(), []
    for way in ("**/events?*", "**/state"):
        page.route(way, lambda route: late.append(route), times=1)
    page.goto(f"{room.hall.address}/audit{path.format(**motion)}")
    shown = page.locator(f'#record[data-motion="{motion["motion"]}"], #list [data-motion="{motion["motion"]}"]')
    expect(shown).to_have_attribute("data-state", "open")
    page.wait_for_timeout(500)
    act(room.hall, room.chair, "polling.ended", motion)
    close_without_votes(room, motion)
    # A stream tells how it stood a quarter of a second ago.
    page.wait_for_timeout(1_000)
    for asked in late:
        asked.continue_()
    expect(shown).to_have_attribute("data-state", "declared")


def test_a_phone_asks_for_nothing_when_a_text_is_voted_on(tmp_path: Path, device: Callable[..., Page]) -> None:
    hall = open_hall(tmp_path, languages=("en", "ar", "fr"))
    room = Room(hall, hall.hand("desk"), hall.hand("chair"), device, count(100))
    [voter] = seat_voters(hall, room.desk, "nord/1")
    page = room.phone("nord/2")
    # What is fetched ahead some time within a minute, is so at once.
    page.add_init_script("Math.random = () => 0")
    page.reload()
    with page.expect_response("**/blobs/*"):
        table(hall, room.chair)
    amend(hall, room.desk, "A1", {"type": "replace", "block": 2}, {"en": {"words": [3, 5], "text": "all its"}})
    page.wait_for_timeout(500)
    asked = requests_of(page)
    motion = put(hall, room.chair, "1", "A1")
    expect(page.locator('[data-part="change-of-text"]')).to_contain_text("This phone checked these words")
    voter.vote(motion, "yes")
    adopt(hall, room.chair, motion, 1)
    put(hall, room.chair, "2")
    expect(page.locator("#motion")).to_contain_text("Each valley keeps all its channels clean")
    page.wait_for_timeout(1_000)
    # What the browser has kept is no question to the server.
    assert [path for path in told(asked) if not path.startswith("blobs/")] == []
    hall.stop()


def test_a_phone_asks_for_nothing_when_those_present_are_counted(room: Room) -> None:
    page = room.phone(*room.seats())
    page.wait_for_timeout(500)
    asked = requests_of(page)
    with room.counting():
        expect(page.locator("#presence button")).to_be_visible()
        page.wait_for_timeout(1_500)
    assert told(asked) == []


def test_a_phone_without_a_vote_asks_why(room: Room) -> None:
    here, absent = room.seats(2)
    present, page = room.phone(here), room.phone(absent)
    number = room.credentials[present]
    room.hall.post(room.desk.sign("presence.recorded", credential=number, state="in"))
    page.wait_for_timeout(500)
    asked = {present: requests_of(present), page: requests_of(page)}
    room.motion(electorate={"roll": "present", **state(room.hall)["rolls"]["present"]})
    expect(page.locator('.ballot [data-step="ineligible"]')).to_be_visible()
    expect(present.locator('.ballot [data-step="choose"]')).to_be_visible()
    assert told(asked[present]) == []
    assert [path.partition("/")[0] for path in told(asked[page])] == ["devices"]
