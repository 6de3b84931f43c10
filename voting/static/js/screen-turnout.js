/** How many have voted, as a ring that closes and in words: a thick arc on a thin circle, whatever its colours. */
import { counted } from "./counted.js";
import { DIGITS, element, number, tell } from "./view.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const RADIUS = 42;

/** @param {HTMLElement} box shows nothing where nothing is voted on */
export class TurnoutRing {
  #box;
  #arc = circle("ring-arc");
  #share;
  #line = element("p", "");

  constructor(box) {
    this.#box = box;
    const drawing = document.createElementNS(NAMESPACE, "svg");
    drawing.setAttribute("viewBox", "0 0 100 100");
    drawing.ariaHidden = "true";
    this.#share = document.createElementNS(NAMESPACE, "text");
    for (const [name, value] of Object.entries({ x: 50, y: 50, "text-anchor": "middle", "dominant-baseline": "central" })) this.#share.setAttribute(name, value);
    drawing.append(circle("ring-track"), this.#arc, this.#share);
    this.drawing = drawing;
  }

  /** @param {{state: string, turnout: {count: number}, electorate: {count: number}} | null} motion */
  show(motion) {
    const shown = motion !== null && ["open", "ended", "closed"].includes(motion.state);
    if (!shown) return tell(this.#box);
    const [count, entitled] = [motion.turnout.count, motion.electorate.count];
    const share = entitled ? count / entitled : 0;
    // All is all: what is short of it must not be rounded up to it.
    this.#share.textContent = (Math.floor(100 * share) / 100).toLocaleString(document.documentElement.lang, { style: "percent", ...DIGITS });
    this.#arc.setAttribute("stroke-dasharray", `${(100 * share).toFixed(2)} 200`);
    const of = { entitled: number(entitled) };
    this.#line.textContent = motion.state === "open" ? counted("screen.turnout", count, of) : counted("screen.voted", count, of);
    if (!this.drawing.isConnected) tell(this.#box, this.drawing, this.#line);
  }
}

function circle(name) {
  const made = document.createElementNS(NAMESPACE, "circle");
  for (const [key, value] of Object.entries({ class: name, cx: 50, cy: 50, r: RADIUS, pathLength: 100 })) made.setAttribute(key, value);
  return made;
}
