/** A practice vote on the hall screen: how many have practised, then bars, and always that it counts for nothing. */
import { bars } from "./chair-result.js";
import { counted } from "./counted.js";
import { t } from "./text.js";
import { element, number } from "./view.js";

/** @param {{voted: number, expected: number, counts: Record<string, number> | null}} practice */
export function practiceStage({ voted, expected, counts }) {
  const line = counted("practice.turnout", voted, { expected: number(expected) });
  const progress = element("progress");
  progress.max = Math.max(1, expected);
  progress.value = voted;
  progress.ariaLabel = line;
  return element("div", "screen-content screen-practice",
    element("p", "practice-band", t("practice.mark")),
    element("h1", "", t("practice.title")),
    element("p", "question", t("practice.question")),
    element("div", "screen-turnout", element("p", "", line), progress),
    counts && element("div", "screen-result", practiceBars(counts)));
}

function practiceBars(counts) {
  const options = Object.fromEntries(Object.entries(counts).map(([id, count]) => [id, { count, weight: count }]));
  return bars({ majority: [], options: Object.keys(counts).map((id) => ({ id })) }, { options });
}
