/** What an outcome does to the text, in sentences: said before the chair declares it, and to everyone afterwards. */
import { t } from "./text.js";

/**
 * @param {any} subject of a motion or decision: `amendments` with `amendment`, `target`, `part_of`, what `falls` and what is `waiting`
 * @param {"adopted" | "not_adopted" | "no_quorum" | "tied"} outcome
 * @returns {string[]}
 */
export function consequences(subject, outcome) {
  if (!subject) return [];
  if (outcome === "tied") {
    return [["for", "adopted"], ["against", "not_adopted"]].map(([casting, decided]) =>
      t(`script.after.tied_${casting}`, { then: consequences(subject, decided).join(" ") }));
  }
  const names = subject.amendments.map(({ amendment }) => amendment);
  if (names.length === 0) return ofTheWhole(outcome);
  const amendments = names.join(t("common.comma"));
  const many = names.length > 1 ? "_many" : "";
  if (outcome === "no_quorum") return [t("script.after.no_quorum", { amendments })];
  const waiting = (said) => (subject.waiting?.length ? [t(`script.after.${said}`, { amendments: subject.waiting.join(t("common.comma")) })] : []);
  if (outcome === "not_adopted") return [t(`script.after.rejected${many}`, { amendments }), ...waiting("again")];
  return [adopted(subject.amendments[0], amendments, many), ...falling(subject.falls ?? []), ...waiting("withdrawn")];
}

function ofTheWhole(outcome) {
  if (outcome === "adopted") return [t("script.after.whole")];
  return [t(outcome === "no_quorum" ? "script.after.whole_no_quorum" : "script.after.whole_rejected")];
}

function adopted({ target, part_of: whole }, amendments, many) {
  if (whole) return t("script.after.part", { amendments, whole });
  return target ? t("script.after.second", { amendments, target }) : t(`script.after.adopted${many}`, { amendments });
}

function falling(falls) {
  return falls.length ? [t(falls.length > 1 ? "script.after.falls_many" : "script.after.falls", { amendments: falls.join(t("common.comma")) })] : [];
}
