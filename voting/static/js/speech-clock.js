/** The time of a speech: it informs, and ends nothing. */
import { minutes, serverNow } from "./clock.js";
import { t } from "./text.js";
import { element } from "./view.js";

const TICK_MS = 250;

/** What is left of the speech, and after it by how much it is over. A screen reader is not told each second. */
export class SpeechClock {
  #speech = null;
  #timer = 0;

  constructor() {
    this.element = element("span", "speech-clock");
    this.element.role = "timer";
    this.element.ariaLive = "off";
  }

  /** @param {{since: number, seconds: number} | null} speech */
  follow(speech) {
    clearInterval(this.#timer);
    this.#speech = speech;
    if (!speech) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #tick() {
    const { since, seconds } = this.#speech;
    // A clock that is behind the server's must not show more than the speech has.
    const left = Math.min(seconds, Math.ceil(since + seconds - serverNow() / 1000));
    const text = t(left >= 0 ? "floor.left" : "floor.over", { time: minutes(Math.abs(left)) });
    if (this.element.textContent === text) return;
    this.element.textContent = text;
    this.element.classList.toggle("speech-over", left < 0);
  }
}
