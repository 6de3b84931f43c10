/** The delegate's phone: one motion at a time, a ballot for each mandate, and what became of every vote. */
import { showAgenda } from "./agenda-card.js";
import { BallotCard } from "./ballot-card.js";
import { asAlways, ballotState, blockOf, isAmong } from "./ballot-state.js";
import { cast } from "./casting.js";
import { choiceName, isVote } from "./choice.js";
import { verifyCall } from "./count-call.js";
import { Countdown, countdownOf } from "./countdown.js";
import { Unreachable } from "./errors.js";
import { ExplainCard } from "./explain-card.js";
import { follow, jittered } from "./live.js";
import { lookUp } from "./lookup.js";
import { MandatesPart } from "./mandates-part.js";
import { MotionCard } from "./motion-card.js";
import { verifyOpening } from "./opening.js";
import { showOtherMotions } from "./other-motions.js";
import { Outbox } from "./outbox.js";
import { showOutcome } from "./outcome.js";
import { Alarms } from "./phone-alarms.js";
import { PresenceCard } from "./presence-card.js";
import { showReceipts } from "./receipts-card.js";
import { t, words } from "./text.js";
import { fetchAhead, isHere } from "./texts-ahead.js";
import { announce, number, tell, timeOf } from "./view.js";
import { showWho } from "./who.js";

const RETRY_MS = 3_000;
const CONFIRMATION_POLL_MS = 5_000;
// A thousand phones hear of an opening in the same moment; they ask for it over this time.
const SPREAD_MS = 1_000;

const part = (id) => document.getElementById(id);
const noVote = (role) => (["alternate", "observer"].includes(role) ? role : role === "delegate" ? "delegate" : "officer");
const isOpen = ({ state }) => state === "open" || state === "ended";

/** Everything the page shows follows from what is kept here; `#render` may be called at any time. */
export class Phone {
  #state = null;
  #floor;
  #countdown = new Countdown(part("countdown"));
  #device = null;
  #records = [];
  /** Openings and the calls of counts that stand in the log, by digest. */
  #proven = new Map();
  /** By the digest of an opening or a call: the credentials that may cast what they always may. */
  #ordinary = {};
  #cards = new Map();
  #selected = "";
  #said;
  #connected = null;
  #trouble = new Set();
  #deviceTimer = 0;
  #due = false;

  /**
   * @param {import("./identity.js").Identity} identity
   * @param {import("./log.js").Log} log
   */
  constructor(identity, log) {
    this.identity = identity;
    this.log = log;
    this.outbox = new Outbox(log);
    this.alarms = new Alarms(this.outbox);
    this.mandates = new MandatesPart(part("mandates"), identity, log, this.outbox, () => this.#refreshDevice());
    this.presenceCard = new PresenceCard(part("presence"), identity, this.outbox);
    this.explainCard = new ExplainCard(part("explain"), identity, this.outbox);
    this.motionCard = new MotionCard(part("motion"), log.languages, {
      onAlarm: (error) => this.alarms.distrust(error),
      onLanguage: () => this.#render(),
    });
  }

  /**
   * Show what this phone knows, and follow the convention.
   * @param {Promise<any[]>} statements all that this browser keeps
   */
  async start(statements) {
    this.#records = await this.outbox.records(statements);
    this.outbox.watch((record) => this.#take(record));
    this.log.onDoubt = (error) => this.alarms.distrust(error);
    follow({
      onState: (state) => this.#takeState(state),
      onOpened: ({ ordinary, entries, texts }) => {
        this.#ordinary = ordinary;
        this.log.hear(entries, texts);
      },
      onFloor: (floor) => {
        this.#floor = floor;
        this.#showFloor(floor);
        this.#render();
      },
      onConnection: (connected) => {
        this.#connected = connected;
        this.#render();
      },
    });
    // While the answers are on their way.
    this.#refreshDevice();
    this.#render();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.#refreshDevice();
      this.#readAgain();
    });
  }

