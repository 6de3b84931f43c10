/** About how long a motion stays open, by the server's time, as the chair told the hall. It ends nothing: the chair does. */
import { Minute } from "./minute.js";

/** Shows in `box` what the floor says. */
export class Countdown {
  #minute = new Minute("count.voting.over");

  constructor(box) {
    this.box = box;
    box.append(this.#minute.element);
  }

  update({ countdown }) {
    this.box.hidden = !countdown;
    this.#minute.follow(countdown && new Date(countdown.since * 1000).toISOString(), countdown?.seconds);
  }
}
