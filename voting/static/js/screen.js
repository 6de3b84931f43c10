/**
 * The hall screen: a count of those present while it runs, the motion under vote, how many voted, the result once it is
 * declared, and the agenda when nothing is put to the vote. Never a choice before a result.
 */
import "./masthead.js";
import { bars, needed, outcomeOf } from "./chair-result.js";
import { counts } from "./decision-card.js";
import { follow, jittered } from "./live.js";
import { changesElement, excerpt } from "./changes.js";
import { expectation, requirement } from "./requirement.js";
import { agendaStage } from "./screen-agenda.js";
import { showFloor } from "./screen-floor.js";
import { practiceStage } from "./screen-practice.js";
import { countFound, CountStage, justCounted } from "./screen-count.js";
import { t, words } from "./text.js";
import { element, inAllLanguages, number, tell } from "./view.js";

const ROOT_MS = 5_000;
// A result stands so long before the agenda takes its place.
const RESULT_MS = 60_000;
const SMALLEST = 0.2;
/** How many words without a change are shown on either side of one, and how many of a long change. */
const AROUND = 12;
const stage = document.getElementById("motion");
const welcome = stage.firstElementChild;

const counting = new CountStage(fit);

let now = null;
let current = null;
let languages = [];
let waiting = 0;
/** The result that the hall sees, since when, and what will show the agenda. */
let settled = { of: "", since: 0, timer: 0 };

const live = follow({
  onState: (state) => {
    ({ languages } = state);
    now = state;
    show(state);
    showSitting(state);
    showRoot(state);
  },
  onTurnout: ({ motion, count, size }) => {
    if (motion === current?.motion) showTurnout({ ...current, turnout: { count } });
    showRootSoon(size);
  },
  onAnswered: ({ of, size, ...answered }) => {
    if (of === now?.count?.count) counting.answered(answered);
    showRootSoon(size);
  },
  onFloor: (floor) => {
    if (JSON.stringify(floor.practice) !== JSON.stringify(now.floor.practice)) show({ ...now, floor });
    now = { ...now, floor };
    showFloor(document.getElementById("floor"), floor, languages);
    fit();
  },
  onConnection: (connected) => (document.getElementById("connection").hidden = connected),
});

/** Every vote and every answer makes a new root; the hall reads it every few seconds. */
function showRootSoon(size) {
  if (String(size) !== document.getElementById("size").dataset.size) waiting ||= setTimeout(refreshRoot, jittered(ROOT_MS));
}

async function refreshRoot() {
  await live.refresh();
  waiting = 0;
}

function showSitting({ sitting }) {
  tell(document.getElementById("sitting"), sitting && t(`sitting.${sitting.state}`, { title: words(sitting.title, languages) }));
}

function showRoot({ size, root }) {
  const place = document.getElementById("size");
  if (place.dataset.size === String(size)) return;
  place.dataset.size = size;
  place.textContent = number(size);
  document.getElementById("root").textContent = root;
  document.getElementById("root-code").src = `/screen/root.svg?size=${size}`;
}

/** The motion opened last of those open; where none is, the one of which the hall waits for the result, else the one that changed last. */
function chosen(motions) {
  const opened = motions.toSorted((a, b) => b.index - a.index);
  const changed = motions.toSorted((a, b) => b.changed - a.changed);
  return opened.find(({ state }) => state === "open" || state === "ended") ?? changed.find(({ state }) => state === "closed") ?? changed[0];
}

/** What was decided without a vote by name, or annulled, where nothing has been opened or decided since. */
function latestDecision({ motions, decisions }) {
  const decision = decisions.find((one) => one.state !== "stated");
  const open = motions.some(({ state }) => ["open", "ended", "closed"].includes(state));
  return decision && !open && motions.every(({ index }) => index < decision.changed) ? decision : null;
}

function show(state) {
  counting.follow(state.count);
  const { of, name, shown = null, pill = null, draw } = scene(state);
  const key = JSON.stringify([name, of]);
  // Calls are counted down by the server's clock, and its last answer may be long ago.
  if (name === "count" && document.body.dataset.state !== name) live.refresh();
  current = shown;
  document.body.dataset.state = name;
  if (stage.dataset.of !== key) stage.replaceChildren(draw());
  stage.dataset.of = key;
  document.getElementById("state").replaceChildren(...(pill ? [pillOf(pill)] : []));
  if (current) showTurnout(current);
  fit();
}

/** What the hall sees: a count under way before all else, then what is put to the vote, then what happened last. */
function scene(state) {
  const { count, motions } = state;
  const decision = latestDecision(state);
  const motion = decision ? undefined : chosen(motions);
  const open = motions.filter((one) => one.state === "open").map((one) => one.motion);
  if (count?.state === "open") return { name: "count", of: [count.call, open], draw: () => counting.asked(open) };
  if (justCounted(state)) return { name: "counted", of: count, draw: () => countFound(count) };
  if (state.floor.practice) return { name: "practice", of: state.floor.practice, draw: () => practiceStage(state.floor.practice) };
  if (state.agenda && isPast(decision ?? motion)) return { name: "agenda", of: [state.agenda, state.documents], draw: () => agendaStage(state) };
  if (decision) {
    const annulled = decision.state === "annulled";
    return { name: annulled ? "annulled" : "declared", of: decision, pill: annulled ? decision : null, draw: () => decided(decision) };
  }
  if (!motion) return { name: "none", of: null, draw: () => welcome };
  const others = open.filter((one) => one !== motion.motion);
  return { name: motion.state, of: [{ ...motion, turnout: null }, others], shown: motion, pill: motion, draw: () => content(motion, others) };
}

