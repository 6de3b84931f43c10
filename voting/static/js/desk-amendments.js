/** Amendments from a list: every row with what it changes or what it lacks, then each signed in turn. */
import { stringify } from "./canonical.js";
import { changesByLanguage } from "./changes.js";
import { listenForFile } from "./file-drop.js";
import { offerDocuments } from "./desk-texts-view.js";
import { counted } from "./counted.js";
import { plainly, tellError } from "./desk-view.js";
import { randomBytes, toBase64url } from "./encoding.js";
import { t, words } from "./text.js";
import { announce, element, number, slot, tell, whileBusy } from "./view.js";

/** The panel that takes one list. */
export class AmendmentListPanel {
  #root;
  #server;
  #acts;
  #languages;
  #onTabled;
  #rows = [];
  #file = null;
  /** What delegations are called, by id and language. */
  #named = {};

  /**
   * @param {HTMLElement} root
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {string[]} languages
   * @param {() => Promise<unknown>} onTabled called when amendments were tabled
   */
  constructor(root, server, acts, languages, onTabled) {
    this.#root = root;
    this.#server = server;
    this.#acts = acts;
    this.#languages = languages;
    this.#onTabled = onTabled;
    listenForFile(this.#at("file"), this.#at("drop"), (file) => this.#take(file));
    this.#at("document").addEventListener("change", () => this.#show([], null));
    this.#at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sign();
    });
  }

  #at(name) {
    return slot(this.#root, `list-${name}`);
  }

  /** Ask which documents there are; the one that was chosen stays chosen. */
  async refresh() {
    try {
      offerDocuments(this.#at("document"), this.#at("file"), await this.#server.documents());
    } catch (error) {
      tellError(this.#at("problem"), error);
    }
  }

  get #new() {
    return this.#rows.filter(({ state }) => state === "new");
  }

  async #take(file) {
    tell(this.#at("done"), null);
    tell(this.#at("problem"), null);
    await this.#read(file);
  }

  /** Read the list against the text as it is now; of two lists the one chosen last is shown. */
  async #read(file) {
    this.#file = file;
    this.#at("drop").setAttribute("aria-busy", "true");
    try {
      const { rows, notes, delegations } = await this.#server.previewAmendments(this.#at("document").value, file);
      this.#named = delegations;
      if (file === this.#file) this.#show(rows, file, notes);
    } catch (error) {
      if (file === this.#file) this.#show([], null);
      tellError(this.#at("problem"), error);
    } finally {
      this.#at("drop").removeAttribute("aria-busy");
    }
  }

  #show(rows, file, notes = []) {
    this.#rows = rows;
    this.#file = file;
    const count = (state) => number(rows.filter((row) => row.state === state).length);
    tell(this.#at("counts"), file ? t("desk.amendments.counts", { new: count("new"), unchanged: count("unchanged"), problem: count("problem") }) : null);
    tell(this.#at("notes"), ...notes.map((note) => element("p", "", note)));
    this.#at("rows").replaceChildren(...rows.map((row) => this.#rowOf(row)));
    this.#showGo();
  }

  #showGo() {
    const go = this.#at("go");
    go.disabled = this.#new.length === 0;
    go.textContent = this.#new.length ? counted("desk.amendments.go", this.#new.length) : t("desk.amendments.nothing");
  }

  #rowOf({ line, number, state, problems, fields, passages, reason }) {
    const head = element("p", "", element("b", "", number), " ", element("span", "muted", t("desk.amendments.line", { line })));
    const item = element("li", "", head);
    item.dataset.state = state;
    if (state === "unchanged") head.append(" · ", t("desk.amendments.known"));
    if (problems.length) item.append(element("div", "notice notice-danger", ...problems.map((one) => element("p", "", one))));
    if (fields) item.append(element("p", "muted", t("desk.amendments.by", { names: this.#namesOf(fields) })));
    if (passages) item.append(...changesByLanguage(passages, this.#languages));
    if (reason) item.append(element("p", "muted", reason));
    return item;
  }

  #namesOf({ delegations, proposers }) {
    const names = delegations.map((id) => words(this.#named[id], this.#languages));
    return [...names, ...proposers.map((credential) => t("desk.amendments.credential", { credential }))].join(t("common.comma"));
  }

  /** One after another, for their numbers are ordered; where one is refused the rest waits for another look. */
  #sign() {
    const [rows, file] = [this.#new, this.#file];
    const controls = ["go", "file", "document"].map((name) => this.#at(name));
    return whileBusy(controls, async () => {
      let tabled = 0;
      let refused = null;
      try {
        for (const { fields, reason } of rows) {
          await this.#acts.tableAmendment({ ...fields, reason: reason ? await this.#store(reason) : null });
          tabled += 1;
          tell(this.#at("counts"), t("desk.amendments.tabling", { count: number(tabled), total: number(rows.length) }));
        }
      } catch (error) {
        refused = t("desk.amendments.stopped", { count: number(tabled), total: number(rows.length), amendment: rows[tabled].number, problem: plainly(error) });
      }
      tell(this.#at("problem"), refused);
      if (tabled) tell(this.#at("done"), counted("desk.amendments.done", tabled));
      announce(refused ?? this.#at("done").textContent);
      // Read again: what is on the table now is known, and what amends it can be tabled.
      await this.#read(file);
      if (tabled) await this.#onTabled();
    }).finally(() => this.#showGo());
  }

  #store(reason) {
    return this.#server.storeText(stringify({ salt: toBase64url(randomBytes(16)), text: reason }));
  }
}
