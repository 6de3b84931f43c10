/**
 * The tellers' room: votes on paper or aloud, each by two tellers, and the decisions that a chair has stated.
 */
import "./masthead.js";
import { stringify } from "./canonical.js";
import { settle } from "./chair-next.js";
import { counted } from "./counted.js";
import { decisionCard } from "./decision-card.js";
import { focusIfLost } from "./focus.js";
import { requestJson } from "./http.js";
import { follow, jittered } from "./live.js";
import { Office, showProblem } from "./office.js";
import { verifyOpening } from "./opening.js";
import { Entry } from "./tellers-entry.js";
import { HandsForm } from "./tellers-hands.js";
import { t, words } from "./text.js";
import { announce, element, inAllLanguages, number, slot, tell, whileBusy } from "./view.js";

const LOOK_MS = 1_000;
const TYPING_MS = 250;

const { person } = document.getElementById("tellers").dataset;
const office = new Office(document.getElementById("problem"));
const hands = new HandsForm(document.getElementById("hands"), office, person);
const byId = (id) => document.getElementById(id);

let state = null;
/** The motion as /state has it, once its opening is proved to stand in the log. */
let motion = null;
let delegations = {};
let taking = 0;
let waiting = 0;
let search = 0;
let typing = 0;
let looking = null;

const entry = new Entry({ person, acts: () => office.acts(), motion: () => motion, method, done: signed });

follow({
  onState: (now) => {
    state = now;
    hands.update(state);
    byId("annulments").hidden = ![...state.motions, ...state.decisions].some(({ annulment }) => annulment?.pending);
    showDecisions();
    office.guarded(showMotions);
  },
  onTurnout: ({ motion: id, ...turnout }) => {
    if (id !== motion?.motion) return;
    motion.turnout = turnout;
    showTurnout();
    // Phones vote all the time; the lists follow every second or so.
    waiting ||= setTimeout(look, jittered(LOOK_MS));
  },
  onConnection: (connected) => (byId("connection").hidden = connected),
});

function method() {
  return document.querySelector('input[name="method"]:checked').value;
}

// --- decisions -----------------------------------------------------------------------------------

function showDecisions() {
  const box = byId("decisions");
  box.removeAttribute("aria-busy");
  const stated = state.decisions.filter((one) => one.state === "stated");
  // The other teller's signature changes nothing here: a card that is drawn anew would lose the tap that is on it.
  const of = JSON.stringify(stated.map(({ tellers, ...shown }) => [shown, tellers.includes(person)]));
  if (box.dataset.of === of) return;
  box.dataset.of = of;
  box.replaceChildren(...(stated.length ? stated.map(toConfirm) : [element("p", "muted", t("tellers.decision.none"))]));
}

function toConfirm(decision) {
  const card = decisionCard(decision, state.languages);
  if (decision.person === person) tell(slot(card, "explain"), t("tellers.decision.own"));
  else if (decision.tellers.includes(person)) tell(slot(card, "explain"), t("tellers.decision.signed"));
  else {
    const button = element("button", "", t("tellers.decision.confirm"));
    button.type = "button";
    button.dataset.act = "confirm";
    button.addEventListener("click", () => whileBusy([button], () => confirmDecision(decision, card)));
    slot(card, "actions").append(button);
  }
  return card;
}

/** Sign what the log says that the chair stated, provided that it is what this page shows. */
async function confirmDecision(decision, card) {
  tell(slot(card, "problem"));
  try {
    const acts = await office.acts();
    const { payload, digest } = await acts.log.provenEntry(decision.index);
    const shown = ["decision", "kind", "method", "outcome", "title", "question", "counts"];
    const same = shown.every((name) => stringify(payload[name]) === stringify(decision[name]));
    if (payload.type !== "decision.recorded" || !same || !sameSubject(payload.subject, decision)) throw new Error(t("error.bad_receipt"));
    await acts.confirmDecision(decision.decision, digest);
    const { tellers } = state.decisions.find((one) => one.decision === decision.decision);
    const last = tellers.some((one) => one !== person);
    announce(t(last ? "tellers.decision.second" : "tellers.decision.first", { decision: decision.decision }));
  } catch (error) {
    showProblem(slot(card, "problem"), error);
  }
}

/** Whether the text and the amendments on the page, or another matter, are those that the statement names. */
function sameSubject(stated, { subject: shown, matter }) {
  if (stated?.kind || matter) return stringify(stated) === stringify(matter && { kind: matter.kind, id: matter.id, digest: matter.digest });
  if (stated === null || !shown) return stated === null && !shown;
  const named = { ...stated, amendments: shown.amendments.map(({ amendment }) => amendment), digest: shown.digest, document: shown.document, text: shown.text };
  return stringify(stated) === stringify(named);
}

// --- the motion ----------------------------------------------------------------------------------

async function showMotions() {
  const open = state.motions.filter((one) => one.state === "open" || one.state === "ended").reverse();
  const choice = byId("motion");
  const before = choice.value;
  byId("desk").hidden = open.length === 0;
  tell(byId("none-open"), open.length ? null : t("tellers.none_open"));
  const title = (one) => t("tellers.motion", { motion: one.motion, title: words(one.title, state.languages) });
  choice.replaceChildren(...open.map((one) => new Option(title(one), one.motion)));
  if (open.some((one) => one.motion === before)) choice.value = before;
  await take(open.find((one) => one.motion === choice.value) ?? null);
}

