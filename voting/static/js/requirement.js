/**
 * What a motion needs, in words and in numbers, from the rule that the chair signed. voting/requirement.py says the same.
 */
import { hasMessage, t } from "./text.js";
import { number } from "./view.js";

/**
 * @typedef {{type: "share" | "objections", measure: string, of: string | null, base?: string, comparison?: string,
 *   numerator?: number, denominator?: number, at_most?: number}} House
 * @typedef {{base: string, comparison: string, denominator: number, measure: string, numerator: number, of: string}} Quorum
 * @typedef {{majority: House[], quorum: Quorum | null, tie: string, voters: string | null}} Rule
 */

/**
 * What the rule asks for, whoever votes.
 * @param {Rule} rule a question of the founding's rules, or an opening
 * @returns {string} one sentence or more
 */
export function requirement({ majority, quorum, tie, voters }) {
  const houses = majority.map(houseOf).reduce((first, second) => t("rule.and", { first, second }));
  const sentences = [t("rule.adopted", { houses })];
  if (majority.some(({ measure }) => measure === "delegations")) sentences.push(t("rule.delegations"));
  if (tie === "casting_vote") sentences.push(t("rule.tie"));
  if (voters !== null) sentences.push(t("rule.voters", { group: voters }));
  if (quorum) {
    const base = t(`rule.quorum.of.${quorum.measure}.${quorum.base}`);
    sentences.push(t(`rule.quorum.${quorum.of}`, { share: share(quorum), base }));
  }
  if (quorum?.of === "cast") sentences.push(t("rule.no_may_adopt"));
  return sentences.join(" ");
}

/**
 * What each house needs of the electorate as it stands, if all vote.
 * @param {House[]} majority
 * @param {{needed: number, most: number, whole: number}[]} expected for each house
 * @returns {string[]}
 */
export function expectation(majority, expected) {
  return majority.map((house, i) => {
    const { needed, most, whole } = expected[i];
    // Nobody has voted yet: the objections are out of those who may.
    if (house.type === "objections") return exact(house, needed, whole, "electorate");
    const how = whole === 1 && needed === 1 ? "one" : house.base;
    const sentence = ["decisive", "cast"].includes(house.base)
      ? inGroup(house, t(`rule.expected.${how}`, {
          whole: number(whole), electors: t(`rule.electors.${house.measure}`), needed: number(needed),
        }))
      : exact(house, needed, whole);
    return needed <= most ? sentence : `${sentence} ${t("rule.out_of_reach", { most: number(most) })}`;
  });
}

/**
 * What the houses need if all vote, of those that the opening itself gives the numbers for: a phone proves no others.
 * @param {{majority: House[], electorate: {count: number, weight: number}}} opened the payload of `motion.opened`
 * @returns {string[]}
 */
export function expectationOf({ majority, electorate }) {
  const sizes = { heads: electorate.count, weight: electorate.weight };
  const known = majority.filter(({ type, measure, base, of }) => (
    type === "share" && of === null && measure in sizes && ["decisive", "cast", "electorate"].includes(base)
  ));
  return expectation(known, known.map((house) => {
    const whole = sizes[house.measure];
    return { needed: leastOf(house, whole), most: whole, whole };
  }));
}

/** The smallest number of votes that satisfies a fraction of `whole`; never less than 1, so that zero votes adopt nothing. */
function leastOf({ numerator, denominator, comparison }, whole) {
  // A weight times a numerator may pass 2^53.
  const [product, parts] = [BigInt(whole) * BigInt(numerator), BigInt(denominator)];
  const passed = product / parts;
  if (comparison === "more_than" || passed * parts < product) return Number(passed + 1n);
  return Math.max(1, Number(passed));
}

/**
 * What each house and the quorum needed of the votes as they are, what they reached, and whether it is enough.
 * @param {Rule} rule
 * @param {{houses: {needed: number, reached: number, whole: number, met: boolean}[],
 *   quorum: {needed: number, reached: number, whole: number, met: boolean, no_may_adopt: boolean} | null}} count
 * @returns {{met: boolean, text: string}[]}
 */
export function verdicts(rule, count) {
  const found = rule.majority.map((house, i) => {
    const { needed, reached, whole, met } = count.houses[i];
    const key = house.type === "objections" ? (met ? "objected" : "objected.missed") : met ? "reached" : "missed";
    return { met, text: t(`rule.${key}`, { sentence: exact(house, needed, whole), reached: number(reached) }) };
  });
  if (count.quorum) {
    const { needed, reached, whole, met, no_may_adopt: votesAlone } = count.quorum;
    const sentence = t(`rule.quorum.exact.${rule.quorum.of}`, { needed: number(needed), whole: number(whole) });
    found.push({ met, text: t(met ? "rule.reached" : "rule.missed", { sentence, reached: number(reached) }) });
    if (votesAlone) found.push({ met: false, text: t("rule.no_might_have_adopted") });
  }
  return found;
}

function share({ numerator, denominator, comparison }) {
  if (numerator === denominator) return t("rule.whole");
  const part = `${numerator}/${denominator}`;
  const named = `rule.${comparison}.${part}`;
  return hasMessage(named) ? t(named) : t(`rule.${comparison}`, { part });
}

function houseOf(house) {
  const { type, measure, base, of, at_most: most } = house;
  const said = type === "objections"
    ? t(`rule.${most ? "objections" : "consensus"}.${measure}`, { at_most: number(most) })
    : t("rule.share", { share: share(house), base: t(`rule.of.${measure}.${base}`) });
  return of === null ? said : t("rule.group", { group: of, house: said });
}

function exact(house, needed, whole, base = house.base ?? "cast") {
  // The least is one vote, of which none can be a share.
  const kind = house.type === "objections" ? ".objections" : whole ? "" : ".none";
  const units = t(`rule.units.${house.measure}.${base}`);
  return inGroup(house, t(`rule.exact${kind}`, { needed: number(needed), whole: number(whole), units }));
}

function inGroup({ of }, sentence) {
  return of === null ? sentence : t("rule.exact.group", { group: of, sentence });
}
