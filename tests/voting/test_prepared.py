"""Prepared acts: kept for chairs and clerks, with who prepared and who sent back; bad drafts are refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.floor import Floor, parse
from voting.prepared import DRAFT_LIMIT, MOST, Kind, PreparedActs

DRAFT = {"motion": "1", "changed": 7}


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"))
    yield web
    web.close()


@pytest.fixture
def clerk(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.CLERK))


@pytest.fixture
def chair(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.CHAIR))


def prepare(clerk: FlaskClient, draft: Any = DRAFT, kind: str = "end") -> TestResponse:
    return clerk.post("/chair/prepared", json={"kind": kind, "draft": draft})


def seen(client: FlaskClient) -> list[dict[str, Any]]:
    response = client.get("/chair/prepared")
    assert response.cache_control.no_store
    return list(response.get_json()["prepared"])


def test_a_chair_sees_what_a_clerk_prepared_and_who(web: Web, clerk: FlaskClient, chair: FlaskClient) -> None:
    assert prepare(clerk).status_code == 200
    [act] = seen(chair)
    assert (act["number"], act["kind"], act["draft"], act["returned"]) == (1, "end", DRAFT, None)
    assert act["by"]["name"] == "Officer 3"
    # The hall hears that there is one, and not what.
    public = clerk.get("/floor").get_json()["prepared"]
    assert public == [{"number": 1, "returned": False}]
    assert not web.house.parts.log.convention.motions


def test_what_is_sent_back_says_by_whom_and_once(clerk: FlaskClient, chair: FlaskClient) -> None:
    prepare(clerk)
    assert chair.post("/chair/prepared/1/return").status_code == 200
    assert seen(clerk)[0]["returned"]["name"] == "Officer 1"
    assert problem(chair.post("/chair/prepared/1/return")) == (409, "nothing_prepared")
    assert clerk.delete("/chair/prepared/1").status_code == 200
    assert seen(clerk) == []
    assert problem(chair.delete("/chair/prepared/1")) == (409, "nothing_prepared")
    # A number is not given twice: an old page would sign another act.
    prepare(clerk)
    assert seen(chair)[0]["number"] == 2


def test_no_more_wait_than_a_chair_can_look_through(clerk: FlaskClient) -> None:
    for motion in range(MOST):
        assert prepare(clerk, {"motion": str(motion)}).status_code == 200
    # Pressed twice, it is prepared once.
    assert prepare(clerk, {"motion": "0"}).status_code == 200
    assert problem(prepare(clerk)) == (409, "too_many_prepared")
    assert len(seen(clerk)) == MOST


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        '{"kind": "vote", "draft": {}}',
        '{"kind": "end", "draft": "no object"}',
        '{"kind": "end", "draft": {}, "by": 1}',
        '{"kind": "end", "draft": {"size": NaN}}',
        '{"kind": ["end"], "draft": {}}',
        '{"kind": "end", "draft": ' + '{"a":' * 5000 + "1" + "}" * 5001,
        "not json",
    ],
)
def test_bad_drafts_are_refused(clerk: FlaskClient, body: str) -> None:
    status, _ = problem(clerk.post("/chair/prepared", data=body, content_type="application/json"))
    assert status == 400
    assert seen(clerk) == []


def test_a_draft_is_no_store_of_files(clerk: FlaskClient) -> None:
    assert problem(prepare(clerk, {"text": "x" * DRAFT_LIMIT})) == (413, "too_large")
    assert problem(clerk.post("/chair/prepared", data="x", content_type="text/plain")) == (415, "wrong_content_type")


def test_of_the_last_that_ended_it_is_known_who_ended_them_and_how(clerk: FlaskClient, chair: FlaskClient) -> None:
    for number in range(1, MOST + 3):
        prepare(clerk)
        (chair if number % 2 else clerk).delete(f"/chair/prepared/{number}")
    ended = chair.get("/chair/prepared").get_json()["ended"]
    assert [one["number"] for one in ended] == list(range(3, MOST + 3))
    assert [(one["by"]["name"], one["signed"]) for one in ended[:2]] == [("Officer 1", True), ("Officer 3", False)]


def test_strange_letters_come_back_as_they_were(clerk: FlaskClient, chair: FlaskClient) -> None:
    draft = {"title": {"en": "Ünïcødé \u0085\u202e\x00"}}
    assert prepare(clerk, draft, "open").status_code == 200
    assert seen(chair)[0]["draft"] == draft


def test_it_is_kept_as_it_is() -> None:
    acts = PreparedActs().add(3, Kind.OPEN, "{}").add(4, Kind.SITTING, '{"a":1}').add(4, Kind.END, "{}").send_back(1, 9)
    acts = acts.remove(3, 2, signed=True)
    assert parse(Floor(prepared=acts).format()).prepared == acts
