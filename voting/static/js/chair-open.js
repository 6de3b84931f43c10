/**
 * The form in which a chair prepares a motion, and the review of exactly what she is about to open.
 */
import { electorates } from "./chair-act.js";
import { review } from "./chair-review.js";
import { complain, Incomplete, settle } from "./incomplete.js";
import { kindName } from "./kind-name.js";
import { kindFor } from "./motion-phrases.js";
import { showProblem } from "./office.js";
import { openFor } from "./open-for.js";
import { listenForFile } from "./file-drop.js";
import { expectation, requirement } from "./requirement.js";
import { t, words } from "./text.js";
import { element, fromTemplate, languageName, number, slot, tell } from "./view.js";
import { written } from "./written.js";

const KEPT = "plenary.draft";

/** The kinds to choose from. A question of which nothing is known is one of procedure; where there is none, she chooses. */
export function kindOptions(questions) {
  const usual = kindFor(questions, "procedure");
  const options = Object.keys(questions).map((kind) => new Option(kindName(kind), kind, kind === usual, kind === usual));
  return usual ? options : [new Option("", "", true, true), ...options];
}

/** The chair's form. The draft outlives a reload of the page, in this tab only. */
export class OpenForm {
  /** The last look that is before her or comes: another takes its place while the one before is being opened. */
  #look = null;

  /**
   * @param {object} state as in /state
   * @param {() => string[]} taken numbers in use
   * @param {(draft: object, roll: object, finish: () => boolean) => Promise<void>} open signs and sends; throws what went wrong
   * @param {string} label of the button that does
   */
  constructor(state, taken, open, label) {
    this.panel = document.getElementById("open-panel");
    this.form = document.getElementById("open-form");
    this.taken = taken;
    this.open = open;
    this.label = label;
    this.documents = [];
    this.electorates = null;
    /** What the script put here: the subject to be signed, and how it is shown. */
    this.given = null;
    this.aside = null;
    this.update(state);
    this.#build();
    this.#restore();
    this.#refresh();
    this.#listen();
  }

  /** Take the latest rules and rolls. */
  update(state) {
    this.state = state;
    if (!this.panel.hidden) this.#refreshElectorates();
  }

  /**
   * Fill in what the script or the menu of interruptions puts to the vote, and go to the last look; what was written here
   * is put aside until this is opened or given up. The form comes before her with its last look alone, not for a moment itself.
   * @param {object[]} documents
   * @param {{kind: string | null, title: object, question: object, given: object | null}} draft
   */
  async prepare(documents, { kind, title, question, given }) {
    this.aside ??= sessionStorage.getItem(KEPT) ?? "[]";
    this.#leaveReview();
    this.form.reset();
    this.given = given;
    this.form.elements.kind.value = kind ?? "";
    fillWords(this.words, { title, question });
    this.form.elements.subject.value = given ? "given" : "none";
    this.#offer(documents);
    await this.#review();
    this.panel.scrollIntoView({ block: "start" });
  }

  /** Show the form with a free number and the texts that are tabled. */
  show(documents) {
    this.#offer(documents);
    this.#reveal();
    this.#refreshElectorates();
    document.getElementById("open-title").focus();
  }

  #offer(documents) {
    this.documents = documents;
    const { motion, tabled } = this.form.elements;
    if (!motion.value || this.#taken(motion.value)) motion.value = nextNumber(this.taken());
    const options = documents.map((one) => {
      const label = t("chair.document", { title: words(one.title, this.state.languages), version: one.version });
      return new Option(label, one.document, false, one.document === tabled.value);
    });
    tabled.replaceChildren(...options);
    document.getElementById("document-names").replaceChildren(...documents.map((one) => new Option("", one.document)));
    this.#refresh();
  }

