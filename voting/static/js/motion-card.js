/** The motion on the phone: its words in the language that the delegate wants, and the text it is about. */
import { fetchText } from "./blob.js";
import { Unreachable } from "./errors.js";
import { requirement } from "./requirement.js";
import { bestLanguage, t } from "./text.js";
import { get, put } from "./store.js";
import { element, languageName, slot } from "./view.js";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** Shows one verified opening at a time. */
export class MotionCard {
  #verified = null;
  #languages;
  #onAlarm;

  /**
   * @param {HTMLElement} root
   * @param {string[]} languages the convention's, authoritative first
   * @param {(error: Error) => void} onAlarm the server's text is not the one in the log
   */
  constructor(root, languages, onAlarm) {
    this.root = root;
    this.#languages = languages;
    this.#onAlarm = onAlarm;
    this.picker = slot(root, "language");
    this.picker.onchange = async () => {
      await put("language", this.picker.value);
      this.#showWords(this.picker.value);
    };
  }

  /**
   * Show an opening and the state that the motion is in; the same again changes nothing.
   * @param {{digest: string, opened: any, document: any | null}} verified
   * @param {string} state
   */
  async show(verified, state) {
    slot(this.root, "state").textContent = t(`state.${state}`);
    slot(this.root, "change").hidden = state !== "open";
    if (this.#verified?.digest === verified.digest) return;
    this.#verified = verified;
    const { opened } = verified;
    this.root.querySelector('[data-part="document"]').open = state === "open";
    slot(this.root, "number").textContent = t("phone.motion", { motion: opened.motion });
    slot(this.root, "requirement").textContent = requirement(opened.majority, opened.quorum);
    slot(this.root, "change").textContent = t(opened.change_of_vote ? "phone.change_allowed" : "phone.change_refused");
    const tags = this.#languages.filter((tag) => tag in opened.question);
    this.picker.replaceChildren(...tags.map((tag) => new Option(languageName(tag), tag)));
    this.picker.parentElement.hidden = tags.length < 2;
    const wanted = await get("language");
    const language = bestLanguage(opened.question, this.#languages, wanted ? [wanted, ...navigator.languages] : undefined);
    this.picker.value = language;
    this.#showWords(language);
  }

  #showWords(language) {
    const { opened } = this.#verified;
    this.#write("title", opened.title, language);
    this.#write("question", opened.question, language);
    this.#showDocument(language);
  }

  /** Put the words of this language, or of the nearest one there is. */
  #write(name, texts, language) {
    const tag = bestLanguage(texts, this.#languages, [language]);
    const place = slot(this.root, name);
    place.textContent = texts[tag];
    place.lang = tag;
    place.dir = RIGHT_TO_LEFT.has(tag) ? "rtl" : "ltr";
  }

  async #showDocument(language) {
    const { document: tabled, digest } = this.#verified;
    const part = this.root.querySelector('[data-part="document"]');
    part.hidden = tabled === null;
    if (tabled === null) return;
    const tag = bestLanguage(tabled.texts, this.#languages, [language]);
    const title = tabled.title[bestLanguage(tabled.title, this.#languages, [language])];
    slot(part, "document-title").textContent = t("phone.document", { title, version: tabled.version });
    const place = slot(part, "text");
    place.replaceChildren(t("phone.loading_text"));
    try {
      const text = await fetchText(tabled.texts[tag]);
      if (this.#verified.digest !== digest || this.picker.value !== language) return;
      place.textContent = text;
      place.lang = tag;
      place.dir = RIGHT_TO_LEFT.has(tag) ? "rtl" : "ltr";
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.#onAlarm(error);
      const again = element("button", "secondary", t("phone.load_again"));
      again.onclick = () => this.#showDocument(language);
      place.replaceChildren(element("p", "", t("phone.text_unreachable")), again);
    }
  }
}
