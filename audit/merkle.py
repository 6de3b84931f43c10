"""Merkle trees of RFC 6962 section 2.1 (SHA-256): hashes, proofs, and a tree in memory."""

from collections.abc import Sequence
from hashlib import sha256

from audit.errors import ProofError

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf that holds `entry` (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node with these two children (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """The hashes of every complete subtree, level by level; level 0 holds the leaves.

    A subtree (level, index) is the tree over the leaves index·2^level … (index+1)·2^level − 1. Complete subtrees never
    change, so roots and proofs of every earlier size can be had from the same hashes.
    """

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0]) // HASH_LENGTH

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its hash.

        Raises:
            ProofError: not a hash of 32 bytes.
        """
        _check_hash(leaf)
        index, level = self.size, 0
        self._levels[0] += leaf
        # A leaf at an odd index completes a node, which may complete another above it, and so on.
        while index % 2:
            leaf = node_hash(self.subtree(level, index - 1), leaf)
            index, level = index // 2, level + 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += leaf

    def truncate(self, size: int) -> None:
        """Forget all leaves from index `size` on.

        Raises:
            ProofError: the tree is smaller than that.
        """
        self._check_size(size, 0)
        for level, hashes in enumerate(self._levels):
            del hashes[(size >> level) * HASH_LENGTH :]

    def subtrees(self, level: int, start: int, stop: int) -> bytes:
        """Return the hashes of the complete subtrees from `start` to before `stop` at this level, joined.

        Raises:
            ProofError: one of them is not in the tree, or not complete.
        """
        if level < 0 or not 0 <= start <= stop <= self.size >> level:
            raise ProofError(f"subtrees {start} to {stop} of level {level} are not in a tree of size {self.size}")
        if start == stop:
            return b""
        return bytes(self._levels[level][start * HASH_LENGTH : stop * HASH_LENGTH])

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of one complete subtree.

        Raises:
            ProofError: it is not in the tree, or not complete.
        """
        return self.subtrees(level, index, index + 1)

    def leaf(self, index: int) -> bytes:
        """Return the hash of a leaf.

        Raises:
            ProofError: the tree has no such leaf.
        """
        return self.subtree(0, index)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all leaves if it is None.

        Raises:
            ProofError: the tree is smaller than that.
        """
        if size is None:
            size = self.size
        self._check_size(size, 0)
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Return the audit path of a leaf in the tree of `size` leaves, from the leaf upwards (RFC 6962 section 2.1.1).

        Raises:
            ProofError: no such leaf, or the tree is smaller than that.
        """
        self._check_size(size, 1)
        if not 0 <= index < size:
            raise ProofError(f"leaf {index} is not in a tree of size {size}")
        path: list[bytes] = []
        low, high = 0, size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        return path[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the first `old` of `new` leaves are what they were (RFC 6962 section 2.1.2).

        Raises:
            ProofError: not 1 ≤ old ≤ new ≤ size.
        """
        self._check_size(new, 1)
        if not 1 <= old <= new:
            raise ProofError(f"no consistency proof from size {old} to size {new}")
        path: list[bytes] = []
        low, high = 0, new
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        # Where no step went right, what is left is the old root, and the verifier has that.
        if low:
            path.append(self._range(low, high))
        return path[::-1]

    def _range(self, low: int, high: int) -> bytes:
        """Return MTH(D[low:high]), `low` being a multiple of a power of two that is not below the count."""
        count = high - low
        level = count.bit_length() - 1
        if count == 1 << level:
            return self.subtree(level, low >> level)
        middle = low + _split(count)
        return node_hash(self._range(low, middle), self._range(middle, high))

    def _check_size(self, size: int, least: int) -> None:
        if not least <= size <= self.size:
            raise ProofError(f"size {size} is not from {least} to {self.size}")


def verify_inclusion(proof: Sequence[bytes], index: int, size: int, leaf: bytes, root: bytes) -> None:
    """Return if the proof shows that `leaf` is the hash of leaf `index` in the tree of this size and root.

    Source: RFC 9162 section 2.1.3.2.

    Raises:
        ProofError: it does not.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of size {size}")
    for value in (leaf, root, *proof):
        _check_hash(value)
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if node % 2 or node == last:
            found = node_hash(sibling, found)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    if found != root:
        raise ProofError("the inclusion proof leads to another root")


def verify_consistency(proof: Sequence[bytes], old: int, new: int, old_root: bytes, new_root: bytes) -> None:
    """Return if the proof shows that the tree of size `old` is the beginning of the tree of size `new`.

    Source: RFC 9162 section 2.1.4.2. Size 0 is refused: nothing can be inconsistent with it, and so nothing is proved.

    Raises:
        ProofError: it does not.
    """
    if not 1 <= old <= new:
        raise ProofError(f"no consistency proof from size {old} to size {new}")
    for value in (old_root, new_root, *proof):
        _check_hash(value)
    if old == new:
        if proof or old_root != new_root:
            raise ProofError("trees of one size with two roots, or a proof where none is needed")
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofError("the consistency proof is too short")
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if node % 2 or node == last:
            before = node_hash(sibling, before)
            after = node_hash(sibling, after)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short")
    if before != old_root or after != new_root:
        raise ProofError("the consistency proof leads to other roots")


def _split(count: int) -> int:
    """Return the largest power of two below `count` (k of RFC 6962 section 2.1)."""
    return 1 << (count - 1).bit_length() - 1


def _check_hash(value: bytes) -> None:
    if len(value) != HASH_LENGTH:
        raise ProofError(f"a hash of {len(value)} bytes, not {HASH_LENGTH}")
