/** A better translation of a text on the table: what it changes is shown first, and recorded only when signed. */
import { changesElement } from "./changes.js";
import { listenForFile } from "./file-drop.js";
import { offerDocuments, remarkLines } from "./desk-texts-view.js";
import { tellError } from "./desk-view.js";
import { t } from "./text.js";
import { announce, element, languageName, slot, tell, whileBusy } from "./view.js";

/** The panel that takes one corrected text. */
export class CorrectionPanel {
  #root;
  #server;
  #acts;
  /** What the page shows and a signature would record; null while there is nothing to sign. */
  #shown = null;
  #text = null;
  #asked = 0;

  /**
   * @param {HTMLElement} root
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   */
  constructor(root, server, acts) {
    this.#root = root;
    this.#server = server;
    this.#acts = acts;
    for (const option of this.#at("language").options) option.textContent = languageName(option.value);
    listenForFile(this.#at("file"), this.#at("drop"), (file) => this.#take(file));
    for (const name of ["document", "language"]) this.#at(name).addEventListener("change", () => this.#forget());
    this.#at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sign();
    });
  }

  #at(name) {
    return slot(this.#root, `correction-${name}`);
  }

  /** Ask which documents there are; the one that was chosen stays chosen. */
  async refresh() {
    try {
      offerDocuments(this.#at("document"), this.#at("file"), await this.#server.documents());
    } catch (error) {
      tellError(this.#at("problem"), error);
    }
  }

  /** A file belongs to the document and the language for which it was chosen. */
  #forget() {
    this.#asked += 1;
    this.#shown = null;
    this.#text = null;
    this.#at("filename").hidden = true;
    this.#at("remarks").replaceChildren();
    for (const name of ["problem", "warning", "changes", "done"]) tell(this.#at(name), null);
    this.#at("go").disabled = true;
  }

  async #take(file) {
    this.#forget();
    const asked = this.#asked;
    const [document, language] = [this.#at("document").value, this.#at("language").value];
    this.#at("drop").setAttribute("aria-busy", "true");
    try {
      const read = await this.#server.readText(file);
      const compared = await this.#server.compareCorrection(document, language, read.text);
      if (asked === this.#asked) this.#show(file.name, read, { document, language, ...compared });
    } catch (error) {
      if (asked === this.#asked) tellError(this.#at("problem"), error);
    } finally {
      this.#at("drop").removeAttribute("aria-busy");
    }
  }

  #show(filename, read, compared) {
    const { language, mismatches, changes, worded } = compared;
    this.#at("filename").textContent = filename;
    this.#at("filename").hidden = false;
    this.#at("remarks").replaceChildren(...remarkLines(read.remarks));
    tell(this.#at("problem"), ...mismatches.map((sentence) => element("p", "", sentence)));
    const warning = worded.length ? t("desk.correction.worded", { language: languageName(language), amendments: worded.join(t("common.comma")) }) : null;
    tell(this.#at("warning"), warning);
    tell(this.#at("changes"), element("h3", "", t("desk.correction.changes", { version: compared.version })), whatChanges(changes, language));
    if (mismatches.length || changes?.length === 0) return;
    this.#shown = compared;
    this.#text = read.text;
    this.#at("go").disabled = false;
  }

  #sign() {
    if (this.#shown === null) return null;
    const [{ document, digest, language }, text] = [this.#shown, this.#text];
    return whileBusy([this.#at("go"), this.#at("document"), this.#at("language"), this.#at("file")], async () => {
      try {
        await this.#acts.correctDocument({ document, digest, language, text: await this.#server.storeText(text) });
      } catch (error) {
        return tellError(this.#at("problem"), error);
      }
      const said = t("desk.correction.done", { name: document, language: languageName(language) });
      this.#forget();
      tell(this.#at("done"), said);
      return announce(said);
    }).finally(() => {
      this.#at("go").disabled = this.#shown === null;
    });
  }
}

function whatChanges(changes, language) {
  if (changes === null) return element("p", "", t("desk.correction.first", { language: languageName(language) }));
  return changes.length ? changesElement(changes, language) : element("p", "", t("desk.texts.unchanged"));
}
