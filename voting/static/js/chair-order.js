/** The list in which an officer puts votes into order. */
import { movers } from "./reorder.js";
import { element } from "./view.js";

/**
 * Fill the dialog's list.
 * @param {HTMLElement} dialog
 * @param {string[][]} steps names that go together
 * @returns {() => string[]} the order as it stands
 */
export function fillOrder(dialog, steps) {
  const list = dialog.querySelector("ol");
  list.replaceChildren(...steps.map(rowOf));
  list.querySelector("button")?.setAttribute("autofocus", "");
  return () => [...list.children].flatMap((item) => item.dataset.names.split(" "));
}

function rowOf(names) {
  const name = names.join(" + ");
  const row = element("li", "order-row");
  row.dataset.names = names.join(" ");
  const [grip, ...buttons] = movers(row, () => name);
  row.append(grip, element("b", "", name), ...buttons);
  return row;
}
