/**
 * Ed25519 as FORMAT.md section 2 wants it: canonical points, none of small order, cofactorless verification (what
 * RFC 8032 section 5.1.7 permits and OpenSSL does). One engine for all phones; WebCrypto's are not all the same.
 */
import { Point, getPublicKeyAsync, signAsync } from "../vendor/noble-ed25519.js";
import { concat, equalBytes } from "./encoding.js";
import { BadForm, BadSignature } from "./errors.js";

const ORDER = Point.CURVE().n;

/**
 * A point in its canonical encoding.
 * @param {Uint8Array} bytes
 * @throws {BadForm} not 32 bytes, not canonical, not on the curve, or of small order
 */
export function readPoint(bytes) {
  let point;
  try {
    point = Point.fromBytes(bytes, false);
  } catch {
    throw new BadForm("not the canonical encoding of a point of Edwards25519");
  }
  // Under a key of small order one signature fits many messages.
  if (point.isSmallOrder()) throw new BadForm("a point of small order");
  return point;
}

/**
 * Returns if `signature` is the key's over `message`.
 * @param {Uint8Array} publicKey 32 bytes
 * @param {Uint8Array} signature 64 bytes
 * @param {Uint8Array} message
 * @throws {BadForm} the key is not valid
 * @throws {BadSignature}
 */
export async function verifyEd25519(publicKey, signature, message) {
  const key = readPoint(publicKey);
  if (signature.length !== 64) throw new BadSignature(`a signature of ${signature.length} bytes, not 64`);
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= ORDER) throw new BadSignature("the S of the signature is not below the group order");
  try {
    readPoint(encodedR);
  } catch {
    throw new BadSignature("the R of the signature is not canonical or of small order");
  }
  const hashed = await crypto.subtle.digest("SHA-512", concat(encodedR, publicKey, message));
  const k = littleEndian(new Uint8Array(hashed)) % ORDER;
  const r = Point.BASE.multiply(s, false).subtract(key.multiply(k, false));
  if (!equalBytes(r.toBytes(), encodedR)) throw new BadSignature("the signature does not verify under this key");
}

/**
 * The public key of a seed.
 * @param {Uint8Array} seed 32 bytes (RFC 8032 section 5.1.5)
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export function publicKeyOf(seed) {
  return getPublicKeyAsync(seed);
}

/**
 * The signature of a seed's key.
 * @param {Uint8Array} seed 32 bytes
 * @param {Uint8Array} message
 * @returns {Promise<Uint8Array<ArrayBuffer>>} R ‖ S, 64 bytes
 */
export function signEd25519(seed, message) {
  return signAsync(message, seed);
}

function littleEndian(bytes) {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
