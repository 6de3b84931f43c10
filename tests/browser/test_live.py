"""A phone whose server goes away, or which no stream ever reaches: its page catches up by itself and misses nothing."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Request, expect

from tests.browser.hall import Hall
from tests.browser.passing_time import let_pass, movable
from tests.browser.phone_room import Room, ballot, expect_recorded, vote
from tests.browser.servers import start_server, warm_port, warm_server
from tests.browser.voters import act

Device = Callable[..., Page]
# The least that passes between two looks, as live.js has it where a stream fails, and what is enough for the first one.
LEAST_SECONDS, LOOK_SECONDS = 5, 16


def streams(page: Page) -> list[Request]:
    """Return the streams that a page asks for from now on."""
    asked: list[Request] = []
    page.on("request", lambda request: urlsplit(request.url).path == "/events" and asked.append(request))
    return asked


def heard_last(stream: Request) -> str:
    """Return what a request for a stream says that the page has heard last."""
    [named] = parse_qs(urlsplit(stream.url).query)["last"]
    return stream.all_headers().get("last-event-id", named)


def number_now(hall: Hall) -> str:
    """Return the number of the newest event."""
    with urllib.request.urlopen(f"{hall.address}/now", timeout=10) as response:
        return str(json.load(response)["number"])


def steady_part(number: str) -> str:
    """Return what says which state it was, without the size of the log and the floor."""
    return number.split("-")[1]


def test_a_motion_that_opened_while_the_server_was_away_is_there_when_it_is_back(hall: Hall, device: Device) -> None:
    room = Room(hall, hall.hand("desk"), hall.hand("chair"), device, count(100))
    page = room.phone("nord/1")
    page.evaluate("window.still = true")
    # What the stream itself tells, after what the page began with.
    act(hall, room.chair, "polling.ended", room.motion())
    expect(ballot(page, "nord/1").locator('[data-step="over"]')).to_be_visible()
    asked, steady = streams(page), steady_part(number_now(hall))
    hall.stop()
    # At an address that the phone does not know.
    elsewhere = f"http://localhost:{warm_port()}"
    away = replace(hall, address=elsewhere, server=warm_server(hall.config, elsewhere))
    Room(away, room.desk, room.chair, device, room.numbers).motion()
    away.stop()
    hall.server = start_server(hall.config, hall.address)
    expect(ballot(page, "nord/1").locator('[data-step="choose"]')).to_be_visible(timeout=40_000)
    assert page.evaluate("window.still")
    assert steady_part(heard_last(asked[-1])) == steady
    vote(page, "nord/1", "Yes")
    expect_recorded(page, "nord/1", "Yes")


def test_where_streams_are_refused_for_good_slow_polling_brings_an_opening(room: Room) -> None:
    [seat] = room.seats()
    page = movable(room.phone(seat))
    page.route("**/events?*", lambda route: route.fulfill(status=503))
    with page.expect_response("**/now") as now:
        page.reload()
    asked, states, passed = streams(page), [], 0
    page.on("request", lambda request: request.url.endswith("/state") and states.append(request))
    expect(page.locator("#headline")).to_have_text("Nothing to vote on now")
    # She has looked by herself already, and goes on.
    with page.expect_response("**/state"):
        let_pass(LOOK_SECONDS, page)
    room.motion()
    while ballot(page, seat).is_hidden() and passed < 600:
        let_pass(1, page)
        passed += 1
    expect(ballot(page, seat)).to_be_visible()
    assert len(states) <= 1 + (LOOK_SECONDS + passed) / LEAST_SECONDS
    assert {heard_last(stream) for stream in asked} == {now.value.json()["number"]}
