"""What pages hear: the state first, then its changes, and no choice before the declaration."""

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from audit import jws
from audit.encoding import b64url_decode
from audit.fingerprint import root_words
from audit.tally import motion_result
from ballots.acts import Role
from ballots.motion import Motion
from tests.voting.listener import Stream
from tests.voting.web import Web, build_web
from voting.events import FLOOR_SECONDS
from voting.floor import Floor
from voting.log_store import SqlLogStore
from voting.pause import Pause
from voting.signing import statement_digest

MOTION = {
    *("motion", "opening", "index", "changed", "title", "question", "kind", "subject", "options", "majority", "quorum"),
    *("tie", "voters", "expected", "ballot", "electorate", "change_of_vote", "state", "turnout", "result", "annulment"),
    *("matter", "first", "blocks"),
}
TOP = {
    *("convention", "name", "languages", "size", "root", "origin", "log_key", "rules", "rolls", "motions", "decisions"),
    *("documents", "sitting", "sitting_quorum", "day", "count", "agenda", "floor", "revoked"),
}
PUBLIC = ("/state", "/screen", "/audit", "/audit/motions/1", "/audit/results.json", "/audit/results.csv")


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    yield web
    web.close()


@pytest.fixture
def stream(web: Web) -> Iterator[Stream]:
    stream = Stream(web)
    yield stream
    stream.close()


def state(web: Web) -> dict[str, Any]:
    return dict(web.nobody.get("/state").json)


def test_the_state_comes_first_and_is_that_of_the_page(web: Web, stream: Stream) -> None:
    assert stream.hear() == {"state": state(web)}


def test_stream_and_polling_tell_the_state_alike(web: Web, stream: Stream) -> None:
    """Pages compare what they are told as text: in another order it would be drawn anew at every change of way."""
    told = stream.hear_state()
    assert list(walk(told)) == list(walk(json.loads(web.nobody.get("/state").text)))


