"""The log as programs read it: tiles, entries and proofs, and the votes of open motions withheld."""

import hashlib
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from audit import admission
from audit.checkpoint import Checkpoint, open_checkpoint
from audit.encoding import b64_decode
from audit.merkle import Tree, leaf_hash, verify_consistency
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.tiles import Tile, entry_bundles, hash_tiles
from ballots.acts import Role
from tests.voting.web import Web, build_web, problem

OCTETS = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
# Enough entries for one full tile, a partial one after it, and a second level.
SIZE = 300


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    desk = web.house.hand(Role.DESK)
    parts = web.house.parts
    missing = SIZE - parts.store.head().size
    states = ("in", "out")
    # Straight into the log in one batch; the checkpoint follows with the next request.
    parts.log.append(
        [
            admission.read(desk.sign("presence.recorded", credential=web.house.numbers[0], state=states[number % 2]))
            for number in range(missing)
        ]
    )
    yield web
    web.close()


@pytest.fixture
def voting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("voting"), delegates=2)
    yield web
    web.close()


def get(web: Web, path: str) -> TestResponse:
    return web.nobody.get(f"/log/{path}")


def fetch(web: Web, path: str, content_type: str) -> bytes:
    response = get(web, path)
    assert response.status_code == 200, path
    assert response.content_type == content_type
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.data


def recorded(web: Web) -> list[bytes]:
    store = web.house.parts.store
    return list(store.entries(0, store.head().size))


def checkpoint(web: Web) -> Checkpoint:
    key = VerifierKey.parse(web.house.parts.log.convention.founded.log_key)
    return open_checkpoint(fetch(web, "checkpoint", TEXT), key)