/** Whether the hall has seen this result long enough; it is looked at again when it has. */
function isPast(latest) {
  if (!["declared", "annulled", "in_effect"].includes(latest.state) || latest.annulment?.pending) return false;
  const of = JSON.stringify([latest.index, latest.changed]);
  if (settled.of !== of) {
    clearTimeout(settled.timer);
    settled = { of, since: Date.now(), timer: setTimeout(() => show(now), RESULT_MS) };
  }
  return Date.now() - settled.since >= RESULT_MS;
}

function pillOf({ state }) {
  return element("span", `pill pill-${state}`, t(`state.${state}`));
}

function content(motion, others) {
  const title = inAllLanguages(motion.title, languages, "title");
  const question = inAllLanguages(motion.question, languages, "question");
  const parts = [element("p", "screen-number", t("screen.motion", { motion: motion.motion })), titleHead(title[0]), ...question];
  if (motion.subject) {
    parts.push(element("p", "screen-subject", t("screen.subject", { title: words(motion.subject.title, languages), version: motion.subject.version })));
  }
  if (motion.matter) parts.push(element("p", "screen-subject", t(`day.about.${motion.matter.kind}`, motion.matter)));
  if (motion.state === "declared") parts.push(result(motion));
  else parts.push(...changes(motion.subject), rule(motion), turnout(), ...notes(motion));
  if (others.length) parts.push(element("p", "screen-also", t("screen.also_open", { motions: others.join(", ") })));
  return element("div", "screen-content", ...parts);
}

function decided(decision) {
  const title = inAllLanguages(decision.title, languages, "title");
  const question = inAllLanguages(decision.question, languages, "question");
  const { outcome, annulment } = decision;
  const number = element("p", "screen-number", t("screen.decision", { decision: decision.decision }));
  const subject = decision.subject
    ? element("p", "screen-subject", t("screen.subject", { title: words(decision.subject.title, languages), version: decision.subject.version }))
    : null;
  const result = decision.state === "annulled"
    ? element("p", "screen-note", t("decision.annulled"))
    : element("div", "screen-result screen-decided",
      element("p", `screen-outcome screen-outcome-${outcome}`, t(`outcome.${outcome}`)),
      ...counts(decision),
      element("p", "screen-note", `${t(`decision.method.${decision.method}`)}. ${t("decision.in_effect")}.`),
      annulment ? element("p", "screen-note", t("screen.pending")) : null);
  return element("div", "screen-content", number, titleHead(title[0]), ...question, subject, result);
}

/** The words that change, in the authoritative language: of long passages what lies around them. */
function changes(subject) {
  const passages = subject?.changes[languages[0]];
  if (!passages?.length) return [];
  const box = changesElement(passages.map((passage) => ({ ...passage, pieces: excerpt(passage.pieces, AROUND) })), languages[0]);
  box.classList.add("screen-changes");
  return [box];
}

function titleHead(first) {
  const head = element("h1", "", first.textContent);
  head.lang = first.lang;
  head.dir = "auto";
  return head;
}

/** Set things smaller until they fit without scrolling: a hall screen has nobody to scroll it. */
function fit() {
  const [words, address] = [stage.firstElementChild, document.querySelector(".address")];
  shrink(words, () => words.scrollHeight > stage.clientHeight);
  // An address that is broken in two is typed wrong.
  shrink(address, () => address.getClientRects().length > 1 || address.offsetHeight > 2 * parseFloat(getComputedStyle(address).fontSize));
}

function shrink(box, tooBig) {
  box.style.setProperty("--fit", "1");
  if (matchMedia("(max-width: 60rem)").matches) return;
  for (let size = 1; tooBig() && size > SMALLEST; ) {
    size -= 0.04;
    box.style.setProperty("--fit", size.toFixed(2));
  }
}

/** What is needed, in words and in numbers. */
function rule(motion) {
  return element("p", "screen-rule", [requirement(motion), ...expectation(motion.majority, motion.expected)].join(" "));
}

function turnout() {
  const box = element("div", "screen-turnout", element("p", ""), element("progress"));
  box.id = "turnout";
  return box;
}

function showTurnout(motion) {
  const box = document.getElementById("turnout");
  if (!box) return;
  const [line, progress] = box.children;
  const key = ["open", "ended"].includes(motion.state) ? "screen.turnout" : "screen.voted";
  line.textContent = t(key, { count: number(motion.turnout.count), entitled: number(motion.electorate.count) });
  progress.max = motion.electorate.count;
  progress.value = motion.turnout.count;
}

function notes(motion) {
  const found = [];
  if (["ended", "closed", "annulled"].includes(motion.state)) found.push(t(`screen.${motion.state}`));
  if (motion.annulment?.pending) found.push(t("screen.pending"));
  return found.map((text) => element("p", "screen-note", text));
}

function result(motion) {
  const outcome = outcomeOf(motion.result);
  const head = element("p", `screen-outcome screen-outcome-${outcome}`, t(`outcome.${outcome}`));
  const voted = t("screen.voted", { count: number(motion.turnout.count), entitled: number(motion.electorate.count) });
  return element("div", "screen-result", head, bars(motion, motion.result), element("p", "muted", voted), needed(motion, motion.result), ...notes(motion));
}

addEventListener("resize", fit);
