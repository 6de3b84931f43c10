/** The motion on the phone: its words in the language that the delegate wants, and the text it is about. */
import { fetchText } from "./blob.js";
import { Unreachable } from "./errors.js";
import { expectationOf, requirement } from "./requirement.js";
import { bestLanguage, t } from "./text.js";
import { get, put } from "./store.js";
import { element, languageName, slot } from "./view.js";

const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** Shows one verified opening at a time. */
export class MotionCard {
  #verified = null;
  #languages;
  #onAlarm;
  #onLanguage;

  /**
   * @param {HTMLElement} root
   * @param {string[]} languages the convention's, authoritative first
   * @param {{onAlarm: (error: Error) => void, onLanguage: () => void}} page who is told that the server's text is not the one in
   *   the log, and that the words are now in another language
   */
  constructor(root, languages, { onAlarm, onLanguage }) {
    this.root = root;
    this.#languages = languages;
    this.#onAlarm = onAlarm;
    this.#onLanguage = onLanguage;
    this.picker = slot(root, "language");
    this.picker.onchange = async () => {
      await put("language", this.picker.value);
      this.#showWords(this.picker.value);
    };
  }

  /** The motion's title as it is shown. */
  get title() {
    return slot(this.root, "title").textContent;
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
    slot(this.root, "requirement").textContent = [requirement(opened), ...expectationOf(opened)].join(" ");
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
    this.#onLanguage();
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
    // What the page itself says there is in the page's own language.
    place.removeAttribute("lang");
    place.removeAttribute("dir");
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
