"""The fold's running totals against a slow count that reads nothing but the votes themselves."""

import json
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import admission, jws, tally, votes
from audit.encoding import b64url_decode, b64url_encode
from audit.verify import verify
from ballots.errors import Malformed, Refused
from tests.audit.scenario import Hall
from tests.audit.story import many_houses, story
from tests.ballots.assembly import QUORUM, TWO_THIRDS


def payloads(entries: list[bytes]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield json.loads(b64url_decode(entry.split(b".")[1]))


def slow_recount(entries: list[bytes], motion: str) -> dict[str, dict[str, int]]:
    """Count one motion from its votes and the delegations' weights alone."""
    last: dict[str, str] = {}
    weights: dict[str, int] = {}
    for payload in payloads(entries):
        if payload["type"] == "delegation.registered":
            weights[payload["delegation"]] = payload["weight"]
        if payload["type"] == "vote.cast" and payload["motion"] == motion:
            last[payload["mandate"]] = payload["ballot"]["choice"]
    result = {option: {"count": 0, "weight": 0} for option in ("yes", "no", "abstain")}
    for mandate, choice in last.items():
        result[choice]["count"] += 1
        result[choice]["weight"] += weights[mandate.split("/")[0]]
    return result


def test_the_story_counts_as_a_slow_recount_does() -> None:
    hall = story()
    results = tally.results(hall.state)["motions"]
    assert [result["motion"] for result in results] == ["m1", "m2", "m3", "m4"]
    for result in results:
        assert result["options"] == slow_recount(hall.entries, result["motion"])
        for option, total in result["options"].items():
            parts = [part["options"][option] for part in result["delegations"].values()]
            assert total == {key: sum(part[key] for part in parts) for key in ("count", "weight")}


def test_the_story_in_numbers_worked_out_by_hand() -> None:
    first, second, third, fourth = tally.results(story().state)["motions"]
    assert (first["state"], first["outcome"], first["casting"]) == ("declared", "not_adopted", None)
    assert first["houses"] == [{"needed": 3, "reached": 2, "whole": 4, "met": False}]
    assert first["electorate"] == {"count": 5, "weight": 8}
    assert first["cast"] == {"count": 5, "weight": 8}
    assert first["quorum"] is None
    # Two thirds of weight 6, of those cast; half of five accredited heads.
    assert (second["state"], second["outcome"]) == ("declared", "adopted")
    assert second["houses"] == [{"needed": 4, "reached": 5, "whole": 6, "met": True}]
    assert second["quorum"] == {"needed": 3, "reached": 4, "whole": 5, "met": True, "no_may_adopt": False}
    assert second["delegations"]["nord"] == {
        "entitled": {"count": 3, "weight": 6},
        "options": {
            "yes": {"count": 2, "weight": 4},
            "no": {"count": 0, "weight": 0},
            "abstain": {"count": 0, "weight": 0},
        },
        "block": False,
    }
    assert third["state"] == "annulled"
    assert (fourth["state"], fourth["outcome"]) == ("closed", "no_quorum")
    assert fourth["quorum"] == {"needed": 3, "reached": 1, "whole": 5, "met": False, "no_may_adopt": True}


def test_many_houses_in_numbers_worked_out_by_hand() -> None:
    results = {result["motion"]: result for result in tally.results(many_houses().state)["motions"]}

    def houses(motion: str) -> list[tuple[int, int, int, bool]]:
        return [(one["needed"], one["reached"], one["whole"], one["met"]) for one in results[motion]["houses"]]

    # Seven mandates are allocated. sud is even, west against: one delegation of two that decide is not more than half.
    assert houses("c1") == [(4, 4, 7, True), (2, 1, 2, False), (3, 4, 5, True)]
    assert results["c1"]["outcome"] == "not_adopted"
    # west had become a founder in the meantime, and is none in c3 again.
    assert houses("c2") == [(4, 4, 7, True), (2, 2, 3, True), (4, 4, 6, True)]
    assert results["c2"]["outcome"] == "adopted"
    assert houses("c3") == [(4, 3, 7, False), (1, 1, 1, True), (2, 3, 3, True)]
    assert results["c3"]["outcome"] == "no_quorum"
    assert results["c3"]["quorum"] == {"needed": 4, "reached": 3, "whole": 7, "met": False, "no_may_adopt": False}
    # west has no vote here.
    assert results["o1"]["electorate"] == {"count": 5, "weight": 7}
    assert set(results["o1"]["delegations"]) == {"nord", "sud"}
    assert houses("o1") == [(1, 1, 2, True)]
    assert (results["e1"]["outcome"], results["e1"]["casting"]) == ("tied", "for")
    assert (results["e2"]["outcome"], results["e2"]["casting"]) == ("not_adopted", None)


def test_a_casting_vote_is_in_the_report() -> None:
    report = verify(many_houses().bundle())
    assert report.valid, list(report.lines())
    [line] = [line.split() for line in report.lines() if "casting vote" in line]
    assert line == ["casting", "vote", "for"]
    tied = next(motion for motion in report.motions if motion.recounted["motion"] == "e1")
    assert tied.declared is not None
    assert (tied.declared.outcome, tied.declared.casting, tied.agrees) == ("tied", "for", True)


def test_a_replay_comes_to_the_same_counts() -> None:
    hall = story()
    assert tally.results(tally.replay(hall.entries)) == tally.results(hall.state)


def test_a_replay_stops_at_what_is_not_admissible() -> None:
    hall = story()
    with pytest.raises(Refused):
        tally.replay(hall.entries[1:])


CHOICES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["yes", "no", "abstain"])), max_size=12)


