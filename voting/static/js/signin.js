/** The sign-in page: this device's key answers, then the page goes where it was asked to. */
import "./masthead.js";
import { Refusal, Unreachable } from "./errors.js";
import { currentIdentity } from "./identity.js";
import { jittered } from "./live.js";
import { pendingActivation } from "./pending.js";
import { roomOf } from "./rooms.js";
import { isSecure } from "./secure.js";
import { safePath, signIn } from "./session.js";

const RETRY_MS = 3_000;
const SECTIONS = [...document.querySelectorAll("[data-step]")];

function show(step, values = {}) {
  for (const section of SECTIONS) section.hidden = section.dataset.step !== step;
  const section = SECTIONS.find(({ dataset }) => dataset.step === step);
  for (const [name, value] of Object.entries(values)) section.querySelector(`[data-slot="${name}"]`).textContent = value;
  section.querySelector("h1").focus();
}

async function start() {
  if (!isSecure()) return show("insecure");
  const identity = await currentIdentity();
  if (!identity) {
    if (await pendingActivation()) location.replace("/activate");
    else show("no-key");
    return;
  }
  try {
    const { role } = await signIn(identity).catch((error) => {
      // The challenge grew old while the phone slept: ask for another, once.
      if (error.code === "stale_challenge") return signIn(identity);
      throw error;
    });
    const next = new URLSearchParams(location.search).get("next");
    location.replace(safePath(next, roomOf(role)));
  } catch (error) {
    if (error instanceof Unreachable) {
      show("unreachable");
      setTimeout(start, jittered(RETRY_MS));
    } else if (error instanceof Refusal) show("refused", { title: error.message, code: error.code, detail: error.detail });
    else throw error;
  }
}

document.querySelector('[data-act="retry"]').onclick = () => location.reload();
start().catch((error) => show("refused", { title: error.message, code: error.name, detail: "" }));
