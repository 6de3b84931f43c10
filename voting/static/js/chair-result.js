/**
 * A motion's count as bars, with what was needed, for the chair and for the hall.
 */
import { t } from "./text.js";
import { element, number } from "./view.js";

/** A pill with a motion's state or outcome. */
export function pill(kind, name) {
  return element("span", `pill pill-${name}`, t(`${kind}.${name}`));
}

/**
 * Bars for each option, in the rule's measure.
 * @param {object} motion with `majority` and `options`
 * @param {{options: Record<string, {count: number, weight: number}>}} count
 */
export function bars(motion, count) {
  const measure = motion.majority.measure === "weight" ? "weight" : "count";
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

/** "Needed 101, reached 120", and the quorum where there is one. */
export function needed(count) {
  const parts = [t("result.needed", { needed: number(count.needed), reached: number(count.reached) })];
  const papers = Object.entries(count.papers).filter(([, { count: votes }]) => votes > 0);
  if (papers.length) {
    const listed = papers.map(([id, { count: votes }]) => `${t(`common.${id}`)} ${number(votes)}`).join(", ");
    parts.push(t("result.papers", { papers: listed }));
  }
  const { quorum } = count;
  if (quorum) parts.push(t("result.quorum", { needed: number(quorum.needed), reached: number(quorum.reached) }));
  return element("p", "needed", parts.join(" "));
}
