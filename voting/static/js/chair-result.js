/**
 * A motion's count as bars, with what was needed, for the chair and for the hall.
 */
import { verdicts } from "./requirement.js";
import { t } from "./text.js";
import { element, number } from "./view.js";

/** A pill with a motion's state or outcome. */
export function pill(kind, name) {
  return element("span", `pill pill-${name}`, t(`${kind}.${name}`));
}

/** What became of a declared motion: of a tie, what the casting vote said. */
export function outcomeOf({ outcome, casting }) {
  return casting ? `${outcome}_${casting}` : outcome;
}

/** By weight, where that is all the rule looks at. */
export function measureOf({ majority }) {
  return majority.every((house) => house.measure === "weight") ? "weight" : "count";
}

/**
 * Bars for each option, by weight where that is all the rule looks at.
 * @param {object} motion with `majority` and `options`
 * @param {{options: Record<string, {count: number, weight: number}>}} count
 */
export function bars(motion, count) {
  const measure = measureOf(motion);
  const total = Object.values(count.options).reduce((sum, one) => sum + one[measure], 0);
  return element("div", "bars", ...motion.options.map(({ id }) => bar(id, count.options[id][measure], total)));
}

function bar(id, votes, total) {
  const mark = element("span", `mark mark-${id}`);
  mark.setAttribute("aria-hidden", "true");
  const progress = element("progress");
  progress.max = Math.max(total, 1);
  progress.value = votes;
  progress.setAttribute("aria-label", t(`common.${id}`));
  const choice = element("span", `choice choice-${id}`, mark, t(`common.${id}`));
  return element("div", `bar bar-${id}`, choice, progress, element("output", "", number(votes)));
}

/**
 * A line for each house and the quorum: what was needed, what was reached, and whether it is enough; and the votes on paper.
 * @param {object} motion with its rule
 * @param {object} count with `houses`, `quorum` and `papers`
 */
export function needed(motion, count) {
  const lines = verdicts(motion, count).map(({ met, text }) => element("li", met ? "met" : "missed", text));
  const onPaper = papers(count);
  if (onPaper) lines.push(element("li", "", onPaper));
  return element("ul", "needed", ...lines);
}

/** How many of the votes were on paper or aloud; "" if none. */
export function papers(count) {
  const found = Object.entries(count.papers).filter(([, { count: votes }]) => votes > 0);
  const listed = found.map(([id, { count: votes }]) => `${t(`common.${id}`)} ${number(votes)}`).join(t("common.comma"));
  return listed && t("result.papers", { papers: listed });
}
