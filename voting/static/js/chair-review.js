/**
 * The last look before a motion is opened: what is shown here is what is signed.
 */
import { fetchText } from "./blob.js";
import { changesByLanguage, wholeText } from "./changes.js";
import { interpretersLine } from "./chair-interpreters.js";
import { counted } from "./counted.js";
import { requestJson } from "./http.js";
import { kindName } from "./kind-name.js";
import { showProblem } from "./office.js";
import { openFor } from "./open-for.js";
import { expectation, requirement, verdicts } from "./requirement.js";
import { followsLines } from "./script-steps.js";
import { t } from "./text.js";
import { announce, element, inAllLanguages, languageName, number, tell, whileBusy } from "./view.js";

/**
 * Show a draft and open it when the chair says so. The roll is shown and signed as she saw it; where it has changed meanwhile
 * she sees both and decides again.
 * @param {object} draft
 * @param {object} electorate of its kind on its roll, as it stands
 * @param {() => object} stateNow the current state
 * @param {(roll: object) => Promise<void>} open
 * @param {string} label of the button
 */
export function review(draft, electorate, stateNow, open, label) {
  let roll = electorate;
  const [button, back] = ["open-now", "review-back"].map(renewed);
  button.textContent = label;
  const changed = document.getElementById("roll-changed");
  const problem = document.getElementById("review-problem");
  const show = () => document.getElementById("review-content").replaceChildren(...content(draft, stateNow(), roll));
  tell(changed);
  tell(problem);
  show();
  button.addEventListener("click", () => whileBusy([button, back], async () => {
    tell(problem);
    try {
      await open(roll);
    } catch (error) {
      if (error.code !== "roll_changed") {
        showProblem(problem, error);
        return;
      }
      const before = roll;
      roll = error.roll;
      show();
      tell(changed, element("strong", "", t("chair.roll_changed")), " ", t("chair.roll_changed.numbers", {
        before: number(before.count), before_weight: number(before.weight), now: number(roll.count), now_weight: number(roll.weight),
      }));
      button.textContent = t("chair.open.new_roll");
      announce(changed.textContent);
    }
  }));
}

/** A button without the listeners of the draft before, which may still be on its way. */
function renewed(id) {
  const old = document.getElementById(id);
  const button = old.cloneNode(true);
  button.disabled = false;
  button.removeAttribute("aria-busy");
  old.replaceWith(button);
  return button;
}

/** A draft as it would be opened, with the roll and the rule. */
export function content(draft, state, roll) {
  const { languages, rules } = state;
  const facts = element("dl", "grid-facts");
  const fact = (name, ...value) => facts.append(element("dt", "", name), element("dd", "", ...value));
  fact(t("chair.review.kind"), kindName(draft.kind));
  const rule = rules.questions[draft.kind];
  fact(t("chair.review.rule"), requirement(rule));
  if (openFor(rule)) fact(t("chair.review.time"), openFor(rule), yours() ? ` ${t("chair.polling.explain")}` : "");
  fact(t("chair.review.electorate"), counted(`chair.review.${draft.roll}`, roll.count, { weight: number(roll.weight) }));
  fact(t("chair.review.expected"), expectation(rule.majority, roll.expected).join(" "));
  fact(t("chair.review.change"), t(draft.change_of_vote ? "chair.change.allowed" : "chair.change.refused"));
  fact(t("chair.review.ballot"), t("chair.review.roll_call"));
  if (languages.length > 1) {
    const place = element("span", "", interpretersLine(state.floor));
    place.dataset.interpreters = "";
    fact(t("chair.interpreters"), place);
  }
  const words = element(
    "div", "reviewed",
    element("p", "eyebrow", t("chair.number", { motion: draft.motion, kind: kindName(draft.kind) })),
    ...inAllLanguages(draft.title, languages, "review-title"),
    ...inAllLanguages(draft.question, languages, "question"),
  );
  // Who is there is fixed by the opening: a hall without a quorum votes for nothing.
  const present = verdicts({ majority: [], quorum: rule.quorum }, { houses: [], quorum: roll.quorum });
  const absent = present.filter(({ met }) => !met).map(({ text }) => element("p", "notice notice-warning", text));
  return [...absent, words, ...subject(draft, languages), facts];
}

/** All of a decision that somebody else has written: its words in every language, its kind, and what it is about. */
export function decisionContent(fields, { given: found, tabled }, languages) {
  const words = element(
    "div", "reviewed",
    element("p", "eyebrow", kindName(fields.kind)),
    ...inAllLanguages(fields.title, languages, "review-title"),
    ...inAllLanguages(fields.question, languages, "question"),
  );
  return [words, ...subject({ given: found, tabled }, languages)];
}

/** A clerk looks at it too, whose device opens and ends nothing. */
function yours() {
  return document.getElementById("chair").dataset.role === "chair";
}

function subject(draft, languages) {
  if (draft.given) return [given(draft.given, languages)];
  const text = draft.text ?? draft.tabled;
  if (!text) return [];
  const head = t("chair.subject", { title: text.title[languages[0]], document: text.document, version: text.version });
  const parts = element("div");
  // A text that was amended is put as it reads now.
  if (draft.tabled?.text) fillAmended(parts, text.document, languages);
  else parts.append(...texts(text.texts, languages, (body, content) => (draft.text ? body.append(content) : fill(body, content))));
  return [element("div", "reviewed", element("p", "", element("strong", "", head)), parts)];
}

/** A folded part for each language, the authoritative one open; `put` puts its text into it. */
function texts(byLanguage, languages, put) {
  return languages.filter((language) => language in byLanguage).map((language) => {
    const body = element("div", "document");
    body.lang = language;
    body.dir = "auto";
    body.tabIndex = 0;
    put(body, byLanguage[language]);
    const part = element("details", "", element("summary", "", languageName(language)), body);
    part.open = language === languages[0];
    return part;
  });
}

async function fillAmended(box, name, languages) {
  try {
    const found = await requestJson(`/documents/${encodeURIComponent(name)}/state`);
    box.replaceChildren(...wholeText(found.languages, languages));
  } catch (error) {
    box.textContent = error.message;
  }
}

/** What the script puts to the vote: the amendments with their words and what falls, or the text as amended. */
function given({ label, shown = [], falls, waiting = [], whole, stored, notes }, languages) {
  const parts = shown.flatMap((one) => [
    shown.length > 1 ? element("p", "eyebrow", one.amendment) : null,
    ...changesByLanguage(one.changes, languages, one.untranslated),
  ]);
  if (stored) parts.push(...texts(stored, languages, fill));
  else if (notes) parts.push(...notes.map((note) => element("p", "", note)));
  else if (whole) parts.push(...wholeText(whole, languages));
  else parts.push(...followsLines(falls, waiting));
  return element("div", "reviewed", element("p", "", element("strong", "", label)), ...parts);
}

async function fill(body, digest) {
  try {
    body.textContent = await fetchText(digest);
  } catch (error) {
    body.textContent = error.message;
  }
}
