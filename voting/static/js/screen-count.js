/** A count of those present on the hall screen: the question, how many answered and the minute; then what was found. */
import { counted } from "./counted.js";
import { Minute } from "./minute.js";
import { t } from "./text.js";
import { element, number } from "./view.js";

/** Whether nothing has happened since the last count was ended. */
export function justCounted({ count, motions, decisions, sitting }) {
  if (count?.state !== "ended") return false;
  const there = sitting ? sitting.sitting === count.sitting && sitting.state === "open" && sitting.gathering.entry < count.ended : !count.sitting;
  return there && [...motions, ...decisions].every(({ changed, state }) => changed < count.ended && !["open", "ended", "closed"].includes(state));
}

/** What is asked of the room while a count runs. Its minute goes on when the rest is drawn anew. */
export class CountStage {
  #minute;
  #answered = element("p", "screen-answered");

  /** @param {() => void} onTurn called when the minute is over: other words need another place */
  constructor(onTurn) {
    this.#minute = new Minute("count.over.room", onTurn);
  }

  /** Follow the count of a state, or none. */
  follow(count) {
    const open = count?.state === "open";
    this.#minute.follow(open ? count.called_at : null);
    if (open) this.answered(count.answered);
  }

  /** Show how many mandates have answered. */
  answered({ count }) {
    const line = t("screen.count.answered", { count: number(count) });
    if (this.#answered.textContent !== line) this.#answered.textContent = line;
  }

  /** @param {string[]} open numbers of motions that can be voted on meanwhile */
  asked(open) {
    const also = open.length ? element("p", "screen-also", t("screen.also_open", { motions: open.join(t("common.comma")) })) : null;
    return element("div", "screen-content screen-count", ...[heading(), element("h1", "", t("screen.count.asked")), this.#answered, this.#minute.element, also].filter(Boolean));
  }
}

/** What a count found, who is accredited, and whether that is a quorum. */
export function countFound({ answered, hands, accredited, quorum }) {
  const box = element("div", "screen-content screen-count", heading(), element("h1", "", counted(`screen.count.${hands === null ? "found" : "hands"}`, hands ?? answered.count, { accredited: number(accredited.count) })));
  if (!quorum) return box;
  const verdict = quorum.met ? "met" : "missed";
  box.append(
    element("p", `screen-outcome screen-quorum-${verdict}`, t(`screen.quorum.${verdict}`)),
    element("p", "screen-rule", t(`count.quorum.${verdict}`, { needed: number(quorum.needed), reached: number(quorum.reached) })),
  );
  return box;
}

function heading() {
  return element("p", "screen-number", t("screen.count"));
}
