/** Before a decision is taken back: what rests on it, what would stand again, and the two ways to decide that. */
import { changesByLanguage } from "./changes.js";
import { answered, showUntilClosed } from "./dialog.js";
import { requestJson } from "./http.js";
import { phrased } from "./motion-phrases.js";
import { t, words } from "./text.js";
import { element, slot } from "./view.js";

const KIND = "reconsideration";

/** Whether the rules know reconsideration. */
export function knowsReconsideration(state) {
  return KIND in state.rules.questions;
}

/**
 * Show what would follow, and ask how it is to be decided.
 * @param {{id: string, title: Record<string, string>}} decided a motion or a decision
 * @param {string[]} languages
 * @param {() => boolean} goneOn whether she does something else by the time that it is known
 * @returns {Promise<{how: "vote" | "decide", draft: object} | null>} null for neither
 */
export async function reconsider({ id, title }, languages, goneOn) {
  const found = await requestJson(`/chair/reconsideration/${encodeURIComponent(id)}`);
  await answered();
  if (goneOn()) return null;
  const dialog = document.getElementById("reconsider");
  const lines = consequences(found);
  document.getElementById("reconsider-title").textContent = t("day.reconsider.title", { id });
  document.getElementById("reconsider-body").replaceChildren(
    ...(found.refused ? [element("p", "notice notice-danger", found.refused.title, " ", element("span", "muted", found.refused.detail))] : []),
    element("p", "", element("b", "", words(title, languages))),
    ...lines.map((line) => element("p", "", line)),
    ...changed(found, languages),
  );
  for (const name of ["vote", "decide"]) slot(dialog, name).disabled = found.refused !== null;
  const how = await showUntilClosed(dialog);
  if (!how || found.refused) return null;
  const given = asReconsidered(found);
  const values = (language) => ({ id, title: title[language] ?? title[languages[0]] });
  return { how, draft: { kind: KIND, given, ...phrased(KIND, values) } };
}

/** Taking a decision back, as a question is about it; `notes` say what follows. */
export function asReconsidered(found) {
  const { subject } = found;
  return { label: t("day.reconsider.label", { id: subject.id }), subject, notes: consequences(found) };
}

function consequences({ pending, again, waiting, later }) {
  const say = (name, names) => (names.length ? [t(`day.reconsider.${name}`, { names: names.join(t("common.comma")) })] : []);
  const lines = [...say("pending", pending), ...say("again", again), ...say("waiting", waiting), ...say("later", later)];
  return lines.length ? lines : [t("day.reconsider.plain")];
}

function changed({ changes: passages }, languages) {
  if (!Object.keys(passages).length) return [];
  return [element("p", "", element("strong", "", t("day.reconsider.words"))), ...changesByLanguage(passages, languages)];
}
