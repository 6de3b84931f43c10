"""The record narrowed to what somebody looks for, its files and charts, and what nobody sees before the declaration."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from audit.encoding import b64url_encode
from audit.tally import motion_result
from ballots import presets
from ballots.acts import Role
from ballots.mandate import seat_of
from ballots.rules import read_question_rule
from tests.voting.paper import printed
from tests.voting.test_reports import declare
from tests.voting.web import Web, build_web, problem
from voting.agreement import agreement
from voting.hemicycle import seats_of
from voting.plan import DEFAULT_RULES
from voting.printed_sheets import Column, Sheets
from voting.requirement import Sentences
from voting.results_pdf import _numbered
from voting.seats import seats_by_delegation

HTML = {"Accept": "text/html"}
FILES = ("json", "csv", "xlsx", "pdf")

NARROWED = ("Mots : peace", "Issue : Adopté", "Type : Procédure", "Séance : Sitting 1", "Numéro d’un badge : 10")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    house = web.house
    chair = house.hand(Role.CHAIR)
    house.issue(["south/1"])
    for number, choices in (("1", ("yes", "yes", "no")), ("2", ("no", "no"))):
        present = {"count": 0, "weight": 0, "version": 0}
        with house.parts.sequencer.reading() as (log, _):
            roll = log.convention.rolls["present"]
            present = {"count": roll.total.heads, "weight": roll.total.weight, "version": roll.version}
        house.send(
            chair.sign(
                "sitting.opened",
                sitting=f"s{number}",
                title={"en": f"Sitting {number}"},
                present=present,
                tree=house.tree(),
            )
        )
        declare(house, number, choices, title={"en": ("Springs of PEACE", "=HYPERLINK(1)")[int(number) - 1]})
        house.send(chair.sign("sitting.closed", sitting=f"s{number}"))
    yield web
    web.close()


def listed(web: Web, query: str) -> list[str]:
    response = web.nobody.get(f"/audit{query}", headers=HTML)
    assert response.status_code == 200, response.text[:500]
    shown = re.findall(r'<tr data-motion="([^"]+)"', response.text)
    if query:
        # Files and the permanent link keep what was asked for, and hold the same.
        for kind in FILES:
            assert f'href="/audit/results.{kind}{html.escape(query)}"' in response.text, kind
        assert f'href="/audit{html.escape(query)}#record"' in response.text
        settled = json.loads(web.nobody.get(f"/audit/results.json{query}").data)
        assert [one["motion"] for one in settled["motions"]] == shown
        rows = csv.DictReader(io.StringIO(web.nobody.get(f"/audit/results.csv{query}").data.decode("utf-8-sig")))
        assert [row["motion"] for row in rows] == shown
        book = load_workbook(io.BytesIO(web.nobody.get(f"/audit/results.xlsx{query}").data))
        assert [row[0] for row in book["Results"].iter_rows(min_row=2, values_only=True)] == shown
    return shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["1", "2"]),
        ("?words=peace", ["1"]),
        ("?words=peace+springs", ["1"]),
        ("?words=peace+hyperlink", []),
        ("?words=shall+we", ["1", "2"]),
        ("?outcome=adopted", ["1"]),
        ("?outcome=not_adopted", ["2"]),
        ("?outcome=annulled", []),
        ("?kind=procedure", ["1", "2"]),
        ("?kind=amendment", []),
        ("?sitting=s1", ["1"]),
        ("?sitting=s2", ["2"]),
        ("?delegation=south", ["1", "2"]),
        ("?outcome=adopted&sitting=s2", []),
    ],
)
def test_a_list_is_narrowed(web: Web, query: str, expected: list[str]) -> None:
    assert listed(web, query) == expected


def test_a_list_shows_how_a_person_and_a_delegation_voted(web: Web) -> None:
    number = web.house.numbers[2]
    assert listed(web, f"?person={number}") == ["1", "2"]
    page = web.nobody.get(f"/audit?person={number}", headers=HTML).text
    # On a phone there is no head of the column that says whose votes these are.
    own = re.findall(rf'<td class="own" data-label="Badge {number}">(.*?)</td>', page, re.DOTALL)
    assert "choice-no" in own[0]
    assert "Did not vote" in own[1]
    page = web.nobody.get("/audit?delegation=north", headers=HTML).text
    own = re.findall(r'<td class="own" data-label="North">(.*?)</td>', page, re.DOTALL)
    assert re.findall(r"choice-(\w+)", own[0]) == ["yes", "no"]
    assert "</span> 2" in own[0]
    # Files say it too.
    for query, column, given in (
        (f"?person={number}", "credential", [("0", "1"), ("0", "0")]),
        ("?delegation=north", "delegation", [("2", "1"), ("0", "2")]),
    ):
        rows = csv.DictReader(io.StringIO(web.nobody.get(f"/audit/results.csv{query}").data.decode("utf-8-sig")))
        assert [(row[f"{column}_yes"], row[f"{column}_no"]) for row in rows] == given
    text = " ".join(printed(web.nobody.get(f"/audit/results.pdf?person={number}").data).split())
    assert "Not adopted Did not vote" in text
    assert "No 1" in text


@pytest.mark.parametrize(
    "query",
    [
        {"outcome": "won"},
        {"kind": "x"},
        {"sitting": "s9"},
        {"delegation": "../etc"},
        {"person": "0"},
        {"person": "-1"},
        {"person": "9" * 400},
        {"person": "٣"},
        {"words": "x" * 201},
    ],
    ids=str,
)
def test_what_the_record_does_not_know_is_refused(web: Web, query: dict[str, str]) -> None:
    for path in ("/audit", *(f"/audit/results.{kind}" for kind in FILES)):
        assert problem(web.nobody.get(path, query_string=query)) == (400, "unknown_filter")


def test_a_number_that_no_badge_has_is_refused_as_a_number(web: Web) -> None:
    assert "No badge of this convention has this number" in web.nobody.get("/audit?person=999", headers=HTML).text
    assert "Choose from the lists" in web.nobody.get("/audit?sitting=s9", headers=HTML).text


def test_a_list_that_holds_nothing_says_so(web: Web) -> None:
    assert 'id="nothing"' in web.nobody.get("/audit?words=nowhere", headers=HTML).text
    assert 'id="nothing"' not in web.nobody.get("/audit", headers=HTML).text


def test_a_list_on_paper(web: Web) -> None:
    text = printed(web.nobody.get("/audit/results.pdf?outcome=adopted").data)
    assert "Springs of PEACE" in text
    assert "HYPERLINK" not in text
    assert "Adopted" in text
    french = web.nobody.get("/audit/results.pdf", headers={"Accept-Language": "fr"}).data
    assert "Non adopté" in printed(french)
    # What it was narrowed to is said in the reader's words, as the form has them.
    asked = "outcome=adopted&kind=procedure&sitting=s1&delegation=north&words=peace&person=10"
    narrowed = web.nobody.get(f"/audit/results.pdf?{asked}", headers={"Accept-Language": "fr"})
    for line in NARROWED:
        assert "".join(line.split()) in "".join(printed(narrowed.data).split())


def test_a_roll_call_on_paper_has_every_mandate(web: Web) -> None:
    text = printed(web.nobody.get("/audit/motions/1/roll-call.pdf").data)
    convention = web.house.parts.log.convention
    rows = {line.split(" ")[0]: line for line in text.splitlines()}
    north, south = (dict(convention.delegations[name].name)["en"] for name in ("north", "south"))
    assert rows[north] == f"{north} 2: 1, 2 1: 3 – –"
    assert rows[south] == f"{south} – – – 1: 1"
    motion = convention.motions["1"]
    # Who signs it, or finds it years later, sees of which day it is.
    assert re.search(rf"Result declared on \w+ \d+, \d{{4}}, [\d:]+ UTC: entry {motion.declared} of the log", text)
    with web.house.parts.sequencer.reading() as (log, _):
        assert f"{motion.declared + 1}:{b64url_encode(log.tree.root(motion.declared + 1))}" in text


def test_a_roll_call_in_arabic_runs_from_the_right_but_for_the_root(web: Web) -> None:
    text = printed(web.nobody.get("/audit/motions/1/roll-call.pdf", headers={"Accept-Language": "ar"}).data)
    assert "2 ،1 :2" in text
    motion = web.house.parts.log.convention.motions["1"]
    with web.house.parts.sequencer.reading() as (log, _):
        assert f"{motion.declared + 1}:{b64url_encode(log.tree.root(motion.declared + 1))}" in text


def test_nobody_signs_a_page_that_does_not_say_of_what() -> None:
    for rows in range(70):
        sheets = Sheets("Motion 1", "en", "Root")
        sheets.table([Column("Delegation", 1.0)], [["North"]] * rows)
        sheets.lines_to_sign(["Chair", "Teller", "Teller"], "Adopted: Yes 7")
        found = ["".join(page.split()) for page in printed(sheets.pdf()).split("\f")[:-1]]
        assert (found[-1].count("Chair"), found[-1].count("Teller")) == (1, 2)
        # What is signed stands on the same page, also where that begins with the lines to sign.
        assert ("Adopted:Yes7" in found[-1]) is ("Delegation" not in found[-1])
        assert all("Motion1" in page for page in found)
        assert [f"{at}/{len(found)}" in page for at, page in enumerate(found, 1)] == [True] * len(found)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("1 2", "2: 1, 2"),
        ("3 1 2", "3: 1–3"),
        ("1 3 4 5 40 39 38*", "7: 1, 3–5, 38*, 39, 40"),
        ("1* 2* 3* 4", "4: 1–3*, 4"),
        ("", "–"),
    ],
)
def test_mandates_in_a_row_are_not_told_one_by_one(numbers: str, told: str) -> None:
    assert _numbered(len(numbers.split()), numbers.split(), "{head}:", ", ") == told


def test_in_arabic_a_table_and_its_bars_begin_at_the_right() -> None:
    sheets = Sheets("Results", "ar", "foot")
    sheets.bars([("label", 1)])
    label, _count = sheets._printed[-2:]
    assert label.x > sheets._boxes[-1].x
    sheets.table([Column("Delegation", 1), Column("Yes", 1, number=True)], [])
    first, last = sheets._printed[-2:]
    assert first.x > last.x
    # What is set smaller, or in another script, stands on the same line.
    sheets.table([Column("امتناع", 1), Column("Enthaltungsstimmen", 0.16)], [["أُقرّ", "12"]])
    heads, cells = sheets._printed[-4:-2], sheets._printed[-2:]
    assert heads[0].size != heads[1].size
    for row in (heads, cells):
        assert row[0].y == pytest.approx(row[1].y)


def test_the_page_of_a_motion_has_the_root_of_its_declaration(web: Web) -> None:
    page = web.nobody.get("/audit/motions/1", headers=HTML).text
    with web.house.parts.sequencer.reading() as (log, _):
        size = log.convention.motions["1"].declared + 1
        assert f"{size}:{b64url_encode(log.tree.root(size))}" in page
    assert page.count('class="seat-yes"') == 2 + 1  # one in the legend
    assert page.count('class="seat-absent"') == 1 + 1


def test_a_roll_call_is_narrowed_without_a_script(web: Web) -> None:
    page = web.nobody.get("/audit/motions/1?find=NORTH/3", headers=HTML).text
    body = page[page.index('<table id="roll"') :].partition("</table>")[0]
    assert len(re.findall(r"<tr hidden>", body)) == 2
    # In Arabic its column begins at the right, and the name of a block is Arabic.
    assert '<tr><th scope="row"><bdi>north/3</bdi>' in body


def test_delegations_that_vote_alike() -> None:
    def result(**parts: tuple[int, int]) -> dict[str, object]:
        return {
            "delegations": {
                name: {"options": {"yes": {"count": yes}, "no": {"count": no}}} for name, (yes, no) in parts.items()
            }
        }

    results = [result(a=(2, 1), b=(3, 0), c=(0, 4)), result(a=(0, 2), b=(1, 1), c=(1, 3)), result(b=(1, 0), c=(1, 0))]
    assert agreement(results, "a") == [("b", 1, 1), ("c", 1, 2)]
    assert agreement(results, "x") == []


def test_the_page_of_a_delegation(web: Web) -> None:
    page = web.nobody.get("/audit/delegations/north", headers=HTML).text
    assert re.findall(r'data-label="(?:Yes|No)">(\d)', page) == ["2", "1", "0", "2"]
    assert problem(web.nobody.get("/audit/delegations/nowhere")) == (404, "not_found")
    assert problem(web.nobody.get("/audit/decisions/nowhere")) == (404, "not_found")


def test_every_seat_is_drawn_once_and_within_the_drawing(web: Web) -> None:
    convention = web.house.parts.log.convention
    drawn = seats_of(convention.motions["1"], convention.delegations)
    assert drawn is not None
    assert sorted(seat.mandate for seat in drawn.seats) == ["north/1", "north/2", "north/3", "south/1"]
    assert all(0 < seat.x < drawn.width and 0 < seat.y < drawn.height for seat in drawn.seats)
    assert [label.number for label in drawn.labels] == [1, 2]


def test_the_record_and_the_hall_screen_seat_the_same_votes_side_by_side_in_the_same_order(web: Web) -> None:
    convention = web.house.parts.log.convention
    motion = convention.motions["1"]
    hall = seats_by_delegation(convention, motion)
    drawn = seats_of(motion, convention.delegations)
    assert drawn is not None
    assert [label.delegation for label in drawn.labels] == [one["label"] for one in hall]
    for one in hall:
        own = [seat.choice for seat in drawn.seats if seat_of(seat.mandate).delegation == one["label"]]
        assert len(own) == one["seats"]
        assert {choice: own.count(choice) for choice in ("yes", "no", "abstain")} == {
            choice: one[choice] for choice in ("yes", "no", "abstain")
        }
    # Delegations sit as they were registered, whatever their names.
    turned = seats_of(motion, reversed(list(convention.delegations)))
    assert turned is not None
    assert [label.delegation for label in turned.labels] == [one["label"] for one in reversed(hall)]
    assert turned.seats[0].mandate == "south/1"


def test_nobody_sees_a_result_before_it_is_declared(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=3)
    house = web.house
    press = web.sign_in(house.activate(house.issue([], role="observer")))
    readers = {"press": press, "stranger": web.nobody, "delegate": web.sign_in(house.delegates[0])}
    paths = ["/audit", "/audit?delegation=north", "/audit?person=" + str(house.numbers[0]), "/audit/motions/1"]
    paths += ["/audit/delegations/north", "/audit/motions/1?find=north", "/state"]
    paths += [f"/audit/results.{kind}" for kind in ("json", "csv")]
    files = ("motion.json", "motion.xlsx", "roll-call.csv", "roll-call.pdf", "delegations.csv")
    shows = re.compile(r"choice-yes\"|seat-yes|\"options\": ?\{\"|Motion 1,|data-label=\"(Yes|No)\">\d")

    def looked(client: FlaskClient) -> list[str]:
        return [path for path in paths if shows.search(client.get(path, headers=HTML).text)]

    opening = house.open("1")
    for which, choice in enumerate(("yes", "yes", "no")):
        house.send(house.vote(which, opening, choice, "1"))
    for step in (lambda: None, lambda: house.end(opening, "1"), lambda: house.close(opening, "1")):
        step()
        for who, client in readers.items():
            assert looked(client) == [], who
            for file in files:
                assert problem(client.get(f"/audit/motions/1/{file}")) == (404, "not_found"), (who, file)
            assert problem(client.get("/audit/motions/1/recount")) == (404, "not_found")
    result = motion_result(house.parts.log.convention.motions["1"], None)
    fields = {"opening": opening, "casting": None, "result": {name: result[name] for name in ("options", "outcome")}}
    house.send(house.hand(Role.CHAIR).sign("result.declared", motion="1", tree=house.tree(), **fields))
    for who, client in readers.items():
        assert "/audit/motions/1" in looked(client), who
        assert client.get("/audit/motions/1/roll-call.pdf").status_code == 200, who
    web.close()


def test_a_decision_that_was_taken_back_says_so_wherever_it_stands(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=3)
    house = web.house
    declare(house, "1", ("yes", "yes", "no"))
    assert json.loads(web.nobody.get("/audit/motions/1/motion.json").data)["result"]["reconsidered"] is None
    before = web.nobody.get("/audit/motions/1/roll-call.pdf").data
    about = {"kind": "reconsideration", "id": "1", "digest": house.parts.log.convention.motions["1"].opening}
    declare(house, "2", ("yes", "yes", "yes"), kind="reconsideration", subject=about)

    for page in ("/audit", "/audit/motions/1", "/audit/delegations/north"):
        assert web.nobody.get(page, headers=HTML).text.count(">Taken back<") == 1, page
    said = web.nobody.get("/audit/motions/1", headers=HTML).text
    assert 'Taken back <a href="/audit/motions/2">by motion 2</a>: it has no effect any more.' in said
    assert ">Taken back<" not in web.nobody.get("/audit/motions/2", headers=HTML).text
    assert json.loads(web.nobody.get("/audit/motions/1/motion.json").data)["result"]["reconsidered"] == "2"
    rows = csv.DictReader(io.StringIO(web.nobody.get("/audit/results.csv").data.decode("utf-8-sig")))
    assert [row["reconsidered"] for row in rows] == ["2", ""]
    assert "Taken back (2)" in " ".join(printed(web.nobody.get("/audit/results.pdf").data).split())
    # Also on the roll call that was made before.
    assert "Taken back by motion 2" not in " ".join(printed(before).split())
    assert "Taken back by motion 2" in " ".join(printed(web.nobody.get("/audit/motions/1/roll-call.pdf").data).split())
    web.close()


def test_no_share_of_nothing_is_asked_for(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=1)
    declare(web.house, "1", ())
    assert "1/0" not in web.nobody.get("/audit", headers=HTML).text
    assert "1/0" not in printed(web.nobody.get("/audit/results.pdf").data)
    assert "There are no votes for and against" in web.nobody.get("/audit/motions/1", headers=HTML).text
    web.close()


def test_nobody_is_warned_of_a_vote_that_is_over(tmp_path: Path) -> None:
    """Where votes cast make the quorum, a No may complete it: voters are told before, and nobody after."""
    rule = presets.question({"majority": "simple_majority", "quorum": "half_voting"})
    assert "Careful" in Sentences("en").requirement(read_question_rule(rule, "rule"))
    web = build_web(tmp_path, delegates=3, questions={**DEFAULT_RULES["questions"], "procedure": rule})
    declare(web.house, "1", ("yes", "yes", "no"), **presets.in_opening(rule))
    for page in (
        web.nobody.get("/audit/motions/1", headers=HTML).text,
        printed(web.nobody.get("/audit/motions/1/roll-call.pdf").data),
    ):
        assert "Careful" not in page
        assert "more than half" in page
    web.close()
