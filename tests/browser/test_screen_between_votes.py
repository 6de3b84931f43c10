"""The hall screen between votes: the count of those present, what it found, and the agenda."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.badge_links import issue_badge
from tests.browser.drafting_room import Room
from tests.browser.hall import Hall
from tests.browser.seats import arrive
from tests.browser.test_screen import PROJECTOR, assert_fits, declare
from tests.browser.voters import Voter, act, open_motion, seat_voters, state
from voting.signing import Hand, statement_digest

Device = Callable[..., Page]
ITEMS = [("Opening", None), ("On the shared springs", "springs"), ("Other matters", None)]
CHOICES = ".bars, .choice"


def screen_of(hall: Hall, device: Device, ahead: int = 0, **options: Any) -> Page:
    """Open the hall screen, with a clock that is so many hours ahead."""
    screen = device(PROJECTOR, **options)
    screen.clock.install(time=datetime.now(UTC) + timedelta(hours=ahead))
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#size")).not_to_be_empty()
    return screen


def tree(hall: Hall) -> dict[str, Any]:
    now = state(hall)
    return {"root": now["root"], "size": now["size"]}


def call(hall: Hall, chair: Hand, count: str, ago: int = 0) -> dict[str, str]:
    called = f"{datetime.now(UTC) - timedelta(seconds=ago):%Y-%m-%dT%H:%M:%SZ}"
    entry = chair.sign("count.called", issued_at=called, count=count, tree=tree(hall))
    hall.post(entry)
    return {"count": count, "call": statement_digest(entry)}


def end(hall: Hall, chair: Hand, called: dict[str, str]) -> None:
    hall.post(chair.sign("count.ended", **called, tree=tree(hall)))


def voted(hall: Hall, chair: Hand, voters: list[Voter], name: str, **changes: Any) -> None:
    """Put a question to the vote of three, two of whom are for it, and declare that."""
    motion = open_motion(hall, chair, name, **changes)
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(motion, choice)
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    declare(hall, chair, motion)


def adopt_agenda(
    hall: Hall, chair: Hand, voters: list[Voter], name: str, items: list[tuple[str, str | None]] = ITEMS
) -> None:
    listed = [{"title": {"en": title, "fr": title}, "document": document} for title, document in items]
    entry = chair.sign("agenda.proposed", agenda=name, items=listed)
    hall.post(entry)
    subject = {"kind": "agenda", "id": name, "digest": statement_digest(entry)}
    voted(hall, chair, voters, f"agenda-{name}", kind="procedure", subject=subject)


def height(found: Locator) -> float:
    return float(found.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)"))


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


@pytest.fixture
def chair(hall: Hall) -> Hand:
    return hall.hand("chair")


@pytest.fixture
def voters(hall: Hall, desk: Hand) -> list[Voter]:
    return seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_hall_is_asked_sees_how_many_answer_and_what_was_found(
    hall: Hall, device: Device, chair: Hand, voters: list[Voter], scheme: str
) -> None:
    screen = screen_of(hall, device, color_scheme=scheme)
    stage = screen.locator("#motion")
    called = call(hall, chair, "1")
    expect(stage.locator("h1")).to_have_text("Are you here? Answer on your phone")
    expect(stage).to_contain_text("Answered: 0")
    expect(stage.get_by_role("timer")).to_contain_text("Time left: ")
    voters[0].hall.post(voters[0].hand.sign("presence.answered", **called))
    expect(stage).to_contain_text("Answered: 1")
    # Thirty metres away, a letter is to be six centimetres high or so: a twentieth of a screen two metres high.
    assert min(height(stage.locator(one)) for one in ("h1", ".screen-answered", ".minute-left")) >= 1080 / 20
    assert_fits(screen)
    end(hall, chair, called)
    expect(stage.locator("h1")).to_have_text("1 of 3 accredited mandates is here")
    expect(stage).to_contain_text("Quorum not reached")
    expect(stage).to_contain_text("Quorum 2, counted 1: not reached.")
    assert min(height(stage.locator(one)) for one in ("h1", ".screen-outcome")) >= 1080 / 20
    assert_fits(screen)
    expect(stage.locator(CHOICES)).to_have_count(0)

    called = call(hall, chair, "2")
    for voter in voters[:2]:
        hall.post(voter.hand.sign("presence.answered", **called))
    expect(stage).to_contain_text("Answered: 2")
    end(hall, chair, called)
    expect(stage).to_contain_text("Quorum reached")
    # The next thing that happens takes its place.
    open_motion(hall, chair, "7")
    expect(stage.locator("h1")).to_have_text("Amendment 7")


def test_a_count_during_a_vote_shows_no_choice_and_gives_the_vote_back(
    hall: Hall, device: Device, chair: Hand, voters: list[Voter]
) -> None:
    screen = screen_of(hall, device)
    stage = screen.locator("#motion")
    motion = open_motion(hall, chair, "7")
    voters[0].vote(motion, "yes")
    expect(screen.locator("#turnout")).to_contain_text("1 of 3 has voted")
    called = call(hall, chair, "1", ago=100)
    expect(stage.locator("h1")).to_have_text("Are you here? Answer on your phone")
    expect(stage).to_contain_text("Also open: 7")
    expect(stage).to_contain_text("The minute is over. Phones may still answer until the chair ends the count.")
    voters[1].vote(motion, "no")
    hall.post(voters[1].hand.sign("presence.answered", **called))
    expect(stage).to_contain_text("Answered: 1")
    expect(stage.locator(CHOICES)).to_have_count(0)
    end(hall, chair, called)
    expect(stage.locator("h1")).to_have_text("Amendment 7")
    expect(screen.locator("#turnout")).to_contain_text("2 of 3 have voted")
    expect(stage.locator(CHOICES)).to_have_count(0)


@pytest.mark.parametrize("ahead", [1, -1])
def test_a_screen_whose_clock_is_wrong_shows_the_minute_of_the_server(
    hall: Hall, device: Device, chair: Hand, ahead: int
) -> None:
    screen = screen_of(hall, device, ahead)
    call(hall, chair, "1", ago=20)
    expect(screen.get_by_role("timer")).to_have_text(re.compile(r"Time left: 0:([1-3]\d|4[0-2])"))


def test_a_sitting_that_is_suspended_ends_what_a_count_found(
    hall: Hall, device: Device, chair: Hand, voters: list[Voter]
) -> None:
    present = {"count": 0, "version": state(hall)["rolls"]["present"]["version"], "weight": 0}
    fields = {"title": {"en": "First", "fr": "Premier"}, "present": present, "tree": tree(hall)}
    hall.post(chair.sign("sitting.opened", sitting="s1", **fields))
    screen = screen_of(hall, device)
    stage = screen.locator("#motion")
    end(hall, chair, call(hall, chair, "1"))
    expect(stage.locator("h1")).to_have_text("0 of 3 accredited mandates are here")
    hall.post(chair.sign("sitting.suspended", sitting="s1"))
    expect(stage).to_contain_text("Voting begins when the chair opens a motion.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_agenda_follows_a_result_and_says_where_the_assembly_is(
    hall: Hall, device: Device, desk: Hand, chair: Hand, voters: list[Voter], scheme: str
) -> None:
    room = Room(hall, chair, desk, chair)
    room.table_text()
    screen = screen_of(hall, device, color_scheme=scheme)
    stage, items = screen.locator("#motion"), screen.locator(".screen-agenda li")
    adopt_agenda(hall, chair, voters, "1")
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")
    expect(items).to_have_count(0)
    screen.clock.fast_forward(50_000)
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(15_000)
    expect(stage.locator("h1")).to_have_text("Agenda")
    expect(items).to_have_text(["Opening", "On the shared springs Next vote", "Other matters"])
    expect(stage.locator(CHOICES)).to_have_count(0)
    assert min(height(one) for one in items.all()) >= 1080 / 20
    assert_fits(screen)

    # A motion takes its place at once, and what it decides stands for a while.
    room.amend("A1", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    (step,) = room.state()["script"]["steps"]
    on_text = {"document": "springs", "digest": room.digest, "amendments": ["A1"], "text": step["text"]}
    motion = open_motion(hall, chair, "7", subject=on_text)
    expect(stage.locator("h1")).to_have_text("Amendment 7")
    expect(stage.locator(".screen-number")).to_have_text("Motion 7 · Agenda · 2. On the shared springs")
    assert_fits(screen)
    act(hall, chair, "motion.annulled", motion, reason="A mistake.")
    expect(stage).to_contain_text("This motion is annulled")
    voted(hall, chair, voters, "8", subject=on_text)
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(65_000)
    expect(items).to_have_text(["Opening", "On the shared springs Now", "Other matters"])

    # The result of a count comes before the agenda, until something happens.
    end(hall, chair, call(hall, chair, "1"))
    expect(stage).to_contain_text("Quorum not reached")
    whole = {"document": "springs", "digest": room.digest, "amendments": [], "text": step["text"]}
    voted(hall, chair, voters, "9", kind="procedure", subject=None)
    expect(stage.locator("h1")).to_have_text("Amendment 9")
    expect(stage.locator(".screen-number")).to_have_text("Motion 9")
    voted(hall, chair, voters, "10", kind="declaration", subject=whole)
    expect(stage.locator("h1")).to_have_text("Amendment 10")
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(65_000)
    expect(items).to_have_text(["Opening", "On the shared springs Adopted", "Other matters"])
    screen.reload()
    expect(stage.locator(".screen-outcome")).to_have_text("Adopted")


def test_of_a_long_agenda_the_hall_sees_what_lies_around_the_next_vote(
    hall: Hall, device: Device, desk: Hand, chair: Hand, voters: list[Voter]
) -> None:
    Room(hall, chair, desk, chair).table_text()
    screen = screen_of(hall, device)
    items: list[tuple[str, str | None]] = [(f"Report {number} " + "of a committee " * 12, None) for number in range(9)]
    items[5] = ("On the shared springs", "springs")
    adopt_agenda(hall, chair, voters, "1", items)
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(65_000)
    shown = screen.locator(".screen-agenda")
    expect(shown.locator("li")).to_have_text([re.compile(f"^{title.split(' of')[0]}") for title, _ in items[4:]])
    expect(shown).to_have_js_property("start", 5)
    assert_fits(screen)
    adopt_agenda(hall, chair, voters, "2", items[2:])
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(65_000)
    expect(shown).to_have_js_property("start", 3)
    adopt_agenda(hall, chair, voters, "3", items[5:] + items[:5])
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(65_000)
    expect(screen.locator("#motion")).to_contain_text("Items that follow: 4")
    assert_fits(screen)


def test_a_result_of_many_pages_stands_until_the_hall_has_seen_them_all(
    hall: Hall, device: Device, desk: Hand, chair: Hand, voters: list[Voter]
) -> None:
    for number in range(1, 17):
        hall.register(
            f"u{number}", f"Union of valley {number} and of all the small rivers that lie between its hills", 1
        )
    screen = screen_of(hall, device)
    seat_voters(hall, desk, *(f"u{number}/1" for number in range(1, 17)), first=3000)
    adopt_agenda(hall, chair, voters, "1", [("Opening", None)])
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")
    expect(screen.locator(".screen-page")).to_contain_text("Page 1 of")
    screen.clock.fast_forward(65_000)
    expect(screen.locator("#connection")).to_be_hidden()
    expect(screen.locator(".screen-outcome")).to_have_text("Adopted")
    screen.clock.fast_forward(120_000)
    expect(screen.locator(".screen-agenda li")).to_have_text("Opening")


def test_a_phone_has_the_agenda_with_the_way_to_each_text(
    hall: Hall, device: Device, desk: Hand, chair: Hand, voters: list[Voter]
) -> None:
    room = Room(hall, chair, desk, chair)
    room.table_text()
    phone = device()
    arrive(phone, issue_badge(hall, desk, 50, ["nord/3"]))
    agenda = phone.locator("#agenda")
    expect(phone.locator("#idle")).to_be_visible()
    expect(agenda).to_be_hidden()
    adopt_agenda(hall, chair, voters, "1")
    agenda.locator("summary").click()
    items = agenda.get_by_role("listitem")
    expect(items).to_have_text(["Opening", "On the shared springs · Next vote", "Other matters"])

    # A link under a finger is not made anew for what changes nothing on it.
    link = agenda.get_by_role("link", name="On the shared springs")
    kept = link.element_handle()
    room.amend("A1", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    expect(phone.locator("#next")).to_have_text("Next vote: A1.")
    assert kept.evaluate("(one) => one.isConnected")
    (step,) = room.state()["script"]["steps"]
    on_text = {"document": "springs", "digest": room.digest, "amendments": ["A1"], "text": step["text"]}
    voted(hall, chair, voters, "7", subject=on_text)
    expect(items).to_have_text(["Opening", "On the shared springs · Now", "Other matters"])
    link.click()
    expect(phone.locator("h1")).to_have_text("On the shared springs")
