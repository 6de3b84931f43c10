/**
 * Badges for many: prepare, make codes and PDFs, let the officer save them, then sign, at most 200 people a statement.
 */
import { inStatements, makeBadges, MOST_AT_ONCE } from "./desk-credentials.js";
import { counted } from "./counted.js";
import { guardLeaving, nameOf, placeOf, plainly, tellError } from "./desk-view.js";
import { t } from "./text.js";
import { announce, element, number, slot, tell, whileBusy } from "./view.js";

const EVERYBODY = 100_000;

/** Order people as badges are handed out: a pile for each delegation, and in it by name, as the list is. */
function byDelegation(people) {
  const name = (person) => nameOf(person.delegation_name) || person.delegation || "";
  return [...people].sort((a, b) => name(a).localeCompare(name(b), document.documentElement.lang));
}

/** The panel that issues first badges. */
export class IssuePanel {
  #choose = document.getElementById("issue-choose");
  #sign = document.getElementById("issue-sign");
  #problem = document.getElementById("issue-problem");
  #trouble = document.getElementById("issue-trouble");
  #done = document.getElementById("issue-done");
  #unissued = [];
  #chosen = new Set();
  /** @type {{credentials: object[], url: string, name: string, opened: boolean}[]} */
  #parts = [];
  #making = false;
  #release = null;
  #server;
  #acts;
  #context;
  #onCounts;

