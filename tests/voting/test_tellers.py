"""The tellers' routes: which mandates are found, what waits for a second signature, and what stays hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from audit.admission import read
from ballots.acts import Role
from ballots.lot import drawn
from tests.voting.house import COMMITMENT, House
from tests.voting.web import Web, build_web, problem
from voting.phones import new_code
from voting.roster import new_person_id
from voting.signing import Hand, statement_digest


@contextmanager
def polling(folder: Path) -> Iterator[Web]:
    """A convention with north/1 to north/3, south/1 without a phone, two tellers and motion 1 open."""
    web = build_web(folder, delegates=3)
    web.house.issue(["south/1"])
    web.house.hands[Role.TELLER].append(appoint(web.house))
    web.house.open()
    yield web
    web.close()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with polling(tmp_path) as web:
        yield web


def appoint(house: House) -> Hand:
    """Issue a second teller and enrol her device."""
    number = max(house.parts.log.convention.credentials) + 1
    _, activation = new_code()
    issue = {
        "commitment": COMMITMENT,
        "key": activation.jwk.members(),
        "number": number,
        "person": new_person_id(),
        "role": "teller",
    }
    founder = Hand(house.founding.founder, house.convention)
    house.send(founder.sign("officers.changed", issue=[issue], revoke=[], decision=None))
    return house.enrol(number, activation)


def record(web: Web, mandate: str, choice: str = "yes", which: int = 0, method: str = "paper") -> str:
    """Let a teller sign a first record; return its digest."""
    opening = web.house.parts.log.convention.motions["1"].opening
    fields = {"motion": "1", "opening": opening, "mandate": mandate, "ballot": {"choice": choice}, "method": method}
    entry = web.house.hand(Role.TELLER, which).sign("paper.recorded", **fields)
    web.house.send(entry)
    return statement_digest(entry)


def confirm(web: Web, digest: str, which: int = 1) -> int:
    """Let another teller confirm it; return the index of her signature."""
    return web.house.send(web.house.hand(Role.TELLER, which).sign("paper.confirmed", record=digest)).index


def teller(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.TELLER))


def found(client: FlaskClient, **asked: str) -> list[str]:
    response = client.get("/tellers/mandates", query_string={"motion": "1", **asked})
    assert response.status_code == 200
    return [mandate["mandate"] for mandate in response.json["mandates"]]


def test_mandates_are_found_by_mandate_delegation_and_credential(web: Web) -> None:
    client = teller(web)
    everybody = ["north/1", "north/2", "north/3", "south/1"]
    assert found(client) == everybody
    assert found(client, find="north/2") == ["north/2"]
    assert found(client, find="SOUTH") == ["south/1"]
    assert found(client, find=" North ") == everybody[:3]
    assert found(client, find=str(web.house.numbers[1])) == ["north/2"]
    assert found(client, find="west") == []


def test_the_roll_begins_where_the_lot_says(web: Web) -> None:
    client = teller(web)
    motion = web.house.parts.log.convention.motions["1"]
    aloud = {
        "north": ["north/1", "north/2", "north/3", "south/1"],
        "south": ["south/1", "north/1", "north/2", "north/3"],
    }
    assert found(client, method="voice") == aloud[drawn(motion)]
    assert found(client, method="paper") == aloud["north"]


def test_only_the_electorate_is_found_and_what_has_voted_says_so(web: Web) -> None:
    client, house = teller(web), web.house
    house.issue(["south/2"])
    opening = house.parts.log.convention.motions["1"].opening
    house.send(house.vote(0, opening))
    confirm(web, record(web, "north/2"))
    assert found(client) == ["north/3", "south/1"]
    response = client.get("/tellers/mandates?motion=1&find=north").json
    assert [mandate["voted"] for mandate in response["mandates"]] == ["phone", "paper", None]
    assert found(client, find="south") == ["south/1"]


def test_what_waits_is_listed_without_its_choice(web: Web) -> None:
    client = teller(web)
    digest = record(web, "north/1", "no")
    record(web, "north/2", "yes", method="voice")
    answer = client.get("/tellers/records?motion=1")
    assert [(one["mandate"], one["method"]) for one in answer.json["records"]] == [
        ("north/1", "paper"),
        ("north/2", "voice"),
    ]
    assert set(answer.json["records"][0]) == {"digest", "entry", "mandate", "method", "person"}
    confirm(web, digest)
    assert [one["mandate"] for one in client.get("/tellers/records?motion=1").json["records"]] == ["north/2"]


def test_a_record_that_a_phone_overtook_waits_no_more(web: Web) -> None:
    record(web, "north/1", "no")
    opening = web.house.parts.log.convention.motions["1"].opening
    assert web.nobody.get("/state").json["motions"][0]["turnout"]["pending"] == 1
    web.house.send(web.house.vote(0, opening))
    assert teller(web).get("/tellers/records?motion=1").json == {"records": []}
    assert web.nobody.get("/state").json["motions"][0]["turnout"] == {
        "count": 1,
        "weight": 1,
        "papers": 0,
        "pending": 0,
    }


def test_tellers_read_a_record_that_is_withheld_from_all_others(web: Web) -> None:
    digest = record(web, "north/1", "no")
    signed = confirm(web, digest)
    for index in (signed - 1, signed):
        assert web.nobody.get(f"/log/entry/{index}").status_code == 404
    answer = teller(web).get(f"/tellers/records/{digest}")
    assert answer.cache_control.no_store
    assert read(answer.data).jws.digest == digest
    assert problem(teller(web).get(f"/tellers/records/{'A' * 43}"))[0] == 404
    for role in (Role.CHAIR, Role.AUDITOR, Role.DESK):
        assert web.sign_in(web.house.hand(role)).get(f"/tellers/records/{digest}").status_code == 403
    assert web.nobody.get(f"/tellers/records/{digest}").status_code == 401


def test_what_was_called_aloud_is_served(web: Web) -> None:
    signed = confirm(web, record(web, "north/1", method="voice"))
    for index in (signed - 1, signed):
        assert web.nobody.get(f"/log/entry/{index}").status_code == 200


def test_paper_is_served_after_the_close(web: Web) -> None:
    signed = confirm(web, record(web, "north/1"))
    opening = web.house.parts.log.convention.motions["1"].opening
    web.house.end(opening)
    assert web.nobody.get(f"/log/entry/{signed}").status_code == 404
    web.house.close(opening)
    assert web.nobody.get(f"/log/entry/{signed}").status_code == 200


@pytest.mark.parametrize("motion", ["2", ""])
def test_there_is_nothing_to_do_on_what_is_not_open(web: Web, motion: str) -> None:
    client = teller(web)
    for path in ("mandates", "records"):
        assert problem(client.get(f"/tellers/{path}?motion={motion}"))[0] == 404
    opening = web.house.parts.log.convention.motions["1"].opening
    web.house.end(opening)
    assert found(client)
    web.house.close(opening)
    assert problem(client.get("/tellers/mandates?motion=1"))[0] == 404


def test_a_phone_hears_that_its_vote_is_on_paper(web: Web) -> None:
    confirm(web, record(web, "north/1"))
    rights = web.nobody.get(f"/devices/{web.house.delegates[0].signer.jwk.kid}").json["motions"]
    assert [(one["recorded"], one["on_paper"]) for one in rights.values()] == [(["north/1"], ["north/1"])]


def decide(web: Web, tellers: int, **other: Any) -> None:
    fields: dict[str, Any] = {
        "decision": "d1",
        "title": {"en": "A pause"},
        "question": {"en": "Shall we pause?"},
        "kind": "procedure",
        "subject": None,
        "method": "no_objection",
        "counts": None,
        "outcome": "adopted",
        "tree": web.house.tree(),
        **other,
    }
    entry = web.house.hand(Role.CHAIR).sign("decision.recorded", **fields)
    web.house.send(entry)
    for which in range(tellers):
        confirmed = {"decision": "d1", "record": statement_digest(entry)}
        web.house.send(web.house.hand(Role.TELLER, which).sign("decision.confirmed", **confirmed))


@pytest.mark.parametrize(("tellers", "state"), [(0, "stated"), (1, "stated"), (2, "in_effect")])
def test_a_decision_is_shown_with_its_method_and_counts_once_two_have_signed(
    web: Web, tellers: int, state: str
) -> None:
    decide(web, tellers)
    (shown,) = web.nobody.get("/state").json["decisions"]
    assert (shown["state"], shown["method"], len(shown["tellers"])) == (state, "no_objection", tellers)
    page = web.nobody.get("/audit").text
    assert "Without objection" in page
    assert ("Waits for tellers" in page) is (state == "stated")
    results = web.nobody.get("/audit/results.json").json["decisions"]
    assert [one["decision"] for one in results] == (["d1"] if state == "in_effect" else [])
    # Of a list that holds decisions there is a table of them; the list narrows it as well.
    assert 'href="/audit/decisions.csv?words=pause"' in web.nobody.get("/audit?words=pause").text
    tables = [web.nobody.get(f"/audit/decisions.csv?words={words}").text for words in ("pause", "springs")]
    row = "d1,A pause,procedure,no_objection,adopted"
    assert [row in table for table in tables] == [state == "in_effect", False]
    chair = web.sign_in(web.house.hand(Role.CHAIR)).get("/chair/motions").json
    assert [one["decision"] for one in chair["decisions"]] == ["d1"]
