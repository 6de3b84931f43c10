"""Tiles and entry bundles (c2sp.org/tlog-tiles), height 8: the log as a directory of files that never change."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from audit.errors import TileError
from audit.merkle import Tree

HEIGHT = 8
WIDTH = 1 << HEIGHT
MAX_LEVEL = 63
MAX_INDEX = 2**53 // WIDTH - 1
MAX_ENTRY = 65_535

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<high>(?:x[0-9]{3}/){0,4})(?P<low>[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The name of a tile, or of an entry bundle if `level` is None; `width` below 256 names a partial one.

    A tile holds `width` hashes of subtrees at level 8·`level`, from `index`·256 on; a bundle as many entries.

    Raises:
        TileError: level, index or width out of range.
    """

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= MAX_LEVEL:
            raise TileError(f"a tile's level is from 0 to {MAX_LEVEL}")
        if not 0 <= self.index <= MAX_INDEX or not 1 <= self.width <= WIDTH:
            raise TileError(f"a tile's index is from 0 to {MAX_INDEX}, its width from 1 to {WIDTH}")

    @classmethod
    def parse(cls, path: str) -> Self:
        """Return the tile that a path such as `tile/1/x001/234.p/17` names.

        Raises:
            TileError: not the path of any tile, or not the one way to write it.
        """
        match = _PATH.fullmatch(path)
        if match is None:
            raise TileError(f"not the path of a tile: {path[:80]!r}")
        level, high, low, width = match.group("level", "high", "low", "width")
        tile = cls(
            None if level == "entries" else int(level),
            int(high.replace("x", "").replace("/", "") + low),
            WIDTH if width is None else int(width),
        )
        if tile.path != path:
            raise TileError(f"not the canonical path of a tile: {path!r}")
        return tile

    @property
    def path(self) -> str:
        """The path relative to the log's prefix."""
        level = "entries" if self.level is None else str(self.level)
        digits = f"{self.index:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join([f'x{group}' for group in groups[:-1]] + groups[-1:])}{partial}"

    @property
    def start(self) -> int:
        """The position of the first hash on its level, or of the first entry in the log."""
        return self.index * WIDTH

    @property
    def stop(self) -> int:
        """The position after the last one."""
        return self.start + self.width


def hash_tiles(size: int) -> Iterator[Tile]:
    """Yield every tile of a log of this size: all full ones, and one partial per level where hashes are left over."""
    count, level = size, 0
    while count:
        yield from _row(level, count)
        count, level = count >> HEIGHT, level + 1


def entry_bundles(size: int) -> Iterator[Tile]:
    """Yield every entry bundle of a log of this size."""
    yield from _row(None, size)


def tile_bytes(tree: Tree, tile: Tile) -> bytes:
    """Return the hashes of a tile, joined.

    Raises:
        TileError: `tile` is an entry bundle.
        ProofError: the tree does not reach that far.
    """
    if tile.level is None:
        raise TileError("an entry bundle holds entries, not hashes of the tree")
    return tree.subtrees(HEIGHT * tile.level, tile.start, tile.stop)


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries in order, each after its length in two bytes, big-endian.

    Raises:
        TileError: an entry is longer than 65,535 bytes.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise TileError(f"an entry of {len(entry)} bytes")
        parts += (len(entry).to_bytes(2), entry)
    return b"".join(parts)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle.

    Raises:
        TileError: it ends too early, too late, or holds another number of entries.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        if len(entries) == width:
            raise TileError(f"an entry bundle of more than {width} entries")
        start = at + 2
        at = start + int.from_bytes(data[at:start])
        if at > len(data):
            raise TileError("an entry bundle that ends within an entry")
        entries.append(data[start:at])
    if len(entries) != width:
        raise TileError(f"an entry bundle of {len(entries)} entries, not {width}")
    return entries


def _row(level: int | None, count: int) -> Iterator[Tile]:
    full, rest = divmod(count, WIDTH)
    for index in range(full):
        yield Tile(level, index)
    if rest:
        yield Tile(level, full, rest)
