"""Amended texts in a bundle: rebuilt from the record, compared, and refused where somebody had a hand in them."""

import json
from pathlib import Path

import pytest

from audit import canonical
from audit.blobs import hex_name
from audit.cli import main
from audit.documents import documents, texts_as_amended
from audit.verify import verify
from tests.audit.amended_story import FRENCH, TEXT, amended_story
from tests.audit.scenario import packed, unpacked
from tests.audit.verdicts import failed, places, whats

AMENDED = b"""# On the shared springs

The springs belong to the four valleys together.

Each valley keeps all its channels clean and in repair.

- The upper valleys open their gates in spring.

Disputes go before the council of the wells.
"""

MARKED = """# On the shared springs

1  The springs belong to the four valleys together.

2  Each valley keeps [+all+] its [-own-] channels clean and in repair.

    A1: motion m1 (yes 3, no 0, abstain 0)

3  - The upper valleys open their gates in spring.

4  [+Disputes go before the council of the wells.+]

    A3: decision d1 (no_objection)
"""


def test_the_text_is_rebuilt_from_the_record() -> None:
    state = amended_story().state
    (_, amended), (language, french) = texts_as_amended(state, state.documents["springs"])
    assert amended.text.format() == AMENDED
    assert [amended.names[key] for passage in amended.consolidation.remaining for key in passage.keys] == ["A1", "A3"]
    assert (language, french.untranslated) == ("fr", ("A3",))
    assert french.text.format() == FRENCH.replace(b"ses propres canaux", b"tous ses canaux")


def test_where_every_amendment_stands() -> None:
    (document,) = documents(amended_story().state)
    assert [(one["amendment"], one["standing"], one["cause"]) for one in document["amendments"]] == [
        ("A1", "adopted", "m1"),
        ("A2", "fallen", "A1"),
        ("A3", "adopted", "d1"),
        ("A4", "withdrawn", None),
        ("A3a", "rejected", "m2"),
    ]


def test_the_final_motion_pins_the_text_as_amended() -> None:
    hall = amended_story()
    subject = hall.state.motions["m3"].opened.subject
    assert subject is not None
    assert subject.text == hall.keep(AMENDED)


def test_the_bundle_verifies_with_and_without_what_people_wrote() -> None:
    hall = amended_story()
    full, redacted = hall.bundle(), hall.bundle(names=False)
    reason = "blobs/" + hex_name(hall.written("Clean water for all."))
    assert reason in unpacked(full)
    assert reason not in unpacked(redacted)
    for bundle in (full, redacted):
        assert verify(bundle).valid
    erased = {name: content for name, content in unpacked(full).items() if name != reason}
    assert verify(packed(erased)).valid


def test_a_reason_that_was_changed() -> None:
    hall = amended_story()
    reason = "blobs/" + hex_name(hall.written("Clean water for all."))
    report = verify(packed(unpacked(hall.bundle()) | {reason: b"Other words."}))
    assert failed(report) == ["blobs and names"]
    assert places(report, "blobs and names").startswith(reason)


def test_a_standing_that_the_record_does_not_bear_out() -> None:
    parts = unpacked(amended_story().bundle())
    altered = json.loads(parts["documents.json"])
    altered[0]["amendments"][1]["standing"] = "adopted"
    report = verify(packed(parts | {"documents.json": canonical.dumps(altered)}))
    assert failed(report) == ["results"]
    assert places(report, "results") == "documents.json, document springs, amendments, amendment A2, standing"
    assert whats(report, "results") == "it says 'adopted', the recount is 'fallen'"


def test_a_text_that_is_missing_or_another() -> None:
    hall = amended_story()
    name = "blobs/" + hex_name(hall.keep(TEXT))
    for content in (None, TEXT.replace(b"clean", b"clear")):
        parts = {**unpacked(hall.bundle()), name: content}
        report = verify(packed({key: value for key, value in parts.items() if value is not None}))
        assert failed(report) == ["rules"]
        assert whats(report, "rules").startswith("text_missing")


def test_the_texts_are_written_clean_and_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(amended_story().bundle())
    assert main(["text", str(bundle), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    clean, marked = (tmp_path / "out" / f"text-001-springs.en.{kind}" for kind in ("md", "marked.txt"))
    assert capsys.readouterr().out.splitlines()[:2] == [str(clean), str(marked)]
    assert clean.read_bytes() == AMENDED
    assert marked.read_text("utf-8") == MARKED


def test_nothing_is_written_of_a_bundle_that_is_not_valid(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(amended_story().bundle()[:-1])
    assert main(["text", str(bundle), "--out", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()
