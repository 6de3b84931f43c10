/** Turning pages by the keyboard. */

const RELATION = { ArrowLeft: "prev", ArrowRight: "next" };

/** Let the arrow keys follow the page's links to what comes before and after; reversed where text runs from right to left. */
export function turnByKeys() {
  document.addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    // With a modifier the keys are the browser's; in a field or a box that scrolls they are the field's.
    if (altKey || ctrlKey || metaKey || shiftKey || target.closest("input, textarea, select, pre, [tabindex='0']")) return;
    const other = { prev: "next", next: "prev" };
    const relation = RELATION[key];
    const wanted = document.dir === "rtl" ? other[relation] : relation;
    document.querySelector(`a[rel="${wanted}"]`)?.click();
  });
}
