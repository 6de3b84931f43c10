/** What became of a motion after polling: waiting for the count, the declared result, or its annulment. */
import { choiceName, named, ofVote } from "./choice.js";
import { bars, needed, outcomeOf, pill } from "./chair-result.js";
import { t } from "./text.js";
import { element } from "./view.js";

/**
 * @param {HTMLElement} root
 * @param {any} motion of /state
 * @param {any[]} votes this phone's votes in it, newest first
 * @param {any[]} refused what is known of votes that were not counted
 * @param {any[]} blocks its head's block, of each of this phone's mandates for which one was cast
 */
export function showOutcome(root, motion, votes, refused, blocks) {
  const { state, result, annulment } = motion;
  const key = JSON.stringify([motion.opening, state, result, annulment, votes.map(({ digest, state: sent }) => [digest, sent]), refused, blocks]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  const content = [];
  if (annulment) content.push(annulled(annulment));
  if (state === "closed") content.push(element("p", "notice", t("phone.closed")));
  if (state === "declared") {
    content.push(element("p", "outcome", pill("outcome", outcomeOf(result))), bars(motion, result), needed(motion, result));
  }
  if (state !== "open" && state !== "ended") content.push(...votes.filter(newest).map(ownVote), ...blocks.map(inBlock), ...refused.map(notCounted));
  root.replaceChildren(...content);
  root.hidden = content.length === 0;
}

function annulled({ reason, pending }) {
  return element("div", "notice notice-warning",
    element("p", "", t(pending ? "phone.annulment_pending" : "phone.annulled")),
    element("p", "", t("phone.reason", { reason })));
}

function newest({ about }, position, all) {
  return all.findIndex((other) => other.about.mandate === about.mandate) === position;
}

function ownVote({ about, state, index }) {
  const settled = state === "recorded" ? "" : "_unsettled";
  return element("p", "own-vote", t(`phone.your_vote${settled}${ofVote(about)}`, { ...named(about), choice: choiceName(about.choice), index: index ?? "" }));
}

function inBlock({ choices }) {
  return element("p", "own-vote", `${t("phone.why.voted_as_block")} ${choices ? choiceName(choices) : ""}`);
}

function notCounted(about) {
  return element("p", "own-vote", t(`phone.nothing_recorded${ofVote(about)}`, named(about)));
}
