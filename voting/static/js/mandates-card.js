/** Who casts a delegate's vote: given to another and taken back on her phone; a head does so for her whole delegation. */
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";
import { sign } from "./statement.js";
import { inWords, t, words } from "./text.js";
import { announce, element, number, slot, tell, whileBusy } from "./view.js";

const ACTS = ["mandate.delegated", "mandate.returned"];

/** The card of this phone's mandates. */
export class MandatesCard {
  #key = "";
  #device = null;
  /** Mandates of the delegation that she leads, and the alternates of hers; asked for when the card is opened. */
  #known = null;
  #asked = 0;
  #busy = false;
  #draft = null;
  /** Who casts what, as the log said last; and the act whose effect has been seen in it. */
  #exercise = null;
  #settled = null;
  /** The last statement that was under way while this page was open: what became of it is said. */
  #latest = "";

  /**
   * @param {HTMLDetailsElement} root
   * @param {import("./identity.js").Identity} identity
   * @param {import("./log.js").Log} log
   * @param {import("./outbox.js").Outbox} outbox
   * @param {() => void} refresh asks what the log says of this phone now
   */
  constructor(root, identity, log, outbox, refresh) {
    Object.assign(this, { root, identity, log, outbox, refresh });
    this.form = this.#at("form");
    this.form.onsubmit = (event) => {
      event.preventDefault();
      whileBusy([this.form.querySelector("button")], () => this.#review());
    };
    this.#at("back").onclick = () => this.#step(null);
    this.#at("confirm").onclick = () => whileBusy([this.#at("confirm"), this.#at("back")], () => this.#send());
    const { limit, within_delegation: within } = log.rules.proxies;
    this.form.querySelector("[value=proxy]").disabled = limit === 0;
    this.#at("proxies").textContent = t(`phone.mandates.${limit === 0 ? "no_proxies" : within ? "proxies_within" : "proxies"}`, { limit: number(limit) });
  }

  /** It has been opened: what it shows is asked for anew. */
  look() {
    this.refresh();
    this.#ask();
  }

  #at(name) {
    return slot(this.root, name);
  }

  /**
   * @param {any} device what the log says of this phone
   * @param {any[]} records all that this phone signed, newest first
   */
  show(device, records) {
    const acts = records.filter(({ type, kid }) => ACTS.includes(type) && kid === this.identity.kid);
    const waiting = acts.find(({ state }) => state === "waiting");
    if (waiting) this.#latest = waiting.digest;
    const latest = this.#stillTrue(acts.find(({ digest }) => digest === this.#latest) ?? null, device);
    const key = JSON.stringify([device.status, device.head, device.exercise, latest?.digest, latest?.state]);
    if (key === this.#key) return;
    this.#key = key;
    this.#device = device;
    this.#say(latest);
    this.#render(Boolean(waiting));
    if (this.root.open) this.#ask();
  }

  /** What a recorded act led to may change again: a check-in ends a proxy, the desk gives back. Then it is said no more. */
  #stillTrue(act, { exercise }) {
    const now = JSON.stringify(exercise);
    const changed = this.#exercise !== null && now !== this.#exercise;
    this.#exercise = now;
    if (act?.state !== "recorded" || !changed) return act;
    if (this.#settled !== act.digest) {
      this.#settled = act.digest;
      return act;
    }
    this.#latest = null;
    return null;
  }

  /** Ask who casts the delegation's mandates; the page stays as it is where no answer comes. */
  async #ask() {
    const own = this.#device ? this.#own() : [];
    if (own.length === 0) return;
    const question = (this.#asked += 1);
    try {
      const [delegation] = own[0].mandate.split("/");
      const known = await requestJson(`/delegations/${delegation}/mandates`);
      if (question !== this.#asked) return;
      this.#known = known;
      this.#render(this.#busy);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  #own() {
    return this.#device.exercise.filter(({ of }) => of === this.#device.credential);
  }

  /** The mandates of others that she may hand over and take back, as head. */
  #led() {
    return this.#device.head ? (this.#known?.mandates ?? []).filter(({ of }) => of !== this.#device.credential) : [];
  }

  #say(record) {
    const said = this.#at("said");
    if (record === null) return tell(said, null);
    const { state, about, index, title, type } = record;
    const [kind, text] = {
      waiting: ["notice-warning", () => t("phone.mandates.waiting")],
      recorded: ["notice-ok", () => t(`phone.mandates.done_${type === ACTS[0] ? "over" : "back"}`, { ...about, index })],
      refused: ["notice-danger", () => t(`phone.mandates.${type === ACTS[0] ? "refused" : "not_back"}`, { why: title })],
      doubtful: ["notice-danger", () => t("phone.mandates.doubtful")],
    }[state];
    said.className = `notice ${kind}`;
    tell(said, text());
  }

