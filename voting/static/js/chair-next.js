/**
 * One obvious next act: of all buttons on the chair's page that could come next, one stands out, and the others are quiet.
 */
import { focusIfLost } from "./focus.js";
import { isShown } from "./shown.js";
import { t } from "./text.js";

/** What comes first: what the rules want now, what she has begun, what waits for her, then the motion under way or practice, the sitting, who speaks, and the script. */
const ORDER = ["over", "form", "count", "prepared", "motion", "practice", "sitting", "floor", "script", "day", "start"];
const SETTLE_MS = 700;

/**
 * Say that a button may be the next act.
 * @param {HTMLButtonElement} button
 * @param {string} place one of `ORDER`
 * @param {boolean} asks whether a press only leads to a question or a last look: a single key may press it then
 * @returns {HTMLButtonElement}
 */
export function mayBeNext(button, place, asks = true) {
  button.dataset.next = place;
  button.classList.add("secondary", "outline");
  if (asks) button.dataset.asks = "";
  return button;
}

/** The button that is the next act, or null; of several in one place, the first on the page. */
export function nextAct(room) {
  // Until all is read, and while tellers have to confirm a decision, a new motion is not what comes next.
  const waits = room.querySelector('#now[aria-busy], #script:not([hidden]) > #script-content:empty, #decisions-now > [data-state="stated"]') !== null;
  // What a clerk has prepared is before the chair: nothing is hers meanwhile but what she has begun to write.
  const prepared = room.querySelector('#prepared > [data-state="waits"]') !== null;
  const hers = ({ dataset: { next } }) => !(waits && next === "start") && !(prepared && next !== "form");
  const seen = [...room.querySelectorAll("[data-next]")].filter((button) => isShown(button) && hers(button));
  return seen.sort((a, b) => ORDER.indexOf(a.dataset.next) - ORDER.indexOf(b.dataset.next))[0] ?? null;
}

/**
 * An act, somebody else's or her own, has put other buttons under her finger: for a moment they cannot be pressed.
 * @param {Element} box
 * @param {Element | null} [kept] a button on which her keyboard has moved with what it is about
 */
export function settle(box, kept = null) {
  const buttons = [...box.querySelectorAll("button:not(:disabled)")].filter((button) => button !== kept);
  for (const button of buttons) button.disabled = true;
  setTimeout(() => buttons.forEach((button) => (button.disabled = false)), SETTLE_MS);
}

/**
 * What she asks for now may come late: whether she has gone on by then, to a dialog or to where she writes.
 * @returns {() => boolean}
 */
export function hasGoneOn() {
  const before = document.activeElement;
  return () => {
    const { activeElement } = document;
    return document.querySelector("dialog[open]") !== null || (activeElement !== before && activeElement.matches("input, textarea, select"));
  };
}

/** The button that she pressed is gone: whoever uses a keyboard goes on from what is now, where Enter presses nothing. */
export function goOnFrom(title) {
  title.tabIndex = -1;
  focusIfLost(title, { preventScroll: true });
}

/** Bring her to the next act: one that leads to a question is pressed; what would sign at once she presses herself. */
export function goOn(next) {
  next?.focus();
  if (next && "asks" in next.dataset) next.click();
}

/** Keep one button obvious, whatever is drawn: the next act, or what names it and leads there while it is out of sight. */
export function keepOneNext(room) {
  let watched = null;
  let inSight = true;
  const sight = new IntersectionObserver((seen) => {
    inSight = seen.at(-1).isIntersecting;
    soon();
  }, { threshold: 1 });
  const watch = (next) => {
    if (next === watched) return;
    sight.disconnect();
    inSight = true;
    watched = next;
    if (next) sight.observe(next);
  };
  const quieten = (button, quiet) => {
    if (button.classList.contains("outline") === quiet) return;
    button.classList.toggle("secondary", quiet);
    button.classList.toggle("outline", quiet);
  };
  const show = () => {
    const next = nextAct(room);
    const way = room.querySelector(".way-on");
    watch(next);
    // A form that she fills in, or what a clerk prepared, is before her anyway.
    const named = next && !["form", "prepared"].includes(next.dataset.next) ? t("chair.last.next", { act: next.textContent.trim() }) : "";
    if (way && way.textContent !== named) {
      way.textContent = named;
      way.hidden = named === "";
    }
    const obvious = inSight || !named || !way ? next : way;
    for (const button of room.querySelectorAll("[data-next], .way-on")) quieten(button, button !== obvious);
  };
  // Once before each picture: what is visible is only known after all styles, and a page that fills is changed many times.
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      show();
    });
  };
  new MutationObserver(soon).observe(room, { childList: true, subtree: true, attributeFilter: ["hidden", "data-next", "open"] });
  show();
}
