/**
 * Titles and questions in the convention's languages, as voting/motion_phrases.py has them: the chair reads and may change
 * them before she signs. And the kind of question of the rules that fits.
 */
import { words } from "./text.js";

/**
 * Title and question by language; a language without phrases is left out.
 * @param {string} name such as "amendment"
 * @param {Record<string, string> | ((language: string) => Record<string, string>)} [values] for the places in them
 * @param {string} [question] the question's own name where it is another
 */
export function phrased(name, values = {}, question = name) {
  return { title: filled(`${name}.title`, values), question: filled(`${question}.question`, values) };
}

/** One phrase by language. */
export function filled(key, values) {
  const valuesIn = typeof values === "function" ? values : () => values;
  const phrases = JSON.parse(document.getElementById("phrases").textContent);
  return Object.fromEntries(Object.entries(phrases).map(([language, known]) => (
    [language, known[key].replace(/\{(\w+)\}/g, (_, place) => valuesIn(language)[place])]
  )));
}

/**
 * The words for a vote on amendments.
 * @param {any[]} amendments of /documents/<id>/state
 * @param {boolean} together whether the committee's list is put, and not one amendment or identical ones
 */
export function amendmentWords(amendments, together) {
  const [{ target, part_of: whole }] = amendments;
  const values = { amendments: amendments.map(({ amendment }) => amendment).join(", "), target, whole };
  if (together && amendments.length > 1) return phrased("list", values);
  if (amendments.length > 1) return phrased("same", values);
  return phrased(whole ? "part" : target ? "second" : "amendment", values);
}

/** The words for the vote on a text as a whole. */
export function wholeWords(document, languages) {
  const title = (language) => ({ title: document.title[language] ?? words(document.title, languages) });
  return phrased("whole", title, document.amendments.length ? "amended" : "whole");
}

/**
 * The rules' kind for a question: of this name, or the only one whose name begins so; null leaves it to the chair.
 * @param {Record<string, any>} questions
 * @param {string[]} names the first that fits
 */
export function kindFor(questions, ...names) {
  for (const name of names) {
    if (name in questions) return name;
    const like = Object.keys(questions).filter((kind) => kind.startsWith(name));
    if (like.length === 1) return like[0];
  }
  const all = Object.keys(questions);
  return all.length === 1 ? all[0] : null;
}
