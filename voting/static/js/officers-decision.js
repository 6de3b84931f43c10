/** The choice of the decision of the assembly on which a change is made. */
import { kindName } from "./kind-name.js";
import { t, words } from "./text.js";
import { slot, tell } from "./view.js";

/**
 * Offer the decisions that no change was made on yet; hidden while the assembly has not sat.
 * @param {HTMLFormElement} form
 * @param {{sits: boolean, kind: string | null, decisions: {decision: string, by: string, title: object}[]}} state
 * @param {string[]} languages
 */
export function offerDecisions(form, { sits, kind, decisions }, languages) {
  const select = form.elements.decision;
  const chosen = select.value;
  slot(form, "decision-field").hidden = !sits || decisions.length === 0;
  const none = kind ? t("authority.decision.none", { kind: kindName(kind) }) : t("authority.decision.none_any");
  tell(slot(form, "no-decision"), sits && decisions.length === 0 ? none : null);
  const label = (one) => t(`authority.decision.${one.by}`, { decision: one.decision, title: words(one.title, languages) });
  select.replaceChildren(new Option(t("authority.decision.choose"), ""), ...decisions.map((one) => new Option(label(one), one.decision)));
  if (decisions.some(({ decision }) => decision === chosen)) select.value = chosen;
}

/** What is chosen, in words. */
export function chosenDecision(form) {
  return form.elements.decision.selectedOptions[0]?.textContent ?? "";
}
