/** Motions that interrupt: each opens with its own majority, its words filled in, ready for the last look. */
import { kindFor, phrased } from "./motion-phrases.js";

/**
 * Make the menu work.
 * @param {() => any} state the current state
 * @param {(draft: any, button: HTMLButtonElement) => Promise<void>} prepare
 */
export function insertMenu(state, prepare) {
  const menu = document.getElementById("insert");
  for (const button of menu.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", async () => {
      menu.open = false;
      const { insert } = button.dataset;
      await prepare({ kind: kindFor(state().rules.questions, insert, "procedure"), given: null, ...phrased(insert) }, button);
    });
  }
  document.addEventListener("click", ({ target }) => (menu.open &&= menu.contains(target)));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
