/**
 * The hall screen: a count of those present while it runs, the motion under vote, how many voted, the result once it is
 * declared, and the agenda when nothing is put to the vote. Never a choice before a result.
 */
import "./masthead.js";
import "./screen-theme.js";
import { follow } from "./live.js";
import { changesElement, excerpt } from "./changes.js";
import { expectation, requirement } from "./requirement.js";
import { showRootWords } from "./root-words.js";
import { agendaStage } from "./screen-agenda.js";
import { ScreenClocks } from "./screen-clocks.js";
import { pauseLine, showFloor } from "./screen-floor.js";
import { practiceStage } from "./screen-practice.js";
import { countFound, CountStage, justCounted } from "./screen-count.js";
import { Pages, shrink } from "./screen-pages.js";
import { decisionResult, motionResult } from "./screen-result.js";
import { TurnoutRing } from "./screen-turnout.js";
import { bestLanguage, t, words } from "./text.js";
import { element, inAllLanguages, number, tell } from "./view.js";

const ROOT_MS = 5_000;
// A result stands so long before the agenda takes its place, or until all its pages have been turned to.
const RESULT_MS = 60_000;
/** How many words without a change are shown on either side of one, and how many of a long change at each end. */
const [AROUND, CHANGED] = [12, 150];
/** What is on the stage while nothing is asked or answered. */
const BETWEEN = ["none", "agenda"];
const [agendaOnly, noStage] = [["agenda"], ["join", "root"]].map((names) => names.some((name) => document.body.classList.contains(`screen-only-${name}`)));
/** Whether the screen speaks one language, that of its address, and not all of the convention's. */
const oneLanguage = new URLSearchParams(location.search).has("language");
const stage = document.getElementById("motion");
const welcome = stage.firstElementChild;

const pages = new Pages(stage);
const ring = new TurnoutRing(document.getElementById("turnout"));
const counting = new CountStage(fit);

let now = null;
let current = null;
let languages = [];
/** The log that the root shown next will be of, and what will show it. */
let newest = null;
let waiting = 0;
/** The result that the hall sees, since when, and what will show the agenda. */
let settled = { of: "", since: 0, timer: 0 };

const clocks = new ScreenClocks(document.getElementById("clocks"));
const live = follow({
  onState: (state) => {
    ({ languages } = state);
    now = state;
    if (!noStage) show(state);
    showSitting(state);
    showRoot(state);
  },
  onTurnout: ({ motion, count }) => {
    if (motion === current?.motion) ring.show({ ...current, turnout: { count } });
  },
  onAnswered: ({ of, ...answered }) => {
    if (of === now?.count?.count) counting.answered(answered);
  },
  onLog: showRootSoon,
  onFloor: (floor) => {
    if (JSON.stringify(floor.practice) !== JSON.stringify(now.floor.practice)) show({ ...now, floor });
    now = { ...now, floor };
    showClocks();
    showSitting(now);
    showFloorBelow();
    fit();
  },
  onConnection: (connected) => (document.getElementById("connection").hidden = connected),
});

function showClocks() {
  clocks.show(now.floor, current?.motion, now.motions.filter(({ state }) => state === "open").length);
}

/** A vote, a count and a result need the room: who waits for the floor is shown between them. */
function showFloorBelow() {
  showFloor(document.getElementById("floor"), now.floor, languages, BETWEEN.includes(document.body.dataset.state));
}

/** Every vote makes a new root; the hall reads it every few seconds, and the newest then. */
function showRootSoon(log) {
  newest = log;
  waiting ||= setTimeout(() => showRoot(newest), ROOT_MS);
}

/** A pause is said where the hall looks for the sitting: below, a result needs the room. */
function showSitting({ sitting, floor: { pause } }) {
  const stands = sitting && t(`sitting.${sitting.state}`, { title: words(sitting.title, languages) });
  tell(document.getElementById("sitting"), pause ? pauseLine(pause) : stands);
}

function showRoot({ size, root }) {
  clearTimeout(waiting);
  waiting = 0;
  const place = document.getElementById("size");
  if (place.dataset.size === String(size)) return;
  place.dataset.size = size;
  place.textContent = number(size);
  document.getElementById("root").textContent = root;
  showRootWords(document.getElementById("root-words"), root);
  const code = document.getElementById("root-code");
  code.src = `/screen/root.svg?size=${size}`;
  code.hidden = false;
}

