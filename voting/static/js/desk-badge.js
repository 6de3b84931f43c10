/** One badge for one person, first or replacement: prepare, save the slip, sign. The code is forgotten with the dialog. */
import { makeBadges } from "./desk-credentials.js";
import { askAndAct } from "./desk-dialogs.js";
import { guardLeaving, isActive, plainly, tellError } from "./desk-view.js";
import { t } from "./text.js";
import { slot } from "./view.js";

/** The slip that the dialog offers, from its making until it is signed for or thrown away. */
class Slip {
  #dialog = document.getElementById("badge-dialog");
  #file = slot(this.#dialog, "file");
  #saved = slot(this.#dialog, "saved");
  #go = slot(this.#dialog, "go");
  #stage = slot(this.#dialog, "stage");
  #credential = null;
  #url = null;
  #release = null;
  #closed = false;

  constructor() {
    this.#reset();
    this.#go.hidden = false;
    // A handler that returns false would cancel the download.
    this.#file.onclick = () => void (this.#saved.disabled = false);
    this.#saved.onchange = () => void (this.#go.disabled = !this.#saved.checked);
  }

  #reset() {
    this.#file.removeAttribute("href");
    this.#file.setAttribute("aria-disabled", "true");
    this.#saved.checked = false;
    this.#saved.disabled = true;
    this.#go.disabled = true;
  }

  async make(person, server, context) {
    this.#stage.textContent = t("desk.badge.making");
    try {
      const [prepared] = await server.prepareCredentials([person.person]);
      const [{ credential, badge }] = await makeBadges([prepared], context);
      const pdf = await server.renderBadges([badge], "slip", context.title);
      if (!this.#closed) this.#offer(credential, pdf);
    } catch (error) {
      if (!this.#closed) tellError(slot(this.#dialog, "problem"), error);
    } finally {
      if (!this.#closed) this.#stage.textContent = "";
    }
  }

  #offer(credential, pdf) {
    this.#credential = credential;
    this.#url = URL.createObjectURL(pdf);
    this.#release = guardLeaving();
    this.#file.href = this.#url;
    this.#file.download = t("desk.badge.filename", { number: credential.number });
    this.#file.removeAttribute("aria-disabled");
    this.#file.focus();
  }

  /** Whether the officer may hold a file that opens nothing unless it is signed for. */
  get offered() {
    return !this.#saved.disabled;
  }

  /** Sign for the slip. What was refused is void, and so is the file: the number and the code are not used again. */
  async sign(acts) {
    try {
      await acts.issue([this.#credential]);
    } catch (error) {
      this.#forget();
      this.#go.hidden = true;
      throw new Error(t("desk.badge.refused", { problem: plainly(error) }));
    }
  }

  #forget() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#release?.();
    this.#credential = this.#url = this.#release = null;
    this.#reset();
  }

  close() {
    this.#closed = true;
    this.#forget();
  }
}

/**
 * Make a badge for one person in the dialog.
 * @param {object} person
 * @param {import("./desk-api.js").DeskServer} server
 * @param {import("./desk-acts.js").DeskActs} acts
 * @param {import("./desk-credentials.js").BadgeContext} context
 * @returns {Promise<string | null>} what to announce
 */
export async function askBadge(person, server, acts, context) {
  const dialog = document.getElementById("badge-dialog");
  const kind = isActive(person) ? "replace" : "badge";
  slot(dialog, "title").textContent = t(`desk.${kind}.title`);
  slot(dialog, "explain").textContent = t(`desk.${kind}.explain`);
  slot(dialog, "go").textContent = t(`desk.${kind}.sign`);
  const slip = new Slip();
  const asked = askAndAct(dialog, person, () => slip.sign(acts));
  slip.make(person, server, context);
  const done = await asked;
  const wasted = !done && slip.offered;
  slip.close();
  if (wasted) return t("desk.badge.discarded", { name: person.name });
  return done ? t(`desk.done.${kind}`, { name: person.name }) : null;
}
