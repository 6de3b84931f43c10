"""Founding: once, with secrets that only their owners keep, and nothing half done."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from audit.bundle import RosterLine, commitment
from audit.checkpoint import open_checkpoint
from audit.encoding import b64_encode, b64url_decode, b64url_encode
from audit.errors import LogError
from audit.note import VerifierKey
from audit.signing import Ed25519Signer
from ballots.acts import Role
from tests.voting.house import config_for, house_plan
from voting.cli import main
from voting.config import Config
from voting.database import make_engine
from voting.founding import Founding, found, new_officers, write_founder_key
from voting.log_store import SqlLogStore
from voting.plan import OfficerPlan
from voting.roster import Listed
from voting.schema import upgrade
from voting.services import assemble


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_for(tmp_path, f"sqlite:///{tmp_path / 'data' / 'plenary.sqlite'}")


@pytest.fixture
def founded(config: Config) -> Founding:
    return found(config, house_plan())


def seed_of(pem: bytes) -> bytes:
    """Return the 32 secret bytes of a PKCS #8 Ed25519 key (RFC 8410)."""
    return load_pem_private_key(pem, None).private_bytes_raw()


def spellings(secret: bytes) -> list[bytes]:
    texts = [b64url_encode(secret), b64_encode(secret).rstrip("="), secret.hex(), secret.hex().upper()]
    return [secret, *(text.encode() for text in texts)]


def files_with(folder: Path, secret: bytes) -> set[str]:
    return {
        file.name
        for file in folder.rglob("*")
        if file.is_file() and any(spelling in file.read_bytes() for spelling in spellings(secret))
    }


def pem_body(pem: bytes) -> bytes:
    return b"".join(pem.splitlines()[1:-1])[-20:]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_founding_is_the_first_entry_under_its_own_checkpoint(config: Config, founded: Founding) -> None:
    parts = assemble(config)
    convention = parts.log.convention
    assert (convention.digest, convention.size) == (founded.convention, 1)
    note = open_checkpoint(config.kept.read_bytes(), VerifierKey.parse(convention.founded.log_key))
    assert (note.size, note.root) == parts.store.head()
    for officer in founded.officers:
        credential = convention.credentials[officer.number]
        assert (credential.role, credential.person) == (officer.plan.role, officer.person)
        line = RosterLine(officer.number, officer.plan.name, officer.salt)
        assert credential.commitment == commitment(line, officer.person)
        assert line in parts.roster.names(convention)
    parts.engine.dispose()


def test_two_writings_of_a_name_are_one_person() -> None:
    """A slip of the founder's must not make two signers of one person."""
    plans = [
        OfficerPlan(Role.TELLER, name) for name in ("Ana María Ruiz", "ana maria  ruiz", "Ana Maria Rui", "—", "–")
    ]
    one, same, *others = [officer.person for officer in new_officers(plans, range(1, 6))]
    assert one == same
    assert len({one, *others}) == 4


def test_found_twice_is_refused(config: Config, founded: Founding) -> None:
    before = {path: path.read_bytes() for path in (config.log_key, config.session_secret, config.kept)}
    with pytest.raises(LogError, match="founded here before"):
        found(config, house_plan())
    assert {path: path.read_bytes() for path in before} == before
    parts = assemble(config)
    assert parts.log.convention.digest == founded.convention
    parts.engine.dispose()


def test_an_empty_database_beside_a_kept_checkpoint_is_a_loss_and_no_new_start(
    config: Config, founded: Founding, tmp_path: Path
) -> None:
    emptied = replace(config, data=tmp_path / "new", database_url=f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(LogError, match="before"):
        found(emptied, house_plan())
    assert not emptied.log_key.exists()
    upgrade(make_engine(emptied.database_url))
    with pytest.raises(LogError, match="no convention has been founded"):
        assemble(emptied)


def test_another_database_under_the_same_folder_is_refused(config: Config, founded: Founding, tmp_path: Path) -> None:
    elsewhere = replace(config, database_url=f"sqlite:///{tmp_path / 'new.sqlite'}", kept=tmp_path / "kept2")
    key = config.log_key.read_bytes()
    with pytest.raises(LogError, match="before"):
        found(elsewhere, house_plan())
    assert config.log_key.read_bytes() == key
    assert not (tmp_path / "new.sqlite").exists()
    assert not elsewhere.kept.exists()


def test_a_database_that_holds_a_log_is_refused_from_another_folder(
    config: Config, founded: Founding, tmp_path: Path
) -> None:
    elsewhere = replace(config, data=tmp_path / "new", kept=tmp_path / "kept2")
    with pytest.raises(LogError, match="in this database before"):
        found(elsewhere, house_plan())
    assert not elsewhere.log_key.exists()


def test_a_folder_of_something_else_is_left_alone(config: Config) -> None:
    config.data.mkdir()
    (config.data / "thesis.txt").write_text("years of work")
    with pytest.raises(LogError, match=r"thesis\.txt is no part of a convention"):
        found(config, house_plan())
    assert [file.name for file in config.data.iterdir()] == ["thesis.txt"]
    assert not config.kept.exists()


def test_the_server_keeps_neither_the_founders_key_nor_a_code(
    config: Config, founded: Founding, tmp_path: Path
) -> None:
    pem = founded.founder.to_pem()
    assert files_with(tmp_path, seed_of(pem)) == set()
    for officer in founded.officers:
        assert files_with(tmp_path, officer.code) == set()
        assert files_with(tmp_path, seed_of(officer.activation.to_pem())) == set()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and pem_body(pem) in file.read_bytes()]
    # The search finds what is there: public keys in the log, and the log's own key.
    public = [founded.founder.jwk.x, founded.officers[0].activation.jwk.x]
    engine = make_engine(config.database_url)
    payload = b64url_decode(b"".join(SqlLogStore(engine).entries(0, 1)).split(b".")[1])
    engine.dispose()
    assert all(key.encode() in payload for key in public)
    log_key = config.log_key.read_bytes()
    assert [file.name for file in tmp_path.rglob("*") if file.is_file() and pem_body(log_key) in file.read_bytes()] == [
        "log.key"
    ]