  #reveal() {
    this.panel.hidden = false;
    document.getElementById("open-start").hidden = true;
  }

  /**
   * Forget a draft that is open now, and close the form unless something else is in it.
   * @param {{kept: string | null}} look its last look, with what she had written by hand
   * @param {boolean} before whether that is still before her
   * @returns {boolean} whether it was closed
   */
  #finish({ kept }, before) {
    const written = kept !== null && kept === sessionStorage.getItem(KEPT);
    if (written) sessionStorage.removeItem(KEPT);
    if (!before && !(written && this.aside === null)) {
      // It lies aside, and does not come back when what she prepares now is done.
      if (written) this.aside = "[]";
      return false;
    }
    this.form.reset();
    this.#hide();
    return true;
  }

  #hide() {
    if (this.aside !== null) this.#takeUpAgain();
    this.#leaveReview();
    this.panel.hidden = true;
    document.getElementById("open-start").hidden = false;
  }

  /** Bring back what was written before something else was prepared. */
  #takeUpAgain() {
    sessionStorage.setItem(KEPT, this.aside);
    this.aside = null;
    this.given = null;
    this.form.reset();
    this.#restore();
    this.#refresh();
  }

  #build() {
    const { languages, rules } = this.state;
    this.form.elements.kind.append(...kindOptions(rules.questions));
    this.words = fieldsFor("words-fields", document.getElementById("words"), languages);
    this.texts = fieldsFor("document-fields", document.getElementById("document-words"), languages);
    for (const { text, file } of Object.values(this.texts)) {
      listenForFile(file, file.parentElement, (chosen) => this.#readFile(chosen, text));
    }
  }

  #listen() {
    this.form.addEventListener("input", () => {
      this.#refresh();
      this.#keep();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#review();
    });
    document.getElementById("open-cancel").addEventListener("click", () => {
      this.#hide();
      // Back to where she began: beneath a form that is gone may be anything.
      document.getElementById("open-button").focus();
    });
    document.getElementById("review").addEventListener("click", ({ target }) => {
      if (target.id !== "review-back") return;
      this.#leaveReview();
      document.getElementById("open-title").focus();
    });
  }

  #refresh() {
    const { subject } = this.form.elements;
    const { rules } = this.state;
    this.#offerKinds();
    this.#showRule();
    document.getElementById("tabled-field").hidden = subject.value !== "tabled";
    document.getElementById("new-document").hidden = subject.value !== "new";
    [...subject].find(({ value }) => value === "tabled").disabled = this.documents.length === 0;
    document.getElementById("given-field").hidden = this.given === null;
    document.getElementById("given-label").textContent = this.given?.label ?? "";
    document.getElementById("change-field").hidden = rules.change_of_vote !== "chair";
    document.getElementById("change-rule").textContent = rules.change_of_vote === "chair" ? "" : t(`chair.change.${rules.change_of_vote}`);
  }

  /** Only the kinds under which the rules put such a subject; one that fits no more is chosen anew. */
  #offerKinds() {
    const { kind, subject } = this.form.elements;
    const { subjects } = this.state.rules;
    const given = subject.value === "given" ? this.given?.subject : null;
    const about = given?.amendments?.length ? "amendments" : "text";
    const allowed = subject.value === "none" ? [] : given?.kind ? kindsOf(given) : subjects[about];
    for (const option of kind.options) option.disabled = allowed.length > 0 && !allowed.includes(option.value);
    if (kind.selectedOptions[0]?.disabled) [kind.value] = allowed;
  }

  /** The rule of the chosen kind, and what it needs of the chosen roll as it stands. */
  #showRule() {
    const { kind, roll } = this.form.elements;
    const rule = this.state.rules.questions[kind.value];
    const place = document.getElementById("rule");
    // Of a question without a kind nothing can be said: least of all the rule of the motion before.
    place.hidden = !rule;
    if (!rule) return;
    const electorates = this.electorates?.[kind.value];
    const said = [requirement(rule), openFor(rule)].filter(Boolean).join(" ");
    if (!electorates) {
      place.textContent = said;
      return;
    }
    const numbers = expectation(rule.majority, electorates[roll.value].expected);
    place.textContent = [said, ...numbers].join(" ");
    for (const count of this.form.querySelectorAll("[data-roll]")) {
      count.textContent = number(electorates[count.dataset.roll].count);
    }
  }

  /** Ask for the electorates as they stand: at most one question is under way, whatever happens at the doors. */
  async #refreshElectorates() {
    this.asking ??= electorates(this.given);
    try {
      this.electorates = await this.asking;
    } catch {
      // Shown without numbers; the review asks again and says what is wrong.
      this.electorates = null;
    }
    this.asking = null;
    this.#showRule();
  }

  #keep() {
    // What the script prepared is made again from the script, as the texts stand then.
    if (this.aside !== null) return;
    const fields = [...this.form.elements].filter((field) => field.type !== "file" && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET");
    const values = fields.map((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value));
    sessionStorage.setItem(KEPT, JSON.stringify(values));
  }

  #restore() {
    const values = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    const fields = [...this.form.elements].filter((field) => field.type !== "file" && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET");
    if (values.length !== fields.length) return;
    fields.forEach((field, i) => {
      if (["radio", "checkbox"].includes(field.type)) field.checked = values[i];
      else field.value = values[i];
    });
  }

  async #readFile(file, text) {
    const box = document.getElementById("open-problem");
    try {
      text.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      tell(box);
      this.#keep();
    } catch {
      tell(box, t("chair.not_utf8"));
    }
  }

  #taken(id) {
    return this.taken().includes(id);
  }

  /** The draft as the form says it, or Incomplete. */
  #draft() {
    const { motion, kind, subject, roll, change } = this.form.elements;
    if (!kind.value) throw new Incomplete(t("chair.missing.kind"), kind);
    if (!motion.value || !motion.checkValidity()) throw new Incomplete(t("chair.missing.number"), motion);
    if (this.#taken(motion.value)) throw new Incomplete(t("chair.missing.free_number", { motion: motion.value }), motion);
    return {
      motion: motion.value,
      kind: kind.value,
      title: this.#wordsOf(this.words, "title", t("chair.missing.title")),
      question: this.#wordsOf(this.words, "question", t("chair.missing.question")),
      tabled: subject.value === "tabled" ? this.documents.find((one) => one.document === this.form.elements.tabled.value) : null,
      text: subject.value === "new" ? this.#newText() : null,
      given: subject.value === "given" ? this.given : null,
      roll: roll.value,
      change_of_vote: this.state.rules.change_of_vote === "chair" ? change.checked : this.state.rules.change_of_vote === "allowed",
    };
  }

  #newText() {
    const { document: name } = this.form.elements;
    if (!name.value || !name.checkValidity()) throw new Incomplete(t("chair.missing.document"), name);
    const before = this.documents.find((one) => one.document === name.value);
    return {
      document: name.value,
      version: (before?.version ?? 0) + 1,
      title: this.#wordsOf(this.texts, "title", t("chair.missing.text_title")),
      texts: this.#wordsOf(this.texts, "text", t("chair.missing.text")),
    };
  }

  #wordsOf(fields, name, missing) {
    const found = wordsOf(fields, this.state.languages, name);
    const [first] = this.state.languages;
    if (!(first in found)) throw new Incomplete(missing, fields[first][name]);
    return found;
  }

  async #review() {
    const box = document.getElementById("open-problem");
    // What the script or the menu prepared is not kept.
    const look = (this.#look = { kept: this.aside === null ? sessionStorage.getItem(KEPT) : null });
    let draft, found;
    try {
      draft = this.#draft();
      found = await electorates(draft.given);
    } catch (error) {
      if (look !== this.#look) return;
      this.#reveal();
      complain(box, this.form, error);
      return;
    }
    if (look !== this.#look) return;
    this.electorates = found;
    settle(box, this.form);
    this.#showRule();
    this.#reveal();
    this.form.hidden = true;
    document.getElementById("review").hidden = false;
    review(draft, found[draft.kind][draft.roll], () => this.state, (roll) => this.#open(look, draft, roll), this.label);
    document.getElementById("review-title").focus();
  }

  async #open(look, draft, roll) {
    try {
      await this.open(draft, roll, () => this.#finish(look, look === this.#look));
    } catch (error) {
      if (look === this.#look) throw error;
      // Something else is before her by now: this is no word on that.
      showProblem(document.getElementById("problem"), error, t("screen.motion", draft));
    }
  }

  #leaveReview() {
    this.#look = null;
    document.getElementById("review").hidden = true;
    this.form.hidden = false;
  }
}

/** The kinds of question under which a matter that is no text is put; none named: any. */
export function kindsOf({ kind }) {
  return kind === "reconsideration" ? ["reconsideration"] : [];
}

/** Put words by language into their fields. */
export function fillWords(fields, words) {
  for (const [name, texts] of Object.entries(words)) {
    for (const [language, text] of Object.entries(texts)) fields[language][name].value = text;
  }
}

/** What is written in the fields of this name, by language; empty ones are left out. */
export function wordsOf(fields, languages, name) {
  const spoken = languages.filter((language) => written(fields[language][name].value) !== "");
  // A text is voted on as it is, line ends included; titles and questions lose the space around them.
  return Object.fromEntries(spoken.map((language) => {
    const { value } = fields[language][name];
    return [language, name === "text" ? value : written(value)];
  }));
}

/** One more than the highest number in use. */
export function nextNumber(taken) {
  const numbers = taken.filter((id) => /^[0-9]{1,9}$/.test(id));
  return String(Math.max(0, ...numbers.map(Number)) + 1);
}

/** A fieldset for each language, the authoritative first; returns their inputs by language and slot. */
export function fieldsFor(template, place, languages, prefix = template) {
  const found = {};
  languages.forEach((language, i) => {
    const fieldset = fromTemplate(template);
    const name = languageName(language);
    const key = i === 0 ? "chair.language.authoritative" : "chair.language.optional";
    slot(fieldset, "language").textContent = languages.length === 1 ? name : t(key, { language: name });
    fieldset.classList.toggle("authoritative", i === 0);
    found[language] = {};
    for (const field of fieldset.querySelectorAll("input, textarea")) {
      field.lang = language;
      field.name = `${prefix}.${language}.${field.dataset.slot}`;
      field.required = i === 0 && field.type !== "file";
      found[language][field.dataset.slot] = field;
    }
    place.append(fieldset);
  });
  return found;
}
