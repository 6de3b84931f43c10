/** What was decided last, where nothing is under way: a chair looks up after declaring, and sees what she declared. */
import { measureOf, outcomeOf, pill } from "./chair-result.js";
import { goOn, nextAct } from "./chair-next.js";
import { counts } from "./decision-counts.js";
import { kindName } from "./kind-name.js";
import { t, words } from "./text.js";
import { element } from "./view.js";

/**
 * The card of whatever was declared, taken effect or annulled last, and the way to what comes next; null where nothing was.
 * @param {any[]} motions as in /chair/motions, none of them under way
 * @param {any[]} decisions as there
 * @param {{languages: string[]}} chair
 * @param {HTMLElement | null} before the card on the page: while it says the same it stays, for her finger may be on its button
 */
export function lastResult(motions, decisions, { languages }, before) {
  const settled = [...motions, ...decisions];
  if (settled.length === 0 || decisions.some(({ state }) => state === "stated")) return null;
  const last = settled.reduce((latest, one) => (one.changed > latest.changed ? one : latest));
  const { title, kind, changed, state } = last;
  const of = `${changed} ${state}`;
  if (before?.dataset.of === of) return before;
  const entry = element("a", "", t("chair.last.entry", { entry: changed }));
  entry.href = `/audit/log/${changed}`;
  const name = last.motion ? t("chair.number", { motion: last.motion, kind: kindName(kind) }) : t("decision.number", { decision: last.decision, kind: kindName(kind) });
  const card = element("article", "card status-line last-result",
    element("p", "eyebrow", t("chair.last"), " · ", name),
    element("p", "status-title", words(title, languages)),
    state === "annulled" ? pill("state", state) : pill("outcome", last.motion ? outcomeOf(last.result) : last.outcome),
    ...(state === "annulled" ? [] : counts(last.motion ? { counts: votes(last) } : last)),
    element("p", "", entry), wayOn());
  card.dataset.of = of;
  return card;
}

function votes(motion) {
  return Object.fromEntries(Object.entries(motion.result.options).map(([id, count]) => [id, count[measureOf(motion)]]));
}

/** "Next: Open the vote on A13", which leads there. */
function wayOn() {
  const button = element("button", "secondary outline way-on");
  button.type = "button";
  button.hidden = true;
  button.addEventListener("click", () => goOn(nextAct(document.getElementById("chair"))));
  return button;
}
