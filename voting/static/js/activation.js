/**
 * Activation: from the code on a badge to a device key that the log knows. The code and the new key are kept together
 * until this device holds a verified receipt, so that a lost reply is only a retry of the same bytes.
 */
import { fromBase64url } from "./encoding.js";
import { BadForm } from "./errors.js";
import { becomeIdentity } from "./identity.js";
import { DEVICE, signJws } from "./jws.js";
import { deviceSigner } from "./keys.js";
import { activationSigner, newDeviceKey } from "./new-keys.js";
import { LATEST } from "./pending.js";
import { sign } from "./statement.js";
import { get, put, remove } from "./store.js";

/**
 * @typedef {{code: string, convention: string, kid: string,
 *   key: {kid: string, jwk: object, privateKey: CryptoKey}}} Pending `kid` is the activation key's
 */

/**
 * What the fragment of a badge's link holds (FORMAT.md section 11).
 * @param {string} fragment with its "#"
 * @returns {{code: string, convention: string} | null} null if there is none
 * @throws {BadForm} there is one, but not a badge's: cut off, or typed wrongly
 */
export function readBadge(fragment) {
  if (fragment.length < 2) return null;
  const [code, convention, ...rest] = fragment.slice(1).split(".");
  if (convention === undefined || rest.length) throw new BadForm("a badge's link ends in code.convention");
  if (fromBase64url(code).length !== 16) throw new BadForm("the code is not 16 bytes");
  if (fromBase64url(convention).length !== 32) throw new BadForm("the convention is not a digest");
  return { code, convention };
}

/**
 * Keep a badge's code with a device key made for it; the same code gets the same key again.
 * @param {{code: string, convention: string}} badge
 * @returns {Promise<Pending>}
 */
export async function stash({ code, convention }) {
  const { kid } = await activationSigner(code);
  const kept = await get(`activation:${kid}`);
  const pending = kept?.convention === convention ? kept : { code, convention, kid, key: await newDeviceKey() };
  await put(`activation:${kid}`, pending);
  await put(LATEST, kid);
  return pending;
}

/**
 * Forget the code.
 * @param {Pending} pending
 */
export async function forget({ kid }) {
  await remove(`activation:${kid}`);
  if ((await get(LATEST)) === kid) await remove(LATEST);
}

/**
 * Enrol the device key with the activation key; an enrolment signed before is sent again as it was.
 * @param {Pending} pending
 * @param {number} credential
 * @param {import("./outbox.js").Outbox} outbox
 * @returns {Promise<any>} the settled record
 */
export async function enrol({ code, convention, key }, credential, outbox) {
  const activation = { ...(await activationSigner(code)), convention };
  const earlier = (await outbox.records()).find(({ kid, state, about }) => kid === activation.kid && about.device === key.kid && state !== "refused");
  if (earlier) return outbox.retry(earlier.digest);
  const proof = await deviceProof(deviceSigner(key), { convention, credential, kid: activation.kid });
  const signed = await sign(activation, "device.enrolled", { credential, key: key.jwk, proof });
  return outbox.submit(signed, activation, { device: key.kid });
}

/**
 * Act under the enrolled key from now on, and forget the code.
 * @param {Pending} pending
 * @param {{credential: number, role: string, person: string}} told what the log says of the key
 * @returns {Promise<import("./identity.js").Identity>}
 */
export async function finish(pending, { credential, role, person }) {
  const { key, convention, kid: activation } = pending;
  const identity = await becomeIdentity({ key, convention, credential, role, person, activation });
  await forget(pending);
  return identity;
}

/**
 * The proof that whoever enrols a device key holds it (FORMAT.md section 4, *proof*).
 * @param {import("./keys.js").Signer} device the new key
 * @param {{convention: string, credential: number, kid: string}} claim `kid` signs the statement around the proof
 * @returns {Promise<string>} a JWS
 */
async function deviceProof(device, { convention, credential, kid }) {
  return (await signJws(device, DEVICE, { convention, credential, kid })).jws;
}
