/**
 * One badge for one person, first or replacement: sign and show its code here, or save the slip and sign. The code is
 * forgotten with the dialog.
 */
import { showCode } from "./desk-code.js";
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
  #now = slot(this.#dialog, "now");
  #credential = null;
  #url = null;
  #release = null;
  #closed = false;
  /** @type {{number: number, url: string} | null} */
  badge = null;

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
    this.#go.disabled = this.#now.disabled = true;
  }

  async make(person, server, context) {
    this.#stage.textContent = t("desk.badge.making");
    try {
      const [prepared] = await server.prepareCredentials([person.person]);
      const [{ credential, badge }] = await makeBadges([prepared], context);
      if (!this.#closed) this.#take(credential, badge.url);
      const pdf = await server.renderBadges([badge], "slip", context.title);
      if (!this.#closed && this.#credential === credential) this.#offer(pdf);
    } catch (error) {
      if (!this.#closed) tellError(slot(this.#dialog, "problem"), error);
    } finally {
      if (!this.#closed) this.#stage.textContent = "";
    }
  }

  #take(credential, link) {
    this.#credential = credential;
    this.badge = { number: credential.number, url: link };
    // Not focused: a hand scanner ends with Enter, and would sign.
    this.#now.disabled = false;
  }

  #offer(pdf) {
    this.#url = URL.createObjectURL(pdf);
    this.#release = guardLeaving();
    this.#file.href = this.#url;
    this.#file.download = t("desk.badge.filename", { number: this.badge.number });
    this.#file.removeAttribute("aria-disabled");
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
      this.badge = null;
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
    this.badge = null;
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
  let here = false;
  const signHere = async () => {
    await slip.sign(acts);
    here = true;
  };
  const asked = askAndAct(dialog, person, () => slip.sign(acts), [[slot(dialog, "now"), signHere]]);
  slip.make(person, server, context);
  const done = await asked;
  if (done && here) {
    const { badge } = slip;
    slip.close();
    const outcome = (await showCode(person, badge, server)) ? "code" : "no_code";
    return t(`desk.done.${kind === "replace" ? outcome : `${outcome}_first`}`, { name: person.name });
  }
  const wasted = !done && slip.offered;
  slip.close();
  if (wasted) return t("desk.badge.discarded", { name: person.name });
  return done ? t(`desk.done.${kind}`, { name: person.name }) : null;
}
