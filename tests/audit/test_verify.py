"""The first checks of FORMAT.md section 10: what passes, and for every kind of damage which check says where."""

import io
import json
import multiprocessing

import pytest

from audit import canonical, container, jws
from audit.admission import SigningKey, read
from audit.encoding import b64_encode, b64url_decode, b64url_encode, digest
from audit.errors import Unusable
from audit.fingerprint import root_words
from audit.report import Outcome
from audit.signatures import WORTH_A_PROCESS, Signatures
from audit.verify import verify
from tests.audit.fixed import ed25519
from tests.audit.golden_bundles import (
    add_stranger,
    alter,
    drop_vote,
    forged,
    index_of,
    rehashed,
    swap_votes,
)
from tests.audit.notes import ORIGIN, checkpoint, signed_note, vkey
from tests.audit.scenario import Hall, packed, relogged, unpacked
from tests.audit.story import story, story_bundle
from tests.audit.verdicts import failed, places, whats

CHECKS = ["container", "checkpoint", "tree", "signatures", "rules", "results", "blobs and names", "pins"]
ENTRIES = "log/tile/entries/000.p/40"
TILE = "log/tile/0/000.p/40"


# --- what is valid ---------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [True, False])
def test_an_honest_bundle_is_valid(names: bool) -> None:
    report = verify(story().bundle(names))
    assert report.valid, list(report.lines())
    assert list(report.checks) == CHECKS
    assert report.verdict == "valid: consistent, not pinned"
    assert (report.convention, report.size, report.redacted) == (story().digest, 40, not names)
    assert report.root == b64url_encode(story().tree.root())
    words = root_words(story().tree.root())
    assert report.as_json()["words"] == words
    assert f"in words   {words}" in list(report.lines())
    assert [check.count for check in report.checks.values()] == [
        9 if names else 8,
        1,
        40,
        40,
        40,
        4,
        10 if names else 2,
        0,
    ]
    assert [motion.declared is not None for motion in report.motions] == [True, True, False, False]


def test_the_bytes_of_an_export_are_those_that_any_writer_makes() -> None:
    parts = unpacked(story_bundle())
    assert packed(parts) == story_bundle()
    assert relogged(story_bundle(), story().entries, story().log_key) == story_bundle()


def test_progress_is_told_for_the_long_checks() -> None:
    seen: list[tuple[str, int, int]] = []
    verify(story_bundle(), progress=lambda check, done, total: seen.append((check, done, total)))
    assert ("tree", 40, 40) in seen
    assert ("signatures", 40, 40) in seen


def test_several_processes_come_to_the_same_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.signatures.CHUNK", 8)
    monkeypatch.setattr("audit.signatures.WORTH_A_PROCESS", 1)
    assert verify(story_bundle(), jobs=2).as_json() == verify(story_bundle()).as_json()
    bad = rehashed(alter(39))
    report = verify(bad, jobs=2)
    assert report.as_json() == verify(bad).as_json()
    assert failed(report) == ["signatures"]


def test_a_process_that_is_killed_leaves_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.signatures.CHUNK", 1)
    submission = read(story().entries[0])
    with Signatures(2, WORTH_A_PROCESS, lambda count: None) as signatures:
        signatures.add(0, submission, SigningKey(story().founder.jwk, None))
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(Unusable, match="ended from outside"):
            signatures.finish()


# --- one byte --------------------------------------------------------------------------------------


def test_every_changed_byte_of_the_file_makes_it_invalid() -> None:
    hall = Hall("small")
    hall.delegation("nord", 1)
    (member,) = hall.issue(("nord/1",))
    hall.enrol(member)
    opening = hall.open("m1")
    hall.vote(member, "m1", opening, "yes")
    hall.close("m1", opening)
    hall.declare("m1", opening)
    whole = hall.bundle()
    assert verify(whole).valid
    for position in range(len(whole)):
        data = bytearray(whole)
        data[position] ^= 1 << position % 8
        report = verify(data)
        assert not report.valid, position
        finding = report.checks["container"].findings[0]
        assert "byte " in finding.where
        assert finding.what


