/** The page that a badge's code opens. The code is in the fragment, so no server ever sees it. */
import "./masthead.js";
import { enrol, finish, forget, readBadge, stash } from "./activation.js";
import { BadForm, LogForked, Refusal, Unreachable, WrongConvention } from "./errors.js";
import { currentIdentity } from "./identity.js";
import { shortCode } from "./keys.js";
import { jittered } from "./live.js";
import { Log } from "./log.js";
import { lookUp } from "./lookup.js";
import { Outbox } from "./outbox.js";
import { pendingActivation } from "./pending.js";
import { wayTo } from "./rooms.js";
import { StorageUnavailable, mayDelete } from "./store.js";
import { forgetsInAWeek, inAppBrowser, isPrivateWindow, obstacle } from "./surroundings.js";
import { t, words } from "./text.js";

const CONFIRM_POLL_MS = 4_000;
const RETRY_MS = 3_000;
const SECTIONS = [...document.querySelectorAll("[data-step]")];

/** Show one step and bring its heading to the reader. */
function show(step, values = {}) {
  for (const section of SECTIONS) section.hidden = section.dataset.step !== step;
  const section = SECTIONS.find(({ dataset }) => dataset.step === step);
  for (const [name, value] of Object.entries(values)) {
    for (const place of section.querySelectorAll(`[data-slot="${name}"]`)) place.textContent = value;
  }
  section.querySelector("h1").focus();
  return section;
}

function onPress(section, name, act) {
  section.querySelector(`[data-act="${name}"]`).onclick = act;
}

async function start({ anyBrowser = false } = {}) {
  const found = await obstacle();
  if (found && !(anyBrowser && found === "in-app")) return showObstacle(found);
  const badge = readBadge(location.hash);
  const pending = badge ? await stash(badge) : await pendingActivation();
  // The code is kept now; in the address it could be shared, photographed or synchronised.
  if (badge) history.replaceState(null, "", location.pathname);
  if (pending) return activate(pending);
  const identity = await currentIdentity();
  return identity ? showDone(identity.role) : show("no-code");
}

function showObstacle(found) {
  // The fragment stays: "open in another browser" has to carry the code along.
  const app = inAppBrowser();
  const section = show(found, { inside: app ? t("activate.inside", { app }) : t("activate.inside_other") });
  if (found !== "in-app") return;
  onPress(section, "copy", async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    section.querySelector('[data-slot="copied"]').hidden = !copied;
    section.querySelector('[data-slot="not-copied"]').hidden = !!copied;
  });
  onPress(section, "continue", () => guard(() => start({ anyBrowser: true })));
}

async function activate(pending) {
  const before = await currentIdentity();
  if (before?.activation === pending.kid) {
    await forget(pending);
    return arrive(before);
  }
  const log = await Log.open(pending.convention);
  const device = await lookUp(pending.key.kid);
  // The reply to our enrolment was lost, or the page was closed too early: carry on.
  if (device) return complete(pending, device);
  const badge = await lookUp(pending.kid);
  if (badge === null) return show("unknown");
  if (badge.status === "enrolled") return showUsed(pending);
  if (badge.status !== "active") return show("revoked");
  return offer(pending, log, badge, before, await isPrivateWindow());
}

function offer(pending, log, badge, before, forgets) {
  const delegations = Object.values(badge.delegations).map((name) => words(name, log.languages));
  const section = show("offer", {
    convention: words(log.name, log.languages),
    role: t(`role.${badge.role}`),
    number: badge.credential,
    delegation: delegations.join(t("common.comma")),
    mandates: badge.mandates.join(t("common.comma")),
    before: before ? t("activate.before", { number: before.credential, role: t(`role.${before.role}`) }) : "",
  });
  section.querySelector('[data-part="delegation"]').hidden = delegations.length === 0;
  section.querySelector('[data-part="mandates"]').hidden = badge.mandates.length === 0;
  section.querySelector('[data-part="before"]').hidden = before === null;
  section.querySelector('[data-part="forgets"]').hidden = !forgets;
  offerEarlier(section);
  section.querySelector('[data-slot="button"]').textContent = t(before ? "activate.replace" : "activate.button");
  onPress(section, "activate", () => guard(() => send(pending, log, badge)));
}

async function send(pending, log, badge) {
  const section = show("sending");
  const outbox = new Outbox(log);
  const unwatch = outbox.watch(({ state, trouble }) => {
    section.querySelector('[data-part="waiting"]').hidden = !(state === "waiting" && trouble);
  });
  const record = await enrol(pending, badge.credential, outbox);
  unwatch();
  if (record.state === "recorded") return complete(pending, badge);
  if (record.state === "doubtful") return showDoubtful(record);
  if (record.code === "code_already_used") return showUsed(pending);
  return show("refused", { title: record.title, code: record.code, detail: record.detail });
}

async function complete(pending, told) {
  return arrive(await finish(pending, told));
}

async function arrive(identity) {
  const device = await lookUp(identity.kid);
  if (device?.needs_confirmation && !device.confirmed) return waitForConfirmation(identity);
  return showDone(identity.role);
}

function waitForConfirmation(identity) {
  const section = show("confirm", { code: shortCode(identity.kid) });
  section.querySelector('[data-slot="way"]').href = wayTo(identity.role);
  const ask = async () => {
    const device = await lookUp(identity.kid).catch(() => null);
    if (device?.confirmed) showDone(identity.role);
    else setTimeout(ask, jittered(CONFIRM_POLL_MS));
  };
  setTimeout(ask, jittered(CONFIRM_POLL_MS));
}

async function showDone(role) {
  const unsafe = await mayDelete();
  const section = show("done", { room: t(`activate.room.${role}`) });
  section.querySelector('[data-part="evicted"]').hidden = !unsafe;
  section.querySelector('[data-part="weekly"]').hidden = !forgetsInAWeek();
  section.querySelector('[data-slot="room"]').href = wayTo(role);
}

async function showUsed(pending) {
  const section = show("used");
  await forget(pending);
  return offerEarlier(section);
}

/** A neighbour's badge, or one of another convention, is scanned by mistake: what this phone holds goes on. */
async function offerEarlier(section) {
  section.querySelector('[data-part="identity"]').hidden = (await currentIdentity()) === null;
}

function showDoubtful({ code, error }) {
  show("doubtful", { code, detail: error });
}

/** Run a step; what goes wrong in it becomes a step of its own. */
async function guard(step) {
  try {
    await step();
  } catch (error) {
    if (error instanceof Unreachable) {
      show("unreachable");
      setTimeout(() => guard(start), jittered(RETRY_MS));
    } else if (error instanceof WrongConvention) offerEarlier(show("wrong-convention", { detail: error.message }));
    else if (error instanceof StorageUnavailable) show("no-storage");
    else if (error instanceof LogForked) showDoubtful({ code: error.code, error: error.message });
    else if (error instanceof BadForm) show("bad-code");
    else if (error instanceof Refusal) show("refused", { title: error.message, code: error.code, detail: error.detail });
    else {
      show("refused", { title: t("activate.unexpected"), code: error.name, detail: error.message });
      throw error;
    }
  }
}

for (const button of document.querySelectorAll('[data-act="retry"]')) button.onclick = () => location.reload();
// A second badge scanned into the same tab changes the fragment alone, and loads nothing.
addEventListener("hashchange", () => guard(start));
guard(start);
