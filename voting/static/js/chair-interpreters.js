/** Whether the interpreters are ready: a tick that everybody at the podium sees, and that each opening takes back. */
import { floorAct } from "./floor-act.js";
import { t } from "./text.js";
import { whileBusy } from "./view.js";

/** What a last look says of them. */
export function interpretersLine({ interpreters }) {
  return t(interpreters ? "chair.interpreters.ready" : "chair.interpreters.not_ready");
}

/** The tick of chair and clerk, in conventions of more than one language. */
export class InterpretersTick {
  /**
   * @param {HTMLElement} box
   * @param {import("./office.js").Office} office
   */
  constructor(box, office) {
    this.box = box;
    this.tick = box.querySelector("input");
    this.told = { version: -1, interpreters: false };
    this.tick.addEventListener("change", () => this.#say(office, this.tick.checked));
  }

  async #say(office, ready) {
    await whileBusy([this.tick], () => office.guarded(async () => this.update(await floorAct({ act: "interpreters", ready }))));
    // Also where it could not be said.
    this.#show();
  }

  /** @param {any} floor */
  update(floor) {
    if (floor.version < this.told.version) return;
    this.told = floor;
    // What others do meanwhile takes no tick from under her finger.
    if (!this.tick.disabled) this.#show();
    // A last look that is open tells it too.
    for (const place of document.querySelectorAll("[data-interpreters]")) place.textContent = interpretersLine(floor);
  }

  #show() {
    this.tick.checked = this.told.interpreters;
  }
}
