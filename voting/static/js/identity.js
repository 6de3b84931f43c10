/**
 * Who this browser is: one credential of one convention, with its device key. An *identity* is a signer with
 * `convention`, and what the log said of it: `credential`, `role`, `person`. `activation` is the key id of the code that
 * enrolled it.
 */
import { deviceSigner } from "./keys.js";
import { IDENTITY, get, put } from "./store.js";

/**
 * @typedef {import("./keys.js").Signer & {convention: string, credential: number, role: string, person: string,
 *   activation: string}} Identity
 */

/**
 * The identity that this browser acts under.
 * @param {Promise<any>} [asked] what is kept, where it was asked for already
 * @returns {Promise<Identity | null>} null if it has never been activated
 */
export async function currentIdentity(asked = get(IDENTITY)) {
  const kept = await asked;
  return kept ? toIdentity(kept) : null;
}

/**
 * Act under this device key from now on; the one before it is forgotten.
 * @param {{key: {kid: string, jwk: object, privateKey: CryptoKey}, convention: string, credential: number,
 *   role: string, person: string, activation: string}} kept
 * @returns {Promise<Identity>}
 */
export async function becomeIdentity(kept) {
  await put(IDENTITY, kept);
  return toIdentity(kept);
}

function toIdentity({ key, ...rest }) {
  return { ...deviceSigner(key), ...rest };
}
