/**
 * What a chair (or, for annulments, a teller) signs, and how it comes into the log. FORMAT.md section 4.
 */
import { storeText } from "./blob.js";
import { Refusal } from "./errors.js";
import { requestJson } from "./http.js";
import { sign } from "./statement.js";
import { hasMessage, t } from "./text.js";

const ROLL_CALL_OPTIONS = [
  { counts: "for", id: "yes" },
  { counts: "against", id: "no" },
  { counts: "abstention", id: "abstain" },
];

/** The signer's device, its trusted log and its outbox. Every act resolves once its receipt is verified. */
export class Acts {
  /**
   * @param {import("./identity.js").Identity} identity
   * @param {import("./log.js").Log} log
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(identity, log, outbox) {
    this.identity = identity;
    this.log = log;
    this.outbox = outbox;
  }

  /** End polling: no vote counts after this entry. */
  end({ motion, opening }) {
    return this.#say("polling.ended", { motion, opening });
  }

  /** Close: counting follows. */
  async close({ motion, opening }) {
    return this.#say("motion.closed", { motion, opening, tree: await this.log.tree() });
  }

  /**
   * Declare the count that the chair was shown; the log admits it only if it is the recount.
   * @param {object} motion as in /chair/motions
   * @param {"for" | "against" | ""} casting her casting vote in a tie
   */
  async declare({ motion, opening, tally }, casting) {
    const result = { options: tally.options, outcome: tally.outcome };
    return this.#say("result.declared", { motion, opening, result, casting: casting || null, tree: await this.log.tree() });
  }

  /** Annul, at once before the close, after it once a second person confirms. */
  annul({ motion, opening }, reason) {
    return this.#say("motion.annulled", { motion, opening, reason });
  }

  /** Annul a decision without a vote by name, at once while a teller is missing, else once a second person confirms. */
  annulDecision({ decision, digest }, reason) {
    return this.#say("decision.annulled", { decision, record: digest, reason });
  }

  /** Be the second person of a pending annulment; `motion` is the id of a motion or a decision. */
  confirm({ motion, annulment }) {
    return this.#say("annulment.confirmed", { motion, annulment: annulment.digest });
  }

  /**
   * Open a motion as reviewed. A new text is tabled first; tried again, it is not tabled twice.
   * @param {object} draft from the form
   * @param {{count: number, version: number, weight: number}} roll the electorate as the chair saw it
   * @throws {Refusal} with `roll`, the present one, where the roll has changed
   */
  async open(draft, roll) {
    if (draft.text) draft.tabled ??= await this.#table(draft.text);
    const { majority, quorum, tie, voters } = this.log.rules.questions[draft.kind];
    const { count, version, weight } = roll;
    try {
      await this.#say("motion.opened", {
        motion: draft.motion,
        title: draft.title,
        question: draft.question,
        kind: draft.kind,
        subject: draft.given?.subject ?? wholeOf(draft.tabled),
        options: ROLL_CALL_OPTIONS,
        majority,
        quorum,
        tie,
        voters,
        ballot: { kind: "roll-call" },
        electorate: { count, roll: draft.roll, version, weight },
        change_of_vote: draft.change_of_vote,
        tree: await this.log.tree(),
      });
    } catch (error) {
      if (error.code === "roll_changed") error.roll = (await electorates(draft.given))[draft.kind][draft.roll];
      throw error;
    }
  }

  /**
   * State what the assembly decided without a vote by name; it waits for two tellers.
   * @param {object} decision with `decision`, `title`, `question`, `kind`, `subject`, `method`, `counts`, `outcome`
   */
  async decide(decision) {
    return this.#say("decision.recorded", { ...decision, tree: await this.log.tree() });
  }

  /** Confirm, as a teller, the statement with this digest. */
  confirmDecision(decision, record) {
    return this.#say("decision.confirmed", { decision, record });
  }

  /** Be the first teller for a vote on paper or aloud. */
  recordPaper({ motion, opening }, mandate, choice, method) {
    return this.#say("paper.recorded", { motion, opening, mandate, ballot: { choice }, method });
  }

  /** Be the second teller: the record counts from now on. */
  confirmPaper(record) {
    return this.#say("paper.confirmed", { record });
  }

  /** Take a record back that no second teller has confirmed. */
  withdrawPaper(record) {
    return this.#say("paper.withdrawn", { record });
  }

  /** Say what a committee's officer says: one statement, and nothing before it. */
  say(type, fields) {
    return this.#say(type, fields);
  }

  /** The record of such a statement on a motion that this device has signed and nobody refused, undefined without one. */
  async signed(type, motion) {
    return (await this.outbox.records()).find((one) => one.type === type && one.about.motion === motion && one.state !== "refused");
  }

  async #table({ document, version, title, texts }) {
    const digests = {};
    for (const [language, text] of Object.entries(texts)) digests[language] = await storeText(text);
    const { digest: tabled } = await this.#say("document.tabled", { document, version, title, texts: digests });
    return { digest: tabled, document, text: null };
  }

  async #say(type, fields) {
    const record = await this.outbox.submit(await sign(this.identity, type, fields), this.identity, { motion: fields.motion ?? fields.decision ?? fields.amendment ?? "" });
    if (record.state === "refused") throw new Refusal(record.status, record);
    if (record.state === "doubtful") throw new Doubtful(record);
    return record;
  }
}

/** The electorates as they stand; of a question on a report on credentials, without the contested mandates. */
export function electorates(given) {
  const { kind, id } = given?.subject ?? {};
  return requestJson(`/chair/electorates${kind === "credentials" ? `?report=${encodeURIComponent(id)}` : ""}`);
}

/** A text as a whole, as motions and decisions name it; `text` is what it reads by now, null if nobody ever amended it. */
export function wholeOf(tabled) {
  return tabled ? { amendments: [], digest: tabled.digest, document: tabled.document, text: tabled.text } : null;
}

/** The server says that it recorded the statement, but its receipt does not prove it. */
class Doubtful extends Error {
  constructor({ code, error }) {
    super(t("error.bad_receipt"));
    this.code = code;
    this.detail = error;
  }
}

/** What an error means for the person: the server's own words for a refusal, the page's for the rest. */
export function explain(error) {
  const key = `error.${error.code}`;
  return error instanceof Refusal || !hasMessage(key) ? error.message : t(key);
}
