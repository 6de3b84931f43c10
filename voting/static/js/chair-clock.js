/** The clock on the card of a motion that is open: the time that is left, and how chair and clerk start and stop it. */
import { Countdown } from "./countdown.js";
import { floorAct } from "./floor-act.js";
import { t } from "./text.js";
import { announce, element, whileBusy } from "./view.js";

export class ChairClock {
  box = element("div", "countdown");
  #ends = false;

  /**
   * @param {string} motion
   * @param {import("./office.js").Office} office
   * @param {boolean} writes whether this officer may stop it
   * @param {import("./chair-polling-time.js").PollingTime | null} pollingTime on a chair's page
   */
  constructor(motion, office, writes, pollingTime) {
    this.motion = motion;
    this.office = office;
    this.pollingTime = pollingTime;
    this.box.hidden = true;
    this.button = element("button", "secondary outline");
    this.button.type = "button";
    this.button.dataset.act = "no-countdown";
    this.button.addEventListener("click", () => whileBusy([this.button], () => this.#stop()));
    this.countdown = new Countdown(this.box, ...(writes ? [this.button] : []));
  }

  /** @param {any} countdown that of its motion, if it has one */
  update(countdown) {
    this.#ends = countdown?.ends === true;
    this.button.textContent = t(this.#ends ? "chair.polling.keep" : "chair.countdown.stop");
    this.countdown.update(countdown);
  }

  #stop() {
    if (this.#ends && this.pollingTime) return this.pollingTime.keep(this.motion);
    return this.office.guarded(() => floorAct({ act: "no_countdown", motion: this.motion }));
  }
}

/**
 * Tell the hall how long voting stays open.
 * @param {import("./office.js").Office} office
 * @param {{motion: string, seconds: number, ends: boolean}} time `ends`: it is that of the rules
 * @param {HTMLButtonElement} button
 */
export function startClock(office, time, button) {
  return whileBusy([button], () => office.guarded(async () => {
    await floorAct({ act: "countdown", ...time });
    if (!time.ends) announce(t("chair.countdown.done"));
  }));
}
