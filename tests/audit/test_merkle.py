"""Trees and proofs: FORMAT.md section 7, RFC 6962 section 2.1."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import ProofError
from audit.merkle import Tree, leaf_hash, node_hash, verify_consistency, verify_inclusion
from tests.audit.fixed import load
from tests.audit.golden_log import entry, log_of

ROOTS = load("merkle-roots.json")
PROOFS = load("merkle-proofs.json")


@cache
def mth(start: int, stop: int) -> bytes:
    """Return the hash of a list of entries, word for word as RFC 6962 section 2.1 defines it."""
    count = stop - start
    if count == 0:
        return sha256(b"").digest()
    if count == 1:
        return sha256(b"\x00" + entry(start)).digest()
    k = 1
    while k * 2 < count:
        k *= 2
    return sha256(b"\x01" + mth(start, start + k) + mth(start + k, stop)).digest()


def flipped(proof: Sequence[bytes]) -> list[list[bytes]]:
    """Return the proof once for each of its hashes, with one bit of that hash flipped."""
    copies = []
    for at, value in enumerate(proof):
        copy = list(proof)
        copy[at] = bytes([value[0] ^ 1]) + value[1:]
        copies.append(copy)
    return copies


def refuses_inclusion(proof: Sequence[bytes], *claim: Any) -> bool:
    """Return whether an inclusion proof is refused."""
    try:
        verify_inclusion(proof, *claim)
    except ProofError:
        return True
    return False


def refuses_consistency(proof: Sequence[bytes], *claim: Any) -> bool:
    """Return whether a consistency proof is refused."""
    try:
        verify_consistency(proof, *claim)
    except ProofError:
        return True
    return False


def test_the_roots_of_the_reference_implementation() -> None:
    tree = Tree()
    roots = [tree.root().hex()]
    for data in ROOTS["leaf_inputs_hex"]:
        tree.append(leaf_hash(bytes.fromhex(data)))
        roots.append(tree.root().hex())
    assert roots == ROOTS["root_hashes_hex_by_size"]
    assert [tree.root(size).hex() for size in range(len(roots))] == roots


@pytest.mark.parametrize("case", PROOFS["inclusion"], ids=lambda case: f"{case['index']} in {case['size']}")
def test_inclusion_vectors(case: dict[str, Any]) -> None:
    proof = [bytes.fromhex(value) for value in case["proof"]]
    verify_inclusion(proof, case["index"], case["size"], bytes.fromhex(case["leaf"]), bytes.fromhex(case["root"]))
    assert log_of(300).inclusion_proof(case["index"], case["size"]) == proof


@pytest.mark.parametrize("case", PROOFS["consistency"], ids=lambda case: f"{case['old']} to {case['new']}")
def test_consistency_vectors(case: dict[str, Any]) -> None:
    proof = [bytes.fromhex(value) for value in case["proof"]]
    verify_consistency(
        proof, case["old"], case["new"], bytes.fromhex(case["old_root"]), bytes.fromhex(case["new_root"])
    )
    assert log_of(300).consistency_proof(case["old"], case["new"]) == proof


def test_every_leaf_of_every_tree_up_to_100_proves_and_no_flipped_hash_does() -> None:
    tree = log_of(100)
    for size in range(1, 101):
        root = tree.root(size)
        assert root == mth(0, size)
        for index in range(size):
            leaf = leaf_hash(entry(index))
            proof = tree.inclusion_proof(index, size)
            verify_inclusion(proof, index, size, leaf, root)
            assert all(refuses_inclusion(bad, index, size, leaf, root) for bad in flipped(proof))
            assert refuses_inclusion(proof, index, size, leaf_hash(b"another"), root)
            assert refuses_inclusion(proof, index, size, leaf, leaf_hash(b"another"))
            assert refuses_inclusion([*proof, leaf], index, size, leaf, root)
            assert not proof or refuses_inclusion(proof[:-1], index, size, leaf, root)
            assert size == 1 or refuses_inclusion(proof, (index + 1) % size, size, leaf, root)


def test_all_pairs_of_sizes_up_to_64_are_consistent_and_no_flipped_hash_is() -> None:
    tree = log_of(64)
    for new in range(1, 65):
        for old in range(1, new + 1):
            roots = (mth(0, old), mth(0, new))
            proof = tree.consistency_proof(old, new)
            verify_consistency(proof, old, new, *roots)
            assert all(refuses_consistency(bad, old, new, *roots) for bad in flipped(proof))
            assert refuses_consistency(proof, old, new, leaf_hash(b"another"), roots[1])
            assert refuses_consistency(proof, old, new, roots[0], leaf_hash(b"another"))
            assert refuses_consistency([*proof, roots[0]], old, new, *roots)
            assert not proof or refuses_consistency(proof[:-1], old, new, *roots)


@pytest.mark.parametrize(("index", "size"), [(-1, 7), (7, 7), (0, 0), (0, 8), (0, -1)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    tree = log_of(7)
    with pytest.raises(ProofError):
        tree.inclusion_proof(index, size)
    assert refuses_inclusion([], index, size if size < 8 else 0, tree.leaf(0), tree.root())


def test_an_inner_node_is_no_leaf_and_no_root() -> None:
    # Hashes that fit, under an index, a size or a length of proof that do not.
    one, other = leaf_hash(b"one"), leaf_hash(b"other")
    for index, size in ((1, 1), (-1, 1), (0, 0), (0, 2), (1, 2), (0, 3)):
        assert refuses_inclusion([], index, size, one, one)
    assert refuses_inclusion([other], 0, 1, one, node_hash(other, one))
    assert refuses_inclusion([other], 0, 3, one, node_hash(one, other))
    assert refuses_inclusion([other, other], 0, 2, one, node_hash(other, node_hash(one, other)))


def test_a_consistency_proof_of_another_length_is_refused_although_its_hashes_fit() -> None:
    a, b, c, d = (leaf_hash(bytes([at])) for at in range(4))
    assert not refuses_consistency([a, b, c], 3, 4, node_hash(c, a), node_hash(c, node_hash(a, b)))
    assert refuses_consistency(
        [a, b, c, d], 3, 4, node_hash(d, node_hash(c, a)), node_hash(d, node_hash(c, node_hash(a, b)))
    )
    assert refuses_consistency([a, b], 3, 4, a, node_hash(a, b))
    assert refuses_consistency([], 1, 4, a, a)
    assert refuses_consistency([], 3, 4, a, a)


@pytest.mark.parametrize(("old", "new"), [(0, 7), (0, 0), (5, 4), (1, 8), (-1, 7)])
def test_sizes_out_of_order_or_zero_have_no_consistency_proof(old: int, new: int) -> None:
    tree = log_of(7)
    with pytest.raises(ProofError):
        tree.consistency_proof(old, new)


@pytest.mark.parametrize(("old", "new"), [(0, 7), (0, 0), (5, 4), (-1, 7)])
def test_no_proof_shows_a_tree_consistent_with_size_zero_or_a_smaller_one(old: int, new: int) -> None:
    tree = log_of(7)
    for proof in ([], [tree.root()]):
        assert refuses_consistency(proof, old, new, tree.root(max(old, 0)), tree.root(new))


def test_two_roots_of_one_size_are_never_consistent() -> None:
    one, other = leaf_hash(b"one"), leaf_hash(b"other")
    assert refuses_consistency([], 4, 4, one, other)
    assert refuses_consistency([one], 4, 4, one, one)
    assert not refuses_consistency([], 4, 4, one, one)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_hashes_of_another_length_are_refused(length: int) -> None:
    tree, odd = log_of(2), bytes(length)
    with pytest.raises(ProofError):
        tree.append(odd)
    assert tree.size == 2
    assert refuses_inclusion([odd], 0, 2, tree.leaf(0), tree.root())
    assert refuses_inclusion([tree.leaf(1)], 0, 2, odd, tree.root())
    assert refuses_inclusion([], 0, 1, odd, odd)
    assert refuses_consistency([], 2, 2, odd, odd)
    assert refuses_consistency([odd], 1, 2, tree.leaf(0), tree.root())


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_truncated_tree_is_the_tree_it_was(size: int, more: int) -> None:
    tree = log_of(size)
    for _ in range(more):
        tree.append(leaf_hash(b"forgotten"))
    tree.truncate(size)
    assert tree.size == size
    assert tree.root() == mth(0, size)
    tree.append(leaf_hash(entry(size)))
    assert tree.root() == mth(0, size + 1)


def test_a_tree_cannot_be_truncated_to_more_than_it_is() -> None:
    tree = log_of(3)
    for size in (-1, 4):
        with pytest.raises(ProofError):
            tree.truncate(size)
        with pytest.raises(ProofError):
            tree.root(size)
    assert tree.root() == mth(0, 3)


def test_subtrees_are_those_of_rfc_6962_and_only_complete_ones() -> None:
    tree = log_of(77)
    for level in range(7):
        for index in range(77 >> level):
            assert tree.subtree(level, index) == mth(index << level, index + 1 << level)
        with pytest.raises(ProofError):
            tree.subtree(level, 77 >> level)
    assert tree.subtrees(0, 3, 5) == mth(3, 4) + mth(4, 5)
    assert tree.subtrees(9, 0, 0) == b""
    for bad in ((-1, 0, 1), (0, -1, 1), (0, 5, 4), (7, 0, 1)):
        with pytest.raises(ProofError):
            tree.subtrees(*bad)


HASHES = st.binary(min_size=30, max_size=34) | st.binary(min_size=32, max_size=32)


@given(st.lists(HASHES, max_size=12), st.integers(-2, 100), st.integers(-2, 100), HASHES, HASHES)
def test_arbitrary_proofs_raise_only_proof_errors(
    proof: list[bytes], one: int, two: int, first: bytes, second: bytes
) -> None:
    assert first == second or refuses_inclusion(proof, one, two, first, second)
    assert first == second or refuses_consistency(proof, one, two, first, second)
