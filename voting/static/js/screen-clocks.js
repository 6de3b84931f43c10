/** The clocks in the head of the hall screen: the time that is left for each motion that has one. */
import { Countdown } from "./countdown.js";
import { t } from "./text.js";
import { element } from "./view.js";

export class ScreenClocks {
  /** By motion. */
  #clocks = new Map();

  constructor(box) {
    this.box = box;
  }

  /**
   * Show the clock of the motion on the stage first, and say whose each is where the hall votes on several.
   * @param {any} floor
   * @param {string | undefined} current the motion on the stage
   * @param {number} open how many motions are open
   */
  show({ countdowns }, current, open) {
    const told = [...countdowns].sort((a, b) => (b.motion === current) - (a.motion === current));
    for (const id of this.#clocks.keys()) if (!told.some(({ motion }) => motion === id)) this.#clocks.delete(id);
    const shown = told.map((countdown) => this.#clock(countdown, open > 1));
    if (shown.length !== this.box.children.length || shown.some((clock, i) => clock !== this.box.children[i])) this.box.replaceChildren(...shown);
  }

  #clock(countdown, named) {
    const { motion } = countdown;
    if (!this.#clocks.has(motion)) {
      const [name, box] = [element("span", "countdown-of", t("screen.motion", { motion })), element("div")];
      this.#clocks.set(motion, { name, countdown: new Countdown(box), element: element("div", "countdown", name, box) });
    }
    const made = this.#clocks.get(motion);
    made.name.hidden = !named;
    made.countdown.update(countdown);
    return made.element;
  }
}
