"""The preview of a list of delegations: ids read or made, groups, languages, and every problem in words."""

import pytest

from tests.voting.listed import NORD, parties, registry
from voting.importing import preview, read_table


def test_a_list_of_delegations() -> None:
    found = parties("Id,Name,Nom (fr),nombre_es,Seats,Weight\nnord,North,Nord,Norte,12,2\nsud,South,,,1,\n")
    assert found.kind == "delegations"
    assert list(found.columns) == ["delegation", "name_en", "name_fr", "name_es", "entitlement", "weight"]
    first, second = found.rows
    assert (first.key, first.state) == ("nord", "new")
    assert first.values["name"] == {"en": "North", "fr": "Nord", "es": "Norte"}
    assert (first.values["entitlement"], first.values["weight"]) == (12, 2)
    assert (second.values["name"], second.values["weight"]) == ({"en": "South"}, 1)


def test_groups_of_delegations() -> None:
    found = parties("id,name,seats,Groupes\nnord,North,1,founders; north,\nsud,South,1,\nost,East,1,a b c,\n")
    assert [row.values["groups"] for row in found.rows] == [["founders", "north"], [], ["a", "b", "c"]]
    registered = registry(found)
    again = parties("id,name,seats,group\nnord,North,1,north founders north\nsud,South,1,south\n", registered)
    assert [row.state for row in again.rows] == ["unchanged", "changed"]
    # A list without the column leaves the groups as they are.
    kept = parties("id,name,seats\nnord,North,2\n", registered).rows[0]
    assert (kept.state, kept.values["groups"]) == ("changed", ["founders", "north"])
    problems = parties(f"id,name,seats,groups\na,Alpha,1,=sum\nb,Beta,1,{' '.join('abcdefghijklmnopq')}\n")
    assert [row.problems for row in problems.rows] == [
        ("The group “=sum” may have at most 64 letters A-Z, digits, dots, hyphens and underscores.",),
        ("There are 17 groups; a delegation has at most 16.",),
    ]


def test_other_headings_that_name_a_language_are_left_alone() -> None:
    found = parties("id,Name,Notes (fr),seats\nnord,North,rien,1\n")
    assert found.rows[0].values["name"] == {"en": "North"}
    assert found.notes == ("Columns that are not used: “Notes (fr)”.",)


@pytest.mark.parametrize(
    ("text", "delegation"),
    [
        ("Délégation,Sièges\nParti du Nord,3\n", "parti-du-nord"),
        ("Partido,Escaños,Siglas\nPartido del Norte,3,PN\n", "PN"),
        ("Party,Name,Number of seats\nPN,Party of the North,3\n", "PN"),
        ("Kürzel;Name der Partei;Anzahl der Mandate\nPN;Partei des Nordens;3\n", "PN"),
        ("Sigla;Nome do partido;Lugares\nPN;Partido do Norte;3\n", "PN"),
        ("الرمز;اسم الحزب;عدد المقاعد\nPN;حزب الشمال;3\n", "PN"),
    ],
)
def test_ids_are_read_or_made(text: str, delegation: str) -> None:
    row = parties(text).rows[0]
    assert (row.key, row.state) == (delegation, "new")


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("Name (de)", "de"),
        ("Name auf Deutsch", "de"),
        ("Nome em português", "pt"),
        ("Português", "pt"),
        ("الاسم (ar)", "ar"),
        ("اسم الوفد بالعربية", "ar"),
        ("Nom allemand", "de"),
        ("الاسم بالألمانية", "de"),
    ],
)
def test_a_name_in_each_language(heading: str, language: str) -> None:
    table = read_table(f"id,Name,{heading},seats,weight\nn,North,N,3,\n".encode(), "list.csv")
    [row] = preview(table, {}, {}, ("en", "de", "pt", "ar")).rows
    assert row.values["name"] == {"en": "North", language: "N"}


@pytest.mark.parametrize("headings", ["seats,weight,groups", "Sitze,Stimmgewicht,Gruppen", "Vagas,Peso,Grupos"])
def test_what_a_delegation_has_in_every_language(headings: str) -> None:
    for written in (headings, "عدد المقاعد,وزن الصوت,المجموعات"):
        row = parties(f"id,name,{written}\nn,North,3,2,a؛ b\n").rows[0]
        assert (row.values["entitlement"], row.values["weight"], row.values["groups"]) == (3, 2, ["a", "b"])


def test_registered_delegations_again() -> None:
    registered = {"nord": NORD}
    found = parties("name,seats\nParti du nord,2\n", registered)
    assert found.rows[0].key == "nord"
    text = "id,name,seats,weight\nnord,Party of the North,{seats},1\n"
    assert parties(text.format(seats=2), registered).rows[0].state == "unchanged"
    changed = parties(text.format(seats=3), registered).rows[0]
    assert changed.state == "changed"
    assert changed.values["name"] == dict(NORD.name)  # names in other languages are kept
    assert changed.before == {"entitlement": 2}


DELEGATION_PROBLEMS = {
    "a,Alpha,-1,1": "number of seats “-1” is not a whole number from 1 to 100,000",
    "a,Alpha,0,1": "number of seats “0”",
    "a,Alpha,100001,1": "number of seats “100001”",
    "a,Alpha,1.5,1": "number of seats “1.5”",
    "a,Alpha,1_0,1": "number of seats “1_0”",
    "a,Alpha,١٢,1": "number of seats “١٢”",
    "a,Alpha,,1": "number of seats is missing",
    "a,Alpha,1,0": "weight “0”",
    "a,Alpha,1,-3": "weight “-3”",
    "a,Alpha,1,1000001": "weight “1000001” is not a whole number from 1 to 1,000,000",
    "a b,Alpha,1,1": "The id “a b” may have at most 64",
    "-a,Alpha,1,1": "The id starts with “-”",
    "a,=Alpha,1,1": "The name starts with “=”",
    "a,,1,1": "The name in the authoritative language (en) is missing.",
    ",Ελλάς,1,1": "The id is missing.",
    "NORD,Northern,1,1": "is registered as nord, not NORD",
    "north,Parti du Nord,1,1": "A delegation of this name is registered as nord.",
}


@pytest.mark.parametrize("row", DELEGATION_PROBLEMS)
def test_each_problem_of_a_delegation(row: str) -> None:
    found = parties(f"id,name,seats,weight\n{row}\nok,Fine,1,1\n", {"nord": NORD})
    assert found.rows[0].state == "problem"
    assert DELEGATION_PROBLEMS[row] in " ".join(found.rows[0].problems)
    assert found.rows[1].state == "new"


def test_delegations_that_stand_twice() -> None:
    found = parties("id,name,seats\na,Alpha,1\nA,Beta,1\nb,ALPHA,1\n")
    assert [row.problems for row in found.rows] == [
        (),
        ("The delegation A stands in line 2 already.",),
        ("A delegation of this name stands in line 2 already.",),
    ]
