/**
 * The words that amendments change, as people read them: <ins> and <del>, so that nobody depends on colours.
 */
import { bestLanguage, t } from "./text.js";
import { element, languageName } from "./view.js";

const TAGS = { inserted: "ins", deleted: "del" };

/**
 * Passages in one language, in a box.
 * @param {{number: number | null, kind: string, inserted: boolean, deleted: boolean, pieces: {mark: string, text: string}[]}[]} passages
 * @param {string} language
 */
export function passages(passages, language) {
  const box = element("div", "changes", ...passages.map((passage) => {
    return element("p", "passage", element("span", "place", placeOf(passage)), " ", ...marked(passage.pieces));
  }));
  box.lang = language;
  box.dir = "auto";
  return box;
}

function marked(pieces) {
  return pieces.flatMap(({ mark, text }, i) => [i ? " " : "", mark in TAGS ? element(TAGS[mark], "", text) : text]);
}

/** Where a passage stands, as people quote it. */
export function placeOf({ number, inserted, deleted }) {
  const place = inserted ? t("script.place.new") : number ? t("script.place.number", { number }) : t("script.place.heading");
  return deleted ? t("script.place.deleted", { place }) : place;
}

/**
 * What an amendment changes: in the reader's language, the others folded below.
 * @param {Record<string, any[]>} changes passages by language
 * @param {string[]} languages the convention's, authoritative first
 */
export function changes(changes, languages) {
  const known = languages.filter((language) => language in changes);
  if (known.length === 0) return [];
  const first = bestLanguage(changes, languages);
  const others = known.filter((language) => language !== first);
  const parts = [passages(changes[first], first)];
  if (others.length) {
    const inner = others.flatMap((language) => [element("p", "eyebrow", languageName(language)), passages(changes[language], language)]);
    parts.push(element("details", "other-languages", element("summary", "", t("script.other_languages")), ...inner));
  }
  return parts;
}

/**
 * A whole text as amended, with every change marked: the reader's language open, the others folded.
 * @param {Record<string, {blocks: any[]}>} texts of /documents/<id>/state
 * @param {string[]} languages
 */
export function wholeText(texts, languages) {
  const first = bestLanguage(texts, languages);
  return languages.filter((language) => language in texts).map((language) => {
    const body = element("div", "document", ...texts[language].blocks.map(block));
    body.lang = language;
    body.dir = "auto";
    body.tabIndex = 0;
    const part = element("details", "", element("summary", "", languageName(language)), body);
    part.open = language === first;
    return part;
  });
}

function block({ kind, number, text, pieces }) {
  const words = element("p", kind === "heading" ? "heading" : "", ...(pieces ? marked(pieces) : [text]));
  return element("div", `block block-${kind}`, element("span", "number", number === null ? "" : String(number)), words);
}