  #render(busy) {
    this.#busy = busy;
    const led = this.#led();
    this.#at("lines").replaceChildren(
      ...this.#device.exercise.map((mandate) => this.#line(mandate)),
      ...led.filter(({ standing, with: holder }) => standing !== "own" && holder !== this.#device.credential).map((mandate) => this.#line(mandate)),
    );
    const free = [...this.#own(), ...led].filter(({ standing }) => standing === "own");
    const choice = this.form.elements.mandate;
    const before = choice.value;
    choice.replaceChildren(...free.map(({ mandate, of }) =>
      new Option(of === this.#device.credential ? mandate : t("phone.mandates.option", { mandate, number: of }), mandate)));
    if (free.some(({ mandate }) => mandate === before)) choice.value = before;
    this.#at("which").hidden = free.length < 2;
    const alternates = this.#known?.alternates ?? [];
    tell(this.#at("alternates"), this.#known && t(`phone.mandates.${alternates.length ? "alternates" : "no_alternates"}`, { numbers: alternates.join(t("common.comma")) }));
    const reviewing = this.#draft !== null && !busy;
    this.#at("review").hidden = !reviewing;
    this.form.hidden = busy || reviewing || free.length === 0;
  }

  #line(mandate) {
    const { of, standing, with: holder, mandate: name } = mandate;
    const own = of === this.#device.credential;
    if (standing === "own") return element("li", "", t("phone.mandates.own", { mandate: name }));
    const held = holder === this.#device.credential;
    const relation = own ? "away" : held ? "held" : "led";
    const text = t(`phone.mandates.${relation}_${standing}`, { mandate: name, number: held ? of : holder });
    const button = element("button", "secondary outline", t(`phone.mandates.${held ? "give_back" : "take_back"}`, { mandate: name }));
    button.type = "button";
    button.disabled = this.#busy;
    button.onclick = () => this.#step({ type: ACTS[1], fields: { mandates: [name] }, about: { mandate: name } }, t("phone.mandates.confirm_back", { mandate: name }));
    return element("li", "", element("span", "", text), button);
  }

  /** Show what is about to be signed, or the form again. */
  #step(draft, sentence = "") {
    this.#draft = draft;
    tell(this.#at("problem"), null);
    this.#render(this.#busy);
    this.#at("sentence").textContent = sentence;
    (draft ? this.#at("sentence") : this.form.elements.number).focus();
  }

  /** Ask what the record says of the badge with this number, so that nobody signs for a stranger or for nothing. */
  async #review() {
    const { mandate: chosen, as, number: typed } = this.form.elements;
    const [mandate, to] = [chosen.value, Number(typed.value)];
    tell(this.#at("problem"), null);
    try {
      const asked = new URLSearchParams({ mandate, as: as.value });
      const { refusal, role, delegations } = await requestJson(`/credentials/${to}/hand-over?${asked}`);
      if (refusal) return tell(this.#at("problem"), t("phone.mandates.refused", { why: refusal.title }));
      const delegation = Object.values(delegations).map((name) => words(name, this.log.languages)).join(t("common.comma"));
      const about = { mandate, number: to };
      const draft = { type: ACTS[0], fields: { mandates: [mandate], to, as: as.value }, about };
      this.#step(draft, t(`phone.mandates.confirm_${as.value}`, { ...about, role: t(`role.${role}`), delegation }));
    } catch (error) {
      tell(this.#at("problem"), inWords(error));
    }
  }

  async #send() {
    const { type, fields, about } = this.#draft;
    try {
      const signed = await sign(this.identity, type, fields);
      await this.outbox.add(signed, this.identity, about);
      this.#draft = null;
      this.form.elements.number.value = "";
      this.outbox.retry(signed.digest).then(() => announce(this.#at("said").textContent), () => {});
    } catch (error) {
      tell(this.#at("problem"), inWords(error));
    }
  }
}
