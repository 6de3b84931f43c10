/**
 * What one amendment does to a text (FORMAT.md section 4, Operations). A *passage* is a block before and after, as
 * /state has it: `{number, kind, inserted, deleted, pieces}`, and of a new one the paragraph that it stands `after`, or
 * below a heading `before`.
 */
import { formatBlock, numbersOf, parseText } from "./blocks.js";
import { BadForm } from "./errors.js";
import { commonEnds, wordDiff, wordsOf } from "./word-diff.js";

/**
 * The text after a change, and the passages that the change touches.
 * @param {{kind: string, level: number, text: string}[]} blocks
 * @param {{type: string, block: number}} operation words and text alone say what is done inside a block, whatever the type
 * @param {{words: [number, number] | null, text: string | null}} change
 * @returns {{blocks: object[], passages: object[]}}
 * @throws {BadForm} the change does not fit the text
 */
export function applyChange(blocks, { type, block: place }, { words, text }) {
  const made = text === null ? [] : parseText(`${text}\n`);
  const old = blocks[place];
  if (!old) throw new BadForm(`a change of block ${place}, which the text does not have`);
  const numbers = numbersOf(blocks);
  const number = numbers[place];
  const added = (block, gap) => {
    const after = numbers[gap - 1] ?? null;
    return { ...passage(null, block, null), after, before: after ? null : (numbers[gap] ?? null) };
  };
  if (words === null && type.startsWith("insert")) {
    const at = type === "insert_after" ? place + 1 : place;
    return { blocks: blocks.toSpliced(at, 0, ...made), passages: made.map((block) => added(block, at)) };
  }
  const after = words === null ? made : edited(old, words, made);
  const passages = after.length
    ? after.map((block, i) => (i === 0 ? passage(old, block, number) : added(block, place + 1)))
    : [passage(old, null, number)];
  return { blocks: blocks.toSpliced(place, 1, ...after), passages };
}

/**
 * The text after several changes at once, and the passages that they touch, in the order of the text.
 * @param {object[]} blocks of the text that each change was written for
 * @param {{operation: any, change: any}[]} changes
 * @returns {{blocks: object[], passages: object[]} | null} null if two of them have the same place
 * @throws {BadForm} a change does not fit the text
 */
export function applyChanges(blocks, changes) {
  const placed = changes.map((one) => ({ ...one, place: placeOf(one) })).sort((a, b) => a.place - b.place);
  if (placed.some(({ place }, i) => place === placed[i - 1]?.place)) return null;
  return {
    passages: placed.flatMap(({ operation, change }) => applyChange(blocks, operation, change).passages),
    // From the last, so that the places of the others stay what they are.
    blocks: placed.reduceRight((made, { operation, change }) => applyChange(made, operation, change).blocks, blocks),
  };
}

/** Where a change is: at a block, or half a step from it, in the gap before or after it. */
function placeOf({ operation: { type, block }, change }) {
  if (change.words !== null || !type.startsWith("insert")) return block;
  return type === "insert_after" ? block + 0.5 : block - 0.5;
}

function edited(old, [start, stop], made) {
  const result = wordsOf(old.text).toSpliced(start, stop - start, ...made.flatMap(({ text }) => wordsOf(text)));
  return result.length ? [{ ...old, text: result.join(" ") }] : [];
}

function passage(before, after, number) {
  const replaced = before && after && (before.kind !== after.kind || before.level !== after.level);
  const pieces = replaced
    ? [{ mark: "deleted", text: before.text }, { mark: "inserted", text: after.text }]
    : wordDiff(before?.text ?? "", after?.text ?? "");
  return { number, kind: (after ?? before).kind, inserted: !before, deleted: !after, pieces };
}

/** The words of a passage that have one of these marks. */
export function wordsMarked({ pieces }, ...marks) {
  return pieces.filter(({ mark }) => marks.includes(mark)).map(({ text }) => text).join(" ");
}

/** Whether two accounts tell of the same words before and after; how they align them is each one's own. */
export function sameWords(one, other) {
  const told = (passages) => JSON.stringify(passages.map((p) => [p.number, p.after, p.before, p.inserted, p.deleted, wordsMarked(p, "kept", "deleted"), wordsMarked(p, "kept", "inserted")]));
  return told(one) === told(other);
}

/**
 * The smallest operation that makes a block read as `line`, a paragraph without marks.
 * @param {{text: string}} block
 * @param {number} place its index
 * @param {string} line
 * @returns {{operation: object, change: {words: [number, number] | null, text: string | null}} | null} null if nothing changes
 */
export function smallestChange(block, place, line) {
  const [before, after] = [wordsOf(block.text), wordsOf(line)];
  if (block.text === line) return null;
  if (!after.length) return { operation: { block: place, type: "delete" }, change: { text: null, words: null } };
  const { head, tail } = commonEnds(before, after);
  const words = [head, before.length - tail];
  const fresh = after.slice(head, after.length - tail);
  if (!fresh.length) return { operation: { block: place, type: "delete" }, change: { text: null, words } };
  const type = words[0] === words[1] ? "insert_before" : "replace";
  const text = formatBlock({ kind: "paragraph", level: 0, text: fresh.join(" ") });
  return { operation: { block: place, type }, change: { text, words } };
}

/** Typed or pasted text as words are written: one normal form, single spaces, nothing that nobody can see. */
export function tidy(typed) {
  return typed.normalize("NFC").replace(/[\u00ad\ufeff\u200b]/g, "").replace(/\s+/g, " ").trim();
}
