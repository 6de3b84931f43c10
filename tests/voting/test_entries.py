"""The log for people: every entry in words, by whom, and of an open motion's votes nothing but their hash."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit import jws
from audit.encoding import b64url_encode
from audit.merkle import leaf_hash
from audit.signing import P256Signer
from ballots import statement
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.entries import PAGE, KeyOrigins, keys_named
from voting.entry_words import TYPES

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    yield web
    web.close()


def shown(web: Web, path: str) -> str:
    response = web.nobody.get(f"/audit/log{path}", headers=HTML)
    assert response.status_code == 200, path
    return html.unescape(response.text)


def raw(web: Web, index: int) -> bytes:
    [entry] = web.house.parts.store.entries(index, index + 1)
    return entry


def test_every_type_of_statement_has_its_words() -> None:
    assert set(TYPES) == set(statement.READERS)


def test_an_entry_is_shown_as_it_was_signed(web: Web) -> None:
    size = web.house.tree()["size"]
    for index in range(size):
        entry = raw(web, index)
        found = jws.parse(entry, jws.STATEMENT)
        page = shown(web, f"/{index}")
        [payload] = re.findall(r'<pre class="payload"[^>]*>(.*?)</pre>', page, re.DOTALL)
        assert json.loads(payload) == found.payload
        assert found.digest in page
        assert b64url_encode(leaf_hash(entry)) in page
        assert TYPES[str(found.payload["type"])] in page


def test_the_chain_of_a_device_goes_down_to_the_founding(web: Web) -> None:
    receipt = web.house.send(
        web.house.hand(Role.DESK).sign("presence.recorded", credential=web.house.numbers[0], state="in")
    )
    [chain] = re.findall(r'data-chain="([^"]*)"', shown(web, f"/{receipt.index}"))
    indexes = [int(one) for one in chain.split()]
    assert indexes[-1] == 0
    for signed, by in zip([receipt.index, *indexes], [*indexes, 0], strict=True):
        kid = jws.parse(raw(web, signed), jws.STATEMENT).kid
        keys = set(keys_named(jws.parse(raw(web, by), jws.STATEMENT).payload))
        assert kid in keys, (signed, by)
        assert by <= signed


def test_a_moved_device_is_vouched_for_by_the_one_before(web: Web) -> None:
    delegate, device = web.house.delegates[0], P256Signer.generate()
    claim = {"convention": web.house.convention, "credential": web.house.numbers[0], "kid": delegate.signer.jwk.kid}
    proof = jws.sign(device, claim, jws.DEVICE).decode("ascii")
    store, origins = web.house.parts.store, KeyOrigins()
    assert origins.chain(store, web.house.tree()["size"], device.jwk.kid) == []
    moved = web.house.send(delegate.sign("device.moved", key=device.jwk.members(), proof=proof)).index
    before = origins.chain(store, moved + 1, delegate.signer.jwk.kid)
    assert origins.chain(store, moved + 1, device.jwk.kid) == [moved, *before]
    assert before[-1] == 0


def test_votes_of_an_open_motion_show_their_hash_and_nothing_else(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=2)
    opening = web.house.open("1")
    entry = web.house.vote(0, opening, "no")
    index = web.house.send(entry).index
    digest = jws.parse(entry, jws.STATEMENT).digest
    for path in (f"/{index}", f"?from={index}"):
        page = shown(web, path)
        row = page if path[0] == "/" else page[page.index(f'id="e{index}"') :].partition("</li>")[0]
        assert b64url_encode(leaf_hash(entry)) in row
        for secret in ("vote.cast", "north/1", digest, TYPES["vote.cast"]):
            assert secret not in row, (path, secret)
    web.house.end(opening)
    assert TYPES["vote.cast"] not in shown(web, f"/{index}")
    web.house.close(opening)
    assert '"choice": "no"' in shown(web, f"/{index}")
    web.close()


@pytest.mark.parametrize("spaces", ["", "  "])
def test_an_entry_is_found_by_number_and_by_digest(web: Web, spaces: str) -> None:
    digest = jws.parse(raw(web, 3), jws.STATEMENT).digest
    for asked in ("3", digest):
        response = web.nobody.get("/audit/log", query_string={"find": f"{spaces}{asked}{spaces}"})
        assert (response.status_code, response.location) == (302, "/audit/log/3")


@pytest.mark.parametrize("asked", ["999999", "9" * 40, "-1", "03", "x", "A" * 43, "A" * 5000, "\ud800", "1;DROP", "٣"])
def test_what_is_not_found_is_said(web: Web, asked: str) -> None:
    response = web.nobody.get("/audit/log", query_string={"find": asked.encode("utf-8", "surrogatepass")}, headers=HTML)
    assert response.status_code == 200
    assert 'id="unknown"' in response.text


@pytest.mark.parametrize("index", ["-1", "01", "x", "999999", "9" * 40, "1.5"])
def test_no_such_entry(web: Web, index: str) -> None:
    assert problem(web.nobody.get(f"/audit/log/{index}")) == (404, "not_found")
    if index not in ("999999",):
        assert problem(web.nobody.get(f"/audit/log?from={index}")) == (404, "not_found")


def test_pages_hold_every_entry_once(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=2)
    desk = web.house.hand(Role.DESK)
    while web.house.tree()["size"] <= 2 * PAGE:
        web.house.send(desk.sign("presence.recorded", credential=web.house.numbers[0], state="in"))
        web.house.send(desk.sign("presence.recorded", credential=web.house.numbers[0], state="out"))
    size = web.house.tree()["size"]
    seen = [
        int(index)
        for start in range(0, size, PAGE)
        for index in re.findall(r'<li id="e(\d+)"', shown(web, f"?from={start}"))
    ]
    assert seen == list(range(size))
    assert shown(web, "") == shown(web, f"?from={size - 1}") == shown(web, "?from=999999999")
    web.close()


def test_a_record_for_members_keeps_strangers_out_of_the_log_as_well(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=1, record="members")
    for path in ("/audit/log", "/audit/log/0"):
        assert problem(web.nobody.get(path)) == (401, "not_signed_in")
    web.close()
