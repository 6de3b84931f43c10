/** What an outcome does to the text, in sentences: said before the chair declares it, and to everyone afterwards. */
import { t } from "./text.js";

/**
 * @param {any} subject of a motion or decision: `amendments` with `amendment`, `target`, `part_of`, what `falls` and what is `waiting`
 * @param {"adopted" | "not_adopted" | "no_quorum" | "tied"} outcome
 * @param {typeof t} [say] the message with a key: in the page's language, or in another
 * @returns {string[]}
 */
export function consequences(subject, outcome, say = t) {
  if (!subject) return [];
  if (outcome === "tied") {
    return [["for", "adopted"], ["against", "not_adopted"]].map(([casting, decided]) =>
      say(`script.after.tied_${casting}`, { then: consequences(subject, decided, say).join(" ") }));
  }
  const names = subject.amendments.map(({ amendment }) => amendment);
  if (names.length === 0) return ofTheWhole(outcome, say);
  const list = (ids) => ids.join(say("common.comma"));
  const amendments = list(names);
  const many = names.length > 1 ? "_many" : "";
  if (outcome === "no_quorum") return [say("script.after.no_quorum", { amendments })];
  const waiting = (said) => (subject.waiting?.length ? [say(`script.after.${said}`, { amendments: list(subject.waiting) })] : []);
  if (outcome === "not_adopted") return [say(`script.after.rejected${many}`, { amendments }), ...waiting("again")];
  const { falls = [] } = subject;
  const falling = falls.length ? [say(`script.after.falls${falls.length > 1 ? "_many" : ""}`, { amendments: list(falls) })] : [];
  return [adopted(subject.amendments[0], amendments, many, say), ...falling, ...waiting("withdrawn")];
}

function ofTheWhole(outcome, say) {
  if (outcome === "adopted") return [say("script.after.whole")];
  return [say(outcome === "no_quorum" ? "script.after.whole_no_quorum" : "script.after.whole_rejected")];
}

function adopted({ target, part_of: whole }, amendments, many, say) {
  if (whole) return say("script.after.part", { amendments, whole });
  return target ? say("script.after.second", { amendments, target }) : say(`script.after.adopted${many}`, { amendments });
}
