/**
 * One motion on the chair's page: what it asks, how many voted, and the one act that comes next.
 */
import { bars, needed, outcomeOf, pill } from "./chair-result.js";
import { changesByLanguage } from "./changes.js";
import { aloudBox } from "./chair-aloud.js";
import { showVoted } from "./chair-confirm.js";
import { mayBeNext } from "./chair-next.js";
import { counted } from "./counted.js";
import { kindName } from "./kind-name.js";
import { duration, openFor } from "./open-for.js";
import { expectation, requirement } from "./requirement.js";
import { t, words } from "./text.js";
import { element, fromTemplate, inAllLanguages, number, slot, tell } from "./view.js";

const NEXT = { open: "end", ended: "close", closed: "declare" };

/**
 * @typedef {{role: string, person: string, languages: string[], act: (name: string, motion: object, card: HTMLElement) => void,
 *   who: ((motion: string) => {element: HTMLElement}) | null, rule: (kind: string) => object}} Chair  `who` gives the list of who has
 *   not voted, `rule` the founding's of a kind of question
 */

/**
 * The card of a motion that is under way.
 * @param {object} motion as in /chair/motions
 * @param {Chair} chair
 */
export function motionCard(motion, chair) {
  const card = fromTemplate("motion-card");
  card.dataset.motion = motion.motion;
  card.dataset.state = motion.state;
  slot(card, "number").textContent = t("chair.number", { motion: motion.motion, kind: kindName(motion.kind) });
  slot(card, "pills").append(pill("state", motion.state));
  slot(card, "title").textContent = words(motion.title, chair.languages);
  slot(card, "question").append(...inAllLanguages(motion.question, chair.languages, "question"));
  const numbers = motion.tally ? [] : expectation(motion.majority, motion.expected);
  const lot = ["open", "ended"].includes(motion.state) ? [t("tellers.lot", { delegation: words(motion.first.name, chair.languages) })] : [];
  slot(card, "requirement").textContent = [requirement(motion), openFor(chair.rule(motion.kind)), ...numbers, ...lot].filter(Boolean).join(" ");
  if (motion.subject) {
    const { document: name, version, title } = motion.subject;
    tell(slot(card, "subject"), t("chair.subject", { title: words(title, chair.languages), document: name, version }));
    tell(slot(card, "changes"), ...changesByLanguage(motion.subject.changes, chair.languages, motion.subject.untranslated));
  }
  if (motion.matter) tell(slot(card, "subject"), t(`day.about.${motion.matter.kind}`, motion.matter));
  showTurnout(card, motion, motion.turnout);
  if (["open", "ended"].includes(motion.state) && chair.who) slot(card, "who").append(chair.who(motion.motion).element);
  if (motion.tally) tell(slot(card, "count-preview"), ...preview(motion, chair));
  showAnnulment(card, motion, chair);
  if (["chair", "clerk"].includes(chair.role)) addActs(card, motion, chair);
  return card;
}

/**
 * Put a turnout into a motion's card.
 * @param {HTMLElement} card
 * @param {object} motion
 * @param {{count: number}} turnout
 */
export function showTurnout(card, motion, turnout) {
  slot(card, "count").textContent = number(turnout.count);
  const pending = turnout.pending && (motion.state === "open" || motion.state === "ended") ? ` ${counted("chair.pending", turnout.pending)}` : "";
  slot(card, "entitled").textContent = counted("chair.voted", turnout.count, { entitled: number(motion.electorate.count) }) + pending;
  const progress = slot(card, "progress");
  progress.max = motion.electorate.count;
  progress.value = turnout.count;
  showVoted(motion, turnout);
}

/** What will be declared, and as what it will be read aloud, before anything is signed. */
function preview(motion, chair) {
  const head = element("p", "outcome", t("chair.recount"), " ", pill("outcome", motion.tally.outcome));
  return [head, bars(motion, motion.tally), aloudBox(motion, chair.languages), needed(motion, motion.tally)];
}

function showAnnulment(card, motion, chair) {
  const { annulment } = motion;
  if (!annulment) return;
  const box = slot(card, "annulment");
  tell(box, element("p", "", element("strong", "", t("chair.annulment_pending"))), element("p", "", element("bdi", "", annulment.reason)));
  if (!annulment.pending || !["chair", "teller"].includes(chair.role)) return;
  if (annulment.person === chair.person) {
    box.append(element("p", "muted", t("chair.annulment_yours")));
  } else {
    box.append(element("p", "actions", button("confirm", "danger", motion, chair, card)));
  }
}

