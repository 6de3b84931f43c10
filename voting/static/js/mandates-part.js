/** Who casts a delegate's vote is seldom changed on a phone: the script for it comes when that is first opened. */
import { later } from "./later.js";
import { inWords } from "./text.js";
import { slot, tell } from "./view.js";

/** The folded part of the page that `MandatesCard` fills. */
export class MandatesPart {
  #root;
  #given;
  #card = null;
  #last = [null, []];

  /**
   * @param {HTMLDetailsElement} root says in `data-script` where the card's script is
   * @param {...*} given what the card takes
   */
  constructor(root, ...given) {
    this.#root = root;
    this.#given = given;
    root.addEventListener("toggle", () => root.open && this.#open());
  }

  /**
   * @param {any} device what the log says of this phone; null while it has not said anything
   * @param {any[]} records all that this phone signed, newest first
   */
  show(device, records) {
    if (device === null) return;
    this.#last = [device, records];
    this.#root.hidden = device.status !== "active" || device.exercise.length === 0;
    this.#card?.show(device, records);
  }

  async #open() {
    if (!this.#card) {
      const said = slot(this.#root, "said");
      try {
        const { MandatesCard } = await later(this.#root.dataset.script);
        this.#card ??= new MandatesCard(this.#root, ...this.#given);
      } catch (error) {
        said.className = "notice notice-warning";
        // A page that has a window of its own has no button of the browser for it.
        slot(this.#root, "outdated").hidden = error.code !== "page_outdated";
        return tell(said, inWords(error));
      }
      slot(this.#root, "outdated").hidden = true;
      this.#card.show(...this.#last);
    }
    this.#card.look();
  }
}
