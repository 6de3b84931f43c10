"""The later checks of FORMAT.md section 10: results, texts, names, pins, and what the report says of them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from audit import admission, canonical
from audit.checkpoint import open_checkpoint
from audit.encoding import b64_encode
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.report import Outcome, Report
from audit.verify import Pins, RootPin, verify
from tests.audit.day_story import day_story
from tests.audit.fixed import FOLDER, load
from tests.audit.golden_bundles import (
    BUNDLES,
    declared_off_by_one,
    forged,
    index_of,
    rehashed,
    results_off_by_one,
)
from tests.audit.notes import ORIGIN, checkpoint, root_of, signed_note
from tests.audit.scenario import Hall, packed, unpacked
from tests.audit.story import story, story_bundle
from tests.audit.verdicts import failed, places, whats

# --- results ---------------------------------------------------------------------------------------


def test_a_declared_result_off_by_one() -> None:
    report = verify(declared_off_by_one())
    assert failed(report) == ["rules", "results"]
    assert places(report, "rules").startswith(f"entry {report.size - 1} (")
    assert "wrong_result" in whats(report, "rules")
    assert report.checks["rules"].count == report.size - 1
    assert report.checks["rules"].reason
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
    assert places(report, "results") == "results.json, motions, motion m2, options, yes, count"
    assert whats(report, "results") == "it says 4, the recount is 3"


def test_results_that_lack_a_motion_or_are_not_canonical_or_hold_true_for_one() -> None:
    content = unpacked(story_bundle())["results.json"]
    results = json.loads(content)
    results["motions"][3]["quorum"]["reached"] = True
    lacking = json.loads(content)
    lacking["motions"].pop()
    for damaged in (canonical.dumps(lacking), content + b"\n", b"", b"null", canonical.dumps(results)):
        report = verify(forged("results.json", damaged))
        assert failed(report) == ["results"]
        assert places(report, "results").startswith("results.json")


def test_a_bundle_that_ends_within_a_motion() -> None:
    report = verify(rehashed(lambda entries: entries.__delitem__(slice(index_of("polling.ended", 0), None))))
    assert "results" in failed(report)
    assert "motion m1" in places(report, "results")


# --- texts, names ----------------------------------------------------------------------------------


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


def test_what_was_erased_is_said_and_changes_no_verdict() -> None:
    hall, parts = day_story(), unpacked(day_story().bundle())
    texts = [name for name in parts if name.startswith("blobs/")]
    spoken = next(name for name in texts if b"meant to vote yes" in parts[name])
    roster = json.loads(parts["roster.json"])
    gone = roster.pop(2)["credential"]
    whole = verify(packed(parts))
    assert (whole.valid, whole.erased, whole.nameless) == (True, [], [])
    left = {**parts, "roster.json": canonical.dumps(roster)}
    del left[spoken]
    report = verify(packed(left))
    assert report.valid
    ((blob, entry),) = report.erased
    assert spoken == f"blobs/{blob}"
    assert admission.read(hall.entries[entry]).jws.payload["type"] == "vote.explained"
    assert report.nameless == [gone]
    said = "\n".join(report.lines())
    assert f"erased: the personal text {blob}, which entry {entry} names" in said
    assert f"erased: the names of credentials {gone}\n" in said
    assert report.as_json()["erased"] == {"texts": [{"blob": blob, "entry": entry}], "names": [gone]}


def test_a_redacted_bundle_calls_nothing_erased() -> None:
    report = verify(day_story().bundle(names=False))
    assert (report.valid, report.erased, report.nameless) == (True, [], [])


def test_a_full_bundle_that_calls_itself_redacted_and_the_other_way_round() -> None:
    roster = unpacked(story_bundle())["roster.json"]
    assert failed(verify(forged("roster.json", roster, redacted=True))) == ["container"]
    assert failed(verify(forged("roster.json", None))) == ["container"]
    assert verify(forged("roster.json", None, redacted=True)).valid


# --- pins ------------------------------------------------------------------------------------------


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
        signed_note(f"{ORIGIN}\n40\n{b64_encode(rewritten.root())}\n", ORIGIN, hall.log_key),
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


# --- the report ------------------------------------------------------------------------------------


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


# --- vectors ---------------------------------------------------------------------------------------


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
