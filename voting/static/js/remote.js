/** The page on which somebody far away says that she is here, and that she leaves: two signed acts, never one that toggles. */
import "./masthead.js";
import { callBack } from "./call-back.js";
import { currentIdentity } from "./identity.js";
import { shortCode } from "./keys.js";
import { follow, jittered } from "./live.js";
import { Log } from "./log.js";
import { lookUp } from "./lookup.js";
import { Outbox } from "./outbox.js";
import { sign } from "./statement.js";
import { hasMessage, t } from "./text.js";
import { slot, tell, timeOf, whileBusy } from "./view.js";

const CONFIRMATION_POLL_MS = 5_000;
const TYPE = "presence.recorded";
const SECTIONS = [...document.querySelectorAll("[data-step]")];
const section = (name) => SECTIONS.find(({ dataset }) => dataset.step === name);
const act = (name) => document.querySelector(`[data-act="${name}"]`);

/** Show a step, and bring its heading to the reader if it is another one. */
function show(name) {
  const shown = section(name);
  if (!shown.hidden) return shown;
  for (const one of SECTIONS) one.hidden = one !== shown;
  shown.querySelector("h1").focus();
  return shown;
}

const reasonOf = ({ code, message }) => (hasMessage(`error.${code}`) ? t(`error.${code}`) : message);

/** What the log says of this phone decides what it may do here. */
function stepOf({ status, needs_confirmation: needed, confirmed, present }, { rules }) {
  if (!rules.remote_presence) return "door";
  if (status !== "active") return "replaced";
  if (needed && !confirmed) return "unconfirmed";
  return present ? "in" : "out";
}

class Presence {
  #timer = 0;
  #latest = null;

  constructor(identity, log) {
    this.identity = identity;
    this.log = log;
    this.outbox = new Outbox(log);
    this.outbox.watch((record) => this.#take(record));
    act("in").onclick = () => this.#record("in");
    act("out").onclick = () => this.#record("out");
    act("leave").onclick = () => show("leave");
    act("stay").onclick = () => show("in");
  }

  async start() {
    const [waiting] = (await this.outbox.records()).filter(({ type, state }) => type === TYPE && state === "waiting");
    await this.look();
    await this.outbox.resume();
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#lookAgain());
    if (waiting) await whileBusy(["in", "leave"].map(act), () => this.outbox.retry(waiting.digest));
  }

  /** The desk may have confirmed this phone, or recorded her presence itself. */
  async look() {
    clearTimeout(this.#timer);
    try {
      // A key that the log does not know is as good as one that was replaced.
      this.#showDevice((await lookUp(this.identity.kid)) ?? {});
    } finally {
      // Also when no answer came: the page says that it goes on by itself.
      if (!section("unconfirmed").hidden) this.#timer = setTimeout(() => this.#lookAgain(), jittered(CONFIRMATION_POLL_MS));
    }
  }

  #showDevice(device) {
    const step = stepOf(device, this.log);
    if (step === "in" && !section("leave").hidden) return;
    const shown = show(step);
    if (step === "unconfirmed") slot(shown, "code").textContent = shortCode(this.identity.kid);
    if (step !== "in" && step !== "out") return;
    const away = device.exercise.filter((one) => one.of === device.credential && one.standing === "proxy" && one.with !== device.credential);
    if (step === "out") tell(slot(shown, "proxies"), away.length ? t("remote.proxies", { mandates: away.map(({ mandate }) => mandate).join(t("common.comma")) }) : null);
    this.#say(shown);
  }

  /** Without an answer the page keeps what it shows. */
  #lookAgain() {
    this.look().catch(() => {});
  }

  #say(shown) {
    const { state, index, recordedAt, title, error } = this.#latest ?? {};
    tell(slot(shown, "recorded"), state === "recorded" ? t("remote.recorded", { index, time: timeOf(recordedAt) }) : null);
    tell(slot(shown, "waiting"), state === "waiting" ? t("remote.waiting") : null);
    tell(slot(shown, "problem"), state === "refused" ? title : state === "doubtful" ? t("error.bad_receipt") : error ?? null);
  }

  #take(record) {
    if (record.type !== TYPE || record.kid !== this.identity.kid) return;
    // Kept, and not sent yet: it waits for the network only once that has not answered.
    this.#latest = record.state === "waiting" && !record.trouble ? null : record;
    for (const name of ["in", "out"]) this.#say(section(name));
    if (record.state !== "waiting") this.#lookAgain();
  }

  #record(state) {
    const buttons = ["in", "out", "leave"].map(act);
    if (state === "out") show("in");
    return whileBusy(buttons, async () => {
      try {
        const signed = await sign(this.identity, TYPE, { credential: this.identity.credential, state });
        await this.outbox.submit(signed, this.identity, { presence: state });
      } catch (error) {
        this.#latest = { error: reasonOf(error) };
        for (const name of ["in", "out"]) this.#say(section(name));
      }
    });
  }
}

async function start() {
  const identity = await currentIdentity();
  if (!["delegate", "alternate"].includes(identity?.role)) return show("nobody");
  follow({ onState: callBack() });
  return new Presence(identity, await Log.open(identity.convention)).start();
}

act("again").onclick = () => location.reload();
start().catch((error) => tell(slot(show("failed"), "problem"), reasonOf(error)));
