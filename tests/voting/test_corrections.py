"""Corrected translations: what a better text would change is shown before anybody signs it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem

ENGLISH = "# Water\n\nThe springs are shared.\n\nNobody sells water.\n"
FRENCH = "# Eau\n\nLes sources sont partagées.\n\nPersonne ne vend l’eau.\n"


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2, languages=("en", "fr"))
    table(web, "water", en=ENGLISH, fr=FRENCH)
    yield web
    web.close()


@pytest.fixture
def desk(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.DESK))


def table(web: Web, name: str, **texts: str) -> None:
    stored = {language: web.house.parts.blobs.put(text.encode()) for language, text in texts.items()}
    fields = {"document": name, "version": 1, "title": dict.fromkeys(texts, name), "texts": stored}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **fields))


def compare(desk: FlaskClient, document: str, **texts: str) -> Any:
    return desk.post("/desk/texts/correct", json={"document": document, "texts": texts})


def test_a_correction_is_shown_then_signed_then_told(web: Web, desk: FlaskClient) -> None:
    better = FRENCH.replace("partagées", "communes")
    size = web.house.tree()["size"]
    found = compare(desk, "water", fr=better).json
    assert (found["version"], found["mismatches"], found["worded"]) == (1, [], [])
    (passage,) = found["changes"]
    assert passage["number"] == 1
    assert [piece["text"] for piece in passage["pieces"] if piece["mark"] != "kept"] == ["partagées.", "communes."]
    assert web.house.tree()["size"] == size

    pages = ("/documents", "/documents/water?language=fr")
    assert "Corrected translations" not in web.nobody.get(pages[0]).text
    assert "corrected after it was tabled" not in web.nobody.get(pages[1]).text
    text = web.house.parts.blobs.put(better.encode())
    signed = {"document": "water", "digest": found["digest"], "language": "fr", "text": text}
    web.house.send(web.house.hand(Role.DESK).sign("document.corrected", **signed))
    assert "Corrected translations: FR" in web.nobody.get(pages[0]).text
    page = web.nobody.get(pages[1]).text
    assert "corrected after it was tabled" in page
    assert "communes" in page
    assert "corrected after" not in web.nobody.get("/documents/water?language=en").text
    assert compare(desk, "water", fr=better).json["changes"] == []


def test_texts_that_do_not_pair_off_are_named(desk: FlaskClient) -> None:
    (sentence,) = compare(desk, "water", fr="# Eau\n\nLes sources.\n").json["mismatches"]
    assert sentence.startswith(
        "Paragraphs outside lists: French 1, English 2. From paragraph 2 on they do not pair off:"
    )


def test_a_language_left_out_at_tabling_comes_in_whole(web: Web, desk: FlaskClient) -> None:
    table(web, "wells", en=ENGLISH)
    found = compare(desk, "wells", fr=FRENCH).json
    assert (found["changes"], found["mismatches"]) == (None, [])


def test_amendments_that_count_its_words_are_named(web: Web, desk: FlaskClient) -> None:
    document = web.house.parts.log.convention.documents["water"]
    for name, languages in (("A1", ("en",)), ("A2", ("en", "fr"))):
        web.house.send(
            web.house.hand(Role.DESK).sign(
                "amendment.tabled",
                amendment=name,
                target={"kind": "document", "id": "water", "digest": document.digest},
                operation={"type": "delete", "block": 2},
                changes={language: {"words": [0, 1], "text": None} for language in languages},
                proposers=[],
                delegations=["north"],
                reason=None,
                editorial=False,
                urgent=False,
            )
        )
    assert compare(desk, "water", fr=FRENCH).json["worded"] == ["A2"]


@pytest.mark.parametrize(
    ("document", "texts", "expected"),
    [
        ("water", {"en": ENGLISH}, (400, "bad_request")),
        ("water", {"xx": FRENCH}, (400, "bad_request")),
        ("water", {}, (400, "bad_request")),
        ("water", {"en": ENGLISH, "fr": FRENCH}, (400, "bad_request")),
        ("water", {"fr": "No line end"}, (400, "text_not_canonical")),
        ("nothing", {"fr": FRENCH}, (409, "unknown_document")),
        ("loose", {"fr": FRENCH}, (409, "not_amendable")),
    ],
)
def test_what_cannot_be_corrected_is_refused(
    web: Web, desk: FlaskClient, document: str, texts: dict[str, str], expected: tuple[int, str]
) -> None:
    table(web, "loose", en="No paragraphs,\r\nonly lines")
    assert problem(compare(desk, document, **texts)) == expected
