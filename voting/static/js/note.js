/** C2SP signed notes and checkpoints of the log (FORMAT.md section 7), Ed25519 keys of type 0x01 alone. */
import { readPoint, verifyEd25519 } from "./ed25519.js";
import { concat, equalBytes, fromBase64, fromUtf8, sha256, toBase64, utf8 } from "./encoding.js";
import { BadForm, BadSignature } from "./errors.js";
import { fromHex, toHex } from "./hex.js";

const TYPE = Uint8Array.of(1);
const MAX_SIGNATURES = 100;
const MAX_LENGTH = 1_000_000;

/**
 * @typedef {{name: string, keyId: Uint8Array, publicKey: Uint8Array}} VerifierKey
 * @typedef {{origin: string, size: number, root: Uint8Array}} Checkpoint
 */

/**
 * The key in a C2SP verifier key text, `name+key id+base64`.
 * @param {string} vkey
 * @returns {Promise<VerifierKey>}
 * @throws {BadForm} malformed, another type than Ed25519, not a valid key, or its id does not recompute
 */
export async function parseVerifierKey(vkey) {
  const [name, id] = vkey.split("+", 2);
  // The base64 part may itself hold plus signs, so it is what follows the first two parts.
  if (id === undefined || vkey.length < name.length + id.length + 2) throw new BadForm("a verifier key is name+key id+base64");
  checkName(name);
  const typed = fromBase64(vkey.slice(name.length + id.length + 2));
  if (typed.length !== 33 || typed[0] !== TYPE[0]) throw new BadForm("the verifier key is not of type Ed25519");
  const publicKey = typed.slice(1);
  readPoint(publicKey);
  const keyId = (await sha256(concat(utf8(`${name}\n`), typed))).slice(0, 4);
  if (`${name}+${toHex(keyId)}+${toBase64(typed)}` !== vkey || !equalBytes(fromHex(id), keyId)) {
    throw new BadForm("the verifier key's id is not that of its name and key");
  }
  return { name, keyId, publicKey };
}

/**
 * The text of a note once the key's signature has been verified. Signatures of other keys are ignored.
 * @param {string} data
 * @param {VerifierKey} key
 * @returns {Promise<string>} ends in a newline
 * @throws {BadForm} malformed
 * @throws {BadSignature} not signed by this key, or signed wrongly or twice
 */
export async function openNote(data, key) {
  if (data.length > MAX_LENGTH) throw new BadForm(`a note of ${data.length} characters`);
  // The text itself may hold empty lines, so the last one separates.
  const at = data.lastIndexOf("\n\n");
  if (at < 0 || !data.endsWith("\n")) throw new BadForm("a note is text, an empty line, and lines of signatures");
  const text = data.slice(0, at + 1);
  const lines = data.slice(at + 2, -1).split("\n");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw new BadForm("a note with control characters");
  if (lines.length > MAX_SIGNATURES) throw new BadForm(`more than ${MAX_SIGNATURES} signatures`);
  let found = null;
  for (const line of lines) {
    const { name, keyId, signature } = readSignature(line);
    if (name !== key.name || !equalBytes(keyId, key.keyId)) continue;
    if (found) throw new BadSignature("two signatures by one key");
    found = signature;
  }
  if (!found) throw new BadSignature("no signature by the log's key");
  await verifyEd25519(key.publicKey, found, utf8(text));
  return text;
}

/**
 * The checkpoint in a note that the log has signed.
 * @param {string} data
 * @param {VerifierKey} key
 * @returns {Promise<Checkpoint>}
 * @throws {BadForm} malformed, or of another origin
 * @throws {BadSignature}
 */
export async function openCheckpoint(data, key) {
  const lines = (await openNote(data, key)).split("\n");
  if (lines.length !== 4) throw new BadForm("a checkpoint is exactly three lines: origin, size and root");
  const [origin, digits, encoded] = lines;
  if (origin !== key.name) throw new BadForm("a checkpoint of another origin");
  const size = parseSize(digits);
  const root = fromBase64(encoded);
  if (root.length !== 32) throw new BadForm("a root that is not 32 bytes");
  if (size === 0 && !equalBytes(root, await sha256(new Uint8Array(0)))) throw new BadForm("size 0 without the empty root");
  return { origin, size, root };
}

/**
 * A size or index in decimal digits, in its one form.
 * @param {string} digits
 * @throws {BadForm}
 */
export function parseSize(digits) {
  const size = Number(digits);
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(digits) || !Number.isSafeInteger(size)) {
    throw new BadForm("not a decimal number without leading zeros, up to 2^53-1");
  }
  return size;
}

function readSignature(line) {
  const match = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line);
  if (!match) throw new BadForm("a signature line is a dash, a name and base64");
  checkName(match[1]);
  const bytes = fromBase64(match[2]);
  if (bytes.length <= 4) throw new BadForm("a signature line without a signature");
  return { name: match[1], keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

function checkName(name) {
  if (!name || /[\s+\u0000-\u001f\u0085]|\p{Surrogate}/u.test(name)) throw new BadForm("a key name is text without white space and plus signs");
}
