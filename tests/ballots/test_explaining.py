"""Explanations and corrections of vote: who may give one, when, and that no count ever moves."""

import pytest

from ballots.errors import NotAllowed
from ballots.explanation_acts import ExplanationKind
from ballots.explanation_errors import AlreadyExplained, NotDeclared, NotYourVote
from ballots.motion_errors import UnknownMotion
from ballots.vote_errors import MotionAnnulled
from tests.ballots.assembly import Assembly, Member, assembly, digest
from tests.ballots.tellers import confirm_paper, paper


@pytest.fixture
def hall() -> Assembly:
    """Ann voted twice with two mandates, Bo's mandate has a vote on paper, Cy did not vote; the motion is declared."""
    hall = assembly()
    hall.officers["second"] = hall.appoint("teller")
    ann, bo, cy = hall.delegate("nord/1", "nord/2"), hall.delegate("nord/3"), hall.delegate("nord/4")
    hall.officers |= {"ann": ann, "bo": bo, "cy": cy}
    hall.open("m")
    hall.vote(ann, "m", "no")
    hall.vote(ann, "m", "yes")
    hall.vote(ann, "m", "no", "nord/2")
    confirm_paper(hall, paper(hall, "m", "nord/3"), hall.officers["second"])
    return hall


def declare(hall: Assembly) -> None:
    for act in (hall.end, hall.close, hall.declare):
        act("m")


def explain(
    hall: Assembly, by: Member | str = "ann", mandate: str = "nord/1", kind: str = "explanation", motion: str = "m"
) -> str:
    member = hall.officers[by] if isinstance(by, str) else by
    text = digest(f"{mandate} {kind}")
    return hall.say(member.kid, "vote.explained", motion=motion, mandate=mandate, kind=kind, text=text)


def test_once_of_each_kind_for_each_mandate(hall: Assembly) -> None:
    declare(hall)
    for mandate in ("nord/1", "nord/2"):
        for kind in ("explanation", "correction"):
            explain(hall, mandate=mandate, kind=kind)
            with hall.refused(AlreadyExplained):
                explain(hall, mandate=mandate, kind=kind)
    said = hall.motion("m").explanations
    assert said["nord/2", ExplanationKind.CORRECTION] == digest("nord/2 correction")
    assert len(said) == 4


def test_no_count_moves(hall: Assembly) -> None:
    declare(hall)
    before, votes = hall.motion("m").tally(), dict(hall.motion("m").votes)
    explain(hall, kind="correction")
    assert hall.motion("m").tally() == before
    assert hall.motion("m").votes == votes


def test_not_before_the_declaration(hall: Assembly) -> None:
    for act in (hall.end, hall.close, hall.declare):
        with hall.refused(NotDeclared):
            explain(hall)
        act("m")
    explain(hall)


def test_not_of_an_annulled_motion(hall: Assembly) -> None:
    declare(hall)
    annulment = hall.annul("m")
    explain(hall)
    hall.confirm_annulment("m", annulment)
    with hall.refused(MotionAnnulled):
        explain(hall, kind="correction")
    with hall.refused(UnknownMotion):
        explain(hall, motion="other")


def test_only_who_cast_the_vote_by_phone(hall: Assembly) -> None:
    declare(hall)
    with hall.refused(NotYourVote):
        explain(hall, "bo")
    # Tellers recorded it: no device of hers signed a vote that she could explain here.
    with hall.refused(NotYourVote):
        explain(hall, "bo", "nord/3")
    with hall.refused(NotYourVote):
        explain(hall, "cy", "nord/4")
    with hall.refused(NotYourVote):
        explain(hall, "chair")
    with hall.refused(NotAllowed):
        hall.say(hall.founder, "vote.explained", motion="m", mandate="nord/1", kind="correction", text=digest("x"))


def test_a_device_that_took_over_speaks_for_the_same_credential(hall: Assembly) -> None:
    declare(hall)
    hall.move(hall.officers["ann"])
    explain(hall)


def test_whoever_got_the_mandate_later_did_not_vote(hall: Assembly) -> None:
    declare(hall)
    hall.revoke(hall.officers["ann"])
    new = hall.delegate("nord/1")
    with hall.refused(NotYourVote):
        explain(hall, new)
