/** One mandate's ballot: choose, confirm, and what became of the vote. */
import { choiceName, markOf } from "./choice.js";
import { shortCode } from "./keys.js";
import { t } from "./text.js";
import { announce, element, fromTemplate, number, slot, timeOf } from "./view.js";

// A second tap of a double tap must not confirm what the first one chose.
const CONFIRM_DELAY_MS = 500;

/** The card of one mandate in one motion. */
export class BallotCard {
  #choice = null;
  /** What is being signed: it is neither kept nor sent yet. */
  #signing = null;
  #changing = false;
  #shown = "";
  #confirmSince = 0;
  #view = null;

  /**
   * @param {string} name what the mandate is called
   * @param {{kid: string, mandate: string, block?: {mandates: number, rule: string}, onVote: (choice: any) => Promise<void>}} about
   *   the choice of a block is an object of mandates by option
   */
  constructor(name, { kid, mandate, block, onVote }) {
    this.element = fromTemplate("ballot");
    this.element.dataset.mandate = mandate;
    this.onVote = onVote;
    this.name = name;
    this.#fill("short-code", shortCode(kid));
    for (const button of this.element.querySelectorAll(".vote")) button.onclick = () => this.#choose(block ? { [button.value]: block.mandates } : button.value);
    this.#show("block", block);
    if (block?.rule === "splittable") this.#askNumbers(block.mandates);
    this.#act("confirm", () => this.#confirm());
    this.#act("back", () => this.#back());
    this.#act("change", () => this.#change(true));
    this.#act("keep", () => this.#change(false));
  }

  /** What the mandate is called. */
  set name(name) {
    if (slot(this.element, "name").textContent !== name) this.#fill("name", name);
  }

  /** Whether a finger may be on the way to Confirm. */
  get confirming() {
    return this.#choice !== null;
  }

  /** Whether a finger may be on the way to any of its buttons. */
  get choosing() {
    return this.confirming || this.#changing;
  }

  /**
   * Show what is true now; never takes a confirm step away while the vote could still be sent.
   * @param {ReturnType<import("./ballot-state.js").ballotState> & {motionState: string, title: string, replaced: boolean, trouble: boolean, reason: string}} view
   */
  update(view) {
    this.#view = view;
    const interrupted = this.confirming && !view.mayVote;
    if (!view.mayVote) {
      this.#choice = null;
      this.#changing = false;
    }
    if (interrupted) announce(t("phone.interrupted"));
    this.#render(interrupted);
  }

  #render(interrupted = false) {
    const { step, mayVote } = this.#view;
    const shown = this.#signing ? "sending" : this.confirming ? "confirm" : mayVote && (this.#changing || step === "choose") ? "choose" : step;
    const moved = shown !== this.#shown;
    this.#shown = shown;
    // Where the keyboard was in what now goes, it goes on in what comes.
    const held = moved && this.element.contains(document.activeElement);
    for (const section of this.element.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== shown;
    const part = this.element.querySelector(`[data-step="${shown}"]`);
    this.#fillStep(shown, part);
    if (interrupted || moved) this.#show("interrupted", interrupted);
    if (held) this.#focus(part);
    return moved ? part : null;
  }

  #fillStep(shown, part) {
    const { step, record, refused, mayVote, motionState, replaced, trouble, reason } = this.#view;
    this.#show("keep", this.#changing);
    this.#show("not-counted", refused !== null && shown !== "confirm");
    if (refused) this.#fill("not-counted", t("phone.not_counted_line", { choice: choiceName(refused.about.choice), why: refused.title }));
    if (shown === "confirm") this.#fillConfirm(part);
    if (shown === "sending") {
      const kept = step === "sending";
      this.#fillChoice(part, kept ? record.about.choice : this.#signing);
      this.#fill("progress", t(!kept ? "phone.signing" : record.state === "doubtful" ? "phone.doubtful" : trouble ? "phone.waiting" : "phone.sending"));
      this.#show("late", motionState !== "open");
    }
    if (shown === "recorded") {
      this.#fillChoice(part, record.about.choice);
      this.#fill("entry", t("phone.entry", { index: record.index, time: timeOf(record.recordedAt, { timeStyle: "medium" }) }));
      this.#show("replaced", replaced);
    }
    for (const button of this.element.querySelectorAll('[data-act="change"]')) button.hidden = !mayVote;
    if (shown === "over") this.#show("nothing-recorded", refused === null);
    if (shown === "ineligible") this.#fill("reason", reason);
  }

  #fillConfirm(part) {
    const choice = choiceName(this.#choice);
    // A title in a script that runs the other way must not turn the sentence around.
    const [before, after] = t("phone.you_vote", { choice: choice.toUpperCase() }).split("{title}");
    slot(part, "sentence").replaceChildren(before, element("bdi", "", this.#view.title), after);
    slot(part, "confirm").textContent = t("phone.confirm", { choice });
    part.querySelector('[data-act="confirm"]').className = `vote vote-${markOf(this.#choice)} confirm`;
    part.querySelector('[data-slot="confirm-mark"]').className = `mark mark-${markOf(this.#choice)}`;
  }

  #fillChoice(part, choice) {
    const place = part.querySelector(".choice");
    place.className = `choice choice-${markOf(choice)}`;
    place.querySelector(".mark").className = `mark mark-${markOf(choice)}`;
    place.querySelector("span:last-child").textContent = choiceName(choice);
  }

  #askNumbers(total) {
    this.#show("numbers", true);
    const form = this.element.querySelector("form");
    const inputs = [...form.querySelectorAll("input")];
    const numbers = () => Object.fromEntries(inputs.map(({ name, value }) => [name, Number(value)]).filter(([, count]) => count > 0));
    const check = () => {
      const given = Object.values(numbers()).reduce((sum, count) => sum + count, 0);
      this.#fill("sum", t("phone.block_sum", { given: number(given), total: number(total) }));
      form.querySelector("button").disabled = given !== total || inputs.some((input) => !input.checkValidity());
    };
    for (const input of inputs) Object.assign(input, { max: total, oninput: check });
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#choose(numbers());
    };
    check();
  }

  #choose(choice) {
    this.#choice = choice;
    this.#confirmSince = performance.now();
    this.#focus(this.#render());
  }

  #back() {
    this.#choice = null;
    this.#focus(this.#render());
  }

  #change(changing) {
    this.#changing = changing;
    this.#focus(this.#render());
  }

  async #confirm() {
    if (performance.now() - this.#confirmSince < CONFIRM_DELAY_MS || !this.#choice) return;
    const choice = this.#choice;
    this.#choice = null;
    this.#changing = false;
    this.#signing = choice;
    this.#focus(this.#render());
    await this.onVote(choice);
    this.#signing = null;
    this.#focus(this.#render());
  }

  #focus(part) {
    part?.querySelector('h3, [tabindex="-1"]')?.focus({ preventScroll: true });
    part?.scrollIntoView({ block: "nearest" });
  }

  #fill(name, text) {
    slot(this.element, name).textContent = text;
  }

  #show(name, shown) {
    this.element.querySelector(`[data-part="${name}"]`).hidden = !shown;
  }

  #act(name, act) {
    for (const button of this.element.querySelectorAll(`[data-act="${name}"]`)) button.onclick = act;
  }
}
