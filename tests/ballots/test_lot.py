"""The lot for a roll call: anyone draws it again from the opening, and every delegation may be drawn."""

import hashlib

from ballots.lot import drawn, roll_order
from tests.ballots.assembly import Assembly, assembly
from tests.ballots.day import matter, report


def opened(motions: int = 1) -> Assembly:
    hall = assembly()
    for name in ("west", "empty"):
        hall.register(name)
    for mandate in ("west/1", "nord/1", "ost/1"):
        hall.delegate(mandate)
    for number in range(motions):
        hall.open(f"m{number}")
    return hall


def test_it_is_the_hash_of_the_opening_among_those_who_vote() -> None:
    motion = opened().motion("m0")
    number = int(hashlib.sha256(f"plenary roll call v1\n{motion.opening}".encode()).hexdigest(), 16)
    assert drawn(motion) == ["nord", "ost", "west"][number % 3]


def test_every_delegation_with_a_mandate_is_drawn_now_and_then() -> None:
    hall = opened(60)
    found = [drawn(hall.motion(f"m{number}")) for number in range(60)]
    assert set(found) == {"nord", "ost", "west"}


def test_the_others_follow_round_the_circle() -> None:
    hall = opened(20)
    for number in range(20):
        order = roll_order(hall.motion(f"m{number}"))
        assert order in (["nord", "ost", "west"], ["ost", "west", "nord"], ["west", "nord", "ost"])
        assert order[0] == drawn(hall.motion(f"m{number}"))


def test_a_delegation_whose_mandates_are_contested_is_not_drawn() -> None:
    hall = opened()
    report(hall, "r1", "nord/1")
    electorate = {"count": 2, "roll": "accredited", "version": hall.convention.accredited.version, "weight": 4}
    hall.open("m", subject=matter(hall, "credentials", "r1"), electorate=electorate)
    assert sorted(roll_order(hall.motion("m"))) == ["ost", "west"]
