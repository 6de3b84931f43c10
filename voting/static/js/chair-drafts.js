/** What a text's script puts to the vote, as the chair's forms take it: made anew whenever it is asked for. */
import { amendmentWords, kindFor, wholeWords } from "./motion-phrases.js";
import { t, words } from "./text.js";

/** The first of these kinds under which the rules put such a subject, else one that they name for it. */
function kindOf({ questions, subjects }, about, ...preferred) {
  const allowed = subjects[about];
  return kindFor(questions, ...preferred.filter((kind) => !allowed.length || allowed.includes(kind)), ...allowed);
}

/** The amendments of a text with these names. */
export function amendmentsOf(document, names) {
  return names.map((name) => document.amendments.find(({ amendment }) => amendment === name));
}

/** What falls if a whole list is adopted. */
export function fallsOf(amendments) {
  const names = amendments.map(({ amendment }) => amendment);
  return [...new Set(amendments.flatMap((one) => one.falls))].filter((name) => !names.includes(name));
}

/** What is withdrawn as long as one of these is undecided. */
export function waitingFor(document, names) {
  return document.amendments.filter(({ standing, cause }) => standing === "suspended" && names.includes(cause));
}

/**
 * @param {any} document of /documents/<id>/state
 * @param {any} state of /state
 * @param {any[]} amendments
 * @param {string[]} falls
 * @param {string} text the digest that it would read
 * @param {boolean} together whether the committee's list is put
 */
export function amendmentDraft(document, { rules, languages }, amendments, falls, text, together) {
  const { document: name, digest, title } = document;
  const names = amendments.map(({ amendment }) => amendment);
  return {
    kind: kindOf(rules, "amendments", "amendment"),
    ...amendmentWords(amendments, together),
    given: {
      subject: { amendments: names, digest, document: name, text },
      label: t("script.subject", { amendments: names.join(t("common.comma")), title: words(title, languages) }),
      shown: amendments.map(({ amendment, changes, untranslated }) => ({ amendment, changes, untranslated })),
      falls,
      waiting: waitingFor(document, names),
    },
  };
}

/** The same of the text as a whole. */
export function wholeDraft(document, { rules, languages }) {
  const { document: name, digest, title, script, languages: paragraphs, texts } = document;
  return {
    kind: kindOf(rules, "text", "declaration", "final", name),
    ...wholeWords(document, languages),
    given: {
      subject: { amendments: [], digest, document: name, text: script.whole.text },
      label: t("script.subject.whole", { title: words(title, languages) }),
      shown: [],
      falls: [],
      whole: paragraphs,
      // A text that is not in numbered paragraphs is shown as it was tabled.
      stored: Object.keys(paragraphs).length ? null : texts,
    },
  };
}

/**
 * What the script puts of the same amendments, or of the whole, now.
 * @param {any} document
 * @param {any} state
 * @param {string[]} names
 * @returns {any} a draft, null if the script does not put it any more
 */
export function draftNow(document, state, names) {
  const { steps, committee, whole } = document.script;
  if (names.length === 0) return whole.ready ? wholeDraft(document, state) : null;
  const step = steps.find((one) => one.amendments.join() === names.join());
  if (step) return step.text ? amendmentDraft(document, state, amendmentsOf(document, names), step.falls, step.text, false) : null;
  if (committee.amendments.join() !== names.join()) return null;
  const all = amendmentsOf(document, names);
  return amendmentDraft(document, state, all, fallsOf(all), committee.text, true);
}