/** The motion opened last of those open; where none is, the one of which the hall waits for the result, else the one that changed last. */
function chosen(motions) {
  const opened = [...motions].sort((a, b) => b.index - a.index);
  const changed = [...motions].sort((a, b) => b.changed - a.changed);
  return opened.find(({ state }) => state === "open" || state === "ended") ?? changed.find(({ state }) => state === "closed") ?? changed[0];
}

/** What was decided without a vote by name, or annulled, where nothing has been opened or decided since. */
function latestDecision({ motions, decisions }) {
  const decision = decisions.find((one) => one.state !== "stated");
  const open = motions.some(({ state }) => ["open", "ended", "closed"].includes(state));
  return decision && !open && motions.every(({ changed }) => changed < decision.changed) ? decision : null;
}

function show(state) {
  counting.follow(state.count);
  const { of, name, shown = null, pill = null, draw } = scene(state);
  const key = JSON.stringify([name, of]);
  // Calls are counted down by the server's clock, and its last answer may be long ago.
  if (name === "count" && document.body.dataset.state !== name) live.refresh();
  current = shown;
  document.body.dataset.state = name;
  if (stage.dataset.of !== key) {
    stage.replaceChildren(draw());
    pages.begin();
  }
  stage.dataset.of = key;
  document.getElementById("state").replaceChildren(...(pill ? [pillOf(pill)] : []));
  showFloorBelow();
  showClocks();
  ring.show(current);
  fit();
}

/** What the hall sees: a count under way before all else, then what is put to the vote, then what happened last. */
function scene(state) {
  if (agendaOnly) return state.agenda ? agendaScene(state) : { name: "none", of: null, draw: () => welcome };
  const { count, motions } = state;
  const decision = latestDecision(state);
  const motion = decision ? undefined : chosen(motions);
  const open = motions.filter((one) => one.state === "open").map((one) => one.motion);
  if (count?.state === "open") return { name: "count", of: [count.call, open], draw: () => counting.asked(open) };
  if (justCounted(state)) return { name: "counted", of: count, draw: () => countFound(count) };
  if (state.floor.practice) return { name: "practice", of: state.floor.practice, draw: () => practiceStage(state.floor.practice) };
  if (state.agenda && isPast(decision ?? motion)) return agendaScene(state);
  if (decision) {
    const annulled = decision.state === "annulled";
    return { name: annulled ? "annulled" : "declared", of: decision, pill: annulled ? decision : null, draw: () => decided(decision) };
  }
  if (!motion) return { name: "none", of: null, draw: () => welcome };
  const others = open.filter((one) => one !== motion.motion);
  return { name: motion.state, of: [{ ...motion, turnout: null }, others, state.agenda], shown: motion, pill: motion, draw: () => content(motion, others) };
}

function agendaScene(state) {
  return { name: "agenda", of: [state.agenda, state.documents], draw: () => agendaStage(state) };
}

/** Whether the hall has seen this result long enough; it is looked at again when it has. */
function isPast(latest) {
  if (!["declared", "annulled", "in_effect"].includes(latest.state) || latest.annulment?.pending) return false;
  const of = JSON.stringify([latest.index, latest.changed]);
  clearTimeout(settled.timer);
  if (settled.of !== of) settled = { of, since: Date.now(), timer: 0 };
  // How many pages it has is known once it is drawn: when the time is over it is looked at again.
  const left = settled.since + Math.max(RESULT_MS, pages.round) - Date.now();
  if (left > 0) settled.timer = setTimeout(() => show(now), left);
  return left <= 0;
}

function pillOf({ state }) {
  return element("span", `pill pill-${state}`, t(`state.${state}`));
}

/** The language of an address alone where there is one and it is spoken; else all, the authoritative one first. */
function spoken(said) {
  return oneLanguage ? [bestLanguage(said, languages)] : languages;
}

