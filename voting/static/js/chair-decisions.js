/**
 * The decisions without a vote by name on the chair's page: what waits, what is in effect, and what two people annul.
 */
import { againButton, takenBack } from "./chair-card.js";
import { explainFirst } from "./chair-confirm.js";
import { checkNotLate, withWho } from "./chair-late.js";
import { decisionCard } from "./decision-card.js";
import { showProblem } from "./office.js";
import { t } from "./text.js";
import { element, slot, tell, whileBusy } from "./view.js";

/** Cards on the page: id to `{card, of}`; a refusal must not vanish because the page reads everything again. */
const made = new Map();

/**
 * Show the decisions: those that wait for somebody among what is under way, the others among what is done.
 * @param {any[]} decisions as in /chair/motions
 * @param {{role: string, person: string, languages: string[]}} chair
 * @param {{acts: () => Promise<import("./chair-act.js").Acts>, correct: (button: HTMLButtonElement, decision: any) => void,
 *   problem: HTMLElement,
 *   find: (decision: string) => any, load: () => Promise<void>}} room
 */
export function showDecisions(decisions, chair, room) {
  const boxes = { now: [], past: [] };
  for (const decision of [...decisions].reverse()) {
    const waits = decision.state === "stated" || decision.annulment?.pending === true;
    // A teller confirms what is stated on her own page; here she is the second person of an annulment.
    if (chair.role === "teller" && !decision.annulment?.pending) continue;
    const of = JSON.stringify(decision);
    if (made.get(decision.decision)?.of !== of) made.set(decision.decision, { card: cardOf(decision, chair, room), of });
    boxes[waits ? "now" : "past"].push(made.get(decision.decision).card);
  }
  put(document.getElementById("decisions-now"), boxes.now);
  put(document.getElementById("decisions-past"), boxes.past);
}

/** A card that is taken out and put back loses the keyboard, and a tap that is on it. */
function put(box, cards) {
  if (box && (box.children.length !== cards.length || cards.some((card, i) => card !== box.children[i]))) box.replaceChildren(...cards);
}

function cardOf(decision, chair, room) {
  const card = decisionCard(decision, chair.languages);
  const { state, annulment, tellers } = decision;
  const said = { stated: () => t("decision.waits", { count: tellers.length }), in_effect: () => t("decision.in_effect"), annulled: () => t("decision.annulled") };
  tell(slot(card, "explain"), said[state]());
  const actions = slot(card, "actions");
  if (annulment) card.insertBefore(annulmentBox(annulment, chair), slot(card, "problem"));
  if (chair.role === "chair" && state === "stated") {
    const again = button("correct", "secondary outline", t("chair.decide.again"));
    again.addEventListener("click", () => room.correct(again, decision));
    actions.append(again);
  }
  if (decision.reconsidered) slot(card, "explain").append(" ", takenBack(decision));
  else if (state === "in_effect" && !annulment) actions.append(...againButton(decision, decision.decision, chair));
  if (["chair", "clerk"].includes(chair.role) && !annulment) {
    actions.append(acting("annul", "danger outline end", decision, card, room, (acts, reason) => acts.annulDecision(decision, reason), chair.role === "clerk"));
  }
  if (annulment?.pending && annulment.person !== chair.person && ["chair", "teller"].includes(chair.role)) {
    actions.append(acting("confirm", "danger", decision, card, room, (acts) => acts.confirm({ motion: decision.decision, annulment })));
  }
  return card;
}

function annulmentBox({ reason, person, pending }, chair) {
  const box = element("div", `notice ${pending ? "notice-warning" : "notice-danger"}`);
  if (pending) box.append(element("p", "", element("strong", "", t("chair.annulment_pending"))));
  box.append(element("p", "", element("bdi", "", reason)));
  if (pending && person === chair.person) box.append(element("p", "muted", t("chair.annulment_yours")));
  return box;
}

function button(act, classes, text) {
  const made = element("button", classes, text);
  made.type = "button";
  made.dataset.act = act;
  return made;
}

/** A button that asks, signs or keeps it for the chair, and says on its card what went wrong. */
function acting(act, classes, decision, card, room, sign, prepares = false) {
  const label = t(`chair.${act}.button`);
  const pressed = button(act, classes, prepares ? t("chair.prepare.act", { act: label }) : label);
  pressed.addEventListener("click", async () => {
    const explain = act === "confirm" ? element("bdi", "", decision.annulment.reason) : t(`decision.annul.${decision.state}`);
    const answer = await explainFirst(t(`decision.${act}.title`, { decision: decision.decision }), explain, prepares ? t("chair.prepare.open") : label, act === "annul");
    if (answer === null) return;
    if (prepares) return room.prepare(decision, answer);
    tell(slot(card, "problem"));
    await whileBusy([...card.querySelectorAll("button")], async () => {
      try {
        checkNotLate(decision, room.find(decision.decision));
        await sign(await room.acts(), answer);
        room.done(t(`decision.${act}.done`, { decision: decision.decision }));
      } catch (error) {
        const late = await withWho(error, decision.decision, decision.changed);
        // Her card may have been drawn anew meanwhile, or be gone: what is said on one that nobody sees is not said.
        const shown = made.get(decision.decision)?.card;
        showProblem(shown?.isConnected ? slot(shown, "problem") : room.problem, late);
        return;
      }
      await room.load();
    });
  });
  return pressed;
}
