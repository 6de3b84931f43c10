/** RFC 8785 canonical JSON, for the subset that FORMAT.md section 1 allows: no floating-point numbers. */
import { fromUtf8, utf8 } from "./encoding.js";
import { BadForm } from "./errors.js";

export const MAX_DEPTH = 8;

/**
 * The canonical text of a value made of plain objects, arrays, text, integers, booleans and null.
 * @param {unknown} value
 * @returns {string}
 * @throws {BadForm} the value has no canonical form
 */
export function stringify(value) {
  return write(value, MAX_DEPTH);
}

/**
 * The canonical UTF-8 bytes of a value, for hashing and signing.
 * @param {unknown} value
 */
export function canonicalBytes(value) {
  return utf8(stringify(value));
}

/**
 * The value that canonical JSON stands for.
 * @param {string | Uint8Array} data
 * @returns {any}
 * @throws {BadForm} anything but the one canonical serialization of a value
 */
export function parse(data) {
  const text = typeof data === "string" ? data : fromUtf8(data);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadForm("not JSON");
  }
  // Also refuses white space, other escapes, unsorted or duplicate names (the parser kept only the last).
  if (stringify(value) !== text) throw new BadForm("JSON that is not in canonical form");
  return value;
}

function write(value, depth) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeText(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new BadForm("a number that is not an integer within 2^53-1");
    return String(value);
  }
  if (typeof value !== "object") throw new BadForm(`a value of type ${typeof value}`);
  if (depth === 0) throw new BadForm(`more than ${MAX_DEPTH} levels of arrays and objects`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth - 1)).join(",")}]`;
  // sort() compares UTF-16 code units, which is the order of RFC 8785 section 3.2.3.
  const members = Object.keys(value).sort().map((name) => `${writeText(name)}:${write(value[name], depth - 1)}`);
  return `{${members.join(",")}}`;
}

function writeText(text) {
  if (text.includes("\0")) throw new BadForm("text with U+0000");
  if (/\p{Surrogate}/u.test(text)) throw new BadForm("text with a lone surrogate");
  return JSON.stringify(text);
}
