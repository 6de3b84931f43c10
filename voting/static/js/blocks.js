/**
 * The text of a document as blocks, in the canonical subset of Markdown (FORMAT.md section 4, Texts). A *block* is
 * `{kind: "heading" | "item" | "paragraph", level, text}`; its words are what stands between its spaces.
 */
import { BadForm } from "./errors.js";

const LIKE_MARK = /^\\*(?:#{1,6}|-) /;

/**
 * The blocks of a text.
 * @param {string} text
 * @returns {{kind: string, level: number, text: string}[]}
 * @throws {BadForm} not blocks with one empty line between two and one newline at the end
 */
export function parseText(text) {
  const blocks = text.slice(0, -1).split("\n\n").map(parseBlock);
  const lines = blocks.every((block) => !block.text.includes("\n") && !block.text.split(" ").includes(""));
  if (!lines || formatText(blocks) !== text) throw new BadForm("a text that is not in numbered paragraphs");
  return blocks;
}

/** The text that blocks are written as; its bytes are what a digest names. */
export function formatText(blocks) {
  return blocks.map((block) => `${formatBlock(block)}\n`).join("\n");
}

/** The line of a block. */
export function formatBlock({ kind, level, text }) {
  if (kind === "heading") return `${"#".repeat(level)} ${text}`;
  if (kind === "item") return `- ${text}`;
  return LIKE_MARK.test(text) ? `\\${text}` : text;
}

/** The paragraph number of each block, from 1; null for headings. */
export function numbersOf(blocks) {
  let count = 0;
  return blocks.map(({ kind }) => (kind === "heading" ? null : ++count));
}

function parseBlock(line) {
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) return { kind: "heading", level: heading[1].length, text: heading[2] };
  if (line.startsWith("- ")) return { kind: "item", level: 0, text: line.slice(2) };
  return { kind: "paragraph", level: 0, text: line.startsWith("\\") && LIKE_MARK.test(line) ? line.slice(1) : line };
}
