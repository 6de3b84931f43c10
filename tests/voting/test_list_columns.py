"""The columns of an imported list: headings, roles and delegations in any language and encoding."""

from collections import Counter

import pytest
from babel.support import Translations

from tests.voting.listed import DELEGATIONS, parties, people
from voting.importing import (
    _DELEGATE_FIELDS,
    _DELEGATION_FIELDS,
    AmbiguousColumn,
    MissingColumn,
    preview,
    read_table,
)
from voting.languages import LANGUAGES


@pytest.mark.parametrize(
    "headings",
    [
        "name,delegation,role,number",
        "Full Name,Party,FUNCTION,Ref.",
        "Nom complet,Délégation,Rôle,N°",
        "NOM ET PRÉNOM,parti,qualité,numéro",
        "Nombre y apellidos,Delegación,Función,Número",
        "nombre,partido,rol,Núm.",
        "Name / Nom / Nombre,Delegation / Délégation,Role / Rôle,No / N°",
        " name ,DELEGATION:,Role*,reference",
        "Vor- und Nachname,Mitgliedspartei,Funktion,Mitglieds-Nr.",
        "DELEGIERTE/R,Name der Delegation,Rolle,Nummer",
        "Nome completo,Delegação,Função,N.º de membro / Número de membro",
        "nome,PARTIDO,Cargo,Matrícula",
        "الاسم الكامل,الوفد,الصفة,رقم العضوية",
        "اسم المندوب,الحِزْب,الدور,الرقم",
        "الاســم,اسم الوفد,صفه,رقم العضويه",
        "Nom / الاسم,Parti / الحزب,Rôle / الصفة,N° / الرقم",
    ],
)
def test_columns_by_name_in_every_language(headings: str) -> None:
    found = people(f"{headings}\nAna Ruiz,sud,,7\n")
    assert found.kind == "delegates"
    assert list(found.columns) == ["name", "delegation", "role", "reference"]
    assert dict(found.rows[0].values) == {"name": "Ana Ruiz", "delegation": "sud", "role": "delegate", "reference": "7"}
    assert (found.rows[0].key, found.rows[0].state, found.rows[0].line) == ("ref:7", "new", 2)


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("First name,Last name,Delegation", "Ana,Ruiz,sud"),
        ("Surname,Given name,Party", "Ruiz,Ana,sud"),
        ("Nom,Prénom,Délégation", "Ruiz,Ana,sud"),
        ("Nom de famille,Prénoms,Parti", "Ruiz,Ana,sud"),
        ("Nombre,Apellidos,Partido", "Ana,Ruiz,sud"),
        ("Name,First name,Last name,Delegation", "Ana Ruiz,A.,R.,sud"),
        ("Name,Vorname,Partei", "Ruiz,Ana,sud"),
        ("Vorname,Nachname,Delegation", "Ana,Ruiz,sud"),
        ("Nome,Apelido,Delegação", "Ana,Ruiz,sud"),
        ("Nome,Sobrenome,Partido", "Ana,Ruiz,sud"),
        ("الاسم,اللقب,الوفد", "Ana,Ruiz,sud"),
        ("الاسم الأول,اسم العائلة,الحزب", "Ana,Ruiz,sud"),
    ],
)
def test_first_and_last_names_are_joined(headings: str, cells: str) -> None:
    assert people(f"{headings}\n{cells}\n").rows[0].values["name"] == "Ana Ruiz"


def test_a_title_may_stand_above_the_headings() -> None:
    found = people("List of delegates, May\n\nName,Party\nAna,sud\n")
    assert [(row.line, row.state) for row in found.rows] == [(4, "new")]


def test_what_was_not_used_and_what_was_guessed_is_said() -> None:
    table = read_table("Nom,Délégation,Téléphone\nAnaïs,sud,+33 1\n".encode("cp1252"), "list.csv")
    found = preview(table, DELEGATIONS, {})
    assert found.counts == {"new": 1, "unchanged": 0, "changed": 0, "problem": 0}
    assert [note.split(" ")[0] for note in found.notes] == ["The", "Columns"]
    assert "Windows-1252" in found.notes[0]
    assert "Téléphone" in found.notes[1]


