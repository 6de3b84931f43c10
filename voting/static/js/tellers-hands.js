/** A count of who is there, at the tellers' table. */
import { showProblem } from "./office.js";
import { t } from "./text.js";
import { announce, element, number, tell, whileBusy } from "./view.js";

/** One counts the hands of the room, another confirms. */
export class HandsForm {
  #count = null;

  constructor(box, office, person) {
    this.box = box;
    this.form = box.querySelector("form");
    this.problem = box.querySelector('[data-slot="problem"]');
    this.office = office;
    this.person = person;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      whileBusy([event.submitter], () => this.#guarded(() => this.#record()));
    });
  }

  update({ count }) {
    if (count?.call !== this.#count?.call) this.form.reset();
    this.#count = count;
    const open = count?.state === "open";
    this.box.hidden = !open;
    if (!open) return;
    const { first } = count;
    this.form.hidden = first?.confirmed === true;
    const line = !first ? "" : first.confirmed ? t("count.hands.confirmed", { count: number(first.mandates) }) : t("count.hands.waits", { count: number(first.mandates) });
    const place = this.box.querySelector('[data-slot="first"]');
    tell(place, line);
    if (first && !first.confirmed && first.person !== this.person) {
      const button = element("button", "", t("count.hands.confirm", { count: number(first.mandates) }));
      button.type = "button";
      button.dataset.act = "confirm-hands";
      button.addEventListener("click", () => whileBusy([button], () => this.#guarded(() => this.#confirm(first))));
      place.append(" ", button);
    }
  }

  async #record() {
    const { count, call } = this.#count;
    const value = this.form.elements.hands.value.trim();
    if (!/^[0-9]{1,6}$/.test(value)) {
      tell(this.problem, t("count.hands.number"));
      return;
    }
    await (await this.office.acts()).say("hands.recorded", { count, call, mandates: Number(value) });
    announce(t("count.hands.first"));
  }

  async #confirm({ record }) {
    const { count } = this.#count;
    await (await this.office.acts()).say("hands.confirmed", { count, record });
  }

  async #guarded(work) {
    tell(this.problem);
    try {
      await work();
    } catch (error) {
      showProblem(this.problem, error);
    }
  }
}
