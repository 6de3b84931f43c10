"""What the chair tells the hall around a vote: interpreters who are ready, and about how long voting stays open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots import presets
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.plan import DEFAULT_RULES


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1)
    yield web
    web.close()


@pytest.fixture
def chair(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.CHAIR))


def tell(client: FlaskClient, act: str, **fields: Any) -> TestResponse:
    return client.post("/floor/acts", json={"act": act, **fields})


def count(client: FlaskClient, seconds: object, ends: object = False, motion: str = "1") -> TestResponse:
    return tell(client, "countdown", motion=motion, seconds=seconds, ends=ends)


def floor(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get("/floor").get_json())


def test_an_opening_takes_back_that_the_interpreters_are_ready(web: Web, chair: FlaskClient) -> None:
    assert floor(chair)["interpreters"] is False
    assert tell(web.sign_in(web.house.hand(Role.CLERK)), "interpreters", ready=True).get_json()["interpreters"] is True
    assert floor(chair)["interpreters"] is True
    web.house.open("1")
    assert floor(chair)["interpreters"] is False
    # It is asked anew, also while that motion is open.
    tell(chair, "interpreters", ready=True)
    assert floor(chair)["interpreters"] is True
    tell(chair, "interpreters", ready=False)
    assert floor(chair)["interpreters"] is False


def test_a_countdown_is_told_and_ends_nothing(web: Web, chair: FlaskClient) -> None:
    opening = web.house.open("1")
    (told,) = count(chair, 60).get_json()["countdowns"]
    assert (told["motion"], told["seconds"], told["ends"]) == ("1", 60, False)
    assert floor(chair)["countdowns"] == [told]
    assert web.house.parts.log.convention.motions["1"].is_open
    assert tell(chair, "no_countdown", motion="1").get_json()["countdowns"] == []
    count(chair, 30)
    web.house.end(opening)
    assert floor(chair)["countdowns"] == []


def test_each_open_motion_has_its_own_time(web: Web, chair: FlaskClient) -> None:
    web.house.open("1")
    second = web.house.open("2")
    count(chair, 60)
    count(chair, 30, motion="2")
    assert [(one["motion"], one["seconds"]) for one in floor(chair)["countdowns"]] == [("1", 60), ("2", 30)]
    count(chair, 120, motion="2")
    assert [(one["motion"], one["seconds"]) for one in floor(chair)["countdowns"]] == [("1", 60), ("2", 120)]
    tell(chair, "no_countdown", motion="1")
    assert [one["motion"] for one in floor(chair)["countdowns"]] == ["2"]
    # A time whose motion is over is told no more, and goes with the next one.
    web.house.end(second, "2")
    assert floor(chair)["countdowns"] == []
    count(chair, 60)
    assert [one.motion for one in web.house.parts.floor.read()[1].countdowns] == ["1"]
    assert problem(tell(chair, "no_countdown")) == (400, "bad_field")


@pytest.mark.parametrize("seconds", [9, 86_401, -1, "60", 60.5, None, True])
def test_no_time_that_nobody_would_announce(web: Web, chair: FlaskClient, seconds: object) -> None:
    web.house.open("1")
    assert problem(count(chair, seconds)) == (400, "bad_field")
    assert floor(chair)["countdowns"] == []


def test_only_an_open_motion_has_a_time(web: Web, chair: FlaskClient) -> None:
    assert problem(count(chair, 60)) == (409, "motion_not_open")
    opening = web.house.open("1")
    web.house.end(opening)
    assert problem(count(chair, 60)) == (409, "motion_not_open")
    assert problem(tell(chair, "interpreters", ready="yes")) == (400, "bad_field")


def test_the_time_of_the_rule_is_exactly_that_and_the_server_ends_nothing(tmp_path: Path) -> None:
    rule = presets.question({"majority": "simple_majority", "polling_seconds": 90})
    web = build_web(tmp_path, 1, questions={**DEFAULT_RULES["questions"], "procedure": rule})
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    assert chair.get("/state").get_json()["rules"]["questions"]["procedure"]["polling_seconds"] == 90
    web.house.open("1")
    assert problem(count(chair, 60, ends=True)) == (400, "bad_field")
    assert problem(count(chair, 90, ends="yes")) == (400, "bad_field")
    (told,) = count(chair, 90, ends=True).get_json()["countdowns"]
    assert floor(chair)["countdowns"] == [{**told, "seconds": 90, "ends": True}]
    assert [one["ends"] for one in count(chair, 60).get_json()["countdowns"]] == [False]
    assert web.house.parts.log.convention.motions["1"].is_open
    assert "Polling stays open for 90 seconds." in chair.get("/audit/motions/1").text
    web.close()


def test_no_time_ends_polling_where_the_rules_know_none(web: Web, chair: FlaskClient) -> None:
    web.house.open("1")
    assert problem(count(chair, 60, ends=True)) == (400, "bad_field")
    assert floor(chair)["countdowns"] == []
