"""The preview of an import: whom each row is about, and every problem in words before anything is written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.listed import DELEGATIONS, SAMPLE, people, registry, roster
from voting.importing import (
    DelegationInfo,
    ImportRefused,
    KnownPerson,
    preview,
    read_table,
)
from voting.spreadsheets import EmptyFile, Table, TableRow

PROBLEMS = {
    ",sud,,": "The name is missing.",
    "42,sud,,": "has no letters",
    "Ana,,,": "The delegation is missing.",
    "Ana,Party of Nowhere,,": "is not registered.",
    "Ana,Parti du Nort,,": "Did you mean Parti du Nord (nord)?",
    "Ana,Union,,": "may be Union (east) or Union (est). Give its id.",
    "Ana,sud,king,": "The role “king” is not known.",
    "=cmd|' /C calc'!A0,sud,,": "starts with “=”",
    "+cmd,sud,,": "starts with “+”",
    "@SUM(A1),sud,,": "starts with “@”",
    "-2+3,sud,,": "starts with “-”",
    " =1,sud,,": "starts with “=”",
    '"\tAna",sud,,': "starts with a tab",
    "＝1,sud,,": "starts with “＝”",
    "Ana,sud,,=1": "The reference starts with “=”",
    "An\x07a,sud,,": "control character U+0007",
    "An\x00a,sud,,": "control character U+0000",
    '"An\ta",sud,,': "control character U+0009",
    "An\u202ea,sud,,": "U+202E, which turns the order of letters",
    "An\u2067a,sud,,": "U+2067, which turns",
    "An\u200ba,sud,,": "invisible character U+200B",
    "A" * 301 + ",sud,,": "The name has 301 characters; at most 300",
    "Ana,sud,," + "9" * 101: "The reference has 101 characters",
    "JosÃ© Ruiz,sud,,": "was damaged in an earlier conversion",
    "Jos\ufffd,sud,,": "was damaged in an earlier conversion",
    "??? Ben Youssef,sud,,": "was damaged in an earlier conversion",
    "Аna,sud,,": "The word “Аna” mixes letters of two alphabets.",
    "DՃon,sud,,": "mixes letters of two alphabets",  # D’Éon in Mac Roman is well-formed UTF-8
    "Ana 😀,sud,,": "no font of the badges can print: 😀 (U+1F600)",
}


@pytest.mark.parametrize("row", PROBLEMS)
def test_each_problem_in_words(row: str) -> None:
    # UTF-16 with its mark: a zero character is then no sign of it.
    data = "name,party,role,ref\n".encode("utf-16") + f"{row}\nBob,sud,,\n".encode("utf-16")[2:]
    found = preview(read_table(data, "list.csv"), DELEGATIONS, {})
    assert found.rows[0].state == "problem"
    assert PROBLEMS[row] in " ".join(found.rows[0].problems)
    assert found.rows[1].state == "new"  # one bad row says nothing about another


@pytest.mark.parametrize(
    "name",
    [
        "O’Brien",
        "Jean-Paul",
        "Nguyễn Văn Á",
        "محمد العربي",
        "نرگس پیام‌نور",
        "क्षत्रिय",
        "王小明",
        "K.-H. Größ",
        "Ñ",
        "Ann-Анна",
        "ʻOkina",
    ],
)
def test_names_that_are_no_problem(name: str) -> None:
    row = people(f"name,party\n{name},sud\n").rows[0]
    assert (row.state, row.values["name"], row.problems) == ("new", name, ())


def test_names_are_tidied_and_nothing_else() -> None:
    row = people('name,party\n"  Ana \u00a0 Mari\u0301a\nRuiz\u200f ",sud\n').rows[0]
    assert (row.state, row.values["name"]) == ("new", "Ana María Ruiz")


def test_an_observer_may_belong_to_no_delegation() -> None:
    row = people("name,party,role\nAna,,observer\n").rows[0]
    assert (row.state, row.values["delegation"]) == ("new", "")


def test_a_number_that_stands_twice_marks_every_row() -> None:
    found = people("name,party,ref\nAna,sud,a7\nBea,sud,A7\nCal,sud,8\n")
    assert [row.problems for row in found.rows] == [
        ("The reference a7 also stands in line 3.",),
        ("The reference A7 also stands in line 2.",),
        (),
    ]


def test_a_person_who_stands_twice() -> None:
    found = people("name,party,ref\nAna Ruiz,sud,1\nBea,sud,2\nANA RUIZ,Southern League,3\nAna Ruiz,nord,4\n")
    assert [row.state for row in found.rows] == ["new", "new", "problem", "new"]
    assert "The same person stands in line 2." in found.rows[2].problems[0]


def test_a_number_of_somebody_else_on_the_roster() -> None:
    known = {"ref:7": KnownPerson("Bea Gil", "nord", "delegate", "7")}
    row = people("name,party,ref\nAna,sud,7\n", known).rows[0]
    assert row.problems == ("The number 7 belongs to Bea Gil of nord on the roster.",)


def test_a_namesake_on_the_roster_with_another_number() -> None:
    known = {"ref:7": KnownPerson("Ana", "sud", "delegate", "7")}
    row = people("name,party,ref\nAna,sud,8\n", known).rows[0]
    assert "is on the roster already, with the number 7" in row.problems[0]


def test_several_namesakes_need_the_number() -> None:
    known = {f"ref:{n}": KnownPerson("Ana", "sud", "delegate", n) for n in "78"}
    assert "Give the number" in people("name,party\nAna,sud\n", known).rows[0].problems[0]


def test_more_delegates_than_seats() -> None:
    known = {"ref:1": KnownPerson("Ada", "nord", "delegate", "1")}
    found = people("name,party,role\nBea,nord,\nCal,nord,alternate\nDan,nord,\nEva,nord,observer\nAda,nord,\n", known)
    assert [row.state for row in found.rows] == ["new", "new", "problem", "new", "unchanged"]
    assert found.rows[2].problems == (
        "nord has 2 seats; with the roster and the lines above this would be its delegate number 3.",
    )


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Head", "head"),
        ("Head of delegation", "head"),
        ("Chef de délégation", "head"),
        ("Jefa de delegación", "head"),
        ("Alternate", "alternate"),
        ("Suppléant(e)", "alternate"),
        ("Suplente", "alternate"),
        ("Delegationsleitung", "head"),
        ("Ersatz", "alternate"),
        ("Vertretung", "alternate"),
        ("Chefe da delegação", "head"),
        ("Substituto(a)", "alternate"),
        ("رئيس الوفد", "head"),
        ("مناوب", "alternate"),
    ],
)
def test_a_column_of_marks_names_heads_and_alternates(heading: str, role: str) -> None:
    yes = ("x", "Oui", "sí", "✓", "1", "Ja", "WAHR", "Sim", "نعم")
    for cell in (*yes, "", "no", "-", "Non", "Nein", "FALSCH", "não", "لا"):
        found = people(f"name,party,{heading}\nAna,sud,{cell}\n")
        marked = cell in yes
        assert (found.rows[0].state, found.rows[0].values["role"]) == ("new", role if marked else "delegate")
        assert found.columns == {"name": "name", "delegation": "party", "role": heading}


def test_marks_stand_beside_the_role_and_must_not_contradict_it() -> None:
    found = people(
        "name,party,role,head,alternate\nAna,sud,delegate,x,\nBea,sud,,,x\nCal,sud,observer,x,\nDan,east,,x,x\n"
        "Eva,est,,Anna Holm,\nFay,est,head,no,\nGil,nord,head,yes,\n"
    )
    assert [row.values["role"] for row in found.rows if row.state == "new"] == ["head", "alternate", "head", "head"]
    assert [row.problems for row in found.rows if row.problems] == [
        ("Nobody is observer and head at once. Correct the role or take the mark away.",),
        ("Nobody is head and alternate at once. Correct the role or take the mark away.",),
        ("The column of marks “head” holds “Anna Holm”. Write yes or no, or rename the column.",),
    ]
    assert found.columns["role"] == "role + head + alternate"


def test_a_delegation_has_one_head() -> None:
    known = {
        "ref:1": KnownPerson("Ada", "east", "head", "1"),
        "ref:2": KnownPerson("Bo", "nord", "head", "2"),
        "ref:3": KnownPerson("Cy", "nord", "delegate", "3"),
    }
    found = people(
        "name,party,role,ref\nDan,sud,head,\nEva,sud,head,\nFay,east,head,\nBo,nord,,2\nCy,nord,head,3\n", known
    )
    assert [row.state for row in found.rows] == ["new", "problem", "problem", "changed", "changed"]
    assert found.rows[1].problems == ("sud has a head already: Dan, in line 2. A delegation has one.",)
    assert found.rows[2].problems == ("east has a head already: Ada, on the roster. A delegation has one.",)


def test_a_row_with_a_problem_takes_no_seat() -> None:
    found = people("name,party,role\n=Bea,nord,\nCal,nord,\nDan,nord,\n")
    assert [row.state for row in found.rows] == ["problem", "new", "new"]


def test_a_delegate_who_leaves_frees_the_seat() -> None:
    known = {f"ref:{n}": KnownPerson(name, "nord", "delegate", n) for n, name in (("1", "Ada"), ("2", "Bea"))}
    found = people("name,party,ref\nAda,sud,1\nCal,nord,3\n", known)
    assert [row.state for row in found.rows] == ["changed", "new"]


def test_the_same_file_again_changes_nothing() -> None:
    text = "name,party,role,ref\nAna,sud,,1\nBea,nord,suppléante,\nCal,,observer,3\n"
    first = people(text)
    assert first.counts["new"] == 3
    assert people(text, roster(first)).counts == {"new": 0, "unchanged": 3, "changed": 0, "problem": 0}
    assert [row.key for row in people(text, roster(first)).rows] == [row.key for row in first.rows]


def test_what_changed_is_found_by_number_and_by_name() -> None:
    before = roster(people("name,party,ref\nAna Ruz,sud,1\nBea,sud,\nCal,sud,3\n"))
    found = people("name,party,role,ref\nAna Ruiz,sud,,1\nBea,sud,alternate,9\nCal,sud,,\n", before)
    assert [(row.key, row.state) for row in found.rows] == [
        ("ref:1", "changed"),
        ("name:bea@sud", "changed"),  # the person keeps her key when she gets a number
        ("ref:3", "unchanged"),  # a list without numbers does not take hers away
    ]
    assert found.rows[2].values["reference"] == "3"


def test_a_row_that_changes_somebody_says_what_was() -> None:
    known = {f"ref:{n}": KnownPerson("Ana Ruz", "sud", "delegate", n, badge) for n, badge in (("1", None), ("2", 12))}
    found = people("name,party,role,ref\nBea,sud,,1\nAna Ruz,nord,observer,2\n", known)
    assert [(row.state, row.before, row.notes) for row in found.rows] == [
        ("changed", {"name": "Ana Ruz"}, ()),
        (
            "changed",
            {"delegation": "sud", "role": "delegate"},
            ("Badge No. 12 keeps role, delegation and vote until you revoke it. Then issue another.",),
        ),
    ]
    renamed = people("name,party,ref\nAna Ruiz,sud,2\n", known).rows[0]
    assert renamed.notes == ("Badge No. 12 keeps the old name until you replace it.",)
    assert people("name,party,ref\nAna Ruz,sud,2\n", known).rows[0].notes == ()


def test_a_list_without_people_is_an_empty_file() -> None:
    for headings in ("name,party,role", "id,name,seats"):
        with pytest.raises(EmptyFile):
            preview(read_table(f"The list\n{headings}\n".encode(), "list.csv"), DELEGATIONS, {})


def test_a_delegation_is_suggested_as_its_reader_calls_it() -> None:
    moon = {"moon": DelegationInfo("moon", {"ar": "القمر", "en": "Sisters of the Night", "fr": "Lune"}, 3, 1)}
    rows = preview(read_table(b"name,party\nAna,mooon\n", "list.csv"), moon, {}, ("fr", "en")).rows
    assert rows[0].problems == ("The delegation “mooon” is not registered. Did you mean Sisters of the Night (moon)?",)


def test_the_sample_imports_without_a_problem() -> None:
    languages = ("en", "fr", "es")
    table = read_table((SAMPLE / "delegations.csv").read_bytes(), "delegations.csv")
    listed = preview(table, {}, {}, languages)
    assert listed.counts == {"new": 12, "unchanged": 0, "changed": 0, "problem": 0}
    registered = registry(listed)
    assert preview(table, registered, {}, languages).counts["unchanged"] == 12
    assert sum("founders" in one.groups for one in registered.values()) == 4
    assert all(set(one.name) == set(languages) for one in registered.values())
    assert sum(one.entitlement for one in registered.values()) == 60
    found = preview(read_table((SAMPLE / "delegates.csv").read_bytes(), "delegates.csv"), registered, {}, languages)
    assert found.counts == {"new": 68, "unchanged": 0, "changed": 0, "problem": 0}


def test_ten_thousand_rows_take_seconds() -> None:
    rows = "".join(f"Person {n} Ünal,{'Southern Leage' if n % 9 else f'x{n}'},{n}\n" for n in range(10_000))
    started = time.monotonic()
    found = people(f"name,party,ref\n{rows}")
    assert time.monotonic() - started < 20  # two seconds on a laptop; a quadratic search takes minutes
    assert found.counts["problem"] == 10_000


WORDS = st.sampled_from(["Ana", "sud", "nord", "delegate", "=1", "7", "", "-", "Union"])
LINES = st.lists(st.lists(WORDS | st.text(max_size=8), max_size=6), max_size=6)
HEADINGS = st.lists(
    st.sampled_from(["Name", "Nom", "Prénom", "Delegation", "Party", "id", "Seats", "Weight", "Rôle", "Ref", "x", ""]),
    max_size=6,
)


@given(HEADINGS, LINES, LINES)
def test_any_table_gives_a_preview_or_a_named_refusal(
    headings: list[str], lines: list[list[str]], before: list[list[str]]
) -> None:
    known = {f"name:{n}": KnownPerson("".join(line), (line or ["sud"])[0], "delegate") for n, line in enumerate(before)}
    rows = tuple(TableRow(n, tuple(line)) for n, line in enumerate([headings, *lines], start=1))
    try:
        found = preview(Table(rows, "UTF-8"), DELEGATIONS, known)
    except ImportRefused:
        return
    assert all((row.state == "problem") == bool(row.problems) for row in found.rows)
    if found.kind == "delegates":
        again = preview(Table(rows, "UTF-8"), DELEGATIONS, known | roster(found))
        assert {row.state for row in again.rows if row.state != "problem"} <= {"unchanged"}


@given(st.binary(max_size=200))
def test_any_bytes_give_a_preview_or_a_named_refusal(data: bytes) -> None:
    for start in (b"", b"name,party,ref\n", b"id;name;seats\n"):
        try:
            preview(read_table(start + data, "list.csv"), DELEGATIONS, {})
        except ImportRefused:
            continue
