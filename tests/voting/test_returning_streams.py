"""Streams that come back, streams of phones, and what comes with an opening: nothing is missed, nothing sent twice."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from audit.merkle import leaf_hash
from audit.note import VerifierKey
from audit.receipt import Receipt
from ballots.acts import Role
from tests.voting.listener import Stream
from tests.voting.web import Web, build_web
from voting.event_pieces import GZIP_HEAD, RETRIES, Piece
from voting.ranges import ranges
from voting.signing import statement_digest

SECONDS = 1.6


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=4)
    yield web
    web.close()


class Listening(threading.Thread):
    """Somebody who writes down all that is said."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(daemon=True)
        self.stream = stream
        self.heard: list[dict[str, Any]] = []
        self.start()

    def run(self) -> None:
        while True:
            self.heard.append(self.stream.hear())


def listen(web: Web, query: str = "", **headers: str) -> Listening:
    return Listening(Stream(web, query, **headers))


@pytest.mark.parametrize("how", ["header", "query"])
def test_whoever_comes_back_hears_nothing_twice_and_the_next_state(web: Web, how: str) -> None:
    first = Stream(web)
    first.hear()
    query, headers = ("", {"Last-Event-ID": first.last}) if how == "header" else (f"?last={first.last}", {})
    again = listen(web, query, **headers)
    time.sleep(0.3)
    assert again.heard == []
    web.house.open()
    time.sleep(SECONDS)
    [heard] = again.heard
    assert set(heard) == {"opened", "state"}


def test_whoever_missed_an_opening_is_told_of_it_at_once(web: Web) -> None:
    first = Stream(web)
    first.hear()
    web.house.open()
    heard = Stream(web, **{"Last-Event-ID": first.last}).hear()
    assert heard["state"]["motions"][0]["state"] == "open"
    assert heard["opened"]["entries"]


def test_whoever_missed_votes_alone_is_told_the_turnout_alone(web: Web) -> None:
    opening = web.house.open()
    first = Stream(web)
    first.hear()
    web.house.send(web.house.vote(0, opening))
    time.sleep(SECONDS)
    heard = Stream(web, **{"Last-Event-ID": first.last}).hear()
    assert set(heard) == {"turnout", "rolls", "log"}
    assert heard["turnout"]["count"] == 1


@pytest.mark.parametrize("last", ["", "0", "x", "5-", "999999-0000000000000000", "a" * 5_000, "5-\u00e9"])
def test_whoever_names_another_event_hears_the_state(web: Web, last: str) -> None:
    assert "state" in Stream(web, f"?last={last}").hear()


def test_every_process_numbers_events_alike_before_and_after_a_restart(web: Web) -> None:
    web.house.send(web.house.vote(0, web.house.open()))
    here = Stream(web)
    here.hear()
    other = Web(web.house)
    there = Stream(other)
    there.hear()
    assert here.last == there.last
    again = listen(other, **{"Last-Event-ID": here.last})
    time.sleep(0.3)
    assert again.heard == []


def test_a_phone_is_not_told_of_turnouts(web: Web) -> None:
    opening = web.house.open()
    phone, screen = listen(web, "?only=state"), listen(web)
    time.sleep(0.2)
    web.house.send(web.house.vote(0, opening))
    time.sleep(SECONDS)
    assert [set(heard) for heard in phone.heard] == [{"opened", "state"}]
    assert [set(heard) for heard in screen.heard] == [{"opened", "state"}, {"turnout", "rolls", "log"}]


