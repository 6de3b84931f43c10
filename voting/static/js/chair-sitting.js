/**
 * The sitting at the chair's page: who is there, whether that is a quorum, and opening, suspending, resuming, closing.
 */
import { explainFirst } from "./chair-confirm.js";
import { goOnFrom, mayBeNext, settle } from "./chair-next.js";
import { filled } from "./motion-phrases.js";
import { t, words } from "./text.js";
import { announce, element, number, tell, whileBusy } from "./view.js";

const CHANGING = ["sitting.suspended", "sitting.resumed", "sitting.closed"];

/** The smallest number that satisfies a quorum's fraction of `whole`, never less than 1 (FORMAT.md section 6). */
export function neededOf({ numerator, denominator, comparison }, whole) {
  const product = whole * numerator;
  if (comparison === "at_least") return Math.max(1, Math.ceil(product / denominator));
  return Math.floor(product / denominator) + 1;
}

/** Say who is there now, and whether that would be a quorum. */
export function quorumLine(rule, { present, accredited }) {
  const heads = { present: number(present.count), accredited: number(accredited.count) };
  if (!rule) return t("sitting.present", heads);
  const by = rule.measure === "weight" ? "weight" : "count";
  const needed = neededOf(rule, rule.whole ?? accredited[by]);
  const key = `sitting.quorum.${by === "weight" ? "weight." : ""}${present[by] >= needed ? "met" : "missed"}`;
  return t(key, { ...heads, needed: number(needed), reached: number(present[by]) });
}

/** Keeps the panel true; `office` is this page's, and `acts` whether the chair sits here. */
export class SittingPanel {
  #state = null;
  #drawn = "";
  /** Whether an act of hers is what changes the panel next. */
  #acted = false;

  /** @param {((draft: any) => Promise<any>) | null} prepare the clerk's: it keeps the act for the chair */
  constructor(box, office, acts, prepare = null) {
    this.box = box;
    this.office = office;
    this.acts = acts;
    this.prepare = prepare;
  }

  update(state) {
    this.#state = state;
    this.#render();
  }

  rolls(rolls) {
    if (this.#state) this.update({ ...this.#state, rolls });
  }

  #render() {
    const { sitting, sitting_quorum: rule, rolls, languages } = this.#state;
    const title = sitting ? t(`sitting.${sitting.state}`, { title: words(sitting.title, languages) }) : t("sitting.none");
    const line = quorumLine(rule, rolls);
    const started = this.#state.motions.length + this.#state.decisions.length > 0;
    const drawn = JSON.stringify([sitting, started]);
    if (drawn === this.#drawn) {
      // People come and go while the chair reaches for a button.
      this.box.querySelector(".sitting-quorum").textContent = line;
      return;
    }
    const first = this.#drawn === "";
    this.#drawn = drawn;
    tell(this.box,
      element("p", sitting ? "status-title" : "muted", title),
      sitting && sitting.state !== "closed" ? this.#established(sitting.gathering) : null,
      element("p", "sitting-quorum", line),
      this.acts ? element("p", "actions", ...this.#buttons(sitting, started)) : null);
    // Where "Suspend" was is "Resume", whose press signs at once: also the second press of her own finger.
    if (!first) settle(this.box);
    if (this.#acted) goOnFrom(this.box.firstElementChild);
    this.#acted = false;
  }

  #established({ present, quorum }) {
    if (!quorum) return null;
    const key = quorum.met ? "sitting.established" : "sitting.not_established";
    return element("p", quorum.met ? "muted" : "notice notice-warning", t(key, { present: number(present.count), needed: number(quorum.needed) }));
  }

  #buttons(sitting, started) {
    if (!sitting || sitting.state === "closed") {
      const about = this.about("sitting.opened");
      const title = t("sitting.number", { number: about.sitting });
      const open = this.#button("open", t("sitting.opening", { title }), () => this.#press("sitting.opened", about));
      // A convention that has voted without sittings goes on without them.
      return [sitting || !started ? mayBeNext(open, "sitting", false) : open];
    }
    const about = this.about("sitting.closed");
    const close = this.#button("close", t("sitting.close"), () => this.#press("sitting.closed", about), () => this.#sure(sitting));
    const other = sitting.state === "open"
      ? this.#button("suspend", t("sitting.suspend"), () => this.#press("sitting.suspended", about))
      : mayBeNext(this.#button("resume", t("sitting.resume"), () => this.#press("sitting.resumed", about)), "sitting", false);
    return [other, close];
  }

  /** What an act says of the sitting as it stands, undefined where it cannot be done. */
  about(type) {
    const { sitting, languages } = this.#state;
    const going = sitting && sitting.state !== "closed";
    if (type === "sitting.opened" && !going) {
      const place = String((sitting?.number ?? 0) + 1);
      const title = t("sitting.number", { number: place });
      return { sitting: place, title: { [languages[0]]: title, ...filled("gathering.title", { number: place }) } };
    }
    return going && CHANGING.includes(type) ? { sitting: sitting.sitting } : undefined;
  }

  /** Whether it is closed: no button opens it again. What a clerk prepares, the chair looks at before she approves it. */
  async #sure({ title }) {
    if (this.prepare) return true;
    const asked = t("sitting.close.title", { title: words(title, this.#state.languages) });
    return (await explainFirst(asked, t("sitting.close.explain"), t("sitting.close"))) !== null;
  }

  #button(name, label, work, sure = () => true) {
    const button = element("button", "secondary outline", label);
    button.type = "button";
    button.dataset.act = name;
    if (this.prepare) button.textContent = t("chair.prepare.act", { act: label });
    button.onclick = async () => {
      if (!(await sure())) return;
      // What a clerk prepares changes nothing yet, and the act that does is the chair's.
      this.#acted = !this.prepare;
      await whileBusy([button], () => this.office.guarded(work));
    };
    return button;
  }

  #press(type, about) {
    return this.prepare ? this.prepare({ type, about, seen: this.#state.sitting }) : this.say(type, about);
  }

  /** Sign an act of the sitting. */
  async say(type, about) {
    const acts = await this.office.acts();
    const fields = { ...about };
    if (type === "sitting.opened" || type === "sitting.resumed") {
      // What the chair saw beside the button: the log refuses it if somebody came or went meanwhile.
      const { count, version, weight } = this.#state.rolls.present;
      Object.assign(fields, { present: { count, version, weight }, tree: await acts.log.tree() });
    }
    await acts.say(type, fields);
    announce(t("sitting.done"));
  }
}
