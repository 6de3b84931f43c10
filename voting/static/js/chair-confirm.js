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
 * @returns {Promise<string | null>} the reason (empty where none is asked for), or null for no
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
  yes.textContent = name === "declare" ? t(`chair.declare.${motion.tally.outcome}`) : t(`chair.${name}.button`);
  yes.className = name === "annul" || name === "confirm" ? "danger" : "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? reason.value.trim() : null), { once: true });
  });
}

function body(name, motion) {
  if (name === "end") {
    const { turnout, electorate } = motion;
    return [t("chair.end.body", { count: number(turnout.count), entitled: number(electorate.count) }), t("chair.end.explain")];
  }
  if (name === "declare") {
    const votes = motion.options.map(({ id }) => `${t(`common.${id}`)} ${number(motion.tally.options[id].count)}`);
    return [votes.join(" · "), t(`outcome.${motion.tally.outcome}`), ...consequences(motion.subject, motion.tally.outcome)];
  }
  if (name === "confirm") return [motion.annulment.reason, t("chair.confirm.explain")];
  if (name === "annul") return [t(["open", "ended"].includes(motion.state) ? "chair.annul.at_once" : "chair.annul.second")];
  return [t(`chair.${name}.explain`)];
}
