"""The kept checkpoint: the last one signed, apart from the database, moved forward only and never restored."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.errors import LogError


class KeptCheckpoint:
    """One small file beside the data folder, shared by all server processes of a host.

    If it is missing, or knows a larger or another log than the database, something was lost or forked, and the server
    must not run: a log that signs two histories can never be believed again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes:
        """Return the signed note.

        Raises:
            LogError: there is none.
        """
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            raise LogError(
                f"the kept checkpoint {self.path} is missing. If this log was moved here, bring its checkpoint file "
                "along from the old place. Do not make a new one: stop, and call the auditors."
            ) from None

    def create(self, note: bytes) -> None:
        """Keep the first checkpoint: only founding does this.

        Raises:
            LogError: there is one already.
        """
        with self._lock():
            if self.path.exists():
                raise LogError(f"a kept checkpoint exists at {self.path}: this place has served a log before")
            self._write(note)

    def replace(self, expected: bytes, note: bytes) -> bool:
        """Put `note` in the place of `expected`, durably; return False if something else is kept by now."""
        with self._lock():
            if self.read() != expected:
                return False
            self._write(note)
            return True

    @contextmanager
    def _lock(self) -> Iterator[None]:
        # flock, not fcntl locks: those vanish when any descriptor of the file in this process closes.
        with self.path.with_name(self.path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, note: bytes) -> None:
        # The directory is opened before the write, so that an error of the write is reported to this descriptor.
        directory = os.open(self.path.parent, os.O_RDONLY)
        try:
            temporary = self.path.with_name(self.path.name + ".new")
            with temporary.open("wb") as file:
                file.write(note)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
            os.fsync(directory)
        finally:
            os.close(directory)