def walk(value: Any) -> Iterator[str]:
    """Yield the names of all members in their order."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield name
        yield from walk(inner)
    for inner in value if isinstance(value, list) else ():
        yield from walk(inner)


def test_an_opening_is_heard_as_a_state_and_votes_as_turnout_alone(web: Web, stream: Stream) -> None:
    stream.hear()
    opening = web.house.open()
    heard = stream.hear()
    assert set(heard) == {"opened", "state"}
    assert heard["state"] == state(web)
    assert heard["state"]["motions"][0]["opening"] == opening

    web.house.send(web.house.vote(0, opening))
    heard = stream.hear()
    assert set(heard) == {"turnout", "rolls", "log"}
    assert heard["turnout"] == {"motion": "1", "count": 1, "weight": 1, "papers": 0, "pending": 0}
    assert heard["log"] == {"size": web.house.parts.store.head().size, "root": state(web)["root"]}

    late = Stream(web)
    assert late.hear_state()["motions"][0]["turnout"] == {"count": 1, "weight": 1, "papers": 0, "pending": 0}
    late.close()

    web.house.end(opening)
    assert stream.hear_state()["motions"][0]["state"] == "ended"
    web.house.close(opening)
    assert stream.hear_state()["motions"][0]["state"] == "closed"


def test_whatever_is_done_to_a_motion_is_heard_also_where_a_later_one_came_meanwhile(web: Web, stream: Stream) -> None:
    house = web.house

    def heard() -> dict[str, Any]:
        motions = stream.hear_state()["motions"]
        return {motion["motion"]: motion["state"] for motion in motions}

    stream.hear()
    first = house.open("1")
    assert heard() == {"1": "open"}
    second = house.open("2")
    assert heard() == {"1": "open", "2": "open"}
    house.end(second, "2")
    heard()
    house.close(second, "2")
    assert heard() == {"1": "open", "2": "closed"}
    house.declare(second, "2")
    assert heard() == {"1": "open", "2": "declared"}
    house.end(first)
    assert heard() == {"1": "ended", "2": "declared"}
    house.close(first)
    assert heard() == {"1": "closed", "2": "declared"}
    house.declare(first)
    assert heard() == {"1": "declared"}

    chair = house.hand(Role.CHAIR)
    entry = chair.sign("motion.annulled", motion="2", opening=second, reason="The wrong text.")
    house.send(entry)
    assert heard() == {"1": "declared", "2": "declared"}
    third = house.open("3")
    assert heard() == {"1": "declared", "2": "declared", "3": "open"}
    teller = house.hand(Role.TELLER)
    house.send(teller.sign("annulment.confirmed", motion="2", annulment=statement_digest(entry)))
    assert heard() == {"2": "annulled", "3": "open"}
    house.end(third, "3")
    assert heard() == {"2": "annulled", "3": "ended"}


def test_an_answer_to_a_count_does_not_send_the_state_again(web: Web, stream: Stream) -> None:
    stream.hear()
    entry = web.house.hand(Role.CHAIR).sign("count.called", count="1", tree=web.house.tree())
    web.house.send(entry)
    shown = stream.hear_state()["count"]
    assert (shown["state"], shown["called_at"]) == ("open", jws.parse(entry, jws.STATEMENT).payload["issued_at"])
    web.house.send(web.house.delegates[0].sign("presence.answered", count="1", call=statement_digest(entry)))
    heard = stream.hear()
    assert set(heard) == {"rolls", "log", "answered"}
    assert heard["answered"] == {"of": "1", "count": 1, "weight": 1}


def test_a_check_in_does_not_send_the_state_again(web: Web, stream: Stream) -> None:
    stream.hear()
    desk = web.house.hand(Role.DESK)
    web.house.send(desk.sign("presence.recorded", credential=web.house.numbers[0], state="in"))
    heard = stream.hear()
    assert set(heard) == {"rolls", "log"}
    assert heard["rolls"]["present"]["count"] == 1
    assert heard["log"] == {name: state(web)[name] for name in ("size", "root")}


def test_the_floor_is_a_small_event_and_stands_in_the_first_message(web: Web, stream: Stream) -> None:
    quiet = stream.hear()["state"]["floor"]
    assert (quiet["version"], quiet["pause"]) == (0, None)
    web.house.parts.floor.change(lambda floor: replace(floor, pause=Pause(100, 200, 0)))
    told = {**quiet, "version": 1, "pause": {"since": 100, "until": 200}}
    assert stream.hear() == {"floor": told}

    late = Stream(web)
    assert late.hear()["state"]["floor"] == told == state(web)["floor"]
    late.close()

    web.house.open()
    assert stream.hear()["state"]["floor"] == {**quiet, "version": 2}
    assert web.house.parts.floor.read() == (2, Floor())


def test_a_program_that_changes_the_floor_all_the_time_does_not_wake_the_hall_each_time(
    web: Web, stream: Stream
) -> None:
    stream.hear()
    floors, ended = web.house.parts.floor, threading.Event()

    def ask_and_take_back() -> None:
        while not ended.is_set():
            floors.change(lambda floor: replace(floor, speakers=replace(floor.speakers, open=not floor.speakers.open)))

    program = threading.Thread(target=ask_and_take_back)
    program.start()
    began, heard = time.monotonic(), 0
    while time.monotonic() - began < 3:
        stream.hear()
        heard += 1
    ended.set()
    program.join()
    assert heard <= (time.monotonic() - began) / FLOOR_SECONDS + 1
    while stream.hear()["floor"]["version"] != floors.version():
        pass


def test_votes_do_not_tell_the_floor_again_nor_the_floor_the_turnout(web: Web, stream: Stream) -> None:
    stream.hear()
    opening = web.house.open()
    stream.hear()
    web.house.send(web.house.vote(0, opening))
    assert set(stream.hear()) == {"turnout", "rolls", "log"}
    web.house.parts.floor.change(lambda floor: replace(floor, pause=Pause(100, None, 1)))
    assert set(stream.hear()) == {"floor"}


def test_listening_goes_on_after_the_database_was_away(
    web: Web, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.hear()

    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("the database is gone"))

    with monkeypatch.context() as patch:
        patch.setattr(SqlLogStore, "head", fail)
        time.sleep(0.6)
    web.house.open()
    assert stream.hear_state()["motions"][0]["motion"] == "1"


def test_whoever_comes_while_the_database_is_away_does_not_silence_the_others(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("the database is gone"))

    with monkeypatch.context() as patch:
        patch.setattr(SqlLogStore, "head", fail)
        response = web.app.test_client().get("/events", buffered=False)
        assert response.status_code in (200, 503)
        response.close()
    stream = Stream(web)
    assert "state" in stream.hear()
    web.house.open()
    assert stream.hear_state()["motions"][0]["motion"] == "1"
    stream.close()


def shown(web: Web) -> dict[str, str]:
    """Return what the public sees, without the log's size and root, which change with every entry."""
    now = state(web)
    bodies = {path: web.nobody.get(path).get_data(as_text=True) for path in PUBLIC}
    words = root_words(b64url_decode(now["root"]))
    return {
        path: re.sub(rf"\b{now['size']}\b", "SIZE", body.replace(now["root"], "ROOT").replace(words, "WORDS"))
        for path, body in bodies.items()
    }