@settings(max_examples=25)
@given(CHOICES, CHOICES)
def test_any_sequence_of_votes_counts_as_a_slow_recount_does(
    ordinary: list[tuple[int, str]], statutes: list[tuple[int, str]]
) -> None:
    hall = Hall("votes")
    hall.delegation("nord", 3, weight=3)
    hall.delegation("sud", 2)
    members = hall.issue(("nord/1",), ("nord/2",), ("nord/3",), ("sud/1",), ("sud/2",))
    for member in members:
        hall.enrol(member)
    for motion, kind, choices in (("m1", "ordinary", ordinary), ("m2", "statutes", statutes)):
        opening = hall.open(motion, kind)
        for who, choice in choices:
            hall.vote(members[who], motion, opening, choice)
        hall.close(motion, opening)
        hall.declare(motion, opening)
    first, second = tally.results(hall.state)["motions"]
    assert first["options"] == slow_recount(hall.entries, "m1")
    assert second["options"] == slow_recount(hall.entries, "m2")
    yes, no = first["options"]["yes"]["count"], first["options"]["no"]["count"]
    assert (first["outcome"] == "adopted") is (yes > no)
    assert second["outcome"] == statutes_outcome(second["options"])


def statutes_outcome(options: dict[str, Any]) -> str:
    """Judge by the two rules' own numbers, in exact fractions."""
    heads = sum(total["count"] for total in options.values())
    weight = sum(total["weight"] for total in options.values())
    if heads < max(1, ceil(Fraction(5 * QUORUM["numerator"], QUORUM["denominator"]))):
        return "no_quorum"
    share = Fraction(TWO_THIRDS["numerator"], TWO_THIRDS["denominator"])
    return "adopted" if weight and Fraction(options["yes"]["weight"], weight) >= share else "not_adopted"


def test_votes_read_quickly_say_what_votes_read_slowly_say() -> None:
    quick = 0
    for entry in story().entries:
        submission = votes._read_vote(entry)
        if submission is not None:
            quick += 1
            assert submission == admission.read(entry)
    assert quick == sum(payload["type"] == "vote.cast" for payload in payloads(story().entries))


STRANGE = b'0159ATZaz"\\{}:,./-_ \n\x00\x7f\xc3'


@given(st.data())
def test_a_changed_vote_is_read_alike_quickly_and_slowly(data: st.DataObject) -> None:
    original = next(entry for entry in story().entries if votes._read_vote(entry))
    header, payload, signature = original.split(b".")
    text = bytearray(b64url_decode(payload.decode()))
    for _ in range(data.draw(st.integers(1, 2))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(
            st.sampled_from(b'0159ATZaz"\\{}:,./-_ \n\x00\x7f\xc3')
        )
    entry = b".".join((header, b64url_encode(bytes(text)).encode(), signature))
    quick = votes._read_vote(entry)
    if quick is not None:
        assert quick == admission.read(entry)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2026-05-01", b"2026-02-30"),
        (b'"sequence":', b'"sequence":0'),
        (b'"sequence":1,', b'"sequence":9007199254740993,'),
        (b'"vote.cast"}', b'"vote.cast"} '),
        (b'{"ballot"', b'{ "ballot"'),
        (b"vote.cast", b"vote_cast"),
        (b'"nord/', b'"nord/0'),
        (b'"mandate"', b'"mandates"'),
    ],
)
def test_a_malformed_vote_is_refused_as_any_statement_is(old: bytes, new: bytes) -> None:
    original = next(entry for entry in story().entries if votes._read_vote(entry))
    header, payload, signature = original.split(b".")
    text = b64url_decode(payload.decode())
    assert old in text
    changed = b64url_encode(text.replace(old, new)).encode()
    with pytest.raises(Refused):
        votes.read(b".".join((header, changed, signature)))


def test_a_vote_of_another_kind_of_jws_is_no_statement() -> None:
    original = next(entry for entry in story().entries if votes._read_vote(entry))
    header, rest = original.split(b".", 1)
    text = b64url_decode(header.decode()).replace(jws.STATEMENT.encode(), jws.DEVICE.encode())
    with pytest.raises(Malformed, match=jws.DEVICE):
        votes.read(b64url_encode(text).encode() + b"." + rest)


def test_an_entry_with_something_behind_it_is_refused() -> None:
    original = next(entry for entry in story().entries if votes._read_vote(entry))
    for tail in (b"=", b".", b"A", b"\n", b"A" * 70_000):
        with pytest.raises(Refused):
            votes.read(original + tail)