def test_many_votes_are_few_events_and_the_last_is_right(web: Web) -> None:
    opening = web.house.open(change_of_vote=True)
    screen = listen(web)
    started = time.monotonic()
    for turn in range(60):
        web.house.send(web.house.vote(turn % 4, opening, ("yes", "no")[turn // 4 % 2]))
    seconds = time.monotonic() - started
    time.sleep(SECONDS)
    told, logs = ([heard[name] for heard in screen.heard if name in heard] for name in ("turnout", "log"))
    assert 1 <= len(told) <= seconds + 2
    assert told[-1] == {"motion": "1", "count": 4, "weight": 4, **PAPERS}
    assert logs[-1]["size"] == web.house.parts.store.head().size


PAPERS = {"papers": 0, "pending": 0}


def test_what_is_compressed_once_fits_into_every_stream(web: Web) -> None:
    packed, plain = Stream(web, **{"Accept-Encoding": "gzip, br"}), Stream(web)
    assert packed.hear() == plain.hear()
    web.house.open()
    assert packed.hear() == plain.hear()
    pieces = [Piece("event: a\ndata: 1\n\n"), Piece("event: b\ndata: 2\n\n")]
    for order in (pieces, pieces[::-1]):
        assert Stream.unpack(GZIP_HEAD + b"".join(one.packed for one in order)) == b"".join(one.plain for one in order)


def test_streams_are_told_different_times_to_reconnect(web: Web) -> None:
    told = {Stream(web).retry for _ in range(12)}
    assert len(told) > 3
    assert min(told) >= 1_000
    assert max(told) < 9_000
    assert len({one.plain for one in RETRIES}) == len(RETRIES)


def test_an_opening_comes_with_its_entry_and_a_proof_that_is_the_same_everywhere(web: Web) -> None:
    stream = Stream(web)
    stream.hear()
    opening = web.house.open()
    told = stream.hear()["opened"]
    motion = web.nobody.get("/state").json["motions"][0]
    entry, proof = told["entries"][str(motion["index"])]
    key = VerifierKey.parse(web.house.parts.log.convention.founded.log_key)
    checkpoint = Receipt.parse(proof.encode()).verify(entry.encode(), key)
    assert statement_digest(entry.encode()) == opening
    assert checkpoint.size == motion["index"] + 1
    web.house.send(web.house.vote(0, opening))
    assert Stream(Web(web.house)).hear()["opened"]["entries"] == told["entries"]
    assert web.house.parts.log.tree.leaf(motion["index"]) == leaf_hash(entry.encode())


def test_the_end_of_polling_does_not_send_the_entries_again(web: Web) -> None:
    opening = web.house.open()
    stream = Stream(web)
    assert "opened" in stream.hear()
    web.house.end(opening)
    assert set(stream.hear()) == {"state"}


def test_who_votes_as_always_is_named_and_others_have_to_ask(web: Web) -> None:
    house = web.house
    desk = house.hand(Role.DESK)
    _, present, _, revoked = house.numbers
    opening = house.open()
    assert ordinary(web, opening) == ranges([*officers(web), *house.numbers])
    house.end(opening)
    house.send(desk.sign("presence.recorded", credential=present, state="in"))
    house.send(desk.sign("credential.revoked", credential=revoked, reason="lost"))
    second = house.open("2", electorate=roll(web, "present"))
    assert ordinary(web, second) == ranges([*officers(web), present])


def ordinary(web: Web, opening: str) -> str:
    """Return whom the stream names; it may begin with the state before."""
    stream = Stream(web)
    while True:
        told = stream.hear().get("opened", {"ordinary": {}})["ordinary"]
        if opening in told:
            return str(told[opening])


def officers(web: Web) -> list[int]:
    convention = web.app.extensions["plenary"].log.convention
    return [one.number for one in convention.credentials.values() if not one.mandates and one.device]


def roll(web: Web, name: str) -> dict[str, Any]:
    return {"roll": name, **web.nobody.get("/state").json["rolls"][name]}


def test_numbers_are_written_in_few_letters() -> None:
    assert ranges([]) == ""
    assert ranges([7]) == "7"
    assert ranges([9, 1, 2, 3, 4, 8, 11]) == "1-4,8-9,11"


@pytest.mark.parametrize("opened", [False, True])
def test_whoever_asked_before_hears_only_what_came_since(web: Web, opened: bool) -> None:
    if opened:
        web.house.open()
    now = web.nobody.get("/now").json
    first = Stream(web).hear()
    assert first == {"state": now["state"]} | ({"opened": now["opened"]} if opened else {})
    assert (now["opened"] is not None) == opened
    again = listen(web, f"?last={now['number']}")
    time.sleep(0.3)
    assert again.heard == []
    web.house.open("2")
    time.sleep(SECONDS)
    [heard] = again.heard
    assert set(heard) == {"opened", "state"}


def test_what_was_open_is_told_no_longer(web: Web) -> None:
    opening = web.house.open()
    assert web.nobody.get("/now").json["opened"]["entries"]
    web.house.end(opening)
    web.house.close(opening)
    time.sleep(SECONDS)
    assert web.nobody.get("/now").json["opened"] is None
