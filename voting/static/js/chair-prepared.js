/**
 * What a clerk has prepared: for the chair as it stands now, to be read aloud and approved with one tap or sent back; for the
 * clerk with what became of it. The draft itself is never signed: this device makes the act anew, and says what has changed.
 */
import { methodLines } from "./chair-decide.js";
import { ask, said } from "./chair-confirm.js";
import { countAct } from "./chair-count.js";
import { reportSays } from "./chair-day.js";
import { Latest } from "./chair-latest.js";
import { mayBeNext, settle } from "./chair-next.js";
import { isOpened, openingNow, textNow } from "./chair-prepared-text.js";
import { content, decisionContent } from "./chair-review.js";
import { signReport } from "./chair-report.js";
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";
import { showProblem } from "./office.js";
import { headed, t, words } from "./text.js";
import { announce, element, tell, whileBusy } from "./view.js";

/** What the hall hears; before the others the chair is told what they lead to. */
const ALOUD = ["open", "decide", "declare", "annul", "report"];
/** What became of an act that was before her stands so long. */
const GONE_MS = 20_000;

/** Keeps the list true; a card stays as it is while what it is made from does. */
export class PreparedActs {
  #told = "";
  #latest;
  /** The numbers of what is being signed. */
  #signing = new Set();
  #acts = [];
  #ended = [];
  #cards = new Map();
  /** What others have ended: number to what is said of it. */
  #gone = new Map();
  /** The numbers of those that she ended herself. */
  #hers = new Set();

  /**
   * @param {HTMLElement} box
   * @param {{role: string, languages: string[]}} chair
   * @param {{office: import("./office.js").Office, state: () => any, motions: () => any[], taken: () => string[],
   *   matter: (digest: string) => any, sitting: any, open: (acts: any, draft: object, roll: object) => Promise<void>, goOn: () => void, signed: () => Promise<void>}} room
   */
  constructor(box, chair, room) {
    this.box = box;
    this.chair = chair;
    this.room = room;
    this.#latest = new Latest(room.office);
  }

  /** Take what the floor says of prepared acts, and read them if that is new. */
  update({ prepared }) {
    const told = JSON.stringify(prepared);
    if (told === this.#told) return;
    this.#told = told;
    this.#read();
  }

  #read() {
    return this.#latest.ask("/chair/prepared", (found) => this.#take(found));
  }

  /** Motions, sitting or texts have changed: look whether the drafts still fit. */
  refresh() {
    this.#draw();
  }

