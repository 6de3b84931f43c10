/** Mandates at the desk: who casts a person's vote, handed over and taken back on a paper form. */
import { askAndAct } from "./desk-dialogs.js";
import { forgetTyped, looksSecret, placeOf, tellError } from "./desk-view.js";
import { t } from "./text.js";
import { element, number, slot, tell } from "./view.js";

const PAUSE_MS = 200;

const isOwn = ({ of }, person) => of === person.credential;
const isWithItsOwn = ({ standing }) => standing === "own";

/** A sentence for each mandate that is cast by another than its own delegate. */
export function mandateLines(person) {
  return person.mandates.filter((mandate) => !isWithItsOwn(mandate)).map((mandate) => lineOf(mandate, person));
}

function lineOf(mandate, person) {
  if (isWithItsOwn(mandate)) return t("desk.mandates.own", mandate);
  const away = isOwn(mandate, person);
  const [whose, name] = away ? [mandate.with, mandate.with_name] : [mandate.of, mandate.of_name];
  return t(`desk.mandates.${away ? "away" : "held"}_${mandate.standing}`, { mandate: mandate.mandate, name, number: whose });
}

/** The form in the dialog: which mandates, in which right, to whom. */
class HandOver {
  #dialog;
  #form;
  #server;
  #mandates;
  #takers = [];
  #timer = null;
  #question = 0;

  constructor(dialog, server, mandates, proxies) {
    this.#dialog = dialog;
    this.#form = slot(dialog, "hand-over");
    this.#server = server;
    this.#mandates = mandates;
    this.#form.reset();
    this.#form.hidden = slot(dialog, "go").hidden = mandates.length === 0;
    this.#showWhich();
    this.#form.querySelector("[value=proxy]").disabled = proxies.limit === 0;
    const rule = proxies.limit === 0 ? "no_proxies" : proxies.within_delegation ? "proxies_within" : "proxies";
    slot(dialog, "proxies").textContent = t(`desk.mandates.${rule}`, { limit: number(proxies.limit) });
    this.#form.onsubmit = (event) => event.preventDefault();
    this.#form.oninput = (event) => event.target.name !== "taker" && this.#searchSoon();
    this.#show({ takers: [], total: 0 });
    if (mandates.length) this.#search();
  }

  #showWhich() {
    const which = slot(this.#dialog, "which");
    which.hidden = this.#mandates.length < 2;
    which.replaceChildren(...this.#mandates.map((mandate) => {
      const box = element("input");
      Object.assign(box, { type: "checkbox", name: "mandate", value: mandate, checked: true });
      return element("label", "", box, element("span", "", mandate));
    }));
  }

  get mandates() {
    return [...this.#form.querySelectorAll("[name=mandate]:checked")].map(({ value }) => value);
  }

  get as() {
    return this.#form.elements.as.value;
  }

  /** The person who was chosen; throws what to do if nobody is. */
  get taker() {
    const chosen = this.#form.querySelector("[name=taker]:checked");
    const taker = chosen && this.#takers.find(({ credential }) => String(credential) === chosen.value);
    if (!taker || !this.mandates.length) throw new Error(t("desk.mandates.choose"));
    return taker;
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    const { query } = this.#form.elements;
    if (looksSecret(query.value)) {
      forgetTyped(query);
      return tell(slot(this.#dialog, "problem"), t("desk.secret_scanned"));
    }
    // Whoever was chosen for other mandates, or in another right, is not chosen any more.
    this.#show({ takers: [], total: 0 });
    this.#timer = setTimeout(() => this.#search(), PAUSE_MS);
  }

  async #search() {
    const question = (this.#question += 1);
    if (!this.mandates.length) return;
    try {
      const answer = await this.#server.findTakers(this.mandates, this.as, this.#form.elements.query.value.trim());
      if (question !== this.#question) return;
      this.#show(answer);
      const shown = answer.takers.length;
      slot(this.#dialog, "found").textContent = shown ? t("desk.mandates.found", { shown: number(shown), total: number(answer.total) }) : t("desk.mandates.nobody");
    } catch (error) {
      tellError(slot(this.#dialog, "problem"), error);
    }
  }

  #show({ takers }) {
    this.#takers = takers;
    slot(this.#dialog, "found").textContent = "";
    const list = slot(this.#dialog, "takers");
    // A list that scrolls, with nobody in it to be chosen, is reached by keyboard itself.
    if (takers.every(({ refusal }) => refusal !== null)) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
    list.replaceChildren(...takers.map((taker) => {
      const choice = element("input");
      Object.assign(choice, { type: "radio", name: "taker", value: String(taker.credential), disabled: taker.refusal !== null });
      const who = `${taker.name} · ${placeOf(taker)} · ${t("desk.mandates.number", { number: taker.credential })}`;
      return element("li", "", element("label", "", choice, element("span", "", who)),
        taker.refusal ? element("span", "why-not", taker.refusal.title) : null);
    }));
  }

  close() {
    clearTimeout(this.#timer);
    this.#question += 1;
  }
}

/**
 * Show whose votes a person casts, hand over what is hers, take back what is not where it belongs.
 * @param {object} person
 * @param {import("./desk-api.js").DeskServer} server
 * @param {import("./desk-acts.js").DeskActs} acts
 * @param {{limit: number, within_delegation: boolean}} proxies the rules
 * @returns {Promise<string | null>} what to announce; null if the officer cancelled
 */
export async function askMandates(person, server, acts, proxies) {
  const dialog = document.getElementById("mandates-dialog");
  const hers = person.mandates.filter((mandate) => isOwn(mandate, person) && isWithItsOwn(mandate));
  const form = new HandOver(dialog, server, hers.map(({ mandate }) => mandate), proxies);
  let said = null;
  const back = person.mandates.filter((mandate) => !isWithItsOwn(mandate)).map((mandate) => {
    const button = element("button", "secondary outline", t("desk.mandates.back", mandate));
    button.type = "button";
    const act = async () => {
      const { index } = await acts.giveBack([mandate.mandate]);
      said = t("desk.done.handed_back", { mandates: mandate.mandate, index });
    };
    return { mandate, button, act };
  });
  slot(dialog, "now").replaceChildren(...person.mandates.map((mandate) =>
    element("li", "", element("span", "", lineOf(mandate, person)), back.find((one) => one.mandate === mandate)?.button ?? null)));
  await askAndAct(dialog, person, async () => {
    const { mandates, as, taker } = form;
    const { index } = await acts.handOver(mandates, taker.credential, as);
    said = t("desk.done.handed_over", { mandates: mandates.join(t("common.comma")), name: taker.name, index });
  }, back.map(({ button, act }) => [button, act]));
  form.close();
  return said;
}
