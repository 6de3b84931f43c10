/** The page's words: the server puts them, in the page's language, into the JSON block `#messages`. */

let messages = null;

function load() {
  const block = document.getElementById("messages");
  messages = block ? JSON.parse(block.textContent) : {};
  return messages;
}

/**
 * The message with this key; `{name}` in it is replaced by `values.name`. A missing message shows its key.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  return filled((messages ?? load())[key] ?? key, values);
}

/** A message with its values. */
export function filled(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** A text under its head: French has a space before the colon between them. */
export const headed = (head, text) => `${t("common.colon", { head })} ${text}`;

/** What an error means for the person: the page's words where the server does not answer, else what it says itself. */
export const inWords = (error) => (error.code === "unreachable" ? t("error.unreachable") : error.message);

/**
 * Whether there is a message with this key.
 * @param {string} key
 */
export function hasMessage(key) {
  return key in (messages ?? load());
}

/** What the reader wants to read: the language that the address or she chose for pages, then the browser's, of which pages may lack some. */
export function wantedLanguages() {
  const chosen = /(?:^|[?&]|; )language=([a-z]+)/.exec(`${location.search}; ${document.cookie}`);
  return [...(chosen ? [chosen[1]] : []), ...navigator.languages];
}

/**
 * The best of an object's languages: the wanted ones first, then the order given, then any.
 * @param {Record<string, string>} texts by language tag
 * @param {string[]} [order] the convention's languages, authoritative first
 * @param {readonly string[]} [wanted]
 * @returns {string} a language tag that `texts` has
 */
export function bestLanguage(texts, order = [], wanted = wantedLanguages()) {
  const asked = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return [...asked, ...order, ...Object.keys(texts)].find((tag) => Object.hasOwn(texts, tag));
}

/**
 * The convention's languages, the one that the reader reads best before all.
 * @param {string[]} languages
 */
export function readersFirst(languages) {
  const best = bestLanguage(Object.fromEntries(languages.map((one) => [one, one])), languages);
  return [best, ...languages.filter((one) => one !== best)];
}

/**
 * The text of `words` in the reader's language, as well as there is one.
 * @param {Record<string, string>} texts
 * @param {string[]} [order]
 */
export function words(texts, order = []) {
  return texts[bestLanguage(texts, order)] ?? "";
}
