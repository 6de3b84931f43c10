/** The page at `/`: finds out whose phone this is, and starts it. */
import "./masthead.js";
import { first, told } from "./ahead.js";
import { pendingActivation } from "./pending.js";
import { Unreachable } from "./errors.js";
import { currentIdentity } from "./identity.js";
import { jittered } from "./live.js";
import { Log } from "./log.js";
import { Phone } from "./phone.js";
import { isSecure } from "./secure.js";
import { StorageUnavailable, askToKeep } from "./store.js";

const RETRY_MS = 3_000;

function show(step, detail = "") {
  for (const section of document.querySelectorAll("main > [data-step]")) {
    section.hidden = section.dataset.step !== step;
    for (const place of section.querySelectorAll('[data-slot="detail"]')) place.textContent = detail;
  }
}

async function openLog(convention) {
  for (;;) {
    try {
      return await Log.open(convention, convention === told ? first.log : undefined);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      show("unreachable");
      await new Promise((resolve) => setTimeout(resolve, jittered(RETRY_MS)));
    }
  }
}

async function start() {
  if (!isSecure()) return show("insecure");
  document.getElementById("installed").hidden = !navigator.standalone;
  // Another tab may have activated the badge since.
  const identity = (await currentIdentity(first.identity)) ?? (await currentIdentity());
  if (!identity) return (await pendingActivation()) ? location.replace("/activate") : show("no-key");
  const phone = new Phone(identity, await openLog(identity.convention));
  await phone.start(first.statements);
  // Not before it shows what it knows: a slow phone needs long to lay out a page twice.
  show("phone");
  // Nor may it go on as whom another tab has replaced since.
  if ((await currentIdentity())?.kid !== identity.kid) return location.reload();
  // From now on the page opens without a network too. A browser that cannot keep it shows its own page then.
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
  // What is installed is more to a browser than a page that was visited once, when it may have refused.
  addEventListener("appinstalled", askToKeep);
  if (matchMedia("(display-mode: standalone)").matches) askToKeep();
  return phone.resume();
}

start().catch((error) => {
  show(error instanceof StorageUnavailable ? "no-storage" : "failed", `${error.code ?? error.name}: ${error.message}`);
});
