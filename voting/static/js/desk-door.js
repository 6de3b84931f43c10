/**
 * The door: a code typed or scanned, Enter, and the person is in (or out). Scans are taken one after another, none is lost.
 */
import { isActive, looksSecret, plainly } from "./desk-view.js";
import { t } from "./text.js";
import { element, slot } from "./view.js";

const CODE = /^[0-9A-HJKMNP-TV-Z]{6}$/;
const SHOWN = 6;

/** A door code as printed, from what was typed: case and the letters that people mistake for digits do not matter. */
export function doorCode(typed) {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return CODE.test(code) ? code : null;
}

/** The quick entry at the door. */
export class Door {
  #form = document.getElementById("door");
  #input = document.getElementById("door-code");
  #outcomes = slot(this.#form, "outcomes");
  #queue = Promise.resolve();
  #server;
  #acts;
  #onPresence;

  /**
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {(person: string, present: boolean) => void} onPresence told of each person who went through
   */
  constructor(server, acts, onPresence) {
    this.#server = server;
    this.#acts = acts;
    this.#onPresence = onPresence;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    for (const choice of this.#form.elements.direction) choice.addEventListener("change", () => this.#showDirection(true));
    this.#showDirection(false);
  }

  get #direction() {
    return this.#form.elements.direction.value;
  }

  #showDirection(focus) {
    const direction = this.#direction;
    slot(this.#form, "label").textContent = t(`desk.door.label_${direction}`);
    slot(this.#form, "submit").textContent = t(`desk.act.${direction}`);
    if (focus) this.#input.focus();
  }

  #take() {
    const typed = this.#input.value.trim();
    this.#input.value = "";
    this.#input.focus();
    if (!typed) return;
    if (looksSecret(typed)) return this.#say("went-wrong", t("desk.secret_scanned"));
    const code = doorCode(typed);
    if (code === null) return this.#say("went-wrong", t("desk.door.not_a_code", { typed: typed.slice(0, 20) }));
    // The direction is the one that stood there when the badge was scanned.
    const direction = this.#direction;
    this.#queue = this.#queue.then(() => this.#pass(code, direction));
  }

  async #pass(code, direction) {
    let person;
    try {
      const { people } = await this.#server.findPeople(code, 20);
      person = people.find((one) => one.door === code);
      if (!person) return this.#say("went-wrong", t("desk.door.unknown", { code }));
      if (!isActive(person)) {
        return this.#say("went-wrong", t(person.status === "revoked" ? "desk.door.revoked" : "desk.door.no_badge", { name: person.name }));
      }
      await this.#acts.recordPresence(person, direction);
      this.#onPresence(person.person, direction === "in");
      this.#say(`went-${direction}`, t(`desk.done.${direction}`, { name: person.name }));
    } catch (error) {
      this.#say("went-wrong", `${person?.name ?? code}: ${plainly(error)}`);
    }
  }

  #say(kind, text) {
    this.#outcomes.prepend(element("li", kind, text));
    while (this.#outcomes.childElementCount > SHOWN) this.#outcomes.lastElementChild.remove();
  }
}
