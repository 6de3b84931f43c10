/** The motion on the phone: its words in the language that the delegate wants, and the text it is about or changes. */
import { fetchText } from "./blob.js";
import { numbersOf, parseText } from "./blocks.js";
import { BadForm, Unreachable } from "./errors.js";
import { blocksElements, changesElement } from "./changes.js";
import { expectationOf, requirement } from "./requirement.js";
import { bestLanguage, t, wantedLanguages, words } from "./text.js";
import { get, put } from "./store.js";
import { element, languageName, number, slot, tell } from "./view.js";

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
    this.picker.onchange = () => {
      this.#showWords(this.picker.value);
      // A browser that cannot keep it asks again at the next motion.
      put("language", this.picker.value).catch(() => {});
    };
  }

  /** The motion's title as it is shown. */
  get title() {
    return slot(this.root, "title").textContent;
  }

  /**
   * Show an opening and the state that the motion is in; the same again changes nothing.
   * @param {{digest: string, opened: any, subject: import("./subject.js").VerifiedSubject | null}} verified
   * @param {string} state
   */
  async show(verified, state) {
    slot(this.root, "state").textContent = t(`state.${state}`);
    slot(this.root, "change").hidden = state !== "open";
    if (this.#verified === verified) return;
    const again = this.#verified?.digest === verified.digest;
    this.#verified = verified;
    const { opened, subject, matter } = verified;
    if (!again) this.root.querySelector('[data-part="document"]').open = state === "open" && !subject?.amendments.length;
    // For everyone, and not only beside a ballot that is still to be cast.
    tell(slot(this.root, "matter"), ...(matter ? this.#matterLines(matter) : []));
    this.#showMeaning(subject, matter);
    slot(this.root, "number").textContent = t("phone.motion", { motion: opened.motion });
    slot(this.root, "requirement").textContent = [requirement(opened), ...expectationOf(opened)].join(" ");
    slot(this.root, "change").textContent = t(opened.change_of_vote ? "phone.change_allowed" : "phone.change_refused");
    // Asked for before there is anything to choose from: a choice made meanwhile would be lost.
    const wanted = await get("language").catch(() => null);
    const tags = this.#languages.filter((tag) => tag in opened.question || subject?.speaks(tag));
    this.picker.replaceChildren(...tags.map((tag) => new Option(languageName(tag), tag)));
    this.picker.parentElement.hidden = tags.length < 2;
    const language = bestLanguage(Object.fromEntries(tags.map((tag) => [tag, ""])), this.#languages, [...(wanted ? [wanted] : []), ...wantedLanguages()]);
    this.picker.value = language;
    this.#showWords(language);
  }

  #showWords(language) {
    const { opened } = this.#verified;
    this.#write("title", opened.title, language);
    this.#write("question", opened.question, language);
    this.#showDocument(language);
    this.#showChange(language);
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

  /** Say what Yes and No mean. */
  #showMeaning(subject, matter) {
    const place = slot(this.root, "meaning");
    place.hidden = !(subject || matter);
    if (place.hidden) return;
    const [first, another] = subject?.brief ?? [];
    const about = matter ? matter.kind : !first ? "whole" : another ? "together" : first.part_of ? "part" : first.target ? "amendment" : first.action.startsWith("insert") ? "insert" : first.action;
    place.replaceChildren(...meanings(about, first?.part_of ?? first?.target));
  }

  /** What the motion is about: the numbers of a report, the items of an agenda, the decision that would be taken back. */
  #matterLines({ kind, id, payload }) {
    const lines = [element("p", "", element("strong", "", t(`day.about.${kind}`, { id })))];
    if (kind === "credentials") {
      const [allocated, accredited, present] = ["allocated", "accredited", "present"].map((name) => number(payload[name].count));
      lines.push(element("p", "", t("day.report.numbers", { allocated, accredited, present })));
      if (payload.contested.length) lines.push(element("p", "", t("day.report.contested", { mandates: payload.contested.join(t("common.comma")) })));
    } else if (kind === "agenda") lines.push(element("ol", "", ...payload.items.map(({ title }) => element("li", "", words(title, this.#languages)))));
    else lines.push(element("p", "", words(payload.title, this.#languages)));
    return lines;
  }

  async #showChange(language) {
    const verified = this.#verified;
    const { subject } = verified;
    const part = this.root.querySelector('[data-part="change-of-text"]');
    part.hidden = !subject?.amendments.length;
    if (part.hidden) return;
    slot(part, "amendments").textContent = t("phone.amendments", { amendments: subject.brief.map((one) => one.amendment).join(t("common.comma")) });
    slot(part, "proposers").textContent = this.#proposers(subject.brief, language);
    const tag = [language, this.#languages[0]].find((one) => subject.speaks(one));
    try {
      const { passages, checked } = await subject.account(tag);
      if (this.#verified !== verified || this.picker.value !== language) return;
      const changes = changesElement(passages, tag);
      changes.tabIndex = 0;
      slot(part, "words").replaceChildren(changes);
      tell(slot(part, "untranslated"), tag === language ? null : t("phone.untranslated", { language: languageName(tag) }));
      slot(part, "checked").textContent = t(checked ? "phone.words_checked" : "phone.words_told");
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.#onAlarm(error);
      this.#offerAgain(slot(part, "words"), () => this.#showChange(language));
    }
  }

  #proposers(brief, language) {
    const names = brief.flatMap(({ delegations, homes }) => Object.values({ ...delegations, ...homes }));
    const shown = new Set(names.map((name) => name[bestLanguage(name, this.#languages, [language])]));
    return t("phone.proposed_by", { names: [...shown].join(t("common.comma")) });
  }

  async #showDocument(language) {
    const verified = this.#verified;
    const { subject } = verified;
    const part = this.root.querySelector('[data-part="document"]');
    part.hidden = subject === null;
    if (subject === null) return;
    const { document: tabled, whole } = subject;
    const tag = whole === null ? bestLanguage(tabled.texts, this.#languages, [language]) : this.#languages[0];
    const title = tabled.title[bestLanguage(tabled.title, this.#languages, [language])];
    slot(part, "document-title").textContent = t(whole === null ? "phone.document" : "phone.document_amended", { title, version: tabled.version });
    const place = slot(part, "text");
    // What the page itself says there is in the page's own language.
    place.removeAttribute("lang");
    place.removeAttribute("dir");
    place.replaceChildren(t("phone.loading_text"));
    try {
      const text = whole ?? (await fetchText(tabled.texts[tag]));
      if (this.#verified !== verified || this.picker.value !== language) return;
      place.replaceChildren(...textNodes(text));
      place.lang = tag;
      place.dir = RIGHT_TO_LEFT.has(tag) ? "rtl" : "ltr";
      const notes = [whole !== null && t("phone.whole_checked"), tag !== language && t("phone.untranslated", { language: languageName(tag) })];
      tell(slot(part, "note"), notes.filter(Boolean).join(" "));
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.#onAlarm(error);
      this.#offerAgain(place, () => this.#showDocument(language));
    }
  }

  #offerAgain(place, load) {
    const again = element("button", "secondary", t("phone.load_again"));
    again.onclick = load;
    place.replaceChildren(element("p", "", t("phone.text_unreachable")), again);
  }
}

/** Numbered paragraphs, or a text that has none as it is. */
function textNodes(text) {
  try {
    const blocks = parseText(text);
    return blocksElements(blocks, numbersOf(blocks));
  } catch (error) {
    if (error instanceof BadForm) return [text];
    throw error;
  }
}

/** What Yes and No lead to, a sentence each. */
function meanings(about, amendment) {
  return ["yes", "no"].map((choice) => element("p", "", t(`phone.means.${about}.${choice}`, { amendment })));
}
