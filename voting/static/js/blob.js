/** Texts that the log names by their digest. */
import { canonicalBytes } from "./canonical.js";
import { digest, fromBase64url, fromUtf8, randomBytes, toBase64url, utf8 } from "./encoding.js";
import { BadProof } from "./errors.js";
import { toHex } from "./hex.js";
import { request, requestBytes, requestJson } from "./http.js";
import { signIn } from "./session.js";

/**
 * A text, once its digest is the one asked for.
 * @param {string} wanted digest in base64url
 * @returns {Promise<string>}
 * @throws {BadProof} the server's text is another one
 * @throws {import("./errors.js").Unreachable}
 */
export async function fetchText(wanted) {
  // What is named by its digest stays as it is: the browser may have it.
  const bytes = await requestBytes(`/blobs/${toHex(fromBase64url(wanted))}`, { cache: "default" });
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

/**
 * Store a text under its digest, before a statement names it.
 * @param {string} text
 * @param {typeof request} [ask] how to ask the server
 * @returns {Promise<string>} its digest
 * @throws {BadProof} the server keeps something else
 */
export async function storeText(text, ask = request) {
  const bytes = utf8(text);
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  const stored = await (await ask("/blobs", { method: "POST", headers, body: bytes })).json();
  const expected = await digest(bytes);
  if (stored.digest !== expected) throw new BadProof(`the server stored ${stored.digest}, not ${expected}`);
  return expected;
}
