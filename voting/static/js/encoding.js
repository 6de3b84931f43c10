/** Strict encodings (FORMAT.md section 1): what decodes re-encodes to the same characters. */
import { BadForm } from "./errors.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The UTF-8 bytes of text. Lone surrogates would silently become U+FFFD, so they are refused.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function utf8(text) {
  if (/\p{Surrogate}/u.test(text)) throw new BadForm("text with a lone surrogate");
  return encoder.encode(text);
}

/**
 * The text of UTF-8 bytes.
 * @param {Uint8Array} bytes
 * @returns {string}
 * @throws {BadForm} not UTF-8
 */
export function fromUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new BadForm("not UTF-8");
  }
}

/**
 * Padded base64 (RFC 4648 section 4).
 * @param {Uint8Array} bytes
 */
export function toBase64(bytes) {
  let characters = "";
  // String.fromCharCode takes its bytes as arguments, of which engines allow only so many.
  for (let start = 0; start < bytes.length; start += 8192) {
    characters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(characters);
}

/**
 * The bytes of padded base64.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {BadForm} white space, missing padding, another alphabet, or unused bits that are not zero
 */
export function fromBase64(text) {
  let characters;
  try {
    characters = atob(text);
  } catch {
    throw new BadForm("not base64");
  }
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  if (toBase64(bytes) !== text) throw new BadForm("not the canonical base64 of any bytes");
  return bytes;
}

/**
 * Unpadded base64url (RFC 4648 section 5).
 * @param {Uint8Array} bytes
 */
export function toBase64url(bytes) {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The bytes of unpadded base64url.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {BadForm} padding, another alphabet, an impossible length, or unused bits that are not zero
 */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new BadForm("not base64url");
  const padding = "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/") + padding);
}

/** @param {...Uint8Array} parts */
export function concat(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * Whether two public byte strings are equal (not in constant time).
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function equalBytes(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/**
 * SHA-256.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/**
 * The digest of bytes as FORMAT.md writes it: SHA-256 in base64url, 43 characters.
 * @param {Uint8Array} bytes
 */
export async function digest(bytes) {
  return toBase64url(await sha256(bytes));
}

/**
 * Fresh random bytes.
 * @param {number} length
 */
export function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
