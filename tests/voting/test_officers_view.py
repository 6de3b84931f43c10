"""What the page of officers and delegations is told, and what it may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = build_web(tmp_path, delegates=2)
    yield web
    web.close()


def test_officers_and_delegations_as_they_stand(web: Web) -> None:
    told = web.sign_in(web.house.hand(Role.CHAIR)).get("/officers/state").json
    assert told["sits"] is False
    assert told["decisions"] == []
    assert [one["name"] for one in told["officers"]] == [f"Officer {number}" for number in range(1, 8)]
    assert all(one["enrolled"] for one in told["officers"])
    assert {one["delegation"]: one["highest_seat"] for one in told["delegations"]} == {"north": 2, "south": 0}
    # Once it sits; `north` has voted nothing yet.
    claim = {"count": 0, "version": web.house.parts.log.convention.present.version, "weight": 0}
    sitting = {"sitting": "1", "title": {"en": "First"}, "present": claim, "tree": web.house.tree()}
    web.house.send(web.house.hand(Role.CHAIR).sign("sitting.opened", **sitting))
    opening = web.house.open("e1", kind="election")
    web.house.send(web.house.vote(0, opening, motion="e1"))
    web.house.end(opening, "e1")
    web.house.close(opening, "e1")
    web.house.declare(opening, "e1")
    told = web.sign_in(web.house.hand(Role.FOUNDER)).get("/officers/state").json
    assert (told["sits"], told["kind"]) == (True, "election")
    expected = {"decision": "e1", "by": "motion", "kind": "election", "title": {"en": "Motion e1"}}
    assert told["decisions"] == [expected]


def test_a_name_stands_for_one_person_and_is_reserved_until_signed_for(web: Web) -> None:
    client = web.sign_in(web.house.hand(Role.FOUNDER))
    asked = {"officers": [{"role": "teller", "name": "  Ana   Ruiz "}, {"role": "clerk", "name": "Officer 1"}]}
    ana, first = client.post("/officers/prepare", json=asked).json["officers"]
    assert ana["name"] == "Ana Ruiz"
    assert first["person"] == web.house.parts.log.convention.credential(1).person
    assert first["number"] == ana["number"] + 1
    (again,) = client.post("/officers/prepare", json={"officers": asked["officers"][:1]}).json["officers"]
    assert (again["person"], again["door"]) == (ana["person"], ana["door"])
    assert again["number"] != ana["number"]
    # A name that was prepared and never signed for stays out of the record.
    recorded = web.house.parts.roster.names(web.house.parts.log.convention)
    assert ana["number"] not in {line.credential for line in recorded}


@pytest.mark.parametrize(
    ("officers", "code"),
    [
        (None, "bad_request"),
        ([], "bad_request"),
        ([{"role": "clerk", "name": "A"}] * 201, "bad_request"),
        (["clerk:Ana"], "bad_request"),
        ([{"role": "delegate", "name": "Ana"}], "bad_request"),
        ([{"role": "clerk", "name": ""}], "bad_name"),
        ([{"role": "clerk", "name": 7}], "bad_name"),
        ([{"role": "clerk", "name": "Ana\u202ezzz"}], "bad_name"),
        ([{"role": "clerk", "name": "A" * 301}], "bad_name"),
    ],
)
def test_no_officer_can_be_made_of_it(web: Web, officers: object, code: str) -> None:
    before = len(web.house.parts.roster.everyone())
    answer = web.sign_in(web.house.hand(Role.CHAIR)).post("/officers/prepare", json={"officers": officers})
    assert problem(answer) == (400, code)
    assert len(web.house.parts.roster.everyone()) == before
