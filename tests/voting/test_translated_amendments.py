"""Amendments that get their words in another language after they were tabled, as the pages tell of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem

ENGLISH = "# Water\n\nThe springs are shared.\n\nNobody sells any water.\n"
FRENCH = "# Eau\n\nLes sources sont partagées.\n\nPersonne ne vend l’eau.\n"
SHARED = {"en": {"words": [3, 4], "text": "common."}}
UNTRANSLATED = "Not translated: shown in the authoritative language."
COMMUNES = {"words": [3, 4], "text": "communes."}


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2, languages=("en", "fr", "es"))
    blobs = web.house.parts.blobs
    texts = {"en": blobs.put(ENGLISH.encode()), "fr": blobs.put(FRENCH.encode())}
    fields = {"document": "water", "version": 1, "title": {"en": "Water"}, "texts": texts}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **fields))
    yield web
    web.close()


def amend(web: Web, name: str, kind: str, block: int, changes: dict[str, Any], above: str | None = None) -> None:
    convention = web.house.parts.log.convention
    target = {"kind": "document", "id": "water", "digest": convention.documents["water"].digest}
    if above is not None:
        target = {"kind": "amendment", "id": above, "digest": convention.amendments[above].digest}
    web.house.send(
        web.house.hand(Role.DESK).sign(
            "amendment.tabled",
            amendment=name,
            target=target,
            operation={"type": kind, "block": block},
            changes=changes,
            proposers=[],
            delegations=["north"],
            reason=None,
            editorial=False,
            urgent=False,
        )
    )


def translate(web: Web, name: str, change: dict[str, Any]) -> int:
    """Sign a translation at the desk; return its index."""
    digest = web.house.parts.log.convention.amendments[name].digest
    named = {"amendment": name, "digest": digest, "language": "fr", "change": change}
    web.house.send(web.house.hand(Role.DESK).sign("amendment.translated", **named))
    return web.house.parts.log.convention.size - 1


def correct(web: Web, french: str) -> None:
    digest = web.house.parts.log.convention.documents["water"].digest
    text = web.house.parts.blobs.put(french.encode())
    named = {"document": "water", "digest": digest, "language": "fr", "text": text}
    web.house.send(web.house.hand(Role.DESK).sign("document.corrected", **named))


def shown(web: Web, name: str) -> Any:
    found = web.nobody.get("/documents/water/state").json["amendments"]
    return next(one for one in found if one["amendment"] == name)


def words(passages: Any, mark: str) -> list[str]:
    return [piece["text"] for passage in passages for piece in passage["pieces"] if piece["mark"] == mark]


def test_it_is_untranslated_until_somebody_translates_it(web: Web) -> None:
    amend(web, "A1", "replace", 1, SHARED)
    assert (shown(web, "A1")["untranslated"], shown(web, "A1")["translated"]) == (["fr"], [])
    page = web.nobody.get("/documents/water?language=fr").text
    assert UNTRANSLATED in page
    translate(web, "A1", COMMUNES)
    found = shown(web, "A1")
    assert (found["untranslated"], found["translated"]) == ([], ["fr"])
    assert words(found["changes"]["fr"], "inserted") == ["communes."]
    page = web.nobody.get("/documents/water?language=fr").text
    assert UNTRANSLATED not in page
    assert "Translated after it was tabled" in page
    assert "Translated after it was tabled" not in web.nobody.get("/documents/water?language=en").text


def test_phones_are_told_which_entry_it_is(web: Web) -> None:
    amend(web, "A1", "replace", 1, SHARED)
    step = web.nobody.get("/documents/water/state").json["script"]["steps"][0]
    digest = web.house.parts.log.convention.documents["water"].digest
    subject = {"document": "water", "digest": digest, "amendments": ["A1"], "text": step["text"]}
    web.house.open("1", kind="amendment", subject=subject)
    (motion,) = web.nobody.get("/state").json["motions"]
    assert motion["subject"]["untranslated"] == ["fr"]
    index = translate(web, "A1", COMMUNES)
    (motion,) = web.nobody.get("/state").json["motions"]
    assert motion["subject"]["untranslated"] == []
    assert motion["subject"]["amendments"][0]["sources"][0]["translations"] == {"fr": index}


def test_words_that_a_corrected_text_has_no_more_are_untranslated_again(web: Web) -> None:
    amend(web, "A1", "replace", 1, SHARED)
    translate(web, "A1", COMMUNES)
    correct(web, FRENCH.replace("Les sources sont partagées.", "Sources partagées."))
    assert shown(web, "A1")["untranslated"] == ["fr"]
    assert web.nobody.get("/documents/water?language=fr").status_code == 200
    translate(web, "A1", {"words": [1, 2], "text": "communes."})
    assert words(shown(web, "A1")["changes"]["fr"], "inserted") == ["communes."]


def test_an_amendment_to_a_retranslated_one_is_untranslated_again(web: Web) -> None:
    amend(web, "A1", "insert_after", 2, {"en": {"words": None, "text": "Nobody sells any land."}})
    amend(web, "A1a", "delete", 0, {"en": {"words": [2, 3], "text": None}}, above="A1")
    translate(web, "A1", {"words": None, "text": "Personne ne vend la moindre terre."})
    translate(web, "A1a", {"words": [4, 5], "text": None})
    assert words(shown(web, "A1a")["changes"]["fr"], "deleted") == ["moindre"]
    translate(web, "A1", {"words": None, "text": "Nulle terre à vendre."})
    assert shown(web, "A1a")["untranslated"] == ["fr"]
    assert web.nobody.get("/documents/water?language=fr").status_code == 200


def adopt(web: Web, name: str) -> None:
    """Put an amendment to the vote that comes first in the script, and declare it adopted."""
    house = web.house
    found = web.nobody.get("/documents/water/state").json
    step = next(step for step in found["script"]["steps"] if step["amendments"] == [name])
    subject = {"document": "water", "digest": found["digest"], "amendments": [name], "text": step["text"]}
    house.decide("yes", kind="amendment", subject=subject)


def test_a_fallen_one_still_shows_its_words(web: Web) -> None:
    amend(web, "A1", "replace", 1, {**SHARED, "fr": COMMUNES})
    amend(web, "A2", "replace", 1, {"en": {"words": [3, 4], "text": "free."}})
    translate(web, "A2", {"words": [3, 4], "text": "libres."})
    adopt(web, "A1")
    found = shown(web, "A2")
    assert (found["standing"], found["untranslated"]) == ("fallen", [])
    assert words(found["changes"]["fr"], "inserted") == ["libres."]


def test_files_and_pages_have_an_adopted_one_once_it_is_translated(web: Web) -> None:
    amend(web, "A1", "replace", 1, SHARED)
    adopt(web, "A1")
    lacking, marked = "Adopted, but not in this language yet:", "/documents/water/text.html?language=fr&form=marked"
    before = web.nobody.get(marked).text
    assert lacking in web.nobody.get("/documents/water?language=fr").text
    assert "communes" not in before
    translate(web, "A1", COMMUNES)
    assert lacking not in web.nobody.get("/documents/water?language=fr").text
    # The file was made before, and is made anew.
    after = web.nobody.get(marked).text
    assert "<ins" in after
    assert "communes" in after
    clean = web.nobody.get("/documents/water/text.md?language=fr").text
    assert clean == web.nobody.get("/texts/water/fr").text == FRENCH.replace("partagées", "communes")
    assert web.nobody.get("/texts/water/en").text == ENGLISH.replace("shared", "common")


class TestDesk:
    @pytest.fixture
    def desk(self, web: Web) -> FlaskClient:
        return web.sign_in(web.house.hand(Role.DESK))

    def test_amendments_are_listed_with_the_languages_they_lack(self, web: Web, desk: FlaskClient) -> None:
        amend(web, "A1", "replace", 1, SHARED)
        amend(web, "A2", "insert_after", 2, {"en": {"words": None, "text": "Nobody sells any land."}})
        amend(web, "A2a", "delete", 0, {"en": {"words": [2, 3], "text": None}}, above="A2")
        translate(web, "A1", COMMUNES)
        found = desk.get("/desk/texts/amendments").json["amendments"]
        # The text has no Spanish, and amendment A2 nothing to count words in.
        assert [(one["amendment"], one["languages"], one["spoken"]) for one in found] == [
            ("A1", ["fr"], ["fr"]),
            ("A2", ["fr"], []),
            ("A2a", [], []),
        ]

    def test_parts_are_listed_in_the_place_of_a_divided_one(self, web: Web, desk: FlaskClient) -> None:
        words = "Few sell most water."
        amend(web, "A1", "replace", 2, {"en": {"words": [0, 4], "text": words}})
        convention = web.house.parts.log.convention
        parts = [
            {"operation": {"type": "replace", "block": 2}, "changes": {"en": {"words": place, "text": text}}}
            for place, text in (([0, 2], "Few sell"), ([2, 4], "most water."))
        ]
        named = {"amendment": "A1", "digest": convention.amendments["A1"].digest, "parts": parts}
        web.house.send(web.house.hand(Role.CHAIR).sign("amendment.divided", **named))
        found = desk.get("/desk/texts/amendments").json["amendments"]
        assert [one["amendment"] for one in found] == ["A1.1", "A1.2"]
        assert problem(desk.get("/desk/texts/amendments/A1/fr")) == (409, "already_divided")

    def test_what_is_to_be_translated_stands_beside_the_words_it_changes(self, web: Web, desk: FlaskClient) -> None:
        amend(web, "A1", "replace", 1, SHARED)
        found = desk.get("/desk/texts/amendments/A1/fr").json
        assert (found["action"], found["inside"], found["change"]) == ("replace", True, None)
        assert words(found["model"], "inserted") == ["common."]
        assert (found["block"]["text"], found["block"]["number"]) == ("Les sources sont partagées.", 1)
        translate(web, "A1", COMMUNES)
        assert desk.get("/desk/texts/amendments/A1/fr").json["change"] == COMMUNES

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            ("A1/en", (404, "not_found")),
            ("A1/de", (404, "not_found")),
            ("A1/es", (409, "not_amendable")),
            ("A9/fr", (409, "unknown_amendment")),
        ],
    )
    def test_what_cannot_be_translated_is_refused(
        self, web: Web, desk: FlaskClient, place: str, expected: tuple[int, str]
    ) -> None:
        amend(web, "A1", "replace", 1, SHARED)
        assert problem(desk.get(f"/desk/texts/amendments/{place}")) == expected

    def test_a_place_that_a_translation_lacks_is_refused(self, web: Web, desk: FlaskClient) -> None:
        blobs = web.house.parts.blobs
        texts = {"en": blobs.put(ENGLISH.encode()), "fr": blobs.put(b"# Eau\n")}
        fields = {"document": "water", "version": 2, "title": {"en": "Water"}, "texts": texts}
        amend(web, "A0", "replace", 1, SHARED)
        web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **fields))
        amend(web, "A1", "replace", 1, SHARED)
        assert problem(desk.get("/desk/texts/amendments/A0/fr")) == (409, "document_changed")
        assert problem(desk.get("/desk/texts/amendments/A1/fr")) == (409, "unknown_block")
