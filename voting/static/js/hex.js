/** Hexadecimal text (FORMAT.md section 1), which few pages read or write. */
import { BadForm } from "./errors.js";

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The bytes of lower-case hexadecimal text.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {BadForm}
 */
export function fromHex(text) {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new BadForm("not lower-case hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
