/** Texts that the log names by their digest. */
import { digest, fromBase64url, fromUtf8, toHex } from "./encoding.js";
import { BadProof } from "./errors.js";
import { requestBytes } from "./http.js";

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