async function take(next) {
  const mine = ++taking;
  if (next && next.opening === motion?.opening) {
    motion = next;
    showTurnout();
    return;
  }
  if (motion) putAway();
  if (!next) return;
  // What is signed names the opening, so it must be the one that the log has.
  await verifyOpening((await office.acts()).log, next);
  // Another was chosen meanwhile, or this one told anew.
  if (mine !== taking) return;
  motion = next;
  byId("question").replaceChildren(...inAllLanguages(motion.question, state.languages, "question"));
  showTurnout();
  showMethod();
  await look();
}

/** Nothing of a motion stays while the next is proved: a paper of the one would be entered under the other. */
function putAway() {
  entry.leave();
  motion = null;
  byId("find").value = "";
  for (const id of ["question", "turnout", "found", "more", "waiting"]) byId(id).replaceChildren();
  delete byId("waiting").dataset.of;
  showMethod();
}

function showTurnout() {
  const { turnout, electorate } = motion;
  const line = counted("tellers.turnout", turnout.count, { entitled: number(electorate.count), papers: number(turnout.papers) });
  byId("turnout").textContent = motion.state === "ended" ? `${line} ${t("tellers.ended")}` : line;
}

// --- mandates and records ------------------------------------------------------------------------

/** Read both lists anew; over when nobody has begun to read them later. */
async function look() {
  clearTimeout(waiting);
  waiting = 0;
  looking = motion && office.guarded(() => Promise.all([showFound(), showWaiting()]));
  for (let last; last !== looking; ) await (last = looking);
}

async function showFound() {
  const mine = ++search;
  const find = byId("find").value;
  const asked = new URLSearchParams({ motion: motion.motion, find, method: method() });
  const { opening } = motion;
  const { mandates, more, ...found } = await requestJson(`/tellers/mandates?${asked}`);
  if (mine !== search || opening !== motion?.opening) return;
  ({ delegations } = found);
  const rows = mandates.map((one) => {
    const row = element("button", "", element("span", "", element("b", "", one.mandate), ` ${words(one.delegation, state.languages)}`), standing(one));
    row.type = "button";
    row.dataset.mandate = one.mandate;
    row.disabled = one.voted !== null || one.credential === null;
    row.addEventListener("click", () => entry.take(one.mandate, words(one.delegation, state.languages)));
    return element("li", "", row);
  });
  const none = find ? "tellers.nobody" : "tellers.all_voted";
  byId("found").replaceChildren(...(rows.length ? rows : [element("li", "muted", t(none))]));
  byId("found").dataset.of = find;
  byId("more").textContent = more ? t("tellers.more", { more: number(more) }) : "";
}

function standing({ voted, credential, records }) {
  if (voted) return element("small", "", t(`tellers.voted.${voted}`));
  if (credential === null) return element("small", "", t("tellers.vacant"));
  if (records.some((record) => record.person !== person)) return element("small", "yours", t("tellers.waits_for_you"));
  if (records.length) return element("small", "", t("tellers.waits_for_other"));
  return element("small", "", t("tellers.credential", { credential }));
}

async function showWaiting() {
  const { opening } = motion;
  const { records } = await requestJson(`/tellers/records?${new URLSearchParams({ motion: motion.motion })}`);
  if (opening !== motion?.opening) return;
  const list = byId("waiting");
  // A list that is drawn anew would lose the tap that is on it.
  const of = JSON.stringify(records);
  if (list.dataset.of === of) return;
  list.dataset.of = of;
  const rows = records.map((record) => {
    const own = record.person === person;
    const what = element("span", "", element("b", "", record.mandate), " ", element("small", "", t(`tellers.method.${record.method}`)));
    const button = element("button", "secondary outline", t(own ? "tellers.withdraw" : "tellers.enter"));
    button.type = "button";
    button.dataset.act = own ? "withdraw" : "enter";
    button.addEventListener("click", () => (own ? withdraw(record, button) : enter(record)));
    return element("li", "", what, own ? element("small", "", t("tellers.waits_for_other")) : null, button);
  });
  list.replaceChildren(...(rows.length ? rows : [element("li", "muted", t("tellers.nothing_waits"))]));
  // Rows have moved, and the press that was meant for one would take back another at once.
  settle(list);
}

function enter({ mandate, method: given }) {
  if (entry.busy) return;
  document.querySelector(`input[name="method"][value="${given}"]`).checked = true;
  showMethod();
  entry.take(mandate, words(delegations[mandate.split("/")[0]] ?? {}, state.languages));
}

function withdraw({ digest, mandate }, button) {
  return whileBusy([button], () => office.guarded(async () => {
    await (await office.acts()).withdrawPaper(digest);
    signed(t("tellers.done.withdrawn", { mandate }));
  }));
}

function signed(text) {
  tell(byId("done"), text);
  // Its button is gone; a field would call up a tablet's keyboard.
  focusIfLost(byId("done"));
  // The panel has closed, and the list has moved to where she pressed.
  settle(byId("waiting"));
  look();
}

function showMethod() {
  const aloud = method() === "voice" && motion !== null;
  tell(byId("first"), aloud ? t("tellers.lot", { delegation: words(motion.first.name, state.languages) }) : null);
}

byId("motion").addEventListener("change", ({ target }) =>
  office.guarded(() => take(state.motions.find((one) => one.motion === target.value))));
byId("method").addEventListener("change", () => {
  showMethod();
  entry.refresh();
  look();
});
byId("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(typing);
  const find = byId("find").value;
  await look();
  // Where no answer came, another mandate stands there, and her paper would be entered under that.
  if (byId("found").dataset.of !== find) return;
  const [only, ...more] = document.querySelectorAll("#found button:enabled");
  if (only && !more.length) only.click();
});
// The next paper's number takes the place of the last one's.
byId("find").addEventListener("focus", ({ target }) => target.select());
byId("find").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(look, TYPING_MS);
});
