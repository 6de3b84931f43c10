/** Documents on their way to the table: a file for each language, read and compared first, tabled only when signed. */
import { listenForFile } from "./file-drop.js";
import { remarkLines, sideBySide, versionChanges, versionWarnings } from "./desk-texts-view.js";
import { counted } from "./counted.js";
import { tellError } from "./desk-view.js";
import { t } from "./text.js";
import { announce, element, languageName, slot, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The panel that takes one document in the convention's languages. */
export class TextsPanel {
  #root;
  #server;
  #acts;
  #languages;
  #onTabled;
  /** What the page says of a document's name before one is compared. */
  #hint;
  #known = new Map();
  /** What was read, by language. */
  #texts = new Map();
  /** What the server said of exactly the name and the texts that the page shows; null until it has. */
  #compared = null;
  #asked = 0;
  #failed = false;

  /**
   * @param {HTMLElement} root
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {string[]} languages the convention's, authoritative first
   * @param {() => Promise<unknown>} onTabled called when a document was tabled
   */
  constructor(root, server, acts, languages, onTabled) {
    this.#root = root;
    this.#server = server;
    this.#acts = acts;
    this.#languages = languages;
    this.#onTabled = onTabled;
    this.#hint = this.#at("version").textContent;
    for (const language of languages) this.#prepare(language);
    this.#at("name").addEventListener("input", () => this.#compare());
    this.#at("name").addEventListener("change", () => this.#fillTitles());
    this.#at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#table();
    });
    this.#showGo();
  }

  #at(name) {
    return slot(this.#root, name);
  }

  #part(language, name) {
    return slot(this.#root.querySelector(`[data-language="${language}"]`), name);
  }

  #prepare(language) {
    this.#part(language, "language").textContent = languageName(language);
    this.#part(language, "title").addEventListener("input", () => this.#showGo());
    listenForFile(this.#part(language, "file"), this.#part(language, "drop"), (file) => this.#take(language, file));
    this.#part(language, "remove").addEventListener("click", () => {
      this.#drop(language);
      this.#compare();
    });
  }

  /** Ask which documents there are, so that a known name is offered and makes a new version. */
  async refresh() {
    try {
      this.#known = new Map((await this.#server.documents()).map((one) => [one.document, one]));
    } catch (error) {
      return tellError(this.#at("problem-all"), error);
    }
    document.getElementById("known-texts").replaceChildren(...[...this.#known.keys()].map((name) => new Option(name, name)));
  }

  get #name() {
    return this.#at("name").value.trim();
  }

  #fillTitles() {
    for (const [language, title] of Object.entries(this.#known.get(this.#name)?.title ?? {})) {
      const field = this.#part(language, "title");
      if (!field.value) field.value = title;
    }
    this.#showGo();
  }

  #drop(language) {
    this.#texts.delete(language);
    this.#part(language, "read").hidden = true;
    tell(this.#part(language, "problem"), null);
  }

  async #take(language, file) {
    this.#drop(language);
    tell(this.#at("done"), null);
    // A file chosen later, or the press that takes this one away, wins over the answer to this one.
    const text = { name: file.name, read: null };
    this.#texts.set(language, text);
    this.#compare();
    this.#part(language, "drop").setAttribute("aria-busy", "true");
    try {
      const read = await this.#server.readText(file);
      if (this.#texts.get(language) !== text) return;
      text.read = read;
      this.#showFile(language, text);
    } catch (error) {
      if (this.#texts.get(language) !== text) return;
      this.#drop(language);
      tellError(this.#part(language, "problem"), error);
    } finally {
      this.#part(language, "drop").removeAttribute("aria-busy");
    }
    this.#compare();
  }

  #showFile(language, { name, read }) {
    const size = counted("desk.texts.size", read.blocks.filter((block) => block.number !== null).length);
    this.#part(language, "filename").textContent = name;
    this.#part(language, "size").textContent = size;
    this.#part(language, "remarks").replaceChildren(...remarkLines(read.remarks));
    this.#part(language, "read").hidden = false;
    const title = this.#part(language, "title");
    const heading = read.blocks.find((block) => block.kind === "heading" && block.level === 1);
    if (!title.value && heading) title.value = heading.text.slice(0, title.maxLength);
    announce(`${name}: ${size}`);
  }

  /** The languages whose files have been read, authoritative first. */
  get #read() {
    return this.#languages.filter((language) => this.#texts.get(language)?.read);
  }

  get #isReading() {
    return this.#read.length < this.#texts.size;
  }

  async #compare() {
    this.#compared = null;
    this.#failed = false;
    this.#asked += 1;
    const asked = this.#asked;
    this.#show();
    if (this.#isReading || !this.#read.includes(this.#languages[0]) || !NAME.test(this.#name)) {
      this.#at("version").textContent = this.#hint;
      return;
    }
    const [document, texts] = [this.#name, Object.fromEntries(this.#read.map((language) => [language, this.#texts.get(language).read.text]))];
    try {
      const compared = await this.#server.compareTexts(document, texts);
      if (asked !== this.#asked) return;
      this.#compared = { document, texts, version: (compared.last?.version ?? 0) + 1, ...compared };
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#failed = true;
      this.#showGo();
      return tellError(this.#at("problem-all"), error);
    }
    this.#show();
  }

  #show() {
    const read = this.#read;
    const mismatches = this.#compared?.mismatches ?? [];
    const parted = new Set(mismatches.map((one) => one.index));
    tell(this.#at("problem-all"), null);
    tell(this.#at("mismatches"), ...mismatches.map((one) => this.#mismatch(one)), mismatches.length ? element("p", "", t("desk.texts.repair")) : null);
    tell(this.#at("warnings"), ...(this.#compared ? versionWarnings(this.#compared, read) : []));
    tell(this.#at("changes"), ...(this.#compared?.last ? versionChanges(this.#compared, read) : []));
    tell(this.#at("preview"), ...(read.length ? sideBySide(read.map((language) => [language, this.#texts.get(language).read.blocks]), parted) : []));
    if (this.#compared) {
      const { document: name, last, version } = this.#compared;
      this.#at("version").textContent = t(last ? "desk.texts.version" : "desk.texts.version_new", { name, version });
    }
    this.#showGo();
  }

  #mismatch({ index, sentence }) {
    const show = element("button", "secondary outline", t("desk.texts.show"));
    show.type = "button";
    show.addEventListener("click", () => this.#root.querySelector(`.pair[data-index="${index}"]`).scrollIntoView({ block: "center" }));
    return element("p", "mismatch", sentence, " ", show);
  }

  /** Why the document cannot be tabled yet, null if it can. */
  get #lacking() {
    const named = (what, language) => t(`desk.texts.lacks.${what}`, { language: languageName(language) });
    if (!NAME.test(this.#name)) return t("desk.texts.lacks.name");
    if (!this.#texts.has(this.#languages[0])) return named("file", this.#languages[0]);
    const untitled = [...this.#texts.keys()].find((language) => !written(this.#part(language, "title").value));
    if (untitled) return named("title", untitled);
    if (!this.#compared) return t(`desk.texts.lacks.${this.#failed ? "comparing" : "reading"}`);
    return this.#compared.mismatches.length ? t("desk.texts.lacks.pairing") : null;
  }

  #showGo() {
    const lacking = this.#lacking;
    this.#at("lacking").textContent = lacking ?? "";
    this.#at("go").disabled = lacking !== null;
  }

  async #table() {
    if (this.#lacking !== null) return;
    const { document: name, texts, version } = this.#compared;
    await whileBusy([this.#at("go")], async () => {
      try {
        await this.#sign(name, version, texts);
      } catch (error) {
        return tellError(this.#at("problem-all"), error);
      }
      this.#finish(name, version);
    });
    this.#showGo();
    await this.#onTabled();
  }

  async #sign(document, version, texts) {
    tell(this.#at("problem-all"), null);
    const title = {};
    const digests = {};
    for (const [language, text] of Object.entries(texts)) {
      title[language] = written(this.#part(language, "title").value);
      digests[language] = await this.#server.storeText(text);
    }
    await this.#acts.tableDocument({ document, version, title, texts: digests });
  }

  #finish(name, version) {
    this.#at("form").reset();
    for (const language of this.#languages) this.#drop(language);
    this.#compare();
    const link = element("a", "", t("desk.texts.open"));
    link.href = `/documents/${encodeURIComponent(name)}`;
    const said = t("desk.texts.done", { name, version });
    tell(this.#at("done"), element("p", "", said, " ", link));
    announce(said);
    this.#root.scrollIntoView();
  }
}
