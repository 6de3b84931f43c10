"""What a phone is told: the mandates that it may cast in a motion, in which right, and why not the others."""

from pathlib import Path
from typing import Any

import pytest

from ballots.acts import Role
from tests.voting.house import House, build_house
from voting.hall import device_view
from voting.signing import Hand

PROXIES = {"limit": 3, "quorum": True, "within_delegation": False}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, f"sqlite:///{tmp_path}/house.db", delegates=2, proxies=PROXIES, block="splittable")


def view(house: House, hand: Hand, opening: str) -> dict[str, Any]:
    """Return what the log says of a device in one open motion."""
    with house.parts.sequencer.reading() as (log, _):
        return dict(device_view(log.convention, hand.signer.jwk.kid)["motions"][opening])


def hand_over(house: House, mandate: str, to: int, standing: str) -> None:
    fields = {"mandates": [mandate], "to": to, "as": standing}
    house.send(house.hand(Role.DESK).sign("mandate.delegated", **fields))


def test_alternates_and_proxies_see_their_ballots_and_delegates_why_not(house: House) -> None:
    first, second = house.delegates
    alternate = house.issue([], role="alternate")
    ida = house.activate(alternate)
    hand_over(house, "north/1", alternate, "alternate")
    opening = house.open()
    assert view(house, ida, opening)["standing"] == {"north/1": "alternate"}
    assert view(house, first, opening)["why"] == {"north/1": "handed_over_alternate"}
    house.send(house.hand(Role.DESK).sign("mandate.returned", mandates=["north/1"]))
    hand_over(house, "north/1", house.numbers[1], "proxy")
    # The right in the open motion stays where it was; the next one follows.
    assert view(house, ida, opening)["eligible"] == ["north/1"]
    assert view(house, second, opening)["why"] == {"north/1": "fixed_at_opening"}
    following = house.open("2")
    assert view(house, second, following)["standing"] == {"north/2": "own", "north/1": "proxy"}
    assert view(house, first, following)["why"] == {"north/1": "handed_over_proxy"}
    assert view(house, ida, following)["eligible"] == []


def test_a_head_sees_her_block(house: House) -> None:
    head = house.activate(house.issue(["south/1", "south/2"], head=True))
    opening = house.open()
    block = {"delegation": "south", "mandates": 2, "rule": "splittable", "recorded": False, "single_votes": False}
    assert view(house, head, opening)["block"] == block
    assert view(house, house.delegates[0], opening)["block"] is None
    fields = {"motion": "1", "opening": opening, "delegation": "south", "ballot": {"choices": {"yes": 1, "no": 1}}}
    house.send(head.sign("block.cast", **fields))
    assert view(house, head, opening)["block"] == block | {"recorded": True}
    assert view(house, head, opening)["eligible"] == []
    assert view(house, head, opening)["why"] == dict.fromkeys(["south/1", "south/2"], "voted_as_block")


def test_late_delegates_hear_that_they_were_not_on_the_roll(house: House) -> None:
    opening = house.open()
    late = house.activate(house.issue(["north/9"]))
    assert view(house, late, opening)["why"] == {"north/9": "not_on_roll"}
