"""The ordered checks of FORMAT.md section 10: what passes, and for every kind of damage which check says where."""

import base64
import io
import json
import multiprocessing
from dataclasses import replace
from typing import Any

import pytest

from audit import canonical, container, jws
from audit.admission import SigningKey, read
from audit.checkpoint import open_checkpoint
from audit.encoding import b64url_decode, b64url_encode, digest
from audit.errors import Unusable
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.report import Outcome, Report
from audit.signatures import WORTH_A_PROCESS, Signatures
from audit.verify import Pins, RootPin, verify
from tests.audit.fixed import FOLDER, load
from tests.audit.golden_bundles import (
    BUNDLES,
    add_stranger,
    alter,
    declared_off_by_one,
    drop_vote,
    forged,
    index_of,
    rehashed,
    results_off_by_one,
    swap_votes,
)
from tests.audit.scenario import (
    ORIGIN,
    Hall,
    checkpoint,
    ed25519,
    packed,
    relogged,
    root_of,
    signed_note,
    story,
    story_bundle,
    unpacked,
    vkey,
)

CHECKS = ["container", "checkpoint", "tree", "signatures", "rules", "results", "blobs and names", "pins"]
ENTRIES = "log/tile/entries/000.p/40"
TILE = "log/tile/0/000.p/40"


def failed(report: Report) -> list[str]:
    return [name for name, check in report.checks.items() if check.outcome is Outcome.FAILED]


def places(report: Report, check: str) -> str:
    return "\n".join(finding.where for finding in report.checks[check].findings)


def whats(report: Report, check: str) -> str:
    return "\n".join(finding.what for finding in report.checks[check].findings)


# --- what is valid --------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [True, False])
def test_an_honest_bundle_is_valid(names: bool) -> None:
    report = verify(story().bundle(names))
    assert report.valid, list(report.lines())
    assert list(report.checks) == CHECKS
    assert report.verdict == "valid: consistent, not pinned"
    assert (report.convention, report.size, report.redacted) == (story().digest, 40, not names)
    assert report.root == b64url_encode(story().tree.root())
    assert [check.count for check in report.checks.values()] == [
        8 if names else 7,
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


# --- one byte -------------------------------------------------------------------------------------


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


# --- members --------------------------------------------------------------------------------------


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


# --- checkpoint and tree --------------------------------------------------------------------------


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
    extended = signed_note(f"{ORIGIN}\n40\n{_base64(hall.tree.root())}\nmore\n", ORIGIN, hall.log_key)
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


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


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
    signed = signed_note(f"{ORIGIN}\n40\n{_base64(wrong)}\n", ORIGIN, hall.log_key)
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


# --- results --------------------------------------------------------------------------------------


def test_a_declared_result_off_by_one() -> None:
    report = verify(declared_off_by_one())
    assert failed(report) == ["rules", "results"]
    assert places(report, "rules").startswith(f"entry {report.size - 1} (")
    assert "wrong_result" in whats(report, "rules")
    assert places(report, "results") == "motion m1"
    # Nothing was found wrong with the signatures, but not all were looked at.
    assert report.checks["signatures"].outcome is Outcome.NOT_DONE
    assert report.checks["signatures"].reason
    (motion,) = report.motions
    assert motion.declared is not None
    assert motion.declared.options["yes"] == {"count": 2, "weight": 2}
    assert motion.recounted["options"]["yes"] == {"count": 1, "weight": 1}
    assert any("DIFFERS" in line for line in report.lines())


def test_results_off_by_one() -> None:
    report = verify(results_off_by_one())
    assert failed(report) == ["results"]
    assert places(report, "results") == "results.json, motion 2, options, yes, count"
    assert whats(report, "results") == "it says 4, the recount is 3"


def test_results_that_lack_a_motion_or_are_not_canonical_or_hold_true_for_one() -> None:
    content = unpacked(story_bundle())["results.json"]
    results = json.loads(content)
    results[3]["quorum"]["reached"] = True
    for damaged in (canonical.dumps(json.loads(content)[:-1]), content + b"\n", b"", b"null", canonical.dumps(results)):
        report = verify(forged("results.json", damaged))
        assert failed(report) == ["results"]
        assert places(report, "results").startswith("results.json")


def test_a_bundle_that_ends_within_a_motion() -> None:
    report = verify(rehashed(lambda entries: entries.__delitem__(slice(index_of("polling.ended", 0), None))))
    assert "results" in failed(report)
    assert "motion m1" in places(report, "results")


# --- texts, names ---------------------------------------------------------------------------------


def test_a_changed_text() -> None:
    name = "blobs/" + next(iter(story().blobs))
    report = verify(forged(name, b"We part.\n"))
    assert failed(report) == ["blobs and names"]
    assert places(report, "blobs and names").startswith(name)


def test_a_missing_text_names_the_statement_that_wants_it() -> None:
    report = verify(forged("blobs/" + next(iter(story().blobs)), None))
    assert f"entry {index_of('document.tabled', 0)} " in whats(report, "blobs and names")


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "A" * 22},
        {"name": "Somebody Else"},
        {"credential": 99},
    ],
)
def test_a_roster_that_does_not_open_its_commitments(change: dict[str, object]) -> None:
    roster = json.loads(unpacked(story_bundle())["roster.json"])
    roster[-1] |= change
    report = verify(forged("roster.json", canonical.dumps(roster)))
    assert failed(report) == ["blobs and names"]
    assert places(report, "blobs and names") == f"roster.json, credential {roster[-1]['credential']}"


