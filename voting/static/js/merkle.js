/** Proofs in the Merkle tree of RFC 6962 section 2.1 (SHA-256). Sizes and indexes are safe integers. */
import { concat, equalBytes, sha256 } from "./encoding.js";
import { BadProof } from "./errors.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/**
 * The hash of a leaf that holds `entry`.
 * @param {Uint8Array} entry
 */
export function leafHash(entry) {
  return sha256(concat(LEAF, entry));
}

/**
 * The hash of a node with these two children.
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function nodeHash(left, right) {
  return sha256(concat(NODE, left, right));
}

/**
 * Returns if the proof shows that `leaf` is the hash of leaf `index` in this tree (RFC 9162 section 2.1.3.2).
 * @param {Uint8Array[]} proof leaf's sibling first
 * @param {number} index
 * @param {number} size
 * @param {Uint8Array} leaf
 * @param {Uint8Array} root
 * @throws {BadProof} it does not
 */
export async function verifyInclusion(proof, index, size, leaf, root) {
  checkSafe(index, size);
  if (index < 0 || index >= size) throw new BadProof(`leaf ${index} is not in a tree of size ${size}`);
  checkHashes([leaf, root, ...proof]);
  let node = BigInt(index);
  let last = BigInt(size) - 1n;
  let found = leaf;
  for (const sibling of proof) {
    if (last === 0n) throw new BadProof("the inclusion proof is too long");
    if (node & 1n || node === last) {
      found = await nodeHash(sibling, found);
      for (; node && !(node & 1n); node >>= 1n) last >>= 1n;
    } else {
      found = await nodeHash(found, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last) throw new BadProof("the inclusion proof is too short");
  if (!equalBytes(found, root)) throw new BadProof("the inclusion proof leads to another root");
}

/**
 * Returns if the proof shows that the tree of `oldSize` is the beginning of the tree of `newSize` (RFC 9162 section
 * 2.1.4.2). Size 0 is refused: nothing can be inconsistent with it, and so nothing is proved.
 * @param {Uint8Array[]} proof
 * @param {number} oldSize
 * @param {number} newSize
 * @param {Uint8Array} oldRoot
 * @param {Uint8Array} newRoot
 * @throws {BadProof} it does not
 */
export async function verifyConsistency(proof, oldSize, newSize, oldRoot, newRoot) {
  checkSafe(oldSize, newSize);
  if (oldSize < 1 || oldSize > newSize) throw new BadProof(`no consistency proof from size ${oldSize} to ${newSize}`);
  checkHashes([oldRoot, newRoot, ...proof]);
  if (oldSize === newSize) {
    if (proof.length || !equalBytes(oldRoot, newRoot)) throw new BadProof("two roots of one size, or a needless proof");
    return;
  }
  let node = BigInt(oldSize) - 1n;
  let last = BigInt(newSize) - 1n;
  const whole = (BigInt(oldSize) & node) === 0n;
  const path = whole ? [oldRoot, ...proof] : [...proof];
  if (!path.length) throw new BadProof("the consistency proof is too short");
  for (; node & 1n; node >>= 1n) last >>= 1n;
  let before = path[0];
  let after = path[0];
  for (const sibling of path.slice(1)) {
    if (last === 0n) throw new BadProof("the consistency proof is too long");
    if (node & 1n || node === last) {
      before = await nodeHash(sibling, before);
      after = await nodeHash(sibling, after);
      for (; node && !(node & 1n); node >>= 1n) last >>= 1n;
    } else {
      after = await nodeHash(after, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last) throw new BadProof("the consistency proof is too short");
  if (!equalBytes(before, oldRoot) || !equalBytes(after, newRoot)) throw new BadProof("the consistency proof leads to other roots");
}

function checkSafe(...numbers) {
  if (!numbers.every(Number.isSafeInteger)) throw new BadProof("a size or index that is not an integer within 2^53-1");
}

function checkHashes(hashes) {
  if (hashes.some((hash) => hash.length !== 32)) throw new BadProof("a hash that is not 32 bytes");
}
