"""The bundle of this server's convention, for the button and for `plenary export`."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from flask import current_app

from audit import container, tally
from audit.bundle import export_size, members
from voting.blobs import BlobStore
from voting.log_store import SqlLogStore
from voting.roster import Roster
from voting.sequencer import Sequencer

GIVE_WAY_EVERY = 50
_PIECE = 1_000_000
# Who reads so slowly that so many were made since must begin again.
MOST_BEFORE = 15

_exporting = threading.Lock()


def write_bundle(
    store: SqlLogStore, sequencer: Sequencer, blobs: BlobStore, roster: Roster | None, out: BinaryIO
) -> None:
    """Write the bundle as of now; without a roster it is redacted. While motions are open it ends before the earliest.

    Raises:
        BundleError: the record does not fit together.
    """
    with sequencer.reading() as (log, _):
        size, tree = export_size(log.convention), log.tree

    def entries(start: int, stop: int) -> Iterator[bytes]:
        return giving_way(store.entries(start, stop))

    # One at a time: a crowd that downloads must not take the processor and the connections from those who vote.
    with _exporting:
        # Replayed apart from the live state; the tree only grows.
        convention = tally.replay(entries(0, size), blobs.get)
        lines = None if roster is None else roster.names(convention)
        note = sequencer.checkpoint_at(size)
        container.write(members(convention, tree, entries, note, blobs.get_named, lines), out)


class SharedFile:
    """A file without a name, for several who read it; the log can be exported up to `size` as it says."""

    def __init__(self, size: int, write: Callable[[BinaryIO], None]) -> None:
        with tempfile.TemporaryFile(prefix="plenary-") as file:
            write(file)
            file.flush()
            self._file: int | None = os.dup(file.fileno())
        self._lock = threading.Lock()
        self.size = size
        self.length = os.fstat(self._file).st_size
        self.readers = 0

    def pieces(self) -> Iterator[bytes]:
        """Yield what is in it, wherever in it its other readers are; closed meanwhile, it breaks off."""
        at = 0
        while piece := self._piece(at):
            yield piece
            at += len(piece)

    def _piece(self, at: int) -> bytes:
        with self._lock:
            return b"" if self._file is None else os.pread(self._file, _PIECE, at)

    def take(self) -> None:
        """One more reads it."""
        with self._lock:
            self.readers += 1

    def let_go(self) -> None:
        """One who read it reads it no more."""
        with self._lock:
            self.readers -= 1

    def close(self) -> None:
        """Give its room on the disk back."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
            self._file = None


class KeptBundle:
    """The redacted bundle that was made last, in one file for all who take it, and a few of before that are still read.

    If each got one of her own, or each of the many that a growing log makes were kept for as long as somebody reads it,
    strangers who read slowly would fill the disk on which votes are kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: list[SharedFile] = []

    def of(self, size: int, write: Callable[[BinaryIO], None]) -> SharedFile:
        """Return a file, for the caller to let go, with the bundle of a log that can be exported up to this size."""
        with self._lock:
            if not self._files or self._files[-1].size != size:
                made = SharedFile(size, write)
                read = [one for one in self._files if one.readers][-MOST_BEFORE:]
                for one in self._files:
                    if one not in read:
                        one.close()
                self._files = [*read, made]
            self._files[-1].take()
            return self._files[-1]


def kept_bundle() -> KeptBundle:
    """Return that of the server that answers the current request."""
    return cast(KeptBundle, current_app.extensions["plenary_bundle"])


def giving_way(entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield entries, letting others have the processor every few milliseconds."""
    for number, entry in enumerate(entries):
        if number % GIVE_WAY_EVERY == 0:
            time.sleep(0)
        yield entry


def export(store: SqlLogStore, sequencer: Sequencer, blobs: BlobStore, roster: Roster | None, path: Path) -> None:
    """Write the bundle to a file, which is there whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as out:
        write_bundle(store, sequencer, blobs, roster, out)
    temporary.replace(path)
