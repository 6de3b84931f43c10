/** A count of who is there, on a delegate's phone: one large button, and that the answer is recorded. */
import { Minute } from "./minute.js";
import { sign } from "./statement.js";
import { inWords, t } from "./text.js";
import { announce, element, tell } from "./view.js";

/** It shows itself while the chair counts, above everything else. */
export class PresenceCard {
  #count = null;
  #answer = null;
  #failed = "";
  #minute = new Minute("count.over.phone");

  /**
   * @param {HTMLElement} box
   * @param {import("./identity.js").Identity} identity
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(box, identity, outbox) {
    this.box = box;
    this.identity = identity;
    this.outbox = outbox;
  }

  /**
   * @param {{count: string, call: string, calledAt: string} | undefined} count the open one, as the log has it
   * @param {any} answer of /devices: what this credential may answer
   * @param {any[]} records of the outbox
   */
  show(count, answer, records) {
    const open = count && answer?.call === count.call && answer.mandates.length > 0;
    this.box.hidden = !open;
    this.#minute.follow(open ? count.calledAt : null);
    if (!open) return;
    if (count.call !== this.#count?.call) this.#failed = "";
    this.#count = count;
    this.#answer = answer;
    const own = records.find(({ type, about, kid }) => type === "presence.answered" && about.call === count.call && kid === this.identity.kid);
    const mandates = answer.mandates.join(t("common.comma"));
    const step = own?.state ?? (answer.answered.length === answer.mandates.length ? "recorded" : "choose");
    const key = JSON.stringify([step, mandates, count.call, this.#failed]);
    if (this.box.dataset.key === key) return;
    this.box.dataset.key = key;
    this.#draw(step, mandates, own);
  }

  #draw(step, mandates, own) {
    const head = element("h2", "", t("count.asked"));
    if (step === "recorded") return tell(this.box, head, element("p", "notice notice-ok", element("strong", "", t("count.here")), " ", t("count.mandates", { mandates })));
    if (step === "waiting") return tell(this.box, head, element("p", "", t("count.sending")));
    const button = element("button", "here", t("count.button"));
    button.type = "button";
    button.addEventListener("click", () => this.#say(button));
    const wrong = step === "refused" ? `${own.title} ${own.detail ?? ""}` : step === "doubtful" ? t("error.bad_receipt") : this.#failed;
    return tell(this.box, head, element("p", "", t("count.mandates", { mandates })), this.#minute.element, button, wrong ? element("p", "notice notice-danger", wrong) : null);
  }

  async #say(button) {
    button.disabled = true;
    const { count, call } = this.#count;
    try {
      const signed = await sign(this.identity, "presence.answered", { count, call });
      const record = await this.outbox.submit(signed, this.identity, { motion: "", call });
      if (record.state === "recorded") announce(t("count.here"));
    } catch (error) {
      this.#failed = inWords(error);
      button.disabled = false;
    }
  }
}
