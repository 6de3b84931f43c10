/**
 * The parts of an amendment as an officer writes them: for each part and language the words of the block that it takes,
 * and the new ones. People count words from 1 and to the last one; statements from 0 and up to the next.
 */
import { t } from "./text.js";
import { element, languageName } from "./view.js";

/** A part that cannot be signed as it is written. */
class BadPart extends Error {}

/**
 * Fill the dialog with the parts into which an amendment falls by itself.
 * @param {HTMLElement} dialog
 * @param {any} amendment of /chair/amendments/<id>
 * @param {string[]} languages
 * @returns {() => {digest: string, made: object[]}} the parts as written; throws what is wrong
 */
export function fillDivide(dialog, amendment, languages) {
  const known = languages.filter((language) => language in amendment.words);
  const ofBlocks = amendment.operation.type.startsWith("insert") && amendment.changes[known[0]].words === null;
  const box = dialog.querySelector("#divide-parts");
  const words = ofBlocks ? [] : known.map((language) => numberedWords(amendment.words[language], language));
  dialog.querySelector("#divide-words").replaceChildren(...words);
  const blank = { changes: amendment.changes };
  const rows = (amendment.parts.length ? amendment.parts : [blank, blank]).map((part, i) => partRow(part, i, known, ofBlocks));
  box.replaceChildren(...rows);
  press(dialog, "add", () => box.append(partRow({ changes: {} }, box.children.length, known, ofBlocks)));
  press(dialog, "remove", () => box.children.length > 2 && box.lastElementChild.remove());
  return () => ({
    digest: amendment.digest,
    made: [...box.children].map((row, i) => written(row, i, amendment, known, ofBlocks)),
  });
}

function press(dialog, name, act) {
  dialog.querySelector(`[data-act="${name}"]`).onclick = act;
}

function numberedWords(words, language) {
  const list = element("ol", "numbered-words", ...words.map((word) => element("li", "", word)));
  list.lang = language;
  list.dir = "auto";
  list.tabIndex = 0;
  return element("div", "", element("p", "eyebrow", t("script.divide.words", { language: languageName(language) })), list);
}

function partRow({ changes }, place, languages, ofBlocks) {
  const row = element("fieldset", "divide-part", element("legend", "", t("script.divide.part", { number: place + 1 })));
  for (const language of languages) row.append(changeFields(changes[language], language, ofBlocks, languages.length > 1));
  return row;
}

function changeFields(change, language, ofBlocks, named) {
  const [start, stop] = change?.words ?? ["", ""];
  const fields = element("div", "divide-change");
  fields.dataset.language = language;
  if (named) fields.append(element("p", "eyebrow", languageName(language)));
  if (!ofBlocks) {
    fields.append(field("from", start === "" ? "" : start + 1), field("to", stop === "" || stop === start ? "" : stop));
  }
  const text = element("textarea");
  Object.assign(text, { rows: ofBlocks ? 4 : 1, value: change?.text ?? "", lang: language, dir: "auto", maxLength: 20_000 });
  text.dataset.slot = "text";
  fields.append(element("label", "", t("script.divide.text"), " ", text));
  return fields;
}

function field(name, value) {
  const input = element("input");
  Object.assign(input, { inputMode: "numeric", value: String(value), maxLength: 5, autocomplete: "off" });
  input.dataset.slot = name;
  return element("label", "number-field", t(`script.divide.${name}`), " ", input);
}

/** One part as statements write it. */
function written(row, place, { operation, words }, languages, ofBlocks) {
  const number = place + 1;
  const read = (language, slot) => row.querySelector(`[data-language="${language}"] [data-slot="${slot}"]`)?.value.trim() ?? "";
  const changes = {};
  const types = new Set();
  for (const language of languages) {
    const text = read(language, "text") || null;
    const range = ofBlocks ? null : rangeOf(read(language, "from"), read(language, "to"), words[language].length, number);
    if (text === null && (range === null || range[0] === range[1])) throw new BadPart(t("script.divide.empty", { number }));
    changes[language] = { words: range, text };
    types.add(ofBlocks ? operation.type : range[0] === range[1] ? "insert_before" : text === null ? "delete" : "replace");
  }
  if (types.size > 1) throw new BadPart(t("script.divide.unlike", { number }));
  return { operation: { type: [...types][0], block: operation.block }, changes };
}

/** Words as people number them, as the range of a statement; without a last one it is the place before the first. */
function rangeOf(from, to, count, number) {
  const [first, last] = [from, to || String(Number(from) - 1)].map((text) => (/^[0-9]{1,5}$/.test(text) ? Number(text) : NaN));
  const insertion = to === "";
  const fits = first >= 1 && last <= count && first <= (insertion ? count + 1 : last);
  if (!fits) throw new BadPart(t("script.divide.bad", { number, count }));
  return [first - 1, last];
}
