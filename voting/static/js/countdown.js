/** About how long a motion stays open, by the server's time, as the chair told the hall. It ends nothing: the chair does. */
import { Minute } from "./minute.js";
import { tell } from "./view.js";

/** Shows in `box` what the floor says, and beside it what is given. */
export class Countdown {
  #minute = new Minute("count.voting.over");

  constructor(box, ...beside) {
    this.box = box;
    this.beside = beside;
  }

  update({ countdown }) {
    this.#minute.follow(countdown && new Date(countdown.since * 1000).toISOString(), countdown?.seconds);
    tell(this.box, ...(countdown ? [this.#minute.element, ...this.beside] : []));
  }
}
