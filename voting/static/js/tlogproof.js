/** The text of a receipt: c2sp.org/tlog-proof, version 1 (FORMAT.md section 8). Nothing is verified here. */
import { fromBase64, toBase64, utf8 } from "./encoding.js";
import { BadForm } from "./errors.js";
import { parseSize } from "./note.js";

const HEADER = "c2sp.org/tlog-proof@v1";
const MAX_HASHES = 63;
const MAX_LENGTH = 1_200_000;

/**
 * @typedef {{index: number, hashes: Uint8Array[], checkpoint: string, extra: Uint8Array | null}} TlogProof
 */

/**
 * The parts of a tlog-proof.
 * @param {string} text
 * @returns {TlogProof}
 * @throws {BadForm} not a tlog-proof, or not the one way to write it
 */
export function parseProof(text) {
  if (text.length > MAX_LENGTH) throw new BadForm(`a receipt of ${text.length} characters`);
  const at = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(at, 0)).split("\n");
  if (at < 0 || lines.shift() !== HEADER) throw new BadForm(`a receipt starts with ${HEADER} and ends with a checkpoint`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : null;
  if (!lines[0]?.startsWith("index ")) throw new BadForm("a receipt names its index after the first line, or after the extra line");
  const index = parseSize(lines.shift().slice(6));
  if (lines.length > MAX_HASHES) throw new BadForm(`a proof of more than ${MAX_HASHES} hashes`);
  const hashes = lines.map(fromBase64);
  if (hashes.some((hash) => hash.length !== 32)) throw new BadForm("a hash that is not 32 bytes");
  return { index, hashes, checkpoint: text.slice(at + 2), extra };
}

/**
 * The text of a tlog-proof.
 * @param {TlogProof} proof
 * @returns {string}
 */
export function formatProof({ index, hashes, checkpoint, extra }) {
  const lines = [HEADER, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...hashes.map(toBase64)];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/**
 * A receipt file that can be checked alone: the proof with the entry's bytes in its `extra` line.
 * @param {string} text a tlog-proof without an extra line
 * @param {string} jws the entry
 * @returns {string}
 * @throws {BadForm}
 */
export function receiptFile(text, jws) {
  return formatProof({ ...parseProof(text), extra: utf8(jws) });
}