def test_a_malformed_roster_and_an_erased_name() -> None:
    roster = json.loads(unpacked(story_bundle())["roster.json"])
    assert verify(forged("roster.json", canonical.dumps(roster[1:]))).valid
    report = verify(forged("roster.json", canonical.dumps(roster[::-1])))
    assert failed(report) == ["blobs and names"]
    assert places(report, "blobs and names") == "roster.json"


def test_a_full_bundle_that_calls_itself_redacted_and_the_other_way_round() -> None:
    roster = unpacked(story_bundle())["roster.json"]
    assert failed(verify(forged("roster.json", roster, redacted=True))) == ["container"]
    assert failed(verify(forged("roster.json", None))) == ["container"]
    assert verify(forged("roster.json", None, redacted=True)).valid


# --- pins -----------------------------------------------------------------------------------------


def pinned(**pins: Any) -> Report:
    return verify(story_bundle(), Pins(**pins))


def test_pins_that_hold() -> None:
    hall = story()
    receipt = ("vote.tlog-proof", hall.receipt(20))
    report = pinned(convention=hall.digest, root=RootPin(hall.tree.root()), receipts=(receipt,))
    assert report.valid
    assert report.verdict == "valid, pinned by convention, root, receipt vote.tlog-proof"
    assert pinned(root=RootPin(hall.tree.root(17), 17)).valid
    assert pinned(receipts=(("f", hall.receipt(20, extra=False)),)).valid


def test_pins_that_do_not_hold() -> None:
    hall = story()
    for pins, where in (
        ({"convention": "A" * 43}, "--convention"),
        ({"root": RootPin(bytes(32))}, "--root"),
        ({"root": RootPin(hall.tree.root(17))}, "--root"),
        ({"root": RootPin(hall.tree.root(), 39)}, "--root"),
        ({"root": RootPin(hall.tree.root(), 41)}, "--root"),
    ):
        report = pinned(**pins)
        assert failed(report) == ["pins"]
        assert places(report, "pins") == where
        assert report.verdict == "INVALID"
        assert report.pinned_by == []


def test_receipts_that_do_not_hold() -> None:
    hall = story()
    good = hall.receipt(20)
    other = Hall("another hall").receipt(3)
    rewritten = Tree()
    for index in range(40):
        rewritten.append(hall.tree.leaf(index) if index != 20 else bytes(32))
    split = type(good)(
        20,
        tuple(rewritten.inclusion_proof(20, 40)),
        signed_note(f"{ORIGIN}\n40\n{_base64(rewritten.root())}\n", ORIGIN, hall.log_key),
    )
    for receipt, what in (
        (other, "known key"),
        (split, "rewritten or split"),
        (replace(good, index=21), "proof"),
        (replace(good, index=40), "index is 40"),
        (replace(good, proof=good.proof[:-1]), "proof"),
        (replace(good, extra=hall.entries[21]), "not entry 20"),
    ):
        report = pinned(receipts=(("fine", hall.receipt(3)), ("mine", receipt)))
        assert failed(report) == ["pins"]
        assert places(report, "pins") == "mine"
        assert what in whats(report, "pins")


def test_a_receipt_from_after_the_export() -> None:
    hall = story()
    later = [*hall.entries, b"later"]
    tree = Tree()
    for index in range(40):
        tree.append(hall.tree.leaf(index))
    tree.append(leaf_hash(b"later"))
    receipt = type(hall.receipt(0))(40, tuple(tree.inclusion_proof(40, 41)), checkpoint(later, hall.log_key))
    report = pinned(receipts=(("mine", receipt),))
    assert failed(report) == ["pins"]
    assert "later bundle" in whats(report, "pins")


def test_a_rewritten_log_agrees_with_itself_but_not_with_what_is_pinned() -> None:
    """What a server that holds every key can do, and what stops it."""
    other = Hall("rewritten")
    report = verify(other.bundle(), Pins(convention=story().digest))
    assert verify(other.bundle()).valid
    assert failed(report) == ["pins"]


def test_the_helpers_of_these_tests_hash_as_the_code_does() -> None:
    hall = story()
    leaves = [hall.tree.leaf(index) for index in range(40)]
    assert root_of(leaves) == hall.tree.root()
    key = VerifierKey.parse(hall.state.founded.log_key)
    assert open_checkpoint(hall.checkpoint(), key).root == hall.tree.root()


# --- the report -----------------------------------------------------------------------------------


def test_a_report_keeps_the_first_hundred_findings_and_counts_the_rest() -> None:
    report = Report()
    check = report.checks["tree"]
    for number in range(250):
        check.fail(f"entry {number}", "wrong")
    check.finish(250)
    assert (check.failures, len(check.findings)) == (250, 100)
    assert any("and 150 more" in line for line in report.lines())


def test_a_report_steers_no_terminal() -> None:
    report = Report(name="\x1b[2JHall", convention="A")
    report.checks["tree"].fail("\x1b[31m", "\x07")
    assert "\x1b" not in "".join(report.lines())
    assert "\x07" not in "".join(report.lines())


# --- vectors --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUNDLES)
def test_the_bundles_among_the_vectors_are_made_again_byte_for_byte(name: str) -> None:
    assert (FOLDER / "bundles" / name).read_bytes() == BUNDLES[name][1]()


def test_the_bundles_among_the_vectors_get_the_verdicts_that_stand_beside_them() -> None:
    vectors = load("bundles.json")
    assert [vector["file"] for vector in vectors] == list(BUNDLES)
    for vector in vectors:
        report = verify((FOLDER / "bundles" / vector["file"]).read_bytes())
        assert (report.valid, failed(report)) == (vector["valid"], vector["failed"])
        assert (report.convention, report.size, report.root) == (vector["convention"], vector["size"], vector["root"])
        assert vector["valid"] is (vector["failed"] == [])
