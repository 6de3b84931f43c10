/** Which words of one line were kept, inserted and deleted on the way to another. */

// What the comparison costs grows with the product of both lengths; longer middles are shown as replaced in one piece.
const MOST_PAIRS = 250_000;

/** The words of a line; none of an empty one. */
export const wordsOf = (line) => (line ? line.split(" ") : []);

/** How many words two lines have in common at their beginning and, without those, at their end. */
export function commonEnds(before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/**
 * The pieces that lead from one line to another, either of which may be empty.
 * @param {string} old
 * @param {string} changed
 * @returns {{mark: "kept" | "inserted" | "deleted", text: string}[]} no two neighbours have the same mark
 */
export function wordDiff(old, changed) {
  const [before, after] = [wordsOf(old), wordsOf(changed)];
  const { head, tail } = commonEnds(before, after);
  const middle = compare(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return gather([
    ...before.slice(0, head).map((word) => ["kept", word]),
    ...middle,
    ...before.slice(before.length - tail).map((word) => ["kept", word]),
  ]);
}

function compare(before, after) {
  const replaced = [...before.map((word) => ["deleted", word]), ...after.map((word) => ["inserted", word])];
  if (before.length * after.length > MOST_PAIRS) return replaced;
  const width = after.length + 1;
  // longest[i * width + j]: how many words before[i…] and after[j…] have in common, in order.
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = before[i] === after[j]
        ? longest[(i + 1) * width + j + 1] + 1
        : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const steps = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      steps.push(["kept", before[i++]]);
      j += 1;
    } else if (j === after.length || (i < before.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      steps.push(["deleted", before[i++]]);
    } else {
      steps.push(["inserted", after[j++]]);
    }
  }
  return steps;
}

/** Words in a row with one mark become one piece; between two kept ones, what was deleted stands first. */
function gather(steps) {
  const pieces = [];
  let changes = { deleted: [], inserted: [] };
  let kept = [];
  const put = (mark, words) => words.length && pieces.push({ mark, text: words.join(" ") });
  const flush = () => {
    put("deleted", changes.deleted);
    put("inserted", changes.inserted);
    changes = { deleted: [], inserted: [] };
  };
  for (const [mark, word] of steps) {
    if (mark === "kept") {
      flush();
      kept.push(word);
    } else {
      put("kept", kept);
      kept = [];
      changes[mark].push(word);
    }
  }
  flush();
  put("kept", kept);
  return pieces;
}
