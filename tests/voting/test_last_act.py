"""Who acted last on a motion, as an officer is told who came second."""

import pytest

from ballots.acts import Role
from tests.voting.web import build_web, problem


def test_it_names_the_officer_the_act_and_its_entry(tmp_path_factory: pytest.TempPathFactory) -> None:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1)
    house = web.house
    clerk = web.sign_in(house.hand(Role.CLERK))
    assert problem(clerk.get("/chair/motions/1/last-act")) == (404, "not_found")
    opening = house.open()
    found = clerk.get("/chair/motions/1/last-act").get_json()
    convention = house.parts.log.convention
    assert (found["entry"], found["type"], found["by"]) == (convention.motions["1"].index, "motion.opened", "Officer 1")
    # A vote is no act on the motion: who cast it is nobody's business.
    house.send(house.vote(0, opening))
    assert clerk.get("/chair/motions/1/last-act").get_json() == found
    second = house.hand(Role.CHAIR, 1)
    house.send(second.sign("polling.ended", motion="1", opening=opening))
    found = clerk.get("/chair/motions/1/last-act").get_json()
    assert (found["type"], found["by"]) == ("polling.ended", "Officer 2")
    assert found["entry"] == convention.size - 1
    assert found["at"].endswith("Z")
    web.close()
