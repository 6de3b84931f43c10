"""A server of our own as a child process, for rehearsals and benchmarks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from voting.config import Config

HOST = "127.0.0.1"
START_SECONDS = 60


class Failed(Exception):
    """Something in a rehearsal or a benchmark is not as it was meant."""


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def passing_config() -> Iterator[Config]:
    """Give a place for a convention that nobody needs afterwards."""
    with tempfile.TemporaryDirectory(prefix="plenary-") as folder:
        data = Path(folder) / "data"
        yield Config(data, f"sqlite:///{data}/plenary.sqlite3", Path(folder) / "kept")


@contextmanager
def serving(config: Config, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a founded convention on a port of this machine, and give the process.

    Raises:
        Failed: the server ended, or did not answer.
    """
    command = [sys.executable, "-m", "voting.cli", "serve", "--data", str(config.data), "--host", HOST]
    command += ["--port", str(port), "--public-url", f"http://{HOST}:{port}"]
    environment = {"DATABASE_URL": config.database_url, "PLENARY_CHECKPOINT": str(config.kept)}
    with running(command, environment, port) as process:
        yield process


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of our own programs until the end of the block; it has begun to answer on its port.

    Raises:
        Failed: it ended, or did not answer.
    """
    process = subprocess.Popen(command, env={**os.environ, **environment})  # noqa: S603 - our own programs
    try:
        _wait(process, port)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            raise Failed(f"the server ended with {process.returncode}")
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise Failed(f"the server did not answer within {START_SECONDS} seconds")
