"""Questions that are about no text: what a report or an agenda says is on the record's page, and at the desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ballots.acts import Role
from tests.voting.house import House
from tests.voting.web import Web, build_web
from voting.day_views import credentials_view
from voting.hall import electorates_view
from voting.mandate_views import attention
from voting.signing import statement_digest


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = build_web(tmp_path, delegates=3)
    house = web.house
    for number in house.numbers:
        house.send(house.hand(Role.DESK).sign("presence.recorded", credential=number, state="in"))
    yield web
    web.close()


def say(house: House, act: str, **fields: Any) -> str:
    entry = house.hand(Role.CHAIR).sign(act, **fields)
    house.send(entry)
    return statement_digest(entry)


def report(house: House, *contested: str) -> str:
    with house.parts.sequencer.reading() as (log, _):
        numbers = credentials_view(log.convention)["numbers"]
    return say(house, "credentials.reported", report="1", contested=list(contested), **numbers)


def flagged(house: House) -> list[dict[str, Any] | None]:
    with house.parts.sequencer.reading() as (log, _):
        found = [log.convention.credentials[number].person for number in house.numbers]
        return [attention(log.convention, person) for person in found]


def put_report(house: House, digest: str) -> str:
    with house.parts.sequencer.reading() as (log, _):
        sizes = electorates_view(log.convention, "1")["procedure"]["accredited"]
    electorate = {"roll": "accredited", **{name: sizes[name] for name in ("version", "count", "weight")}}
    return house.open("1", subject={"kind": "credentials", "id": "1", "digest": digest}, electorate=electorate)


def test_a_reports_numbers_and_contested_mandates_are_on_the_page_of_its_vote(web: Web) -> None:
    put_report(web.house, report(web.house, "north/2"))
    page = web.nobody.get("/audit/motions/1").text
    assert "On the report on credentials 1" in page
    assert "Mandates allocated: 520, accredited: 3, present: 3." in page
    assert "Contested, without a vote on this report: north/2." in page


def test_an_agendas_items_are_on_the_page_of_its_decision(web: Web) -> None:
    house = web.house
    items = [{"title": {"en": title}, "document": None} for title in ("Opening", "Springs & wells")]
    digest = say(house, "agenda.proposed", agenda="1", items=items)
    stated = {
        "title": {"en": "Agenda 1"},
        "question": {"en": "Shall it be?"},
        "kind": "procedure",
        "method": "no_objection",
    }
    subject = {"kind": "agenda", "id": "1", "digest": digest}
    say(
        house,
        "decision.recorded",
        decision="D1",
        **stated,
        subject=subject,
        counts=None,
        outcome="adopted",
        tree=house.tree(),
    )
    page = web.nobody.get("/audit/decisions/D1").text
    assert "On the agenda 1" in page
    assert "<li>Opening</li><li>Springs &amp; wells</li>" in page


def test_what_would_be_taken_back_is_named_on_the_page_of_that_vote(web: Web) -> None:
    house = web.house
    opening = house.open("1", title={"en": "Breakfast at six"})
    house.send(house.vote(0, opening))
    house.end(opening)
    house.close(opening)
    house.declare(opening)
    house.open("2", kind="reconsideration", subject={"kind": "reconsideration", "id": "1", "digest": opening})
    page = web.nobody.get("/audit/motions/2").text
    assert "On taking back decision 1" in page
    assert '<a href="/audit/motions/1">Breakfast at six</a>' in page


def test_the_desk_hears_why_a_contested_mandate_has_no_vote(web: Web) -> None:
    put_report(web.house, report(web.house, "north/2"))
    assert flagged(web.house) == [None, {"reason": "contested", "motion": "1"}, None]


def test_the_number_of_a_badge_that_was_revoked_contests_nobody_elses_mandate(web: Web) -> None:
    house, old = web.house, web.house.numbers[2]
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=old, reason="departed"))
    new = house.issue(["north/3"])
    with house.parts.sequencer.reading() as (log, _):
        badges = credentials_view(log.convention)["badges"]
    assert (badges.get(old), badges[new]) == (None, ["north/3"])
