"""A practice vote: signed as a real one, counted nowhere, forgotten when it is over."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit import jws
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting import floor_store
from voting.floor import Floor
from voting.signing import Hand


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    yield web
    web.close()


@pytest.fixture
def chair(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.CHAIR))


def act(client: FlaskClient, name: str) -> Any:
    response = client.post("/floor/acts", json={"act": name})
    assert response.status_code == 200, response.text
    return response.json["practice"]


def seen(web: Web) -> Any:
    return web.nobody.get("/floor").json["practice"]


def signed(web: Web, hand: Hand, choice: str = "yes", typ: str = jws.PRACTICE, **changes: Any) -> bytes:
    practice = (seen(web) or {"id": "A" * 22})["id"]
    return jws.sign(
        hand.signer, {"choice": choice, "convention": hand.convention, "practice": practice, **changes}, typ
    )


def send(web: Web, entry: bytes, **options: Any) -> TestResponse:
    return web.nobody.post("/floor/practice", **{"data": entry, "content_type": "application/jose", **options})


def test_delegates_practise_and_the_hall_sees_bars_only_at_the_end(web: Web, chair: FlaskClient) -> None:
    first, second, _ = web.house.delegates
    assert act(chair, "practise")["voted"] == 0
    assert send(web, signed(web, first, "yes")).status_code == 200
    assert send(web, signed(web, first, "no")).status_code == 200
    assert send(web, signed(web, second, "abstain")).json["practice"] == seen(web)
    assert (seen(web)["voted"], seen(web)["expected"], seen(web)["counts"]) == (2, 3, None)
    assert act(chair, "practised")["counts"] == {"yes": 0, "no": 1, "abstain": 1}
    assert problem(send(web, signed(web, first))) == (409, "no_practice")
    assert act(chair, "practice_over") is None
    assert web.house.parts.floor.read()[1] == Floor()


def test_a_vote_reads_those_before_it_no_second_time(
    web: Web, chair: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands practise in one minute: it must not cost more and more, the more of them have."""
    act(chair, "practise")
    floor = web.app.extensions["plenary"].floor

    def parsed(content: str) -> Floor:
        raise AssertionError(f"read again: {content}")

    with monkeypatch.context() as patch:
        patch.setattr(floor_store, "parse", parsed)
        for hand in web.house.delegates:
            assert send(web, signed(web, hand)).status_code == 200
        assert floor.read()[1].practice.counts() == {"yes": 3, "no": 0, "abstain": 0}
    # What another process changes is read.
    web.house.parts.floor.change(lambda found: replace(found, practice=None))
    assert floor.read() == web.house.parts.floor.read()


def test_a_practice_vote_never_enters_the_log_nor_a_statement_the_practice(web: Web, chair: FlaskClient) -> None:
    hand = web.house.delegates[0]
    act(chair, "practise")
    size = web.house.parts.store.head().size
    entry = signed(web, hand)
    assert problem(web.post(entry)) == (400, "malformed")
    assert send(web, entry).status_code == 200
    assert problem(send(web, hand.sign("presence.recorded", credential=web.house.numbers[0], state="in"))) == (
        400,
        "malformed",
    )
    assert problem(send(web, signed(web, hand, typ=jws.LOGIN))) == (400, "malformed")
    assert web.house.parts.store.head().size == size


def test_the_chair_sees_who_has_not_managed(web: Web, chair: FlaskClient) -> None:
    numbers = web.house.numbers
    assert chair.get("/floor/practice").json == {"missing": [], "count": 0}
    act(chair, "practise")
    send(web, signed(web, web.house.delegates[1]))
    found = chair.get("/floor/practice").json
    assert found["count"] == 2
    assert found["missing"][0] == {"number": numbers[0], "delegation": "north", "name": {"en": "North"}}
    # Once people are checked in, the desk helps those who are here.
    web.house.send(web.house.hand(Role.DESK).sign("presence.recorded", credential=numbers[2], state="in"))
    assert [one["number"] for one in chair.get("/floor/practice").json["missing"]] == [numbers[2]]
    assert (seen(web)["voted"], seen(web)["expected"]) == (1, 2)


def test_an_opening_ends_practice_and_the_choices_are_forgotten(web: Web, chair: FlaskClient) -> None:
    act(chair, "practise")
    entry = signed(web, web.house.delegates[0])
    assert send(web, entry).status_code == 200
    opening = web.house.open()
    assert problem(send(web, entry)) == (409, "no_practice")
    assert seen(web) is None
    assert web.house.parts.floor.read()[1] == Floor()
    assert problem(chair.post("/floor/acts", json={"act": "practise"})) == (409, "motion_under_way")
    web.house.end(opening)
    web.house.close(opening)
    assert act(chair, "practise") is not None


def test_a_vote_for_an_earlier_practice_is_refused(web: Web, chair: FlaskClient) -> None:
    hand = web.house.delegates[0]
    assert problem(send(web, signed(web, hand))) == (409, "no_practice")
    act(chair, "practise")
    old = signed(web, hand)
    act(chair, "practise")
    assert problem(send(web, old)) == (409, "no_practice")
    assert seen(web)["voted"] == 0


def test_who_may_not_practise(web: Web, chair: FlaskClient) -> None:
    act(chair, "practise")
    hand, stranger = web.house.delegates[0], web.house.delegates[1]
    assert problem(send(web, signed(web, web.house.hand(Role.CHAIR)))) == (403, "not_allowed")
    forged = signed(web, hand).rpartition(b".")[0] + b"." + signed(web, stranger).rpartition(b".")[2]
    assert problem(send(web, forged)) == (403, "bad_signature")
    web.house.send(web.house.hand(Role.DESK).sign("credential.revoked", credential=web.house.numbers[0], reason="lost"))
    assert problem(send(web, signed(web, hand))) == (403, "key_revoked")
    assert seen(web)["voted"] == 0


@pytest.mark.parametrize(
    "changes",
    [{"choice": "maybe"}, {"choice": ["yes"]}, {"practice": "x"}, {"more": 1}, {"convention": "A" * 43}],
)
def test_a_practice_vote_in_another_form_is_refused(web: Web, chair: FlaskClient, changes: dict[str, Any]) -> None:
    act(chair, "practise")
    code = "wrong_convention" if "convention" in changes else "malformed"
    status, found = problem(send(web, signed(web, web.house.delegates[0], **changes)))
    assert (status in (400, 409), found) == (True, code)
    assert seen(web)["voted"] == 0


def test_what_is_no_jws_is_refused(web: Web, chair: FlaskClient) -> None:
    act(chair, "practise")
    assert problem(send(web, b"")) == (400, "malformed")
    assert problem(send(web, b"a" * 70_000)) == (413, "too_large")
    assert problem(send(web, signed(web, web.house.delegates[0]), content_type="text/plain")) == (
        415,
        "wrong_content_type",
    )


def test_a_phone_that_the_desk_has_not_confirmed_hears_it_while_practising(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1, device_confirmation=True)
    act(web.sign_in(web.house.hand(Role.CHAIR)), "practise")
    assert problem(send(web, signed(web, web.house.delegates[0]))) == (409, "device_not_confirmed")
    web.close()
