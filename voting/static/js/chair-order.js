/** The list in which an officer puts votes into order: buttons that the keyboard reaches, and dragging for the hurried. */
import { t } from "./text.js";
import { announce, element } from "./view.js";

/**
 * Fill the dialog's list.
 * @param {HTMLElement} dialog
 * @param {string[][]} steps names that go together
 * @returns {() => string[]} the order as it stands
 */
export function fillOrder(dialog, steps) {
  const list = dialog.querySelector("ol");
  list.replaceChildren(...steps.map((names) => row(list, names)));
  list.querySelector("button")?.setAttribute("autofocus", "");
  return () => [...list.children].flatMap((item) => item.dataset.names.split(" "));
}

function row(list, names) {
  const name = names.join(" + ");
  const item = element("li", "order-row", element("b", "", name), mover(list, name, -1), mover(list, name, 1));
  item.dataset.names = names.join(" ");
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", name);
    item.classList.add("dragged");
  });
  item.addEventListener("dragend", () => item.classList.remove("dragged"));
  item.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(".dragged");
    if (!dragged) return;
    event.preventDefault();
    const { top, height } = item.getBoundingClientRect();
    if (dragged !== item) item[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  return item;
}

function mover(list, name, by) {
  const button = element("button", "secondary outline", by < 0 ? "↑" : "↓");
  button.type = "button";
  button.dataset.move = by < 0 ? "up" : "down";
  button.setAttribute("aria-label", t(by < 0 ? "script.order.up" : "script.order.down", { amendment: name }));
  button.addEventListener("click", () => {
    const item = button.closest("li");
    const neighbour = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return;
    neighbour[by < 0 ? "before" : "after"](item);
    button.focus();
    const place = [...list.children].indexOf(item) + 1;
    announce(t("script.order.moved", { amendment: name, place, count: list.children.length }));
  });
  return button;
}
