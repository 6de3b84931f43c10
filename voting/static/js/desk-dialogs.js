/** The dialogs that need no badge: confirm a device face to face, revoke a badge. */
import { showUntilClosed } from "./dialog.js";
import { placeOf, tellError } from "./desk-view.js";
import { shortCode } from "./keys.js";
import { t } from "./text.js";
import { slot, tell, whileBusy } from "./view.js";

/**
 * Open a dialog about one person, with `act` behind its main button. A refusal is shown in the dialog, which stays open.
 * `others` are more buttons, each with its own act.
 * @param {HTMLDialogElement} dialog
 * @param {object} person
 * @param {() => Promise<void>} act
 * @param {[HTMLButtonElement, () => Promise<void>][]} [others]
 * @returns {Promise<boolean>} whether it was done; false if the officer cancelled
 */
export async function askAndAct(dialog, person, act, others = []) {
  const [go, close, problem] = ["go", "close", "problem"].map((name) => slot(dialog, name));
  const closed = new AbortController();
  const { signal } = closed;
  let done = false;
  slot(dialog, "who").textContent = `${person.name} · ${placeOf(person)}`;
  tell(problem, null);
  const choices = [[go, act], ...others];
  const buttons = [...choices.map(([button]) => button), close];
  for (const [button, work] of choices) button.addEventListener("click", () => whileBusy(buttons, async () => {
    tell(problem, null);
    try {
      await work();
      done = true;
      dialog.close();
    } catch (error) {
      tellError(problem, error);
    }
  }), { signal });
  close.addEventListener("click", () => dialog.close(), { signal });
  // Escape must not leave a dialog whose act is on its way.
  dialog.addEventListener("cancel", (event) => close.disabled && event.preventDefault(), { signal });
  await showUntilClosed(dialog);
  closed.abort();
  return done;
}

/** Compare the short code with the phone, then sign device.confirmed. Resolves to what to announce, null if cancelled. */
export async function askConfirm(person, acts) {
  const dialog = document.getElementById("confirm-dialog");
  // From the very key that is signed: a code that the server sends could be another key's.
  const code = shortCode(person.device);
  slot(dialog, "code").textContent = code;
  prepareVideo(dialog, code);
  const done = await askAndAct(dialog, person, () => acts.confirmDevice(person));
  return done ? t("desk.done.confirm", { name: person.name }) : null;
}

/** By video the officer types what she hears: a code on her own screen would be read out to whoever asks. */
function prepareVideo(dialog, code) {
  const [heard, match, go] = ["heard", "match", "go"].map((name) => slot(dialog, name));
  const choices = [...dialog.querySelectorAll("[name=how]")];
  const show = () => {
    const video = choices.find((one) => one.checked).value === "video";
    slot(dialog, "here").hidden = video;
    slot(dialog, "video").hidden = !video;
    const [typed, wanted] = [asRead(heard.value), asRead(code)];
    go.disabled = video && typed !== wanted;
    match.dataset.same = String(typed === wanted);
    match.textContent = !video || typed.length < wanted.length ? "" : t(typed === wanted ? "desk.video.same" : "desk.video.other");
  };
  heard.value = "";
  choices[0].checked = true;
  for (const one of choices) one.onchange = show;
  heard.oninput = show;
  show();
}

function asRead(code) {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** Choose a reason, then sign credential.revoked. Resolves to what to announce, null if cancelled. */
export async function askRevoke(person, acts) {
  const dialog = document.getElementById("revoke-dialog");
  const reasons = [...dialog.querySelectorAll("[name=reason]")];
  const go = slot(dialog, "go");
  go.disabled = true;
  for (const reason of reasons) {
    reason.checked = false;
    reason.onchange = () => void (go.disabled = false);
  }
  const done = await askAndAct(dialog, person, () => acts.revoke(person, reasons.find((reason) => reason.checked).value));
  return done ? t("desk.done.revoke", { name: person.name }) : null;
}