function content(motion, others) {
  const number = element("p", "screen-number", [t("screen.motion", { motion: motion.motion }), ...itemOf(motion)].join(" · "));
  const also = others.length ? element("p", "screen-also", t("screen.also_open", { motions: others.join(t("common.comma")) })) : null;
  if (motion.state === "declared") {
    const result = motionResult(motion, spoken(motion.result.sentence), fit);
    return element("div", "screen-content screen-declared", number, ...asked(motion), result, ...notes(motion), also);
  }
  const [title, question, ...translations] = asked(motion);
  const body = element("div", "screen-body", title, question, ...changes(motion.subject), ...translations, ...about(motion));
  return element("div", "screen-content", number, body, motion.state === "open" ? rule(motion) : null, ...notes(motion), also);
}

function decided(decision) {
  const number = element("p", "screen-number", t("screen.decision", { decision: decision.decision }));
  const pending = decision.annulment ? [element("p", "screen-note", t("screen.pending"))] : [];
  const result = decision.state === "annulled" ? element("p", "screen-note", t("decision.annulled")) : decisionResult(decision, spoken(decision.title), pending);
  return element("div", "screen-content screen-decided", number, ...asked(decision), result);
}

/** The title and the question, in each language that the hall reads. */
function asked({ title, question }) {
  const head = inAllLanguages(title, spoken(title), "title")[0];
  return [Object.assign(element("h1", "", head.textContent), { lang: head.lang, dir: "auto" }), ...inAllLanguages(question, spoken(question), "question")];
}

/** The agenda's item that a vote belongs to, which is known where it is on a text. */
function itemOf({ subject }) {
  const items = now.agenda?.items ?? [];
  const at = subject ? items.findIndex(({ document }) => document === subject.document) : -1;
  return at < 0 ? [] : [t("screen.agenda"), `${at + 1}. ${words(items[at].title, languages)}`];
}

/** What a motion is about, in words: the text and its version, or a matter of the day. */
function about({ subject, matter }) {
  const found = [];
  if (subject) found.push(t("screen.subject", { title: words(subject.title, languages), version: subject.version }));
  if (matter) found.push(t(`day.about.${matter.kind}`, matter));
  return found.map((line) => element("p", "screen-subject", line));
}

/** The words that change, before all else that is long: with all that is around them where there is room, else with a few words. */
function changes(subject) {
  if (!subject) return [];
  const language = oneLanguage ? bestLanguage(subject.changes, languages) : languages[0];
  const passages = subject.changes[language];
  if (!passages?.length) return [];
  const short = passages.map((passage) => ({ ...passage, pieces: excerpt(passage.pieces, AROUND, CHANGED) }));
  return [["whole", passages], ["short", short]].map(([name, shown]) => {
    const box = changesElement(shown, language);
    box.classList.add("screen-changes", name);
    return box;
  });
}

function fit() {
  fitAddress();
  pages.fit();
}

/**
 * The column beside the stage is as wide as the address asks for, up to what the stylesheet leaves it. One that is longer
 * has a line of its own: broken in two it is typed wrong, and smaller it is not read.
 */
function fitAddress() {
  const [address, side] = [".address", ".screen-side"].map((one) => document.querySelector(one));
  const words = document.createRange();
  words.selectNodeContents(address);
  const width = () => words.getBoundingClientRect().width;
  shrink(address, () => false);
  side.style.setProperty("--address", `${Math.ceil(width())}px`);
  const beside = noStage || width() <= side.clientWidth + 1;
  if (!beside) side.style.removeProperty("--address");
  if (beside !== side.contains(address)) beside ? side.querySelector(".screen-join p").append(address) : document.querySelector(".screen-root").before(address);
  shrink(address, () => width() > address.clientWidth + 1, 0.3);
}

/** What is needed, in words and in numbers. */
function rule(motion) {
  return element("p", "screen-rule", [requirement(motion), ...expectation(motion.majority, motion.expected)].join(" "));
}

function notes(motion) {
  const found = [];
  if (["ended", "closed", "annulled"].includes(motion.state)) found.push(t(`screen.${motion.state}`));
  if (motion.annulment?.pending) found.push(t("screen.pending"));
  return found.map((text) => element("p", "screen-note", text));
}

// Whatever takes room from the stage: the window, a longer root, a longer name.
new ResizeObserver(fit).observe(stage);
