/** What the desk asks the server for. A session that ended is started again once, by this device's own key. */
import { storeText } from "./blob.js";
import { Refusal } from "./errors.js";
import { patience, request } from "./http.js";
import { signIn } from "./session.js";

const PATIENCE_MS = 120_000;

/** The private half of the server, for one officer. */
export class DeskServer {
  #identity;

  /** @param {import("./identity.js").Identity} identity */
  constructor(identity) {
    this.#identity = identity;
  }

  async #request(path, options = {}) {
    const patient = { signal: patience(PATIENCE_MS), ...options };
    try {
      return await request(path, patient);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
    }
    await signIn(this.#identity);
    return request(path, patient);
  }

  #postJson(path, value) {
    return this.#request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });
  }

  #postFile(path, file, headers = {}) {
    return this.#request(path, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-Filename": encodeURIComponent(file.name), ...headers },
      body: file,
    });
  }

  /**
   * The people who match the words of `query`, and how many there are in each state.
   * @param {string} query
   * @param {number} limit
   */
  async findPeople(query, limit) {
    const parameters = new URLSearchParams({ query, limit: String(limit) });
    return (await this.#request(`/desk/people?${parameters}`)).json();
  }

  /**
   * Whose badge was read at the door; refused if nobody's.
   * @param {{code: string | null, number: string | null}} read
   */
  async atDoor(read) {
    const parameters = new URLSearchParams(Object.entries(read).filter(([, value]) => value !== null));
    return (await this.#request(`/desk/door?${parameters}`)).json();
  }

  /**
   * Delegates and alternates who match the words of `query`, each with why the record would refuse her, if it would.
   * @param {string[]} mandates
   * @param {"alternate" | "proxy"} as
   * @param {string} query
   */
  async findTakers(mandates, as, query) {
    const parameters = new URLSearchParams([...mandates.map((mandate) => ["mandate", mandate]), ["as", as], ["query", query]]);
    return (await this.#request(`/desk/takers?${parameters}`)).json();
  }

  /** What is in a CSV or XLSX file and what an import of it would do. Nothing is written. */
  async previewImport(file) {
    return (await this.#postFile("/desk/import/preview", file)).json();
  }

  /** Import the file of a preview; `token` is the preview's, so that a file which changed meanwhile is refused. */
  async importFile(file, token, skipProblems) {
    const headers = { "X-Token": token, ...(skipProblems ? { "X-Skip-Problems": "1" } : {}) };
    return (await this.#postFile("/desk/import", file, headers)).json();
  }

  /** The phones of the pool that are out, each with its holder. */
  async lentPhones() {
    return (await this.#request("/desk/loans")).json();
  }

  /** Lend a phone of the pool; the same again is the same loan. */
  async lendPhone(label, credential) {
    return (await this.#postJson("/desk/loans", { label, credential })).json();
  }

  /** Take a phone of the pool back. */
  async takePhoneBack(label, credential) {
    return (await this.#postJson("/desk/loans/back", { label, credential })).json();
  }

  /** Reserve credential numbers and seats for at most 200 people. */
  async prepareCredentials(people) {
    return (await (await this.#postJson("/desk/prepare", { people })).json()).credentials;
  }

  /** Badges as a PDF; the server renders and keeps nothing. `layout` is "sheet" (A4) or "slip". */
  async renderBadges(badges, layout, title) {
    return (await this.#postJson("/desk/badges.pdf", { badges, layout, title })).blob();
  }

  /** Officers and delegations as they stand, and the decisions on which they may change. */
  async authority() {
    return (await this.#request("/officers/state")).json();
  }

  /** Reserve credential numbers for new officers, given as role and name. */
  async prepareOfficers(officers) {
    return (await (await this.#postJson("/officers/prepare", { officers })).json()).officers;
  }

  /** The last version of every document. */
  async documents() {
    return (await this.#request("/chair/documents")).json();
  }

  /** A DOCX, Markdown or plain text file as numbered blocks, with what was changed or lost. Nothing is kept. */
  async readText(file) {
    return (await this.#postFile("/desk/texts/read", file)).json();
  }

  /**
   * Where the languages of a text part, and what it changes in the last version of the document.
   * @param {string} document
   * @param {Record<string, string>} texts by language
   */
  async compareTexts(document, texts) {
    return (await this.#postJson("/desk/texts/compare", { document, texts })).json();
  }

  /** What a better translation would change in the version on the table. */
  async compareCorrection(document, language, text) {
    return (await this.#postJson("/desk/texts/correct", { document, texts: { [language]: text } })).json();
  }

  /** The amendments to the texts on the table, and the languages in which each has words. */
  async amendments() {
    return (await (await this.#request("/desk/texts/amendments")).json()).amendments;
  }

  /** What an amendment does, and the words that it may change in another language. */
  async amendmentIn(amendment, language) {
    return (await this.#request(`/desk/texts/amendments/${encodeURIComponent(amendment)}/${language}`)).json();
  }

  /** What every row of a list of amendments would change in a document, or what it has to mend. Nothing is kept. */
  async previewAmendments(document, file) {
    return (await this.#postFile(`/desk/amendments/${encodeURIComponent(document)}/preview`, file)).json();
  }

  /** Store a text; resolves to its digest. */
  storeText(text) {
    return storeText(text, (path, options) => this.#request(path, options));
  }
}
