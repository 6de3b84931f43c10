"""Results as tables: what is in them is what was counted, and no cell is a formula."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from audit.tally import motion_result
from ballots.acts import Role
from tests.voting.house import House
from tests.voting.web import Web, build_web, problem
from voting import reports
from voting.signing import statement_digest

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")


def declare(house: House, motion: str, choices: tuple[str, ...], **fields: Any) -> None:
    opening = house.open(motion, **fields)
    for which, choice in enumerate(choices):
        house.send(house.vote(which, opening, choice, motion))
    house.end(opening, motion)
    house.close(opening, motion)
    result = motion_result(house.parts.log.convention.motions[motion], None)
    declared = {"options": result["options"], "outcome": result["outcome"]}
    named = {"motion": motion, "opening": opening, "result": declared, "casting": None, "tree": house.tree()}
    house.send(house.hand(Role.CHAIR).sign("result.declared", **named))


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    house = web.house
    house.issue(["south/1", "south/2"])
    declare(house, "1", ("yes", "yes", "no"), title={"en": "=HYPERLINK(1)"})
    declare(house, "2", ("abstain",), title={"en": "Çà, l’été: 平和, “quoted”\nand on"})
    house.open("3")
    yield web
    web.close()


def parsed(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def test_json_is_the_recount(web: Web) -> None:
    convention = web.house.reopen().log.convention
    results = json.loads(web.nobody.get("/audit/results.json").data)
    assert results == {
        "decisions": [],
        "motions": [motion_result(convention.motions[name], None) for name in ("1", "2")],
        "agendas": [],
        "counts": [],
        "reports": [],
        "sittings": [],
    }


def test_seats_are_told_of_a_declared_motion_alone(web: Web) -> None:
    name = {"en": "North"}
    north = {"label": "north", "name": name, "seats": 3, "weight": 1, "yes": 2, "no": 1, "abstain": 0}
    told = web.nobody.get("/audit/motions/1/seats")
    assert told.cache_control.no_store
    assert told.json[0] == north
    assert [(one["label"], one["seats"], one["yes"]) for one in told.json] == [("north", 3, 2), ("south", 2, 0)]
    for undeclared in ("3", "nowhere"):
        assert problem(web.nobody.get(f"/audit/motions/{undeclared}/seats")) == (404, "not_found")


def test_csv_says_what_json_says(web: Web) -> None:
    results = json.loads(web.nobody.get("/audit/results.json").data)["motions"]
    response = web.nobody.get("/audit/results.csv")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = parsed(response)
    assert [row["motion"] for row in rows] == ["1", "2"]
    for row, result in zip(rows, results, strict=True):
        assert row["outcome"] == result["outcome"]
        assert int(row["electorate"]) == result["electorate"]["count"] == 5
        assert int(row["electorate_weight"]) == result["electorate"]["weight"] == 9
        for option, total in result["options"].items():
            assert (int(row[option]), int(row[f"{option}_weight"])) == (total["count"], total["weight"])
        [house] = result["houses"]
        found = (int(row["house_1_needed"]), int(row["house_1_reached"]), int(row["house_1_of"]))
        assert found == (house["needed"], house["reached"], house["whole"])
        assert row["house_1_met"] == str(house["met"])
    assert [(row["yes"], row["no"], row["abstain"]) for row in rows] == [("2", "1", "0"), ("0", "0", "1")]


def test_the_workbook_holds_results_delegations_and_roll_calls(web: Web) -> None:
    response = web.nobody.get("/audit/results.xlsx")
    book = load_workbook(io.BytesIO(response.data))
    assert book.sheetnames == ["Results", "Delegations", "Roll call", "Decisions"]
    tables = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    heads = {name: table[0] for name, table in tables.items()}
    results = [dict(zip(heads["Results"], row, strict=True)) for row in tables["Results"][1:]]
    assert [(row["Motion"], row["Yes"], row["No"], row["Voted"]) for row in results] == [("1", 2, 1, 3), ("2", 0, 0, 1)]
    assert results[1]["Title"] == "Çà, l’été: 平和, “quoted”\nand on"
    delegations = [dict(zip(heads["Delegations"], row, strict=True)) for row in tables["Delegations"][1:]]
    assert {(row["Motion"], row["Delegation"], row["Entitled"], row["Yes"]) for row in delegations} == {
        ("1", "North", 3, 2),
        ("1", "South", 2, 0),
        ("2", "North", 3, 0),
        ("2", "South", 2, 0),
    }
    votes = tables["Roll call"][1:]
    assert [row[:3] for row in votes] == [
        ("1", "north/1", "Yes"),
        ("1", "north/2", "Yes"),
        ("1", "north/3", "No"),
        ("2", "north/1", "Abstain"),
    ]
    entries = web.house.reopen().log.convention.motions["1"].votes
    assert {row[3] for row in votes} == {"By phone"}
    assert votes[0][4] == entries["north/1"].entry


def test_the_workbook_is_in_the_language_of_its_reader(web: Web) -> None:
    for file in ("results.xlsx", "motions/1/motion.xlsx"):
        answer = web.nobody.get(f"/audit/{file}", headers={"Accept-Language": "es"})
        book = load_workbook(io.BytesIO(answer.data))
        assert book.sheetnames[:3] == ["Resultados", "Delegaciones", "Votación nominal"]
        assert not book["Resultados"].sheet_view.rightToLeft
        assert book["Resultados"].freeze_panes == "A2"
        head, first = list(book["Resultados"].iter_rows(values_only=True))[:2]
        told = dict(zip(head, first, strict=True))
        assert (told["Estado"], told["Resultado"], told["Sí"], told["Sí · De ellos, en papel o de viva voz"]) == (
            "Resultado proclamado",
            "Aprobada",
            2,
            0,
        )
        assert (told["Necesarios"], told["Alcanzado"], told["De un total de"], told["Suficiente"]) == (2, 2, 3, "Sí")
        assert [row[1] for row in book["Delegaciones"].iter_rows(min_row=2, max_row=3, values_only=True)] == [
            "North",
            "South",
        ]
        vote = next(book["Votación nominal"].iter_rows(min_row=2, values_only=True))
        assert vote[:4] == ("1", "north/1", "Sí", "Por teléfono")
        heads = {str(cell.value) for sheet in book for cell in sheet[1]}
        # Every heading has its word.
        assert not [head for head in heads if head[:1].islower() or "_" in head]
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx", headers={"Accept-Language": "ar"}).data))
    assert book["النتائج"].sheet_view.rightToLeft
    # A vote is no voting: no two columns of the roll call are called the same, on the page as in the file.
    heads = [cell.value for cell in book["الأصوات بالأسماء"][1]]
    assert len(set(heads)) == len(heads)
    motion = json.loads(web.nobody.get("/audit/results.json").data)["motions"][0]["motion"]
    page = web.nobody.get(f"/audit/motions/{motion}", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert '<th scope="col">Stimme</th>' in page.text


def test_the_workbook_is_made_once_after_each_declaration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    write = reports.to_xlsx

    def counted(tables: Any, rtl: bool) -> bytes:
        made.append(len(tables["Results"]))
        return write(tables, rtl)

    monkeypatch.setattr(reports, "to_xlsx", counted)
    web = build_web(tmp_path, delegates=1)
    declare(web.house, "1", ("yes",))
    first = web.nobody.get("/audit/results.xlsx").data
    web.house.open("2")
    assert web.nobody.get("/audit/results.xlsx").data == first
    declare(web.house, "3", ("no",))
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx").data))
    assert [row[0] for row in book["Results"].iter_rows(min_row=2, values_only=True)] == ["1", "3"]
    opening = web.house.parts.log.convention.motions["1"].opening
    annulled = web.house.hand(Role.CHAIR).sign("motion.annulled", motion="1", opening=opening, reason="Wrong text")
    web.house.send(annulled)
    named = {"motion": "1", "annulment": statement_digest(annulled)}
    web.house.send(web.house.hand(Role.TELLER).sign("annulment.confirmed", **named))
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx").data))
    assert [row[0] for row in book["Results"].iter_rows(min_row=2, values_only=True)] == ["3"]
    assert made == [1, 2, 1]
    web.close()


def test_no_cell_is_a_formula(web: Web) -> None:
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert book["Results"]["B2"].value == "'=HYPERLINK(1)"
    assert parsed(web.nobody.get("/audit/results.csv"))[0]["title"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_start_of_a_formula_is_made_harmless(web: Web, formula: str) -> None:
    result = motion_result(web.house.parts.log.convention.motions["1"], None)
    table = reports.results_table([{**result, "title": {"en": formula}}], "en")
    rows = list(csv.reader(io.StringIO(reports.to_csv(table).decode("utf-8-sig"), newline="")))
    assert rows[1][1] == "'" + formula
    assert int(rows[1][rows[0].index("yes")]) == 2


@pytest.mark.parametrize("hidden", ["Yes;=1+1", "Yes\n=1+1\nno", 'Yes;"=1+1&"\nno', "Yes;@SUM(A1)"])
def test_a_formula_is_harmless_also_where_a_program_cuts_lines_at_semicolons(web: Web, hidden: str) -> None:
    result = motion_result(web.house.parts.log.convention.motions["1"], None)
    written = reports.to_csv(reports.results_table([{**result, "title": {"en": hidden}}], "en")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def test_a_name_of_a_delegation_is_no_formula_in_a_workbook(web: Web) -> None:
    tables = {"delegations": pd.DataFrame({"delegation": ["=HYPERLINK(1)"], "yes": [2]})}
    cell = load_workbook(io.BytesIO(reports.to_xlsx(tables)))["delegations"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=HYPERLINK(1)")


def test_a_workbooks_columns_are_as_wide_as_their_words_and_no_wider_than_a_page() -> None:
    table = pd.DataFrame({"electorate": [None], "title": ["The springs of the valley"], "words": ["w" * 5_000]})
    sheet = load_workbook(io.BytesIO(reports.to_xlsx({"results": table})))["results"]
    widths = {column: sheet.column_dimensions[column].width for column in "ABC"}
    assert widths["A"] >= len("electorate")
    assert len("The springs of the valley") <= widths["B"] < 30
    assert 60 <= widths["C"] < 80


def test_a_title_in_another_language_is_shown_where_the_first_is_missing(web: Web) -> None:
    result = motion_result(web.house.parts.log.convention.motions["1"], None)
    table = reports.results_table([{**result, "title": {"fr": "Titre"}}], "en")
    assert table["title"].tolist() == ["Titre"]


def test_a_record_without_results_is_an_empty_table_and_no_fault(tmp_path_factory: pytest.TempPathFactory) -> None:
    web = build_web(tmp_path_factory.mktemp("empty"))
    assert json.loads(web.nobody.get("/audit/results.json").data) == {
        name: [] for name in ("agendas", "counts", "decisions", "motions", "reports", "sittings")
    }
    assert parsed(web.nobody.get("/audit/results.csv")) == []
    book = load_workbook(io.BytesIO(web.nobody.get("/audit/results.xlsx").data))
    assert [sheet.max_row for sheet in book] == [1, 1, 1, 1]
    web.close()


def test_nothing_is_in_the_tables_before_the_declaration(web: Web) -> None:
    for path in ("/audit/results.json", "/audit/results.csv"):
        assert b"Motion 3" not in web.nobody.get(path).data
