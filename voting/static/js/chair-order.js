/** The list in which an officer puts votes into order. */
import { movers } from "./reorder.js";
import { element } from "./view.js";

/**
 * Fill the dialog's list.
 * @param {HTMLElement} dialog
 * @param {{names: string[], about: string}[]} steps what goes together, and where it works and whose it is
 * @returns {() => string[]} the order as it stands
 */
export function fillOrder(dialog, steps) {
  const list = dialog.querySelector("ol");
  list.replaceChildren(...steps.map(rowOf));
  list.querySelector("button")?.setAttribute("autofocus", "");
  return () => [...list.children].flatMap((item) => item.dataset.names.split(" "));
}

function rowOf({ names, about }) {
  const name = names.join(" + ");
  const row = element("li", "order-row");
  row.dataset.names = names.join(" ");
  const [grip, ...buttons] = movers(row, () => name);
  row.append(grip, element("span", "order-what", element("b", "", name), " ", element("span", "muted", about)), ...buttons);
  return row;
}
