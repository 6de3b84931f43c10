/** Phones of the convention's own pool: lent to people who have none, and taken back. None of it stands in the record. */
import { askAndAct } from "./desk-dialogs.js";
import { isActive, placeOf, tellError } from "./desk-view.js";
import { focusIfLost } from "./focus.js";
import { t } from "./text.js";
import { element, number, slot, timeOf } from "./view.js";

/** Ask which phone a person gets. Resolves to what to announce, null if cancelled. */
export async function askLend(person, server) {
  const dialog = document.getElementById("lend-dialog");
  const label = slot(dialog, "label");
  label.value = "";
  for (const [name, fits] of [["fresh", person.status === "issued"], ["used", person.status !== "issued"]]) slot(dialog, name).hidden = !fits;
  // Enter presses the main button, which does the work.
  dialog.querySelector("form").onsubmit = (event) => event.preventDefault();
  let loan = null;
  const done = await askAndAct(dialog, person, async () => {
    loan = await server.lendPhone(label.value, person.credential);
  });
  return done ? t("desk.done.lend", { label: loan.label, name: person.name }) : null;
}

/**
 * Take back the first phone that a person has, and tell what follows of it.
 * @param {object} person
 * @param {import("./desk-api.js").DeskServer} server
 * @param {() => Promise<string | null>} replace replaces her badge
 * @returns {Promise<string | null>} what to announce, null if cancelled
 */
export async function askBack(person, server, replace) {
  const dialog = document.getElementById("back-dialog");
  const [{ label, credential }] = person.lent;
  const stands = isActive(person) && person.credential === credential && person.device !== null;
  slot(dialog, "title").textContent = t("desk.act.back", { label });
  for (const name of ["stands", "replace"]) slot(dialog, name).hidden = !stands;
  let replaces = false;
  const take = () => server.takePhoneBack(label, credential);
  const takeAndReplace = async () => {
    await take();
    replaces = true;
  };
  const done = await askAndAct(dialog, person, take, [[slot(dialog, "replace"), takeAndReplace]]);
  if (!done) return null;
  const said = t("desk.done.back", { label, name: person.name });
  return replaces ? [said, await replace()].filter(Boolean).join(" ") : said;
}

/** What a person has, as the desk and the door say it; null if nothing. */
export function lentTo(person, key) {
  return person.lent.length ? t(key, { label: person.lent.map(({ label }) => label).join(t("common.comma")) }) : null;
}

/** The phones that are out; those of people who are not in the hall come first. */
export class LoanList {
  #box = document.getElementById("loans");
  #key = "";
  #server;
  #onBack;

  /**
   * @param {import("./desk-api.js").DeskServer} server
   * @param {(person: object) => Promise<void>} onBack takes a phone back
   */
  constructor(server, onBack) {
    this.#server = server;
    this.#onBack = onBack;
    // What another desk lends stands in no log, whose growth this page would see.
    this.#box.addEventListener("toggle", () => this.#box.open && this.refresh());
  }

  /** Ask again and show the answer. */
  async refresh() {
    try {
      this.#show((await this.#server.lentPhones()).loans);
    } catch (error) {
      tellError(document.getElementById("people-trouble"), error);
    }
  }

  #show(loans) {
    const key = JSON.stringify(loans);
    // A list that is made anew would take the focus from a button in it.
    if (key === this.#key) return;
    this.#key = key;
    const gone = loans.filter(({ holder }) => !holder.present).length;
    this.#box.hidden = loans.length === 0;
    slot(this.#box, "title").textContent = t(gone ? "desk.loans.gone" : "desk.loans", { count: number(loans.length), gone: number(gone) });
    slot(this.#box, "phones").replaceChildren(...loans.map((loan) => this.#line(loan)));
  }

  #line({ label, lent, holder }) {
    const since = timeOf(lent * 1000, { dateStyle: "short", timeStyle: "short" });
    const place = [holder.name, placeOf(holder), t("desk.door.number", { number: holder.credential }), t("desk.loan.since", { time: since })];
    const here = element("span", `pill ${holder.present ? "pill-ok" : "pill-warning"}`, t(holder.present ? "desk.present" : "desk.absent"));
    const back = element("button", "secondary outline", t("desk.loan.back"));
    back.type = "button";
    back.setAttribute("aria-label", `${t("desk.act.back", { label })}: ${holder.name}`);
    back.addEventListener("click", async () => {
      await this.#onBack(holder);
      focusIfLost(slot(this.#box, "title"));
    });
    const phone = element("b", "", t("desk.loan.phone", { label }));
    return element("li", "", element("span", "", phone, ` · ${place.join(" · ")} `, here), back);
  }
}
