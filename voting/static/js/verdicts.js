/** What a count reached of what its rule asks for, in words and in numbers. voting/requirement.py says the same. */
import { exact, inGroup, unitsOf } from "./requirement.js";
import { t } from "./text.js";
import { number } from "./view.js";

/**
 * What each house and the quorum needed of the votes as they are, what they reached, and whether it is enough.
 * @param {import("./requirement.js").Rule} rule
 * @param {{houses: {needed: number, reached: number, whole: number, met: boolean}[],
 *   quorum: {needed: number, reached: number, whole: number, met: boolean, no_may_adopt: boolean} | null}} count
 * @returns {{met: boolean, text: string}[]}
 */
export function verdicts(rule, count) {
  const found = rule.majority.map((house, i) => {
    const { needed, reached, whole, met } = count.houses[i];
    const key = house.type === "objections" ? (met ? "objected" : "objected.missed") : met ? "reached" : "missed";
    // The least is one vote, of which none can be a share.
    const none = house.type === "share" && whole === 0;
    const sentence = none ? inGroup(house, t("rule.exact.none", { units: unitsOf(house) })) : exact(house, needed, whole);
    return { met, text: t(`rule.${key}`, { sentence, reached: number(reached) }) };
  });
  if (count.quorum) {
    const { needed, reached, whole, met, no_may_adopt: votesAlone } = count.quorum;
    const sentence = t(`rule.quorum.exact.${rule.quorum.of}`, { needed: number(needed), whole: number(whole) });
    found.push({ met, text: t(met ? "rule.reached" : "rule.missed", { sentence, reached: number(reached) }) });
    if (votesAlone) found.push({ met: false, text: t("rule.no_might_have_adopted") });
  }
  return found;
}
