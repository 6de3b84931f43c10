/** The motions' cards on the chair's page: a card stays as it is while its motion does. */
import { motionCard, showTurnout } from "./chair-card.js";
import { settle } from "./chair-next.js";
import { slot, tell } from "./view.js";

/**
 * Put the cards of motions into a box, newest first, or `nothing` where there are none.
 * @param {HTMLElement} box
 * @param {Map<string, {card: HTMLElement, of: string}>} made the cards that are there, by motion, and what each was made from
 * @param {any[]} wanted motions
 * @param {{make: (motion: any, chair: object) => HTMLElement, chair: object, acting: number, nothing: HTMLElement | null}} how
 */
export function place(box, made, wanted, { make, chair, acting, nothing }) {
  const cards = [];
  for (const motion of [...wanted].reverse()) {
    const of = JSON.stringify({ ...motion, turnout: null });
    const before = made.get(motion.motion);
    if (before?.of === of) {
      if (make === motionCard) showTurnout(before.card, motion, motion.turnout);
    } else {
      const card = make(motion, chair);
      if (before) keepProblem(before.card, card);
      if (before && !acting) settle(card);
      made.set(motion.motion, { card, of });
    }
    cards.push(made.get(motion.motion).card);
  }
  for (const id of made.keys()) if (!wanted.some((motion) => motion.motion === id)) made.delete(id);
  if (cards.length === 0 && nothing) cards.push(nothing);
  if (cards.length !== box.children.length || cards.some((card, i) => card !== box.children[i])) box.replaceChildren(...cards);
}

/** A refusal must not vanish because the motion's card is drawn anew. */
function keepProblem(before, after) {
  const old = slot(before, "problem");
  if (!old.hidden) tell(slot(after, "problem"), ...old.childNodes);
}
