/** The whole screen, for what must not be overlooked: NOT COUNTED, and a log that contradicts itself. */
import { slot } from "./view.js";

const box = document.getElementById("alarm");
const waiting = [];
let before = null;

/**
 * Fill the screen until the person has read it. Alarms come one after the other.
 * @param {{title: string, why: string, todo: string, fine?: string, button?: string, onRead?: () => void}} alarm without
 *   `button` there is no way past it
 */
export function alarm(alarm) {
  waiting.push(alarm);
  if (waiting.length === 1) show();
}

function show() {
  const { title, why, todo, fine = "", button = "", onRead } = waiting[0];
  if (box.hidden) before = document.activeElement;
  slot(box, "title").textContent = title;
  slot(box, "why").textContent = why;
  slot(box, "todo").textContent = todo;
  slot(box, "fine").textContent = fine;
  const read = slot(box, "read");
  read.textContent = button;
  read.hidden = !button;
  read.onclick = () => {
    onRead?.();
    waiting.shift();
    if (waiting.length) return show();
    box.hidden = true;
    setBehind(false);
    // What had the focus may be gone with the vote that was refused.
    document.getElementById("headline")?.focus({ preventScroll: true });
    before?.focus();
  };
  box.hidden = false;
  setBehind(true);
  slot(box, "title").focus();
}

/** What is behind the alarm cannot be reached by keyboard or by a screen reader. */
function setBehind(inert) {
  for (const one of document.querySelectorAll(".skip, .masthead, #main")) one.inert = inert;
}
