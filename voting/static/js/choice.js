/** What a vote says, in words. A block's choice is an object, mandates by option; a single vote's the option's id. */
import { t } from "./text.js";
import { number } from "./view.js";

/** "Yes"; for a block "3 Yes · 2 No". */
export function choiceName(choice) {
  if (typeof choice === "string") return t(`common.${choice}`);
  return Object.entries(choice).map(([id, count]) => t("phone.part", { count: number(count), choice: t(`common.${id}`) })).join(" · ");
}

/** The option whose sign and colour stand for a choice: "mixed" for a divided block. */
export function markOf(choice) {
  if (typeof choice === "string") return choice;
  const ids = Object.keys(choice);
  return ids.length === 1 ? ids[0] : "mixed";
}

/** The end of a message's key: that of the vote of a mandate, or of the block of a delegation, whose id has no slash. */
export function ofVote({ mandate }) {
  return mandate.includes("/") ? "" : ".block";
}

/** The values of such a message: a block is called by its delegation's name, as it was when it was cast. */
export function named(about) {
  return { ...about, mandate: about.name ?? about.mandate };
}

/** Whether a statement is a vote: of one mandate, or of a whole delegation. */
export function isVote(type) {
  return type === "vote.cast" || type === "block.cast";
}
