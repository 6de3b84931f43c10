/**
 * What a motion would change, as the log has it: the document, the amendments and their words, each from the statement
 * that tabled it, proved to stand in the log. What the server tells of the change is held against them.
 */
import { fetchText } from "./blob.js";
import { formatText, parseText } from "./blocks.js";
import { stringify } from "./canonical.js";
import { digest, utf8 } from "./encoding.js";
import { BadProof, Refusal, WrongOpening } from "./errors.js";
import { requestText } from "./http.js";
import { applyChanges, sameWords, wordsMarked } from "./operation.js";
import { wordsOf } from "./word-diff.js";

/**
 * The subject of an opening.
 * @param {import("./log.js").Log} log
 * @param {any} subject of the payload of `motion.opened`
 * @param {any} motion of /state
 * @returns {Promise<VerifiedSubject | null>}
 * @throws {WrongOpening} the server shows something else than the chair signed
 * @throws {BadProof | import("./errors.js").BadForm | import("./errors.js").LogForked | import("./errors.js").Unreachable}
 */
export async function verifySubject(log, subject, motion) {
  const shown = motion.subject;
  if (subject === null || subject.kind) return null;
  if (!shown) throw new WrongOpening("the server hides the document");
  const named = { amendments: shown.amendments.map((one) => one.amendment), digest: shown.digest, document: shown.document, text: shown.text };
  if (stringify(named) !== stringify(subject)) throw new WrongOpening("the subject is not as the chair signed it");
  const { payload: document, digest: tabled } = await proven(log, shown.index);
  if (tabled !== subject.digest || document.type !== "document.tabled" || document.document !== subject.document) {
    throw new WrongOpening(`entry ${shown.index} is not the document of the motion`);
  }
  const amendments = [];
  for (const one of shown.amendments) amendments.push(await verifyAmendment(log, one, subject.digest));
  const found = new VerifiedSubject(document, amendments, shown, log);
  if (amendments.length) await found.account(log.languages[0]);
  // Afterwards the text may be another: what the motion decided is in it.
  else if (subject.text !== null && ["open", "ended"].includes(motion.state)) found.whole = await wholeText(log, subject);
  return found;
}

/**
 * What an opening is about that is no text: a report, an agenda, or a decision that would be taken back.
 * @param {import("./log.js").Log} log
 * @param {any} subject of the payload of `motion.opened`
 * @param {any} motion of /state
 * @returns {Promise<{kind: string, id: string, payload: any} | null>} the payload of the statement that it names
 * @throws {WrongOpening} the server names another statement than the chair signed
 * @throws {BadProof | import("./errors.js").LogForked | import("./errors.js").Unreachable}
 */
export async function verifyMatter(log, subject, { matter }) {
  if (!subject?.kind) return null;
  if (!matter) throw new WrongOpening("the server hides what the motion is about");
  const { kind, id } = subject;
  const { payload, digest: found } = await proven(log, matter.index);
  const name = payload[{ credentials: "report", agenda: "agenda" }[kind] ?? (payload.type === "motion.opened" ? "motion" : "decision")];
  if (found !== subject.digest || name !== id) throw new WrongOpening(`entry ${matter.index} is not what the motion is about`);
  return { kind, id, payload };
}

/** The document and the amendments that a motion is about. */
export class VerifiedSubject {
  /** The text that is voted on as a whole, as amended; null where a motion is about something else. */
  whole = null;
  #shown;
  #log;

  /**
   * @param {any} document payload of `document.tabled`
   * @param {{parts: any[], base: any}[]} amendments as verified
   * @param {any} shown of /state
   * @param {import("./log.js").Log} log
   */
  constructor(document, amendments, shown, log) {
    this.document = document;
    this.amendments = amendments;
    this.brief = shown.amendments;
    this.#shown = shown;
    this.#log = log;
  }

  /** Returns if the words of the change can be shown in this language. */
  speaks(language) {
    return language in this.#shown.changes;
  }

