/**
 * A decision without a vote by name, as chairs and tellers see it.
 */
import { pill } from "./chair-result.js";
import { changesByLanguage } from "./changes.js";
import { counts } from "./decision-counts.js";
import { kindName } from "./kind-name.js";
import { requirement } from "./requirement.js";
import { t, words } from "./text.js";
import { element, fromTemplate, inAllLanguages, slot, tell } from "./view.js";

/**
 * The card of a decision, from the page's template.
 * @param {any} decision of /state
 * @param {string[]} languages
 */
export function decisionCard(decision, languages) {
  const card = fromTemplate("decision-card");
  card.dataset.decision = decision.decision;
  card.dataset.state = decision.state;
  slot(card, "number").textContent = t("decision.number", { decision: decision.decision, kind: kindName(decision.kind) });
  slot(card, "pills").append(pillOf(decision));
  slot(card, "title").textContent = words(decision.title, languages);
  slot(card, "question").append(...inAllLanguages(decision.question, languages, "question"));
  slot(card, "requirement").textContent = requirement(decision.rule);
  if (decision.subject) {
    const { document: name, version, title } = decision.subject;
    tell(slot(card, "subject"), t("chair.subject", { title: words(title, languages), document: name, version }));
    tell(slot(card, "changes"), ...changesByLanguage(decision.subject.changes, languages));
  }
  if (decision.matter) tell(slot(card, "subject"), t(`day.about.${decision.matter.kind}`, decision.matter));
  slot(card, "method").textContent = t(`decision.method.${decision.method}`);
  tell(slot(card, "counts"), ...counts(decision));
  return card;
}

/** What was decided; before tellers have confirmed it, that it is stated and no more. */
function pillOf({ state, outcome }) {
  if (state === "annulled") return pill("state", "annulled");
  return state === "stated" ? element("span", "pill pill-ended", t("decision.stated", { outcome: t(`outcome.${outcome}`) })) : pill("outcome", outcome);
}
