/**
 * What officers' pages share: this device's key, log and outbox, and how a page says what went wrong.
 */
import { Acts, explain } from "./chair-act.js";
import { Unreachable } from "./errors.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { headed, t } from "./text.js";
import { element, tell } from "./view.js";

/** An officer's device at work; `problem` is the page's box for what concerns the whole page. */
export class Office {
  #acts = null;
  /** What it says while the server does not answer, and of what is kept until it does. */
  #unanswered = null;
  #kept = null;

  /** @param {HTMLElement} problem */
  constructor(problem) {
    this.problem = problem;
  }

  /**
   * This device's key, log and outbox; what could not be sent before a reload is sent now.
   * @returns {Promise<Acts>}
   */
  async acts() {
    if (this.#acts) return this.#acts;
    const identity = await currentIdentity();
    if (!identity) throw new Error(t("chair.no_key"));
    const log = await Log.open(identity.convention);
    const outbox = new Outbox(log);
    const unsettled = (await outbox.records()).filter(({ state }) => state === "waiting" || state === "doubtful");
    const before = new Set(unsettled.map(({ digest }) => digest));
    outbox.watch((record) => {
      this.#sayKept(record.state === "waiting" && record.trouble);
      // Nobody waits for the answer to what was signed before a reload, so it is said here.
      if (before.has(record.digest)) this.#showLateAnswer(record);
    });
    await outbox.resume();
    return (this.#acts = new Acts(identity, log, outbox));
  }

  #showLateAnswer({ state, about, title, detail, error }) {
    if (state !== "refused" && state !== "doubtful") return;
    const what = state === "refused" ? title : t("error.bad_receipt");
    tell(this.problem, element("strong", "", headed(t("screen.motion", about), what)), element("p", "muted", detail ?? error));
  }

  /** What was refused meanwhile stays said: it may be of another act. */
  #sayKept(waits) {
    if (waits) {
      tell(this.problem, t("chair.waiting"));
      this.#kept = this.problem.firstChild;
    } else if (this.#kept?.isConnected) tell(this.problem);
  }

  /** Do something, and show on the page what went wrong. */
  async guarded(work) {
    try {
      await work();
      this.answered();
    } catch (error) {
      showProblem(this.problem, error);
      this.#unanswered = error instanceof Unreachable ? this.problem.firstChild : null;
    }
  }

  /** The server answers: that it did not is said no longer, unless something else is said there. */
  answered() {
    if (this.#unanswered?.isConnected) tell(this.problem);
    this.#unanswered = null;
  }
}

/**
 * Say in a box what went wrong, in the server's words where it refused, and the way to sign in where that is missing.
 * @param {HTMLElement} box
 * @param {any} error
 * @param {string} [about] what it is about, where that is not beside the box
 */
export function showProblem(box, error, about = "") {
  tell(box, element("strong", "", about ? headed(about, explain(error)) : explain(error)), error.detail ? element("p", "muted", error.detail) : null);
  if (error.code === "not_signed_in") {
    const link = element("a", "", t("chair.sign_in"));
    link.href = `/signin?next=${encodeURIComponent(location.pathname)}`;
    box.append(" ", link);
  }
}
