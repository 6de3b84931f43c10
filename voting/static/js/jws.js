/** JWS compact serialization in its one allowed form (FORMAT.md section 3). */
import { canonicalBytes, parse as parseJson } from "./canonical.js";
import { digest, fromBase64url, toBase64url, utf8 } from "./encoding.js";
import { BadForm, BadSignature } from "./errors.js";
import { thumbprint, verifySignature } from "./keys.js";

export const STATEMENT = "plenary-statement-v1";
export const DEVICE = "plenary-device-v1";
export const LOGIN = "plenary-login-v1";
export const PRACTICE = "plenary-practice-v1";
export const MAX_LENGTH = 65535;

/**
 * @typedef {{alg: string, kid: string, payload: any, signingInput: Uint8Array, signature: Uint8Array, digest: string}} Jws
 */

/**
 * Sign a payload.
 * @param {import("./keys.js").Signer} signer
 * @param {string} typ
 * @param {object} payload
 * @returns {Promise<{jws: string, digest: string}>} the digest is that of the signing input
 * @throws {BadForm} the payload has no canonical form, or the JWS would be longer than 65,535 bytes
 */
export async function signJws(signer, typ, payload) {
  const header = { alg: signer.alg, kid: signer.kid, typ };
  const signingInput = `${toBase64url(canonicalBytes(header))}.${toBase64url(canonicalBytes(payload))}`;
  const bytes = utf8(signingInput);
  const jws = `${signingInput}.${toBase64url(await signer.sign(bytes))}`;
  if (jws.length > MAX_LENGTH) throw new BadForm(`a statement of ${jws.length} bytes, at most ${MAX_LENGTH}`);
  return { jws, digest: await digest(bytes) };
}

/**
 * The parts of a JWS; its signature is not checked yet.
 * @param {string} text
 * @param {string} typ
 * @returns {Promise<Jws>}
 * @throws {BadForm} anything that is not the form of FORMAT.md section 3
 */
export async function parseJws(text, typ) {
  if (text.length > MAX_LENGTH) throw new BadForm(`a JWS of ${text.length} characters`);
  const parts = text.split(".");
  if (parts.length !== 3) throw new BadForm(`${parts.length} parts between dots, not 3`);
  const header = parseJson(fromBase64url(parts[0]));
  if (header === null || typeof header !== "object" || Object.keys(header).sort().join() !== "alg,kid,typ") {
    throw new BadForm("the header is not exactly alg, kid and typ");
  }
  if (header.alg !== "ES256" && header.alg !== "Ed25519") throw new BadForm("alg is neither ES256 nor Ed25519");
  if (typeof header.kid !== "string" || fromBase64url(header.kid).length !== 32) throw new BadForm("kid is not a digest");
  if (header.typ !== typ) throw new BadForm(`typ is not ${typ}`);
  const payload = parseJson(fromBase64url(parts[1]));
  if (payload === null || typeof payload !== "object" || Array.isArray(payload)) throw new BadForm("the payload is not an object");
  const signature = fromBase64url(parts[2]);
  if (signature.length !== 64) throw new BadForm(`a signature of ${signature.length} bytes, not 64`);
  const signingInput = utf8(`${parts[0]}.${parts[1]}`);
  return { alg: header.alg, kid: header.kid, payload, signingInput, signature, digest: await digest(signingInput) };
}

/**
 * Returns if the JWS was signed by this key, with the key's own algorithm.
 * @param {Jws} jws
 * @param {Record<string, string>} jwk
 * @throws {BadSignature} another key, another algorithm, or a signature that does not verify
 */
export async function verifyJws(jws, jwk) {
  if ((await thumbprint(jwk)) !== jws.kid) throw new BadSignature("signed by another key");
  if (jws.alg !== (jwk.kty === "OKP" ? "Ed25519" : "ES256")) throw new BadSignature("alg is not that of the key");
  await verifySignature(jwk, jws.signature, jws.signingInput);
}
