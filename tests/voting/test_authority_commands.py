"""The commands that change officers and delegations, before and after the first sitting."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ballots.acts import Role
from ballots.convention import Convention
from tests.voting.house import House, build_house
from voting.cli import main
from voting.founding import write_founder_key

PUBLIC = ("--public-url", "https://vote.example")
FOUNDER = ("--key", "founder.pem")
CHAIR = ("--key", "chair.pem")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A convention whose operator stands in its folder, with the founder's key and a list of delegations."""
    url = f"sqlite:///{tmp_path / 'plenary.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PLENARY_CHECKPOINT", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    house = build_house(tmp_path, url, delegates=1)
    write_founder_key(tmp_path / "founder.pem", house.founding.founder)
    (tmp_path / "parties.csv").write_text("Id,Party,Seats\nnorth,North,501\nwest,West,8\n")
    yield house
    house.parts.engine.dispose()


def plenary(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def refused(result: Result, *words: str) -> None:
    assert isinstance(result.exception, SystemExit), result.exception
    for word in words:
        assert word in result.output, result.output


def links(output: str) -> list[str]:
    return re.findall(r"https://vote\.example/activate#\S+", output)


def now(house: House) -> Convention:
    # What a command appended stands in the database: another process's log catches up with its next entry.
    parts = house.reopen()
    parts.engine.dispose()
    return parts.log.convention


def sit(house: House) -> None:
    present = house.parts.log.convention.present
    claim = {"count": present.total.heads, "version": present.version, "weight": present.total.weight}
    fields = {"title": {"en": "First"}, "present": claim, "tree": house.tree()}
    house.send(house.hand(Role.CHAIR).sign("sitting.opened", sitting="1", **fields))


def carry(house: House, motion: str) -> None:
    """Let the assembly adopt a motion."""
    opening = house.open(motion, kind="election")
    house.send(house.vote(0, opening, motion=motion))
    house.end(opening, motion)
    house.close(opening, motion)
    house.declare(opening, motion)


def new_chair(house: House) -> str:
    """Let the founder add a chair, and return the link of her badge."""
    (link,) = links(done(plenary("officers", *FOUNDER, "--issue", "chair:Zoë Lind", *PUBLIC)))
    return link


def test_a_chair_changes_officers_on_a_decision(house: House) -> None:
    assert "chair.pem" in done(plenary("activate", new_chair(house), *CHAIR))
    assert Path("chair.pem").stat().st_mode & 0o077 == 0
    sit(house)
    carry(house, "m1")
    command = ("officers", "--issue", "teller:Ana Ruiz", *PUBLIC)
    refused(plenary(*command, *FOUNDER), "not_allowed")
    refused(plenary(*command, *CHAIR), "decision_required")
    refused(plenary(*command, *CHAIR, "--decision", "m2"), "not_decided")
    assert len(links(done(plenary(*command, *CHAIR, "--decision", "m1")))) == 1
    refused(plenary(*command, *CHAIR, "--decision", "m1"), "decision_served")
    assert now(house).served.keys() == {"m1"}


def test_each_changed_row_of_a_list_has_its_decision(house: House) -> None:
    done(plenary("activate", new_chair(house), *CHAIR))
    sit(house)
    carry(house, "m1")
    carry(house, "m2")
    command = ("delegations", "parties.csv", *CHAIR)
    refused(plenary(*command), "decision_required")
    refused(plenary(*command, "--decision", "m1"), "2 rows change something, 1 --decision are given")
    done(plenary(*command, "--decision", "m2", "--decision", "m1"))
    found = now(house)
    assert found.delegations["north"].entitlement == 501
    assert found.delegations["west"].entitlement == 8
    assert list(found.served) == ["m2", "m1"]
    assert "2 unchanged" in done(plenary(*command))


def test_before_the_first_sitting_no_decision_is_named(house: House) -> None:
    carry(house, "m1")
    refused(plenary("officers", *FOUNDER, "--issue", "clerk:Ana", *PUBLIC, "--decision", "m1"), "not_decided")


def test_one_name_is_one_person(house: House) -> None:
    """Two offices of one person must not pass for two signers."""
    first, second = links(done(plenary("officers", *FOUNDER, "--issue", "teller:Ana", "--issue", "clerk:Ana", *PUBLIC)))
    (third,) = links(done(plenary("officers", *FOUNDER, "--issue", "chair:  ÁNA ", *PUBLIC)))
    assert len({first, second, third}) == 3
    persons = [one.person for one in list(now(house).credentials.values())[-3:]]
    assert len(set(persons)) == 1


def test_a_number_that_the_desk_has_reserved_is_left_alone(house: House) -> None:
    """Or the record of names would be refused after the officer stood in the log."""
    reserved = house.parts.roster.prepare_officers(house.parts.log.convention, [(Role.CLERK, "Bo")])
    done(plenary("officers", *FOUNDER, "--issue", "clerk:Ana", *PUBLIC))
    assert max(now(house).credentials) == reserved[0].number + 1


def test_no_link_of_a_chairs(house: House) -> None:
    link = new_chair(house)
    (teller,) = links(done(plenary("officers", *FOUNDER, "--issue", "teller:Ana", *PUBLIC)))
    for wrong in (link[:-1], link[:-4] + "AAAA", "https://vote.example/activate", link.replace("#", "#AAA")):
        refused(plenary("activate", wrong, *CHAIR), "no activation link of this convention")
    refused(plenary("activate", teller, *CHAIR), "is not a chair's")
    assert not Path("chair.pem").exists()
    done(plenary("activate", link, *CHAIR))
    kept = Path("chair.pem").read_bytes()
    refused(plenary("activate", link, *CHAIR), "exists already")
    refused(plenary("activate", link, "--key", "other.pem"), "code_already_used")
    assert Path("chair.pem").read_bytes() == kept
    assert not Path("other.pem").exists()
