/** How the texts of the desk look: what a file lost, the languages side by side, what a new version changes. */
import { changesElement } from "./changes.js";
import { refill } from "./desk-view.js";
import { t, words } from "./text.js";
import { element, languageName, number } from "./view.js";

/** @param {{sentence: string, count: number, examples: string[]}[]} remarks of one file */
export function remarkLines(remarks) {
  if (remarks.length === 0) return [element("li", "", t("desk.texts.clean"))];
  return remarks.map(({ sentence, count, examples }) => {
    const said = count > 1 ? t("desk.texts.times", { sentence, count: number(count) }) : sentence;
    return element("li", "", said, ...examples.map((example) => element("q", "example", example)));
  });
}

/**
 * Block beside block, in rows, the authoritative language first.
 * @param {[string, {kind: string, level: number, text: string, number: number | null}[]][]} texts
 * @param {Set<number>} parted indices of blocks where a language parts from the authoritative one
 */
export function sideBySide(texts, parted) {
  const length = Math.max(...texts.map(([, blocks]) => blocks.length));
  const head = element("div", "pair pair-head", ...texts.map(([language]) => element("b", "", languageName(language))));
  const rows = Array.from({ length }, (_, index) => {
    const row = element("div", parted.has(index) ? "pair parted" : "pair", ...texts.map(([language, blocks]) => cell(language, blocks[index])));
    row.dataset.index = String(index);
    return row;
  });
  const box = element("div", "parallel", head, ...rows);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", t("desk.texts.preview"));
  return [element("h3", "", t("desk.texts.preview")), box];
}

function cell(language, block) {
  const name = element("span", "pair-language", language.toUpperCase());
  if (!block) return element("div", "block block-missing", name, element("p", "", "—"));
  const words = element("p", block.kind === "heading" ? `heading level-${block.level}` : "", block.text);
  words.lang = language;
  const told = element("div", `block block-${block.kind}`, name, element("span", "number", block.number === null ? "" : number(block.number)), words);
  // The words decide at which side their number stands; the language's name has a direction of its own.
  told.dir = "auto";
  name.dir = "ltr";
  return told;
}

/**
 * What a new version changes, in every language that the last one had.
 * @param {{last: {version: number}, changes: Record<string, object[]>}} compared
 * @param {string[]} languages those of the new version
 */
export function versionChanges({ last, changes }, languages) {
  const parts = languages.filter((language) => language in changes).flatMap((language) => [
    element("p", "eyebrow", languageName(language)),
    changes[language].length ? changesElement(changes[language], language) : element("p", "", t("desk.texts.unchanged")),
  ]);
  return [element("h3", "", t("desk.texts.changes", { version: last.version })), ...parts];
}

/** What an officer should know about the last version before a new one takes its place. */
export function versionWarnings({ last, changes }, languages) {
  if (!last) return [];
  const named = (key, language) => t(`desk.texts.${key}`, { language: languageName(language), version: last.version });
  const warnings = [
    ...last.languages.filter((language) => !languages.includes(language)).map((language) => named("left_out", language)),
    ...languages.filter((language) => !last.languages.includes(language)).map((language) => named("added", language)),
    ...languages.filter((language) => last.languages.includes(language) && !(language in changes)).map((language) => named("incomparable", language)),
  ];
  if (last.waiting.length) warnings.push(t("desk.texts.waiting", { version: last.version, amendments: last.waiting.join(t("common.comma")) }));
  return warnings.map((warning) => element("p", "", warning));
}

/** Offer the documents on the table in a list; the one that was chosen stays chosen. A `file` is for one of them, and waits until there is one. */
export function offerDocuments(select, file, known) {
  const offered = known.map((one) => new Option(words(one.title) || one.document, one.document));
  refill(select, ...(offered.length ? offered : [new Option(t("desk.texts.none"), "")]));
  file.disabled = known.length === 0;
}
