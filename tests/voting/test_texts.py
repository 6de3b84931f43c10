"""Texts at the desk: what the routes say of files, of languages side by side and of new versions."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given

import voting.views.texts
from audit.encoding import digest
from ballots.acts import Role
from ballots.consolidation import Passage
from ballots.text import Text, read_block
from tests.ballots.texts import texts as any_texts
from tests.voting.test_amendment_views import TEXT, amend
from tests.voting.web import Web, build_web, problem
from tests.voting.word_files import deleted, ins, p, r, word_file
from voting.documents import MOST_BYTES
from voting.version_changes import compare_versions


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    texts = {"en": web.house.parts.blobs.put(TEXT.encode())}
    table = {"document": "springs", "version": 1, "title": {"en": "Springs"}, "texts": texts}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **table))
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    yield web
    web.close()


@pytest.fixture(scope="module")
def desk(web: Web) -> FlaskClient:
    return web.sign_in(web.house.hand(Role.DESK))


def read(desk: FlaskClient, data: bytes, name: str) -> Any:
    return desk.post("/desk/texts/read", data=data, headers={"X-Filename": name})


def compare(desk: FlaskClient, document: str, **texts: str) -> Any:
    return desk.post("/desk/texts/compare", json={"document": document, "texts": texts})


def test_a_word_file_is_read_with_what_was_lost(desk: FlaskClient) -> None:
    body = p(r("Peace ") + ins(r("soon ")) + deleted("later ") + r("comes."))
    found = read(desk, word_file(body), "d%C3%A9claration.docx").json
    assert (found["source"], found["text"]) == ("docx", "Peace soon comes.\n")
    assert found["blocks"] == [{"kind": "paragraph", "level": 0, "text": "Peace soon comes.", "number": 1}]
    assert [one["sentence"][:40] for one in found["remarks"]] == [
        "Tracked changes: what was inserted is ta",
        "Tracked changes: what was deleted is tak",
    ]
    assert found["remarks"][1]["examples"] == ["later"]


def test_headings_have_no_number_and_nothing_is_kept(web: Web, desk: FlaskClient) -> None:
    size = web.house.tree()["size"]
    found = read(desk, b"# Eau\n\nUn.\n\n- Deux.\n", "eau.md").json
    assert [block["number"] for block in found["blocks"]] == [None, 1, 2]
    assert found["remarks"] == []
    assert web.house.parts.blobs.get(digest(found["text"].encode())) is None
    assert web.house.tree()["size"] == size


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.md", (400, "empty_document")),
        (b"%PDF-1.7", "a.pdf", (400, "not_a_document")),
        (b"PK\x03\x04", "a.docx", (400, "broken_document")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", (400, "old_document")),
        (b"a" * (MOST_BYTES + 1), "a.txt", (400, "document_too_large")),
        (b"a" * (MOST_BYTES + 200_000), "a.txt", (400, "document_too_large")),
    ],
)
def test_what_is_no_document_is_refused_by_name(
    desk: FlaskClient, data: bytes, name: str, expected: tuple[int, str]
) -> None:
    assert problem(read(desk, data, name)) == expected


def test_a_new_document_has_nothing_to_compare(desk: FlaskClient) -> None:
    assert compare(desk, "wells", en=TEXT).json == {"mismatches": [], "last": None, "changes": {}}


def test_a_new_version_is_compared_with_the_last_one(desk: FlaskClient) -> None:
    new = TEXT.replace("four valleys", "five valleys") + "\nNobody sells water.\n"
    found = compare(desk, "springs", en=new).json
    assert found["last"] == {"version": 1, "languages": ["en"], "waiting": ["A1"]}
    rewritten, added = found["changes"]["en"]
    assert (rewritten["number"], rewritten["pieces"][1:3]) == (
        1,
        [{"mark": "deleted", "text": "four"}, {"mark": "inserted", "text": "five"}],
    )
    assert (added["number"], added["inserted"], added["pieces"]) == (
        None,
        True,
        [{"mark": "inserted", "text": "Nobody sells water."}],
    )
    assert compare(desk, "springs", en=TEXT).json["changes"] == {"en": []}


def test_long_texts_are_compared_beside_the_votes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web = build_web(tmp_path, languages=("en", "fr"))
    named = {tag: web.house.parts.blobs.put(words.encode()) for tag, words in (("en", "One.\n"), ("fr", "Un.\n"))}
    tabled = {"document": "wells", "version": 1, "title": {"en": "Wells"}, "texts": named}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **tabled))
    desk, beside, compared = web.sign_in(web.house.hand(Role.DESK)), False, list[bool]()

    def watched(work: Callable[[], Any]) -> Any:
        nonlocal beside
        beside = True
        made = work()
        beside = False
        return made

    def counted(old: Text, new: Text) -> tuple[Passage, ...]:
        compared.append(beside)
        return compare_versions(old, new)

    monkeypatch.setattr(voting.views.texts, "aside", watched)
    monkeypatch.setattr(voting.views.texts, "compare_versions", counted)
    assert set(compare(desk, "wells", en="Two.\n", fr="Deux.\n").json["changes"]) == {"en", "fr"}
    assert desk.post("/desk/texts/correct", json={"document": "wells", "texts": {"fr": "Deux.\n"}}).json["changes"]
    assert compared == [True, True, True]
    web.close()


def test_languages_that_part_are_named(tmp_path: Path) -> None:
    web = build_web(tmp_path, languages=("en", "fr"))
    desk = web.sign_in(web.house.hand(Role.DESK))
    found = compare(desk, "wells", en="# Water\n\nOne.\n\nTwo.\n", fr="# Eau\n\nUn.\n").json
    assert found["mismatches"] == [
        {
            "language": "fr",
            "index": 2,
            "sentence": "Paragraphs outside lists: French 1, English 2. From paragraph 2 on they do not pair off:"
            " there French has nothing more, English a paragraph (“Two.”).",
        }
    ]
    asked = {"document": "wells", "texts": {"en": "One.\n\nTwo.\n", "fr": "Un.\n"}}
    answer = desk.post("/desk/texts/compare", json=asked, headers={"Accept-Language": "fr"})
    assert answer.json["mismatches"][0]["sentence"].translate({0xA0: " ", 0x202F: " "}) == (
        "Paragraphes hors listes : français 1, anglais 2. À partir du paragraphe 2, ils ne se correspondent pas ;"
        " à cet endroit, français : rien de plus ; anglais : un paragraphe (« Two. »)."
    )
    assert compare(desk, "wells", en="One.\n", fr="Un.\n").json["mismatches"] == []
    assert problem(compare(desk, "wells", fr="Un.\n")) == (400, "bad_request")
    web.close()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "bad_request"),
        (b"[" * 100_000, "bad_request"),
        (b'{"document": 1, "texts": {"en": "One.\\n"}}', "bad_request"),
        (b'{"document": "d", "texts": ["en"]}', "bad_request"),
        (b'{"document": "d", "texts": {"en": 1}}', "bad_request"),
        (b'{"document": "d", "texts": {"xx": "One.\\n", "en": "One.\\n"}}', "bad_request"),
        (b'{"document": "d", "texts": {"en": "One."}}', "text_not_canonical"),
        (b'{"document": "d", "texts": {"en": "\\ud800\\n"}}', "text_not_canonical"),
    ],
)
def test_what_cannot_be_compared_is_refused(desk: FlaskClient, body: bytes, expected: str) -> None:
    response = desk.post("/desk/texts/compare", data=body, content_type="application/json")
    assert problem(response)[1] == expected


def text(*lines: str) -> Text:
    return Text(tuple(read_block(line) for line in lines))


def test_a_block_that_moved_on_is_paired_with_its_rewritten_form() -> None:
    old = text("# A", "One two three four.", "Last of all.")
    new = text("# A", "Something quite different here.", "One two three five.", "Last of all.")
    inserted, rewritten = compare_versions(old, new)
    assert (inserted.before, inserted.after, inserted.gap) == (None, new.blocks[1], 1)
    assert (rewritten.before, rewritten.after, rewritten.index) == (old.blocks[1], new.blocks[2], 1)


@given(any_texts, any_texts)
def test_passages_hold_every_block_that_differs(old: Text, new: Text) -> None:
    found = compare_versions(old, new)
    assert all(passage.before != passage.after for passage in found)
    changed = {passage.index for passage in found}
    kept = [block for index, block in enumerate(old.blocks) if index not in changed]
    rest = list(new.blocks)
    for passage in found:
        if passage.after is not None:
            rest.remove(passage.after)
    assert sorted(map(str, kept)) == sorted(map(str, rest))
    places = [passage.index for passage in found if passage.index is not None]
    assert places == sorted(set(places))
    gaps = [passage.gap if passage.index is None else passage.index for passage in found]
    assert None not in gaps
    assert gaps == sorted(gaps)
    assert compare_versions(new, new) == ()
