/** The form of an agenda: items in order, each with a title in the convention's languages and perhaps a text. */
import { showProblem } from "./office.js";
import { movers } from "./reorder.js";
import { t } from "./text.js";
import { announce, element, languageName, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

/** It begins with the items of the agenda before: most changes are small. */
export class AgendaForm {
  #day = null;

  /**
   * @param {import("./office.js").Office} office
   * @param {() => any} state the current state
   */
  constructor(office, state) {
    this.office = office;
    this.state = state;
    this.form = document.getElementById("agenda-form");
    this.list = document.getElementById("agenda-items");
    this.problem = document.getElementById("agenda-problem");
    const start = document.getElementById("agenda-new");
    const cancel = this.form.querySelector('[data-act="cancel"]');
    start.addEventListener("click", () => this.#show());
    this.form.querySelector('[data-act="add"]').addEventListener("click", () => this.#add().querySelector("input").focus());
    this.form.addEventListener("input", () => tell(this.problem));
    cancel.addEventListener("click", () => this.#hide());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      // What is signed is not taken back, and another would be gone when this one is recorded.
      whileBusy([event.submitter, cancel, start], () => this.#sign());
    });
  }

  /** @param {any} day of /chair/motions */
  update(day) {
    this.#day = day;
    // Another chair may have proposed one meanwhile.
    this.#showNumber();
  }

  #showNumber() {
    document.getElementById("agenda-title").textContent = t("day.agenda", { agenda: this.#day?.next ?? "1" });
  }

  #show() {
    const before = this.#day?.proposed?.items ?? [];
    tell(this.problem);
    this.list.replaceChildren();
    for (const item of before.length ? before : [{ title: {}, document: null }]) this.#add(item);
    this.#showNumber();
    this.form.hidden = false;
    document.getElementById("agenda-title").focus();
  }

  #hide() {
    this.form.hidden = true;
  }

  #add({ title = {}, document: text = null } = {}) {
    const { languages, documents } = this.state();
    const inputs = languages.map((language) => {
      const input = element("input");
      Object.assign(input, { maxLength: 300, dir: "auto", lang: language, value: title[language] ?? "" });
      input.dataset.language = language;
      return element("label", "", languageName(language), " ", input);
    });
    const choice = element("select");
    choice.append(new Option(t("day.item.no_text"), ""), ...documents.map((one) => new Option(one.document, one.document)));
    choice.value = text ?? "";
    const remove = element("button", "secondary outline", t("day.item.remove"));
    remove.type = "button";
    const row = element("li", "agenda-item");
    const [grip, ...buttons] = movers(row, () => written(inputs[0].querySelector("input").value) || t("day.item.unnamed"));
    row.append(
      element("div", "fields", ...inputs, element("label", "", t("day.item.text"), " ", choice)),
      element("p", "actions", grip, ...buttons, remove),
    );
    remove.addEventListener("click", () => row.remove());
    this.list.append(row);
    return row;
  }

  #items() {
    return [...this.list.children].map((row) => {
      const titles = [...row.querySelectorAll("input")].map((input) => [input.dataset.language, written(input.value)]);
      return { title: Object.fromEntries(titles.filter(([, value]) => value)), document: row.querySelector("select").value || null };
    });
  }

  async #sign() {
    const [first] = this.state().languages;
    const items = this.#items();
    const lacking = items.findIndex((item) => !item.title[first]);
    if (items.length === 0 || lacking >= 0) {
      tell(this.problem, t("day.item.no_title", { number: lacking + 1 || 1, language: languageName(first) }));
      return;
    }
    tell(this.problem);
    try {
      await (await this.office.acts()).say("agenda.proposed", { agenda: this.#day?.next ?? "1", items });
      announce(t("day.done"));
      this.#hide();
    } catch (error) {
      showProblem(this.problem, error);
    }
  }
}
