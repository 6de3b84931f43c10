/** The clock on the card of the motion that is open: the time that is left, and how chair and clerk start and stop it. */
import { Countdown } from "./countdown.js";
import { floorAct } from "./floor-act.js";
import { t } from "./text.js";
import { announce, element, whileBusy } from "./view.js";

export class ChairClock {
  box = element("div", "countdown");
  #ends = false;

  /**
   * @param {import("./office.js").Office} office
   * @param {boolean} writes whether this officer may stop it
   * @param {import("./chair-polling-time.js").PollingTime | null} pollingTime on a chair's page
   */
  constructor(office, writes, pollingTime) {
    this.office = office;
    this.pollingTime = pollingTime;
    this.button = element("button", "secondary outline");
    this.button.type = "button";
    this.button.dataset.act = "no-countdown";
    this.button.addEventListener("click", () => whileBusy([this.button], () => this.#stop()));
    this.countdown = new Countdown(this.box, ...(writes ? [this.button] : []));
  }

  /** @param {any} floor */
  update(floor) {
    this.#ends = floor.countdown?.ends === true;
    this.button.textContent = t(this.#ends ? "chair.polling.keep" : "chair.countdown.stop");
    this.countdown.update(floor);
  }

  /**
   * Tell the hall how long voting stays open.
   * @param {{motion: string, seconds: number, ends: boolean}} time `ends`: it is that of the rules
   * @param {HTMLButtonElement} button
   */
  start(time, button) {
    return whileBusy([button], () => this.office.guarded(async () => {
      await floorAct({ act: "countdown", ...time });
      if (!time.ends) announce(t("chair.countdown.done"));
    }));
  }

  #stop() {
    if (this.#ends && this.pollingTime) return this.pollingTime.keep();
    return this.office.guarded(() => floorAct({ act: "no_countdown" }));
  }
}