def test_missing_and_ambiguous_columns_are_refused_by_name() -> None:
    with pytest.raises(MissingColumn) as missing:
        people("Name,Phone\nAna,1\n")
    assert missing.value.code == "missing_column"
    assert "“Name”, “Phone”" in missing.value.detail
    assert "delegation" in missing.value.detail
    with pytest.raises(AmbiguousColumn) as ambiguous:
        people("Name,Nombre,Party\nAna,Ana,sud\n")
    assert "“Name”, “Nombre”" in ambiguous.value.detail
    with pytest.raises(AmbiguousColumn):
        parties("id,Name,Name (en),seats\na,A,A,1\n")


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("delegate", "delegate"),
        ("Déléguée", "delegate"),
        ("délégué(e)", "delegate"),
        ("DELEGADA", "delegate"),
        ("titulaire", "delegate"),
        ("Alternate", "alternate"),
        ("suppléante", "alternate"),
        ("Suplente", "alternate"),
        ("observer", "observer"),
        ("Observatrice", "observer"),
        ("observador/a", "observer"),
        ("Delegierte:r", "delegate"),
        ("Delegationsleiter*in", "head"),
        ("DelegationsleiterIn", "head"),
        ("Ersatzdelegierte/r", "alternate"),
        ("Stellvertreterin", "alternate"),
        ("Vertretung", "alternate"),
        ("Gast", "observer"),
        ("Beobachter:in", "observer"),
        ("Delegado(a)", "delegate"),
        ("Chefe de Delegação", "head"),
        ("SUBSTITUTA", "alternate"),
        ("Convidado/a", "observer"),
        ("مندوب", "delegate"),
        ("مندوبه", "delegate"),
        ("رئيس الوفد", "head"),
        ("رئيسةُ وفدٍ", "head"),
        ("مُناوِب", "alternate"),
        ("إحتياطي", "alternate"),
        ("مراقـــب", "observer"),
        ("ضيف(ة)", "observer"),
    ],
)
def test_roles_in_every_language(word: str, role: str) -> None:
    assert people(f"name,party,role\nAna,sud,{word}\n").rows[0].values["role"] == role


@pytest.mark.parametrize("cell", ["nord", "NORD", "Party of the North", "parti du nord", "PARTIDO DEL NORTE", " nord "])
def test_delegations_by_id_or_name_in_any_language(cell: str) -> None:
    assert people(f"name,party\nAna,{cell}\n").rows[0].values["delegation"] == "nord"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("Name;Partei;Rolle\nJürgen Groß;sud;Ersatzdelegierte/r\n", "cp1252", "Windows-1252"),
        ("Nome;Delegação;Função\nJoão Simões;sud;suplente\n", "cp1252", "Windows-1252"),
        ("الاسم;الوفد;الصفة\nفاطمة الزهراء بن علي;sud;مناوبة\n", "cp1256", "Windows-1256"),
        ("الاسم,الحزب,الصفة\r\nفاطمة الزهراء بن علي,sud,مناوبة\r\n", "utf-8-sig", "UTF-8"),
        ("الاسم;الحزب;الصفة\r\nفاطمة الزهراء بن علي;sud;مناوبة\r\n", "utf-8", "UTF-8"),
    ],
)
def test_lists_as_spreadsheet_programs_save_them(text: str, encoding: str, named: str) -> None:
    table = read_table(text.encode(encoding), "list.csv")
    found = preview(table, DELEGATIONS, {})
    assert table.encoding == named
    [row] = found.rows
    assert (row.values["name"], row.values["role"], row.problems) == (table.rows[1].cells[0], "alternate", ())
    assert [named in note for note in found.notes] == ([] if named == "UTF-8" else [True])


def test_names_are_not_read_as_headings_are() -> None:
    # Another alef or a hamza is another name.
    found = people("name,party\nأحمد,sud\nاحمد,sud\nالهام,sud\nهام,sud\n")
    assert [row.state for row in found.rows] == ["new"] * 4
    assert len({row.key for row in found.rows}) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_may_be_the_words_of_the_pages(language: str) -> None:
    said = Translations.load("voting/translations", [language]).gettext
    headings = [said(field) for field in ("name", "delegation", "Role", "reference")]
    found = people(f"{','.join(headings)}\nAna Ruiz,sud,{said('Alternate')},7\n")
    assert list(found.columns.values()) == headings
    assert found.rows[0].values["role"] == "alternate"
    headings = [said(field) for field in ("id", "name", "number of seats", "weight")]
    listed = parties(f"{','.join(headings)}\nn,North,3,2\n")
    assert set(listed.columns.values()) == set(headings)
    also = parties(f"{said('Delegation')},{said('Seats')},{said('Weight of each')}\nNorth,3,2\n")
    assert (also.rows[0].values["entitlement"], also.rows[0].values["weight"]) == (3, 2)


def test_no_heading_means_two_things() -> None:
    for fields in (_DELEGATE_FIELDS, _DELEGATION_FIELDS):
        words = Counter(word for known in fields.values() for word in known)
        assert {word for word, times in words.items() if times > 1 or not word} == set()
