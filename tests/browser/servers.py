"""Server processes of halls: begun from nothing, or forked from one that is warm."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from voting.config import Config
from voting.server import gunicorn


class Server(Protocol):
    """A server and its workers, which are one group of processes."""

    pid: int

    def wait(self) -> int:
        """Return when the process has ended."""


class WarmProcess:
    """The process that tests/browser/warm.py is, one for each process of the tests."""

    def __init__(self) -> None:
        self._templates = TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.warm", self._templates.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C is for the tests, which still stop their halls then.
            start_new_session=True,
        )

    def order(self, **order: Any) -> int:
        """Give an order and return its answer."""
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


warm_process = cache(WarmProcess)


@dataclass(frozen=True)
class WarmServer:
    """A server that was forked from the warm process."""

    pid: int

    def wait(self) -> int:
        """Return when the process has ended."""
        return warm_process().order(wait=self.pid)


def warm_port() -> int:
    """Return a loopback port on which the warm process listens, for the server that it forks next."""
    return warm_process().order(listen=True)


def warm_server(config: Config, address: str) -> Server:
    """Fork what `start_server` starts, at an address with a `warm_port`, and wait until it answers."""
    server = WarmServer(warm_process().order(begin=_port(address), environment=_environment(config, address)))
    _wait_for(address)
    return server


def start_server(config: Config, address: str, workers: int = 1) -> Server:
    """Start what `plenary serve` becomes once it has checked everything, and wait until it answers."""
    process = subprocess.Popen(
        gunicorn("voting.server:make_app()", "127.0.0.1", _port(address), workers),
        env={**os.environ, **_environment(config, address)},
        start_new_session=True,
    )
    _wait_for(address)
    return process


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])


def _environment(config: Config, address: str) -> dict[str, str]:
    environment = {"DATABASE_URL": config.database_url, "PLENARY_CHECKPOINT": str(config.kept)}
    return environment | {"PLENARY_DATA": str(config.data), "PLENARY_PUBLIC_URL": address}


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/log/checkpoint", timeout=30):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError("the server did not answer within 30 seconds")
