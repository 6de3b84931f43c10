"""The delegate's phone where something goes wrong: too late, offline, lost, without a vote, and a server that lies."""

import pytest
from playwright.sync_api import Route, expect

from ballots import presets
from tests.browser.phone_room import (
    Room,
    ballot,
    choose,
    cut_streams,
    expect_recorded,
    shown_differently,
    turnout,
    vote,
)
from tests.browser.test_no_herd import requests_of, told
from tests.browser.test_offline import KEPT
from tests.browser.voters import act, state


def test_news_prove_that_the_network_is_back(room: Room) -> None:
    page = room.phone(*room.seats())
    motion = room.motion()
    # By its stream, which is open now.
    expect(page.locator("#headline")).to_have_text("Vote now")
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("#connection")).to_have_text("Waiting for the network")
    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator("#headline")).not_to_have_text("Vote now")
    expect(page.locator("#connection")).to_have_text("Connected")


def test_a_late_vote_fills_the_screen(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    page.context.set_offline(True)
    vote(page, seat, "Yes")
    expect(page.locator("#connection")).to_contain_text("votes waiting: 1")
    expect(ballot(page, seat).get_by_text("not recorded yet")).to_be_visible()
    act(room.hall, room.chair, "polling.ended", motion)
    page.context.set_offline(False)
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_be_visible(timeout=20_000)
    expect(alarm).to_contain_text("NOT COUNTED")
    expect(alarm).to_contain_text("tell the tellers now")
    expect(alarm).to_contain_text("polling_ended")
    page.reload()
    expect(alarm).to_be_visible()
    alarm.get_by_role("button", name="I have read this").click()
    expect(alarm).to_be_hidden()
    expect(ballot(page, seat)).to_contain_text("Your vote Yes was not counted.")
    page.reload()
    expect(ballot(page, seat)).to_contain_text("Your vote Yes was not counted.")
    expect(alarm).to_be_hidden()


def test_a_page_opened_without_a_network_says_in_words_that_a_vote_waits(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat, service_workers="allow")
    page.wait_for_function(KEPT)
    motion = room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    page.context.set_offline(True)
    vote(page, seat, "Yes")
    expect(ballot(page, seat).get_by_text("not recorded yet")).to_be_visible()
    page.reload()
    headline = page.locator("#headline")
    expect(headline).to_have_text(
        "Your vote is signed and kept on this phone, but not recorded yet: the network does not answer. Keep this page"
        " open; it is sent again by itself."
    )
    page.context.set_offline(False)
    expect(headline).to_have_text("You have voted", timeout=30_000)
    assert turnout(room, motion) == 1


def test_a_vote_waits_through_a_reload_and_is_counted_once(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    sent: list[bytes] = []

    def lose_reply(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        if len(sent) > 2:
            return route.continue_()
        if len(sent) == 2:
            route.fetch()
        return route.abort()

    page.route("**/statements", lose_reply)
    vote(page, seat, "Abstain")
    expect(ballot(page, seat).get_by_text("not recorded yet")).to_be_visible()
    page.reload()
    expect_recorded(page, seat, "Abstain")
    assert len(set(sent)) == 1
    assert turnout(room, motion) == 1


def test_a_lost_phone_is_replaced_while_the_motion_is_open(room: Room) -> None:
    [seat] = room.seats()
    lost = room.phone(seat)
    room.motion(change_of_vote=True)
    vote(lost, seat, "Yes")
    expect_recorded(lost, seat, "Yes")
    lost.context.set_offline(True)
    page = room.phone(seat, replaces=room.credentials[lost])
    expect(ballot(page, seat).get_by_text("It came from another phone")).to_be_visible()
    ballot(page, seat).get_by_role("button", name="Change the vote").click()
    vote(page, seat, "No")
    expect_recorded(page, seat, "No")
    ballot(lost, seat).get_by_role("button", name="Change my vote").click()
    vote(lost, seat, "Yes")
    expect(ballot(lost, seat).get_by_text("not recorded yet")).to_be_visible()
    lost.context.set_offline(False)
    alarm = lost.get_by_role("alertdialog")
    expect(alarm).to_contain_text("NOT COUNTED")
    expect(alarm).to_contain_text("key_revoked")
    expect(alarm).to_contain_text("Your earlier vote, Yes")
    expect(alarm).to_contain_text("unless your new badge or another phone has changed it since")
    alarm.get_by_role("button", name="I have read this").click()
    expect(lost.locator("#headline")).to_be_focused()
    expect(lost.locator("#who")).to_contain_text("This badge was revoked or replaced.")
    expect(ballot(lost, seat).get_by_text("that vote counts instead")).to_be_visible()
    expect(page.get_by_text("that vote counts instead")).to_be_hidden()


def test_a_phone_that_lies_open_says_that_its_badge_was_replaced(room: Room) -> None:
    mine, other = room.seats(2)
    lost, beside = room.phone(mine), room.phone(other)
    room.motion()
    choose(lost, mine, "Yes")
    expect(ballot(beside, other).get_by_role("button", name="Yes")).to_be_visible()
    asked = requests_of(beside)
    room.phone(mine, replaces=room.credentials[lost])
    expect(lost.locator("#who")).to_contain_text("This badge was revoked or replaced.")
    expect(lost.get_by_text("This badge was revoked or replaced.")).to_be_visible()
    expect(ballot(lost, mine).get_by_text("Nothing was sent")).to_be_visible()
    expect(ballot(lost, mine).get_by_text("This phone cannot vote for this mandate any more.")).to_be_visible()
    assert told(asked) == []


def test_who_has_no_vote_is_told_why(room: Room) -> None:
    here, absent, late = room.seats(3)
    present, page = room.phone(here), room.phone(absent)
    number = room.credentials[present]
    room.hall.post(room.desk.sign("presence.recorded", credential=number, state="in"))
    room.motion(electorate={"roll": "present", **state(room.hall)["rolls"]["present"]})
    expect(ballot(present, here).get_by_role("button", name="Yes")).to_be_visible()
    expect(ballot(page, absent)).to_contain_text("you were not checked in when it was opened")
    newcomer = room.phone(late)
    expect(ballot(newcomer, late)).to_contain_text("you were not checked in")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", {"en": "Shall the springs be sold?"}),
        ("change_of_vote", True),
        ("majority", presets.majority("majority_of_valid")),
        ("tie", "casting_vote"),
        ("voters", "founders"),
        ("opening", "A" * 43),
        ("index", 1),
    ],
)
def test_a_motion_that_is_not_what_the_chair_signed_gets_no_vote(room: Room, name: str, value: object) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    shown_differently(page, lambda shown: shown["motions"][-1].update({name: value}))
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_contain_text("STOP", timeout=20_000)
    expect(alarm).to_contain_text("this phone signs no vote on it")
    expect(page.locator(".vote")).to_have_count(0)
    expect(alarm.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        ({"call": "A" * 43}, "is not the call of count"),
        ({"entry": 1}, "is not the call of count"),
        ({"count": "another"}, "is not the call of count another"),
        ({"entry": 1_000_000}, "the server does not show entry 1000000"),
    ],
)
def test_a_count_that_the_chair_did_not_call_gets_no_answer(room: Room, lie: dict[str, object], found: str) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    posted: list[str] = []
    page.on("request", lambda request: request.method == "POST" and posted.append(request.url))

    def answers(route: Route) -> None:
        answer = route.fetch()
        device = answer.json()
        device["count"]["call"] = lie.get("call", device["count"]["call"])
        route.fulfill(response=answer, json=device)

    with room.counting():
        expect(page.get_by_role("button", name="I am here")).to_be_visible()
        page.route("**/devices/*", answers)
        shown_differently(page, lambda shown: shown["count"].update(lie))
        alarm = page.get_by_role("alertdialog")
        expect(alarm).to_contain_text("STOP", timeout=20_000)
        expect(alarm).to_contain_text("this phone does not answer it")
        expect(alarm).to_contain_text(found)
        expect(page.locator("#presence button")).to_have_count(0)
        expect(alarm.get_by_role("button")).to_have_count(0)
    assert not posted