  /**
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {{context: import("./desk-credentials.js").BadgeContext, onCounts: (answer: object) => void}} page
   *   what badges need to say, and who shows the totals
   */
  constructor(server, acts, { context, onCounts }) {
    this.#server = server;
    this.#acts = acts;
    this.#context = context;
    this.#onCounts = onCounts;
    this.#choose.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#prepare();
    });
    this.#choose.addEventListener("change", () => this.#showChoice());
    slot(this.#choose, "filter").addEventListener("input", () => this.#filterChoices());
    slot(this.#sign, "saved").addEventListener("change", () => this.#showSaved());
    slot(this.#sign, "sign").addEventListener("click", () => this.#issue());
    slot(this.#sign, "discard").addEventListener("click", () => this.#discard());
  }

  /**
   * Ask who has no badge yet; not while badges are made or wait for their signature: the button that is set free would
   * make them twice. Which badges to destroy stays said, whatever the answer.
   */
  async refresh() {
    const isBusy = () => this.#making || this.#parts.length > 0;
    if (isBusy()) return;
    try {
      const answer = await this.#server.findPeople("", EVERYBODY);
      if (isBusy()) return;
      this.#onCounts(answer);
      this.#unissued = answer.people.filter((person) => person.status === "imported");
      tell(this.#trouble, null);
      this.#showChoices();
    } catch (error) {
      tellError(this.#trouble, error);
    }
  }

  #showChoices() {
    const delegations = new Map();
    for (const one of this.#unissued) {
      const known = delegations.get(one.delegation) ?? { name: nameOf(one.delegation_name) || one.delegation || t("desk.issue.none"), count: 0 };
      known.count += 1;
      delegations.set(one.delegation, known);
    }
    const select = this.#choose.elements.delegation;
    const before = select.value;
    select.replaceChildren(...[...delegations].map(([id, { name, count }]) => new Option(t("desk.issue.option", { name, count: number(count) }), id ?? "")));
    if (delegations.has(before)) select.value = before;
    this.#chosen = new Set(this.#unissued.map((one) => one.person).filter((id) => this.#chosen.has(id)));
    slot(this.#choose, "choices").replaceChildren(...this.#unissued.map((one) => this.#choiceOf(one)));
    slot(this.#choose, "all").textContent = t("desk.issue.all", { count: number(this.#unissued.length) });
    this.#filterChoices();
    this.#showChoice();
  }

  #choiceOf(person) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: this.#chosen.has(person.person) });
    box.addEventListener("change", () => this.#chosen[box.checked ? "add" : "delete"](person.person));
    return element("li", "", element("label", "", box, element("span", "", `${person.name} · ${placeOf(person)}`)));
  }

  #filterChoices() {
    const words = slot(this.#choose, "filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of slot(this.#choose, "choices").children) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
  }

  get #people() {
    const { whom, delegation } = this.#choose.elements;
    if (whom.value === "all") return byDelegation(this.#unissued);
    if (whom.value === "delegation") return this.#unissued.filter((one) => (one.delegation ?? "") === delegation.value);
    return byDelegation(this.#unissued.filter((one) => this.#chosen.has(one.person)));
  }

  #showChoice() {
    const whom = this.#choose.elements.whom.value;
    slot(this.#choose, "delegation-choice").hidden = whom !== "delegation";
    slot(this.#choose, "person-choice").hidden = whom !== "chosen";
    const count = this.#people.length;
    const button = slot(this.#choose, "prepare");
    button.textContent = this.#unissued.length ? counted("desk.issue.prepare", count) : t("desk.issue.nobody");
    button.disabled = count === 0;
    button.removeAttribute("aria-busy");
  }

  #prepare() {
    const people = this.#people;
    const button = slot(this.#choose, "prepare");
    this.#making = true;
    return whileBusy([...this.#choose.elements], async () => {
      tell(this.#problem, null);
      tell(this.#done, null);
      try {
        await this.#makeParts(people, this.#choose.elements.layout.value, (count) => {
          button.textContent = t("desk.issue.making", { count: number(count), total: number(people.length) });
        });
      } catch (error) {
        this.#forget();
        tellError(this.#problem, error);
      }
    }).then(() => {
      this.#making = false;
      if (this.#parts.length) this.#showFiles();
      else this.#showChoice();
    });
  }

  async #makeParts(people, layout, onProgress) {
    const { title } = this.#context;
    let begun = [];
    for (let from = 0; from < people.length; from += MOST_AT_ONCE) {
      const prepared = await this.#server.prepareCredentials(people.slice(from, from + MOST_AT_ONCE).map((one) => one.person));
      const parts = inStatements([...begun, ...(await makeBadges(prepared, this.#context))]);
      // Who comes next fills the last one: each file more is one to save, to print and to lose.
      begun = from + MOST_AT_ONCE < people.length ? parts.pop() : [];
      for (const part of parts) {
        const credentials = part.map((one) => one.credential);
        const pdf = await this.#server.renderBadges(part.map((one) => one.badge), layout, title);
        const [first, last] = [credentials[0].number, credentials.at(-1).number];
        this.#parts.push({
          credentials,
          url: URL.createObjectURL(pdf),
          name: t("desk.issue.filename", { first, last }),
          opened: false,
        });
        onProgress(this.#parts.reduce((sum, one) => sum + one.credentials.length, 0));
      }
    }
    this.#release = guardLeaving();
  }

  #showFiles() {
    this.#choose.hidden = true;
    this.#sign.hidden = false;
    slot(this.#sign, "files").replaceChildren(...this.#parts.map((part) => this.#fileOf(part)));
    slot(this.#sign, "saved").checked = false;
    slot(this.#sign, "saved-text").textContent = counted("desk.issue.saved", this.#parts.length);
    slot(this.#sign, "sign").textContent = counted("desk.issue.sign", this.#count);
    slot(this.#sign, "stage").textContent = "";
    this.#showSaved();
    this.#sign.querySelector("h2").focus();
  }

  #fileOf(part) {
    const link = Object.assign(element("a", "", t("desk.issue.save", { name: part.name })), { href: part.url, download: part.name });
    link.setAttribute("role", "button");
    const state = element("span", "muted", counted("desk.issue.people", part.credentials.length));
    link.addEventListener("click", () => {
      part.opened = true;
      link.classList.add("secondary", "outline");
      state.textContent = t("desk.issue.offered");
      this.#showSaved();
    });
    return element("li", "", link, state);
  }

  get #count() {
    return this.#parts.reduce((sum, part) => sum + part.credentials.length, 0);
  }

  #showSaved() {
    const saved = slot(this.#sign, "saved");
    saved.disabled = !this.#parts.every((part) => part.opened);
    slot(this.#sign, "sign").disabled = saved.disabled || !saved.checked;
  }

  #issue() {
    const controls = ["sign", "discard", "saved"].map((name) => slot(this.#sign, name));
    const progress = slot(this.#sign, "progress");
    return whileBusy(controls, async () => {
      const parts = this.#parts;
      let signed = 0;
      let refused = null;
      progress.hidden = false;
      try {
        for (const part of parts) {
          slot(this.#sign, "stage").textContent = t("desk.issue.signing", { part: signed + 1, parts: parts.length });
          await this.#acts.issue(part.credentials);
          signed += 1;
          progress.value = signed / parts.length;
        }
      } catch (error) {
        refused = error;
      }
      progress.hidden = true;
      const issued = parts.slice(0, signed).reduce((sum, part) => sum + part.credentials.length, 0);
      const lost = parts.slice(signed).map((part) => part.name).join(t("common.comma"));
      this.#forget();
      if (issued) tell(this.#done, counted("desk.issue.done", issued));
      if (refused) tell(this.#problem, t("desk.issue.refused", { problem: plainly(refused), files: lost }));
      return refused ? this.#problem : this.#done;
    }).then(async (told) => {
      await this.#backToChoice();
      // The button that was pressed is gone with its step.
      told.focus();
    });
  }

  #discard() {
    const files = this.#parts.map((part) => part.name).join(t("common.comma"));
    this.#forget();
    tell(this.#problem, t("desk.issue.discarded", { files }));
    announce(this.#problem.textContent);
    this.#backToChoice();
  }

  #backToChoice() {
    this.#sign.hidden = true;
    this.#choose.hidden = false;
    return this.refresh();
  }

  /** Let go of every code: the PDFs held them. */
  #forget() {
    for (const part of this.#parts) URL.revokeObjectURL(part.url);
    slot(this.#sign, "files").replaceChildren();
    this.#parts = [];
    this.#release?.();
    this.#release = null;
  }
}