def test_a_changed_byte_in_any_member_is_found_even_if_zip_and_manifest_are_made_to_fit() -> None:
    parts = unpacked(story_bundle())
    for name, content in parts.items():
        if name == "manifest.json":
            continue
        for position in range(0, len(content), max(1, len(content) // 12)):
            changed = bytearray(content)
            changed[position] ^= 1 << position % 8
            report = verify(forged(name, bytes(changed)))
            assert not report.valid, (name, position)
            findings = [finding for check in report.checks.values() for finding in check.findings]
            assert any(name.split("/")[0] in finding.where or "entry " in finding.where for finding in findings)


def test_a_changed_manifest() -> None:
    for change, check, where in (
        ({"convention": "A" * 43}, "checkpoint", "manifest.json, convention"),
        ({"root": "A" * 43}, "checkpoint", "log/checkpoint"),
        ({"redacted": True}, "container", "manifest.json"),
        ({"size": 39}, "checkpoint", "log/tile/entries/000.p/39"),
        ({"size": 9_000}, "container", "manifest.json"),
        ({"size": 2**53 - 1}, "container", "manifest.json"),
        ({"format": "plenary-bundle-v9"}, "container", "manifest.json"),
    ):
        report = verify(forged("results.json", unpacked(story_bundle())["results.json"], **change))
        assert failed(report)[0] == check
        assert report.checks[check].findings[0].where.startswith(where)


def test_truncated_files() -> None:
    whole = story_bundle()
    for length in [*range(4, 200), *range(200, len(whole), 997), *range(len(whole) - 30, len(whole))]:
        report = verify(whole[:length])
        assert failed(report) == ["container"]
        assert "byte " in places(report, "container")
    for length in range(4):
        with pytest.raises(Unusable):
            verify(whole[:length])


# --- members ---------------------------------------------------------------------------------------


def test_a_member_too_many() -> None:
    for name, check in (
        ("readme.txt", "container"),
        ("log/tile/0/001.p/1", "tree"),
        ("log/notes", "tree"),
        ("blobs/" + "0" * 64, "blobs and names"),
        ("blobs/x", "blobs and names"),
    ):
        report = verify(forged(name, b"x"))
        assert failed(report) == [check]
        assert places(report, check).startswith(name)


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        ("log/checkpoint", ["checkpoint"]),
        (TILE, ["tree"]),
        (ENTRIES, ["checkpoint", "tree"]),
        ("results.json", ["results"]),
        ("documents.json", ["results"]),
        ("blobs/" + next(iter(story().blobs)), ["blobs and names"]),
    ],
)
def test_a_missing_member(name: str, checks: list[str]) -> None:
    report = verify(forged(name, None))
    assert failed(report) == checks
    for check in checks:
        assert name in places(report, check)


def test_a_zip_without_a_manifest_or_without_anything() -> None:
    parts = unpacked(story_bundle())
    for chosen in ({}, {"a": b"x"}, {"log/checkpoint": parts["log/checkpoint"]}):
        data = packed({"manifest.json": b"{}", **chosen})
        assert failed(verify(data)) == ["container"]
    report = verify(b"PK\x05\x06" + bytes(18))
    assert failed(report) == ["container"]
    assert "manifest.json" in places(report, "container")


def test_a_member_that_the_manifest_does_not_fit() -> None:
    parts = unpacked(story_bundle())
    manifest = json.loads(parts["manifest.json"])
    manifest["files"]["results.json"] = "0" * 64
    del manifest["files"]["log/checkpoint"]
    manifest["files"]["zzz"] = "0" * 64
    parts["manifest.json"] = canonical.dumps(manifest)
    out = io.BytesIO()
    container.write(sorted(parts.items()), out)
    report = verify(out.getvalue())
    assert failed(report) == ["container"]
    found = report.checks["container"].findings
    assert [finding.where.split(" (")[0] for finding in found] == [
        "log/checkpoint",
        "results.json",
        "manifest.json, files, zzz",
    ]


# --- checkpoint and tree ---------------------------------------------------------------------------


def test_a_checkpoint_by_another_key() -> None:
    report = verify(forged("log/checkpoint", story().checkpoint(ed25519("another log"))))
    assert failed(report) == ["checkpoint"]
    assert places(report, "checkpoint") == "log/checkpoint"
    assert "known key" in whats(report, "checkpoint")


def test_a_checkpoint_of_another_origin_size_or_root() -> None:
    hall = story()
    for signed, found in (
        (checkpoint(hall.entries, hall.log_key, "elsewhere.example/log"), "known key"),
        (checkpoint(hall.entries[:-1], hall.log_key), "its size is 39"),
        (checkpoint(hall.entries[::-1], hall.log_key), "its root is"),
    ):
        report = verify(forged("log/checkpoint", signed))
        assert failed(report) == ["checkpoint"]
        assert places(report, "checkpoint").startswith("log/checkpoint")
        assert found in whats(report, "checkpoint")
    extended = signed_note(f"{ORIGIN}\n40\n{b64_encode(hall.tree.root())}\nmore\n", ORIGIN, hall.log_key)
    assert failed(verify(forged("log/checkpoint", extended))) == ["checkpoint"]


def test_a_log_key_under_another_name_than_the_origin() -> None:
    hall = story()
    founding = json.loads(b64url_decode(hall.entries[0].split(b".")[1].decode()))
    founding["log"]["key"] = vkey("elsewhere.example/log", hall.log_key)
    entry = jws.sign(hall.founder, founding, jws.STATEMENT)
    parts = unpacked(relogged(story_bundle(), [entry], hall.log_key))
    parts["log/checkpoint"] = checkpoint([entry], hall.log_key, "elsewhere.example/log")
    report = verify(packed(parts, convention=digest(entry.rpartition(b".")[0])))
    assert report.checks["checkpoint"].outcome is Outcome.FAILED
    assert ORIGIN in whats(report, "checkpoint") or "origin" in whats(report, "checkpoint")


