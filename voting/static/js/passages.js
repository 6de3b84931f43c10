/** Changed words on a page: told by <ins> and <del>, by line and stroke, and by a word for those who listen. */
import { t } from "./text.js";
import { element } from "./view.js";

/** The element of a piece, with a word before it that only a screen reader says. */
function marked({ mark, text }) {
  if (mark === "kept") return text;
  return element(mark === "inserted" ? "ins" : "del", "", element("span", "unseen", t(`diff.${mark}`)), text);
}

/** Put pieces into a place, with a space between each two. */
export function showPieces(place, pieces) {
  place.replaceChildren(...pieces.flatMap((piece, i) => (i ? [" ", marked(piece)] : [marked(piece)])));
}

/**
 * What a change does, passage by passage.
 * @param {{number: number | null, kind: string, inserted: boolean, deleted: boolean, pieces: object[]}[]} passages
 * @param {string} language
 * @returns {HTMLElement}
 */
export function changesElement(passages, language) {
  const box = element("div", "changes");
  for (const passage of passages) {
    const line = element("p", "passage");
    showPieces(line, passage.pieces);
    line.lang = language;
    line.dir = "auto";
    box.append(element("p", "place", placeOf(passage)), line);
  }
  return box;
}

function placeOf({ number, inserted, deleted }) {
  if (inserted) return t("diff.new");
  const place = number === null ? t("diff.heading") : t("diff.paragraph", { number });
  return deleted ? t("diff.goes", { place }) : place;
}

/**
 * The pieces with what is long shortened: of what is kept, `around` words on each side of a change remain, and of a change
 * three times as many at each end.
 * @param {{mark: string, text: string}[]} pieces
 * @param {number} around
 */
export function excerpt(pieces, around) {
  return pieces.map(({ mark, text }, i) => {
    const words = text.split(" ");
    const ends = mark === "kept" ? [i === 0 ? 0 : around, i === pieces.length - 1 ? 0 : around] : [3 * around, 3 * around];
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
