/** An amendment's words in another language: written beside what it does, shown as they change, recorded only when signed. */
import { formatBlock, parseText } from "./blocks.js";
import { stringify } from "./canonical.js";
import { changesElement } from "./changes.js";
import { counted } from "./counted.js";
import { refill, tellError } from "./desk-view.js";
import { applyChange, smallestChange, tidy } from "./operation.js";
import { t, words } from "./text.js";
import { announce, element, languageName, slot, tell, whileBusy } from "./view.js";
import { wordsOf } from "./word-diff.js";

/** The panel that takes one translation. */
export class TranslationPanel {
  #root;
  #server;
  #acts;
  #known = [];
  /** The amendment that is translated, as the server has it; null while none is chosen. */
  #subject = null;
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
    this.#at("language").addEventListener("change", () => this.#offer());
    this.#at("amendment").addEventListener("change", () => this.#choose());
    this.#at("text").addEventListener("input", () => this.#show());
    this.#at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sign();
    });
  }

  #at(name) {
    return slot(this.#root, `translation-${name}`);
  }

  get #language() {
    return this.#at("language").value;
  }

  /** Ask which amendments there are; what was chosen and written stays. */
  async refresh() {
    try {
      this.#known = await this.#server.amendments();
      await this.#offer();
    } catch (error) {
      tellError(this.#at("problem"), error);
    }
  }

  /** Those that lack the language come first. */
  #offer() {
    const select = this.#at("amendment");
    const open = this.#known.filter(({ languages }) => languages.includes(this.#language));
    const spoken = ({ spoken: tags }) => tags.includes(this.#language);
    const groups = [["lacking", open.filter((one) => !spoken(one))], ["spoken", open.filter(spoken)]];
    const offered = [new Option(t(open.length ? "desk.translation.choose" : "desk.translation.none"), "")];
    for (const [name, those] of groups.filter(([, found]) => found.length)) {
      const group = element("optgroup", "", ...those.map((one) => new Option(labelOf(one), one.amendment)));
      group.label = t(`desk.translation.${name}`, { count: those.length });
      offered.push(group);
    }
    refill(select, ...offered);
    const subject = this.#subject;
    const kept = subject ? subject.language === this.#language && subject.amendment === select.value : !select.value;
    return kept ? null : this.#choose();
  }

  async #choose() {
    this.#asked += 1;
    const [asked, name, language] = [this.#asked, this.#at("amendment").value, this.#language];
    this.#subject = null;
    for (const one of ["problem", "done"]) tell(this.#at(one), null);
    this.#at("work").hidden = true;
    this.#at("go").disabled = true;
    if (!name) return;
    try {
      const found = await this.#server.amendmentIn(name, language);
      if (asked === this.#asked) this.#open({ ...found, language });
    } catch (error) {
      if (asked === this.#asked) tellError(this.#at("problem"), error);
    }
  }

  #open(subject) {
    this.#subject = subject;
    const { language, model, block, action, inside, kinds } = subject;
    this.#at("model").replaceChildren(changesElement(model, this.#at("model").dataset.language));
    const text = this.#at("text");
    text.value = wordsSoFar(subject);
    text.lang = language;
    text.dir = "auto";
    text.parentElement.hidden = !inside && action === "delete";
    const place = { language: languageName(language), number: block.number ?? "", count: kinds.length };
    const what = inside ? (block.number === null ? "words_heading" : "words") : kinds.length > 1 ? "blocks" : "block";
    this.#at("label").textContent = t(`desk.translation.${what}`, place);
    this.#at("work").hidden = false;
    this.#show();
  }

  /** What would be signed; null while the words do nothing, or are not as many paragraphs as they must be. */
  #draft() {
    const { inside, action, block, kinds } = this.#subject;
    const written = this.#at("text").value;
    if (inside) {
      const found = smallestChange(block, 0, tidy(written));
      // A paragraph that loses all its words loses words here: it goes as a whole only where the amendment says so.
      return found && { text: found.change.text, words: found.change.words ?? [0, wordsOf(block.text).length] };
    }
    if (action === "delete") return { text: null, words: null };
    const lines = linesOf(written);
    if (lines.length !== kinds.length) return null;
    const text = lines.map((line, i) => formatBlock({ ...kinds[i], text: line })).join("\n\n");
    return action === "replace" && kinds.length === 1 && text === formatBlock(block) ? null : { text, words: null };
  }

  #show() {
    const { inside, action, block, kinds, change, language } = this.#subject;
    const draft = this.#draft();
    const passages = draft ? applyChange([block], { block: 0, type: action }, draft).passages : [];
    // The block stands alone here, and has its number in the text.
    for (const one of passages) one.number &&= block.number;
    const lines = linesOf(this.#at("text").value).length;
    const lacking = inside || lines === kinds.length ? t("desk.translation.nothing") : counted("desk.translation.lines", kinds.length, { lines });
    this.#at("changes").replaceChildren(draft ? changesElement(passages, language) : lacking);
    const same = draft !== null && stringify(draft) === stringify(change);
    tell(this.#at("same"), same ? t("desk.translation.same") : null);
    this.#at("go").disabled = draft === null || same;
  }

  #sign() {
    if (this.#subject === null || this.#at("go").disabled) return null;
    const [subject, change] = [this.#subject, this.#draft()];
    const { amendment, digest, language } = subject;
    return whileBusy([this.#at("go"), this.#at("language"), this.#at("amendment"), this.#at("text")], async () => {
      try {
        // The words are counted in a text that may have been corrected since.
        const now = { ...(await this.#server.amendmentIn(amendment, language)), language };
        if (stringify(now) !== stringify(subject)) {
          this.#open(now);
          return tell(this.#at("problem"), t("desk.translation.moved"));
        }
        await this.#acts.translateAmendment({ amendment, digest, language, change });
      } catch (error) {
        return tellError(this.#at("problem"), error);
      }
      const said = t("desk.translation.done", { amendment, language: languageName(language) });
      this.#at("amendment").value = "";
      await this.refresh();
      tell(this.#at("done"), said);
      return announce(said);
    }).finally(() => {
      if (this.#subject) this.#show();
      else this.#at("go").disabled = true;
    });
  }
}

function labelOf({ amendment, title, standing }) {
  return t("desk.translation.option", { amendment, title: words(title), standing: t(`script.standing.${standing}`) });
}

function linesOf(written) {
  return written.split("\n").map(tidy).filter(Boolean);
}

/** What stands there with the amendment's words so far, or else what they would be written from. */
function wordsSoFar({ inside, action, block, change }) {
  if (inside) return change ? applyChange([block], { block: 0, type: action }, change).blocks.map(({ text }) => text).join("") : block.text;
  if (change?.text) return parseText(`${change.text}\n`).map(({ text }) => text).join("\n");
  return action === "replace" ? block.text : "";
}
