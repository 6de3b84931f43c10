/**
 * What a delegate has the record say of her own vote once the result is declared: why, or that she meant another.
 */
import { storeWords } from "./blob.js";
import { choiceName } from "./choice.js";
import { sign } from "./statement.js";
import { headed, inWords, t } from "./text.js";
import { announce, element, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

const KINDS = ["explanation", "correction"];
const LIMIT = 4_000;

/** Where the words stay until they are signed, in this tab: here and on the motion's page in the record. */
const draftOf = ({ opening, mandate, kind }) => `explain ${opening} ${mandate} ${kind}`;

/** The explanations of this phone's votes in the motion that is shown. */
export class ExplainCard {
  #key = "";
  #writing = null;

  /**
   * @param {HTMLElement} box
   * @param {import("./identity.js").Identity} identity
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(box, identity, outbox) {
    Object.assign(this, { box, identity, outbox });
  }

  /**
   * @param {any} motion of /state
   * @param {any[]} votes this phone's votes in it, newest first
   * @param {any[]} records all that this phone signed
   */
  show(motion, votes, records) {
    const own = votes.filter(({ type, state }) => type === "vote.cast" && state === "recorded");
    const mandates = [...new Set(own.map(({ about }) => about.mandate))];
    const said = records.filter(({ type, kid, about }) => type === "vote.explained" && kid === this.identity.kid && about.opening === motion.opening);
    const key = JSON.stringify([motion.opening, motion.state, mandates, said.map((one) => [one.digest, one.state])]);
    if (key === this.#key) return;
    this.#key = key;
    Object.assign(this, { motion, own, said, mandates: motion.state === "declared" ? mandates : [] });
    this.#render();
  }

  /** Whether she is writing about her vote in this motion: what she writes is not taken from under her finger. */
  isWriting({ opening }) {
    return this.#writing?.opening === opening && Boolean(sessionStorage.getItem(draftOf(this.#writing)));
  }

  #render() {
    tell(this.box, ...this.mandates.flatMap((mandate) => this.#of(mandate)));
  }

  #of(mandate) {
    const { about } = this.own.find((vote) => vote.about.mandate === mandate);
    const said = KINDS.map((kind) => this.#latest(mandate, kind));
    const done = said.filter((record) => record && record.state !== "refused").map((record) => this.#done(record));
    const refused = said.filter((record) => record?.state === "refused").map(({ title }) => element("p", "notice notice-danger", title));
    if (this.#writing?.mandate === mandate && this.#writing.opening === this.motion.opening) return [...done, ...refused, this.#form(mandate)];
    const left = KINDS.filter((kind, place) => !said[place] || said[place].state === "refused");
    const head = this.mandates.length > 1 ? element("p", "muted", headed(t("explain.mandate", { mandate }), choiceName(about.choice))) : null;
    const buttons = left.map((kind) => {
      const button = element("button", "secondary outline", t(`explain.${kind}`));
      button.type = "button";
      button.dataset.explain = kind;
      button.onclick = () => {
        this.#writing = { mandate, kind, opening: this.motion.opening };
        this.#render();
        this.box.querySelector("textarea").focus();
      };
      return button;
    });
    return [head, ...done, ...refused, buttons.length ? element("p", "actions", ...buttons) : null].filter((part) => part !== null);
  }

  #latest(mandate, kind) {
    return this.said.find(({ about }) => about.mandate === mandate && about.kind === kind);
  }

  #done({ state, about, index }) {
    return element("p", "notice notice-ok", state === "recorded" ? t(`explain.${about.kind}.done`, { index }) : t("explain.waiting"));
  }

  #form(mandate) {
    const { kind } = this.#writing;
    const draft = draftOf(this.#writing);
    const text = element("textarea");
    Object.assign(text, { rows: 5, maxLength: LIMIT, dir: "auto", value: sessionStorage.getItem(draft) ?? "", required: true });
    text.oninput = () => sessionStorage.setItem(draft, text.value);
    const problem = element("p", "notice notice-danger");
    problem.setAttribute("role", "alert");
    problem.hidden = true;
    const send = element("button", "", t("explain.sign"));
    const back = element("button", "secondary outline", t("explain.back"));
    back.type = "button";
    back.onclick = () => {
      this.#writing = null;
      this.#render();
    };
    const label = element("label", "", t("explain.text"), text);
    const form = element("form", "", element("h3", "", t(`explain.${kind}`)), element("p", "muted", t(`explain.${kind}.hint`)), label, problem,
      element("p", "actions", send, back));
    form.onsubmit = (event) => {
      event.preventDefault();
      whileBusy([send, back], () => this.#send(mandate, kind, written(text.value), problem));
    };
    return form;
  }

  async #send(mandate, kind, words, problem) {
    if (!words) return;
    const { motion, opening } = this.motion;
    try {
      const text = await storeWords(this.identity, words);
      const signed = await sign(this.identity, "vote.explained", { motion, mandate, kind, text });
      // Once it is kept the card is drawn anew: not as a form in which it could be signed again.
      this.#writing = null;
      sessionStorage.removeItem(draftOf({ opening, mandate, kind }));
      await this.outbox.add(signed, this.identity, { motion, opening, mandate, kind });
      announce(t("explain.waiting"));
      await this.outbox.retry(signed.digest);
      this.#render();
    } catch (error) {
      tell(problem, inWords(error));
    }
  }
}
