/** The page of a text, for a delegate: propose a change, support, withdraw, take over, and ask for a vote by itself. */
import "./masthead.js";
import { AmendmentActs } from "./amendment-acts.js";
import { AmendmentForm } from "./amendment-form.js";
import { fetchText } from "./blob.js";
import { parseText } from "./blocks.js";
import { parse } from "./canonical.js";
import { explain } from "./chair-act.js";
import { requestJson } from "./http.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { lookUp } from "./lookup.js";
import { Outbox } from "./outbox.js";
import { t } from "./text.js";
import { element, languageName, slot, tell, whileBusy } from "./view.js";
import { tellOpenVote } from "./vote-open.js";

const PROPOSING = ["delegate", "alternate"];
const SAID = "text-said";
const page = document.getElementById("text");
const said = document.getElementById("said");

/** A delegate in front of one text. */
class TextRoom {
  /**
   * @param {import("./identity.js").Identity} identity
   * @param {Log} log
   * @param {any} state of /documents/<id>/state
   */
  constructor(identity, log, state) {
    this.identity = identity;
    this.log = log;
    this.state = state;
    this.language = log.languages[0];
    this.outbox = new Outbox(log);
    this.acts = new AmendmentActs(identity, this.outbox);
    this.form = new AmendmentForm((draft, reason, subject) => this.#table(draft, reason, subject));
    this.outbox.watch((record) => this.#follow(record));
  }

  /** Give every block and amendment the buttons that this delegate may press. */
  start() {
    if (this.state.tabled[this.language]) {
      for (const block of page.querySelectorAll(".block[data-index]")) this.#offerChange(block);
      page.querySelector(".document").before(element("p", "muted", t("amend.how")));
    }
    for (const amendment of this.state.amendments) this.#offerActs(amendment);
    this.outbox.resume();
  }

  /** Tell what becomes of a statement, also of one that was signed before a reload. */
  #follow({ type, state, trouble, index, title }) {
    if (!type.startsWith("amendment.")) return;
    if (state === "waiting") tell(said, t(trouble ? "amend.waiting" : "amend.sending"));
    else tell(said, { recorded: t("amend.done", { index }), refused: title, doubtful: t("error.bad_receipt") }[state]);
  }

  #offerChange(place) {
    const index = Number(place.dataset.index);
    const blocks = this.state.tabled[this.language];
    const { number } = blocks[index];
    const button = element("button", "secondary outline propose", element("span", "", "✎"), element("span", "unseen", number ? t("amend.propose", { number }) : t("amend.propose_heading")));
    button.firstElementChild.ariaHidden = "true";
    button.type = "button";
    const open = () => this.form.open(place, {
      blocks,
      block: index,
      only: false,
      language: this.language,
      title: number ? t("amend.title", { number }) : t("amend.title_heading"),
      notes: [...(place.dataset.changed ? [t("amend.changed_before")] : []), ...this.#notes()],
      target: { digest: this.state.digest, id: this.state.document, kind: "document" },
    });
    button.onclick = open;
    // Whoever reads with a finger taps the paragraph itself; a selection is for copying.
    place.querySelector("p, h2").onclick = (event) => event.target.closest("a") || getSelection().toString() || open();
    place.append(button);
  }

  #notes() {
    const notes = this.log.languages.length > 1 ? [t("amend.language", { language: languageName(this.language) })] : [];
    return this.state.closed ? [...notes, t("amend.urgent")] : notes;
  }

