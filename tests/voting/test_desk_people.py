"""The search at the desk: by any word, accents ignored, and who is named exactly comes first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballots.acts import Role
from tests.voting.web import Web, build_web
from voting.roster import Listed

# Door codes are drawn by lot without I, L, O and U: no query below is in one by chance.
PEOPLE = (
    ("Åsa Lindqvist", "delegate", "north", "LOU-1"),
    ("Éloïse Müller-Nuñez", "head", "north", "LOU-2"),
    ("Żółć Ångström", "alternate", "north", "LOI-9"),
    ("محمد العلي", "observer", None, "OI/7"),
    ("فاطمة عبد الرحمٰن الأسعدي", "observer", None, "OI/8"),
    ("Nord-Süd Achse", "delegate", "north", "LOU"),
)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"))
    web.house.parts.roster.add([Listed(f"ref:{ref}", name, role, place, ref) for name, role, place, ref in PEOPLE])
    yield web
    web.close()


@pytest.fixture(scope="module")
def desk(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.DESK))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("asa lindq", ["Åsa Lindqvist"]),
        ("ÅSA LINDQVIST", ["Åsa Lindqvist"]),
        ("muller nunez", ["Éloïse Müller-Nuñez"]),
        ("nunez eloise", ["Éloïse Müller-Nuñez"]),
        ("Müller-Nuñez", ["Éloïse Müller-Nuñez"]),
        ("angstrom", ["Żółć Ångström"]),
        ("محمد", ["محمد العلي"]),
        ("مُحَمَّد العلى", ["محمد العلي"]),
        ("فاطمه الاسعدى", ["فاطمة عبد الرحمٰن الأسعدي"]),
        ("عبدالرحمن", ["فاطمة عبد الرحمٰن الأسعدي"]),
        ("lou-2", ["Éloïse Müller-Nuñez"]),
        ("oi/7", ["محمد العلي"]),
        ("observer", ["فاطمة عبد الرحمٰن الأسعدي", "محمد العلي"]),
        ("head of delegation", ["Éloïse Müller-Nuñez"]),
        ("alternate north", ["Żółć Ångström"]),
        ("lou", ["Nord-Süd Achse", "Åsa Lindqvist", "Éloïse Müller-Nuñez"]),
        ("asa observer", []),
        ("nobody", []),
    ],
)
def test_every_word_finds(desk: FlaskClient, query: str, names: list[str]) -> None:
    assert [one["name"] for one in desk.get("/desk/people", query_string={"query": query}).json["people"]] == names


def test_the_role_is_found_in_the_language_of_the_page(desk: FlaskClient) -> None:
    asked = {"query_string": {"query": "suppléant"}, "headers": {"Accept-Language": "fr"}}
    assert [one["name"] for one in desk.get("/desk/people", **asked).json["people"]] == ["Żółć Ångström"]


def test_signs_alone_ask_for_nothing(desk: FlaskClient) -> None:
    assert desk.get("/desk/people", query_string={"query": "-- !"}).json["total"] == len(PEOPLE)


def test_delegations_come_in_every_language(web: Web, desk: FlaskClient) -> None:
    [row] = desk.get("/desk/people", query_string={"query": "lindqvist"}).json["people"]
    assert row["delegation_name"] == dict(web.house.parts.log.convention.delegations["north"].name)


def test_who_needs_somebody_at_the_desk_is_in_one_list(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=1, device_confirmation=True)
    web.house.parts.roster.add(
        [Listed("ref:1", "Lost List", "delegate", "nowhere"), Listed("ref:2", "No Vote", "observer", None)]
    )
    desk = web.sign_in(web.house.hand(Role.DESK))
    answer = desk.get("/desk/people").json
    assert [(one["name"], one["attention"]["reason"]) for one in answer["attention"]] == [
        ("Lost List", "unknown_delegation")
    ]
    assert answer["flagged"] == 1
    web.close()


def test_who_waits_in_the_hall_comes_before_who_is_still_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = build_web(tmp_path)
    listed = [Listed(f"ref:{place}", name, "delegate", "nowhere") for place, name in enumerate(("Abel", "Bea", "Cem"))]
    web.house.parts.roster.add(listed)
    monkeypatch.setattr("voting.views.desk.is_present", lambda _, person: person.name == "Cem")
    monkeypatch.setattr("voting.views.desk.MOST_FLAGGED", 2)
    answer = web.sign_in(web.house.hand(Role.DESK)).get("/desk/people").json
    assert [one["name"] for one in answer["attention"]] == ["Cem", "Abel"]
    assert answer["flagged"] == 3
    web.close()


@pytest.mark.parametrize(
    ("language", "problem"),
    [
        ("en", "The delegation “Nowhere” is not registered."),
        ("fr", "La délégation «\u00a0Nowhere\u00a0» n’est pas enregistrée."),
        ("es", "La delegación «Nowhere» no está registrada."),
    ],
)
def test_the_problems_of_a_list_are_told_in_the_language_of_the_page(
    desk: FlaskClient, language: str, problem: str
) -> None:
    answer = desk.post(
        "/desk/import/preview",
        data="Name,Delegation\nAda Byron,Nowhere\n",
        headers={"Accept-Language": language, "X-Filename": "list.csv", "Content-Type": "application/octet-stream"},
    )
    assert answer.json["rows"][0]["problems"] == [problem]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"Nom\nAda\n", "Trouvé\u00a0: «\u00a0Nom\u00a0». Une liste de personnes a besoin du nom"),
        ("Nom,Délégation\nИван,nord\n".encode("cp1251", "replace"), "à partir de la ligne 2"),
    ],
)
def test_what_is_wrong_with_a_whole_file_is_too(desk: FlaskClient, data: bytes, detail: str) -> None:
    headers = {"Accept-Language": "fr", "X-Filename": "list.csv", "Content-Type": "application/octet-stream"}
    assert desk.post("/desk/import/preview", data=data, headers=headers).json["detail"].startswith(detail)
