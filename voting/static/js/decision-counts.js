/** What a decision without a vote counted, for the chair, the tellers and the hall. */
import { t } from "./text.js";
import { element, number } from "./view.js";

/** The counts of a decision, or that there are none. */
export function counts({ method, counts: counted }) {
  if (!counted) return method === "no_objection" ? [] : [element("p", "muted", t("decision.uncounted"))];
  const parts = ["yes", "no", "abstain"].map((id) => {
    const mark = element("span", `mark mark-${id}`);
    mark.setAttribute("aria-hidden", "true");
    return element("span", `choice choice-${id}`, mark, `${t(`common.${id}`)} ${number(counted[id])}`);
  });
  return [element("p", "decision-counts", ...parts)];
}
