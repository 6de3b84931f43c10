"""Lent phones: each is in one person's hands, whatever several desks do at once, and none of it is in the record."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit.bundle import RosterLine, commitment
from ballots.acts import Role
from tests.voting.house import House, build_house
from tests.voting.web import Web, build_web, problem
from voting.database import make_engine
from voting.loans import HasPhone, Loan, Loans, PhoneIsOut, PhoneNotOut
from voting.roster import Listed

DESKS = 8


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = build_house(tmp_path, database_url)
    yield house
    house.parts.engine.dispose()


def test_a_phone_goes_out_and_comes_back(house: House) -> None:
    loans = house.parts.loans
    assert loans.out() == {}
    first = loans.lend("7", 12, 100)
    assert first == Loan("7", 12, 100)
    # The reply was lost: the same again is the same loan.
    assert loans.lend("7", 12, 105) == first
    assert loans.out() == {12: first}
    with pytest.raises(PhoneIsOut, match=r"^12$"):
        loans.lend("7", 13, 110)
    with pytest.raises(HasPhone, match=r"^7$"):
        loans.lend("8", 12, 110)
    for label, credential in (("7", 13), ("8", 12)):
        with pytest.raises(PhoneNotOut):
            loans.take_back(label, credential, 115)
    assert loans.out() == {12: first}
    assert loans.take_back("7", 12, 120) == Loan("7", 12, 100, 120)
    assert loans.take_back("7", 12, 125) == Loan("7", 12, 100, 120)
    assert loans.out() == {}


def test_a_late_repetition_takes_no_phone_from_its_next_holder(house: House) -> None:
    loans = house.parts.loans
    loans.lend("7", 12, 100)
    loans.take_back("7", 12, 120)
    second = loans.lend("7", 13, 130)
    assert loans.take_back("7", 12, 140) == Loan("7", 12, 100, 120)
    assert loans.out() == {13: second}
    # The first holder may have it once more, and what is taken back then is that loan.
    loans.take_back("7", 13, 150)
    loans.lend("7", 12, 160)
    assert loans.take_back("7", 12, 170) == Loan("7", 12, 160, 170)
    assert loans.out() == {}


def test_of_desks_that_lend_one_phone_at_once_one_does(house: House) -> None:
    """Each desk has an engine of its own, as each server process has."""
    start, lent = threading.Barrier(DESKS), []

    def lend(credential: int) -> None:
        engine = make_engine(house.config.database_url)
        try:
            start.wait(30)
            lent.append(Loans(engine).lend("7", credential, 100))
        except PhoneIsOut:
            pass
        finally:
            engine.dispose()

    threads = [threading.Thread(target=lend, args=(number,)) for number in range(1, DESKS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    [loan] = lent
    assert house.parts.loans.out() == {loan.credential: loan}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"))
    yield web
    web.close()


@pytest.fixture
def desk(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.DESK))


def badge(web: Web, name: str) -> int:
    """Put a delegate on the roster, issue her badge and return its number."""
    house, parts = web.house, web.house.parts
    [person] = parts.roster.add([Listed(f"ref:{name}", name, "delegate", "north")])
    with parts.sequencer.reading() as (log, _):
        [made] = parts.roster.prepare(log.convention, [person.person])
    named = {"commitment": commitment(RosterLine(made.number, made.name, made.salt), made.person)}
    return house.issue(made.mandates, number=made.number, person=made.person, replaces=made.replaces, **named)


def lend(desk: FlaskClient, label: Any, number: Any) -> TestResponse:
    return desk.post("/desk/loans", json={"label": label, "credential": number})


def back(desk: FlaskClient, label: Any, number: Any) -> TestResponse:
    return desk.post("/desk/loans/back", json={"label": label, "credential": number})


def listed(desk: FlaskClient) -> list[tuple[str, str, bool]]:
    loans = desk.get("/desk/loans").json["loans"]
    return [(loan["label"], loan["holder"]["name"], loan["holder"]["present"]) for loan in loans]


def test_the_desk_lends_and_takes_back(web: Web, desk: FlaskClient) -> None:
    house = web.house
    size = house.parts.log.tree.size
    ana, ben, cleo = (badge(web, name) for name in ("Ana Ruiz", "Ben Okri", "Cleo Papas"))
    issued = house.parts.log.tree.size
    for label, number in ((" a7 ", ana), ("12", ben), ("3", cleo)):
        answer = lend(desk, label, number)
        assert (answer.status_code, answer.json["label"], answer.json["back"]) == (200, label.strip().upper(), None)
        assert answer.cache_control.no_store
    assert lend(desk, "A7", ana).status_code == 200
    for number in (ana, cleo):
        house.send(house.hand(Role.DESK).sign("presence.recorded", credential=number, state="in"))
    # Whoever is not in the hall comes first, then 3 before 12.
    assert listed(desk) == [("12", "Ben Okri", False), ("3", "Cleo Papas", True), ("A7", "Ana Ruiz", True)]
    [row] = desk.get("/desk/people?query=ana").json["people"]
    assert row["lent"] == [{"label": "A7", "credential": ana}]
    assert desk.get(f"/desk/door?number={ben}").json["lent"] == [{"label": "12", "credential": ben}]

    refused = lend(desk, "a7", ben)
    assert problem(refused) == (409, "phone_is_out")
    assert refused.json["detail"] == f"No. {ana}, Ana Ruiz"
    refused = lend(desk, "4", ben)
    assert problem(refused) == (409, "has_phone")
    assert refused.json["detail"] == "12"
    assert problem(back(desk, "99", ben)) == (409, "phone_not_out")
    assert back(desk, "12", ben).json["back"] is not None
    assert back(desk, "12", ben).status_code == 200
    assert [label for label, *_ in listed(desk)] == ["3", "A7"]
    # Nothing of it is in the log, but the two who came in.
    assert house.parts.log.tree.size == issued + 2 > size


def test_a_phone_stays_with_a_person_whose_badge_is_replaced_or_revoked(web: Web, desk: FlaskClient) -> None:
    house = web.house
    old = badge(web, "Dora Maar")
    lend(desk, "20", old)
    new = badge(web, "Dora Maar")
    [row] = desk.get("/desk/people?query=dora").json["people"]
    assert (row["credential"], row["lent"]) == (new, [{"label": "20", "credential": old}])
    assert problem(lend(desk, "21", old)) == (409, "badge_revoked")
    # The lent phone was lost: she gets another with her new badge, and the lost one stays on the list.
    assert lend(desk, "21", new).status_code == 200
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=new, reason="departed"))
    assert [label for label, name, _ in listed(desk) if name == "Dora Maar"] == ["20", "21"]
    assert back(desk, "20", old).status_code == back(desk, "21", new).status_code == 200
    assert "Dora Maar" not in [name for _, name, _ in listed(desk)]


def test_loans_are_in_no_export(web: Web, desk: FlaskClient) -> None:
    assert lend(desk, "ZQ7Y-XQ9", badge(web, "Emil Nolde")).status_code == 200
    auditor = web.sign_in(web.house.hand(Role.AUDITOR))
    with auditor.get("/audit/bundle.zip?names=1") as response, ZipFile(BytesIO(response.data)) as bundle:
        contents = {name: bundle.read(name) for name in bundle.namelist()}
    assert "roster.json" in contents
    assert [name for name, content in contents.items() if b"ZQ7Y-XQ9" in content or "loan" in name] == []


@pytest.mark.parametrize(
    "label", ["", " ", "-7", "123456789", "7 8", "７", "٧", "é", "7\n7", "'; --", None, 7, ["7"], "x" * 9_000]
)
def test_what_is_no_label_is_refused(web: Web, desk: FlaskClient, label: Any) -> None:
    before = listed(desk)
    assert problem(lend(desk, label, 1)) == (400, "bad_label")
    assert problem(back(desk, label, 1)) == (400, "bad_label")
    assert listed(desk) == before


def test_whom_nobody_knows_gets_no_phone(web: Web, desk: FlaskClient) -> None:
    for number in (999_999, *range(1, 4)):  # the first numbers are officers'
        assert problem(lend(desk, "50", number)) == (409, "unknown_credential")
    for number in (0, -1, "7", 1.5, True, None, 10**12):
        assert problem(lend(desk, "50", number)) == (400, "bad_field")
    for body in ("{", "[]", "null", '{"label":"50"}', '{"label":"50","credential":1,"more":1}', "[" * 9_000):
        for path in ("/desk/loans", "/desk/loans/back"):
            answer = desk.post(path, data=body, content_type="application/json")
            assert problem(answer) == (400, "bad_field")
    assert problem(desk.post("/desk/loans", data='{"label":"50","credential":1}')) == (400, "bad_field")
