"""What an exported bundle holds, and what is not let out (FORMAT.md section 9)."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from audit import canonical
from audit.bundle import Bundle, Manifest, RosterLine, export_size, map_file, members, read_roster
from audit.container import read
from audit.encoding import b64url_encode
from audit.errors import BundleError, LogError, Unusable
from audit.tally import replay, results
from ballots.errors import Refused
from tests.audit.fixed import ed25519
from tests.audit.scenario import Hall, unpacked
from tests.audit.story import story, story_bundle


def exported(hall: Hall, **changes: Any) -> dict[str, bytes]:
    arguments: dict[str, Any] = {
        "convention": hall.state,
        "tree": hall.tree,
        "entries": lambda start, stop: hall.entries[start:stop],
        "checkpoint": hall.checkpoint(),
        "blob": hall.blobs.get,
        "roster": hall.roster(),
    }
    return dict(members(**(arguments | changes)))


def test_the_members_of_a_bundle() -> None:
    hall, parts = story(), unpacked(story_bundle())
    blobs = {f"blobs/{name}": content for name, content in hall.blobs.items()}
    assert len(blobs) == 2
    assert set(parts) == blobs.keys() | {
        "documents.json",
        "log/checkpoint",
        "log/tile/0/000.p/40",
        "log/tile/entries/000.p/40",
        "manifest.json",
        "results.json",
        "roster.json",
    }
    assert blobs.items() <= parts.items()
    assert parts["log/checkpoint"] == hall.checkpoint()
    assert parts["log/tile/0/000.p/40"] == b"".join(hall.tree.leaf(index) for index in range(40))
    assert json.loads(parts["results.json"]) == results(hall.state)
    assert parts["results.json"] == canonical.dumps(results(hall.state))
    manifest = json.loads(parts.pop("manifest.json"))
    assert manifest.pop("files") == {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    assert manifest == {
        "convention": hall.digest,
        "format": "plenary-bundle-v1",
        "redacted": False,
        "root": b64url_encode(hall.tree.root()),
        "size": 40,
    }


def test_a_redacted_bundle_holds_no_name_and_no_salt() -> None:
    hall = story()
    parts = unpacked(hall.bundle(names=False))
    assert "roster.json" not in parts
    assert json.loads(parts["manifest.json"])["redacted"] is True
    for line in hall.roster():
        for content in parts.values():
            assert line.name.encode() not in content
            assert line.salt.encode() not in content


def test_entries_and_their_places() -> None:
    data = story_bundle()
    bundle = Bundle(read(data))
    assert list(bundle.entries()) == story().entries
    for index, entry in enumerate(story().entries):
        assert bundle.entry(index) == entry
        place = bundle.place(index)
        assert place.startswith(f"entry {index} (log/tile/entries/000.p/40, byte ")
        offset = int(place.rpartition(" ")[2].rstrip(")"))
        assert data[offset:].startswith(entry)


def test_a_log_of_several_tiles() -> None:
    hall = Hall("long")
    hall.delegation("nord", 20)
    members = hall.issue(*((f"nord/{seat}",) for seat in range(1, 21)))
    for member in members:
        hall.enrol(member)
    opening = hall.open("m1")
    while len(hall.entries) < 256 * 2 + 5 - 3:
        hall.vote(members[len(hall.entries) % 20], "m1", opening, "yes")
    hall.close("m1", opening)
    hall.declare("m1", opening)
    data = hall.bundle()
    names = [name for name in unpacked(data) if name.startswith("log/tile")]
    assert names == [
        "log/tile/0/000", "log/tile/0/001", "log/tile/0/002.p/5", "log/tile/1/000.p/2",
        "log/tile/entries/000", "log/tile/entries/001", "log/tile/entries/002.p/5",
    ]  # fmt: skip
    bundle = Bundle(read(data))
    assert list(bundle.entries()) == hall.entries
    assert bundle.entry(516) == hall.entries[516]


def test_an_export_ends_before_the_first_open_motion() -> None:
    hall = Hall("open")
    hall.delegation("nord", 1)
    (member,) = hall.issue(("nord/1",))
    hall.enrol(member)
    first = hall.open("m1")
    hall.close("m1", first)
    size = len(hall.entries)
    assert export_size(hall.state) == size
    second = hall.open("m2")
    hall.declare("m1", first)
    hall.vote(member, "m2", second, "yes")
    assert export_size(hall.state) == size
    with pytest.raises(BundleError, match="m2 is open"):
        hall.bundle()
    third = hall.open("m3")
    assert export_size(hall.state) == size
    hall.close("m2", second)
    # Just before m3 opened, m2 was open still: its votes lie there without their close.
    assert export_size(hall.state) == size
    hall.close("m3", third)
    assert export_size(hall.state) == len(hall.entries)


def test_an_export_refuses_a_checkpoint_of_another_size_or_root_or_key() -> None:
    hall = story()
    shorter = replay(hall.entries[:-1])
    with pytest.raises(BundleError, match="size 39"):
        exported(hall, convention=shorter)
    with pytest.raises(LogError, match="known key"):
        exported(hall, checkpoint=hall.checkpoint(ed25519("another log")))


def test_an_export_refuses_entries_and_texts_that_changed_on_the_disk() -> None:
    hall = story()
    with pytest.raises(BundleError, match="not those that were recorded") as entries:
        exported(hall, entries=lambda start, stop: [entry + b"A" for entry in hall.entries[start:stop]])
    assert entries.value.where == "log/tile/entries/000.p/40"
    with pytest.raises(BundleError, match="SHA-256") as text:
        exported(hall, blob=lambda name: b"other words")
    assert text.value.where.startswith("blobs/")


def test_an_export_refuses_names_that_do_not_open_their_commitments() -> None:
    hall = story()
    first, *others = hall.roster()
    assert json.loads(exported(hall, roster=others)["roster.json"])[0]["credential"] == others[0].credential
    for roster, found in (
        ([first._replace(name="Eve"), *others], "credential 1"),
        ([first._replace(credential=99)], "credential 99"),
        ([first, first], "roster.json"),
        ([first._replace(name="")], "roster.json"),
    ):
        with pytest.raises(BundleError, match=found):
            exported(hall, roster=roster)


GOOD = {
    "convention": "A" * 43,
    "files": {"log/checkpoint": "0" * 64},
    "format": "plenary-bundle-v1",
    "redacted": True,
    "root": "A" * 43,
    "size": 1,
}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "plenary-bundle-v2"},
        {"size": 0},
        {"size": True},
        {"size": "1"},
        {"redacted": 1},
        {"root": "A" * 42},
        {"root": "A" * 42 + "B"},
        {"convention": None},
        {"files": {}},
        {"files": {"../x": "0" * 64}},
        {"files": {"x": "0" * 63}},
        {"files": {"x": "G" * 64}},
        {"extra": 1},
    ],
)
def test_manifests_that_are_refused(change: dict[str, object]) -> None:
    assert Manifest.parse(canonical.dumps(GOOD)).size == 1
    with pytest.raises(Refused):
        Manifest.parse(canonical.dumps(GOOD | change))


def test_a_manifest_that_is_not_canonical_or_lacks_a_field() -> None:
    with pytest.raises(Refused):
        Manifest.parse(canonical.dumps(GOOD) + b"\n")
    with pytest.raises(Refused):
        Manifest.parse(b"[]")
    for name in GOOD:
        with pytest.raises(Refused, match=name):
            Manifest.parse(canonical.dumps({key: value for key, value in GOOD.items() if key != name}))


LINE = {"credential": 1, "name": "Ana", "salt": "A" * 22}


def test_a_roster_is_read_strictly() -> None:
    assert read_roster(canonical.dumps([LINE, LINE | {"credential": 2}])) == [
        RosterLine(1, "Ana", "A" * 22),
        RosterLine(2, "Ana", "A" * 22),
    ]
    for bad in (
        [LINE, LINE],
        [LINE | {"credential": 2}, LINE],
        [LINE | {"salt": "A" * 21}],
        [LINE | {"name": ""}],
        [LINE | {"extra": 1}],
        [LINE | {"credential": "1"}],
        {},
    ):
        with pytest.raises(Refused):
            read_roster(canonical.dumps(bad))


def test_files_that_cannot_be_mapped(tmp_path: Path) -> None:
    empty = tmp_path / "empty.zip"
    empty.touch()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, found in (
        (tmp_path / "none.zip", "No such file"),
        (tmp_path, "is a folder, not the ZIP file: give the file itself"),
        (empty, "is empty"),
        (pipe, "not a regular file"),
        (empty / "x", "cannot be read"),
    ):
        with pytest.raises(Unusable, match=found):
            map_file(path)