  #offerActs(amendment) {
    const place = document.getElementById(amendment.amendment);
    if (!place || amendment.part_of) return;
    if (amendment.standing === "withdrawn" && !amendment.cause) place.append(element("p", "actions", this.#actButton("take_over", amendment)));
    if (!["pending", "suspended"].includes(amendment.standing)) return;
    const own = amendment.proposers.includes(this.identity.credential);
    const supports = amendment.supporters.includes(this.identity.credential);
    const offered = [];
    if (!own) offered.push(supports ? "unsupport" : "support");
    if (own) offered.push("withdraw");
    if (amendment.advice?.advice === "adopt" && !amendment.pulled) offered.push("pull");
    const row = element("p", "actions", ...offered.map((act) => this.#actButton(act, amendment)));
    if (!amendment.target && !amendment.parts.length && amendment.action !== "delete") row.append(this.#amendButton(place, amendment));
    place.append(row);
  }

  #actButton(act, amendment) {
    const button = element("button", "secondary outline", t(`amend.${act}`));
    button.dataset.act = act;
    button.onclick = () => this.#ask(act, amendment);
    return button;
  }

  /** Ask once; nothing is signed before the answer. */
  #ask(act, amendment) {
    const dialog = document.getElementById("sure");
    const [yes, no] = dialog.querySelectorAll("button");
    slot(dialog, "sentence").textContent = t(`amend.sure.${act}`, amendment);
    tell(slot(dialog, "problem"));
    dialog.firstElementChild.append(said);
    tell(said);
    // What has begun is not left: another question would show its refusal.
    dialog.oncancel = (event) => yes.disabled && event.preventDefault();
    yes.onclick = () => whileBusy([yes, no], async () => {
      try {
        const record = await this.#act(act, amendment);
        leave(t("amend.done", { index: record.index }), amendment.amendment);
      } catch (error) {
        tell(said);
        tell(slot(dialog, "problem"), explain(error));
      }
    });
    no.onclick = () => dialog.close();
    dialog.showModal();
  }

  #act(act, amendment) {
    if (act === "withdraw") return this.acts.withdraw(amendment);
    if (act === "pull") return this.acts.pull(amendment);
    if (act === "take_over") return this.acts.takeOver(amendment);
    return this.acts.support(amendment, act === "support");
  }

  #amendButton(place, amendment) {
    const button = element("button", "secondary outline", t("amend.amend"));
    button.dataset.act = "amend";
    button.onclick = () => whileBusy([button], async () => {
      try {
        // The new text itself, from the statement in the log: it is what the words are counted in.
        const { payload } = await this.log.provenEntry(amendment.index);
        const blocks = parseText(`${payload.changes[this.language].text}\n`);
        this.form.open(place, {
          blocks,
          block: 0,
          only: true,
          language: this.language,
          title: t("amend.title_amendment", amendment),
          notes: this.#notes(),
          target: { digest: amendment.digest, id: amendment.amendment, kind: "amendment" },
        });
      } catch (error) {
        place.append(said);
        tell(said, explain(error));
      }
    });
    return button;
  }

  async #table({ operation, change }, reason, { target }) {
    const draft = { target, operation, changes: { [this.language]: change }, urgent: this.state.closed };
    const taken = new Set(this.state.amendments.map(({ amendment }) => amendment));
    // What becomes of it is told where the button was pressed.
    document.getElementById("propose").append(said);
    try {
      const { about, index } = await this.acts.table(draft, reason, taken);
      leave(t("amend.tabled", { amendment: about.amendment, index }), about.amendment);
    } catch (error) {
      tell(said);
      error.explained = explain(error);
      throw error;
    }
  }
}

/** Show the text as it is now, and there say what was done. */
function leave(text, amendment) {
  sessionStorage.setItem(SAID, text);
  history.replaceState(null, "", `#${amendment}`);
  // Not to where the page was: to what was done.
  history.scrollRestoration = "manual";
  location.reload();
}

function tellWhatWasDone() {
  const text = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (!text) return;
  history.scrollRestoration = "auto";
  // Beside the amendment: at the head of a long text nobody sees it.
  document.getElementById(location.hash.slice(1))?.prepend(said);
  tell(said, text);
  said.focus();
}

/** Reasons are fetched when somebody opens one. */
function offerReasons() {
  for (const details of page.querySelectorAll("details[data-reason]")) {
    details.ontoggle = async () => {
      if (!details.open || details.dataset.loaded) return;
      try {
        slot(details, "reason").textContent = parse(await fetchText(details.dataset.reason)).text;
        details.dataset.loaded = "yes";
      } catch {
        slot(details, "reason").textContent = t("amend.reason_unreadable");
      }
    };
  }
}

async function start() {
  tellWhatWasDone();
  offerReasons();
  const identity = await currentIdentity().catch(() => null);
  if (!identity || !PROPOSING.includes(identity.role) || identity.convention !== page.dataset.convention) return;
  const [device, log, state] = await Promise.all([lookUp(identity.kid), Log.open(identity.convention), requestJson(`/documents/${page.dataset.document}/state`)]);
  if (device?.status !== "active") return;
  const room = new TextRoom(identity, log, state);
  room.start();
  if (device.mandates.length) tellOpenVote(room.outbox);
}

start().catch((error) => tell(said, explain(error)));
