/**
 * Rows that an officer puts into order: buttons that keyboard and single taps reach (WCAG 2.5.7), and a handle to drag by mouse
 * or finger.
 */
import { t } from "./text.js";
import { announce, element } from "./view.js";

/**
 * The handle and the two buttons of a row; its list is the element that it is in.
 * @param {HTMLElement} row
 * @param {() => string} name of the row as it is called now
 * @returns {HTMLElement[]}
 */
export function movers(row, name) {
  return [handle(row, name), button(row, name, -1), button(row, name, 1)];
}

function handle(row, name) {
  const grip = element("span", "drag-handle", "⠿");
  grip.ariaHidden = "true";
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
  });
  grip.addEventListener("pointermove", ({ clientY }) => {
    if (!row.classList.contains("dragged")) return;
    // The others move around it: an element that is moved itself loses the pointer. The handle stays nearest to the finger,
    // wherever in a row it is and however high the rows are.
    while (row.previousElementSibling && clientY < middle(grip) - (top(row) - top(row.previousElementSibling)) / 2) row.after(row.previousElementSibling);
    while (row.nextElementSibling && clientY > middle(grip) + (bottom(row.nextElementSibling) - bottom(row)) / 2) row.before(row.nextElementSibling);
  });
  const drop = () => {
    if (row.classList.contains("dragged")) tellPlace(row, name());
    row.classList.remove("dragged");
  };
  grip.addEventListener("pointerup", drop);
  grip.addEventListener("pointercancel", drop);
  return grip;
}

const top = (one) => one.getBoundingClientRect().top;
const bottom = (one) => one.getBoundingClientRect().bottom;
const middle = (one) => (top(one) + bottom(one)) / 2;

function button(row, name, by) {
  const made = element("button", "secondary outline", by < 0 ? "↑" : "↓");
  made.type = "button";
  made.dataset.move = by < 0 ? "up" : "down";
  const say = () => made.setAttribute("aria-label", t(by < 0 ? "script.order.up" : "script.order.down", { amendment: name() }));
  say();
  row.addEventListener("input", say);
  made.addEventListener("click", () => {
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return;
    neighbour[by < 0 ? "before" : "after"](row);
    made.focus();
    tellPlace(row, name());
  });
  return made;
}

function tellPlace(row, name) {
  const rows = [...row.parentElement.children];
  announce(t("script.order.moved", { amendment: name, place: rows.indexOf(row) + 1, count: rows.length }));
}
