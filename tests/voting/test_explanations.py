"""The blobs of explanations: of one form, of bounded size, and on disk before a statement names them."""

from collections.abc import Iterator

import pytest

from audit import canonical
from audit.encoding import digest
from tests.voting.web import Web, build_web, problem

SALT = "A" * 21 + "Q"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1)
    house = web.house
    opening = house.open()
    house.send(house.vote(0, opening))
    house.end(opening)
    house.close(opening)
    house.declare(opening)
    yield web
    web.close()


def test_an_explanation_is_stored_then_named(web: Web) -> None:
    content = canonical.dumps({"salt": SALT, "text": "Our valley asked for it."})
    fields = {"motion": "1", "mandate": "north/1", "kind": "explanation", "text": digest(content)}
    entry = web.house.delegates[0].sign("vote.explained", **fields)
    assert problem(web.post(entry)) == (409, "blob_missing")
    answer = web.sign_in(web.house.delegates[0]).post("/explanations", data=content, content_type="text/plain")
    assert (answer.status_code, answer.json) == (201, {"digest": digest(content)})
    assert web.post(entry).status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b'{"text":"No salt"}',
        canonical.dumps({"salt": SALT, "text": ""}),
        canonical.dumps({"salt": SALT, "text": "x" * 4_001}),
        canonical.dumps({"salt": SALT[:-1], "text": "x"}),
        canonical.dumps({"salt": SALT, "text": "x", "more": 1}),
        b'{"salt": "' + SALT.encode() + b'","text":"not canonical"}',
    ],
)
def test_nothing_of_another_form_is_stored(web: Web, content: bytes) -> None:
    browser = web.sign_in(web.house.delegates[0])
    answer = browser.post("/explanations", data=content, content_type="text/plain")
    assert problem(answer) == (400, "bad_field")


def test_only_so_much(web: Web) -> None:
    browser = web.sign_in(web.house.delegates[0])
    longest = canonical.dumps({"salt": SALT, "text": "\N{GRINNING FACE}" * 4_000})
    assert browser.post("/explanations", data=longest, content_type="text/plain").status_code == 201
    assert browser.post("/explanations", data=b"x" * 30_000, content_type="text/plain").status_code == 413
    assert browser.post("/explanations", data=b"{}", content_type="application/json").status_code == 415
