/** A result on the hall screen: the outcome, why in one sentence, the votes as bars, and by delegation as seats. */
import { bars, outcomeOf, papers } from "./chair-result.js";
import { consequences } from "./consequences.js";
import { counted } from "./counted.js";
import { counts } from "./decision-counts.js";
import { Refusal, Unreachable } from "./errors.js";
import { hemicycle, seatsLegend, seatsNames, seatsTable } from "./hemicycle.js";
import { requestJson } from "./http.js";
import { jittered } from "./live.js";
import { filled, t, words } from "./text.js";
import { element, inAllLanguages, number } from "./view.js";

const AGAIN_MS = 4_000;
const OPTIONS = ["yes", "no", "abstain"];

/**
 * The result of a declared motion.
 * @param {any} motion of /state
 * @param {string[]} languages in which the hall reads it
 * @param {() => void} onDrawn called when the seats have come: other things have less room
 */
export function motionResult(motion, languages, onDrawn) {
  const { result } = motion;
  const voted = counted("screen.voted", motion.turnout.count, { entitled: number(motion.electorate.count) });
  const onPaper = papers(result);
  const figure = element("figure", "screen-seats");
  const sentences = inAllLanguages(result.sentence, sentenceLanguages(result.sentence, languages), "screen-sentence");
  const came = cameOf(motion.subject, outcomeOf(result), languages);
  const box = element("div", "screen-result",
    element("div", "screen-votes", outcome(outcomeOf(result)), bars(motion, result), element("p", "screen-voted", voted)), figure,
    element("div", "screen-why screen-body", ...sentences.flatMap((sentence, i) => [sentence, came[i] ?? null]), onPaper && element("p", "screen-papers", onPaper)));
  drawSeats(figure, motion, languages, onDrawn);
  return box;
}

/** What the outcome did to the text, as the chair read it aloud, in the languages of sentences; nothing where there is no text. */
function cameOf(subject, outcome, languages) {
  if (!subject) return [];
  const decided = { tied_for: "adopted", tied_against: "not_adopted" }[outcome] ?? outcome;
  const all = JSON.parse(document.getElementById("after").textContent);
  const said = Object.entries(all).map(([language, messages]) => [language, consequences(subject, decided, (key, values = {}) => filled(messages[key], values)).join(" ")]);
  return inAllLanguages(Object.fromEntries(said), sentenceLanguages(all, languages), "screen-sentence");
}

/** A convention may speak none of the languages that sentences are in. */
function sentenceLanguages(sentence, languages) {
  const spoken = languages.filter((language) => language in sentence);
  return spoken.length ? spoken : Object.keys(sentence).slice(0, 1);
}

/**
 * What became of a decision: nobody knows who said what, so there are bars alone, and none without a count.
 * @param {any} decision of /state
 * @param {string[]} languages in which the hall reads it
 * @param {HTMLElement[]} notes
 */
export function decisionResult(decision, languages, notes) {
  const { counts: counted, method, rule } = decision;
  const chart = counted
    ? bars({ majority: rule.majority, options: OPTIONS.map((id) => ({ id })) }, { options: Object.fromEntries(OPTIONS.map((id) => [id, { count: counted[id], weight: counted[id] }])) })
    : null;
  const how = `${t(`decision.method.${method}`)}. ${t("decision.in_effect")}.`;
  return element("div", "screen-result",
    element("div", "screen-votes", outcome(decision.outcome), chart, ...(counted ? [] : counts(decision))),
    element("div", "screen-why", ...cameOf(decision.subject, decision.outcome, languages), element("p", "screen-note", how), ...notes));
}

function outcome(name) {
  return element("p", `screen-outcome screen-outcome-${name}`, t(`outcome.${name}`));
}

async function drawSeats(figure, motion, languages, onDrawn) {
  try {
    const told = await requestJson(`/audit/motions/${encodeURIComponent(motion.motion)}/seats`);
    const delegations = told.map((one) => ({ ...one, name: words(one.name, languages) }));
    figure.append(hemicycle(delegations), seatsNames(delegations), seatsLegend(delegations), element("div", "unseen", seatsTable(delegations)));
    onDrawn();
  } catch (error) {
    // Where the record is the members' own, a screen that nobody signed in on shows the bars alone.
    if (error instanceof Refusal) return;
    if (!(error instanceof Unreachable)) throw error;
    setTimeout(() => figure.isConnected && drawSeats(figure, motion, languages, onDrawn), jittered(AGAIN_MS));
  }
}
