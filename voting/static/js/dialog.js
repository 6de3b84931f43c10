/** Dialogs that ask: one is open at a time, and each opening has its own answer. */
let last = Promise.resolve();
let turn = Promise.resolve();

/**
 * Resolves when whoever asked before has her answer. Of several who wait for one answer each has her turn, provided that
 * she opens her dialog at once.
 *
 * A dialog tells of its closing later than it closes. One that is filled and opened again before that would take the
 * old telling for its own: it would stand there with buttons that do nothing.
 */
export function answered() {
  turn = turn.then(() => last);
  return turn;
}

/**
 * Show a dialog; whoever fills it waits for `answered` first.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string>} when it is closed, its return value: "" unless a button of its form closed it
 */
export function showUntilClosed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  last = new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
  return last;
}
