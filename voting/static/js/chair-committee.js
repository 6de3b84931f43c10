/**
 * What chair and clerk sign on amendments, each in a dialog of its own: recommendation, order, parts, the end of tabling.
 */
import { stringify } from "./canonical.js";
import { storeText } from "./blob.js";
import { fillDivide } from "./chair-divide.js";
import { hasGoneOn } from "./chair-next.js";
import { fillOrder } from "./chair-order.js";
import { randomBytes, toBase64url } from "./encoding.js";
import { requestJson } from "./http.js";
import { Incomplete } from "./incomplete.js";
import { showProblem } from "./office.js";
import { t, words } from "./text.js";
import { announce, slot, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

// These point to the amendment in which the wish lives on.
const POINTING = ["adopt_in_other_form", "merge", "settled"];

/** The committee's dialogs. */
export class Committee {
  /** Counts the questions what an amendment is divided into: only the last one's answer comes before her. */
  #asked = 0;

  /** @param {import("./office.js").Office} office */
  constructor(office) {
    this.office = office;
    const recommend = document.getElementById("recommend");
    recommend.addEventListener("change", () => this.#showOther(recommend));
  }

  /** Say what the committee recommends on an amendment. */
  recommend(amendment, { amendments }) {
    const dialog = document.getElementById("recommend");
    const { advice, other, note, minority } = dialog.querySelector("form").elements;
    dialog.querySelector("form").reset();
    const others = amendments.filter((one) => one.amendment !== amendment.amendment && one.target === amendment.target && one.part_of === null);
    other.replaceChildren(...others.map((one) => new Option(one.amendment, one.amendment)));
    if (amendment.advice) {
      advice.value = amendment.advice.advice;
      other.value = amendment.advice.other ?? other.value;
    }
    this.#showOther(dialog);
    document.getElementById("recommend-title").textContent = t("script.recommend.title", { amendment: amendment.amendment });
    this.#ask(dialog, t("script.recommend.done", { amendment: amendment.amendment }), () => {
      const points = POINTING.includes(advice.value);
      if (points && !other.value) throw new Incomplete(t("script.recommend.no_other"), other);
      const said = { amendment: amendment.amendment, digest: amendment.digest, advice: advice.value, other: points ? other.value : null };
      const texts = [note.value, minority.value];
      return async (acts) => {
        const [why, held] = [await erasable(texts[0]), await erasable(texts[1])];
        await acts.say("amendment.recommended", { ...said, note: why, minority: held });
      };
    });
  }

  /** Rule the order of what is to be voted. */
  order({ document: name, digest }, steps) {
    const dialog = document.getElementById("order");
    const { reason } = dialog.querySelector("form").elements;
    dialog.querySelector("form").reset();
    const ordered = fillOrder(dialog, steps);
    this.#ask(dialog, t("script.order.done"), () => {
      if (!written(reason.value)) throw new Incomplete(t("script.order.no_reason"), reason);
      const ruled = { document: name, digest, order: ordered(), reason: written(reason.value) };
      return (acts) => acts.say("order.ruled", ruled);
    });
  }

  /** End the time for amendments. */
  close({ document: name, digest, title }, languages) {
    const dialog = document.getElementById("close-tabling");
    document.getElementById("close-title").textContent = t("script.close.title");
    slot(dialog, "explain").textContent = t("script.close.explain", { title: words(title, languages) });
    this.#ask(dialog, t("script.close.done"), () => (acts) => acts.say("tabling.closed", { document: name, digest }));
  }

  /** Divide an amendment into parts. */
  async divide({ amendment }, languages) {
    const asked = ++this.#asked;
    const goneOn = hasGoneOn();
    const found = await requestJson(`/chair/amendments/${encodeURIComponent(amendment)}`);
    if (asked !== this.#asked || goneOn()) return;
    const dialog = document.getElementById("divide");
    document.getElementById("divide-title").textContent = t("script.divide.title", { amendment });
    const parts = fillDivide(dialog, found, languages);
    this.#ask(dialog, t("script.divide.done", { amendment }), () => {
      const { digest, made } = parts();
      return (acts) => acts.say("amendment.divided", { amendment, digest, parts: made });
    });
  }

  #showOther(dialog) {
    const { advice } = dialog.querySelector("form").elements;
    document.getElementById("recommend-other").hidden = !POINTING.includes(advice.value);
  }

  /**
   * Show a dialog whose button signs; it stays until that has worked or the officer gives up.
   * @param {HTMLDialogElement} dialog
   * @param {string} done
   * @param {() => (acts: import("./chair-act.js").Acts) => Promise<any>} read what is written when she presses; what is
   *   returned signs that, whatever she writes meanwhile
   */
  #ask(dialog, done, read) {
    const problem = slot(dialog, "problem");
    tell(problem);
    const old = dialog.querySelector('[data-act="sign"]');
    const button = old.cloneNode(true);
    old.replaceWith(button);
    const title = dialog.querySelector("h2").textContent;
    const cancel = dialog.querySelector('[type="submit"]');
    // What is signed is not taken back. A browser lets her out when she insists, and into the same dialog again.
    dialog.oncancel = (event) => {
      if (button.disabled) event.preventDefault();
    };
    const isOpen = () => dialog.open && button.isConnected;
    button.addEventListener("click", () => whileBusy([button, cancel], async () => {
      tell(problem);
      try {
        const sign = read();
        await sign(await this.office.acts());
        if (isOpen()) dialog.close();
        announce(done);
      } catch (error) {
        if (isOpen()) showProblem(problem, error);
        else showProblem(this.office.problem, error, title);
        // Below a long list the field is out of sight.
        error.field?.focus();
      }
    }));
    dialog.showModal();
  }
}

/** What a person wrote, stored with a salt so that it can be erased; its digest, or null where nothing is written. */
async function erasable(text) {
  const words = written(text).normalize("NFC");
  return words ? storeText(stringify({ salt: toBase64url(randomBytes(16)), text: words })) : null;
}
