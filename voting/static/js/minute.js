/** The minute in which phones answer a count, from the time that its call names. It ends nothing: the chair does. */
import { minutes, serverNow } from "./clock.js";
import { t } from "./text.js";
import { element, tell } from "./view.js";

const MINUTE = 60;
const TICK_MS = 250;

/** Never outside of the time given, whatever clocks say: a device may have signed its beginning, and it may be wrong. */
function secondsLeft(calledAt, seconds) {
  const left = seconds + Math.ceil((Date.parse(calledAt) - serverNow()) / 1000);
  return Math.min(seconds, Math.max(0, left));
}

/** The time that is left and a bar, then what holds after them. A screen reader tells the end, and not each second. */
export class Minute {
  /** Whether it has passed. */
  over = false;
  #calledAt = null;
  #seconds = MINUTE;
  #timer = 0;
  #left = -1;

  /**
   * @param {string} after key of what is shown once it is over
   * @param {() => void} [onTurn] called when `over` changes
   */
  constructor(after, onTurn = () => {}) {
    this.after = after;
    this.onTurn = onTurn;
    this.digits = element("span");
    this.bar = element("progress");
    this.bar.ariaHidden = "true";
    this.clock = element("div", "minute-left", this.digits, this.bar);
    this.clock.role = "timer";
    this.clock.ariaLive = "off";
    this.element = element("div", "minute", this.clock);
  }

  /**
   * @param {string | null} calledAt when it begins, `issued_at` of a call; null where nothing is counted
   * @param {number} [seconds] how long it is
   */
  follow(calledAt, seconds = MINUTE) {
    if (calledAt === this.#calledAt && seconds === this.#seconds) return;
    this.#calledAt = calledAt;
    this.#seconds = seconds;
    this.bar.max = seconds;
    clearInterval(this.#timer);
    if (calledAt === null) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #tick() {
    const left = secondsLeft(this.#calledAt, this.#seconds);
    if (left === this.#left) return;
    this.#left = left;
    this.digits.textContent = t("count.left", { time: minutes(left) });
    this.bar.value = left;
    if (this.over === (left === 0)) return;
    this.over = left === 0;
    tell(this.element, this.over ? element("p", "", t(this.after)) : this.clock);
    this.onTurn();
  }
}
