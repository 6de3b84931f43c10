"""Who has voted and who has not, as chair and clerk see it while a motion is open: and nothing of what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from ballots.acts import Role
from tests.voting.house import House
from tests.voting.test_tellers import confirm, polling, record
from tests.voting.web import Web, problem
from voting.turnout_views import who_voted


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with polling(tmp_path) as web:
        yield web


def opening(house: House) -> str:
    return house.parts.log.convention.motions["1"].opening


def seen(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/chair/motions/1/turnout")
    assert response.status_code == 200
    assert response.cache_control.no_store
    return dict(response.get_json())


def missing(found: dict[str, Any]) -> list[str]:
    return [mandate["mandate"] for one in found["delegations"] for mandate in one["missing"]]


def test_the_chair_sees_which_mandates_have_not_voted(web: Web) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    assert missing(seen(chair)) == ["north/1", "north/2", "north/3", "south/1"]
    web.house.send(web.house.vote(1, opening(web.house)))
    found = seen(chair)
    assert missing(found) == ["north/1", "north/3", "south/1"]
    assert (found["entitled"], found["voted"]) == (4, 1)
    north = found["delegations"][0]
    assert (north["delegation"], north["entitled"], north["voted"], north["block"]) == ("north", 3, 1, False)
    convention = web.house.parts.log.convention
    assert [one["credential"] for one in north["missing"]] == [
        convention.holders["north/1"],
        convention.holders["north/3"],
    ]


def test_presence_is_that_of_now(web: Web) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    assert seen(chair)["present"] == 0
    number = web.house.parts.log.convention.holders["north/1"]
    web.house.send(web.house.hand(Role.DESK).sign("presence.recorded", credential=number, state="in"))
    found = seen(chair)
    assert found["present"] == 1
    assert [one["mandate"] for one in found["delegations"][0]["missing"] if one["present"]] == ["north/1"]


def test_a_first_record_on_paper_waits_and_is_no_vote(web: Web) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    digest = record(web, "south/1")
    [south] = [one for one in seen(chair)["delegations"] if one["delegation"] == "south"]
    assert (south["voted"], south["missing"][0]["waits"]) == (0, True)
    confirm(web, digest)
    assert "south/1" not in missing(seen(chair))


def test_nothing_depends_on_what_was_voted(web: Web) -> None:
    house = web.house
    clerk = web.sign_in(house.hand(Role.CLERK))
    house.send(house.vote(0, opening(house), "yes"))
    house.send(house.vote(1, opening(house), "no"))
    motion = house.parts.log.convention.motions["1"]
    found = seen(clerk)
    for mandate in ("north/1", "north/2"):
        motion.votes[mandate] = motion.votes[mandate]._replace(choice="abstain")
    assert who_voted(house.parts.log.convention, motion) == found
    assert not {"yes", "no", "abstain", "choice"} & set(str(found).replace("'", " ").split())


def test_it_ends_with_the_secrecy(web: Web) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    web.house.end(opening(web.house))
    assert missing(seen(chair))
    web.house.close(opening(web.house))
    assert problem(chair.get("/chair/motions/1/turnout")) == (404, "not_found")
    assert problem(chair.get("/chair/motions/9/turnout")) == (404, "not_found")
