"""`plenary-audit`: what it prints, what it writes and how it exits."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.encoding import b64_encode, b64url_encode
from audit.tables import inert
from tests.audit.delegated_story import delegated_bundle
from tests.audit.golden_bundles import declared_off_by_one
from tests.audit.scenario import Hall, unpacked
from tests.audit.story import story, story_bundle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(story_bundle())
    return path


def run(*arguments: object) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(str(ended.code))


def test_a_valid_bundle(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", bundle) == 0
    out, err = capsys.readouterr()
    assert "valid: consistent, not pinned" in out
    assert story().digest in out
    assert b64url_encode(story().tree.root()) in out
    table = [line.split() for line in out.splitlines()]
    assert ["m1", "(declared)", "yes", "2", "2", "4"] in table
    assert ["m2", "(declared)", "yes", "3", "3", "5"] in table
    assert ["m3", "(annulled)", "yes", "-", "1", "1"] in table
    assert ["cast", "1", "of", "5", "-", "annulled"] in table
    assert ["cast", "1", "of", "5", "-", "no_quorum"] in table
    # No bar where nobody looks.
    assert err == ""


def test_every_form_of_pin(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall = story()
    root, older = hall.tree.root(), hall.tree.root(17)
    first, second = tmp_path / "one.tlog-proof", tmp_path / "two.tlog-proof"
    first.write_bytes(hall.receipt(20).format())
    second.write_bytes(hall.receipt(5).format())
    for pins in (
        ["--convention", hall.digest],
        ["--root", b64url_encode(root)],
        ["--root", b64_encode(root)],
        ["--root", f"40:{b64_encode(root)}"],
        ["--root", f"17:{b64url_encode(older)}"],
        ["--receipt", str(first), "--receipt", str(second)],
    ):
        assert run("verify", bundle, *pins) == 0, pins
        said = capsys.readouterr().out
        assert "valid, pinned by" in said
        assert f"(pins: {len(pins) // 2})" in said
        assert run("verify", bundle, *pins, "--convention", "A" * 43) == 1
        assert "--convention: this is convention" in capsys.readouterr().out
    other = tmp_path / "other.tlog-proof"
    other.write_bytes(Hall("another hall").receipt(3).format())
    assert run("verify", bundle, "--receipt", other) == 1
    assert str(other) in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--convention", "--root"])
def test_a_digest_that_begins_with_a_hyphen_is_no_option(
    option: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", bundle, option, "-" + "A" * 42) == 1
    assert "FAIL 8" in capsys.readouterr().out


def test_the_report_as_json(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", bundle, "--json", "--root", b64_encode(story().tree.root())) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == "plenary-report-v1"
    assert (report["valid"], report["pinned_by"], report["size"]) == (True, ["root"], 40)
    assert [check["outcome"] for check in report["checks"]] == ["passed"] * 8
    assert [motion["agrees"] for motion in report["motions"]] == [True] * 4
    results = json.loads(unpacked(story_bundle())["results.json"])["motions"]
    assert [motion["recounted"] for motion in report["motions"]] == results
    assert report["motions"][1]["declared"] == {
        "options": results[1]["options"],
        "outcome": "adopted",
        "casting": None,
    }
    assert report["motions"][3]["declared"] is None


def test_an_invalid_bundle_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(declared_off_by_one())
    assert run("verify", path, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is False
    failed = {check["name"]: check["findings"] for check in report["checks"] if check["outcome"] == "failed"}
    assert failed.keys() == {"rules", "results"}
    assert failed["results"][0]["where"] == "motion m1"
    assert report["motions"][0]["agrees"] is False


def test_changed_bytes_exit_with_1_and_say_where(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = story_bundle()
    for position in range(0, len(whole), len(whole) // 60):
        data = bytearray(whole)
        data[position] ^= 0x10
        bundle.write_bytes(data)
        assert run("verify", bundle) == 1
        out = capsys.readouterr().out
        assert "FAIL 1" in out
        assert "byte " in out
        assert out.rstrip().endswith("INVALID")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["verify"],
        ["verify", "{missing}"],
        ["verify", "{folder}"],
        ["verify", "{empty}"],
        ["verify", "{text}"],
        ["verify", "{bundle}", "--jobs", "0"],
        ["verify", "{bundle}", "--jobs", "-1"],
        ["verify", "{bundle}", "--jobs", "two"],
        ["verify", "{bundle}", "--root", "abc"],
        ["verify", "{bundle}", "--root", "A" * 42 + "B"],
        ["verify", "{bundle}", "--root", "0:" + "A" * 43],
        ["verify", "{bundle}", "--root", "1_0:" + "A" * 43],
        ["verify", "{bundle}", "--root", "A" * 43 + "=="],
        ["verify", "{bundle}", "--convention", "A" * 42],
        ["verify", "{bundle}", "--convention", "A" * 42 + "B"],
        ["verify", "{bundle}", "--receipt", "{missing}"],
        ["verify", "{bundle}", "--receipt", "{folder}"],
        ["verify", "{bundle}", "--receipt", "{text}"],
        ["verify", "{bundle}", "--receipt", "{empty}"],
        ["verify", "{bundle}", "--receipt", "{pipe}"],
        ["verify", "{bundle}", "--nonsense"],
        ["verify", "{bundle}", "{bundle}"],
        ["tally", "{bundle}"],
        ["text", "{bundle}"],
        ["text", "{bundle}", "--out", "{text}"],
        ["tally", "{missing}", "--csv", "{folder}"],
        ["tally", "{bundle}", "--csv", "{text}"],
    ],
)
def test_what_cannot_be_used_exits_with_2(
    arguments: list[str], bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("Dear auditors,\n\nenclosed.\n")
    paths = {name: tmp_path / name for name in ("missing", "empty", "text", "pipe")} | {
        "folder": tmp_path,
        "bundle": bundle,
    }
    assert run(*(argument.format_map(paths) for argument in arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_tables(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "tables"
    assert run("tally", bundle, "--csv", folder) == 0
    out = capsys.readouterr().out
    names = ["decisions.csv", "results.csv", *(f"rollcall-00{number}-m{number}.csv" for number in range(1, 5))]
    names.append("sittings.csv")
    assert sorted(path.name for path in folder.iterdir()) == names
    for name in names:
        assert str(folder / name) in out
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")
    results = rows(folder / "results.csv")
    assert [row["outcome"] for row in results] == ["not_adopted", "adopted", "adopted", "no_quorum"]
    assert [row["state"] for row in results] == ["declared", "declared", "annulled", "closed"]
    second = results[1]
    assert [second[name] for name in ("yes", "yes_weight", "no", "no_weight", "abstain")] == ["3", "5", "1", "1", "0"]
    parts = ("needed", "reached", "of", "met")
    assert [second[f"house_1_{name}"] for name in parts] == ["4", "5", "6", "yes"]
    assert [second[f"quorum_{name}"] for name in parts] == ["3", "4", "5", "yes"]
    assert [results[0][f"quorum_{name}"] for name in parts] == ["", "", "", ""]
    assert rows(folder / "rollcall-002-m2.csv") == [
        row("nord/1", 2, "yes", "phone", 27, 8, "Delegate 4", "own"),
        row("nord/2", 2, "yes", "phone", 28, 5, "Delegate 5", "own"),
        row("nord/3", 2),
        row("sud/1", 1, "yes", "phone", 24, 6, "Delegate 6", "own"),
        row("sud/2", 1, "no", "phone", 29, 7, "Delegate 7", "own"),
    ]


def test_the_roll_says_who_cast_for_whom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(delegated_bundle())
    assert run("verify", path) == 0
    assert run("tally", path, "--csv", tmp_path) == 0
    assert rows(tmp_path / "rollcall-001-m1.csv") == [
        row("nord/1", 2, "yes", "phone", 17, 4, "Delegate 4", "own"),
        row("nord/2", 2, "no", "phone", 19, 6, "Delegate 6", "proxy"),
        row("sud/1", 1, "yes", "phone", 18, 6, "Delegate 6", "own"),
        row("sud/2", 1, "abstain", "phone", 20, 8, "Alternate 8", "alternate"),
    ]
    assert rows(tmp_path / "rollcall-002-m2.csv") == [
        *(row(f"nord/{seat}", 2, "", "block", 28, 4, "Delegate 4", "head") for seat in (1, 2)),
        *(row(f"sud/{seat}", 1, "no", "block", 29, 6, "Delegate 6", "head") for seat in (1, 2)),
    ]
    assert [(one["yes"], one["no"], one["cast_weight"]) for one in rows(tmp_path / "results.csv")] == [
        ("2", "1", "6"),
        ("1", "3", "6"),
    ]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def row(mandate: str, weight: int, *vote: object) -> dict[str, str]:
    delegation, seat = mandate.split("/")
    values = [mandate, delegation, seat, weight, *(vote or [""] * 6)]
    names = ["mandate", "delegation", "seat", "weight", "choice", "method", "entry", "credential", "name", "cast_by"]
    return dict(zip(names, map(str, values), strict=True))


def test_the_rolls_of_a_redacted_bundle_have_no_names(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(story().bundle(names=False))
    assert run("tally", path, "--csv", tmp_path) == 0
    assert {row["name"] for row in rows(tmp_path / "rollcall-001-m1.csv")} == {""}
    assert {row["credential"] for row in rows(tmp_path / "rollcall-001-m1.csv")} == {"4", "5", "6", "7"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str, tmp_path: Path) -> None:
    hall = Hall("formulas")
    hall.delegation("nord", 1)
    evil = f'{start}cmd|" /C calc"!A0'
    (member,) = hall.issue(("nord/1",), name=evil)
    hall.enrol(member)
    opening = hall.open("m1", title={"en": evil})
    hall.vote(member, "m1", opening, "yes")
    hall.close("m1", opening)
    path = tmp_path / "bundle.zip"
    path.write_bytes(hall.bundle())
    assert run("tally", path, "--csv", tmp_path) == 0
    assert rows(tmp_path / "results.csv")[0]["title"] == f"'{evil}"
    assert rows(tmp_path / "rollcall-001-m1.csv")[0]["name"] == f"'{evil} 4"


def test_cells_that_no_statement_can_hold_are_inert_too() -> None:
    assert [inert(cell) for cell in ("\t=1", "\r=1", "1=1", "", None, -1)] == ["'\t=1", "'\r=1", "1=1", "", None, -1]


def test_nothing_is_written_of_an_invalid_bundle(bundle: Path, tmp_path: Path) -> None:
    data = bytearray(story_bundle())
    data[100] ^= 1
    bundle.write_bytes(data)
    assert run("tally", bundle, "--csv", tmp_path / "tables") == 1
    assert not (tmp_path / "tables").exists()


ALONE = """
import builtins, socket, sys

def forbid(*arguments, **named):
    raise AssertionError("the auditor's command went to the network")

socket.socket = socket.create_connection = socket.getaddrinfo = forbid
allowed = {"audit", "ballots", "cryptography", "tqdm"}
load = builtins.__import__

def only(name, *rest, **named):
    top = name.partition(".")[0]
    level = named.get("level", rest[3] if len(rest) > 3 else 0)
    if level == 0 and top not in sys.stdlib_module_names and top not in allowed and top not in optional:
        raise ModuleNotFoundError(name)
    return load(name, *rest, **named)

# What tqdm and cryptography try to import and do without.
optional = {"_cffi_backend", "typing_extensions"}
builtins.__import__ = only
from audit.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_it_needs_no_server_and_no_network(bundle: Path) -> None:
    command = [sys.executable, "-c", ALONE, "verify", str(bundle), "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "valid: consistent, not pinned" in done.stdout
    assert done.stderr == ""


def test_as_a_process_on_all_cores_with_a_reader_that_goes_away(bundle: Path) -> None:
    command = [sys.executable, "-m", "audit.cli", "verify", str(bundle)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
