/**
 * The chair's room: motions as they stand, live, and the acts of whoever sits here (chair, teller), or none (clerk, auditor).
 */
import "./masthead.js";
import { motionCard, pastMotion, showTurnout } from "./chair-card.js";
import { ChairClock, startClock } from "./chair-clock.js";
import { ask } from "./chair-confirm.js";
import { DecideForm } from "./chair-decide.js";
import { showDecisions } from "./chair-decisions.js";
import { CountPanel } from "./chair-count.js";
import { Day } from "./chair-day.js";
import { checkNotLate, withWho } from "./chair-late.js";
import { InterpretersTick } from "./chair-interpreters.js";
import { FloorPanel } from "./chair-floor.js";
import { insertMenu } from "./chair-insert.js";
import { listenForKeys } from "./chair-keys.js";
import { lastResult } from "./chair-last.js";
import { Latest } from "./chair-latest.js";
import { goOnFrom, hasGoneOn, keepOneNext } from "./chair-next.js";
import { OpenForm } from "./chair-open.js";
import { knowsReconsideration, reconsider } from "./chair-reconsider.js";
import { place } from "./chair-place.js";
import { PollingTime } from "./chair-polling-time.js";
import { countdownOf } from "./countdown.js";
import { PreparedActs } from "./chair-prepared.js";
import { actDraft, prepareAct } from "./chair-prepare.js";
import { Script } from "./chair-script.js";
import { SittingPanel } from "./chair-sitting.js";
import { chairsWays, clerksWays } from "./chair-ways.js";
import { WhoVoted } from "./chair-who.js";
import { floorAct } from "./floor-act.js";
import { requestJson } from "./http.js";
import { later } from "./later.js";
import { follow } from "./live.js";
import { Office, showProblem } from "./office.js";
import { showRootWords } from "./root-words.js";
import { readersFirst, t } from "./text.js";
import { announce, element, number, slot, tell, whileBusy } from "./view.js";

const room = document.getElementById("chair");
const { role, person } = room.dataset;
/** The lists of who has not voted, by motion: only chair and clerk may read them. */
const lists = new Map();
const writes = ["chair", "clerk"].includes(role);
const chair = {
  role,
  person,
  languages: [],
  act: role === "clerk" ? prepareOn : act,
  again: takeBack,
  who: writes ? whoVoted : null,
  times: [30, 60, 120],
  tellTime: (time, button) => startClock(office, time, button),
  rule: (kind) => now.rules.questions[kind],
};
const office = new Office(document.getElementById("problem"));

const sitting = document.getElementById("sitting") && new SittingPanel(
  document.getElementById("sitting"), office, writes, role === "clerk" ? (draft) => keep("sitting", draft) : null,
);

const presence = document.getElementById("count") && new CountPanel(
  document.getElementById("count"), office, writes, role === "clerk" ? (draft) => keep("count", draft) : null,
);

/** Numbers of what is being signed from the forms: what she puts meanwhile has others. */
const signing = new Set();

/** How many acts of this page are being signed and recorded. */
let acting = 0;

const floor = document.getElementById("floor") && new FloorPanel(document.getElementById("floor"), office, () => chair.languages);

let motions = [];
let decisions = [];
let form = null;
let decide = null;
let now = null;
let loading = null;
let stale = false;
let committee = null;
let askedOfCommittee = 0;
let askedForForm = 0;
const reading = new Latest(office);

/** Motions whose card is on the page: id to `{card, of}`, where `of` is what the card was made from. */
const shown = { now: new Map(), past: new Map() };

const script = role === "teller" ? null : new Script({
  role,
  under: () => motions.filter(isUnderWay),
  done: () => [...motions, ...decisions],
  open: (draft, button) => prepare(form, draft, button),
  decide: (draft, button) => prepare(decide, draft, button),
  committee: writes ? inCommittee : null,
});

const day = document.getElementById("day") && new Day({
  role,
  office,
  state: () => now,
  keepReport: role === "clerk" ? (draft) => keep("report", draft) : null,
  open: (draft, button) => prepare(form, draft, button),
  decide: (draft, button) => prepare(decide, draft, button),
});

const prepared = document.getElementById("prepared") && new PreparedActs(document.getElementById("prepared"), chair, {
  office,
  state: () => now,
  motions: () => motions,
  decisions: () => decisions,
  taken,
  matter: (digest) => day.given(digest),
  sitting,
  presence,
  open: openAndTime,
  goOn: standAtNow,
  async signed() {
    await Promise.all([load(), live.refresh()]);
    showNow();
  },
});

const interpreters = document.getElementById("interpreters") && new InterpretersTick(document.getElementById("interpreters"), office);
const pollingTime = role === "chair" ? new PollingTime(document.getElementById("polling-time"), office, { end: endByTime, card: (id) => shown.now.get(id)?.card }) : null;
/** The clocks of motions that are under way. */
const clocks = new Map();

