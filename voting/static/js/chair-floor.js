/** The floor at the chair's page: the speakers' list, who has the floor, and a pause. None of it is signed or recorded. */
import { explainFirst } from "./chair-confirm.js";
import { Latest } from "./chair-latest.js";
import { mayBeNext, settle } from "./chair-next.js";
import { PracticePanel } from "./chair-practice.js";
import { minutes } from "./clock.js";
import { floorAct } from "./floor-act.js";
import { person } from "./floor-person.js";
import { focusIfLost } from "./focus.js";
import { SpeechClock } from "./speech-clock.js";
import { t } from "./text.js";
import { element, tell, timeOf, whileBusy } from "./view.js";

/** Keeps the panel true for chair and clerk. */
export class FloorPanel {
  #clock = new SpeechClock();
  #shown = {};
  #version = -1;
  #line;
  #used = false;
  /** Who speaks and who waits, as they are drawn. */
  #drawn = null;
  /** The button that moves somebody, pressed last: until its act is done it cannot be pressed, and loses the keyboard. */
  #pressed = null;

  /**
   * @param {HTMLElement} box
   * @param {import("./office.js").Office} office
   * @param {() => string[]} languages
   */
  constructor(box, office, languages) {
    this.box = box;
    this.office = office;
    this.languages = languages;
    const [time, add, pause] = ["time", "add", "pause"].map((name) => box.querySelector(`form[data-act="${name}"]`));
    this.#onSubmit(time, () => ({ act: "time", seconds: 60 * time.minutes.valueAsNumber }));
    this.#onSubmit(add, () => ({ act: "add", number: add.number.valueAsNumber, side: add.side.value }), ({ number }) => {
      // She may be at the next one by now.
      if (add.number.valueAsNumber === number) add.reset();
    });
    this.#onSubmit(pause, () => ({ act: "pause", until: untilOf(pause.until.value) }));
    this.practice = new PracticePanel(document.querySelector('[data-part="practice"]'), office, (act) => this.#act(act), languages);
    this.#line = new Latest(office);
    this.#part("resume").append(this.#button("line.resume", { act: "resume" }, "secondary outline"));
  }

  /** @param {any} floor as everyone sees it; what only officers see is asked for where it changed */
  async update({ version, pause, speakers, practice }) {
    // What her own act was answered may be older than what she was told since.
    if (version < this.#version) return;
    this.#version = version;
    if (this.#isNew("pause", pause)) this.#showPause(pause);
    const asked = [];
    if (this.#isNew("practice", practice)) asked.push(this.practice.update(practice));
    if (this.#isNew("speakers", speakers)) asked.push(this.#line.ask("/floor/line", (found) => this.#showSpeakers(speakers, found)));
    await Promise.all(asked);
  }

  /** All at once, and not the speaker before the list has come: the list lies below and moves with him. */
  #showSpeakers({ open, speaker }, found) {
    const used = open || speaker !== null;
    // Unfolded when it begins to be used; whoever folds it up then wants it so.
    if (used && !this.#used) this.box.open = true;
    this.#used = used;
    this.#clock.follow(speaker);
    this.#showSpeaker(speaker);
    this.#part("state").textContent = t(open ? "line.open" : "line.closed");
    const kept = this.#showLine(found, open, speaker === null);
    const before = this.#drawn;
    this.#drawn = { open, speaker: speaker?.number, line: found.line.map(({ number }) => number) };
    if (before) this.#settle(before, kept);
  }

  /** Where somebody was stands somebody else, perhaps by the first press of two; who asks meanwhile moves nobody. */
  #settle(before, kept) {
    const { open, speaker, line } = this.#drawn;
    const rows = this.#part("line").children;
    line.forEach((number, at) => (number !== before.line[at] || speaker !== before.speaker) && settle(rows[at], kept));
    if (open !== before.open) settle(this.#part("acts"));
  }

  #isNew(name, value) {
    const key = JSON.stringify(value);
    if (this.#shown[name] === key) return false;
    this.#shown[name] = key;
    return true;
  }

  #showPause(pause) {
    tell(this.#part("paused"), pause && (pause.until ? t("floor.pause_until", { time: timeOf(pause.until * 1000) }) : t("floor.pause")));
    this.box.querySelector('form[data-act="pause"]').hidden = pause !== null;
    this.#part("resume").hidden = pause === null;
  }

  #showSpeaker(speaker) {
    tell(this.#part("speaker"), ...(speaker
      ? [element("p", "floor-line", t("common.colon", { head: t("floor.speaking") }), " ", person(speaker, this.languages()), " ", this.#clock.element),
        element("p", "actions", mayBeNext(this.#button("line.end", { act: "end", number: speaker.number }), "floor", false))]
      : []));
  }

  /** @returns {Element | null} the button on which the keyboard is again */
  #showLine({ line, seconds }, open, free) {
    const { minutes: field } = this.box.querySelector('form[data-act="time"]');
    if (document.activeElement !== field) field.value = seconds / 60;
    const focused = document.activeElement.dataset.key ?? this.#pressed;
    this.#pressed = null;
    const rows = line.map((one, at) => this.#row(one, at, line.length, free));
    this.#part("line").replaceChildren(...(rows.length ? rows : [element("li", "muted", t("line.nobody"))]));
    // The list is drawn anew under the hand that moves somebody twice.
    const kept = focused ? this.box.querySelector(`[data-key="${focused}"]`) : null;
    if (kept) focusIfLost(kept);
    tell(this.#part("acts"),
      this.#button(open ? "line.close_list" : "line.open_list", { act: "list", open: !open }, "secondary outline"),
      line.length > 1 ? this.#button("line.balance", { act: "balance" }, "secondary outline") : null,
      line.length > 0 ? this.#emptying() : null);
    return kept;
  }

  /** @param {boolean} free whether nobody has the floor: the first may get it then */
  #row(one, at, count, free) {
    const { number } = one;
    const spoken = one.spoken > 0 ? element("span", "muted", t("line.spoken", { time: minutes(one.spoken) })) : null;
    const give = this.#button("line.give", { act: "give", number }, "secondary outline");
    if (at === 0 && free) mayBeNext(give, "floor", false);
    give.setAttribute("aria-label", t("line.give_whom", { number }));
    const small = [["up", at > 0, "↑", { act: "move", number, up: true }], ["down", at < count - 1, "↓", { act: "move", number, up: false }], ["remove", true, "✕", { act: "remove", number }]];
    const moves = small.map(([name, possible, sign, act]) => {
      const button = this.#button(`line.${name}`, act, "secondary outline line-small", { number });
      button.setAttribute("aria-label", button.textContent);
      button.title = button.textContent;
      button.textContent = sign;
      button.disabled = !possible;
      button.dataset.key = `${name}-${number}`;
      return button;
    });
    return element("li", one.side === "order" ? "line-row line-order" : "line-row",
      element("span", "line-who", person(one, this.languages()), " ", spoken), element("span", "line-acts", give, ...moves));
  }

  #emptying() {
    const button = this.#button("line.anew", { act: "anew" }, "secondary outline");
    const empty = button.onclick;
    // Nobody gives them back their places.
    button.onclick = async () => (await explainFirst(t("line.anew_sure"), t("line.anew.explain"), t("line.anew"))) !== null && empty();
    return button;
  }

  #button(key, act, classes = "", values = {}) {
    const button = element("button", classes, t(key, values));
    button.type = "button";
    button.dataset.act = act.act;
    button.onclick = () => {
      this.#pressed = button.dataset.key ?? null;
      return whileBusy([button], () => this.#act(act));
    };
    return button;
  }

  #onSubmit(form, act, after = () => {}) {
    form.onsubmit = (event) => {
      event.preventDefault();
      whileBusy([form.querySelector("button")], () => {
        const said = act();
        return this.#act(said, () => after(said));
      });
    };
  }

  /** @param {() => void} [after] what follows if it has worked */
  #act(act, after = () => {}) {
    return this.office.guarded(async () => {
      this.update(await floorAct(act));
      after();
    });
  }

  #part(name) {
    return this.box.querySelector(`[data-part="${name}"]`);
  }
}

/** The next moment at which a clock shows this time, in seconds since 1970; null where none is given. */
export function untilOf(time) {
  if (!time) return null;
  const until = new Date();
  const [hours, past] = time.split(":").map(Number);
  until.setHours(hours, past, 0, 0);
  if (until <= new Date()) until.setDate(until.getDate() + 1);
  return Math.floor(until / 1000);
}
