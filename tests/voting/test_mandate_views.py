"""Who may take a mandate over and who is here without a vote: what the server tells desk and phones of the record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.signing import Ed25519Signer, activation_seed
from ballots import presets
from ballots.acts import Role
from tests.voting.house import House
from tests.voting.web import Web, build_web, problem
from voting.hall import device_view
from voting.mandate_views import attention
from voting.plan import DEFAULT_RULES
from voting.signing import Hand

PROXIES = {"limit": 1, "quorum": True, "within_delegation": False}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = build_web(tmp_path, 3, proxies=PROXIES)
    yield web
    web.close()


def hand_over(house: House, mandate: str, to: int, standing: str = "proxy", by: Hand | None = None) -> None:
    fields = {"mandates": [mandate], "to": to, "as": standing}
    house.send((by or house.hand(Role.DESK)).sign("mandate.delegated", **fields))


def check_in(house: House, number: int, state: str = "in") -> None:
    house.send(house.hand(Role.DESK).sign("presence.recorded", credential=number, state=state))


def why(web: Web, number: int, *mandates: str, standing: str = "proxy") -> str | None:
    """Return the code with which a stranger hears that a credential may not take mandates over."""
    query = "&".join(f"mandate={mandate}" for mandate in mandates)
    answer = web.nobody.get(f"/credentials/{number}/hand-over?{query}&as={standing}")
    assert answer.status_code == 200
    assert answer.cache_control.no_store
    refusal = answer.json["refusal"]
    return None if refusal is None else str(refusal["code"])


def flag(house: House, number: int) -> dict[str, Any] | None:
    with house.parts.sequencer.reading() as (log, _):
        return attention(log.convention, log.convention.credentials[number].person)


def roll(house: House, name: str, **changes: int) -> dict[str, Any]:
    """Return an electorate as an opening must name it."""
    with house.parts.sequencer.reading() as (log, _):
        found = log.convention.rolls[name]
        return {
            "roll": name,
            "count": found.total.heads,
            "weight": found.total.weight,
            "version": found.version,
            **changes,
        }


def test_what_the_record_would_refuse_is_told_before_anybody_signs(web: Web) -> None:
    house = web.house
    first, second, third = house.numbers
    ida, observer = house.issue([], role="alternate"), house.issue([], role="observer")
    assert why(web, second, "north/1") is None
    assert why(web, ida, "north/1", standing="alternate") is None
    assert why(web, first, "north/1") == "self_proxy"
    assert why(web, second, "north/1", standing="alternate") == "wrong_holder"
    assert why(web, observer, "north/1") == "wrong_holder"
    assert why(web, second, "north/9") == "unknown_mandate"
    hand_over(house, "north/1", second)
    assert why(web, third, "north/1") == "already_delegated"
    assert why(web, first, "north/3") == "circular_proxy"
    assert why(web, third, "north/2") == "holds_mandates"
    assert why(web, second, "north/3") == "too_many_mandates"
    assert why(web, third, "north/1", "north/2") == "already_delegated"
    assert why(web, ida, "north/3") is None


def test_without_proxies_in_the_rules_there_are_none(tmp_path: Path) -> None:
    web = build_web(tmp_path, 2)
    assert why(web, web.house.numbers[1], "north/1") == "no_proxies"
    web.close()


def test_a_badge_is_shown_by_role_and_delegation(web: Web) -> None:
    ida = web.house.issue([], role="alternate")
    # Her own phone says so, too, while nobody has handed her a mandate.
    told = web.nobody.get(f"/devices/{Ed25519Signer.from_seed(activation_seed(web.house.codes[ida])).jwk.kid}").json
    assert (told["mandates"], told["delegations"]) == ([], {"north": {"en": "North"}})
    shown = web.nobody.get(f"/credentials/{ida}/hand-over?mandate=north/1&as=alternate").json
    assert (shown["credential"], shown["role"], list(shown["delegations"])) == (ida, "alternate", ["north"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "mandate=north/1",
        "as=proxy",
        "mandate=north/1&as=own",
        "mandate=north&as=proxy",
        "mandate=/1&as=proxy",
        "mandate=north/x&as=proxy",
        "mandate=north/１&as=proxy",
        "&".join(["mandate=north/1"] * 51) + "&as=proxy",
    ],
)
def test_questions_that_no_statement_could_ask_are_refused(web: Web, query: str) -> None:
    assert problem(web.nobody.get(f"/credentials/{web.house.numbers[0]}/hand-over?{query}")) == (400, "bad_request")


def test_numbers_and_delegations_that_do_not_exist(web: Web) -> None:
    for number in (999, 10**30):
        asked = web.nobody.get(f"/credentials/{number}/hand-over?mandate=north/1&as=proxy")
        assert problem(asked) == (404, "unknown_credential")
    assert problem(web.nobody.get("/delegations/west/mandates")) == (404, "not_found")


def test_a_delegation_shows_who_casts_its_mandates(web: Web) -> None:
    house = web.house
    ida = house.issue([], role="alternate")
    hand_over(house, "north/2", ida, "alternate")
    shown = web.nobody.get("/delegations/north/mandates").json
    assert shown["alternates"] == [ida]
    assert shown["mandates"] == [
        {"mandate": "north/1", "of": house.numbers[0], "with": house.numbers[0], "standing": "own"},
        {"mandate": "north/2", "of": house.numbers[1], "with": ida, "standing": "alternate"},
        {"mandate": "north/3", "of": house.numbers[2], "with": house.numbers[2], "standing": "own"},
    ]
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=ida, reason="lost"))
    assert web.nobody.get("/delegations/north/mandates").json["alternates"] == []


def test_those_who_are_here_and_cannot_vote_are_flagged_with_the_reason(web: Web) -> None:
    house = web.house
    first, second, third = house.numbers
    silent, ida, observer = (
        house.issue(["north/4"]),
        house.issue([], role="alternate"),
        house.issue([], role="observer"),
    )
    for number in (first, silent, ida, observer):
        assert flag(house, number) is None
        check_in(house, number)
    assert [flag(house, number) for number in (first, ida, observer)] == [None, None, None]
    assert flag(house, silent) == {"reason": "no_phone", "motion": None}
    hand_over(house, "north/1", second)
    assert flag(house, first) == {"reason": "handed_over", "motion": None}
    house.send(house.hand(Role.DESK).sign("mandate.returned", mandates=["north/1"]))
    assert flag(house, first) is None
    house.open(electorate=roll(house, "present"))
    check_in(house, third)
    assert flag(house, third) == {"reason": "not_present", "motion": "1"}
    late = house.issue(["north/5"])
    house.activate(late)
    check_in(house, late)
    assert flag(house, late) == {"reason": "not_present", "motion": "1"}
    assert flag(house, first) is None
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=first, reason="lost"))
    assert flag(house, first) == {"reason": "revoked", "motion": None}
    check_in(house, third, "out")
    assert flag(house, third) is None


def test_an_unconfirmed_phone_is_flagged_where_the_rules_want_it_confirmed(tmp_path: Path) -> None:
    web = build_web(tmp_path, 1, device_confirmation=True)
    house = web.house
    check_in(house, house.numbers[0])
    assert flag(house, house.numbers[0]) == {"reason": "unconfirmed", "motion": None}
    device = house.delegates[0].signer.jwk.kid
    house.send(house.hand(Role.DESK).sign("device.confirmed", device=device))
    assert flag(house, house.numbers[0]) is None
    web.close()


def test_a_phone_of_a_delegation_that_does_not_vote_hears_so(tmp_path: Path) -> None:
    rule = presets.question({"majority": "simple_majority", "voters": "founders"})
    web = build_web(tmp_path, 1, questions={**DEFAULT_RULES["questions"], "statutes": rule})
    house = web.house
    founder = Hand(house.founding.founder, house.convention)
    core = {"delegation": "core", "name": {"en": "Core"}, "entitlement": 2, "weight": 1, "groups": ["founders"]}
    house.send(founder.sign("delegation.registered", **core, decision=None))
    house.issue(["core/1"])
    check_in(house, house.numbers[0])
    opening = house.open(
        kind="statutes", **presets.in_opening(rule), electorate=roll(house, "accredited", count=1, weight=1)
    )
    with house.parts.sequencer.reading() as (log, _):
        shown = device_view(log.convention, house.delegates[0].signer.jwk.kid)["motions"][opening]["why"]
    assert shown == {"north/1": "other_voters"}
    # She was not to vote, so nobody need help her.
    assert flag(house, house.numbers[0]) is None
    web.close()