def test_secrets_are_for_their_owner_alone(config: Config, founded: Founding, tmp_path: Path) -> None:
    assert mode(config.data) == 0o700
    assert mode(config.log_key) == mode(config.session_secret) == 0o600
    assert len(config.session_secret.read_bytes()) == 32
    file = tmp_path / "handout" / "founder-key.pem"
    write_founder_key(file, founded.founder)
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700
    assert Ed25519Signer.from_pem(file.read_bytes()).kid == founded.founder.kid


def test_names_are_for_the_owner_alone_in_a_folder_that_is_open_to_all(config: Config) -> None:
    config.data.mkdir()
    config.data.chmod(0o755)
    found(config, house_plan())
    parts = assemble(config)
    parts.roster.add([Listed(key="1", name="Zenobia", role="observer", delegation=None)])
    files = list(config.data.iterdir())
    assert len(files) > 3
    assert {mode(file) for file in files} == {0o600}
    parts.engine.dispose()


def test_a_founders_key_is_never_overwritten(founded: Founding, tmp_path: Path) -> None:
    file = tmp_path / "founder-key.pem"
    file.write_bytes(b"another convention's")
    with pytest.raises(LogError, match="never overwritten"):
        write_founder_key(file, founded.founder)
    assert file.read_bytes() == b"another convention's"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PLENARY_CHECKPOINT", raising=False)
    return [
        *("found", "--data", str(tmp_path / "data"), "--handout", str(tmp_path / "handout")),
        *("--name", "House", "--origin", "house.example", "--public-url", "https://vote.example"),
        *("--officer", "chair:Amara", "--officer", "desk:Luc"),
    ]


def test_no_convention_is_founded_whose_founders_key_has_no_place(command: list[str], tmp_path: Path) -> None:
    key = tmp_path / "handout" / "founder-key.pem"
    key.parent.mkdir()
    key.write_bytes(b"another convention's")
    result = CliRunner().invoke(main, command)
    assert result.exit_code != 0
    assert "founder-key.pem" in result.output
    assert key.read_bytes() == b"another convention's"
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "data.checkpoint").exists()


def test_no_convention_is_founded_if_the_handout_cannot_be_written(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    result = CliRunner().invoke(main, [*command, "--handout", str(tmp_path / "file" / "handout")])
    assert result.exit_code == 1
    assert f"{tmp_path / 'file' / 'handout'} cannot be used" in result.output
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "data.checkpoint").exists()


def test_a_founding_that_fails_leaves_no_key_behind(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "data.checkpoint").write_text("kept")
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert "before" in result.output
    assert not (tmp_path / "handout").exists()


def test_the_command_founds_once(command: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert mode(tmp_path / "handout" / "founder-key.pem") == 0o600
    secret = seed_of((tmp_path / "handout" / "founder-key.pem").read_bytes())
    assert files_with(tmp_path / "data", secret) == set()
    again = CliRunner().invoke(main, [*command[:4], str(tmp_path / "other"), *command[5:]])
    assert again.exit_code != 0
    assert "before" in again.output


def test_a_bad_plan_makes_nothing(command: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*command, "--language", "english"])
    assert result.exit_code != 0
    assert "languages" in result.output
    assert not (tmp_path / "data").exists()


def test_a_server_that_lost_something_is_not_told_to_found_again(
    config: Config, founded: Founding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    monkeypatch.setenv("PLENARY_CHECKPOINT", str(config.kept))
    serve = ["serve", "--data", str(config.data), "--public-url", "http://localhost"]
    config.log_key.rename(config.data / "moved.key")
    lost = CliRunner().invoke(main, serve)
    assert lost.exit_code == 1
    assert f"{config.log_key} is missing, but {config.kept}" in lost.output
    assert "plenary found" not in lost.output


@pytest.mark.parametrize("left", [0, 5, 31])
def test_a_secret_that_was_cut_short_is_refused_before_somebody_guesses_it(
    config: Config, founded: Founding, left: int
) -> None:
    config.session_secret.write_bytes(config.session_secret.read_bytes()[:left])
    with pytest.raises(LogError, match=rf"session\.secret is damaged: it has {left} bytes"):
        assemble(config)


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "junk").write_bytes(b"no database " * 1000)
    (tmp_path / "log.key").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'junk'}")
    result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path), "--public-url", "http://localhost"])
    said = "Error: the database cannot be used: file is not a database. Check --data, DATABASE_URL\n"
    assert (result.exit_code, result.output) == (1, said)
