/** What a motion needs to be adopted, in words, from the rule that the chair signed. */
import { t } from "./text.js";

const NAMED = { "1/2": "half", "2/3": "two_thirds", "3/4": "three_quarters" };

function share({ numerator, denominator, comparison }) {
  if (numerator === denominator) return t("rule.all");
  const written = `${numerator}/${denominator}`;
  const part = written in NAMED ? t(`rule.${NAMED[written]}`) : written;
  return t(comparison === "more_than" ? "rule.more_than" : "rule.at_least", { part });
}

/**
 * One to three sentences.
 * @param {{base: string, comparison: string, denominator: number, measure: string, numerator: number}} majority
 * @param {{comparison: string, denominator: number, measure: string, numerator: number, of: string} | null} quorum
 * @returns {string}
 */
export function requirement(majority, quorum) {
  const sentences = [t(`rule.base.${majority.base}`, { share: share(majority) })];
  if (majority.measure === "weight") sentences.push(t("rule.weight"));
  if (quorum) sentences.push(t(`rule.quorum.${quorum.of}`, { share: share(quorum) }));
  return sentences.join(" ");
}
