/** The credentials desk: who works here, which part of the work is shown, and what the parts tell each other. */
import "./masthead.js";
import { AmendmentListPanel } from "./desk-amendments.js";
import { DeskActs } from "./desk-acts.js";
import { AttentionList } from "./desk-attention.js";
import { DeskServer } from "./desk-api.js";
import { askBadge } from "./desk-badge.js";
import { askConfirm, askRevoke } from "./desk-dialogs.js";
import { answered } from "./dialog.js";
import { Door } from "./desk-door.js";
import { ImportPanel } from "./desk-import.js";
import { IssuePanel } from "./desk-issue.js";
import { askBack, askLend, LoanList } from "./desk-loans.js";
import { askMandates } from "./desk-mandates.js";
import { PeopleList } from "./desk-people.js";
import { showTabs } from "./desk-tabs.js";
import { CorrectionPanel } from "./desk-correction.js";
import { TranslationPanel } from "./desk-translation.js";
import { TextsPanel } from "./desk-texts.js";
import { counted } from "./counted.js";
import { tellError } from "./desk-view.js";
import { keepFresh } from "./fresh.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { t, words } from "./text.js";
import { announce, element, number, tell } from "./view.js";

const COUNTED = ["imported", "issued", "enrolled", "confirmed", "revoked", "present"];

const page = document.getElementById("desk");
const trouble = document.getElementById("session-problem");
const isFounder = page.dataset.role === "founder";

/** Show totals of people by state. */
function showCounts({ counts }) {
  const shown = COUNTED.filter((state) => counts[state]).map((state) =>
    element("li", "", element("b", "", number(counts[state])), ` ${t(`desk.count.${state}`)}`));
  document.getElementById("counts").replaceChildren(...shown);
}

/** Say in the open dialog, else at the top, that the server has not answered yet to what was signed. */
function watchTrouble(outbox) {
  outbox.watch((record) => {
    const waiting = record.state === "waiting" && record.trouble ? t("desk.waiting") : null;
    const box = document.querySelector("dialog[open] [data-slot=problem]");
    if (box && waiting) tell(box, waiting);
    tell(trouble, waiting);
  });
}

function startRoom(server, acts, log) {
  const context = {
    address: page.dataset.publicUrl || location.origin,
    convention: log.convention,
    title: words(log.name, log.languages),
    proxies: log.rules.proxies,
  };
  const done = document.getElementById("people-done");
  const problem = document.getElementById("people-problem");
  const attention = new AttentionList((person) => people.find(person.door));
  const confirmationBound = (person) => log.rules.device_confirmation && ["delegate", "head", "alternate"].includes(person.role);
  const refreshPeople = () => Promise.all([people.refresh(), loans.refresh()]);
  const act = async (name, person) => {
    await answered();
    tell(problem, null);
    tell(done, null);
    door.clear();
    try {
      const said = await runAct(name, person, server, acts, { ...context, replace: () => act("replace", person) });
      if (said === null) return null;
      tell(done, said);
      announce(said);
      await confirmNew(name, person);
      return said;
    } catch (error) {
      tellError(problem, error);
      return null;
    } finally {
      await refreshPeople();
    }
  };
  /** The new phone of somebody who stands here is compared at once. */
  const confirmNew = async (name, person) => {
    if (!["issue", "replace"].includes(name)) return;
    const now = await server.atDoor({ code: person.door, number: null });
    if (now.status !== "enrolled" || !confirmationBound(now)) return;
    // She may be comparing another's code by now: one press in a dialog filled anew would confirm both.
    await answered();
    const said = await askConfirm(now, acts);
    if (said) tell(done, said);
  };
  const people = new PeopleList(server, {
    onCounts: (answer) => {
      showCounts(answer);
      attention.show(answer);
    },
    onQuery: () => {
      door.clear();
      tell(problem, null);
      tell(done, null);
    },
    confirmationBound,
    act,
  });
  const loans = new LoanList(server, (person) => act("back", person));
  const issue = new IssuePanel(server, acts, { context, onCounts: showCounts });
  const door = new Door(server, acts, {
    onPresence: (person, present) => {
      tell(done, null);
      people.setPresent(person, present);
    },
    confirmationBound,
    act,
    find: (name) => people.show(name),
  });
  panel("import", server, acts, "delegates", async () => {
    await people.refresh();
    return toBadges((await server.findPeople("", 1)).counts.imported);
  });
  const texts = new TextsPanel(document.getElementById("texts"), server, acts, log.languages, () => refreshTexts());
  const translated = log.languages.length > 1 ? { correction: CorrectionPanel, translation: TranslationPanel } : {};
  const translations = Object.entries(translated).map(([id, Panel]) => new Panel(document.getElementById(id), server, acts));
  const amendments = new AmendmentListPanel(document.getElementById("amendment-list"), server, acts, log.languages, () => refreshTexts());
  const refreshTexts = () => Promise.all([texts, amendments, ...translations].map((one) => one.refresh()));
  const selected = showTabs((id) => {
    if (id === "texts") refreshTexts();
    if (id === "issue") issue.refresh();
    if (id === "people") refreshPeople();
  });
  if (selected() === "people" && matchMedia("(hover: hover)").matches) door.focus();
  const shown = { people: refreshPeople, texts: refreshTexts };
  keepFresh(log, () => shown[selected()]?.(), (error) => tellError(trouble, error));
}

function runAct(name, person, server, acts, context) {
  if (name === "confirm") return askConfirm(person, acts);
  if (name === "revoke") return askRevoke(person, acts);
  if (name === "lend") return askLend(person, server);
  if (name === "back") return askBack(person, server, context.replace);
  if (name === "mandates") return askMandates(person, server, acts, context.proxies);
  if (name === "issue" || name === "replace") return askBadge(person, server, acts, context);
  return acts.recordPresence(person, name).then(() => t(`desk.done.${name}`, { name: person.name }));
}

/** From an import to the badges of those who have none. */
function toBadges(count) {
  if (!count) return null;
  const button = element("button", "", counted("desk.import.badges", count));
  button.type = "button";
  button.addEventListener("click", () => {
    document.getElementById("issue-choose").elements.whom.value = "all";
    document.getElementById("tab-issue").click();
    document.querySelector("#issue-choose h2").focus();
  });
  return element("p", "actions", button);
}

function panel(id, server, acts, kind, onImported) {
  return new ImportPanel(document.getElementById(id), server, acts, { kind, founder: isFounder && page.dataset.sits === "false", onImported });
}

async function start() {
  const identity = await currentIdentity();
  if (!identity) throw new Error(t("desk.no_key"));
  const log = await Log.open(identity.convention);
  const outbox = new Outbox(log);
  watchTrouble(outbox);
  await outbox.resume();
  const server = new DeskServer(identity);
  const acts = new DeskActs(identity, outbox);
  panel("delegations", server, acts, "delegations", async () => null);
  if (isFounder) showTabs(() => {});
  else startRoom(server, acts, log);
}

start().catch((error) => tellError(trouble, error));
