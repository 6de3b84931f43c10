/** Statements of FORMAT.md section 4: filled in and signed on this device. */
import { randomBytes, toBase64url } from "./encoding.js";
import { signJws, STATEMENT } from "./jws.js";
import { update } from "./store.js";

/**
 * @typedef {import("./keys.js").Signer & {convention: string}} Speaker a signer and the convention it speaks in
 * @typedef {{jws: string, digest: string, payload: object}} Signed
 */

/**
 * Make a statement and sign it. Its sequence number is used up even if the statement is never sent.
 * @param {Speaker} identity
 * @param {string} type such as "vote.cast"
 * @param {object} fields exactly the type's own fields
 * @returns {Promise<Signed>}
 * @throws {import("./errors.js").BadForm} the fields have no canonical form, or are too long
 */
export async function sign(identity, type, fields) {
  const payload = {
    ...fields,
    type,
    convention: identity.convention,
    sequence: await nextSequence(identity.kid),
    issued_at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    nonce: toBase64url(randomBytes(16)),
  };
  return { ...(await signJws(identity, STATEMENT, payload)), payload };
}

/**
 * A number above all that this browser has used under the key, kept before it is used. The clock keeps it growing for
 * a key that signs in several browsers.
 * @param {string} kid
 */
function nextSequence(kid) {
  return update(`sequence:${kid}`, (last) => Math.max((last ?? 0) + 1, Date.now()));
}