  /** Send what waits, as it stands now: what it began with was read before this script was there. */
  async resume() {
    await this.#readAgain();
    return this.outbox.resume();
  }

  /** Another tab of this phone may have voted meanwhile, or been refused. */
  async #readAgain() {
    this.#records = await this.outbox.records();
    this.#records.forEach((record) => this.alarms.ofRecord(record, this.#records));
    this.#render();
  }

  // --- what comes in ---

  #takeState(state) {
    if (state.convention !== this.identity.convention) return this.alarms.otherConvention();
    // An amendment may get its words in another language while it is voted on.
    const told = ({ opening, subject }) => JSON.stringify([opening, subject?.amendments, subject?.untranslated]);
    const before = new Set(this.#state?.motions.map(told));
    const fresh = state.motions.filter((motion) => !before.has(told(motion)));
    const first = this.#state === null;
    const { count } = state;
    const called = count?.state === "open" && count.call !== this.#state?.count?.call;
    this.#state = state;
    const soon = (told, work) => setTimeout(work, first || told ? 0 : SPREAD_MS * Math.random());
    const { languages } = this.log;
    fetchAhead(state.documents, languages);
    for (const motion of fresh) {
      const { index, subject } = motion;
      soon(this.log.isTold(index) && (!subject || isHere(subject, languages)), () => this.#prove(motion.opening, () => verifyOpening(this.log, motion)));
    }
    if (called) soon(this.log.isTold(count.entry), () => this.#prove(count.call, () => verifyCall(this.log, count), "count"));
    // Eligibility is fixed at an opening; the rest of the time the log says nothing new of this device.
    const asks = [...fresh.map(({ opening }) => !this.#mayAsAlways(opening)), called && !this.#mayAsAlways(count.call, true)];
    if (asks.includes(true) && !first) this.#refreshDevice(SPREAD_MS * Math.random());
    // A phone that lies open while its badge is replaced.
    if (this.#device?.status === "active" && isAmong(this.identity.credential, state.revoked)) this.#refreshDevice();
    this.#render();
  }

  /** Whether this credential may cast in a motion, or answer in a count, what it always may: it is noted without asking. */
  #mayAsAlways(digest, counted = false) {
    const able = asAlways(this.#device, this.identity.credential, this.#ordinary[digest], digest, counted);
    this.#device = able || this.#device;
    return able;
  }

  async #prove(digest, verify, shown = "other") {
    try {
      this.#proven.set(digest, await verify());
      this.#render();
    } catch (error) {
      if (error instanceof Unreachable) setTimeout(() => this.#prove(digest, verify, shown), jittered(RETRY_MS));
      else this.alarms.distrust(error, shown);
    }
  }

  #refreshDevice(wait = 0) {
    clearTimeout(this.#deviceTimer);
    this.#deviceTimer = setTimeout(async () => {
      try {
        this.#device = await lookUp(this.identity.kid);
        this.#render();
        const { needs_confirmation: needed, confirmed, status } = this.#device ?? {};
        if (needed && !confirmed && status === "active") this.#refreshDevice(jittered(CONFIRMATION_POLL_MS));
      } catch {
        this.#refreshDevice(jittered(RETRY_MS));
      }
    }, wait);
  }

  #take(record) {
    const { trouble, ...kept } = record;
    if (trouble) this.#trouble.add(record.digest);
    else this.#trouble.delete(record.digest);
    const others = this.#records.filter(({ digest }) => digest !== record.digest);
    const before = this.#records.find(({ digest }) => digest === record.digest)?.state;
    this.#records = [kept, ...others].sort((a, b) => b.sequence - a.sequence);
    if (record.state === "recorded" && before === "waiting" && isVote(record.type)) {
      announce(t("phone.said_recorded", { choice: choiceName(record.about.choice), index: record.index }));
    }
    this.alarms.ofRecord(record, this.#records);
    // A refusal may come from what this phone has not heard yet: confirmation, revocation, another phone's vote.
    if ((record.state === "refused" && !record.read) || (record.state === "recorded" && record.type.startsWith("mandate."))) this.#refreshDevice();
    this.#render();
  }

  // --- what is shown ---

  /** What comes in together is shown once: a slow phone needs long for it. */
  #render() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#draw();
    });
  }

  #draw() {
    showWho(part("who"), this.identity, this.#device, this.log.languages);
    this.#showConnection();
    const count = this.#state?.count;
    this.presenceCard.show(count?.state === "open" ? this.#proven.get(count.call) : undefined, this.#device?.count, this.#records);
    showReceipts(part("receipts"), this.#records, this.log, this.identity.activation);
    this.mandates.show(this.#device, this.#records);
    const motion = this.#state && this.#pick();
    this.#countdown.update(countdownOf(this.#floor, motion?.motion));
    this.#showHeadline(motion);
    this.#showOthers(motion);
    const verified = motion && this.#proven.get(motion.opening);
    part("motion").hidden = !verified;
    if (!verified) return;
    this.motionCard.show(verified, motion.state);
    this.#showBallots(motion, verified);
    const votes = this.#votesIn(motion);
    const blocks = votes.some(({ type }) => type === "block.cast") ? [] : this.#ballotsIn(motion).map((mandate) => blockOf(motion, mandate));
    showOutcome(part("outcome"), motion, votes, this.#refusedIn(motion, votes), blocks.filter(Boolean));
    this.explainCard.show(motion, votes, this.#records);
  }

  /** The way to a practice vote; and that she has the floor or is next, or else that the sitting pauses. */
  #showFloor({ pause, speakers, practice }) {
    part("practice").hidden = !practice || practice.ended;
    const turn = [speakers.speaker?.number, speakers.line[0]].indexOf(this.identity.credential);
    const until = pause?.until && timeOf(pause.until * 1000);
    tell(part("floor"), turn < 0 ? pause && t(`phone.pause.${until ? "until" : "open"}`, { time: until }) : t(`phone.turn.${turn}`));
  }

  /** How many votes are signed and not yet recorded. */
  #waiting() {
    return this.#records.filter(({ state, type }) => state === "waiting" && isVote(type)).length;
  }

  #showConnection() {
    const waiting = this.#waiting();
    const pill = part("connection");
    const text = t(this.#connected ? "phone.connected" : "phone.disconnected") + (waiting ? ` · ${t("phone.votes_waiting", { count: waiting })}` : "");
    if (pill.textContent === text) return;
    pill.textContent = text;
    pill.className = `pill pill-${this.#connected && !waiting ? "ok" : "warning"}`;
  }

  /**
   * The motion to show. The phone leaves one for another only if a vote can be cast there and none here any more, or if
   * this one is closed and a later one opens: what became of a vote must not vanish from under its eyes.
   */
  #pick() {
    const { motions } = this.#state;
    const selected = motions.find(({ opening }) => opening === this.#selected);
    const voting = motions.filter(({ state }) => state === "open").sort((a, b) => b.index - a.index);
    const wanting = voting.findLast((motion) => this.#lacksVote(motion));
    let picked = selected;
    if (selected && this.explainCard.isWriting(selected)) return selected;
    if (!selected) {
      picked = wanting ?? voting[0] ?? motions.find(isOpen) ?? [...motions].sort((a, b) => b.changed - a.changed)[0] ?? null;
    } else if (selected.state !== "open") {
      const later = isOpen(selected) ? undefined : voting.find(({ index }) => index > selected.index);
      picked = wanting ?? later ?? selected;
    }
    if (picked && picked.opening !== this.#selected) this.#select(picked);
    return picked;
  }

  /** Whether this phone could cast a first vote in an open motion. */
  #lacksVote(motion) {
    return !this.#device || this.#stepsIn(motion).some((step) => step === "choose" || step === "unconfirmed");
  }

  #stepsIn(motion) {
    return this.#ballotsIn(motion).map((mandate) => this.#stateOf(motion, mandate).step);
  }

  #select(motion) {
    const interrupted = [...this.#cards.values()].some((card) => card.confirming);
    part("switched").hidden = !interrupted;
    this.#selected = motion.opening;
    this.#cards.clear();
    part("ballots").replaceChildren();
  }

  #headlineOf(motion) {
    if (motion && this.explainCard.isWriting(motion) && this.#state.motions.some(({ state }) => state === "open")) return "others";
    if (!motion || !["open", "ended", "closed"].includes(motion.state)) return "none";
    if (motion.state !== "open" || this.#lacksVote(motion)) return motion.state;
    const steps = this.#stepsIn(motion);
    return steps.includes("sending") ? "sending" : steps.includes("elsewhere") || this.#votesIn(motion).some(({ state }) => state === "recorded") ? "voted" : "others";
  }

  #showHeadline(motion) {
    const key = this.#state ? this.#headlineOf(motion) : this.#connected === false ? "offline" : "loading";
    const headline = t(key === "offline" && this.#waiting() ? "phone.waiting" : `phone.headline.${key}`);
    part("idle").hidden = key !== "none";
    if (this.#state) this.#showAhead(this.#state);
    const place = part("headline");
    if (place.textContent !== headline) place.textContent = headline;
    const said = motion ? `${motion.opening} ${motion.state}` : "";
    if (!this.#state || said === this.#said) return;
    const first = this.#said === undefined;
    this.#said = said;
    if (motion && !first) announce(`${headline}. ${words(motion.title, this.log.languages)}`);
  }

  /** What the script of a text has next, as long as the chair keeps to it; and the agenda. */
  #showAhead(state) {
    const next = state.documents.find(({ next }) => next.length);
    tell(part("next"), next ? t("phone.next", { amendments: next.next.join(t("common.comma")) }) : null);
    showAgenda(part("agenda"), state, this.log.languages);
  }

  #showOthers(motion) {
    const others = (this.#state?.motions ?? []).filter((other) => isOpen(other) && other.opening !== motion?.opening);
    const wanting = new Set(others.filter((other) => other.state === "open" && this.#lacksVote(other)));
    // Where nothing is left to choose they come first. Elsewhere nothing may move the buttons from under a finger.
    const choosing = !motion || this.#lacksVote(motion) || [...this.#cards.values()].some((card) => card.choosing);
    const writing = Boolean(motion && this.explainCard.isWriting(motion));
    showOtherMotions(others, wanting, !choosing, writing, this.log.languages, (other) => {
      this.#select(other);
      this.#draw();
      part("headline").focus();
    });
  }

  /** What this phone signed in a motion: single votes and blocks. */
  #signedIn({ opening }) {
    return this.#records.filter(({ type, kid, about }) => isVote(type) && kid === this.identity.kid && about.opening === opening);
  }

  /** This phone's votes in a motion that are recorded or on their way. */
  #votesIn(motion) {
    return this.#signedIn(motion).filter(({ state }) => state !== "refused");
  }

  /** What this phone's votes that were refused are about, of each mandate one, where none stands and no block was cast. */
  #refusedIn(motion, votes) {
    const refused = this.#signedIn(motion).filter(({ state }) => state === "refused");
    return [...new Map(refused.map(({ about }) => [about.mandate, about])).values()].filter(({ mandate }) => !blockOf(motion, mandate) && !votes.some(({ about }) => about.mandate === mandate));
  }

  #showBallots(motion, verified) {
    const mandates = this.#ballotsIn(motion);
    const shown = isOpen(motion);
    part("ballot-bar").hidden = !shown;
    part("ballots").hidden = !shown;
    part("roll-call").hidden = !(motion.state === "open" && mandates.length);
    part("no-mandate").hidden = !(shown && this.#device && mandates.length === 0);
    if (this.#device && mandates.length === 0) part("no-mandate").textContent = t(`phone.no_vote.${noVote(this.#device.role)}`);
    if (!shown || !this.#device) return;
    this.#holdBar(motion, mandates);
    const block = this.#device.motions[motion.opening]?.block;
    if (block) this.#showBlock(motion, verified, block);
    for (const mandate of mandates) this.#showBallot(motion, verified, mandate);
  }

  /** One ballot stays under the thumb; of several, a button leads to them while one is still to be cast. */
  #holdBar(motion, mandates) {
    const { block } = this.#device.motions[motion.opening] ?? {};
    const alone = mandates.length === 1 && !block;
    part("ballot-bar").classList.toggle("held", alone);
    const wanting = this.#stepsIn(motion).filter((step) => step === "choose").length;
    part("to-ballots").hidden = alone || wanting === 0;
    part("to-ballots").firstElementChild.textContent = t("phone.to_ballots", { count: wanting });
  }

  /** The mandates that are this delegate's, that she exercises for others, or that an open motion leaves to her. */
  #ballotsIn({ opening }) {
    return [...new Set([...(this.#device?.mandates ?? []), ...(this.#device?.motions[opening]?.eligible ?? [])])];
  }

  #showBallot(motion, verified, mandate) {
    const right = this.#device.motions[motion.opening]?.standing[mandate] ?? "own";
    const name = right === "own" ? t(this.#ballotsIn(motion).length > 1 ? "phone.ballot_of" : "phone.ballot", { mandate }) : t(`phone.ballot_${right}`, { mandate });
    if (!this.#cards.has(mandate)) {
      const card = new BallotCard(name, {
        kid: this.identity.kid,
        mandate,
        onVote: (choice) => cast(this, "vote.cast", verified, mandate, choice),
      });
      this.#cards.set(mandate, card);
      part("ballots").append(card.element);
    }
    // In which right she votes the log says only after the opening.
    this.#cards.get(mandate).name = name;
    const why = blockOf(motion, mandate) ? "voted_as_block" : this.#device.motions[motion.opening]?.why[mandate] ?? "not_on_roll";
    this.#update(mandate, motion, this.#stateOf(motion, mandate), why);
  }

  #update(key, motion, view, why) {
    this.#cards.get(key).update({
      ...view,
      title: this.motionCard.title,
      replaced: this.#device.status !== "active",
      motionState: motion.state,
      trouble: view.record !== null && this.#trouble.has(view.record.digest),
      reason: t(`phone.why.${why}`),
    });
  }

  #stateOf(motion, mandate) {
    const { state, opening, change_of_vote: changeOfVote } = motion;
    const records = this.#signedIn(motion).filter(({ type, about }) => type === "vote.cast" && about.mandate === mandate);
    const view = ballotState({ state, opening, changeOfVote }, mandate, this.#device, records);
    // Her head voted for it, and this phone has not asked the log since.
    return view.record || !blockOf(motion, mandate) ? view : { ...view, step: "ineligible", mayVote: false };
  }

  /** The block of her delegation, on the phone of its head. */
  #showBlock(motion, verified, block) {
    const { opening } = motion;
    const { delegation, mandates } = block;
    const key = `block of ${delegation}`;
    if (!this.#cards.has(key)) {
      const name = words(this.#device.delegations[delegation], this.log.languages);
      const card = new BallotCard(t("phone.block_of", { delegation: name, count: number(mandates) }), {
        kid: this.identity.kid,
        mandate: key,
        block,
        // Which of her single ballots the block has taken the place of, the log says.
        onVote: (choice) => cast(this, "block.cast", verified, delegation, choice, () => this.#refreshDevice(), name),
      });
      this.#cards.set(key, card);
      part("ballots").prepend(card.element);
    }
    const records = this.#signedIn(motion).filter(({ type, about }) => type === "block.cast" && about.mandate === delegation);
    const rights = { eligible: block.single_votes ? [] : [delegation], recorded: block.recorded ? [delegation] : [], on_paper: [] };
    const device = { ...this.#device, motions: { [opening]: rights } };
    const view = ballotState({ state: motion.state, opening, changeOfVote: verified.opened.change_of_vote }, delegation, device, records);
    this.#update(key, motion, view, "single_votes");
  }
}
