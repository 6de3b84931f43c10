/** People who are in the hall and have no vote though they may expect one, with the reason and what to do. */
import { placeOf } from "./desk-view.js";
import { headed, t } from "./text.js";
import { element, number, slot } from "./view.js";

/** The quiet list above the people. */
export class AttentionList {
  #box = document.getElementById("attention");
  #key = "";
  #onShow;

  /** @param {(person: object) => void} onShow brings a person's row up */
  constructor(onShow) {
    this.#onShow = onShow;
  }

  /** @param {{attention: object[], flagged: number}} answer of /desk/people */
  show({ attention, flagged }) {
    this.#box.hidden = flagged === 0;
    const key = JSON.stringify([attention, flagged]);
    // A list that is made anew would take the focus from a button in it.
    if (key === this.#key) return;
    this.#key = key;
    slot(this.#box, "title").textContent = t("desk.attention", { count: number(flagged) });
    const more = flagged - attention.length;
    slot(this.#box, "people").replaceChildren(
      ...attention.map((person) => this.#line(person)),
      ...(more > 0 ? [element("li", "muted", t("desk.attention.more", { count: number(more) }))] : []),
    );
  }

  #line(person) {
    const { reason, motion } = person.attention;
    const button = element("button", "secondary outline", t("desk.attention.show"));
    button.type = "button";
    button.setAttribute("aria-label", `${t("desk.attention.show")}: ${person.name}`);
    button.addEventListener("click", () => {
      // The person's row stands below this list, and is looked for.
      this.#box.open = false;
      this.#onShow(person);
    });
    const why = t(`desk.attention.${reason}`, { motion: motion ?? "" });
    return element("li", "", element("span", "", element("b", "", person.name), ` · ${headed(placeOf(person), why)}`), button);
  }
}