  #take({ prepared, ended }) {
    this.#acts = prepared;
    this.#ended = ended;
    this.#draw();
  }

  #draw() {
    if (!this.room.state()) return;
    const shown = this.#acts.filter((act) => this.chair.role === "clerk" || !act.returned);
    const cards = shown.map((act) => {
      const of = JSON.stringify([act, this.#basis(act)]);
      // What is being signed stays as it is: a card drawn anew could be sent back, and be signed all the same.
      if (this.#cards.get(act.number)?.of !== of && !this.#signing.has(act.number)) this.#cards.set(act.number, { act, of, card: this.#card(act) });
      return this.#cards.get(act.number).card;
    });
    for (const [number, { act }] of this.#cards) {
      if (shown.some((one) => one.number === number)) continue;
      this.#cards.delete(number);
      if (this.chair.role === "chair" && !this.#hers.has(number)) this.#leave(act);
    }
    cards.unshift(...this.#gone.values());
    if (cards.length !== this.box.children.length || cards.some((card, i) => card !== this.box.children[i])) this.box.replaceChildren(...cards);
  }

  /** Somebody else has ended what was before her: say so in its place, and let nothing that moves up be pressed at once. */
  #leave(act) {
    const { number } = act;
    const returned = this.#acts.find((one) => one.number === number)?.returned;
    const ended = this.#ended.find((one) => one.number === number);
    if (!returned && !ended) return;
    const { credential, name } = returned ?? ended.by;
    const said = returned ? "chair.prepared.returned" : `prepared.${ended.signed ? "signed" : "taken"}_by`;
    const line = t(said, { name: name ?? t("chair.late.officer", { number: credential }) });
    this.#gone.set(number, element("article", "card status-line", element("p", "status-title", this.#title(act)), element("p", "", line)));
    settle(this.box.nextElementSibling);
    setTimeout(() => {
      this.#gone.delete(number);
      this.#draw();
    }, GONE_MS);
  }

  /** All of the convention that a draft depends on, but for the roll, which is asked for at the end. */
  #basis({ kind, draft }) {
    const { sitting, documents } = this.room.state();
    if (kind === "sitting") return sitting;
    if (kind === "count") return [sitting?.state, this.room.presence.about(draft.type)];
    // Its numbers are asked for at the end.
    if (kind === "report") return null;
    if (ofDecision(kind, draft)) return this.#decided(draft)?.changed;
    if (kind === "open" || kind === "decide") {
      const name = draft.tabled?.document ?? draft.given?.subject?.document;
      const matter = this.room.matter(draft.given?.subject?.digest);
      const taken = this.room.taken().includes(draft.motion ?? draft.decision);
      return [documents.find((one) => one.document === name)?.changed, matter, taken, kind === "open" && this.#isOpened(draft)];
    }
    return this.room.motions().find((one) => one.motion === draft.motion)?.changed;
  }

  #decided({ decision }) {
    return this.room.decisions().find((one) => one.decision === decision);
  }

  #card(act) {
    const card = element("article", "card prepared");
    card.dataset.prepared = act.number;
    const by = act.by.name ?? t("chair.late.officer", { number: act.by.credential });
    const state = act.returned ? t("chair.prepared.returned", { name: act.returned.name ?? "" }) : t("chair.prepared.waits");
    const body = element("div");
    const problem = element("div", "notice notice-danger");
    problem.role = "alert";
    problem.hidden = true;
    const actions = element("p", "actions");
    const head = this.chair.role === "clerk" ? state : t("chair.prepared.by", { name: by });
    card.append(element("p", "eyebrow", head), element("h3", "", this.#title(act)), body, element("div", "next-acts", problem, actions));
    const fill = async () => {
      try {
        this.#offer(act, await this.#now(act), { body, problem, actions, fill });
      } catch (error) {
        showProblem(problem, error);
        this.#offer(act, null, { body, problem, actions, fill });
      }
    };
    if (this.chair.role === "clerk") {
      card.dataset.state = act.returned ? "returned" : "waits";
      actions.append(this.#button(act, "remove", t("chair.prepared.take_away"), () => this.#end(act)));
      // Before the chair has to send it back. If it cannot be looked at now, she will say so.
      if (!act.returned) this.#now(act).then((now) => now || body.append(element("p", "notice notice-warning", t("chair.prepared.stale"))), () => {});
    } else fill();
    return card;
  }

  #title({ kind, draft }) {
    if (kind === "open") return headed(t("screen.motion", { motion: draft.motion }), words(draft.title, this.chair.languages));
    if (kind === "decide") return t("chair.decide.title", { decision: draft.decision });
    if (kind === "sitting") return draft.type === "sitting.opened" ? sittingAct(draft) : headed(sittingName(draft), sittingAct(draft));
    if (kind === "count") return countAct(draft.type);
    if (kind === "report") return t("day.report", { report: draft.report });
    if (ofDecision(kind, draft)) return t("decision.annul.title", { decision: draft.decision });
    return t(`chair.${kind}.title`, { motion: draft.motion });
  }

  /** The act as it would be signed now: `lines` to show, `changed` to say, `label` and `sign`; null if it does not fit any more. */
  async #now({ kind, draft }) {
    const { languages } = this.chair;
    const state = this.room.state();
    if (kind === "sitting") {
      const about = this.room.sitting.about(draft.type);
      // Words and types that the card does not show are not signed.
      if (!about || about.sitting !== draft.about?.sitting || JSON.stringify(state.sitting) !== JSON.stringify(draft.seen)) return null;
      const changed = draft.type === "sitting.closed" ? [t("sitting.close.explain")] : [];
      return { lines: [], changed, label: sittingAct(draft), sign: () => this.room.sitting.say(draft.type, about) };
    }
    if (kind === "open") {
      const opening = this.#isOpened(draft) ? null : await openingNow(draft, state, this.room.taken(), this.room.matter);
      if (!opening) return null;
      const { full, roll, changed } = opening;
      return { lines: content(full, state, roll), changed, label: t("chair.open.button"), sign: (acts) => this.room.open(acts, full, roll) };
    }
    if (kind === "decide") {
      const found = await textNow(draft, state, this.room.matter);
      if (!found || this.room.taken().includes(draft.decision)) return null;
      const { decision, kind: asked, title, question, method, counts, outcome } = draft.fields;
      const full = { decision, kind: asked, title, question, subject: found.subject, method, counts, outcome };
      return { lines: [...decisionContent(full, found, languages), ...methodLines(full)], changed: found.changed, label: t(`outcome.${full.outcome}`), sign: (acts) => acts.decide(full) };
    }
    if (kind === "count") {
      const about = this.room.presence.about(draft.type);
      if (!about || about.count !== draft.about?.count || about.call !== draft.about?.call) return null;
      return { lines: [], changed: [], label: countAct(draft.type), sign: () => this.room.presence.say(draft.type, about) };
    }
    if (kind === "report") return this.#reportNow(draft);
    if (ofDecision(kind, draft)) {
      const decision = this.#decided(draft);
      if (!decision || decision.changed !== draft.changed || decision.annulment) return null;
      const lines = [aloudReason(draft.reason), element("p", "", t(`decision.annul.${decision.state}`))];
      return { lines, changed: [], label: t("chair.annul.button"), sign: (acts) => acts.annulDecision(decision, draft.reason) };
    }
    const motion = this.room.motions().find((one) => one.motion === draft.motion);
    if (!motion || motion.changed !== draft.changed) return null;
    // Nothing else takes words of a clerk's: those of a result would break a tie in the chair's place.
    const reason = kind === "annul" ? draft.reason : null;
    const label = t(kind === "declare" ? `chair.declare.${motion.tally.outcome}` : `chair.${kind}.button`);
    const sign = async (acts) => {
      // Only her own word breaks a tie.
      const answer = kind === "declare" && motion.tally.outcome === "tied" ? await ask(kind, motion, languages) : "";
      return answer === null ? false : acts[kind](motion, reason ?? answer);
    };
    const why = reason ? [aloudReason(reason)] : [];
    return { lines: [...why, ...said(kind, motion, languages, ALOUD.includes(kind) ? "aloud-words" : "")], changed: [], label, sign };
  }

  /** The report with the numbers of now: people come and go between the clerk's desk and the chair's. */
  async #reportNow({ report, contested }) {
    const { numbers, next } = await requestJson("/chair/credentials");
    if (next !== report) return null;
    const lines = reportSays({ ...numbers, contested }).map((line) => element("p", "", line));
    return { lines, changed: [], label: t("day.report", { report }), sign: (acts) => signReport(acts, { report, numbers, contested }) };
  }

  #isOpened(draft) {
    return isOpened(draft, this.room.motions(), this.chair.languages);
  }

  #offer(act, now, { body, problem, actions, fill }) {
    const back = this.#button(act, "return", t("chair.prepared.send_back"), () => this.#change(act, "/return", "POST"));
    if (!now) {
      body.replaceChildren(element("p", "notice notice-warning", t("chair.prepared.gone")));
      actions.replaceChildren(back);
      return;
    }
    const changed = now.changed.map((text) => element("p", "notice notice-warning", text));
    const aloud = ALOUD.includes(act.kind) ? [element("p", "muted", t("chair.prepared.read"))] : [];
    body.replaceChildren(...changed, ...aloud, ...now.lines);
    const approve = this.#button(act, "approve", t("chair.prepared.approve", { act: now.label }), async () => {
      tell(problem);
      this.#signing.add(act.number);
      try {
        if ((await now.sign(await this.room.office.acts())) === false) return;
      } catch (error) {
        showProblem(problem, error);
        // It may have to be another now: what the page was told while this was being signed has not been drawn.
        if (!(error instanceof Unreachable)) await fill();
        return;
      } finally {
        this.#signing.delete(act.number);
      }
      this.#draw();
      announce(t("chair.prepared.done"));
      await this.#end(act);
      await this.room.signed();
    }, back);
    actions.replaceChildren(mayBeNext(approve, "prepared", false), back);
    settle(actions);
  }

  /** @param {HTMLButtonElement[]} others that cannot be pressed while it works */
  #button(act, name, label, work, ...others) {
    const button = element("button", "secondary outline", label);
    button.type = "button";
    button.dataset.act = name;
    button.addEventListener("click", async () => {
      await whileBusy([button, ...others], () => this.room.office.guarded(work));
      this.room.goOn();
    });
    return button;
  }

  #end(act) {
    return this.#change(act, "", "DELETE");
  }

  async #change({ number }, path, method) {
    this.#hers.add(number);
    try {
      this.#take(await requestJson(`/chair/prepared/${number}${path}`, { method }));
      // What was asked before is old by now, and would bring it back.
      this.#read();
    } catch (error) {
      // Another chair's page has taken it away: what counts is in the log.
      if (error.code !== "nothing_prepared") throw error;
    }
  }
}

/** Whether what is annulled was decided without a vote. */
function ofDecision(kind, draft) {
  return kind === "annul" && draft.decision !== undefined;
}

function aloudReason(reason) {
  return element("p", "aloud-words", element("bdi", "", reason));
}

function sittingName({ about }) {
  return t("sitting.number", { number: about?.sitting });
}

function sittingAct(draft) {
  const labels = {
    "sitting.opened": t("sitting.opening", { title: sittingName(draft) }),
    "sitting.suspended": t("sitting.suspend"),
    "sitting.resumed": t("sitting.resume"),
    "sitting.closed": t("sitting.close"),
  };
  return labels[draft.type];
}