def naive_root(hashes: list[bytes]) -> bytes:
    """Return MTH as RFC 6962 section 2.1 defines it."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + naive_root(hashes[:split]) + naive_root(hashes[split:])).digest()


def test_the_checkpoint_is_signed_over_all_entries(web: Web) -> None:
    found = checkpoint(web)
    assert (found.origin, found.size) == ("plenary.example/house", SIZE)
    assert found.root == naive_root([leaf_hash(entry) for entry in recorded(web)])
    assert get(web, "checkpoint").cache_control.no_store


def test_every_tile_of_every_size_is_what_the_entries_make(web: Web) -> None:
    leaves = [leaf_hash(entry) for entry in recorded(web)]
    for size in (1, 2, 255, 256, 257, SIZE):
        for tile in hash_tiles(size):
            found = fetch(web, tile.path, OCTETS)
            span = 256**tile.level
            expected = [naive_root(leaves[at * span : (at + 1) * span]) for at in range(tile.start, tile.stop)]
            assert found == b"".join(expected), tile.path
    assert {tile.path for tile in hash_tiles(SIZE)} == {"tile/0/000", f"tile/0/001.p/{SIZE - 256}", "tile/1/000.p/1"}


def test_entry_bundles_hold_the_entries(web: Web) -> None:
    entries = recorded(web)
    for size in (1, 255, 256, SIZE):
        read = []
        for tile in entry_bundles(size):
            data = fetch(web, tile.path, OCTETS)
            while data:
                length = int.from_bytes(data[:2])
                read.append(data[2 : 2 + length])
                data = data[2 + length :]
        assert read == entries[:size]


def test_what_never_changes_may_be_kept_for_ever(web: Web) -> None:
    for path in ("tile/0/000", "tile/entries/000", "entry/0"):
        control = get(web, path).cache_control
        assert (control.public, control.immutable) == (True, True)
        assert control.max_age > 30_000_000


def test_single_entries_and_their_proofs(web: Web) -> None:
    entries, tree = recorded(web), checkpoint(web)
    key = VerifierKey.parse(web.house.parts.log.convention.founded.log_key)
    for index in (0, 1, 255, 256, SIZE - 1):
        entry = fetch(web, f"entry/{index}", "application/jose")
        assert entry == entries[index]
        receipt = Receipt.parse(fetch(web, f"proof/{index}", TEXT))
        assert receipt.index == index
        assert receipt.verify(entry, key) == tree


def test_consistency_proofs_verify(web: Web) -> None:
    leaves = [leaf_hash(entry) for entry in recorded(web)]
    for old, new in ((1, 2), (1, SIZE), (6, 7), (255, 257), (256, SIZE), (SIZE, SIZE)):
        proof = [b64_decode(value) for value in get(web, f"consistency?old={old}&new={new}").json]
        verify_consistency(proof, old, new, naive_root(leaves[:old]), naive_root(leaves[:new]))


@pytest.mark.parametrize(
    "path",
    [
        f"entry/{SIZE}",
        "entry/-1",
        "entry/01",
        "entry/+1",
        "entry/1_0",
        "entry/1.0",
        "entry/١",
        "entry/99999999999999999999",
        "entry/9007199254740993",
        "entry/",
        "entry",
        f"proof/{SIZE}",
        "proof/x",
        "proof/00",
        "tile/0/002",
        "tile/0/001",
        f"tile/0/001.p/{SIZE - 255}",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/00/000",
        "tile/64/000",
        "tile/2/000",
        "tile/1/000",
        "tile/entries/001",
        f"tile/entries/001.p/{SIZE - 255}",
        "tile/entries/999",
        "tile/-1/000",
        "tile/0/../0/000",
        "tile/0/%2e%2e/000",
        "tile/",
        "consistency",
        "consistency?old=1",
        f"consistency?old=1&new={SIZE + 1}",
        "consistency?old=2&new=1",
        "consistency?old=-1&new=2",
        "consistency?old=1&new=2.0",
        "consistency?old=0x1&new=2",
        "nothing",
    ],
)
def test_what_is_not_there_is_not_found(web: Web, path: str) -> None:
    assert problem(get(web, path)) == (404, "not_found")


def test_votes_of_an_open_motion_are_withheld_and_all_else_is_not(voting: Web) -> None:
    house = voting.house
    opening = house.open("1", change_of_vote=True)
    start = house.parts.store.head().size
    votes = [house.vote(0, opening), house.vote(1, opening), house.vote(0, opening, "no")]
    for vote in votes:
        house.send(vote)
    house.send(house.hand(Role.DESK).sign("presence.recorded", credential=house.numbers[0], state="in"))
    size = house.parts.store.head().size
    public = [index for index in range(size) if not start <= index < start + len(votes)]

    def check_withheld() -> None:
        for index in range(start, start + len(votes)):
            assert problem(get(voting, f"entry/{index}")) == (404, "not_found")
            assert get(voting, f"entry/{index}").headers["Access-Control-Allow-Origin"] == "*"
        for width in range(start + 1, size + 1):
            assert problem(get(voting, Tile(None, 0, width).path)) == (404, "not_found")

    check_withheld()
    # A bundle that ends before the first vote is no secret.
    assert get(voting, Tile(None, 0, start).path).status_code == 200
    key = VerifierKey.parse(house.parts.log.convention.founded.log_key)
    entries = recorded(voting)
    for index in public:
        assert fetch(voting, f"entry/{index}", "application/jose") == entries[index]
    for index in range(size):
        Receipt.parse(fetch(voting, f"proof/{index}", TEXT)).verify(entries[index], key)
    assert fetch(voting, Tile(0, 0, size).path, OCTETS) == b"".join(leaf_hash(entry) for entry in entries)
    proof = [b64_decode(value) for value in get(voting, f"consistency?old={start}&new={size}").json]
    tree = Tree()
    for entry in entries:
        tree.append(leaf_hash(entry))
    verify_consistency(proof, start, size, tree.root(start), tree.root(size))

    house.end(opening)
    check_withheld()

    house.close(opening)
    entries = recorded(voting)
    for index, entry in enumerate(entries):
        assert fetch(voting, f"entry/{index}", "application/jose") == entry
    assert get(voting, Tile(None, 0, len(entries)).path).status_code == 200


def test_the_votes_of_one_motion_stay_withheld_when_another_closes(voting: Web) -> None:
    house = voting.house
    first, second = house.open("1"), house.open("2")
    one = house.send(house.vote(0, first)).index
    two = house.send(house.vote(1, second, motion="2")).index
    house.end(first)
    house.close(first)
    assert get(voting, f"entry/{one}").status_code == 200
    assert problem(get(voting, f"entry/{two}")) == (404, "not_found")
    assert problem(get(voting, Tile(None, 0, two + 1).path)) == (404, "not_found")
    assert get(voting, Tile(None, 0, two).path).status_code == 200


def test_an_annulled_motion_gives_its_votes_free(voting: Web) -> None:
    house = voting.house
    opening = house.open()
    index = house.send(house.vote(0, opening)).index
    assert problem(get(voting, f"entry/{index}")) == (404, "not_found")
    house.send(house.hand(Role.CHAIR).sign("motion.annulled", motion="1", opening=opening, reason="Wrong text."))
    assert get(voting, f"entry/{index}").status_code == 200
