/** Keys that are made: of a badge's code, and of a device. Phones that vote have theirs already, and do not load this. */
import { publicKeyOf, signEd25519 } from "./ed25519.js";
import { fromBase64url, randomBytes, toBase64url, utf8 } from "./encoding.js";
import { BadForm } from "./errors.js";
import { P256, publicMembers, thumbprint } from "./keys.js";

const CODE_LENGTH = 16;

/**
 * A new activation code.
 * @returns {string} 16 random bytes in base64url, 22 characters
 */
export function newCode() {
  return toBase64url(randomBytes(CODE_LENGTH));
}

/**
 * The activation key that a code stands for: HKDF-SHA-256 of the code is its Ed25519 seed (FORMAT.md section 11).
 * @param {string} code 22 characters of base64url
 * @returns {Promise<import("./keys.js").Signer>}
 * @throws {BadForm} not 16 bytes in base64url
 */
export async function activationSigner(code) {
  const bytes = fromBase64url(code);
  if (bytes.length !== CODE_LENGTH) throw new BadForm(`an activation code of ${bytes.length} bytes, not ${CODE_LENGTH}`);
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("plenary activation v1") };
  const seed = new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
  return seedSigner(seed);
}

/**
 * The Ed25519 key of a seed.
 * @param {Uint8Array} seed 32 bytes
 * @returns {Promise<import("./keys.js").Signer>}
 */
export async function seedSigner(seed) {
  const jwk = { crv: "Ed25519", kty: "OKP", x: toBase64url(await publicKeyOf(seed)) };
  return { alg: "Ed25519", kid: await thumbprint(jwk), jwk, sign: (message) => signEd25519(seed, message) };
}

/**
 * A new device key. The private half is a CryptoKey that no page code can read; IndexedDB can keep it.
 * @returns {Promise<{kid: string, jwk: Record<string, string>, privateKey: CryptoKey}>}
 */
export async function newDeviceKey() {
  const pair = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
  const jwk = publicMembers(await crypto.subtle.exportKey("jwk", pair.publicKey));
  return { kid: await thumbprint(jwk), jwk, privateKey: pair.privateKey };
}
