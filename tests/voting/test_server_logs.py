"""What a server writes into its own log: faults, and never a vote, a code, a name or a secret."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from audit.encoding import b64url_encode
from audit.signing import Ed25519Signer, activation_seed
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting import roster
from voting.signing import Hand, statement_digest

NAME = "Zenobia Quarles"


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    yield web
    web.close()


def parts_of(entry: bytes) -> list[str]:
    """Return what would give a statement away: any stretch of its payload or signature, and the payload's words."""
    told = entry.decode().partition(".")[2]
    return [*(told[at : at + 24] for at in range(len(told) - 23)), '"choice"', "vote.cast"]


def test_a_refused_vote_is_not_logged(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    opening = web.house.open()
    web.house.end(opening)
    entry = web.house.vote(0, opening)
    caplog.clear()
    assert problem(web.post(entry)) == (409, "polling_ended")
    assert problem(web.post(entry[:-3] + b"AAA"))[0] in (400, 403)
    assert problem(web.post(entry[:-4])) == (400, "malformed")
    for piece in parts_of(entry):
        assert piece not in caplog.text


def test_a_vote_that_the_database_refuses_is_not_logged(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    entry = web.house.vote(0, web.house.open())
    with web.house.parts.engine.begin() as connection:
        row = {"index": web.house.parts.store.head().size, "leaf": bytes(32)}
        connection.execute(text("INSERT INTO entries VALUES (:index, 'x', 'x', :leaf)"), row)
    caplog.clear()
    assert problem(web.post(entry)) == (503, "busy")
    assert "UNIQUE constraint failed" in caplog.text
    assert "INSERT INTO entries" in caplog.text
    for piece in (*parts_of(entry), statement_digest(entry)):
        assert piece not in caplog.text


def test_a_name_that_the_database_refuses_is_not_logged(
    web: Web, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_new_door", lambda _: "AAAAAA")
    desk = web.sign_in(web.house.hand(Role.DESK))
    data = f"Name,Delegation\n{NAME},north\nOther {NAME},north\n".encode()
    headers = {"X-Filename": "list.csv"}
    seen = desk.post("/desk/import/preview", data=data, headers=headers)
    assert seen.json["counts"]["new"] == 2, seen.json
    caplog.clear()
    answer = desk.post("/desk/import", data=data, headers={**headers, "X-Token": seen.json["token"]})
    assert problem(answer) == (500, "server_error")
    assert "UNIQUE constraint failed" in caplog.text
    assert NAME not in caplog.text
    assert NAME not in answer.text


def test_secrets_of_sign_in_and_activation_are_not_logged(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    house = web.house
    number = house.numbers[0]
    seed = activation_seed(house.codes[number])
    again = Hand(Ed25519Signer.from_seed(seed), house.convention).enrol(number, house.delegates[0].signer)
    assert problem(web.post(again))[0] == 409
    login = web.login(house.hand(Role.CHAIR))
    client = web.app.test_client()
    response = client.post("/session", data=login, content_type="application/jose")
    cookie = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    assert problem(client.post("/session", data=login, content_type="application/jose")) == (403, "stale_challenge")
    server = house.config.session_secret.read_bytes()
    for secret in (house.codes[number], seed, server):
        assert b64url_encode(secret) not in caplog.text
        assert secret.hex() not in caplog.text
        assert repr(secret) not in caplog.text
    for secret in (cookie, login.decode()[-40:]):
        assert secret not in caplog.text


def test_badges_that_cannot_be_made_leave_no_code_behind(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    desk = web.sign_in(web.house.hand(Role.DESK))
    code = "c0dec0dec0dec0dec0dec0"
    badge = {
        "name": NAME,
        "delegation": "North",
        "role": "delegate",
        "number": "x",
        "door": 5,
        "url": f"http://x/#{code}",
    }
    for body in ({"badges": [badge]}, {"badges": [{**badge, "number": [1]}]}, {"badges": [badge], "layout": "poster"}):
        assert desk.post("/desk/badges.pdf", json=body).status_code in (200, 400, 500)
    assert code not in caplog.text
    assert NAME not in caplog.text


def test_a_name_that_has_no_utf8_is_refused_by_name_and_not_logged(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    desk = web.sign_in(web.house.hand(Role.DESK))
    badge = {"name": f"{NAME} \ud800", "delegation": "North", "role": "delegate", "number": 1, "door": "AAAAAA"}
    body = json.dumps({"badges": [{**badge, "url": "http://x/activate#code"}], "title": "House"})
    caplog.clear()
    answer = desk.post("/desk/badges.pdf", data=body, content_type="application/json")
    assert problem(answer) == (400, "unprintable_name")
    assert NAME in answer.json["detail"]
    assert NAME not in caplog.text
