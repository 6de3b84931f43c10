/**
 * A file of delegates or delegations: shown row by row first, written only when the officer says so.
 */
import { listenForFile } from "./file-drop.js";
import { counted } from "./counted.js";
import { nameOf, plainly, tellError } from "./desk-view.js";
import { t } from "./text.js";
import { announce, element, number, slot, tell, whileBusy } from "./view.js";

const PAGE = 100;
const STATES = ["problem", "new", "changed", "unchanged"];
const ORDER = { delegates: ["name", "delegation", "role", "reference"], delegations: ["delegation", "name", "entitlement", "weight", "groups"] };
const ROLES = ["delegate", "head", "alternate", "observer"];
const PILLS = { problem: "pill-annulled", new: "pill-ok", changed: "pill-warning", unchanged: "" };

/** One panel that takes files of one kind: "delegates" or "delegations". */
export class ImportPanel {
  #root;
  #kind;
  #server;
  #acts;
  #founder;
  #onImported;
  #file = null;
  #preview = null;
  #filter = "all";
  #from = 0;

  /**
   * @param {HTMLElement} root the panel
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {{kind: string, founder: boolean, onImported: () => Promise<HTMLElement | null>}} options
   *   `onImported` gives the way to what comes next
   */
  constructor(root, server, acts, { kind, founder, onImported }) {
    this.#server = server;
    this.#acts = acts;
    this.#root = root;
    this.#kind = kind;
    this.#founder = founder;
    this.#onImported = onImported;
    listenForFile(this.#at("file"), this.#at("drop"), (file) => this.#take(file));
    // A file that was chosen before anybody listened would be lost.
    this.#at("file").disabled = false;
    this.#at("go").addEventListener("click", () => this.#go());
    this.#at("close").addEventListener("click", () => this.#close());
    this.#at("skip").addEventListener("change", () => this.#showGo());
    this.#at("earlier").addEventListener("click", () => this.#page(-PAGE));
    this.#at("later").addEventListener("click", () => this.#page(PAGE));
  }

  #at(name) {
    return slot(this.#root, name);
  }

  async #take(file) {
    this.#close();
    this.#at("drop").setAttribute("aria-busy", "true");
    try {
      const preview = await this.#server.previewImport(file);
      if (preview.kind !== this.#kind) return tell(this.#at("problem"), t(`desk.import.is_${preview.kind}`));
      this.#file = file;
      this.#preview = preview;
      // What would overwrite somebody is not to be looked for among hundreds of whom nothing changes.
      const { problem, changed, unchanged } = preview.counts;
      this.#filter = problem ? "problem" : changed && unchanged ? "changed" : "all";
      this.#showFile();
    } catch (error) {
      tellError(this.#at("problem"), error);
    } finally {
      this.#at("drop").removeAttribute("aria-busy");
    }
  }

  #close() {
    this.#file = null;
    this.#preview = null;
    this.#at("preview").hidden = true;
    this.#at("skip").checked = false;
    tell(this.#at("problem"), null);
    tell(this.#at("done"), null);
  }

  #showFile() {
    const { counts, columns, notes = [] } = this.#preview;
    tell(this.#at("notes"), ...notes.map((note) => element("p", "", note)));
    this.#at("preview").hidden = false;
    this.#at("filename").textContent = this.#file.name;
    // Once the assembly has sat, no command registers delegations, and none is shown.
    const path = this.#at("path");
    if (path) path.textContent = this.#file.name;
    this.#at("columns").textContent = t("desk.import.columns", {
      columns: fieldsOf(this.#preview).filter((field) => field in columns).map((field) => `${fieldName(field)} = ${columns[field]}`).join(" · "),
    });
    this.#at("head").replaceChildren(
      ...[t("desk.import.line"), t("desk.import.state"), ...fieldsOf(this.#preview).map(fieldName), t("desk.import.problems")]
        .map((text, at) => Object.assign(element("th", at === 0 ? "number" : "", text), { scope: "col" })),
    );
    this.#at("mend").hidden = counts.problem === 0;
    this.#at("mend-text").textContent = t("desk.import.mend", { count: number(counts.problem) });
    this.#showRows();
    this.#showGo();
    announce(t("desk.import.read", written(counts)));
    this.#at("filename").focus();
  }

  #showFilters() {
    const { counts, rows } = this.#preview;
    const choices = [["all", rows.length], ...STATES.map((state) => [state, counts[state]]).filter(([, count]) => count)];
    this.#at("filters").replaceChildren(...choices.map(([state, count]) => {
      const button = element("button", state === this.#filter ? "" : "secondary outline", t(`desk.import.${state}`, { count: number(count) }));
      button.type = "button";
      button.dataset.state = state;
      button.setAttribute("aria-pressed", String(state === this.#filter));
      button.addEventListener("click", () => {
        this.#filter = state;
        this.#from = 0;
        this.#showRows();
        this.#at("filters").querySelector("[aria-pressed=true]").focus();
      });
      return button;
    }));
  }

  #page(by) {
    this.#from += by;
    this.#showRows();
  }

  #showRows() {
    this.#showFilters();
    const fields = fieldsOf(this.#preview);
    const rows = this.#preview.rows.filter((row) => this.#filter === "all" || row.state === this.#filter);
    const shown = rows.slice(this.#from, this.#from + PAGE);
    this.#at("rows").replaceChildren(...shown.map((row) => lineOf(row, fields)));
    this.#at("pager").hidden = rows.length <= PAGE;
    this.#at("range").textContent = t("desk.import.range", written({ from: this.#from + 1, to: this.#from + shown.length, total: rows.length }));
    this.#at("earlier").disabled = this.#from === 0;
    this.#at("later").disabled = this.#from + PAGE >= rows.length;
  }

  /** Rows that would be written. */
  get #writable() {
    return this.#preview.rows.filter((row) => row.state === "new" || row.state === "changed");
  }

  #showGo() {
    const count = this.#writable.length;
    const delegations = this.#kind === "delegations";
    const blocked = this.#preview.counts.problem > 0 && !this.#at("skip").checked;
    const go = this.#at("go");
    this.#at("founder").hidden = !delegations || this.#founder;
    go.hidden = delegations && !this.#founder;
    go.disabled = blocked || count === 0;
    go.textContent = count === 0
      ? t(this.#preview.counts.problem ? "desk.import.nothing_usable" : "desk.import.nothing")
      : counted(delegations ? "desk.import.go_delegations" : "desk.import.go", count);
  }

  #go() {
    const buttons = [this.#at("go"), this.#at("close")];
    return whileBusy(buttons, async () => {
      tell(this.#at("problem"), null);
      try {
        const done = this.#kind === "delegations" ? await this.#register() : await this.#import();
        this.#close();
        tell(this.#at("done"), done);
        this.#at("done").append((await this.#onImported()) ?? "");
        // The button that was pressed is gone with the file.
        this.#at("done").focus();
      } catch (error) {
        tellError(this.#at("problem"), error);
      }
    });
  }

  async #import() {
    return t("desk.import.done", written(await this.#server.importFile(this.#file, this.#preview.token, this.#at("skip").checked)));
  }

  async #register() {
    const rows = this.#writable;
    const progress = this.#at("progress");
    progress.hidden = false;
    let count = 0;
    try {
      for (const row of rows) {
        progress.value = count / rows.length;
        await this.#acts.registerDelegation(row.values);
        count += 1;
      }
      return counted("desk.import.registered", count);
    } catch (error) {
      throw new Error(t("desk.import.stopped", { ...written({ count, total: rows.length }), line: rows[count].line, problem: plainly(error) }));
    } finally {
      progress.hidden = true;
    }
  }
}

/** "Name (fr)" for name_fr: delegations have a name in each language. */
function fieldName(field) {
  const [name, language] = field.split("_");
  return language ? `${t(`desk.field.${name}`)} (${language})` : t(`desk.field.${name}`);
}

/** The fields to show, in their order. An identifier that the server made from the name has no column of its own. */
function fieldsOf({ kind, columns }) {
  const found = new Set(Object.keys(columns));
  if (kind === "delegations") found.add("delegation");
  const rank = (field) => ORDER[kind].indexOf(field.split("_")[0]);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** Counts by name, as people write them. */
function written(counts) {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(count)]));
}

/** Name a cell's field where the headings of the table have no room. */
function inField(cell, name) {
  cell.dataset.field = name;
  return cell;
}

/** A role that was understood in the words of the page; what was not, as the file has it. */
function shownValue(field, value) {
  return field === "role" && ROLES.includes(value) ? t(`desk.role.${value}`) : String(nameOf(value));
}

/** A value, and before it the one that it takes the place of. */
function valueOf({ before, values }, field) {
  const value = shownValue(field, values[field]);
  return field in before ? [element("del", "", shownValue(field, before[field])), " ", element("ins", "", value)] : [value];
}

function lineOf(row, fields) {
  const line = element("tr", `row-${row.state}`);
  const problems = element("td", "row-problems");
  const told = [...row.problems, ...row.notes];
  if (told.length) problems.append(element("ul", "", ...told.map((text) => element("li", "", text))));
  line.append(
    inField(element("td", "number", String(row.line)), t("desk.import.line")),
    element("td", "", element("span", `pill ${PILLS[row.state]}`, t(`desk.import.state_${row.state}`))),
    ...fields.map((field) => inField(element("td", "", ...valueOf(row, field)), fieldName(field))),
    problems,
  );
  return line;
}