  /**
   * What changes, in one language.
   * @param {string} language one that it speaks
   * @returns {Promise<{passages: object[], checked: boolean}>} not `checked`: other changes touch these words, or
   *   their translation was corrected, and how they read now is the server's account
   * @throws {WrongOpening} the server tells of other words than the statements have
   * @throws {BadProof | import("./errors.js").LogForked | import("./errors.js").Unreachable}
   */
  async account(language) {
    const told = this.#shown.changes[language];
    if (!told?.length) throw new WrongOpening("the server hides the words that the motion changes");
    const spoken = [];
    for (const { parts } of this.amendments) spoken.push(await inLanguage(this.#log, parts, language));
    const own = await this.#computed(spoken, language);
    if (own && sameWords(own.passages, told)) return { passages: own.passages, checked: true };
    // The text that the chair signed is what the amendment alone makes of the tabled one: there is no other account.
    if (own && language === this.#log.languages[0] && (await digest(utf8(formatText(own.blocks)))) === this.#shown.text) {
      throw new WrongOpening("the server shows other words than the amendment has");
    }
    refuseStrangeWords(told, spoken.flat());
    return { passages: told, checked: false };
  }

  /** What changes as this phone makes it, where each change has a place of its own; null elsewhere. */
  async #computed(spoken, language) {
    const [{ base }] = this.amendments;
    // The same words that several have tabled are one change.
    const own = [...new Map(spoken.map((one) => [stringify(one), one])).values()];
    if ([...own, ...this.amendments.map(({ parts }) => parts)].some(({ length }) => length !== 1) || (base && own.length > 1)) return null;
    const [above] = base ? await inLanguage(this.#log, [base], language) : [];
    const text = base ? above?.change.text && `${above.change.text}\n` : await this.#tabledText(language);
    return text ? applyChanges(parseText(text), own.flat()) : null;
  }

  /** A translation that was corrected is named by another statement: null. */
  async #tabledText(language) {
    const name = this.document.texts[language];
    return name && name === this.#shown.texts[language] ? fetchText(name) : null;
  }
}

function refuseStrangeWords(passages, spoken) {
  const known = new Set(spoken.flatMap(({ change }) => newWords(change)));
  for (const passage of passages) {
    const before = new Set(wordsOf(wordsMarked(passage, "kept", "deleted")));
    const strange = wordsOf(wordsMarked(passage, "inserted")).find((word) => !known.has(word) && !before.has(word));
    if (strange) throw new WrongOpening(`the server shows “${strange}”, which is in none of the amendments`);
  }
}

function newWords(change) {
  return change.text ? parseText(`${change.text}\n`).flatMap((block) => wordsOf(block.text)) : [];
}

/** An amendment's own change and those that were adopted to it; `base` is the one whose new text it amends. */
async function verifyAmendment(log, { amendment, sources, above }, document) {
  const parts = [];
  let last = null;
  for (const source of sources) {
    const { payload, part } = await sourceOf(log, source);
    last ??= payload;
    parts.push(part);
  }
  if (sources[0]?.amendment !== amendment) throw new WrongOpening(`the server hides amendment ${amendment}`);
  let base = null;
  for (const source of above) {
    const { payload, part } = await sourceOf(log, source);
    const amends = last.type === "amendment.tabled";
    if (source.digest !== (amends ? last.target.digest : last.digest)) throw new WrongOpening(`${amendment} does not amend ${source.amendment}`);
    if (amends) base = part;
    last = payload;
  }
  if (last.target?.digest !== document) throw new WrongOpening(`amendment ${amendment} is to another text`);
  return { parts, base };
}

async function sourceOf(log, source) {
  const { amendment, index, digest: named } = source;
  const { payload, digest: found } = await proven(log, index);
  const divided = payload.type === "amendment.divided";
  const part = divided ? payload.parts.find((_, i) => `${payload.amendment}.${i + 1}` === amendment) : payload;
  const right = divided ? part : payload.type === "amendment.tabled" && payload.amendment === amendment;
  if (!right || found !== named || payload.convention !== log.convention) throw new WrongOpening(`entry ${index} is not amendment ${amendment}`);
  return { payload, part: { operation: part.operation, changes: part.changes, source } };
}

/** What changes do in one language, as they were tabled or translated since; those that do not speak it are left out. */
async function inLanguage(log, parts, language) {
  const spoken = [];
  for (const { operation, changes, source } of parts) {
    const index = source.translations[language];
    const change = index === undefined ? changes[language] : await translation(log, source, index, language);
    if (change) spoken.push({ operation, change });
  }
  return spoken;
}

async function translation(log, { amendment, digest: named }, index, language) {
  const { payload } = await proven(log, index);
  const right = payload.type === "amendment.translated" && payload.amendment === amendment && payload.digest === named;
  // What is voted on is what was tabled.
  if (!right || payload.language !== language || language === log.languages[0] || payload.convention !== log.convention) {
    throw new WrongOpening(`entry ${index} is no translation of amendment ${amendment}`);
  }
  return payload.change;
}

async function wholeText(log, { document, text }) {
  const whole = log.toldText(document) ?? (await requestWhole(document, log.languages[0]));
  if ((await digest(utf8(whole))) !== text) throw new WrongOpening("the server's text as amended is not the one that the chair signed");
  return whole;
}

async function requestWhole(document, language) {
  try {
    return await requestText(`/texts/${document}/${language}`);
  } catch (error) {
    if (error instanceof Refusal) throw new BadProof(`the server does not show the text as amended: ${error.message}`);
    throw error;
  }
}

/**
 * An entry that is never withheld: openings, calls, documents, amendments.
 * @param {import("./log.js").Log} log
 * @param {number} index
 */
export async function proven(log, index) {
  try {
    return await log.provenEntry(index);
  } catch (error) {
    if (error instanceof Refusal) throw new BadProof(`the server does not show entry ${index}: ${error.message}`);
    throw error;
  }
}
