/** A count of who is there, at the chair's page: who answered, the hands, the quorum. */
import { goOnFrom, mayBeNext, settle } from "./chair-next.js";
import { counted } from "./counted.js";
import { Minute } from "./minute.js";
import { t } from "./text.js";
import { announce, element, number, tell, whileBusy } from "./view.js";

/** Say what a count has found so far, or found. */
export function countLine({ state, answered, hands, accredited, quorum }) {
  if (state === "open") return counted("count.answered", answered.count);
  const found = hands === null
    ? t("count.ended.phones", { count: number(answered.count), accredited: number(accredited.count) })
    : t("count.ended.hands", { count: number(hands), accredited: number(accredited.count) });
  if (!quorum) return found;
  return `${found} ${t(quorum.met ? "count.quorum.met" : "count.quorum.missed", { needed: number(quorum.needed), reached: number(quorum.reached) })}`;
}

/** Call a count, watch it, end it. */
export class CountPanel {
  #state = null;
  #drawn = "";
  #line = null;
  #end = null;
  #minute;
  /** Whether an act of hers is what changes the panel next. */
  #acted = false;

  /** @param {((draft: any) => Promise<any>) | null} prepare the clerk's: it keeps the act for the chair */
  constructor(box, office, acts, prepare = null) {
    this.box = box;
    this.office = office;
    this.acts = acts;
    this.prepare = prepare;
    this.#minute = new Minute(acts && !prepare ? "count.over.chair" : "count.over.room", () => this.#showWhatIsNext());
  }

  update(state) {
    this.#state = state;
    const { count } = state;
    this.#minute.follow(count?.state === "open" ? count.called_at : null);
    this.#render();
  }

  answered({ of, size, ...answered }) {
    if (this.#state?.count?.count === of) this.update({ ...this.#state, count: { ...this.#state.count, answered } });
  }

  #render() {
    const { count } = this.#state;
    const open = count?.state === "open";
    const type = open ? "count.ended" : "count.called";
    const may = this.acts && this.about(type) !== undefined;
    this.box.hidden = !count && !may;
    const drawn = JSON.stringify([{ ...count, answered: null }, may]);
    // Answers come in while the chair reaches for the button.
    if (drawn === this.#drawn) return this.#showLine();
    const first = this.#drawn === "";
    this.#drawn = drawn;
    this.#line = count ? element("p", open ? "status-title" : count.quorum && !count.quorum.met ? "notice notice-warning" : "") : null;
    const waits = count?.first && !count.first.confirmed && open ? element("p", "muted", t("count.hands.waits", { count: number(count.first.mandates) })) : null;
    const counted = open && count.first?.confirmed ? element("p", "", t("count.hands.confirmed", { count: number(count.first.mandates) })) : null;
    const button = this.#button(type);
    this.#end = open ? button : null;
    tell(this.box, this.#line, open ? this.#minute.element : null, waits, counted, may ? element("p", "actions", button) : null);
    // Where a count is called it is ended, too.
    if (!first) settle(this.box);
    if (this.#acted) goOnFrom(this.box.firstElementChild);
    this.#acted = false;
    this.#showLine();
    this.#showWhatIsNext();
  }

  #showLine() {
    const { count } = this.#state;
    const line = count ? countLine(count) : "";
    if (count && this.#line.textContent !== line) this.#line.textContent = line;
  }

  /** Once the minute is over, the end of the count is the act that comes next. */
  #showWhatIsNext() {
    const next = this.#end !== null && this.#minute.over;
    this.box.classList.toggle("count-over", next);
    if (next) mayBeNext(this.#end, "count", false);
    else delete this.#end?.dataset.next;
  }

  #button(type) {
    const label = countAct(type);
    const button = element("button", "secondary outline", this.prepare ? t("chair.prepare.act", { act: label }) : label);
    button.type = "button";
    button.dataset.act = type === "count.ended" ? "end" : "call";
    button.addEventListener("click", () => {
      const about = this.about(type);
      // What a clerk prepares changes nothing yet.
      this.#acted = !this.prepare;
      return whileBusy([button], () => this.office.guarded(() => (this.prepare ? this.prepare({ type, about }) : this.say(type, about))));
    });
    return button;
  }

  /** What an act says of the count as it stands, undefined where it cannot be done. */
  about(type) {
    const { count, sitting } = this.#state;
    const open = count?.state === "open";
    if (type === "count.ended") return open ? { count: count.count, call: count.call } : undefined;
    if (open || (sitting && sitting.state !== "open")) return undefined;
    const last = Number(count?.count ?? 0);
    return { count: String((Number.isInteger(last) ? last : 0) + 1) };
  }

  /** Sign an act of the count. */
  async say(type, about) {
    const acts = await this.office.acts();
    await acts.say(type, { ...about, tree: await acts.log.tree() });
    if (type === "count.called") announce(t("count.called"));
  }
}

/** What an act of a count is called. */
export function countAct(type) {
  return t(`count.${type === "count.ended" ? "end" : "call"}`);
}
