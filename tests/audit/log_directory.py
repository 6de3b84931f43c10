"""A log as a static directory (c2sp.org/tlog-tiles): what a bundle holds under `log/`."""

from collections.abc import Callable, Iterable, Iterator

from audit.merkle import Tree
from audit.tiles import encode_bundle, entry_bundles, hash_tiles, tile_bytes


def log_directory(
    tree: Tree, size: int, entries: Callable[[int, int], Iterable[bytes]], checkpoint: bytes
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of the log at this size, the checkpoint last.

    `entries(start, stop)` returns the entries from index `start` to before `stop`.
    """
    for tile in hash_tiles(size):
        yield tile.path, tile_bytes(tree, tile)
    for bundle in entry_bundles(size):
        yield bundle.path, encode_bundle(entries(bundle.start, bundle.stop))
    # Last, so that a reader never finds a checkpoint whose tiles are not there yet.
    yield "checkpoint", checkpoint
