/** Practice at the chair's page: start it, stop it, and see whom the desk should help before the first real vote. */
import { Latest } from "./chair-latest.js";
import { mayBeNext } from "./chair-next.js";
import { counted } from "./counted.js";
import { t, words } from "./text.js";
import { element, number, tell, whileBusy } from "./view.js";

/** Keeps the panel true; `act` does an act on the floor. */
export class PracticePanel {
  /**
   * @param {HTMLElement} box
   * @param {import("./office.js").Office} office
   * @param {(act: object) => Promise<void>} act
   * @param {() => string[]} languages
   */
  constructor(box, office, act, languages) {
    Object.assign(this, { box, act, languages, latest: new Latest(office) });
  }

  /** @param {any} practice as everyone sees it */
  update(practice) {
    // Unfolded when it begins, also where another chair began it: whoever folds it up then wants it so.
    if (practice !== null && !this.running) this.box.closest("details").open = true;
    this.running = practice !== null;
    return this.latest.ask(this.running ? "/floor/practice" : null, (found) => this.#show(practice, found));
  }

  #show(practice, found) {
    if (practice === null) return tell(this.box, element("p", "actions", this.#button("start", "practise")));
    const { missing, count } = found;
    const over = this.#button("over", "practice_over");
    const acts = practice.ended ? [mayBeNext(over, "practice", false)] : [mayBeNext(this.#button("end", "practised"), "practice", false), over];
    return tell(this.box,
      element("p", "practice-band", t("practice.mark")),
      element("p", "", element("strong", "", counted("practice.turnout", practice.voted, { expected: number(practice.expected) }))),
      element("p", "actions", ...acts),
      ...this.#missing(missing, count));
  }

  #missing(missing, count) {
    if (count === 0) return [element("p", "muted", t("practise.nobody_missing"))];
    const by = {};
    for (const one of missing) (by[words(one.name, this.languages()) || one.delegation] ??= []).push(one);
    const list = Object.entries(by).map(([delegation, ones]) => element("li", "", element("bdi", "", t("common.colon", { head: delegation })), " ", ones.map((one) => t("floor.number", one)).join(t("common.comma"))));
    const more = count > missing.length ? element("p", "muted", t("practise.more", { count: number(count - missing.length) })) : null;
    return [element("p", "", counted("practise.missing", count)), element("ul", "", ...list), more];
  }

  #button(key, act) {
    const button = element("button", "secondary outline", t(`practise.${key}`));
    button.type = "button";
    button.dataset.act = act;
    button.onclick = () => whileBusy([button], () => this.act({ act }));
    return button;
  }
}
