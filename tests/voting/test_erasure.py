"""Erasing what a person wrote: gone from the disk, the pages and exports, and the record verifies as before."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit import canonical
from audit.encoding import b64url_decode, digest
from audit.verify import verify
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.blobs import AlreadyErased, BlobMissing
from voting.bundles import write_bundle
from voting.cli import main
from voting.erasure import NotADigest, NotErasable, erase

WORDS = "I meant to vote no, for my own reasons."
BLOB = canonical.dumps({"salt": "A" * 21 + "Q", "text": WORDS})
HTML = {"Accept": "text/html"}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = build_web(tmp_path, delegates=1)
    house = web.house
    house.decide("yes")
    named = house.parts.blobs.put(BLOB)
    house.send(house.delegates[0].sign("vote.explained", motion="1", mandate="north/1", kind="correction", text=named))
    yield web
    web.close()


def exported(web: Web) -> bytes:
    parts, file = web.house.parts, io.BytesIO()
    write_bundle(parts.store, parts.sequencer, parts.blobs, parts.roster, file)
    return file.getvalue()


def test_erased_words_are_gone_and_the_record_verifies(web: Web) -> None:
    name, address = digest(BLOB), f"/blobs/{b64url_decode(digest(BLOB)).hex()}"
    assert web.nobody.get(address).cache_control.no_store
    assert WORDS in web.nobody.get("/audit/motions/1", headers=HTML).text
    assert WORDS in web.nobody.get("/audit/motions/1/motion.json").text
    assert WORDS.encode() in exported(web)
    (entry,) = erase(web.house.parts, name, "she asked for it")
    assert b"vote.explained" in b64url_decode(
        next(iter(web.house.parts.store.entries(entry, entry + 1))).split(b".")[1].decode()
    )

    assert problem(web.nobody.get(address)) == (404, "not_found")
    page = web.nobody.get("/audit/motions/1", headers=HTML).text
    assert WORDS not in page
    assert "These words were erased." in page
    assert "corrected below" in page
    for file in ("motion.json", "motion.xlsx", "statements.csv"):
        assert WORDS.encode() not in web.nobody.get(f"/audit/motions/1/{file}").data
    bundle = exported(web)
    assert WORDS.encode() not in bundle
    report = verify(bundle)
    assert report.valid
    assert report.erased == [(b64url_decode(name).hex(), entry)]


def test_no_byte_of_them_stays_on_the_disk(web: Web, tmp_path: Path) -> None:
    blobs = web.house.parts.blobs
    # So long that the file gives it pages of its own, which are free afterwards.
    named = blobs.put(canonical.dumps({"salt": "A" * 21 + "Q", "text": "words " * 2_000 + WORDS}))

    def kept() -> bool:
        return any(WORDS.encode() in path.read_bytes() for path in tmp_path.rglob("plenary.sqlite*"))

    erase(web.house.parts, digest(BLOB), "asked for")
    assert kept()
    erase(web.house.parts, named, "asked for")
    assert not kept()


def test_erased_words_do_not_come_back(web: Web) -> None:
    parts = web.house.parts
    erase(parts, b64url_decode(digest(BLOB)).hex(), "asked for")
    assert parts.blobs.put(BLOB) == digest(BLOB)
    assert parts.blobs.get(digest(BLOB)) is None
    with pytest.raises(AlreadyErased, match="asked for"):
        erase(parts, digest(BLOB), "again")
    named = {"motion": "1", "mandate": "north/1", "kind": "explanation", "text": digest(BLOB)}
    assert problem(web.post(web.house.delegates[0].sign("vote.explained", **named))) == (409, "blob_missing")


def test_what_the_assembly_voted_on_stays(web: Web) -> None:
    house = web.house
    text = house.parts.blobs.put(b"Peace begins with those who talk.")
    tabled = {"document": "d", "version": 1, "title": {"en": "Peace"}, "texts": {"en": text}}
    house.send(house.hand(Role.CHAIR).sign("document.tabled", **tabled))
    with pytest.raises(NotErasable, match="entry"):
        erase(house.parts, text, "regret")
    assert house.parts.blobs.get(text) is not None


@pytest.mark.parametrize("wrong", ["", "x", "a" * 64 + "b", "g" * 64, "A" * 42, "A" * 44])
def test_what_is_no_digest(web: Web, wrong: str) -> None:
    with pytest.raises(NotADigest):
        erase(web.house.parts, wrong, "why")


def test_what_was_never_here(web: Web) -> None:
    with pytest.raises(BlobMissing):
        erase(web.house.parts, digest(b"nothing"), "why")


def test_the_command(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", web.house.config.database_url)
    monkeypatch.setenv("PLENARY_CHECKPOINT", str(web.house.config.kept))
    arguments = ["erase", digest(BLOB), "--data", str(web.house.config.data)]
    assert CliRunner().invoke(main, arguments).exit_code == 2
    done = CliRunner().invoke(main, [*arguments, "--reason", "she asked for it"])
    assert (done.exit_code, "Erased. It was named by entry" in done.output) == (0, True), done.output
    again = CliRunner().invoke(main, [*arguments, "--reason", "she asked for it"])
    assert again.exit_code == 1
    assert "already_erased" in again.output
    assert "she asked for it" in again.output


def test_a_name_is_erased_from_all_her_credentials(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parts = web.house.parts
    before = {line.credential: line.name for line in parts.roster.names(parts.log.convention)}
    number, name = next((number, name) for number, name in before.items() if name == "Officer 5")
    monkeypatch.setenv("DATABASE_URL", web.house.config.database_url)
    monkeypatch.setenv("PLENARY_CHECKPOINT", str(web.house.config.kept))
    arguments = ["--data", str(web.house.config.data), "--reason", "her wish"]
    done = CliRunner().invoke(main, ["erase-name", str(number), *arguments])
    assert (done.exit_code, f"credentials {number}." in done.output) == (0, True), done.output
    after = {line.credential: line.name for line in parts.roster.names(parts.log.convention)}
    assert after == {other: kept for other, kept in before.items() if other != number}
    report = verify(exported(web))
    assert report.valid
    assert number in report.nameless
    assert not [path for path in tmp_path.rglob("plenary.sqlite*") if name.encode() in path.read_bytes()]
    again = CliRunner().invoke(main, ["erase-name", "999", *arguments])
    assert (again.exit_code, "unknown_person" in again.output) == (1, True)
