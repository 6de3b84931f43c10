"""Counts of thousands wherever the server writes them for people, in each language, and as they are for programs."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from ballots.acts import Role
from tests.grouped import GROUPED, VOTES, WEIGHT, otherwise
from tests.voting.house import COMMITMENT
from tests.voting.paper import printed
from tests.voting.web import Web, build_web
from voting.cells import number_problem
from voting.languages import LANGUAGES, number_in
from voting.minutes_words import MinutesWords
from voting.phones import new_code
from voting.roster import new_person_id
from voting.signing import Hand
from voting.typesetting import fit

CLAIMED = "2026-11-03T15:30:05Z"
LOG_TIMES = {
    "en": "Nov 3, 2026, 3:30:05\u202fPM",
    "fr": "3 nov. 2026, 15:30:05",
    "es": "3 nov 2026, 15:30:05",
    "de": "03.11.2026, 15:30:05",
    "pt": "3 de nov. de 2026 15:30:05",
    "ar": "03\u200f/11\u200f/2026، 3:30:05 م",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A delegation whose head cast all its votes as a block, and an act of a known time."""
    web = build_web(tmp_path_factory.mktemp("house"), languages=LANGUAGES, block="whole")
    house = web.house
    founder = Hand(house.founding.founder, house.convention)
    fields = {"name": {"en": "Large"}, "entitlement": VOTES, "weight": WEIGHT // VOTES, "groups": []}
    house.send(founder.sign("delegation.registered", delegation="large", **fields, decision=None))
    seats = [f"large/{seat}" for seat in range(1, VOTES + 1)]
    head = house.issue(seats[:50], head=True)
    house.send(house.hand(Role.DESK).sign("credentials.issued", credentials=_members(head, seats[50:])))
    opening = house.open()
    cast = {"motion": "1", "opening": opening, "delegation": "large", "ballot": {"choices": {"yes": VOTES}}}
    house.send(house.activate(head).sign("block.cast", **cast))
    for step in (house.end, house.close, house.declare):
        step(opening)
    house.send(house.hand(Role.DESK).sign("presence.recorded", credential=head, state="in", issued_at=CLAIMED))
    yield web
    web.close()


def _members(head: int, seats: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "commitment": COMMITMENT,
            "delegation": None,
            "head": False,
            "key": new_code()[1].jwk.members(),
            "mandates": seats[first : first + 50],
            "number": head + 1 + first // 50,
            "person": new_person_id(),
            "replaces": None,
            "role": "delegate",
        }
        for first in range(0, len(seats), 50)
    ]


def read(web: Web, path: str, language: str) -> str:
    """Return what stands on a page, without its markup."""
    response = web.nobody.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200
    return unescape(re.sub("<[^>]*>", " ", response.text.partition("<main")[2]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_is_grouped_as_the_language_does_it(language: str) -> None:
    assert {number: number_in(number, language) for number in GROUPED[language]} == GROUPED[language]


def test_what_is_said_in_english_for_want_of_words_has_numbers_in_english() -> None:
    assert number_in(VOTES, "tlh") == GROUPED["en"][VOTES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_writes_counts_for_people(web: Web, language: str) -> None:
    own, others = GROUPED[language], otherwise(language)
    both, votes = (own[VOTES], own[WEIGHT]), (own[VOTES],)
    pages = {
        "/audit": votes,
        "/audit/motions/1": both,
        "/audit/motions/1/recount": both,
        "/audit/delegations/large": votes,
    }
    for path, numbers in pages.items():
        text = read(web, path, language)
        for number in numbers:
            assert number in text, path
        assert not [form for form in others if form in text], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_write_counts_for_people(web: Web, language: str) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    own, others = GROUPED[language], otherwise(language)
    numbers = {"/audit/results.pdf": (VOTES,), "/audit/motions/1/roll-call.pdf": (VOTES,)}
    for path, known in {**numbers, f"/audit/minutes.pdf?language={language}": (VOTES, WEIGHT)}.items():
        text = printed(chair.get(path, headers={"Accept-Language": language}).data)
        for number in known:
            # A PDF may tell a narrow space as any other.
            assert " ".join(own[number].split()) in " ".join(text.split()), path
        assert not [form for form in others if not re.search(r"\s", form) and form in text], path


def test_the_hall_reads_a_sentence_with_the_numbers_of_its_bars(web: Web) -> None:
    [motion] = web.nobody.get("/state").json["motions"]
    sentences = motion["result"]["sentence"]
    assert sentences.keys() == set(LANGUAGES)
    for language, said in sentences.items():
        assert GROUPED[language][VOTES] in said
        assert not [form for form in otherwise(language) if form in said]


def test_programs_read_counts_as_they_are(web: Web) -> None:
    table = web.nobody.get("/audit/results.csv", headers={"Accept-Language": "fr"}).data.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["yes"], row["yes_weight"]) == (str(VOTES), str(WEIGHT))
    assert web.nobody.get("/audit/motions/1/motion.json").json["result"]["options"]["yes"]["weight"] == WEIGHT
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx", headers={"Accept-Language": "fr"}).data))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {VOTES, WEIGHT} <= cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_minutes_what_is_called_by_a_number_is_not_grouped(language: str) -> None:
    words = MinutesWords(language)
    assert str(WEIGHT) in words.say("person.teller", number=WEIGHT)
    assert GROUPED[language][WEIGHT] in words.say("log", size=WEIGHT, root="root")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_of_a_list_is_told_its_bounds_in_the_readers_numbers(web: Web, language: str) -> None:
    with web.app.test_request_context(headers={"Accept-Language": language}):
        for cell in ("", "many"):
            assert GROUPED[language][WEIGHT] in (number_problem("weight", cell, WEIGHT) or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_tells_times_in_the_readers_words_and_once_that_they_are_utc(web: Web, language: str) -> None:
    size = web.nobody.get("/state").json["size"]
    for path, times in (("/audit/log", 1), (f"/audit/log/{size - 1}", 1)):
        page = web.nobody.get(path, headers={"Accept": "text/html", "Accept-Language": language}).text
        assert f'<time datetime="{CLAIMED}">{LOG_TIMES[language]}</time>' in page
        assert page.count("UTC") == times
    # What was signed is shown as it was.
    assert f'"issued_at": "{CLAIMED}"' in unescape(page)


@pytest.mark.parametrize("width", range(18, 60, 3))
def test_no_line_of_a_paper_ends_within_a_number(width: int) -> None:
    words = "Votes exprimés\u00a0: 12\u202f350 de poids 1\u202f234\u202f567, dont sur papier\u00a0: 1\u202f235"
    lines = fit(words, width=width, height=100.0, largest=3.0, whole_words=1.0).lines
    told = ["".join(run.text for run in line.runs) for line in lines]
    assert len(told) > 1
    assert " ".join(told) == words
