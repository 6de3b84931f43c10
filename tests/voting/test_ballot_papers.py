"""Ballot papers for when phones fail: what stands on them, for whom, and how many."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from ballots.acts import Role
from tests.voting.paper import printed
from tests.voting.web import Web, build_web, problem
from voting.ballot_papers import MOST_PAPERS, Choice, Paper, _Sheet, ballot_papers
from voting.languages import RIGHT_TO_LEFT
from voting.typesetting import fit


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    house = web.house
    house.issue(["south/1"])
    opening = house.open("1", title={"en": "Springs"}, question={"en": "Shall the springs be named?"})
    house.send(house.vote(0, opening, "yes"))
    done = house.open("2")
    house.end(done, "2")
    house.close(done, "2")
    yield web
    web.close()


@pytest.fixture(scope="module")
def teller(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.TELLER))


def words(client: FlaskClient, query: str) -> str:
    response = client.get(f"/tellers/ballots.pdf{query}")
    assert (response.status_code, response.mimetype) == (200, "application/pdf"), response.text[:300]
    return printed(response.data)


def test_each_mandate_that_has_not_voted_gets_a_paper(web: Web, teller: FlaskClient) -> None:
    text = words(teller, "?motion=1&slips=1")
    assert re.findall(r"(?:north|south)/\d", text) == ["north/2", "north/3", "south/1"]
    assert text.count("Motion 1 · Springs") == text.count("Shall the springs be named?") == 3
    assert text.count("What is asked is agreed to.") == text.count("What is asked is not agreed to.") == 3
    assert f"Badge {web.house.numbers[1]}" in text
    assert "south/1" not in words(teller, "?motion=1&slips=1&delegation=north")


@pytest.mark.parametrize(("query", "papers", "pages"), [("?motion=1", 4, 1), ("?motion=1&copies=9", 9, 3), ("", 4, 1)])
def test_papers_without_a_mandate(teller: FlaskClient, query: str, papers: int, pages: int) -> None:
    text = words(teller, query)
    assert text.count("Abstain") == papers
    assert text.count("\f") == pages
    assert "north/" not in text
    assert ("Springs" in text) == ("motion" in query)


@pytest.mark.parametrize("copies", ["0", "-1", str(MOST_PAPERS + 1), "9" * 50, "x", "٣", ""])
def test_a_number_of_papers_that_nobody_prints_is_refused(teller: FlaskClient, copies: str) -> None:
    response = teller.get("/tellers/ballots.pdf", query_string={"copies": copies})
    assert problem(response) == (400, "wrong_number_of_papers")


@pytest.mark.parametrize("query", ["?motion=9", "?motion=2", "?motion=%00", "?motion=2&slips=1"])
def test_papers_are_for_motions_that_are_open(teller: FlaskClient, query: str) -> None:
    assert problem(teller.get(f"/tellers/ballots.pdf{query}")) == (404, "not_found")


def test_a_delegation_that_has_voted_or_is_unknown_needs_no_papers(teller: FlaskClient) -> None:
    response = teller.get("/tellers/ballots.pdf?motion=1&slips=1&delegation=nowhere")
    assert problem(response) == (400, "wrong_number_of_papers")


@pytest.fixture(scope="module")
def many_tongues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("tongues"), delegates=1, languages=("en", "ar", "cs"))
    question = {"en": "Shall it be?", "ar": "هل يُقَرّ هذا؟", "cs": "Má to být?"}
    web.house.open("1", title={"en": "Springs"}, question=question)
    yield web
    web.close()


@pytest.mark.parametrize(
    ("browser", "said"), [("en", "Motion 1 · Springs"), ("de", "Motion 1 · Springs"), ("ar", "التصويت")]
)
def test_papers_speak_the_conventions_languages_and_not_the_tellers(many_tongues: Web, browser: str, said: str) -> None:
    teller = many_tongues.sign_in(many_tongues.house.hand(Role.TELLER))
    response = teller.get("/tellers/ballots.pdf?motion=1", headers={"Accept-Language": browser})
    text = printed(response.data)
    assert said in text
    assert text.count("Shall it be") == text.count("Má to být") == 4
    assert text.count("Yes") == text.count("نعم") == 4
    # What a choice means, too, whatever language the teller reads.
    assert text.count("Neither for nor against.") == 4


def test_in_arabic_the_squares_stand_on_the_right() -> None:
    def squares(language: str) -> list[float]:
        sheet = _Sheet(language in RIGHT_TO_LEFT)
        sheet.add(0, Paper(language, "PEACE", "1", ["?"], [Choice("Yes", "It is.")], "Mandate", "Tellers"), "")
        return [stroke.x + stroke.width / 2 for stroke in sheet.strokes if stroke.height]

    [left], [right] = squares("en"), squares("ar")
    assert left + right == pytest.approx(210.0)
    assert left < 20


def test_what_all_papers_say_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting words takes the time, and the server answers nobody else meanwhile: not even while a motion is open."""
    set_words: list[str] = []
    monkeypatch.setattr("voting.ballot_papers.fit", lambda text, **box: set_words.append(text) or fit(text, **box))
    paper = Paper(
        "en", "Once", "A1", ["Shall A1 be adopted?"], [Choice("Yes", "It will read so.")], "Mandate", "Tellers"
    )
    ballot_papers(paper, [f"nord/{number}" for number in range(100)])
    assert len(set_words) < 100 + 20


def test_in_six_languages_no_choice_is_smaller_than_another() -> None:
    names = ["Yes · Oui · Sí · Ja · Sim · نعم", "Abstain · Abstention · Abstención · Enthaltung · Abstenção · امتناع"]
    sheet = _Sheet(rtl=False)
    sheet.add(0, Paper("en", "PEACE", "", [], [Choice(name, name) for name in names], "Mandate", "Tellers"), "")
    [size] = {one.size for one in sheet.printed if one.grey == 0}
    assert size > 10
    means = {one.size for one in sheet.printed if one.grey and one.run.text.startswith(("Yes", "Abstain"))}
    assert len(means) == 1
