/**
 * The time after which polling ends, where the rules know one. The page of the chair who opened the motion ends it, if she is
 * at it and could have kept it open; every other page offers it. The countdown itself ends nothing, nor does the server.
 */
import { mayBeNext } from "./chair-next.js";
import { serverNow } from "./clock.js";
import { floorAct } from "./floor-act.js";
import { requestJson } from "./http.js";
import { t } from "./text.js";
import { announce, element, tell } from "./view.js";

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

/** Follows the time of the motion that is open, on a chair's page. */
export class PollingTime {
  #countdown = null;
  #timer = 0;
  /** Whether this device opened the motion. */
  #mine = false;
  /** When she last had the warning before her. */
  #warned = 0;
  #kept = false;
  #ending = false;

  /**
   * @param {HTMLElement} bar the warning, and the way to keep polling open
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
      if (!isHere()) this.#warned = 0;
    });
  }

  /** Take what the floor says. */
  update({ countdown }) {
    const ends = countdown?.ends ? countdown : null;
    if (ends?.motion === this.#countdown?.motion && ends?.since === this.#countdown?.since) return;
    clearInterval(this.#timer);
    if (this.#countdown) this.#offer(this.#countdown.motion, false);
    this.#countdown = ends;
    this.#mine = this.#kept = this.#ending = false;
    this.#warned = 0;
    this.#warn(null);
    if (ends === null) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#findOut(ends);
  }

  /** Keep polling open: this page ends nothing any more, and the clock is stopped for everyone. */
  keep() {
    this.#kept = true;
    this.#warn(null);
    return this.office.guarded(async () => {
      this.update(await floorAct({ act: "no_countdown" }));
      announce(t("chair.polling.kept"));
    });
  }

  async #findOut(countdown) {
    try {
      const mine = await (await this.office.acts()).signed("motion.opened", countdown.motion);
      if (countdown === this.#countdown) this.#mine = mine;
    } catch {
      // A page without a key ends nothing; what it lacks is said where it acts.
    }
  }

  #tick() {
    const { motion, since, seconds } = this.#countdown;
    const left = Math.ceil(since + seconds - serverNow() / 1000);
    const mayEnd = this.#mine && !this.#kept;
    this.#warn(mayEnd && left > 0 && left <= WARNING_S ? left : null);
    if (left > 0) {
      if (isHere() && !this.bar.hidden) this.#warned = Date.now();
    } else if (mayEnd && !this.#ending && isHere() && Date.now() - this.#warned < GAP_MS) {
      this.#ending = true;
      this.office.guarded(() => this.#end(this.#countdown));
    }
    this.#offer(motion, left <= -GRACE_S);
  }

  /** Another tab of hers, or this page before it was loaded anew, may have signed it; others may have kept it open. */
  async #end(countdown) {
    await navigator.locks.request(`plenary-end-${countdown.motion}`, async () => {
      const { countdown: told } = await requestJson("/floor");
      if (told?.since !== countdown.since || told.motion !== countdown.motion || this.#kept) return;
      if (await (await this.office.acts()).signed("polling.ended", countdown.motion)) return;
      await this.room.end(countdown.motion);
    });
  }

  /** Once the time is over, ending polling is what comes next. */
  #offer(motion, over) {
    const button = this.room.card(motion)?.querySelector('[data-act="end"]');
    if (!button || (button.dataset.next === "over") === over) return;
    button.textContent = t(over ? "chair.polling.over" : "chair.end.button");
    mayBeNext(button, over ? "over" : "motion");
    if (over) announce(button.textContent);
  }

  #warn(left) {
    if (left === null) {
      tell(this.bar);
      return;
    }
    const { motion } = this.#countdown;
    const text = t("chair.polling.ends", { motion, seconds: left });
    if (!this.bar.hidden) {
      this.bar.firstChild.textContent = text;
      return;
    }
    const keep = element("button", "", t("chair.polling.keep"));
    keep.type = "button";
    keep.dataset.act = "keep-open";
    keep.addEventListener("click", () => this.keep());
    tell(this.bar, element("p", "", text), keep);
    announce(text);
  }
}