def test_a_call_is_proved_as_soon_as_the_network_lets_it(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) == 1 else route.continue_()

    page.route("**/log/proof/*", lose)
    # A stream would bring the proof along.
    cut_streams(page)
    with room.counting():
        page.reload()
        page.get_by_role("button", name="I am here").click()
        expect(page.locator("#presence")).to_contain_text("You are counted as present.")
    assert len(asked) == 2


def test_another_convention_at_the_same_address_is_noticed(room: Room) -> None:
    page = room.phone(*room.seats())
    shown_differently(page, lambda shown: shown.update({"convention": "B" * 43}))
    expect(page.get_by_role("alertdialog")).to_contain_text("Another convention", timeout=20_000)


def test_a_receipt_that_proves_nothing_is_shown_to_people(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()

    def lie(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("index ", "index 1"))

    page.route("**/statements", lie)
    vote(page, seat, "Yes")
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_contain_text("NOT PROVED")
    page.unroute("**/statements")
    alarm.get_by_role("button", name="Ask the server again").click()
    expect_recorded(page, seat, "Yes")
    expect(alarm).to_be_hidden()


def test_while_a_vote_is_signed_the_page_says_so_and_offers_nothing_else(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    page.evaluate(
        """() => {
          const sign = SubtleCrypto.prototype.sign;
          const held = new Promise((resolve) => (window.goOn = resolve));
          SubtleCrypto.prototype.sign = async function (...given) { await held; return sign.apply(this, given); };
        }"""
    )
    vote(page, seat, "Yes")
    expect(ballot(page, seat).get_by_text("Preparing and signing")).to_be_visible()
    expect(ballot(page, seat).locator('[data-step="sending"] .choice')).to_have_text("Yes")
    expect(ballot(page, seat).locator("button:visible")).to_have_count(0)
    assert turnout(room, motion) == 0
    page.evaluate("window.goOn()")
    expect_recorded(page, seat, "Yes")
    assert turnout(room, motion) == 1


@pytest.mark.parametrize("polls", [False, True], ids=["stream", "polling"])
def test_a_phone_whose_browser_keeps_nothing_any_more_shows_what_is_voted_on_and_blames_nobody(
    room: Room, polls: bool
) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    if polls:
        cut_streams(page)
        page.reload()
        expect(page.locator("#idle")).to_be_visible()
    # Its disk is full. What is asked some time within half a minute, is asked now.
    page.evaluate("""() => {
      IDBDatabase.prototype.transaction = () => { throw new DOMException("no space", "UnknownError"); };
      Math.random = () => 0;
    }""")
    motion = room.motion()
    expect(page.locator('#motion [data-slot="title"]')).to_have_text(motion["title"]["en"])
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    vote(page, seat, "Yes")
    expect(page.get_by_role("alertdialog")).to_contain_text("NOT COUNTED")
    assert turnout(room, motion) == 0


def test_a_phone_whose_browser_deletes_what_it_keeps_says_so_before_it_votes(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    # As it does when the phone is short of space, and when its owner clears what pages keep.
    deleted = {"origin": room.hall.address, "storageTypes": "indexeddb"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", deleted)
    expect(page.locator('[data-step="no-key"]')).to_be_visible()
    expect(page.locator('[data-step="no-key"]')).to_contain_text("go to the credentials desk")