function addActs(card, motion, chair) {
  const next = NEXT[motion.state];
  const actions = slot(card, "actions");
  if (next) {
    tell(slot(card, "explain"), t(`chair.${next}.explain`));
    actions.append(mayBeNext(button(next, "", motion, chair, card), "motion"));
  }
  if (motion.state === "open") slot(card, "countdown").append(element("p", "actions", element("span", "", t("chair.countdown.tell")), ...timeButtons(motion, chair)));
  if (!motion.annulment) actions.append(button("annul", "danger outline end", motion, chair, card));
}

/** About how long voting stays open; and where the rules say it and their clock does not run, that. */
function timeButtons(motion, chair) {
  const { polling_seconds: bound } = chair.rule(motion.kind);
  const exactly = bound === null ? [] : [timeButton(motion, bound, chair, "chair.polling.start")];
  return [...exactly, ...chair.times.map((seconds) => timeButton(motion, seconds, chair))];
}

function timeButton({ motion }, seconds, chair, key = "chair.countdown") {
  const ends = key !== "chair.countdown";
  const made = element("button", "secondary outline", t(key, { seconds, time: duration(seconds) }));
  made.type = "button";
  made.dataset.act = ends ? "polling-time" : "countdown";
  made.addEventListener("click", () => chair.tellTime({ motion, seconds, ends }, made));
  return made;
}

function button(name, classes, motion, chair, card) {
  const label = name === "declare" ? `chair.declare.${motion.tally.outcome}` : `chair.${name}.button`;
  const made = element("button", classes, chair.role === "clerk" ? t("chair.prepare.act", { act: t(label) }) : t(label));
  made.type = "button";
  made.dataset.act = name;
  made.addEventListener("click", () => chair.act(name, motion, card));
  return made;
}

/** The way to take a decision back, where the rules know one. */
export function againButton({ title, outcome, result, matter }, id, chair) {
  const decided = ["adopted", "not_adopted", "tied"].includes(result?.outcome ?? outcome);
  if (!["chair", "clerk"].includes(chair.role) || !chair.knowsReconsideration || !decided || matter?.kind === "reconsideration") return [];
  const made = element("button", "secondary outline", t("day.reconsider"));
  made.type = "button";
  made.dataset.act = "reconsider";
  made.addEventListener("click", () => chair.again({ id, title }, made));
  return [made];
}

/** What took a motion or a decision back, in a sentence. */
export function takenBack({ reconsidered: cause, reconsidered_by: kind }) {
  return t("day.reconsidered", { by: t(`script.cause.${kind}`, { cause }) });
}

/**
 * The line of a motion that is declared or annulled. A declared motion can still be annulled.
 * @param {object} motion as in /chair/motions
 * @param {Chair} chair
 */
export function pastMotion(motion, chair) {
  const card = element("details", "card past");
  card.dataset.motion = motion.motion;
  card.dataset.state = motion.state;
  const title = element("span", "past-title", element("b", "", motion.motion), " ", words(motion.title, chair.languages));
  const state = motion.state === "declared" ? pill("outcome", outcomeOf(motion.result)) : pill("state", motion.state);
  const back = motion.reconsidered ? element("span", "pill pill-annulled", t("day.taken_back")) : "";
  card.append(element("summary", "", title, back, state));
  card.append(...inAllLanguages(motion.question, chair.languages, "question"), element("p", "muted", requirement(motion)));
  if (motion.state === "declared") card.append(bars(motion, motion.result), needed(motion, motion.result));
  if (motion.annulment) card.append(element("p", "notice notice-danger", element("bdi", "", motion.annulment.reason)));
  const record = element("a", "", t("chair.record"));
  record.href = `/audit/motions/${encodeURIComponent(motion.motion)}`;
  const actions = element("p", "actions", record);
  const problem = element("div", "notice notice-danger");
  problem.dataset.slot = "problem";
  problem.hidden = true;
  if (motion.reconsidered) card.append(element("p", "notice notice-warning", takenBack(motion)));
  else if (motion.state === "declared" && !motion.annulment) actions.append(...againButton(motion, motion.motion, chair));
  if (["chair", "clerk"].includes(chair.role) && motion.state === "declared" && !motion.annulment) {
    actions.append(button("annul", "danger outline end", motion, chair, card));
  }
  card.append(problem, actions);
  return card;
}
