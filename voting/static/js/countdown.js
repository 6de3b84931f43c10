/** About how long a motion stays open, by the server's time, as the chair told the hall. It ends nothing: the chair does. */
import { Minute } from "./minute.js";
import { tell } from "./view.js";

/** The countdown of a motion, as the floor says it. */
export const countdownOf = (floor, motion) => floor?.countdowns.find((one) => one.motion === motion);

/** Shows a countdown in `box`, and beside it what is given. */
export class Countdown {
  #minute = new Minute("count.voting.over");
  #shown;

  constructor(box, ...beside) {
    this.box = box;
    this.beside = beside;
  }

  update(countdown) {
    const shown = JSON.stringify(countdown);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#minute.follow(countdown ? new Date(countdown.since * 1000).toISOString() : null, countdown?.seconds);
    tell(this.box, ...(countdown ? [this.#minute.element, ...this.beside] : []));
  }
}
