/**
 * The time after which polling ends, where the rules know one. The page of the chair who opened the motion ends it, if she is
 * at it and could have kept it open; every other page offers it. The countdown itself ends nothing, nor does the server.
 */
import { mayBeNext } from "./chair-next.js";
import { serverNow } from "./clock.js";
import { countdownOf } from "./countdown.js";
import { floorAct } from "./floor-act.js";
import { requestJson } from "./http.js";
import { t } from "./text.js";
import { announce, element } from "./view.js";

const WARNING_S = 10;
// Other pages do not ask at once for what her page is about to do.
const GRACE_S = 3;
const TICK_MS = 250;
// A page that has not run for so long was not before her: her device slept.
const GAP_MS = 2_000;

/** Whether she is at this page and could press what it shows: a question before her covers it. */
function isHere() {
  return document.visibilityState === "visible" && document.querySelector("dialog[open]") === null;
}

/** Follows the times of the motions that are open, on a chair's page. */
export class PollingTime {
  /** By motion. */
  #followed = new Map();

  /**
   * @param {HTMLElement} bar the warnings, and the ways to keep polling open
   * @param {import("./office.js").Office} office
   * @param {{end: (motion: string) => Promise<void>, card: (motion: string) => HTMLElement | undefined}} room `end` ends polling
   *   as the button on the motion's `card` does
   */
  constructor(bar, office, room) {
    this.bar = bar;
    this.office = office;
    this.room = room;
    // What stands at the lower edge makes room for it: under the warning no act could be pressed.
    new ResizeObserver(() => document.documentElement.style.setProperty("--polling-time", `${bar.offsetHeight}px`)).observe(bar);
    document.addEventListener("visibilitychange", () => {
      if (!isHere()) for (const one of this.#followed.values()) one.warned = 0;
    });
  }

  /** Take what the floor says. */
  update({ countdowns }) {
    const told = new Map(countdowns.filter(({ ends }) => ends).map((one) => [one.motion, one]));
    for (const [motion, one] of this.#followed) {
      if (told.get(motion)?.since === one.countdown.since) continue;
      this.#followed.delete(motion);
      one.stop();
    }
    for (const [motion, countdown] of told) if (!this.#followed.has(motion)) this.#followed.set(motion, new TimeOfMotion(this, countdown));
  }

  /** Keep polling open: this page ends nothing any more, and the clock is stopped for everyone. */
  keep(motion) {
    this.#followed.get(motion)?.keep();
    return this.office.guarded(async () => {
      this.update(await floorAct({ act: "no_countdown", motion }));
      announce(t("chair.polling.kept"));
    });
  }
}

/** The time of one motion, as one countdown tells it. */
class TimeOfMotion {
  /** When she last had the warning before her. */
  warned = 0;
  /** When this device opened the motion, if it did. */
  #opened = null;
  #kept = false;
  #ending = false;
  #timer;
  #text = element("p");
  #warning = element("div", "polling-end", this.#text);

  constructor(page, countdown) {
    this.page = page;
    this.countdown = countdown;
    const keep = element("button", "", t("chair.polling.keep"));
    keep.type = "button";
    keep.dataset.act = "keep-open";
    this.#text.id = `polling-ends-${countdown.motion}`;
    keep.setAttribute("aria-describedby", this.#text.id);
    keep.addEventListener("click", () => page.keep(countdown.motion));
    this.#warning.append(keep);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#findOut();
  }

  keep() {
    this.#kept = true;
    this.#warn(null);
  }

  stop() {
    clearInterval(this.#timer);
    this.#offer(false);
    this.#warn(null);
  }

  async #findOut() {
    try {
      const opening = await (await this.page.office.acts()).signed("motion.opened", this.countdown.motion);
      this.#opened = opening ? Date.parse(opening.signedAt) : null;
    } catch {
      // A page without a key ends nothing; what it lacks is said where it acts.
    }
  }

  #tick() {
    const { since, seconds } = this.countdown;
    const left = Math.ceil(since + seconds - serverNow() / 1000);
    const mayEnd = this.#opened !== null && !this.#kept;
    this.#warn(mayEnd && left > 0 && left <= WARNING_S ? left : null);
    if (left > 0) {
      if (isHere() && this.#warning.isConnected) this.warned = Date.now();
    } else if (mayEnd && !this.#ending && isHere() && Date.now() - this.warned < GAP_MS && this.#isLongEnough(seconds)) {
      this.#ending = true;
      this.page.office.guarded(() => this.#end());
    }
    this.#offer(left <= -GRACE_S);
  }

  /** Whether it has been open for so long by this device's own clock: a server that tells another time ends nothing. */
  #isLongEnough(seconds) {
    return Date.now() - this.#opened >= (seconds - GRACE_S) * 1000;
  }

  /** Another tab of hers, or this page before it was loaded anew, may have signed it; others may have kept it open. */
  async #end() {
    const { motion, since } = this.countdown;
    await navigator.locks.request(`plenary-end-${motion}`, async () => {
      const told = countdownOf(await requestJson("/floor"), motion);
      if (told?.since !== since || this.#kept) return;
      if (await (await this.page.office.acts()).signed("polling.ended", motion)) return;
      await this.page.room.end(motion);
    });
  }

  /** Once the time is over, ending polling is what comes next. */
  #offer(over) {
    const button = this.page.room.card(this.countdown.motion)?.querySelector('[data-act="end"]');
    if (!button || (button.dataset.next === "over") === over) return;
    button.textContent = t(over ? "chair.polling.over" : "chair.end.button");
    mayBeNext(button, over ? "over" : "motion");
    if (over) announce(button.textContent);
  }

  #warn(left) {
    const shown = this.#warning.isConnected;
    if (left === null) {
      this.#warning.remove();
    } else {
      this.#text.textContent = t("chair.polling.ends", { motion: this.countdown.motion, seconds: left });
      if (!shown) {
        this.page.bar.append(this.#warning);
        announce(this.#text.textContent);
      }
    }
    this.page.bar.hidden = this.page.bar.childElementCount === 0;
  }
}
