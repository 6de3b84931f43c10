/**
 * Texts and the words that amendments change in them: told by <ins> and <del>, by line and stroke, and by a word for those
 * who listen, so that nobody depends on colours.
 */
import { bestLanguage, t } from "./text.js";
import { element, languageName } from "./view.js";

/**
 * @typedef {{mark: "kept" | "inserted" | "deleted", text: string}} Piece
 * @typedef {{number: number | null, after?: number | null, before?: number | null, kind: string, inserted: boolean,
 *   deleted: boolean, pieces: Piece[]}} Passage
 */

/** The pieces with a space between each two. */
function marked(pieces) {
  return pieces.flatMap((piece, i) => [i ? " " : "", markedPiece(piece)]);
}

/** The element of a piece, with a word before it that only a screen reader says. */
function markedPiece({ mark, text }) {
  if (mark === "kept") return text;
  const spoken = element("span", "unseen", t(`diff.${mark}`));
  const page = document.documentElement;
  spoken.lang = page.lang;
  // Without a direction of its own, this word would decide that of a passage in another language.
  spoken.dir = page.dir || "ltr";
  return element(mark === "inserted" ? "ins" : "del", "", spoken, text);
}

/**
 * What a change does, passage by passage.
 * @param {Passage[]} passages
 * @param {string} language
 * @returns {HTMLElement}
 */
export function changesElement(passages, language) {
  const box = element("div", "changes");
  for (const passage of passages) {
    const line = element("p", "passage", ...marked(passage.pieces));
    line.lang = language;
    line.dir = "auto";
    box.append(element("p", "place", placeOf(passage)), line);
  }
  return box;
}

/** Where a passage stands, as people quote it. */
export function placeOf({ number, after, before, kind, inserted, deleted }) {
  if (inserted) {
    const what = t(kind === "heading" ? "diff.new_heading" : "diff.new");
    if (after) return t("diff.after", { what, number: after });
    return before ? t("diff.before", { what, number: before }) : what;
  }
  const place = number === null ? t("diff.heading") : t("diff.paragraph", { number });
  return deleted ? t("diff.goes", { place }) : place;
}

/**
 * What an amendment changes: in the reader's language, the others folded below.
 * @param {Record<string, Passage[]>} changes by language
 * @param {string[]} languages the convention's, authoritative first
 * @param {string[]} untranslated those in which the text is on the table and the amendment has no words yet
 */
export function changesByLanguage(changes, languages, untranslated = []) {
  const known = languages.filter((language) => language in changes);
  if (known.length === 0) return [];
  const first = bestLanguage(changes, languages);
  const others = known.filter((language) => language !== first);
  const frame = (language) => {
    const box = changesElement(changes[language], language);
    // An officer's page gives a long one a frame of its own, which a keyboard scrolls too.
    box.tabIndex = 0;
    return box;
  };
  const parts = [frame(first)];
  if (others.length) {
    const inner = others.flatMap((language) => [element("p", "eyebrow", languageName(language)), frame(language)]);
    parts.push(element("details", "other-languages", element("summary", "", t("script.other_languages")), ...inner));
  }
  if (untranslated.length) parts.push(element("p", "muted untranslated", t("script.untranslated", { languages: untranslated.map(languageName).join(t("common.comma")) })));
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

/**
 * The pieces with what is long shortened: of what is kept, `around` words on each side of a change remain, and of a change
 * `changed` at each end.
 * @param {Piece[]} pieces
 * @param {number} around
 * @param {number} changed
 */
export function excerpt(pieces, around, changed) {
  return pieces.map(({ mark, text }, i) => {
    const words = text.split(" ");
    const ends = mark === "kept" ? [i === 0 ? 0 : around, i === pieces.length - 1 ? 0 : around] : [changed, changed];
    const [head, tail] = ends;
    if (words.length <= head + tail + 1) return { mark, text };
    return { mark, text: [...words.slice(0, head), "…", ...(tail ? words.slice(-tail) : [])].join(" ") };
  });
}

/** Show a text's blocks with their paragraph numbers. */
export function blocksElements(blocks, numbers) {
  return blocks.map(({ kind, text }, i) =>
    element(kind === "heading" ? "h3" : "p", `numbered numbered-${kind}`, element("span", "number", String(numbers[i] ?? "")), element("span", "", text)));
}
