"""Tiles and entry bundles: FORMAT.md section 7, c2sp.org/tlog-tiles."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import ProofError, TileError
from audit.merkle import HASH_LENGTH, leaf_hash, node_hash
from audit.tiles import (
    MAX_INDEX,
    WIDTH,
    Tile,
    decode_bundle,
    encode_bundle,
    entry_bundles,
    hash_tiles,
    tile_bytes,
)
from tests.audit.fixed import load
from tests.audit.golden_log import checkpoint_of, entry, log_of
from tests.audit.log_directory import log_directory

VECTORS = load("tiles.json")


def entries(start: int, stop: int) -> Iterator[bytes]:
    """Yield the entries of the vectors' log."""
    return map(entry, range(start, stop))


@pytest.mark.parametrize("case", VECTORS["paths"], ids=lambda case: case["path"])
def test_a_tile_has_the_path_of_its_vector(case: dict[str, Any]) -> None:
    tile = Tile(case["level"], case["index"], case["width"])
    assert tile.path == case["path"]
    assert Tile.parse(case["path"]) == tile


@pytest.mark.parametrize("path", VECTORS["refused_paths"])
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        Tile.parse(path)


@given(st.none() | st.integers(0, 63), st.integers(0, MAX_INDEX), st.integers(1, WIDTH))
def test_every_path_parses_back(level: int | None, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert Tile.parse(tile.path) == tile


@given(st.text(max_size=30) | st.text("tile/nrsx.p0123456789", max_size=20).map("tile/0/".__add__))
def test_parsing_raises_only_tile_errors_and_forgives_nothing(path: str) -> None:
    try:
        tile = Tile.parse(path)
    except TileError:
        return
    assert tile.path == path


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, MAX_INDEX + 1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_an_impossible_tile_cannot_be_named(level: int, index: int, width: int) -> None:
    with pytest.raises(TileError):
        Tile(level, index, width)


def test_the_tiles_of_70000_are_those_that_the_specification_counts() -> None:
    paths = [tile.path for tile in hash_tiles(70_000)]
    assert len(paths) == 273 + 1 + 1 + 1 + 1
    assert paths[-5:] == ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [tile.path for tile in hash_tiles(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert [tile.path for tile in entry_bundles(257)] == ["tile/entries/000", "tile/entries/001.p/1"]
    assert list(hash_tiles(0)) == list(entry_bundles(0)) == []


@pytest.mark.parametrize("case", VECTORS["logs"], ids=lambda case: str(case["size"]))
def test_directories_of_the_vectors(case: dict[str, Any]) -> None:
    tree = log_of(case["size"])
    files = dict(log_directory(tree, case["size"], entries, checkpoint_of(tree, case["size"])))
    sums = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    assert len(files) == case["count"]
    assert case["files"] in (None, sums)
    lines = "".join(f"{value}  {path}\n" for path, value in sums.items())
    assert hashlib.sha256(lines.encode()).hexdigest() == case["sums_sha256"]


def test_a_tile_above_level_0_hashes_the_full_tiles_below_it() -> None:
    tree = log_of(700)
    for index, tile in enumerate(tile for tile in hash_tiles(700) if tile.level == 0 and tile.width == WIDTH):
        row = tile_bytes(tree, tile)
        level = [row[at : at + HASH_LENGTH] for at in range(0, len(row), HASH_LENGTH)]
        while len(level) > 1:
            level = [node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=True)]
        upper = tile_bytes(tree, Tile(1, 0, 2))
        assert level == [upper[index * HASH_LENGTH : (index + 1) * HASH_LENGTH]]


def test_the_checkpoint_comes_last_and_bundles_hash_to_the_tiles() -> None:
    tree = log_of(300)
    files = dict(log_directory(tree, 257, entries, b"checkpoint"))
    assert list(files)[-1] == "checkpoint"
    assert files["checkpoint"] == b"checkpoint"
    for path, data in files.items():
        if path.startswith("tile/entries/"):
            bundle = Tile.parse(path)
            leaves = b"".join(map(leaf_hash, decode_bundle(data, bundle.width)))
            assert leaves == files[Tile(0, bundle.index, bundle.width).path]


def test_a_tile_is_refused_where_the_tree_falls_short() -> None:
    tree = log_of(10)
    with pytest.raises(TileError):
        tile_bytes(tree, Tile(None, 0, 10))
    with pytest.raises(ProofError):
        tile_bytes(tree, Tile(0, 0, 11))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_decodes_to_its_entries(held: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(held), len(held)) == held


def test_entries_of_0_and_65535_bytes_fit_and_longer_ones_do_not() -> None:
    held = [b"", b"x" * 65_535]
    assert decode_bundle(encode_bundle(held), 2) == held
    with pytest.raises(TileError):
        encode_bundle([b"x" * 65_536])


@pytest.mark.parametrize("data", [b"\0", b"\0\1", b"\0\1a\0", b"\0\0\0\0\0", b"\0\1ab"])
def test_a_bundle_that_is_cut_or_runs_on_is_refused(data: bytes) -> None:
    for width in (0, 1, 2, 3):
        with pytest.raises(TileError):
            decode_bundle(data, width)


@given(st.binary(max_size=60), st.integers(0, 5))
def test_decoding_raises_only_tile_errors_and_forgives_nothing(data: bytes, width: int) -> None:
    try:
        held = decode_bundle(data, width)
    except TileError:
        return
    assert len(held) == width
    assert encode_bundle(held) == data
