/**
 * The people of the convention: search as you type, a row for each with what can be done for her now.
 */
import { lentTo } from "./desk-loans.js";
import { mandateLines } from "./desk-mandates.js";
import { forgetTyped, isActive, looksSecret, placeOf, tellError } from "./desk-view.js";
import { focusIfLost } from "./focus.js";
import { t } from "./text.js";
import { element, fromTemplate, number, slot, tell, whileBusy } from "./view.js";

const PAGE = 50;
const MOST = 500;
const PAUSE_MS = 120;
const PILLS = { imported: "", issued: "pill-warning", enrolled: "pill-declared", confirmed: "pill-ok", revoked: "pill-annulled" };

/** Which of the row's buttons make sense for this person. */
function actsFor(person, confirmationBound) {
  const active = isActive(person);
  return {
    in: active,
    out: active,
    confirm: active && person.status === "enrolled" && confirmationBound(person),
    issue: !active,
    lend: active && person.lent.every(({ credential }) => credential !== person.credential),
    back: person.lent.length > 0,
    replace: active,
    mandates: person.mandates.length > 0,
    revoke: active,
  };
}

/** The list of people and the search above it. */
export class PeopleList {
  #list = document.getElementById("person-list");
  #query = document.getElementById("query");
  #found = document.getElementById("found");
  #problem = document.getElementById("people-problem");
  #trouble = document.getElementById("people-trouble");
  #more = document.getElementById("more-people");
  #rows = new Map();
  #limit = PAGE;
  #timer = null;
  #question = 0;
  #server;
  #act;
  #onCounts;
  #onQuery;
  #confirmationBound;

  /**
   * @param {import("./desk-api.js").DeskServer} server
   * @param {{act: (name: string, person: object) => Promise<void>, onCounts: (answer: object) => void, onQuery: () => void,
   *          confirmationBound: (person: object) => boolean}} page what a button does, who shows the totals, who is told of typing, whether devices are confirmed
   */
  constructor(server, { act, onCounts, onQuery, confirmationBound }) {
    this.#server = server;
    this.#act = act;
    this.#onCounts = onCounts;
    this.#onQuery = onQuery;
    this.#confirmationBound = confirmationBound;
    this.#query.addEventListener("input", () => this.#searchSoon());
    this.#query.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.refresh();
    });
    this.#more.addEventListener("click", () => {
      this.#limit = Math.min(MOST, this.#limit * 2);
      this.refresh();
    });
  }

  #searchSoon() {
    this.#onQuery();
    clearTimeout(this.#timer);
    this.#limit = PAGE;
    if (looksSecret(this.#query.value)) {
      forgetTyped(this.#query);
      tell(this.#problem, t("desk.secret_scanned"));
      return;
    }
    this.#timer = setTimeout(() => this.refresh(), PAUSE_MS);
  }

  /** Ask again and show the answer; an answer to an older question is dropped. */
  async refresh() {
    clearTimeout(this.#timer);
    const question = (this.#question += 1);
    try {
      const answer = await this.#server.findPeople(this.#query.value.trim(), this.#limit);
      if (question === this.#question) this.#show(answer);
    } catch (error) {
      tellError(this.#trouble, error);
    }
  }

  /** Why an act was refused stays said: each act reads the list anew. */
  #show(answer) {
    tell(this.#trouble, null);
    this.#onCounts(answer);
    const shown = answer.people.length;
    const nobody = this.#query.value.trim() ? "desk.found_none" : "desk.nobody_listed";
    this.#found.textContent = t(answer.total === 0 ? nobody : shown < answer.total ? "desk.found_some" : "desk.found", { shown: number(shown), total: number(answer.total) });
    this.#more.hidden = shown >= answer.total || this.#limit >= MOST;
    const kept = new Map();
    for (const person of answer.people) kept.set(person.person, this.#rowOf(person));
    for (const [id, row] of this.#rows) if (!kept.has(id)) row.element.remove();
    // Moving a row that stands right would take the focus from a button in it.
    let place = this.#list.firstElementChild;
    for (const row of kept.values()) {
      if (row.element === place) place = place.nextElementSibling;
      else this.#list.insertBefore(row.element, place);
    }
    this.#rows = kept;
  }

  #rowOf(person) {
    const row = this.#rows.get(person.person) ?? this.#newRow();
    row.person = person;
    this.#fill(row.element, person);
    return row;
  }

  #newRow() {
    const row = { element: fromTemplate("person-row"), person: null };
    for (const button of row.element.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => this.#press(row, button));
    }
    return row;
  }

  async #press(row, pressed) {
    const buttons = [...row.element.querySelectorAll("[data-act]")];
    await whileBusy(buttons, () => this.#act(pressed.dataset.act, row.person));
    this.#fill(row.element, row.person);
    // Not on the opposite, which a second press would set off.
    focusIfLost(pressed.hidden || pressed.disabled ? row.element : pressed);
  }

  #fill(row, person) {
    slot(row, "name").textContent = person.name;
    slot(row, "place").textContent = placeOf(person);
    slot(row, "status").textContent = t(`desk.status.${person.status}`);
    slot(row, "status").className = `pill ${PILLS[person.status]}`;
    slot(row, "presence").textContent = t(person.present ? "desk.present" : "desk.absent");
    slot(row, "presence").className = `pill ${person.present ? "pill-ok" : ""}`;
    slot(row, "number-fact").hidden = person.credential === null;
    slot(row, "number").textContent = person.credential ?? "";
    slot(row, "door").textContent = person.door;
    tell(slot(row, "lent"), lentTo(person, "desk.loan.has"));
    if (person.lent.length) row.querySelector('[data-act="back"]').textContent = t("desk.act.back", person.lent[0]);
    slot(row, "head").hidden = !person.head;
    tell(slot(row, "mandates"), ...mandateLines(person).map((line) => element("li", "", line)));
    slot(row, "issues").hidden = person.issues.length === 0;
    slot(row, "issues").replaceChildren(...person.issues.map((code) => element("li", "", t(`desk.note.${code}`))));
    const sensible = actsFor(person, this.#confirmationBound);
    for (const button of row.querySelectorAll("[data-act]")) {
      const act = button.dataset.act;
      button.hidden = !sensible[act];
      button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
      if (button.hasAttribute("aria-busy")) continue;
      button.disabled = (act === "in" && person.present) || (act === "out" && !person.present);
    }
  }

  /** Look for this one person; the search may be typed on at once. */
  find(query) {
    this.#query.focus();
    return this.show(query);
  }

  /** Show who matches, and leave the focus where it is. */
  show(query) {
    this.#query.value = query;
    return this.refresh();
  }

  /** Show a person's new presence at once, before the list is asked for again. */
  setPresent(id, present) {
    const row = this.#rows.get(id);
    if (!row) return;
    row.person = { ...row.person, present };
    this.#fill(row.element, row.person);
  }
}