def test_a_wrong_hash_in_a_tile() -> None:
    content = bytearray(unpacked(story_bundle())[TILE])
    content[7 * 32] ^= 1
    report = verify(forged(TILE, bytes(content)))
    assert failed(report) == ["tree"]
    assert places(report, "tree").startswith(TILE)
    assert "entry 7 " in whats(report, "tree")
    for damaged in (content[:-1], content + b"\0", b""):
        report = verify(forged(TILE, bytes(damaged)))
        assert failed(report) == ["tree"]
        assert places(report, "tree").startswith(TILE)
        assert whats(report, "tree") == f"it has {len(damaged)} bytes, not 1280"


def test_a_root_that_checkpoint_and_manifest_claim_but_the_entries_do_not_have() -> None:
    hall = story()
    wrong = bytes(range(32))
    signed = signed_note(f"{ORIGIN}\n40\n{b64_encode(wrong)}\n", ORIGIN, hall.log_key)
    report = verify(forged("log/checkpoint", signed, root=b64url_encode(wrong)))
    assert failed(report) == ["tree"]
    assert places(report, "tree") == "manifest.json, root"
    assert b64url_encode(hall.tree.root()) in whats(report, "tree")


def test_entries_reordered() -> None:
    """Hashes and checkpoint fit, the signer's sequence does not."""
    report = verify(rehashed(swap_votes, "another log"))
    second = index_of("vote.cast", 3)
    assert failed(report) == ["checkpoint", "rules"]
    assert places(report, "rules").startswith(f"entry {second} (log/tile/entries/000.p/40, byte ")
    assert "sequence_used" in whats(report, "rules")
    assert failed(verify(rehashed(swap_votes))) == ["rules"]


def test_an_entry_removed() -> None:
    report = verify(rehashed(drop_vote))
    assert failed(report) == ["rules"]
    # The next statement of the chair names the tree that she saw, and this is no longer that.
    assert places(report, "rules").startswith(f"entry {index_of('motion.closed', 0) - 1} ")
    assert "wrong_tree" in whats(report, "rules")


def test_an_entry_added() -> None:
    report = verify(rehashed(add_stranger))
    assert failed(report) == ["rules"]
    assert places(report, "rules").startswith("entry 40 (log/tile/entries/000.p/41, byte ")
    assert "unknown_key" in whats(report, "rules")


def test_an_entry_repeated() -> None:
    report = verify(rehashed(lambda entries: entries.append(entries[index_of("vote.cast", 8)])))
    assert failed(report) == ["rules"]
    assert places(report, "rules").startswith("entry 40 ")


def test_a_statement_altered() -> None:
    assert failed(verify(rehashed(alter(39)))) == ["signatures"]
    vote = index_of("vote.cast", 8)
    report = verify(rehashed(alter(vote)))
    # The chair's later statements name the tree that she saw, and this is no longer that.
    assert failed(report) == ["signatures", "rules"]
    assert places(report, "signatures").startswith(f"entry {vote} (log/tile/entries/000.p/40, byte ")
    assert "bad_signature" in whats(report, "signatures")
    assert not report.valid


def test_another_algorithm_than_that_of_the_key() -> None:
    vote = index_of("vote.cast", 8)

    def swap(entries: list[bytes]) -> None:
        header, rest = entries[vote].split(b".", 1)
        text = b64url_decode(header.decode()).replace(b"ES256", b"Ed25519")
        entries[vote] = b64url_encode(text).encode() + b"." + rest

    report = verify(rehashed(swap))
    assert places(report, "signatures").startswith(f"entry {vote} ")
    assert whats(report, "signatures").startswith("wrong_algorithm")


def test_an_alteration_hashed_again_by_nobody() -> None:
    """Only the entry's bytes are changed: the tile, the root, and the signature all say so."""
    vote = index_of("vote.cast", 8)
    content = unpacked(story_bundle())[ENTRIES].replace(story().entries[vote][-20:], b"A" * 20)
    report = verify(forged(ENTRIES, content))
    assert failed(report) == ["tree", "signatures", "rules"]
    assert f"entry {vote} " in places(report, "signatures")
    assert f"entry {vote} " in whats(report, "tree")


def test_an_entry_bundle_that_ends_within_an_entry() -> None:
    content = unpacked(story_bundle())[ENTRIES]
    for damaged in (content[:-1], content + b"\0", content + b"\0\0", b""):
        report = verify(forged(ENTRIES, damaged))
        assert "tree" in failed(report)
        assert ENTRIES in places(report, "tree")
        assert report.checks["rules"].outcome is Outcome.NOT_DONE
        assert report.checks["rules"].reason


def test_a_log_that_does_not_begin_with_its_founding() -> None:
    report = verify(rehashed(lambda entries: entries.__delitem__(0)))
    assert failed(report) == ["checkpoint", "rules"]
    assert places(report, "checkpoint").startswith("entry 0 (")
