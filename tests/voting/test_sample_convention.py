"""The sample convention: its texts run in parallel, its amendments stand where they should, no key stays behind."""

import pytest

from ballots.acts import Role
from ballots.convention import Convention
from ballots.exercise import Standing
from ballots.ordering import Step, committee_list, script
from ballots.standing import as_amended, standing
from ballots.text import Kind, parse
from voting.config import Config
from voting.founding import found
from voting.handout import HandoutBadge
from voting.sample_amendments import DOCUMENT, LANGUAGES, declaration
from voting.sample_convention import fill, sample_plan
from voting.services import assemble


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Convention, list[HandoutBadge]]:
    folder = tmp_path_factory.mktemp("sample")
    config = Config(folder / "data", f"sqlite:///{folder}/sample.sqlite3", folder / "kept")
    founding = found(config, sample_plan())
    parts = assemble(config)
    badges = fill(parts, founding)
    convention = parts.log.convention
    parts.engine.dispose()
    return convention, badges


def test_the_declaration_has_forty_paragraphs_in_each_language() -> None:
    texts = [parse(declaration(language)) for language in LANGUAGES]
    assert {len([number for number in text.numbers if number]) for text in texts} == {40}
    assert len({text.kinds for text in texts}) == 1
    assert Kind.ITEM in {kind for kind, _ in texts[0].kinds}


def test_everybody_is_there(sample: tuple[Convention, list[HandoutBadge]]) -> None:
    convention, badges = sample
    assert len(convention.delegations) == 12
    assert len({one.weight for one in convention.delegations.values()}) == 3
    active = [one for one in convention.credentials.values() if one.active]
    delegates = [one for one in active if one.role is Role.DELEGATE]
    assert len(delegates) == 60
    assert sum(one.head for one in delegates) == 12
    assert sum(one.role is Role.ALTERNATE for one in active) == 6
    assert {badge.number for badge in badges} == {one.number for one in active if one.role not in OFFICERS}
    exercised = [convention.exercise_of(mandate) for mandate in convention.exercisers]
    assert [one.standing for one in exercised if one].count(Standing.PROXY) == 3


OFFICERS = {Role.FOUNDER, Role.CHAIR, Role.CLERK, Role.DESK, Role.TELLER, Role.AUDITOR}


def test_nothing_that_signed_for_the_set_up_can_sign_again(sample: tuple[Convention, list[HandoutBadge]]) -> None:
    convention, _ = sample
    enrolled = {key.credential for key in convention.keys.values() if key.use.value == "device"}
    assert len(enrolled) == 2
    assert not any(convention.credential(number).active for number in enrolled if number is not None)


def test_the_amendments_conflict_as_they_were_written(sample: tuple[Convention, list[HandoutBadge]]) -> None:
    convention, _ = sample
    document = convention.documents[DOCUMENT]
    assert len(convention.amendments) == 25
    steps = {step.amendments: step for step in script(convention, document)}
    assert steps["A12",] == Step(("A12",), ("A11",))
    assert steps["A5",].falls == ("A6", "A7", "A8")
    assert steps["A15", "A16"].falls == ()
    order = [name for step in steps for name in step]
    assert order.index("A14") < order.index("A13")
    assert {"A9", "A10"}.isdisjoint(order)
    assert {standing(convention, convention.amendments[name]).status.value for name in ("A9", "A10")} == {"suspended"}
    assert committee_list(convention, document) == ("A1", "A19", "A20", "A21", "A23")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "one sixth within seven years in"), ("fr", "d'un sixième en sept ans dans"), ("es", "una sexta parte en")],
)
def test_what_is_adopted_reads_well_in_each_language(
    sample: tuple[Convention, list[HandoutBadge]], language: str, words: str
) -> None:
    convention, _ = sample
    names = ["A1", "A4", "A5", "A12", "A13", "A14", "A15", "A17", *(f"A{number}" for number in range(19, 26))]
    amended = as_amended(convention, convention.documents[DOCUMENT], language, extra=names)
    assert not amended.untranslated
    text = amended.text.format().decode()
    assert words in text
    assert "2028" in text
    assert "2030" not in text
