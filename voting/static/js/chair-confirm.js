/**
 * The question before an act that cannot be taken back.
 */
import { aloud } from "./chair-aloud.js";
import { counted } from "./counted.js";
import { answered, showUntilClosed } from "./dialog.js";
import { t, words } from "./text.js";
import { element, number, slot, tell } from "./view.js";
import { written } from "./written.js";

/**
 * Ask about what is no motion: a decision without a vote by name, or a sitting.
 * @param {string} title
 * @param {string | Node} explain
 * @param {string} yes the words of the button that does it
 * @param {boolean} asksReason
 * @returns {Promise<string | null>} the reason, "" for a plain yes, null for no
 */
export function explainFirst(title, explain, yes, asksReason = false) {
  return confirmed(title, [element("p", "", explain)], yes, { asksReason, classes: "danger" });
}

/**
 * Ask in the dialog of this page.
 * @param {string} title
 * @param {Node[]} lines
 * @param {string} yes the words of the button that does it
 * @param {{asksReason?: boolean, classes?: string, tied?: boolean}} [how] whether a reason is asked for, the button's classes, and whether there is a casting vote
 * @returns {Promise<string | null>} the reason that it asked for, "" for a plain yes, "for" or "against" in a tie, null for no
 */
export async function confirmed(title, lines, yes, { asksReason = false, classes = "", tied = false } = {}) {
  await answered();
  const dialog = document.getElementById("confirm");
  slot(dialog, "title").textContent = title;
  slot(dialog, "body").replaceChildren(...lines);
  slot(dialog, "yes").textContent = yes;
  const reason = slot(dialog, "reason");
  slot(dialog, "reason-field").hidden = !asksReason;
  reason.required = asksReason;
  reason.value = "";
  slot(dialog, "against").hidden = !tied;
  slot(dialog, "yes").className = classes;
  const closed = showUntilClosed(dialog);
  if (tied) focusTitle(dialog);
  const answer = await closed;
  if (tied) return { yes: "for", against: "against" }[answer] ?? null;
  return answer === "yes" ? written(reason.value) : null;
}

/** Nobody breaks a tie by habit: until she has chosen, Enter presses neither vote. */
function focusTitle(dialog) {
  const title = slot(dialog, "title");
  title.tabIndex = -1;
  title.focus();
  dialog.addEventListener("close", () => title.removeAttribute("tabindex"), { once: true });
}

/**
 * Ask whether to do it.
 * @param {"end" | "close" | "declare" | "annul" | "confirm"} name
 * @param {object} motion as in /chair/motions
 * @param {string[]} languages the convention's
 * @param {string} [label] of the button that does, where it is not the act's own
 * @returns {Promise<string | null>} the reason, or "for" or "against" where the count is a tie; "" for a plain yes, null for no
 */
export function ask(name, motion, languages, label = "") {
  const tied = name === "declare" && motion.tally.outcome === "tied";
  const title = t(`chair.${name}.title`, { motion: motion.motion });
  // What is read aloud names the motion already.
  const named = name === "declare" ? [] : [element("p", "", element("b", "", words(motion.title, languages)))];
  const lines = [...named, ...said(name, motion, languages)];
  const act = name === "declare" ? t(tied ? "chair.casting.for" : `chair.declare.${motion.tally.outcome}`) : t(`chair.${name}.button`);
  const classes = name === "annul" || name === "confirm" ? "danger" : "";
  return confirmed(title, lines, label || act, { asksReason: name === "annul", classes, tied });
}

/** What is said of an act before it is signed, a paragraph each. */
export function said(name, motion, languages, classes = "") {
  const lines = sentences(name, motion, languages).map((text) => element("p", classes, text));
  // In whatever language it was given.
  if (name === "confirm") lines[0].replaceChildren(element("bdi", "", motion.annulment.reason));
  if (name === "end") {
    lines[0].dataset.voted = motion.motion;
    // What changes with each vote is not read out with each.
    lines[0].ariaLive = "off";
  }
  if (name === "close") {
    const waiting = element("p", "notice notice-warning");
    waiting.dataset.waiting = motion.motion;
    showWaiting(waiting, motion.turnout);
    lines.unshift(waiting);
  }
  return lines;
}

/** Votes come in while she is asked and reads aloud: how many there are stays true. */
export function showVoted({ motion, electorate }, turnout) {
  for (const line of document.querySelectorAll(`[data-voted="${CSS.escape(motion)}"]`)) line.textContent = voted(turnout, electorate);
  for (const line of document.querySelectorAll(`[data-waiting="${CSS.escape(motion)}"]`)) showWaiting(line, turnout);
}

/** What one teller alone has signed does not count after the close. */
function showWaiting(line, { pending }) {
  tell(line, pending ? counted("chair.close.pending", pending) : null);
}

function voted(turnout, electorate) {
  return counted("chair.end.body", turnout.count, { entitled: number(electorate.count) });
}

function sentences(name, motion, languages) {
  if (name === "end") return [voted(motion.turnout, motion.electorate), t("chair.end.explain")];
  if (name === "declare") {
    return [...aloud(motion, languages), ...(motion.tally.outcome === "tied" ? [t("chair.casting.ask")] : [])];
  }
  if (name === "confirm") return [motion.annulment.reason, t("chair.confirm.explain")];
  if (name === "annul") return [t(["open", "ended"].includes(motion.state) ? "chair.annul.at_once" : "chair.annul.second")];
  return [t(`chair.${name}.explain`)];
}
