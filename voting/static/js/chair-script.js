/**
 * The script of a text on the chair's page: what is now, what is next, what falls, what is settled, and one obvious act.
 */
import { amendmentDraft, amendmentsOf, fallsOf, waitingFor, wholeDraft } from "./chair-drafts.js";
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";
import { jittered } from "./live.js";
import { showProblem } from "./office.js";
import { actButton, fallsLine, followsLines, inShort, settledLine, stepBody, waitsLine } from "./script-steps.js";
import { t, words } from "./text.js";
import { element, tell, whileBusy } from "./view.js";

const byId = (id) => document.getElementById(id);
const AGAIN_MS = 3_000;
const SETTLED = ["adopted", "rejected", "fallen", "withdrawn", "superseded"];

/** The panel. It reads a text again when the state says that something about it changed. */
export class Script {
  #state = null;
  #document = null;
  #wanted = 0;
  #turn = 0;
  #reading = null;
  #drawn = "";

  /**
   * @param {{role: string, under: () => any[], done: () => any[], open: (draft: any, button: HTMLElement) => any,
   *   decide: (draft: any, button: HTMLElement) => any, committee: any}} chair `under` are the motions under way, `done`
   *   all motions and decisions
   */
  constructor(chair) {
    this.chair = chair;
    this.choice = byId("script-documents");
    this.choice.addEventListener("change", () => this.#read());
  }

  /** The text on the panel, as it was read last. */
  get document() {
    return this.#document;
  }

  /** Take the latest state; read the text again if it changed. */
  update(state) {
    this.#state = state;
    const before = this.choice.value;
    const { documents } = state;
    byId("script").hidden = documents.length === 0;
    byId("script-choice").hidden = documents.length < 2;
    if (documents.length === 0) return;
    if ([...this.choice.options].map(({ value }) => value).join() !== documents.map((one) => one.document).join()) {
      this.choice.replaceChildren(...documents.map((one) => new Option(one.document, one.document)));
      const amended = documents.find((one) => one.pending) ?? documents.find((one) => one.amendments);
      this.choice.value = documents.some((one) => one.document === before) ? before : (amended ?? documents[0]).document;
    }
    const brief = documents.find((one) => one.document === this.choice.value);
    if (brief.document !== this.#document?.document || brief.changed !== this.#wanted) this.#read();
  }

  /** Draw again: motions changed. */
  refresh() {
    if (this.#document) this.#draw();
  }

  /** Read the text; whether it is here as it stands now. Of two questions the later one's answer counts. */
  #read() {
    return (this.#reading = this.#readNow());
  }

  async #readNow() {
    const brief = this.#state.documents.find((one) => one.document === this.choice.value);
    this.#wanted = brief.changed;
    const turn = ++this.#turn;
    try {
      const found = await requestJson(`/documents/${encodeURIComponent(brief.document)}/state`);
      if (turn !== this.#turn) return this.#reading;
      this.#document = found;
      tell(byId("script-problem"));
      this.#draw();
      return true;
    } catch (error) {
      if (turn !== this.#turn) return this.#reading;
      this.#wanted = -1;
      showProblem(byId("script-problem"), error);
      // Nothing else may tell of a change for long.
      if (error instanceof Unreachable) setTimeout(() => turn === this.#turn && this.#read(), jittered(AGAIN_MS));
      return false;
    }
  }

  #draw() {
    const { amendments, script } = this.#document;
    const of = JSON.stringify([this.#document, this.#brief, this.chair.under(), this.#stated(), this.#wholePut()]);
    if (of === this.#drawn) return;
    this.#drawn = of;
    const box = byId("script-content");
    const open = new Set([...box.querySelectorAll("details[open]")].map((one) => one.dataset.amendment));
    const focused = box.contains(document.activeElement) ? [document.activeElement.closest("[data-amendment]")?.dataset.amendment, document.activeElement.dataset.act] : null;
    const voting = this.#voting();
    const [first, ...then] = script.steps;
    const stated = this.#stated();
    const parts = [this.#head(), ...voting.map((motion) => this.#votingLine(motion)), ...stated.map((decision) => this.#statedLine(decision))];
    const free = voting.length === 0 && stated.length === 0;
    if (script.committee.amendments.length > 1) parts.push(this.#committee(free));
    if (first) parts.push(this.#next(first, free && script.committee.amendments.length < 2));
    else if (free) parts.push(this.#whole());
    if (then.length) parts.push(element("h3", "", t("script.then")), element("ol", "script-steps", ...then.map((step) => this.#step(step))));
    const waiting = amendments.filter(({ standing }) => standing === "suspended");
    if (waiting.length) parts.push(this.#waiting(waiting));
    const settled = amendments.filter(({ standing }) => SETTLED.includes(standing) || standing === "survives");
    if (settled.length) {
      parts.push(element("h3", "", t("script.decided")), ...settled.map((one) => settledLine(one, this.#languages)));
    }
    box.replaceChildren(...parts);
    for (const one of box.querySelectorAll("details")) one.open = open.has(one.dataset.amendment);
    if (focused) box.querySelector(`[data-amendment="${CSS.escape(focused[0] ?? "")}"] [data-act="${focused[1]}"]`)?.focus();
  }

  get #brief() {
    return this.#state.documents.find((one) => one.document === this.#document.document);
  }

  get #languages() {
    return this.#state.languages;
  }

  #amendments(names) {
    return amendmentsOf(this.#document, names);
  }

  /** Motions under way on this version. */
  #voting() {
    return this.chair.under().filter(({ subject, state }) => subject?.digest === this.#document.digest && state !== "declared");
  }

  /** Decisions on this version that tellers have not confirmed: what they are on is not put to the vote meanwhile. */
  #stated() {
    return this.chair.done().filter(({ decision, subject, state }) => decision && state === "stated" && subject?.digest === this.#document.digest);
  }

  /** The latest motion or decision on the text as a whole, if it was not annulled. */
  #wholePut() {
    return this.chair.done().findLast(({ subject, state }) => (
      subject?.digest === this.#document.digest && subject.amendments.length === 0 && state !== "annulled"
    )) ?? null;
  }

  #head() {
    const { closed, script, amendments } = this.#document;
    const brief = this.#brief;
    const title = element("p", "script-title", element("strong", "", words(this.#document.title, this.#languages)));
    const facts = [t("script.to_vote", { pending: brief.pending, amendments: brief.amendments })];
    if (closed) facts.push(t("script.closed"));
    if (script.order) facts.push(t("script.ruled", { reason: script.order.reason }));
    const head = element("div", "script-head", title, element("p", "muted", facts.join(" · ")));
    const { committee } = this.chair;
    if (committee) {
      const actions = element("p", "actions");
      const orderable = script.steps.filter((step) => this.#amendments(step.amendments).every((one) => !one.target && !one.part_of));
      if (orderable.length > 1) actions.append(actButton("order", t("script.order.title"), (button) => committee(button, "order", this.#document, orderable.map((one) => this.#inShort(one))), true));
      if (!closed && amendments.length) actions.append(actButton("close-tabling", t("script.close"), (button) => committee(button, "close", this.#document, this.#languages), true));
      head.append(actions);
    }
    return head;
  }

  #votingLine(motion) {
    const amendments = motion.subject.amendments.map(({ amendment }) => amendment).join(t("common.comma"));
    const what = amendments || t("script.whole");
    return element("p", "notice", t("script.voting", { amendments: what, motion: motion.motion }));
  }

  #statedLine({ decision, subject, tellers }) {
    const what = subject.amendments.map(({ amendment }) => amendment).join(t("common.comma")) || t("script.whole");
    return element("p", "notice", t("script.stated", { amendments: what, decision }), " ", t("decision.waits", { count: tellers.length }));
  }

  #committee(obvious) {
    const { amendments } = this.#document.script.committee;
    const names = amendments.join(t("common.comma"));
    const all = this.#amendments(amendments);
    const falls = fallsOf(all);
    const card = element("article", "card script-list", element("h3", "", t("script.list")), element("p", "", t("script.list.explain", { amendments: names })), ...followsLines(falls, waitingFor(this.#document, amendments)));
    card.dataset.amendment = "list";
    const put = (now) => (now.committee.amendments.join() === amendments.join() ? amendmentDraft(this.#document, this.#state, all, falls, now.committee.text, true) : null);
    card.append(this.#vote(t("script.list.open"), put, obvious));
    return card;
  }

  #next(step, obvious) {
    const card = element("article", "card script-next", element("p", "eyebrow", t("script.next")), element("h3", "", step.amendments.join(" + ")));
    card.dataset.amendment = step.amendments.join(" ");
    card.append(...this.#stepParts(step, obvious, true));
    return card;
  }

  #step(step) {
    const falls = step.falls.length ? element("span", "", fallsLine(step.falls)) : null;
    const about = element("span", "step-about", element("span", "muted", inShort(this.#amendments(step.amendments), this.#languages)), falls);
    const summary = element("summary", "", element("b", "", step.amendments.join(" + ")), about);
    const line = element("details", "", summary, ...this.#stepParts(step, false));
    line.dataset.amendment = step.amendments.join(" ");
    return element("li", "", line);
  }

  #inShort({ amendments }) {
    return { names: amendments, about: inShort(this.#amendments(amendments), this.#languages) };
  }

  /** @param {boolean} [next] whether it is shown as what comes next: pressed as that, it is put only while it is */
  #stepParts(step, obvious, next = false) {
    const amendments = this.#amendments(step.amendments);
    const names = step.amendments.join(t("common.comma"));
    const parts = stepBody(amendments, step.falls, waitingFor(this.#document, step.amendments), this.#languages);
    const able = step.text !== null && !amendments.some(({ lacking }) => lacking);
    const put = ({ steps }) => {
      const now = steps.find((one) => one.amendments.join() === step.amendments.join());
      return now?.text && (!next || now === steps[0]) ? amendmentDraft(this.#document, this.#state, this.#amendments(now.amendments), now.falls, now.text, false) : null;
    };
    parts.push(this.#vote(t("script.open", { amendments: names }), put, obvious, able));
    if (this.chair.committee) parts.push(this.#committeeActs(amendments));
    return parts;
  }

  /** The buttons of chair and clerk on what a step puts; `obvious` is the one to press now. */
  #vote(label, put, obvious, able = true) {
    const actions = element("p", "actions");
    if (!["chair", "clerk"].includes(this.chair.role)) return actions;
    const open = actButton("open", label, (button) => this.#put(put, this.chair.open, button), !obvious);
    const decide = actButton("decide", t("script.decide"), (button) => this.#put(put, this.chair.decide, button), true);
    open.disabled = decide.disabled = !able;
    actions.append(open, decide);
    return actions;
  }

  /** Put what a button says, as it stands now: the page may be a moment behind what was declared. */
  async #put(put, into, button) {
    if (!(await whileBusy([button], () => this.#read()))) return;
    const draft = put(this.#document.script);
    if (draft) await into(draft, button);
    else tell(byId("script-problem"), t("script.changed"));
  }

  #committeeActs(amendments) {
    const { committee } = this.chair;
    const actions = element("p", "actions committee");
    for (const one of amendments) {
      const name = amendments.length > 1 ? ` ${one.amendment}` : "";
      if (one.part_of) continue;
      actions.append(actButton("recommend", t("script.recommend") + name, (button) => committee(button, "recommend", one, this.#document), true));
      if (!one.parts.length) actions.append(actButton("divide", t("script.divide") + name, (button) => committee(button, "divide", one, this.#languages), true));
    }
    return actions;
  }

  #waiting(waiting) {
    const lines = waiting.map((one) => element("li", "", waitsLine(one)));
    return element("div", "script-waiting", element("h3", "", t("script.waiting")), element("ul", "", ...lines));
  }

  #whole() {
    const { script, amendments } = this.#document;
    const card = element("article", "card script-next", element("h3", "", t("script.whole")));
    card.dataset.amendment = "whole";
    const put = this.#wholePut();
    // Without a quorum nothing was decided: it is still what comes next.
    const undecided = !put || (put.result ?? put).outcome === "no_quorum";
    if (put?.motion) card.append(element("p", "", t("script.whole.done", { motion: put.motion, state: put.result ? t(`outcome.${put.result.outcome}`) : t(`state.${put.state}`) })));
    else if (put) card.append(element("p", "", t("script.whole.decided", { decision: put.decision })));
    if (amendments.length) card.append(element("p", "muted", t("script.whole.ready")));
    if (script.whole.text) card.append(element("p", "muted", t("script.whole.digest", { digest: script.whole.text })));
    card.append(this.#vote(t("script.whole.open"), ({ whole }) => (whole.ready ? wholeDraft(this.#document, this.#state) : null), undecided, script.whole.ready));
    return card;
  }
}
