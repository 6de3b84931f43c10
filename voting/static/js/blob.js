/** Texts that the log names by their digest. */
import { canonicalBytes } from "./canonical.js";
import { digest, fromBase64url, fromUtf8, randomBytes, toBase64url, toHex } from "./encoding.js";
import { BadProof } from "./errors.js";
import { requestBytes, requestJson } from "./http.js";
import { signIn } from "./session.js";

/**
 * A text, once its digest is the one asked for.
 * @param {string} wanted digest in base64url
 * @returns {Promise<string>}
 * @throws {BadProof} the server's text is another one
 * @throws {import("./errors.js").Unreachable}
 */
export async function fetchText(wanted) {
  const bytes = await requestBytes(`/blobs/${toHex(fromBase64url(wanted))}`);
  if ((await digest(bytes)) !== wanted) throw new BadProof("the server's text is not the one that the log names");
  return fromUtf8(bytes);
}

/**
 * Store what a delegate wrote, salted so that nobody can guess it once it is erased, before a statement names it. Phones
 * vote without a session; only this needs one, and the key that signs the statement opens it.
 * @param {import("./identity.js").Identity} identity
 * @param {string} text
 * @returns {Promise<string>} its digest
 * @throws {BadProof} the server keeps something else
 * @throws {import("./errors.js").Refusal | import("./errors.js").Unreachable}
 */
export async function storeWords(identity, text) {
  const body = canonicalBytes({ salt: toBase64url(randomBytes(16)), text });
  await signIn(identity);
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  const stored = await requestJson("/explanations", { method: "POST", headers, body });
  const expected = await digest(body);
  if (stored.digest !== expected) throw new BadProof(`the server stored ${stored.digest}, not ${expected}`);
  return expected;
}
