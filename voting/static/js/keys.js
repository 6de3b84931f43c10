/**
 * Keys of FORMAT.md section 2. A *signer* is `{alg, kid, jwk, sign(bytes)}`: what signs, never what the secret is.
 */
import { canonicalBytes } from "./canonical.js";
import { verifyEd25519 } from "./ed25519.js";
import { concat, digest, fromBase64url } from "./encoding.js";
import { BadForm, BadSignature } from "./errors.js";
import { fromHex } from "./hex.js";

export const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * @typedef {{alg: "ES256" | "Ed25519", kid: string, jwk: Record<string, string>,
 *   sign: (message: Uint8Array) => Promise<Uint8Array>}} Signer
 */

/**
 * The key id of a public key: its RFC 7638 thumbprint. Other members than the required ones are left out.
 * @param {{kty?: string, crv?: string, x?: string, y?: string}} jwk
 * @returns {Promise<string>} 43 characters
 * @throws {BadForm} another kind of key than Ed25519 or P-256
 */
export async function thumbprint(jwk) {
  return digest(canonicalBytes(publicMembers(jwk)));
}

/**
 * Exactly the members that FORMAT.md section 2 gives to a public key.
 * @param {{kty?: string, crv?: string, x?: string, y?: string}} jwk
 * @throws {BadForm} another kind of key, or coordinates that are not 32 bytes
 */
export function publicMembers(jwk) {
  let members;
  if (jwk.kty === "OKP" && jwk.crv === "Ed25519") members = { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  else if (jwk.kty === "EC" && jwk.crv === "P-256") members = { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
  else throw new BadForm("a key that is neither Ed25519 nor P-256");
  for (const name of ["x", "y"]) {
    if (name in members && fromBase64url(String(members[name])).length !== 32) throw new BadForm(`${name} is not 32 bytes`);
  }
  return members;
}

/**
 * The short code of a device, which the desk compares face to face (FORMAT.md section 11).
 * @param {string} kid
 * @returns {string} XXXX-XXXX
 */
export function shortCode(kid) {
  const text = toCrockford(fromBase64url(kid).subarray(0, 5));
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/**
 * The signer of a kept device key. Signatures are low-s: (r, n−s) verifies as well, and only one may be valid.
 * @param {{kid: string, jwk: Record<string, string>, privateKey: CryptoKey}} key
 * @returns {Signer}
 */
export function deviceSigner(key) {
  return {
    alg: "ES256",
    kid: key.kid,
    jwk: key.jwk,
    sign: async (message) => lowS(new Uint8Array(await crypto.subtle.sign(ES256, key.privateKey, message))),
  };
}

/**
 * The same ECDSA signature with s in its lower half.
 * @param {Uint8Array} signature r ‖ s, 64 bytes
 */
export function lowS(signature) {
  const s = bigEndian(signature.subarray(32));
  if (s <= P256_ORDER / 2n) return signature;
  return concat(signature.subarray(0, 32), fromHex((P256_ORDER - s).toString(16).padStart(64, "0")));
}

/**
 * Returns if `signature` is this key's over `message`, in the one form that FORMAT.md section 2 allows.
 * @param {Record<string, string>} jwk
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @throws {BadForm} the key is not valid
 * @throws {BadSignature}
 */
export async function verifySignature(jwk, signature, message) {
  const members = publicMembers(jwk);
  if (members.kty === "OKP") return verifyEd25519(fromBase64url(members.x), signature, message);
  if (signature.length !== 64) throw new BadSignature(`a signature of ${signature.length} bytes, not 64`);
  const r = bigEndian(signature.subarray(0, 32));
  const s = bigEndian(signature.subarray(32));
  if (r < 1n || r >= P256_ORDER) throw new BadSignature("the r of the signature is out of range");
  if (s < 1n || s > P256_ORDER / 2n) throw new BadSignature("the s of the signature is not in its lower half");
  let key;
  try {
    key = await crypto.subtle.importKey("jwk", members, P256, false, ["verify"]);
  } catch {
    throw new BadForm("not a point of P-256");
  }
  if (!(await crypto.subtle.verify(ES256, key, signature, message))) {
    throw new BadSignature("the signature does not verify under this key");
  }
}

function bigEndian(bytes) {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/**
 * Crockford base32 of whole groups of 5 bytes.
 * @param {Uint8Array} bytes a multiple of 5 bytes
 */
function toCrockford(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 5) {
    let group = bytes.subarray(start, start + 5).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    let characters = "";
    for (let position = 0; position < 8; position += 1, group >>= 5n) characters = CROCKFORD[Number(group & 31n)] + characters;
    text += characters;
  }
  return text;
}
