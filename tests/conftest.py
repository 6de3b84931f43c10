"""What every test may use: a private PostgreSQL, a Chromium, and the rule that a skipped test is a failed one."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import StrictUndefined

from tests.postgresql import PrivatePostgreSQL

settings.register_profile("plenary", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("plenary"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "plenary")

# A name that a template misses is an error here; in a convention it is left out, for half a page beats none.
Flask.jinja_options = {"undefined": StrictUndefined}

# The first has no windows, and no pages of its own for them: the tests take less time in it.
CHROMIUM_COMMANDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skip hides a check that somebody believes is made: report it as a failure, with the skip's reason."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason}\nSkipped tests fail here: install what is missing, or remove the test."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PrivatePostgreSQL]:
    """A PostgreSQL server of this test run alone: a temporary folder, a free loopback port, stopped at the end."""
    with PrivatePostgreSQL() as server:
        yield server


def find_chromium() -> str:
    """Return the program of the Chromium (or Chrome) that browser tests drive; PLENARY_CHROMIUM names another one."""
    named = os.environ.get("PLENARY_CHROMIUM")
    found = [named] if named else [path for name in CHROMIUM_COMMANDS if (path := shutil.which(name))]
    found += [path for path in CHROMIUM_APPLICATIONS if Path(path).exists()]
    if not found:
        raise RuntimeError("no Chromium found: run scripts/test, which installs it, or set PLENARY_CHROMIUM to one")
    return found[0]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of all browser tests."""
    return find_chromium()
