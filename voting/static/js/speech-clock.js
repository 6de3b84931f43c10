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

  /** @param {{since: number, seconds: number, held: number | null} | null} speech `held` since when it stands still */
  follow(speech) {
    clearInterval(this.#timer);
    this.#speech = speech;
    if (!speech) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #tick() {
    const { since, seconds, held } = this.#speech;
    // A clock that is behind the server's must not show more than the speech has.
    const left = Math.min(seconds, Math.ceil(since + seconds - (held ?? serverNow() / 1000)));
    const time = t(left >= 0 ? "floor.left" : "floor.over", { time: minutes(Math.abs(left)) });
    const text = held === null ? time : t("floor.held", { time });
    if (this.element.textContent === text) return;
    this.element.textContent = text;
    this.element.classList.toggle("speech-over", left < 0);
  }
}
