"""The `plenary` command: what cannot be done is said in one line, before anything is made."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.signing import Ed25519Signer
from tests.postgresql import free_port
from voting import server
from voting.cli import main
from voting.cli_options import PublicUrl
from voting.database import make_engine
from voting.schema import upgrade

PLAN = """
languages = ["en"]
origin = "house.example"
officers = ["chair:Amara", "desk:Luc"]
name.en = "House"
"""
PARTIES = "Party,Seats\nNorthern Lights,10\nDelta,8\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the operator, the current one, with a plan and a list."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PLENARY_CHECKPOINT", raising=False)
    monkeypatch.chdir(tmp_path)
    # A command that would serve replaces its process, here that of the tests.
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("it serves"))
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "parties.csv").write_text(PARTIES)
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def plenary(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def founded(*more: str) -> Result:
    return plenary("found", "--plan", "plan.toml", "--public-url", "https://vote.example", *more)


def said_plainly(result: Result, *words: str) -> None:
    """The command failed with one `Error:` that holds the words, and not by an exception nobody thought of."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    for word in words:
        assert word in result.output, result.output
    assert result.output.count("Error:") == 1


def made(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"plan.toml", "parties.csv"}


@pytest.mark.parametrize(
    "url", ["vote.example", "ftp://vote.example", "https://", "https://vote.example/here", "https://[x", "https://a:b"]
)
def test_a_public_address_that_no_badge_can_carry(url: str, folder: Path) -> None:
    said_plainly(plenary("found", "--plan", "plan.toml", "--public-url", url), "is no address of a server")
    assert made(folder) == set()


def test_badges_never_lead_to_pages_without_cryptography(folder: Path) -> None:
    said_plainly(plenary("found", "--plan", "plan.toml", "--public-url", "http://vote.example"), "https")
    assert made(folder) == set()
    assert founded("--public-url", "http://localhost:8000/").exit_code == 0


def test_links_have_one_slash() -> None:
    output = founded("--public-url", "https://vote.example/").output
    assert "https://vote.example/activate#" in output
    assert "//activate" not in output


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("HTTPS://Vote.Example/", "https://vote.example"),
        ("https://vote.example:443", "https://vote.example"),
        ("https://vote.example:8443/", "https://vote.example:8443"),
        ("https://congrès.example", "https://xn--congrs-7ua.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_public_address_is_the_origin_that_browsers_name(given: str, origin: str) -> None:
    """Behind a proxy the server knows its own pages by it: another writing of it would refuse every vote."""
    assert PublicUrl().convert(given, None, None) == origin


def test_kinds_that_a_plan_leaves_out_are_told(folder: Path) -> None:
    assert "Kinds of question, all there are: procedure, appeal," in (plain := founded().output)
    assert "Careful" not in plain
    (folder / "plan.toml").write_text(f'{PLAN}[rules.questions.amendment]\nmajority = "simple_majority"\n')
    output = founded("--data", "other").output
    assert "all there are: amendment.\n" in output
    assert "no kind “procedure”" in output
    assert "no kind “reconsideration”: no decision can be reconsidered." in output


def test_a_plan_and_flags_at_once(folder: Path) -> None:
    said_plainly(founded("--name", "Another"), "--plan FILE says it all")
    assert made(folder) == set()


def test_a_data_folder_that_is_no_place_for_files(folder: Path) -> None:
    (folder / "file").write_text("")
    said_plainly(founded("--data", "file/data"), "cannot be used")
    assert (folder / "file").read_text() == ""


def test_a_database_that_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "other").write_bytes(os.urandom(9000))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'other'}")
    said_plainly(founded(), "the database cannot be used: file is not a database")
    assert not (folder / "data.handout").exists()


def test_run_on_a_port_in_use_makes_nothing(taken_port: int, folder: Path) -> None:
    said_plainly(plenary("run", "--port", str(taken_port)), f"port {taken_port} of 127.0.0.1 cannot be used")
    assert made(folder) == set()


def test_serve_on_a_port_in_use(taken_port: int) -> None:
    assert founded().exit_code == 0
    said_plainly(plenary("serve", "--port", str(taken_port), "--public-url", "https://vote.example"), "another --port")


def test_serve_says_what_it_serves_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    assert founded().exit_code == 0
    for name in ("check_port", "serve"):
        monkeypatch.setattr(server, name, lambda *_: None)
    result = plenary("serve", "--port", "8002", "--public-url", "https://vote.example")
    assert "Serving https://vote.example from 127.0.0.1:8002" in result.output


def test_a_free_port_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server.check_port("127.0.0.1", port)


def test_a_certificate_without_its_key_is_not_served_in_the_clear(folder: Path) -> None:
    (folder / "crt").write_text("")
    result = plenary("serve", "--public-url", "https://vote.example", "--certificate", "crt")
    said_plainly(result, "--certificate and --certificate-key go together")


def test_a_certificate_that_is_none(folder: Path) -> None:
    assert founded().exit_code == 0
    (folder / "crt").write_text("junk")
    certificate, key = server.certificate(folder, "127.0.0.1")
    other = server.certificate(folder, "127.0.0.2")[1]
    for pair in (("crt", "crt"), (str(certificate), str(other))):
        options = ("--port", str(free_port()), "--certificate", pair[0], "--certificate-key", pair[1])
        said_plainly(plenary("serve", "--public-url", "https://vote.example", *options), "no certificate and its")
    server.check_certificate(certificate, key)


def test_a_list_of_delegations_with_the_founders_key() -> None:
    assert founded().exit_code == 0
    command = ("delegations", "parties.csv", "--key", "data.handout/founder-key.pem")
    assert "2 registered, 0 changed, 0 unchanged." in plenary(*command).output
    assert "0 registered, 0 changed, 2 unchanged." in plenary(*command).output


@pytest.mark.parametrize(
    "command",
    [("delegations", "parties.csv"), ("officers", "--issue", "clerk:Ana", "--public-url", "https://vote.example")],
)
def test_another_key_than_the_founders(command: tuple[str, ...], folder: Path) -> None:
    assert founded().exit_code == 0
    (folder / "other.pem").write_bytes(Ed25519Signer.generate().to_pem())
    for key in ("other.pem", "parties.csv"):
        said_plainly(plenary(*command, "--key", key), f"{key} is not the key of this convention's founder")


def test_officers_with_nothing_to_do() -> None:
    assert founded().exit_code == 0
    command = ("officers", "--key", "data.handout/founder-key.pem", "--public-url", "https://vote.example")
    said_plainly(plenary(*command), "give --issue ROLE:NAME or --revoke NUMBER")


def test_an_export_that_finds_no_place() -> None:
    assert founded().exit_code == 0
    said_plainly(plenary("export", "nowhere/bundle.zip"), "nowhere/bundle.zip", "cannot be used")


def test_another_database_than_the_foundings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert founded().exit_code == 0
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.sqlite")
    upgrade(make_engine("sqlite:///elsewhere.sqlite"))
    said_plainly(plenary("export", "bundle.zip"), "set DATABASE_URL as at the founding")


def test_an_auditors_installation_says_what_is_missing() -> None:
    program = "import sys; sys.modules['click'] = None; from voting.launcher import main; main()"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert ran.returncode == 1
    assert "[server]" in ran.stderr
    assert "plenary-audit" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_part_of_our_own_that_is_missing_is_a_fault_and_said_as_such() -> None:
    program = "import sys; sys.modules['voting.cli'] = None; from voting.launcher import main; main()"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert "Traceback" in ran.stderr