const live = follow({
  onState: (state) => {
    now = state;
    chair.knowsReconsideration = knowsReconsideration(state);
    chair.languages = readersFirst(state.languages);
    showLog(state);
    if (writes && form === null) start(state);
    else form?.update(state);
    showRolls(state.rolls);
    sitting?.update(state);
    presence?.update(state);
    script?.update(state);
    prepared?.refresh();
    load();
  },
  onTurnout: ({ motion: id, ...turnout }) => {
    const motion = motions.find((one) => one.motion === id);
    const made = shown.now.get(id);
    if (motion && made) showTurnout(made.card, motion, turnout);
    if (motion) motion.turnout = turnout;
    lists.get(id)?.changed();
  },
  onRolls: (rolls) => {
    if (form) form.update({ ...form.state, rolls });
    showRolls(rolls);
    sitting?.rolls(rolls);
    for (const list of lists.values()) list.changed();
  },
  onLog: showLog,
  onFloor: (told) => {
    now.floor = told;
    prepared?.update(told);
    interpreters?.update(told);
    pollingTime?.update(told);
    floor?.update(told);
    placeClocks();
  },
  onAnswered: (answered) => presence?.answered(answered),
  onConnection: (connected) => {
    document.getElementById("connection").hidden = connected;
    if (connected) office.answered();
  },
});

function whoVoted(motion) {
  if (!lists.has(motion)) lists.set(motion, new WhoVoted(motion, chair.languages));
  return lists.get(motion);
}

/** Let an officer sign on amendments, in a dialog whose script comes when she first does. */
async function inCommittee(button, act, ...given) {
  const asked = ++askedOfCommittee;
  const goneOn = hasGoneOn();
  // It can be pressed meanwhile, or it would lose the keyboard, which comes back to it when the dialog closes.
  button.setAttribute("aria-busy", "true");
  await office.guarded(async () => {
    if (!committee) {
      const { Committee } = await later(room.dataset.committee).catch((error) => {
        if (committee || asked !== askedOfCommittee) return {};
        throw error;
      });
      if (Committee) committee ??= new Committee(office);
      office.answered();
    }
    if (asked === askedOfCommittee && !goneOn()) await committee[act](...given);
  });
  button.removeAttribute("aria-busy");
}

function showLog({ size, root }) {
  const place = document.getElementById("size");
  const words = document.getElementById("root-words");
  if (place) place.textContent = number(size);
  if (words) showRootWords(words, root);
}

function showRolls(rolls) {
  for (const place of room.querySelectorAll("dd[data-roll]")) place.textContent = number(rolls[place.dataset.roll].count);
}

/** Open a motion and, where the rules say how long polling stays open, start that time. If it fails, her card has the button. */
async function openAndTime(acts, draft, roll) {
  await acts.open(draft, roll);
  const { polling_seconds: seconds } = chair.rule(draft.kind);
  if (seconds !== null) office.guarded(() => floorAct({ act: "countdown", motion: draft.motion, seconds, ends: true }));
}

/** End polling as the button does, without its question: she was warned, and let it be. */
async function endByTime(id) {
  const motion = motions.find((one) => one.motion === id);
  const made = shown.now.get(id);
  // Pressed a moment ago, and on its way.
  if (motion?.state === "open" && made && !made.card.querySelector("[aria-busy]")) await perform("end", motion, "", made.card);
}

/** Each clock is on the card of its motion, however often that is drawn. */
function placeClocks() {
  for (const id of clocks.keys()) if (!shown.now.has(id)) clocks.delete(id);
  for (const [id, { card }] of shown.now) {
    if (!clocks.has(id)) clocks.set(id, new ChairClock(id, office, writes, pollingTime));
    const clock = clocks.get(id);
    clock.update(countdownOf(now?.floor, id));
    const place = slot(card, "countdown");
    if (clock.box.parentNode !== place) place.append(clock.box);
  }
}

/** Keep a draft for the chair, and say so. */
async function keep(kind, draft) {
  await office.guarded(async () => {
    await prepareAct(kind, draft);
    announce(t("chair.prepare.done"));
  });
  standAtNow();
}

/** Keep an act on a motion for the chair; an annulment with the reason that she will read aloud. */
async function prepareOn(name, motion) {
  const reason = name === "annul" ? await ask(name, motion, chair.languages, t("chair.prepare.open")) : "";
  if (reason !== null) await keep(name, actDraft(motion, reason));
}

const ways = role === "clerk" ? clerksWays(showNow) : chairsWays({ office, taken, signing, showNow, load, openAndTime });

function start(state) {
  const label = role === "clerk" ? t("chair.prepare.open") : "";
  form = new OpenForm(state, taken, ways.open, label || t("chair.open.button"));
  const button = document.getElementById("open-button");
  button.addEventListener("click", () => whileBusy([button], () => office.guarded(() => withDocuments((found) => form.show(found)))));
  decide = new DecideForm(state, taken, ways.decide, label);
  const decideButton = document.getElementById("decide-button");
  decideButton.addEventListener("click", () => showDecide(decideButton));
  insertMenu(() => form.state, (draft, button) => prepare(form, draft, button));
  // Not before: a press that nobody hears would be lost.
  button.disabled = decideButton.disabled = false;
}

