/**
 * Single keys for a chair in a hurry. They lead to a question or a last look, and sign nothing; they can be switched off
 * (WCAG 2.1.4), and are silent while somebody writes or a dialog is open.
 */
import { goOn, nextAct } from "./chair-next.js";
import { isShown } from "./shown.js";

const OFF = "plenary.keys-off";

/**
 * Listen for keys.
 * @param {HTMLElement} room
 * @param {Record<string, string>} others key to the selector of what it presses
 */
export function listenForKeys(room, others) {
  const help = document.getElementById("keys");
  const active = document.getElementById("keys-active");
  active.checked = localStorage.getItem(OFF) === null;
  active.addEventListener("change", () => (active.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  document.getElementById("keys-button").addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    if (!active.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (document.querySelector("dialog[open]") || isWriting(event.target)) return;
    if (key === "?") help.showModal();
    else if (key === "n") goOn(nextAct(room));
    else if (key in others) press(shown(room, others[key]));
    else return;
    event.preventDefault();
  });
}

/** What a key means, also with capitals locked; where the keyboard writes other letters, by its place on it. */
function keyOf({ key, code }) {
  if (key === "؟") return "?";
  const small = key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(code);
  return place && !/^[a-z]$/.test(small) ? place[1].toLowerCase() : small;
}

function press(found) {
  found?.focus();
  found?.click();
}

function shown(room, selector) {
  return [...room.querySelectorAll(selector)].find((one) => isShown(one)) ?? null;
}

function isWriting(target) {
  // A box that was ticked takes no letters.
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}
