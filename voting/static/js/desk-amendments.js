/** Amendments from a list: every row with what it changes or what it lacks, then each signed in turn. */
import { stringify } from "./canonical.js";
import { changesByLanguage } from "./changes.js";
import { counted, plainly, tellError } from "./desk-view.js";
import { randomBytes, toBase64url } from "./encoding.js";
import { t, words } from "./text.js";
import { announce, element, slot, tell, whileBusy } from "./view.js";

/** The panel that takes one list. */
export class AmendmentListPanel {
  #root;
  #server;
  #acts;
  #languages;
  #rows = [];
  #file = null;

  /**
   * @param {HTMLElement} root
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {string[]} languages
   */
  constructor(root, server, acts, languages) {
    this.#root = root;
    this.#server = server;
    this.#acts = acts;
    this.#languages = languages;
    this.#at("file").addEventListener("change", (event) => this.#take(event.target.files[0]));
    this.#at("document").addEventListener("change", () => this.#show([], null));
    this.#at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sign();
    });
    const drop = this.#at("drop");
    for (const type of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(type, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", type === "dragover");
        if (type === "drop") this.#take(event.dataTransfer.files[0]);
      });
    }
  }

  #at(name) {
    return slot(this.#root, `list-${name}`);
  }

  /** Ask which documents there are; the one that was chosen stays chosen. */
  async refresh() {
    const chosen = this.#at("document").value;
    try {
      const known = await this.#server.documents();
      this.#at("document").replaceChildren(...known.map((one) => new Option(words(one.title) || one.document, one.document, false, one.document === chosen)));
    } catch (error) {
      tellError(this.#at("problem"), error);
    }
  }

  get #new() {
    return this.#rows.filter(({ state }) => state === "new");
  }

  async #take(file) {
    this.#at("file").value = "";
    if (!file) return;
    tell(this.#at("done"), null);
    tell(this.#at("problem"), null);
    await this.#read(file);
  }

  /** Read the list against the text as it is now; of two lists the one chosen last is shown. */
  async #read(file) {
    this.#file = file;
    this.#at("drop").setAttribute("aria-busy", "true");
    try {
      const rows = await this.#server.previewAmendments(this.#at("document").value, file);
      if (file === this.#file) this.#show(rows, file);
    } catch (error) {
      if (file === this.#file) this.#show([], null);
      tellError(this.#at("problem"), error);
    } finally {
      this.#at("drop").removeAttribute("aria-busy");
    }
  }

  #show(rows, file) {
    this.#rows = rows;
    this.#file = file;
    const count = (state) => rows.filter((row) => row.state === state).length;
    tell(this.#at("counts"), file ? t("desk.amendments.counts", { new: count("new"), unchanged: count("unchanged"), problem: count("problem") }) : null);
    this.#at("rows").replaceChildren(...rows.map((row) => this.#rowOf(row)));
    this.#showGo();
  }

  #showGo() {
    const go = this.#at("go");
    go.disabled = this.#new.length === 0;
    go.textContent = this.#new.length ? counted("desk.amendments.go", this.#new.length) : t("desk.amendments.nothing");
  }

  #rowOf({ line, number, state, problems, passages, reason }) {
    const head = element("p", "", element("b", "", number), " ", element("span", "muted", t("desk.amendments.line", { line })));
    const item = element("li", "", head);
    item.dataset.state = state;
    if (state === "unchanged") head.append(" · ", t("desk.amendments.known"));
    if (problems.length) item.append(element("div", "notice notice-danger", ...problems.map((one) => element("p", "", one))));
    if (passages) item.append(...changesByLanguage(passages, this.#languages));
    if (reason) item.append(element("p", "muted", reason));
    return item;
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
          tell(this.#at("counts"), t("desk.amendments.tabling", { count: tabled, total: rows.length }));
        }
      } catch (error) {
        refused = t("desk.amendments.stopped", { count: tabled, total: rows.length, amendment: rows[tabled].number, problem: plainly(error) });
      }
      tell(this.#at("problem"), refused);
      if (tabled) tell(this.#at("done"), counted("desk.amendments.done", tabled));
      announce(refused ?? this.#at("done").textContent);
      // Read again: what is on the table now is known, and what amends it can be tabled.
      await this.#read(file);
    }).finally(() => this.#showGo());
  }

  #store(reason) {
    return this.#server.storeText(stringify({ salt: toBase64url(randomBytes(16)), text: reason }));
  }
}