/** Bring what is under way before her, always in the same place. */
function showNow() {
  document.getElementById("now-title").parentElement.scrollIntoView({ block: "start" });
  standAtNow();
}

function standAtNow() {
  goOnFrom(room.querySelector("#prepared h3, #now h3, #now .status-title") ?? document.getElementById("now-title"));
}

/** Put what the script or the menu has into one of the chair's two forms. */
function prepare(into, draft, button) {
  return whileBusy([button], () => office.guarded(() => withDocuments((found) => into.prepare(found, draft))));
}

/** Show what taking back a decision would lead to, then prepare the question. */
function takeBack(decided, button) {
  return office.guarded(async () => {
    const answer = await reconsider(decided, chair.languages, hasGoneOn());
    if (answer) await prepare(answer.how === "vote" ? form : decide, answer.draft, button);
  });
}

/**
 * Show a form with the texts on the table; not before it is known which numbers are in use, for it proposes the next one.
 * Of two that she asked for the one she asked for last comes: another's answer would stand over what she fills in.
 */
async function withDocuments(show) {
  const asked = ++askedForForm;
  await loading;
  const found = await requestJson("/chair/documents");
  if (asked === askedForForm) await show(found);
}

/** Numbers in use: motions and decisions share them. */
function taken() {
  return [...motions.map(({ motion }) => motion), ...decisions.map(({ decision }) => decision), ...signing];
}

function showDecide(button, before = null) {
  return whileBusy([button], () => office.guarded(() => withDocuments((found) => decide.show(found, before))));
}

/** Read all motions; asked for again meanwhile, read them once more afterwards. */
function load() {
  stale = true;
  loading ??= (async () => {
    while (stale) {
      stale = false;
      await reading.ask("/chair/motions", take);
    }
    loading = null;
  })();
  return loading;
}

function take(found) {
  ({ motions, decisions } = found);
  day?.update(found.day);
  show();
  showDecisions(decisions, chair, { acts: () => office.acts(), prepare: (decision, reason) => keep("annul", actDraft(decision, reason)), correct: showDecide, problem: office.problem, find: (id) => decisions.find((one) => one.decision === id), load, done });
  script?.refresh();
  prepared?.refresh();
}

function isUnderWay(motion) {
  if (role === "teller") return motion.annulment?.pending === true;
  return ["open", "ended", "closed"].includes(motion.state) || motion.annulment?.pending === true;
}

function show() {
  const now = document.getElementById("now");
  now.removeAttribute("aria-busy");
  const waits = decisions.some(({ annulment }) => annulment?.pending);
  const nothing = role !== "teller" ? "chair.nothing_now" : waits ? null : "chair.nothing_to_confirm";
  const underWay = motions.filter(isUnderWay);
  const last = role !== "teller" && underWay.length === 0 ? lastResult(motions, decisions, chair, now.querySelector(".last-result")) : null;
  place(now, shown.now, underWay, { make: motionCard, chair, acting, nothing: last ?? none(nothing) });
  placeClocks();
  const past = document.getElementById("past");
  if (past) place(past, shown.past, motions.filter((motion) => !isUnderWay(motion)), { make: pastMotion, chair, acting, nothing: none("chair.nothing_past") });
}

function none(key) {
  return key && element("p", "muted", t(key));
}

/** Say what was done: a teller's card is gone then, so she sees it, too. */
function done(text) {
  announce(text);
  const box = document.getElementById("done");
  if (box) tell(box, text);
}

async function act(name, motion, card) {
  const current = motions.find((one) => one.motion === motion.motion) ?? motion;
  const answer = await ask(name, current, chair.languages);
  if (answer !== null) await perform(name, current, answer, card);
}

/** Sign and send it, unless the motion has changed since `current`, which is what she saw. */
async function perform(name, current, answer, card) {
  const { motion: id } = current;
  const find = () => motions.find(({ motion }) => motion === id);
  tell(slot(card, "problem"));
  const buttons = [...card.querySelectorAll("button")];
  acting += 1;
  await whileBusy(buttons, async () => {
    let problem = null;
    try {
      checkNotLate(current, find());
      await (await office.acts())[name](current, answer);
      done(t(`chair.${name}.done`, { motion: id }));
      // A motion that was done is under way again.
      if (name === "annul") showNow();
    } catch (error) {
      problem = await withWho(error, id, current.changed);
    }
    await Promise.all([load(), live.refresh()]);
    if (!problem) return;
    // Where she looks: what somebody else has declared meanwhile lies folded among what is done.
    const before = card.isConnected ? card : shown.now.get(id)?.card;
    showProblem(before ? slot(before, "problem") : office.problem, problem);
  });
  acting -= 1;
  standAtNow();
}

keepOneNext(room);
if (document.getElementById("keys")) listenForKeys(room, { o: "#open-button", d: "#decide-button", i: "#insert > summary", v: ".who > summary" });
if (["chair", "clerk", "teller"].includes(role)) office.guarded(() => office.acts());
