"""The speakers' list: its order, who may change it, and what everyone sees of it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.floor_errors import AlreadyInLine, LineFull, ListClosed, NotInLine
from voting.speakers import LINE_LIMIT, SPEECH_LIMIT, Request, Side, Speakers

FOR, AGAINST, ORDER = Side.FOR, Side.AGAINST, Side.ORDER


def one(number: int, side: Side = FOR, delegation: str = "north") -> Request:
    return Request(number, f"p{number}", delegation, side)


def line(*requests: Request, **fields: Any) -> Speakers:
    return reduce(Speakers.ask, requests, Speakers(open=True, **fields))


def order(speakers: Speakers) -> list[int]:
    return [request.number for request in speakers.offered()]


def test_for_and_against_take_turns_and_points_of_order_come_first() -> None:
    asked = line(one(1), one(2), one(3, AGAINST), one(4, ORDER), one(5, AGAINST))
    assert order(asked) == [4, 1, 3, 2, 5]
    assert order(line(one(1, AGAINST), one(2, AGAINST))) == [1, 2]


def test_the_turn_goes_on_from_whoever_speaks() -> None:
    asked = line(one(1), one(2), one(3, AGAINST))
    assert order(asked.give(1, 0)) == [3, 2]
    assert order(asked.give(1, 0).end(60)) == [3, 2]
    # A point of order is not a turn.
    assert order(asked.ask(one(9, ORDER)).give(9, 0).end(60)) == [1, 3, 2]


def test_of_one_side_the_delegation_that_has_spoken_least_goes_first() -> None:
    asked = line(one(1, delegation="north"), one(2, delegation="south"), one(3, delegation="east"))
    assert order(asked) == [1, 2, 3]
    spoken = asked.give(1, 100).end(160)
    assert spoken.spoken == {"north": 60}
    assert order(spoken.ask(one(4, delegation="north")).ask(one(5, delegation="west"))) == [2, 3, 5, 4]
    # Nobody's second speaker comes before another delegation's first.
    assert order(line(one(1), one(2), one(3, delegation="south"))) == [1, 3, 2]


def test_a_point_of_order_costs_a_delegation_nothing_and_no_speech_counts_more_than_an_hour() -> None:
    asked = line(one(1, ORDER), one(2))
    assert asked.give(1, 0).end(60).spoken == {}
    assert asked.give(2, 0).end(10 * SPEECH_LIMIT).spoken == {"north": SPEECH_LIMIT}
    assert asked.give(2, 100).end(50).spoken == {"north": 0}


def test_giving_the_floor_ends_the_speech_before() -> None:
    speaking = line(one(1), one(2, AGAINST, "south")).give(1, 100).give(2, 130)
    assert speaking.speech is not None
    assert (speaking.speech.request.number, speaking.speech.since) == (2, 130)
    assert speaking.spoken == {"north": 30}
    assert order(speaking) == []


def test_the_chair_may_override_the_order_and_those_behind_stay_balanced() -> None:
    asked = line(one(1), one(2), one(3, AGAINST), one(4, AGAINST))
    assert order(asked) == [1, 3, 2, 4]
    moved = asked.move(2, -1)
    assert order(moved) == [1, 2, 3, 4]
    assert order(moved.move(1, 1)) == [2, 1, 3, 4]
    assert order(moved.move(1, -1)) == [1, 2, 3, 4]
    assert order(moved.move(4, 1)) == [1, 2, 3, 4]
    assert order(moved.ask(one(5))) == [1, 2, 3, 5, 4]
    assert order(moved.ask(one(6, ORDER))) == [6, 1, 2, 3, 4]
    assert order(moved.ask(one(6, ORDER)).move(6, 1)) == [1, 6, 2, 3, 4]


def test_nobody_waits_twice() -> None:
    asked = line(one(1))
    with pytest.raises(AlreadyInLine):
        asked.ask(one(1, ORDER))
    # Neither under another badge of the same person, nor while she speaks.
    with pytest.raises(AlreadyInLine):
        asked.ask(Request(2, "p1", "north", FOR))
    with pytest.raises(AlreadyInLine):
        asked.give(1, 0).ask(one(1))
    assert order(asked.without("p1").ask(one(1))) == [1]


def test_a_closed_list_takes_points_of_order_and_whom_the_chair_adds() -> None:
    closed = Speakers()
    with pytest.raises(ListClosed):
        closed.ask(one(1))
    assert order(closed.ask(one(1, ORDER)).ask(one(2), by_chair=True)) == [1, 2]


def test_a_line_has_an_end() -> None:
    full = line(*(one(number) for number in range(1, LINE_LIMIT + 1)))
    with pytest.raises(LineFull):
        full.ask(one(LINE_LIMIT + 1))


def test_who_does_not_wait_cannot_be_moved_removed_or_given_the_floor() -> None:
    for act in (lambda: line().give(1, 0), lambda: line().remove(1), lambda: line().move(1, 1)):
        with pytest.raises(NotInLine):
            act()


REQUESTS = st.lists(
    st.builds(one, st.integers(1, 30), st.sampled_from(Side), st.sampled_from(["north", "south", ""])),
    unique_by=lambda request: request.number,
)


@given(REQUESTS, st.lists(st.tuples(st.integers(0, 29), st.sampled_from([-1, 1])), max_size=5))
def test_the_order_offers_everyone_who_waits_once(requests: list[Request], moves: list[tuple[int, int]]) -> None:
    asked = line(*requests)
    for which, by in moves:
        if requests:
            number = requests[which % len(requests)].number
            before = order(asked)
            asked = asked.move(number, by)
            place = max(0, min(before.index(number) + by, len(before) - 1))
            assert order(asked).index(number) == place
        assert sorted(order(asked)) == sorted(request.number for request in requests)


# --- over HTTP ---


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    yield web
    web.close()


@dataclass
class Clock:
    """The time, as a test wants it."""

    now: int


def officer(web: Web, role: Role = Role.CHAIR) -> FlaskClient:
    return web.sign_in(web.house.hand(role))


def act(client: FlaskClient, name: str, **fields: Any) -> Any:
    response = client.post("/floor/acts", json={"act": name, **fields})
    assert response.status_code == 200, response.text
    return response.json["speakers"]


def seen(web: Web) -> Any:
    return web.nobody.get("/floor").json["speakers"]


def test_a_delegate_asks_sees_her_place_and_takes_it_back(web: Web) -> None:
    numbers = web.house.numbers
    act(officer(web), "list", open=True)
    first, second, third = (web.sign_in(hand) for hand in web.house.delegates)
    assert first.post("/floor/request", json={"side": "for"}).json["speakers"]["line"] == [numbers[0]]
    second.post("/floor/request", json={"side": "for"})
    answer = third.post("/floor/request", json={"side": "against"}).json["speakers"]
    assert answer == seen(web)
    assert answer["line"] == [numbers[0], numbers[2], numbers[1]]
    assert answer["next"][1] == {
        "number": numbers[2],
        "delegation": "north",
        "name": {"en": "North"},
        "side": "against",
    }
    assert problem(third.post("/floor/request", json={"side": "order"})) == (409, "already_in_line")
    assert third.delete("/floor/request").json["speakers"]["line"] == numbers[:2]
    assert third.delete("/floor/request").status_code == 200


def test_the_chair_gives_the_floor_for_a_time_and_ends_only_what_she_saw(web: Web) -> None:
    chair, clerk, numbers = officer(web), officer(web, Role.CLERK), web.house.numbers
    act(chair, "time", seconds=90)
    for number in numbers:
        act(clerk, "add", number=number, side="for")
    speaker = act(chair, "give", number=numbers[0])["speaker"]
    assert (speaker["number"], speaker["seconds"]) == (numbers[0], 90)
    assert 0 <= time.time() - speaker["since"] < 60
    assert act(clerk, "give", number=numbers[1])["speaker"]["number"] == numbers[1]
    assert act(chair, "end", number=numbers[0])["speaker"]["number"] == numbers[1]
    assert act(chair, "end", number=numbers[1])["speaker"] is None
    assert problem(chair.post("/floor/acts", json={"act": "give", "number": numbers[1]})) == (409, "not_in_line")
    assert act(chair, "anew")["line"] == []


def test_a_speakers_time_stands_still_while_the_hall_votes(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    chair, number, clock = officer(web), web.house.numbers[0], Clock(int(time.time()))
    monkeypatch.setattr(time, "time", lambda: clock.now)
    act(chair, "add", number=number, side="for")
    began = act(chair, "give", number=number)["speaker"]
    assert began["held"] is None
    clock.now += 20
    opening = web.house.open()
    assert seen(web)["speaker"] == {**began, "held": began["since"] + 20}
    clock.now += 300
    web.house.end(opening)
    web.house.close(opening)
    assert seen(web)["speaker"]["held"] == began["since"] + 20
    web.house.declare(opening)
    assert seen(web)["speaker"] == {**began, "since": began["since"] + 300}
    clock.now += 10
    act(chair, "end", number=number)
    act(chair, "add", number=number, side="for")
    # Twenty seconds before the vote and ten after it; and who loses the floor during a vote has had it until then.
    assert chair.get("/floor/line").json["line"][0]["spoken"] == 30
    act(chair, "give", number=number)
    clock.now += 5
    web.house.open("2")
    seen(web)
    clock.now += 100
    act(chair, "end", number=number)
    act(chair, "add", number=number, side="for")
    assert chair.get("/floor/line").json["line"][0]["spoken"] == 35


def test_only_chair_and_clerk_see_the_whole_list(web: Web) -> None:
    chair, numbers = officer(web), web.house.numbers
    for number in numbers:
        act(chair, "add", number=number, side="for")
    act(chair, "move", number=numbers[2], up=True)
    found = chair.get("/floor/line").json
    assert [entry["number"] for entry in found["line"]] == [numbers[0], numbers[2], numbers[1]]
    assert set(found["line"][0]) == {"number", "delegation", "name", "side", "spoken"}
    assert found["version"] == web.nobody.get("/floor").json["version"]
    assert [entry["number"] for entry in (act(chair, "balance"), chair.get("/floor/line").json)[1]["line"]] == numbers
    assert act(chair, "remove", number=numbers[0])["line"] == numbers[1:]


def test_no_name_and_no_pseudonym_is_on_the_floor(web: Web) -> None:
    act(officer(web), "add", number=web.house.numbers[0], side="for")
    person = web.house.parts.log.convention.credentials[web.house.numbers[0]].person
    for client in (web.nobody, officer(web)):
        for path in ("/floor", "/floor/line", "/state"):
            assert person not in client.get(path).text


@pytest.mark.parametrize("body", [None, [], {}, {"side": "neither"}, {"side": "for", "number": 1}, {"side": ["for"]}])
def test_a_request_in_another_form_is_refused(web: Web, body: Any) -> None:
    client = web.sign_in(web.house.delegates[0])
    assert client.post("/floor/request", json=body or [body]).status_code == 400
    assert seen(web)["line"] == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("list", {"open": 1}),
        ("time", {"seconds": 0}),
        ("time", {"seconds": SPEECH_LIMIT + 1}),
        ("add", {"number": 1}),
        ("add", {"number": True, "side": "for"}),
        ("give", {"number": "5"}),
        ("move", {"number": 5, "up": -1}),
        ("remove", {}),
        ("anew", {"number": 5}),
    ],
)
def test_an_act_with_wrong_fields_is_refused(web: Web, name: str, fields: dict[str, Any]) -> None:
    assert problem(officer(web).post("/floor/acts", json={"act": name, **fields})) == (400, "bad_field")


def test_whom_the_chair_cannot_add(web: Web) -> None:
    chair, number = officer(web), web.house.numbers[0]
    assert problem(chair.post("/floor/acts", json={"act": "add", "number": 999, "side": "for"})) == (
        409,
        "unknown_credential",
    )
    revoked = web.house.hand(Role.DESK).sign("credential.revoked", credential=number, reason="lost")
    web.house.send(revoked)
    assert problem(chair.post("/floor/acts", json={"act": "add", "number": number, "side": "for"})) == (
        403,
        "key_revoked",
    )
