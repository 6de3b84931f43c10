"""A PostgreSQL server that lives as long as a test run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

import psycopg
from psycopg import sql

# Unprivileged accounts that may run the server when the tests run as root, which PostgreSQL refuses.
SERVER_ACCOUNTS = ("postgres", "nobody")
BINARY_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
# Runs the server until standard input ends: also when the tests are killed, no server outlives them.
WATCHER = 'exec 3<&0; "$0" "$@" </dev/null & read -r _ <&3; kill -QUIT $!; wait $!'
START_ATTEMPTS = 600


class PostgreSQLMissing(RuntimeError):
    """No usable PostgreSQL server is installed on this machine."""


def server_binaries() -> Path:
    """The folder that holds `initdb` and `postgres`, the newest version first.

    Raises: PostgreSQLMissing.
    """
    in_path = shutil.which("initdb")
    if in_path and shutil.which("postgres"):
        return Path(in_path).parent
    folders = [folder for pattern in BINARY_FOLDERS for folder in Path("/").glob(pattern[1:])]
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    if not usable:
        raise PostgreSQLMissing(
            "no PostgreSQL server found: run scripts/test, which installs it, or install it yourself"
        )
    return max(usable, key=lambda folder: [int(digits) for digits in str(folder).split("/") if digits.isdigit()])


def server_account() -> pwd.struct_passwd | None:
    """The account that runs the server, or None for the account of the tests themselves.

    Raises: PostgreSQLMissing.
    """
    if os.geteuid() != 0:
        return None
    for name in SERVER_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgreSQLMissing("PostgreSQL does not run as root and no account postgres or nobody exists to run it")


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PrivatePostgreSQL:
    """Runs `postgres` on a temporary folder and a free loopback port; `create_database` gives fresh empty databases."""

    def __init__(self) -> None:
        self.binaries = server_binaries()
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="plenary-postgresql-"))
        self._log = self._folder / "log"
        self._account = server_account()
        self._created = 0

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        if self._account:
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)
        data = self._folder / "data"
        initdb = [self.binaries / "initdb", "-D", data, "-U", "plenary", "-A", "trust", "-E", "UTF8", "--locale=C"]
        postgres = [self.binaries / "postgres", "-D", data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1"]
        with self._log.open("w") as log:
            self._spawn(initdb, log).communicate()
            self._server = self._spawn(["/bin/sh", "-c", WATCHER, *postgres, "-c", "unix_socket_directories="], log)
        self._wait_until_ready()

    def _spawn(self, command: Sequence[str | Path], log: IO[str]) -> subprocess.Popen[bytes]:
        identity = (
            {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []} if self._account else {}
        )
        # A session of its own, so that Ctrl-C does not end the server under the tests that are still to clean up.
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            start_new_session=True,
            **identity,
        )

    def _wait_until_ready(self) -> None:
        for _ in range(START_ATTEMPTS):
            try:
                self._administer(sql.SQL("SELECT 1").format())
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        self._server.communicate()
        raise PostgreSQLMissing(f"the PostgreSQL server did not start:\n{self._log.read_text()}")

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://plenary@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Creates an empty database with a name of its own and returns the name."""
        self._created += 1
        name = f"test_{self._created}"
        self._administer(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        return name

    def drop_database(self, name: str) -> None:
        """Drops a database, disconnecting whoever still uses it."""
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _administer(self, command: sql.Composed) -> None:
        address = f"host=127.0.0.1 port={self.port} user=plenary dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)


if __name__ == "__main__":
    print(server_binaries())
