/** A count as the chair reads it aloud: the votes, what was needed and reached, the outcome, and what follows from it. */
import { measureOf } from "./chair-result.js";
import { consequences } from "./consequences.js";
import { verdicts } from "./requirement.js";
import { t, words } from "./text.js";
import { element, number } from "./view.js";

/**
 * @param {object} motion of /chair/motions, closed
 * @param {string[]} languages the convention's
 * @returns {string[]} sentences
 */
export function aloud(motion, languages) {
  const { tally } = motion;
  const measure = measureOf(motion);
  const votes = motion.options.map(({ id }) => `${t(`common.${id}`)}\u00a0${number(tally.options[id][measure])}`).join(t("common.comma"));
  return [
    t("chair.aloud.motion", { motion: motion.motion, title: words(motion.title, languages) }),
    t(measure === "weight" ? "chair.aloud.weight" : "chair.aloud.votes", { votes }),
    ...needs(motion),
    t(`chair.aloud.${tally.outcome}`),
    ...consequences(motion.subject, tally.outcome),
  ];
}

/** "160 of 319 valid votes must be yes; 171 are." Of objections and quorums, the words that the page has for them. */
function needs(motion) {
  const { houses } = motion.tally;
  return verdicts(motion, motion.tally).map(({ text }, i) => {
    const house = motion.majority[i];
    const { needed, reached, whole } = houses[i] ?? {};
    if (house?.type !== "share" || !whole) return text;
    const units = t(`rule.units.${house.measure}.${house.base}`);
    const sentence = t("chair.aloud.share", { needed: number(needed), whole: number(whole), units, reached: number(reached) });
    return house.of === null ? sentence : t("rule.exact.group", { group: house.of, sentence });
  });
}

/** The sentences in a box that says what they are for. */
export function aloudBox(motion, languages) {
  return element("div", "aloud", element("p", "eyebrow", t("chair.aloud")), element("p", "aloud-words", aloud(motion, languages).join(" ")));
}
