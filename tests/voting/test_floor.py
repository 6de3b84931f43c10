"""The floor: what the hall shares live, changed by several processes at once, and outside the record."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from ballots.acts import Role
from ballots.errors import BadField
from tests.voting.house import House, build_house
from tests.voting.web import Web, build_web, problem
from voting import floor_store
from voting.database import make_engine
from voting.floor import Floor, parse
from voting.floor_errors import MotionUnderWay
from voting.floor_store import FloorMoved, FloorStore
from voting.models import FloorRow
from voting.pause import LONGEST, Pause
from voting.practice import Practice
from voting.speakers import Request, Side, Speakers, Speech

WRITERS, EACH = 6, 20


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    yield web
    web.close()


@pytest.fixture
def chair(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.CHAIR))


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = build_house(tmp_path, database_url)
    yield house
    house.parts.engine.dispose()


def floor(web: Web) -> dict[str, Any]:
    return dict(web.nobody.get("/floor").json)


def test_changes_that_race_are_all_made_one_after_the_other(house: House) -> None:
    """Each writer has an engine of its own, as each server process has."""
    start = threading.Barrier(WRITERS)

    def write() -> None:
        engine = make_engine(house.config.database_url)
        store = FloorStore(engine)
        try:
            start.wait(30)
            for _ in range(EACH):
                store.change(
                    lambda before: replace(before, pause=Pause(before.pause.since + 1 if before.pause else 1, None, 0))
                )
        finally:
            engine.dispose()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert house.parts.floor.read() == (WRITERS * EACH, Floor(Pause(WRITERS * EACH, None, 0)))
    assert house.parts.floor.version() == WRITERS * EACH


def test_a_change_from_an_old_version_is_never_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    store = house.parts.floor
    for since in (1, 2):
        store.change(lambda before, since=since: replace(before, pause=Pause(since, None, 0)))
    with monkeypatch.context() as patch:
        patch.setattr(floor_store, "_read", lambda *_: (1, Floor(Pause(1, None, 0))))
        with pytest.raises(FloorMoved):
            store.change(lambda before: replace(before, pause=None))
    assert store.read() == (2, Floor(Pause(2, None, 0)))


def test_what_changes_nothing_makes_no_version_and_what_is_refused_changes_nothing(house: House) -> None:
    def refuse(_: Floor) -> Floor:
        raise MotionUnderWay

    store = house.parts.floor
    assert store.change(lambda before: before) == (0, Floor())
    with pytest.raises(MotionUnderWay):
        store.change(refuse)
    assert (store.version(), store.read()) == (0, (0, Floor()))


ANA, BEN = Request(5, "p1", "north", Side.FOR), Request(6, "p2", "", Side.ORDER)
FULL = Floor(
    Pause(100, 200, 3),
    Speakers(True, 90, Speech(ANA, 50, 60, 70), (BEN,), (6,), Side.AGAINST, {"north": 40, "south": 7}),
    practice=Practice("A" * 22, 3, ended=True, choices={5: "yes", 16: "no"}),
)


def test_a_floor_is_kept_as_it_was() -> None:
    assert parse(FULL.format()) == FULL
    assert parse(Floor().format()) == Floor()


OTHER_FORMS = [
    "",
    "[]",
    "null",
    "{}",
    FULL.format()[:-1] + ',"more":1}',
    FULL.format().replace('"line":', '"more":1,"line":'),
    FULL.format().replace('"order"', '"neither"'),
    FULL.format().replace('"north":40', '"north":-1'),
    FULL.format().replace('"north":40', '"/":1'),
    FULL.format().replace('"seconds":60', '"seconds":0'),
    FULL.format().replace('"held":70', '"held":"70"'),
    FULL.format().replace('"held":70', '"held":-1'),
    FULL.format().replace('"number":5', '"number":0'),
    FULL.format().replace('"16"', '"016"'),
    FULL.format().replace('"16"', '"9999999999"'),
    FULL.format().replace('"no"', '"maybe"'),
    FULL.format().replace("A" * 22, "A" * 21),
    FULL.format().replace('"last":"against"', '"last":7'),
    FULL.format().replace("100", "true"),
    FULL.format().replace("100", '"100"'),
    FULL.format().replace("100", "-1"),
    FULL.format().replace('"motions"', '"motion"'),
    FULL.format().replace("200", "100"),
    FULL.format().replace("200", str(101 + LONGEST)),
]


@pytest.mark.parametrize("content", OTHER_FORMS)
def test_a_floor_in_another_form_is_refused(content: str) -> None:
    assert content != FULL.format()
    with pytest.raises((BadField, ValueError)):
        parse(content)


def test_the_hall_goes_on_where_a_floor_is_kept_in_another_form(house: House) -> None:
    store = house.parts.floor
    for content in OTHER_FORMS:
        version, _ = store.change(lambda _: FULL)
        with house.parts.engine.begin() as connection:
            connection.execute(update(FloorRow).values(content=content))
        assert store.read() == (version, Floor()), content
        assert store.change(lambda _: FULL) == (version + 1, FULL)
        assert store.read() == (version + 1, FULL)


def test_a_pause_is_for_everyone_to_see_until_the_chair_ends_it(web: Web, chair: FlaskClient) -> None:
    until = int(time.time()) + 1_800
    answer = chair.post("/floor/acts", json={"act": "pause", "until": until})
    assert answer.status_code == 200
    assert answer.json == floor(web)
    assert answer.json["pause"]["until"] == until
    assert 0 <= time.time() - answer.json["pause"]["since"] < 60
    clerk = web.sign_in(web.house.hand(Role.CLERK))
    assert clerk.post("/floor/acts", json={"act": "pause", "until": None}).json["pause"]["until"] is None
    assert clerk.post("/floor/acts", json={"act": "resume"}).json["pause"] is None
    assert floor(web)["pause"] is None


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"act": "sing"},
        {"act": ["pause"]},
        {"act": "pause"},
        {"act": "pause", "until": "14:30"},
        {"act": "pause", "until": True},
        {"act": "pause", "until": 1},
        {"act": "pause", "until": 2**53},
        {"act": "pause", "until": int(time.time()) + 2 * LONGEST},
        {"act": "pause", "until": None, "more": 1},
        {"act": "resume", "until": None},
    ],
)
def test_an_act_in_another_form_is_refused(web: Web, chair: FlaskClient, body: Any) -> None:
    before = floor(web)
    assert problem(chair.post("/floor/acts", data=json.dumps(body), content_type="application/json")) == (
        400,
        "bad_field",
    )
    assert floor(web) == before


def test_what_is_no_json_or_too_much_is_refused(chair: FlaskClient) -> None:
    post = {"path": "/floor/acts", "content_type": "application/json"}
    assert problem(chair.post(**post, data="{")) == (400, "bad_field")
    assert problem(chair.post(**post, data="[" * 9_000)) == (400, "bad_field")
    assert problem(chair.post(**post, data=json.dumps({"act": "x" * 10_000}))) == (413, "too_large")
    assert problem(chair.post("/floor/acts", data='{"act":"resume"}', content_type="text/plain")) == (
        415,
        "wrong_content_type",
    )


def test_a_motion_ends_a_pause_and_allows_none(web: Web, chair: FlaskClient) -> None:
    chair.post("/floor/acts", json={"act": "pause", "until": None})
    opening = web.house.open()
    assert floor(web)["pause"] is None
    assert problem(chair.post("/floor/acts", json={"act": "pause", "until": None})) == (409, "motion_under_way")
    web.house.end(opening)
    web.house.close(opening)
    assert floor(web)["pause"] is None
    assert chair.post("/floor/acts", json={"act": "pause", "until": None}).json["pause"] is not None
