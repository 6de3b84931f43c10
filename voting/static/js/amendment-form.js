/** The form in which a delegate changes one block: its words, or the whole of it, or what stands beside it. */
import { REASON_LIMIT } from "./amendment-acts.js";
import { formatBlock } from "./blocks.js";
import { applyChange, smallestChange, tidy } from "./operation.js";
import { changesElement } from "./changes.js";
import { headed, t } from "./text.js";
import { slot, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

/** One form, which moves to the block that is changed. */
export class AmendmentForm {
  #form = document.getElementById("propose");
  #subject = null;
  #onTable;
  #busy = false;

  /**
   * @param {(draft: {operation: object, change: object}, reason: string, subject: any) => Promise<void>} onTable signs and
   *   sends; it rejects with what the person must know
   */
  constructor(onTable) {
    this.#onTable = onTable;
    this.#form.oninput = () => this.#show();
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      this.#table();
    };
    slot(this.#form, "cancel").onclick = () => this.close();
    this.#fields.paragraph.onchange = () => this.#take(Number(this.#fields.paragraph.value));
  }

  get #fields() {
    return this.#form.elements;
  }

  /**
   * Open below an element.
   * @param {HTMLElement} place
   * @param {{blocks: object[], block: number, title: string, notes: string[], language: string, only: boolean}} subject `only`: the
   *   blocks are a new text, so that none is chosen yet
   */
  open(place, subject) {
    // What is being written, or sent, stays where it is until she puts it away.
    if (this.#busy || this.#isBegun()) return this.#fields.text.focus();
    this.#subject = subject;
    slot(this.#form, "title").textContent = subject.title;
    tell(slot(this.#form, "notes"), subject.notes.join(" "));
    tell(slot(this.#form, "problem"));
    this.#fields.action.value = "words";
    this.#fields.reason.value = "";
    const choose = subject.only && subject.blocks.length > 1;
    this.#fields.paragraph.replaceChildren(...subject.blocks.map(({ text }, i) => new Option(headed(i + 1, text.slice(0, 40)), String(i))));
    this.#fields.paragraph.parentElement.hidden = !choose;
    place.append(this.#form);
    this.#form.hidden = false;
    this.#take(subject.block);
    this.#fields.text.focus();
  }

  #isBegun() {
    const { action, added, reason, text } = this.#fields;
    const given = [added.value, reason.value, action.value === "delete" ? "x" : ""].some(Boolean);
    return !this.#form.hidden && (given || text.value !== this.#subject.blocks[this.#subject.block].text);
  }

  /** Put the form away; what was typed is gone. */
  close() {
    if (this.#busy) return;
    this.#form.hidden = true;
    this.#form.parentElement.querySelector("button.propose")?.focus();
  }

  #take(block) {
    this.#subject.block = block;
    this.#fields.paragraph.value = String(block);
    this.#fields.text.value = this.#subject.blocks[block].text;
    this.#fields.added.value = "";
    for (const field of [this.#fields.text, this.#fields.added]) {
      field.lang = this.#subject.language;
      field.dir = "auto";
    }
    this.#show();
  }

  /** The operation that says what was typed; null if that is nothing. */
  #draft() {
    const { blocks, block } = this.#subject;
    const action = this.#fields.action.value;
    if (action === "words") return smallestChange(blocks[block], block, tidy(this.#fields.text.value));
    if (action === "delete") return { operation: { block, type: "delete" }, change: { text: null, words: null } };
    const kind = blocks[block].kind === "item" ? "item" : "paragraph";
    const lines = this.#fields.added.value.split("\n").map(tidy).filter(Boolean);
    const text = lines.map((line) => formatBlock({ kind, level: 0, text: line })).join("\n\n");
    return text ? { operation: { block, type: action }, change: { text, words: null } } : null;
  }

  #show() {
    const action = this.#fields.action.value;
    this.#fields.text.parentElement.hidden = action !== "words";
    this.#fields.added.parentElement.hidden = !action.startsWith("insert");
    const draft = this.#draft();
    const shown = draft && changesElement(applyChange(this.#subject.blocks, draft.operation, draft.change).passages, this.#subject.language);
    slot(this.#form, "diff").replaceChildren(shown ?? t("amend.nothing"));
    this.#fields.sign.disabled = !draft || this.#busy;
  }

  async #table() {
    const problem = slot(this.#form, "problem");
    const reason = written(this.#fields.reason.value.replace(/[^\S\n]+/g, " "));
    const draft = this.#draft();
    if (!draft) return;
    if ([...reason].length > REASON_LIMIT) return tell(problem, t("amend.too_long"));
    tell(problem);
    this.#busy = true;
    await whileBusy([this.#fields.sign, slot(this.#form, "cancel")], async () => {
      try {
        await this.#onTable(draft, reason, this.#subject);
      } catch (error) {
        tell(problem, error.explained ?? error.message);
        problem.focus();
      }
    });
    this.#busy = false;
    this.#show();
  }
}
