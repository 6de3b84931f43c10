"""The wheel is the project: whoever installs it has all that a checkout has, and an auditor needs little else."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parent.parent
# Where each folder of the checkout lands in the wheel.
SHIPPED = {"ballots": "ballots", "audit": "audit", "voting": "voting", "templates": "voting/templates"}
# What an auditor's laptop has besides the standard library: cryptography, what it is made of, and tqdm.
AUDITOR_HAS = ("cryptography", "cffi", "pycparser", "tqdm")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network from a copy of what a checkout holds."""
    source = tmp_path_factory.mktemp("source")
    for folder in SHIPPED:
        shutil.copytree(CHECKOUT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("setup.cfg", "pyproject.toml", "README.md"):
        if (CHECKOUT / file).exists():
            shutil.copy(CHECKOUT / file, source)
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        out,
        source,
    ]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = out.glob("plenary-*.whl")
    return path


@pytest.fixture(scope="module")
def site_packages(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip installed the wheel, and nothing besides it."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--target", target, wheel]
    installed = subprocess.run(command, capture_output=True, text=True)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return target


def isolated_python(program: str, *folders: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program with the standard library and the given folders alone to import from."""
    paths = [str(folder) for folder in folders]
    start = f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + {paths!r}\n"
    return subprocess.run([sys.executable, "-I", "-S", "-c", start + program], capture_output=True, text=True, cwd="/")


def shipped_files() -> Iterator[str]:
    """The wheel's name of every file that the checkout holds in the folders that are shipped."""
    for folder, place in SHIPPED.items():
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{place}/{path.relative_to(CHECKOUT / folder).as_posix()}"


def test_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = set(shipped_files())
    assert {"audit/FORMAT.md", "voting/templates/base.html", "ballots/py.typed"} <= expected
    assert expected - held == set()


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held - set(shipped_files()) == set()


@pytest.fixture
def auditor_packages(tmp_path: Path) -> Path:
    """A folder with the third-party packages of an auditor's laptop, linked from this environment."""
    for name in AUDITOR_HAS:
        for file in distribution(name).files or ():
            top = file.parts[0]
            source = Path(str(distribution(name).locate_file(top)))
            if top not in ("..", "__pycache__") and not (tmp_path / top).exists():
                os.symlink(source, tmp_path / top)
    return tmp_path


def test_auditor_runs_the_verifier_without_the_server_packages(site_packages: Path, auditor_packages: Path) -> None:
    program = """
try:
    import flask
except ImportError:
    pass
else:
    raise SystemExit("flask is importable: this test proves nothing")
from audit.cli import main
sys.argv = ["plenary-audit", "--help"]
raise SystemExit(main())
"""
    ran = isolated_python(program, site_packages, auditor_packages)
    assert ran.returncode == 0, ran.stderr
    assert "plenary-audit" in ran.stdout


def test_installed_wheel_renders_the_delegates_page(site_packages: Path, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
import voting
from voting.app import create_app
from voting.config import Config
from voting.founding import found
from voting.sample_convention import sample_plan

assert voting.__file__.startswith({str(site_packages)!r}), voting.__file__
config = Config.for_directory(Path({str(tmp_path / "data")!r}))
found(config, sample_plan())
client = create_app(config).test_client()
page = client.get("/")
assert page.status_code == 200, page.status
assert "<html" in page.text
assert client.get("/static/css/plenary.css").status_code == 200
"""
    third_party = Path(str(distribution("flask").locate_file("")))
    ran = isolated_python(program, site_packages, third_party)
    assert ran.returncode == 0, ran.stderr


def setup_requirements() -> list[Requirement]:
    """What setup.cfg asks for: the base installation and the server extra."""
    config = ConfigParser()
    config.read(CHECKOUT / "setup.cfg")
    texts = config["options"]["install_requires"] + config["options.extras_require"]["server"]
    return [Requirement(line) for line in texts.split("\n") if line.strip()]


def pinned_versions() -> dict[str, list[str]]:
    """The versions that requirements.txt pins, by package."""
    versions: dict[str, list[str]] = {}
    for line in (CHECKOUT / "requirements.txt").read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name, version = line.split(" ")[0].split("==")
            versions.setdefault(name, []).append(version)
    return versions


@pytest.mark.parametrize("requirement", setup_requirements(), ids=lambda requirement: requirement.name)
def test_requirements_pin_what_setup_asks(requirement: Requirement) -> None:
    pinned = pinned_versions().get(requirement.name, [])
    assert pinned, f"{requirement.name} is not in requirements.txt: run scripts/pin"
    assert all(requirement.specifier.contains(version) for version in pinned), "run scripts/pin"


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_pin_has_hashes_and_no_index_is_named(file: str) -> None:
    lines = (CHECKOUT / file).read_text().splitlines()
    for number, line in enumerate(lines):
        if "==" in line and not line.startswith((" ", "#")):
            assert lines[number + 1].startswith("    --hash=sha256:"), line
    assert not [line for line in lines if "://" in line or "index" in line]
