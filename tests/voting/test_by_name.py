"""What is asked for by its name: texts by their hash or document, and what the log says of a key."""

from collections.abc import Iterator

import pytest

from audit.encoding import b64url_decode
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem

TEXT = "Peace begins with those who talk."


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1)
    house = web.house
    text = house.parts.blobs.put(TEXT.encode())
    tabled = {"document": "d", "version": 1, "title": {"en": "Peace"}, "texts": {"en": text}}
    house.send(house.hand(Role.CHAIR).sign("document.tabled", **tabled))
    house.open("2")
    yield web
    web.close()


def test_a_text_is_read_by_its_hash(web: Web) -> None:
    name = web.house.parts.log.convention.documents["d"].tabled.texts["en"]
    response = web.nobody.get(f"/blobs/{b64url_decode(name).hex()}")
    assert response.text == TEXT
    assert response.content_type == "text/plain; charset=utf-8"
    for wrong in (name, b64url_decode(name).hex().upper(), "0" * 64, "x"):
        assert problem(web.nobody.get(f"/blobs/{wrong}")) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"", "text/plain", (400, "bad_field")),
        (b" \n", "text/plain", (400, "bad_field")),
        (b"\xff\xfe", "text/plain", (400, "bad_field")),
        (b"a\x00b", "text/plain", (400, "bad_field")),
        (b"{}", "application/json", (415, "wrong_content_type")),
        (b"a" * 5_000_001, "text/plain", (413, "too_large")),
        (b"a" * 5_200_000, "text/plain", (413, "too_large")),
    ],
)
def test_what_is_no_text_is_not_stored(web: Web, body: bytes, content_type: str, expected: tuple[int, str]) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    assert problem(chair.post("/blobs", data=body, content_type=content_type)) == expected


def test_a_text_as_amended_is_read_by_its_name(web: Web) -> None:
    # This one is in no numbered paragraphs.
    for wrong in ("/texts/d/en", "/texts/nothing/en"):
        assert problem(web.nobody.get(wrong)) == (404, "not_found")


def test_what_the_log_says_of_a_key(web: Web) -> None:
    house = web.house
    device = web.nobody.get(f"/devices/{house.delegates[0].signer.kid}").json
    assert (device["kind"], device["status"], device["mandates"]) == ("device", "active", ["north/1"])
    opening = house.parts.log.convention.motions["2"].opening
    rights = {"eligible": ["north/1"], "standing": {"north/1": "own"}, "recorded": [], "on_paper": [], "why": {}}
    assert device["motions"] == {opening: rights | {"block": None}}
    for unknown in ("x", "A" * 43, house.founding.founder.kid):
        assert problem(web.nobody.get(f"/devices/{unknown}")) == (404, "unknown_key")
