"""Lists of amendments: the sample's own as a spreadsheet, and rows that cannot be tabled, each with what to mend."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.amendment_acts import AmendmentTabled
from ballots.amendment_errors import AmendmentSettled, ThirdDegree
from ballots.fields import Fields
from tests.ballots.drafting import CLEAN, ERKLAERUNG, OWN, Drafting, drafting
from voting.amendment_rows import AmendmentRow, read_amendments
from voting.columns import AmbiguousColumn
from voting.config import Config
from voting.encodings import ImportRefused
from voting.founding import found
from voting.sample_amendments import DOCUMENT, LANGUAGES, drafts
from voting.sample_convention import fill, sample_plan
from voting.services import assemble
from voting.spreadsheets import EmptyFile, Table, TableRow, read_table

HEADINGS = ("number", "paragraph", "action", "by", "old en", "new en", "reason", "amends", "editorial")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Table:
    return Table(tuple(TableRow(line, tuple(cells)) for line, cells in enumerate((headings, *rows), 1)), "UTF-8")


def read(hall: Drafting, *rows: Sequence[str]) -> tuple[AmendmentRow, ...]:
    return read_amendments(table(*rows), hall.convention, hall.document).rows


def signed(hall: Drafting, row: AmendmentRow) -> None:
    assert row.fields is not None
    hall.say(hall.desk.kid, "amendment.tabled", **row.fields, reason=None)


def test_rows_become_amendments_that_the_record_takes() -> None:
    hall = drafting()
    rows = read(
        hall,
        ("", "2", "replace", "nord", "its own", "all its", "Clean water.", "", "x"),
        ("B7", "2", "Insert after", "nord; ost", "", "- Peace first.\nThen bread.", "", "", ""),
        ("", "5", "delete", "ost", "", "", "", "", ""),
    )
    assert [(row.number, row.state, row.problems) for row in rows] == [
        ("A1", "new", ()),
        ("B7", "new", ()),
        ("A2", "new", ()),
    ]
    assert rows[0].fields is not None
    assert rows[0].fields["changes"] == {"en": {"text": "all its", "words": [3, 5]}}
    assert (rows[0].reason, rows[0].fields["editorial"]) == ("Clean water.", True)
    assert rows[0].passages is not None
    assert [one["mark"] for one in rows[0].passages["en"][0]["pieces"]] == [
        "kept",
        "inserted",
        "kept",
        "deleted",
        "kept",
    ]
    for row in rows:
        signed(hall, row)
    for name in ("A1", "B7", "A2"):
        hall.decide(name)
    assert "all its channels" in hall.text()
    assert "- Peace first.\n\nThen bread.\n" in hall.text()
    assert "council of the wells" not in hall.text()


def test_persons_are_named_by_their_credentials() -> None:
    hall = drafting()
    number, other = hall.voters[0].number, hall.voters[2].number
    first, second = read(
        hall,
        ("", "2", "delete", f"{number}, Nord, #{other}, {number}", "", ""),
        ("", "3", "delete", f"# {other}", "", ""),
    )
    assert first.fields is not None
    assert (first.fields["proposers"], first.fields["delegations"]) == ([number, other], ["nord"])
    for row in (first, second):
        signed(hall, row)
    assert hall.convention.amendments["A2"].proposers == (other,)


def test_a_number_that_is_a_delegations_name_too_is_asked_about() -> None:
    hall = drafting()
    number = hall.voters[0].number
    hall.register(str(number))
    (bare, marked) = read(hall, *(("", "2", "delete", by, "", "") for by in (f"{number}", f"#{number}")))
    assert bare.problems == (
        f"“{number}” is a delegation and a credential: write the delegation's name, or “#{number}”.",
    )
    assert marked.fields is not None
    assert (marked.fields["proposers"], marked.fields["delegations"]) == ([number], [])


@pytest.mark.parametrize("whose", ["chair", "observer", "revoked", "nobody"])
def test_who_may_not_propose_is_named(whose: str) -> None:
    hall = drafting()
    hall.revoke(hall.voters[1])
    numbers = {"chair": hall.chair.number, "revoked": hall.voters[1].number, "nobody": 999}
    number = numbers[whose] if whose in numbers else hall.delegate(role="observer").number
    (row,) = read(hall, ("", "2", "delete", f"nord, {number}", "", ""))
    assert row.problems == (f"Credential {number} is not that of an active delegate or alternate.",)


WORDS = {
    "replace": [
        *("remplacer", "Modifier", "sustituir", "REEMPLAZAR", "modificar"),
        *("Ersetzen", "ändern", "substituir", "Alterar", "استبدال", "إستبدال", "تعديل"),
    ],
    "delete": [
        *("supprimer", "suprimir", "Eliminar"),
        *("Streichen", "löschen", "loeschen", "apagar", "حذف", "إلغاء", "الغاء", "حَذْف"),
    ],
    "insert_before": [
        *("insérer avant", "Ajouter avant", "inserer avant", "insertar antes", "añadir antes"),
        *("Einfügen vor", "davor einfügen", "Inserir antes", "aditar antes", "إضافة قبل", "اضافه قبل", "إدراج قبلها"),
    ],
    "insert_after": [
        *("insérer après", "ajouter apres", "insertar después", "Añadir después"),
        *("einfügen nach", "Danach einfügen", "inserir após", "acrescentar depois", "إضافة بعد", "إدراج بعدها"),
    ],
}


@pytest.mark.parametrize(("word", "action"), [(word, action) for action, words in WORDS.items() for word in words])
def test_actions_are_said_in_every_language(word: str, action: str) -> None:
    (row,) = read(drafting(), ("", "2", word, "nord", "", "" if action == "delete" else "All."))
    assert row.fields is not None, row.problems
    assert row.fields["operation"] == {"block": 2, "type": action}


@pytest.mark.parametrize(
    "headings",
    [
        ("Numéro", "Paragraphe", "Action", "Auteurs", "Ancien (en)", "Nouveau (en)", "Motif", "Amende", "Rédactionnel"),
        (
            "Número",
            "Párrafo",
            "Acción",
            "Proponentes",
            "Antiguo en",
            "Nuevo en",
            "Motivo",
            "Enmienda a",
            "De redacción",
        ),
        (
            "Änderungsantrag",
            "Absatz",
            "Aktion",
            "Antragsteller:innen",
            "Alter Wortlaut (en)",
            "Neuer Wortlaut (en)",
            "Begründung",
            "Ändert",
            "Redaktionell",
        ),
        (
            "Número",
            "Parágrafo",
            "Ação",
            "Proponentes",
            "Texto atual inglês",
            "Novo texto inglês",
            "Justificação",
            "Emenda à",
            "Redacional",
        ),
        (
            "رقم التعديل",
            "الفقرة",
            "الإجراء",
            "مقدّمو التعديل",
            "النص الحالي (en)",
            "النص المقترح بالإنجليزية",
            "التعليل",
            "تعديل على",
            "تحريري",
        ),
    ],
    ids=["french", "spanish", "german", "portuguese", "arabic"],
)
def test_headings_are_in_every_language(headings: tuple[str, ...]) -> None:
    hall = drafting()
    row = ("B1", "2", "modificar", "nord", "its own", "all its", "Clean water.", "", "x")
    (found,) = read_amendments(table(row, headings=headings), hall.convention, hall.document).rows
    assert found.fields is not None, found.problems
    assert found.fields["changes"] == {"en": {"text": "all its", "words": [3, 5]}}
    assert (found.number, found.reason, found.fields["editorial"]) == ("B1", "Clean water.", True)
    assert found.fields["delegations"] == ["nord"]


def test_commas_of_arabic_part_delegations() -> None:
    hall = drafting()
    number = hall.voters[0].number
    (row,) = read(hall, ("", "2", "حذف", f"nord، {number}", "", ""))
    assert row.fields is not None, row.problems
    assert (row.fields["delegations"], row.fields["proposers"]) == (["nord"], [number])


def test_a_translation_since_makes_no_other_amendment_of_it() -> None:
    hall = drafting({"de": ERKLAERUNG})
    row = ("A1", "2", "replace", "nord", "its own", "all its")
    signed(hall, read(hall, row)[0])
    change = {"words": [3, 5], "text": "alle seine"}
    hall.about("A1", "amendment.translated", hall.desk, language="de", change=change)
    assert read(hall, row)[0].state == "unchanged"
    headings = (*HEADINGS, "old de", "new de")
    both = (*row, "", "", "", "seine eigenen", "alle seine")
    (found,) = read_amendments(table(both, headings=headings), hall.convention, hall.document).rows
    assert found.state == "unchanged"


def test_the_same_file_again_tables_nothing_twice() -> None:
    hall = drafting()
    rows = [("A1", "2", "replace", "nord", "its own", "all its"), ("", "1", "replace", "A1", "", "")]
    (row, _) = read(hall, *rows)
    signed(hall, row)
    assert read(hall, rows[0])[0].state == "unchanged"
    other = read(hall, ("A1", "2", "replace", "nord", "its own", "none of its"))[0]
    assert "Another amendment A1" in other.problems[0]
    above = read(hall, ("", "1", "replace", "ost", "all", "any of", "", "A1"))[0]
    assert above.state == "new"
    signed(hall, above)
    assert hall.convention.amendments["A2"].target.id == "A1"


@pytest.mark.parametrize(
    ("old", "new"),
    [("repair", "good shape"), ("repair", "good shape."), ("repair.", "good shape.")],
    ids=["quoted without its full stop", "quoted without it and given", "quoted as it stands"],
)
def test_a_sign_that_is_not_quoted_stays(old: str, new: str) -> None:
    hall = drafting()
    (row,) = read(hall, ("", "2", "replace", "nord", old, new))
    assert (row.state, row.problems) == ("new", ())
    signed(hall, row)
    hall.decide("A1")
    assert "Each valley keeps its own channels clean and in good shape.\n" in hall.text()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "9", "replace", "nord", "", "x"), "no paragraph “9”: they are numbered 1 to 5"),
        (("", "two", "delete", "nord", "", ""), "no paragraph “two”"),
        (("", "2", "improve", "nord", "", "x"), "Say what is done"),
        (("", "2", "replace", "", "its own", "x"), "Say whose amendment it is"),
        (("", "2", "replace", "nord, west", "its own", "x"), "No delegation is called “west”"),
        (("", "2", "replace", "nord", "its very own", "x"), "do not stand in paragraph 2"),
        (("", "2", "replace", "nord", "hannels", "x"), "do not stand in paragraph 2"),
        (("", "2", "delete", "nord", "repair", ""), "stand as “repair.”: quote them so"),
        (("", "2", "replace", "nord", "repair", "shape.\nAlways."), "stand as “repair.”"),
        (("", "1", "replace", "nord", "and", "x"), ""),
        (("", "1", "replace", "nord", "to", "x"), "stand more than once in paragraph 1"),
        (("", "2", "replace", "nord", "its own", "its own"), "is the one that stands there already"),
        (("", "2", "replace", "nord", "", ""), "The authoritative language is missing"),
        (("", "2", "insert after", "nord", "its own", "x"), "What is inserted has no old words"),
        (("no. 1", "2", "delete", "nord", "", ""), "is no number"),
        (("", "2", "delete", "nord", "", "", "", "A9"), "Amendment A9 to this text is not on the table."),
        (("", "2", "delete", "nord", "", "", "", "", "maybe"), "marked with x or yes"),
        (("", "2", "delete", "nord", "", "", "x" * 4_001), "The reason is too long"),
        (("", "2", "delete", "nord", "", "", "x\x07y"), "The reason holds the character U+0007"),
        (("", "2", "replace", "nord", "", "a \u202eb"), "(en) cannot stand in a text: line 1: the character U+202E"),
        (("", "2", "replace", "nord", "", "=B2&B3"), "“=B2&B3” is a formula"),
        (("", "2", "delete", "nord", "", "", "=HYPERLINK(1)"), "“=HYPERLINK(1)” is a formula"),
        (("A" * 65, "2", "delete", "nord", "", ""), "is no number"),
    ],
)
def test_each_problem_is_said(row: tuple[str, ...], words: str) -> None:
    (found,) = read(drafting(), row)
    if words:
        assert found.state == "problem"
        assert words in found.problems[0]
    assert (found.fields is None) is (found.state == "problem")


def test_a_number_twice_in_a_file() -> None:
    first, second = read(drafting(), ("A1", "2", "delete", "nord"), ("A1", "3", "delete", "nord"))
    assert (first.state, second.problems) == ("new", ("Two rows have the number A1.",))


def test_a_file_without_the_columns_is_refused() -> None:
    hall = drafting()
    with pytest.raises(ImportRefused, match="wanted: paragraph, action"):
        read_amendments(table(("a",), headings=("name",)), hall.convention, hall.document)


def test_the_same_amendment_twice_in_a_file_or_in_two() -> None:
    hall = drafting()
    row = ("", "2", "replace", "nord, ost", "its own", "all its")
    first, second, other = read(hall, row, ("A7", *row[1:3], "ost, nord", *row[4:]), (*row[:3], "nord", *row[4:]))
    assert second.problems == ("The same amendment by the same proposers stands in line 2 already. Remove one.",)
    assert other.state == "new"
    signed(hall, first)
    again = read(hall, row, (*row[:3], "nord", *row[4:]))
    assert [(one.number, one.state) for one in again] == [("A1", "unchanged"), ("A2", "new")]


def test_what_amends_no_live_amendment_is_told_before_anybody_signs() -> None:
    hall = drafting()
    hall.amend("A1", **OWN)
    hall.amend("A1.1", "replace", 0, above="A1", text="none of its")
    hall.amend("A2", **CLEAN)
    hall.withdraw("A2")
    below = ("", "1", "replace", "nord", "", "any")
    third, late = read(hall, (*below, "", "A1.1"), (*below, "", "A2"))
    assert third.problems == (ThirdDegree.explanation(),)
    assert late.problems == (AmendmentSettled.explanation(),)


def test_two_columns_for_one_thing_are_refused() -> None:
    hall = drafting()
    row = ("2", "delete", "nord", "ost")
    with pytest.raises(AmbiguousColumn, match="“by”, “Delegation”"):
        read_amendments(
            table(row, headings=("paragraph", "action", "by", "Delegation")), hall.convention, hall.document
        )


def test_headings_alone_are_no_list() -> None:
    with pytest.raises(EmptyFile):
        read(drafting())


def test_what_a_list_holds_besides_is_said() -> None:
    hall = drafting()
    row = ("2", "delete", "nord", "voda", "é")
    listed = table(row, headings=("paragraph", "action", "by", "new cs", "reasn"))
    found = read_amendments(replace(listed, encoding="Windows-1252"), hall.convention, hall.document)
    assert found.rows[0].state == "new"
    assert "read as Windows-1252" in found.notes[0]
    assert found.notes[1] == "Columns that are not used: “new cs”, “reasn”."


def test_the_samples_amendments_as_a_spreadsheet(tmp_path: Path) -> None:
    config = Config(tmp_path / "data", f"sqlite:///{tmp_path}/sample.sqlite3", tmp_path / "kept")
    founding = found(config, sample_plan())
    parts = assemble(config)
    fill(parts, founding)
    convention = parts.log.convention
    parts.engine.dispose()
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    spoken = [f"{what} {tag}" for tag in LANGUAGES for what in ("old", "new")]
    rows.writerow(["Numéro", "Paragraphe", "Action", "Délégation", "Amende", *spoken])
    for draft in drafts():
        words = [part for tag in LANGUAGES for part in (draft[tag] or ["", ""])]
        place = (draft.get("paragraph", 1), draft["type"].replace("_", " "), ", ".join(draft["by"]))
        rows.writerow([draft["id"], *place, draft.get("amends", ""), *words])
    listed = read_table(written.getvalue().encode("utf-8-sig"), "amendements.csv")
    found_rows = read_amendments(listed, convention, convention.documents[DOCUMENT]).rows
    # They do in each language what the sample's own reading made of the same words.
    assert {row.problems for row in found_rows} == {()}
    assert [row.state for row in found_rows] == ["unchanged"] * 25


CELLS = st.sampled_from(["", "1", "2", "99", "replace", "delete", "insert after", "nord", "its own", "x", "A1", "- a"])


@given(st.lists(st.lists(CELLS | st.text(max_size=6), max_size=9), max_size=4))
def test_any_row_is_an_amendment_or_says_what_to_mend(rows: list[list[str]]) -> None:
    try:
        found = read(HALL, *rows)
    except ImportRefused:
        return
    for row in found:
        assert (row.fields is None) is (row.state == "problem")
        if row.fields is not None:
            AmendmentTabled.read(Fields({**row.fields, "reason": None}, "payload"))
        else:
            assert all(problem.endswith(".") for problem in row.problems)


HALL = drafting()
