/** Texts fetched ahead: when a motion about one opens, thousands of phones would ask for it in the same second. */
import { fetchText } from "./blob.js";
import { bestLanguage } from "./text.js";

const WITHIN_MS = 60_000;
const asked = new Set();
const here = new Set();

/** The digests of the text that is voted on, and of the one that the delegate reads. */
function neededOf({ texts }, languages) {
  return [texts[languages[0]], texts[bestLanguage(texts, languages)]].filter(Boolean);
}

/**
 * Fetch what phones will need of the documents, some time within a minute; the browser keeps it.
 * @param {{texts: Record<string, string>}[]} documents of /state
 * @param {string[]} languages the convention's, authoritative first
 */
export function fetchAhead(documents, languages) {
  for (const digest of documents.flatMap((document) => neededOf(document, languages))) {
    if (asked.has(digest)) continue;
    asked.add(digest);
    // What failed is tried again with the next state.
    setTimeout(() => fetchText(digest).then(() => here.add(digest), () => asked.delete(digest)), WITHIN_MS * Math.random());
  }
}

/** Whether what a phone needs of a document has been fetched. */
export function isHere(document, languages) {
  return neededOf(document, languages).every((digest) => here.has(digest));
}
