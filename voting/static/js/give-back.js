/** The page on which a lent phone forgets its badge: nothing is deleted before its holder has said so twice. */
import "./masthead.js";
import { clearBrowser } from "./clearing.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { lookUp } from "./lookup.js";
import { Outbox } from "./outbox.js";
import { pendingActivation } from "./pending.js";
import { showReceipts } from "./receipts-card.js";
import { allStatements } from "./store.js";
import { inWords, t, words } from "./text.js";
import { slot, tell, whileBusy } from "./view.js";

const SECTIONS = [...document.querySelectorAll("[data-step]")];
const act = (name) => document.querySelector(`[data-act="${name}"]`);

function show(step) {
  for (const section of SECTIONS) section.hidden = section.dataset.step !== step;
  const section = SECTIONS.find(({ dataset }) => dataset.step === step);
  section.querySelector("h1").focus();
  return section;
}

/** Whether something that was signed here is neither recorded nor refused yet, or its receipt proves nothing. */
async function isUnsettled(identity) {
  const statements = await allStatements();
  return statements.some(({ state, convention }) => convention === identity?.convention && ["waiting", "doubtful"].includes(state));
}

/** Whose badge this phone holds; the server knows the delegation, and need not answer. */
async function badgeOf(identity) {
  if (!identity) return t("give.unfinished");
  const told = await lookUp(identity.kid).catch(() => null);
  const delegations = Object.values(told?.delegations ?? {}).map((name) => words(name));
  return [t("give.badge", { number: identity.credential }), ...delegations, t(`role.${identity.role}`)].join(" · ");
}

/** Receipts of another convention, whose log this server does not have, are not shown. */
async function offerReceipts(identity) {
  const log = identity && (await Log.open(identity.convention).catch(() => null));
  const box = document.getElementById("receipts");
  box.hidden = !log;
  if (log) showReceipts(box, await new Outbox(log).records(), log, identity.activation);
}

async function deleteAll(identity) {
  const problem = slot(document.querySelector('[data-step="confirm"]'), "problem");
  tell(problem);
  // A tab beside this one may have signed meanwhile.
  if (await isUnsettled(identity)) return show("unsettled");
  try {
    await clearBrowser(() => tell(problem, t("give.blocked")));
    return show("done");
  } catch (error) {
    return tell(problem, inWords(error));
  }
}

async function start() {
  const identity = await currentIdentity();
  if (!identity && !(await pendingActivation()) && (await allStatements()).length === 0) return show("nothing");
  const badge = await badgeOf(identity);
  for (const place of document.querySelectorAll('[data-slot="badge"]')) place.textContent = badge;
  if (await isUnsettled(identity)) return show("unsettled");
  await offerReceipts(identity);
  act("ask").onclick = () => show("confirm");
  act("keep").onclick = () => show("holds");
  act("delete").onclick = () => whileBusy([act("delete"), act("keep")], () => deleteAll(identity));
  return show("holds");
}

start().catch((error) => (slot(show("failed"), "problem").textContent = `${error.code ?? error.name}: ${error.message}`));