def test_what_the_public_sees_does_not_depend_on_a_choice(web: Web) -> None:
    opening = web.house.open(change_of_vote=True)
    for which in range(3):
        web.house.send(web.house.vote(which, opening, "yes"))
    before = shown(web)
    for which in range(3):
        web.house.send(web.house.vote(which, opening, "no"))
    assert shown(web) == before


@pytest.mark.parametrize("record", ["public", "members"])
def test_what_a_block_says_is_told_once_declared_in_a_record_for_everyone(tmp_path: Path, record: str) -> None:
    web = build_web(tmp_path, block="whole", record=record)
    house = web.house
    head = house.activate(house.issue(["north/1", "north/2"], head=True))
    opening = house.open()
    # Who has no vote in the motion is in no block.
    house.issue(["north/3"])
    cast = {"motion": "1", "opening": opening, "delegation": "north", "ballot": {"choices": {"no": 2}}}
    house.send(head.sign("block.cast", **cast))
    told = [state(web)["motions"][0]["blocks"]]
    for step in (house.end, house.close, house.declare):
        step(opening)
        told.append(state(web)["motions"][0]["blocks"])
    declared = {"no": 2} if record == "public" else None
    assert told == [{}, *({"north": {"choices": one, "seats": "1-2"}} for one in (None, None, declared))]
    web.close()


def test_which_seats_are_in_a_block_is_worked_out_once_and_not_with_every_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = build_web(tmp_path, block="whole")
    house = web.house
    head = house.activate(house.issue(["north/1", "north/2"], head=True))
    opening = house.open()
    cast = {"motion": "1", "opening": opening, "delegation": "north", "ballot": {"choices": {"no": 2}}}
    house.send(head.sign("block.cast", **cast))
    house.end(opening)
    asked, entitles = list[str](), Motion.entitles

    def counted(motion: Motion, mandate: str) -> bool:
        asked.append(mandate)
        return entitles(motion, mandate)

    monkeypatch.setattr(Motion, "entitles", counted)
    for _ in range(2):
        assert state(web)["motions"][0]["blocks"]["north"]["seats"] == "1-2"
        house.issue([], "observer")
    assert asked == ["north/1", "north/2"]
    web.close()


def test_the_state_has_nothing_but_what_the_hall_may_know(web: Web) -> None:
    house = web.house
    opening = house.open()
    house.send(house.vote(0, opening, "yes"))
    steps = (lambda: None, lambda: house.end(opening), lambda: house.close(opening))
    for step in steps:
        step()
        now = state(web)
        assert set(now) == TOP
        (motion,) = now["motions"]
        assert set(motion) == MOTION
        assert motion["result"] is None
        assert motion["turnout"] == {"count": 1, "weight": 1, "papers": 0, "pending": 0}
        page = web.nobody.get("/audit/motions/1").text
        assert "north/1" not in page
        assert json.loads(web.nobody.get("/audit/results.json").data)["motions"] == []

    result = motion_result(house.parts.log.convention.motions["1"], None)
    house.declare(opening)
    (motion,) = state(web)["motions"]
    assert motion["result"]["options"] == result["options"]
    assert motion["result"]["sentence"] == {"en": "1 of 1 votes for and against had to be yes, and yes has 1: adopted."}
    assert "north/1" in web.nobody.get("/audit/motions/1").text


def test_only_the_rooms_see_a_count_between_close_and_declaration(web: Web) -> None:
    house = web.house
    opening = house.open()
    house.send(house.vote(0, opening, "yes"))
    chair = web.sign_in(house.hand(Role.CHAIR))
    assert "tally" not in chair.get("/chair/motions").json["motions"][0]
    house.end(opening)
    assert "tally" not in chair.get("/chair/motions").json["motions"][0]
    house.close(opening)
    assert chair.get("/chair/motions").json["motions"][0]["tally"]["options"]["yes"] == {"count": 1, "weight": 1}
