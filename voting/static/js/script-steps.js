/**
 * The script as the chair reads it: one card for a step, with its words, what falls, and what may be done.
 */
import { fetchText } from "./blob.js";
import { mayBeNext } from "./chair-next.js";
import { changesByLanguage, placeOf } from "./changes.js";
import { headed, t, words } from "./text.js";
import { element } from "./view.js";

/** One press of a button in the script: its name, its words, and whether it is the one that the script has next. */
export function actButton(name, label, act, plain = false) {
  const button = element("button", "secondary outline", label);
  if (!plain) mayBeNext(button, "script");
  button.type = "button";
  button.dataset.act = name;
  button.addEventListener("click", () => act(button));
  return button;
}

/**
 * What a step puts to the vote.
 * @param {any[]} amendments of /documents/<id>/state; the first stands for identical ones
 * @param {string[]} falls
 * @param {any[]} waiting amendments that are withdrawn until it is decided
 * @param {string[]} languages
 * @returns {HTMLElement[]}
 */
export function stepBody(amendments, falls, waiting, languages) {
  const names = amendments.map(({ amendment }) => amendment);
  const [first] = amendments;
  const lines = amendments.map((one) => element("p", "muted proposers", proposers(one, languages, amendments.length > 1)));
  if (amendments.length > 1) lines.push(element("p", "notice", t("script.same", { amendments: names.join(t("common.comma")) })));
  if (first.target && !first.part_of) lines.push(element("p", "muted", t("script.to", { target: first.target })));
  if (first.part_of) lines.push(element("p", "muted", t("script.part", { whole: first.part_of })));
  if (first.parts.length) lines.push(element("p", "muted", t("script.parts", { parts: first.parts.join(t("common.comma")) })));
  for (const { advice } of amendments.filter((one) => one.advice)) {
    lines.push(element("p", "advice", t(`script.advice.${advice.advice}`, { other: advice.other ?? "" })));
  }
  lines.push(...amendments.flatMap(reasons));
  lines.push(...changesByLanguage(first.changes, languages, first.untranslated), ...followsLines(falls, waiting));
  if (amendments.some(({ lacking }) => lacking)) lines.push(element("p", "notice notice-warning", t("script.lacking")));
  return lines;
}

/** What proposers and committee wrote, read when somebody looks; it may have been erased. */
function reasons({ amendment, reason, advice }) {
  const written = { reason, note: advice?.note, minority: advice?.minority };
  const named = Object.entries(written).filter(([, digest]) => digest);
  if (named.length === 0) return [];
  const body = element("div");
  const box = element("details", "reasons", element("summary", "", t("script.reasons")), body);
  box.dataset.amendment = `reasons ${amendment}`;
  box.addEventListener("toggle", async () => {
    if (!box.open || body.childElementCount) return;
    const lines = await Promise.all(named.map(async ([name, digest]) => {
      try {
        return element("p", "", t(`script.${name}`, JSON.parse(await fetchText(digest))));
      } catch {
        return element("p", "muted", t("script.reasons_gone"));
      }
    }));
    body.replaceChildren(...lines);
  });
  return [box];
}

/** Where a step works and whose it is, in a line; what amends an amendment says so, for its paragraphs are not the text's. */
export function inShort(amendments, languages) {
  const [first] = amendments;
  const places = first.target ? [t("script.to", first)] : new Set((first.changes[languages[0]] ?? []).map(placeOf));
  return [...places, ...amendments.map((one) => proposers(one, languages, amendments.length > 1))].join(" · ");
}

/** What an adoption makes fall, and what it takes back for good. */
export function followsLines(falls, waiting) {
  return [fallsLine(falls), ...waiting.map(waitsLine)].map((line) => element("p", "falls", line));
}

/** "A9 is withdrawn if A12 is adopted; if not, it lives again." */
export function waitsLine({ amendment, cause }) {
  return t("script.waits", { amendment, other: cause });
}

/** "If adopted, these fall: A4, A7." */
export function fallsLine(falls) {
  if (falls.length === 0) return t("script.falls_none");
  return t(falls.length === 1 ? "script.falls_one" : "script.falls", { amendments: falls.join(t("common.comma")) });
}

function proposers(amendment, languages, named) {
  const delegations = Object.values({ ...amendment.delegations, ...amendment.homes }).map((name) => words(name, languages));
  const people = amendment.proposers.map((number) => t("script.credential", { number }));
  const parts = [t("script.by", { names: [...delegations, ...people].join(t("common.comma")) })];
  if (amendment.supporters.length) parts.push(t("script.supporters", { count: amendment.supporters.length }));
  for (const mark of ["urgent", "editorial", "pulled"]) if (amendment[mark]) parts.push(t(`script.${mark}`));
  return named ? headed(amendment.amendment, parts.join(" · ")) : parts.join(" · ");
}

/**
 * Where an amendment stands and why, in a line.
 * @param {any} amendment
 * @param {string[]} languages
 */
export function settledLine(amendment, languages) {
  const { standing, cause, decided_by: by } = amendment;
  const why = ["fallen", "withdrawn"].includes(standing) ? standing : by;
  const pill = element("span", `pill pill-${standing}`, t(`script.standing.${standing}`));
  const reason = element("span", "muted", cause ? t(`script.cause.${why}`, { cause }) : "");
  const summary = element("summary", "", element("b", "", amendment.amendment), pill, reason);
  const line = element("details", "settled", summary, element("p", "muted", proposers(amendment, languages, false)), ...changesByLanguage(amendment.changes, languages, amendment.untranslated));
  line.dataset.amendment = amendment.amendment;
  line.dataset.standing = standing;
  return line;
}
