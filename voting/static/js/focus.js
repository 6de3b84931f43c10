/** Where a keyboard goes on after an act. */
import { isShown } from "./shown.js";

/**
 * Focus an element, if what was pressed has taken the focus with it: it is gone, or cannot be pressed now. An act takes
 * its time, and whoever has moved on meanwhile keeps her place: what she types next would else be pressed somewhere.
 * @param {HTMLElement} element
 * @param {FocusOptions} [options]
 */
export function focusIfLost(element, options) {
  // A button that cannot be pressed loses the keyboard too, but only when the next picture is drawn.
  const { activeElement } = document;
  if (activeElement.matches("body, main, :disabled") || !isShown(activeElement)) element.focus(options);
}
