"""The bundle of this server's convention, for the button and for `plenary export`."""

import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from audit import container, tally
from audit.bundle import export_size, members
from voting.blobs import BlobStore
from voting.log_store import SqlLogStore
from voting.roster import Roster
from voting.sequencer import Sequencer

GIVE_WAY_EVERY = 50

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
