/**
 * One entry of the log, checked in this browser: its place under the log's signature, and its signature by keys that
 * entries before it vouch for, down to the founding that is pinned (FORMAT.md sections 2, 3 and 7).
 */
import { stringify } from "./canonical.js";
import { fromBase64url } from "./encoding.js";
import { BadForm, BadProof, BadSignature, LogForked, WrongConvention } from "./errors.js";
import { requestText } from "./http.js";
import { verifyJws } from "./jws.js";
import { thumbprint } from "./keys.js";
import { verifyInclusion } from "./merkle.js";
import { openCheckpoint } from "./note.js";
import { parseProof } from "./tlogproof.js";
import { number as written } from "./view.js";

/**
 * @typedef {{what: string, values?: object, holds: boolean, why?: string}} Check `what` names its words
 * @typedef {{index: number, leaf: string, chain: number[], payload: string | null, role: string, number: string}} Shown
 *   what the page says; `payload` is null of a withheld entry
 */

/** Errors that say that something is wrong, and not merely missing. */
export function isFalse(error) {
  return [BadForm, BadProof, BadSignature, LogForked, WrongConvention].some((kind) => error instanceof kind);
}

/**
 * Check what the page shows, one thing after the other; the first that does not hold ends it.
 * @param {import("./log.js").Log} log
 * @param {Shown} shown
 * @returns {AsyncGenerator<Check>}
 * @throws {import("./errors.js").Unreachable | import("./errors.js").Refusal} the server does not give what is needed
 */
export async function* verifyEntry(log, shown) {
  const { index, payload } = shown;
  let entry = null;
  try {
    entry = payload === null ? await provenLeaf(log, index, shown.leaf) : await log.provenEntry(index);
  } catch (error) {
    if (!isFalse(error)) throw error;
    yield { what: error instanceof LogForked ? "consistent" : "included", values: { index }, holds: false, why: error.message };
    return;
  }
  yield { what: "included", values: { index }, holds: true };
  yield { what: "consistent", values: { size: written((await log.head()).size) }, holds: true };
  if (payload === null) return;
  const holders = [];
  yield* signatures(log, { ...entry, index }, shown.chain, holders);
  if (holders.at(-1) === null) return;
  yield { what: "shown", holds: sameText(payload, entry.payload) && sameSigner(shown, holders) };
}

async function provenLeaf(log, index, leaf) {
  const proof = parseProof(await requestText(`/log/proof/${index}`));
  if (proof.index !== index) throw new BadProof("a proof of another entry");
  const { size, root } = await openCheckpoint(proof.checkpoint, log.key);
  await verifyInclusion(proof.hashes, index, size, fromBase64url(leaf), root);
  await log.accept(proof.checkpoint);
}

/** Check the entry's signature, then that of the entry that names its key, and so on; `holders` gets who holds each key. */
async function* signatures(log, entry, chain, holders) {
  let signed = entry;
  for (const by of chain) {
    try {
      const naming = by === signed.index ? signed : { ...(await log.provenEntry(by)), index: by };
      const holder = await holderOf(naming.payload, signed.kid);
      if (!holder) throw new BadSignature(`entry ${by} does not name the key ${signed.kid}`);
      await verifyJws(signed, holder.jwk);
      holders.push(holder);
      if (by === signed.index) break;
      yield { what: "signed", values: { index: signed.index, by }, holds: true };
      signed = naming;
    } catch (error) {
      if (!isFalse(error)) throw error;
      holders.push(null);
      yield { what: "signed", values: { index: signed.index }, holds: false, why: error.message };
      return;
    }
  }
  // Only the founding needs nobody to vouch for it: its digest is pinned.
  const founded = signed.index === 0 && signed.digest === log.convention;
  if (!founded) holders.push(null);
  yield { what: founded ? "founder" : "signed", values: { index: signed.index }, holds: founded };
}

/** The key with this id in a payload, with what stands beside it: whose it is. */
async function holderOf(value, kid) {
  if (value === null || typeof value !== "object") return null;
  for (const member of Object.values(value)) {
    if (member?.kty && (await thumbprint(member)) === kid) {
      return { jwk: member, number: value.number ?? value.credential, role: value.role ?? (value.type === "convention.founded" ? "founder" : undefined) };
    }
    const found = await holderOf(member, kid);
    if (found) return found;
  }
  return null;
}

function sameText(shown, payload) {
  try {
    return stringify(JSON.parse(shown)) === stringify(payload);
  } catch {
    return false;
  }
}

/** The signer's own key, the code that enrolled it, and what issued the code, together say number and role. */
function sameSigner({ role, number }, holders) {
  const said = (name) => holders.find((holder) => holder[name] !== undefined)?.[name];
  const founder = holders[0].role === "founder" && holders[0].number === undefined;
  return role === said("role") && number === (founder ? "" : String(said("number")));
}
