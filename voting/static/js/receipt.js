/** Receipts, verified by this device against the log key that the badge pins (FORMAT.md section 8). */
import { utf8 } from "./encoding.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { openCheckpoint } from "./note.js";
import { parseProof } from "./tlogproof.js";

/**
 * Returns where the statement stands once the receipt shows it: inclusion of its bytes, the log's signature, and agreement
 * with every checkpoint that this device has seen.
 * @param {string} jws
 * @param {string} proofText
 * @param {import("./log.js").Log} log
 * @returns {Promise<{index: number, size: number, root: Uint8Array}>}
 * @throws {import("./errors.js").BadForm} not a receipt
 * @throws {import("./errors.js").BadSignature} not signed by the log
 * @throws {import("./errors.js").BadProof} it proves something else
 * @throws {import("./errors.js").LogForked} it belongs to another history than this device has seen
 * @throws {import("./errors.js").Unreachable} agreement could not be checked now
 */
export async function verify(jws, proofText, log) {
  const proof = parseProof(proofText);
  const { size, root } = await openCheckpoint(proof.checkpoint, log.key);
  await verifyInclusion(proof.hashes, proof.index, size, await leafHash(utf8(jws)), root);
  await log.accept(proof.checkpoint);
  return { index: proof.index, size, root };
}
