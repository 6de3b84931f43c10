/** The log's root in words, for people who compare it aloud (FORMAT.md section 7). The list is fetched when it is first needed. */
import { fromBase64url } from "./encoding.js";
import { Unreachable } from "./errors.js";
import { requestText } from "./http.js";

const WORDS = 8;
const BITS = 11;
let list = null;

/**
 * @param {Uint8Array} root of 32 bytes
 * @returns {Promise<string>} eight words for its first 88 bits
 * @throws {import("./errors.js").Unreachable}
 */
export async function rootWords(root) {
  list ??= (await requestText("/root-words.txt", { cache: "default" })).split("\n");
  const bits = [...root].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: WORDS }, (_, i) => list[parseInt(bits.slice(i * BITS, (i + 1) * BITS), 2)]).join(" ");
}

/**
 * Show the words of a root; a place shows those of the root that it was given last.
 * @param {HTMLElement} place has them already where it says so in `data-root`
 * @param {string} root base64url, as in /state
 */
export async function showRootWords(place, root) {
  if (place.dataset.root === root) return;
  place.dataset.root = root;
  const words = await rootWords(fromBase64url(root)).catch((error) => {
    // Asked for again with the next root.
    if (error instanceof Unreachable) return "";
    throw error;
  });
  if (place.dataset.root === root) place.textContent = words;
}
