"""The board of presence: who is here of each delegation, and who sits in for whom."""

from pathlib import Path
from typing import Any

import pytest

from ballots.acts import Role
from tests.voting.house import House, build_house
from voting.presence_board import presence_board

PROXIES = {"limit": 3, "quorum": True, "within_delegation": False}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, f"sqlite:///{tmp_path}/house.db", delegates=3, proxies=PROXIES)


def row(house: House, delegation: str = "north") -> dict[str, Any]:
    with house.parts.sequencer.reading() as (log, _):
        [found] = [one for one in presence_board(log.convention) if one["delegation"] == delegation]
    return {name: found[name] for name in ("present", "alternates", "proxies", "votes")}


def check(house: House, number: int, state: str) -> None:
    house.send(house.hand(Role.DESK).sign("presence.recorded", credential=number, state=state))


def counts(present: int, alternates: int, proxies: int, votes: int) -> dict[str, int]:
    return {"present": present, "alternates": alternates, "proxies": proxies, "votes": votes}


def test_delegates_alternates_and_proxies_are_counted_apart(house: House) -> None:
    desk = house.hand(Role.DESK)
    with house.parts.sequencer.reading() as (log, _):
        first, second, third = (log.convention.holders[f"north/{seat}"] for seat in (1, 2, 3))
    alternate = house.issue([], role="alternate")
    assert None not in (first, second, third)
    assert row(house) == counts(0, 0, 0, 0)
    check(house, first, "in")
    assert row(house) == counts(1, 0, 0, 1)
    house.send(desk.sign("mandate.delegated", mandates=["north/2"], to=alternate, **{"as": "alternate"}))
    # An alternate who is not here yet sits in for nobody.
    assert row(house) == counts(1, 0, 0, 1)
    check(house, alternate, "in")
    assert row(house) == counts(1, 1, 0, 2)
    house.send(desk.sign("mandate.delegated", mandates=["north/3"], to=first, **{"as": "proxy"}))
    assert row(house) == counts(1, 1, 1, 3)
    house.send(desk.sign("credential.revoked", credential=alternate, reason="departed"))
    assert row(house)["alternates"] == 0


def test_every_registered_delegation_has_a_row_with_its_seats(house: House) -> None:
    with house.parts.sequencer.reading() as (log, _):
        convention = log.convention
        shown = {one["delegation"]: (one["name"], one["seats"]) for one in presence_board(convention)}
        assert shown == {one.id: (dict(one.name), one.entitlement) for one in convention.delegations.values()}
    assert len(shown) > 1
