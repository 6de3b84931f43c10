/**
 * The question before an act that cannot be taken back.
 */
import { consequences } from "./consequences.js";
import { t } from "./text.js";
import { element, number, slot } from "./view.js";

/**
 * Ask whether to do it.
 * @param {"end" | "close" | "declare" | "annul" | "confirm"} name
 * @param {object} motion as in /chair/motions
 * @returns {Promise<string | null>} the reason, or "for" or "against" where the count is a tie; "" for a plain yes, null for no
 */
export function ask(name, motion) {
  const dialog = document.getElementById("confirm");
  const reasonField = slot(dialog, "reason-field");
  const reason = slot(dialog, "reason");
  const yes = slot(dialog, "yes");
  slot(dialog, "title").textContent = t(`chair.${name}.title`, { motion: motion.motion });
  slot(dialog, "body").replaceChildren(...body(name, motion).map((text) => element("p", "", text)));
  reasonField.hidden = name !== "annul";
  reason.required = name === "annul";
  reason.value = "";
  const tied = name === "declare" && motion.tally.outcome === "tied";
  yes.textContent = name === "declare" ? t(tied ? "chair.casting.for" : `chair.declare.${motion.tally.outcome}`) : t(`chair.${name}.button`);
  slot(dialog, "against").hidden = !tied;
  yes.className = name === "annul" || name === "confirm" ? "danger" : "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => {
      if (tied) return { yes: "for", against: "against" }[dialog.returnValue] ?? null;
      return dialog.returnValue === "yes" ? reason.value.trim() : null;
    };
    dialog.addEventListener("close", () => resolve(answer()), { once: true });
  });
}

function body(name, motion) {
  if (name === "end") {
    const { turnout, electorate } = motion;
    return [t("chair.end.body", { count: number(turnout.count), entitled: number(electorate.count) }), t("chair.end.explain")];
  }
  if (name === "declare") {
    const votes = motion.options.map(({ id }) => `${t(`common.${id}`)} ${number(motion.tally.options[id].count)}`);
    const { outcome } = motion.tally;
    return [votes.join(" · "), t(`outcome.${outcome}`), ...consequences(motion.subject, outcome), ...(outcome === "tied" ? [t("chair.casting.ask")] : [])];
  }
  if (name === "confirm") return [motion.annulment.reason, t("chair.confirm.explain")];
  if (name === "annul") return [t(["open", "ended"].includes(motion.state) ? "chair.annul.at_once" : "chair.annul.second")];
  return [t(`chair.${name}.explain`)];
}
