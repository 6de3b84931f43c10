/** What a delegate says of amendments: each a statement signed on this device, settled by a receipt or a refusal. */
import { storeWords } from "./blob.js";
import { BadProof, Refusal } from "./errors.js";
import { sign } from "./statement.js";

const MOST_SIGNATURES = 20;
export const REASON_LIMIT = 4_000;

/** One delegate at work on texts. Every act resolves with its record once it stands in the log, proved. */
export class AmendmentActs {
  #identity;
  #outbox;

  /**
   * @param {import("./identity.js").Identity} identity
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(identity, outbox) {
    this.#identity = identity;
    this.#outbox = outbox;
  }

  /**
   * Table an amendment under the next free number.
   * @param {{target: object, operation: object, changes: object, urgent: boolean}} draft
   * @param {string} reason "" for none
   * @param {Set<string>} taken numbers that are known to be in use
   * @returns {Promise<any>} the recorded statement; `about.amendment` is its number
   * @throws {Refusal}
   * @throws {BadProof} recorded, says the server, but not proved
   */
  async table(draft, reason, taken) {
    const named = reason ? await storeWords(this.#identity, reason) : null;
    const fields = { ...draft, reason: named, proposers: [this.#identity.credential], delegations: [], editorial: false };
    for (let attempt = 1; ; attempt += 1) {
      const amendment = freeNumber(taken);
      taken.add(amendment);
      try {
        return await this.#say("amendment.tabled", { ...fields, amendment });
      } catch (error) {
        // Somebody else was faster with this number.
        if (error.code !== "amendment_in_use" || attempt === MOST_SIGNATURES) throw error;
      }
    }
  }

  /** Give support, or take it back. */
  support({ amendment, digest: named }, given) {
    const state = given ? "given" : "taken_back";
    return this.#say("amendment.supported", { amendment, digest: named, supporter: this.#identity.credential, state });
  }

  /** Withdraw one's own amendment. */
  withdraw({ amendment, digest: named }) {
    return this.#say("amendment.withdrawn", { amendment, digest: named, in_favour_of: null });
  }

  /** Go on with an amendment that was withdrawn, as its one proposer. */
  takeOver({ amendment, digest: named }) {
    return this.#say("amendment.taken_over", { amendment, digest: named, proposer: this.#identity.credential });
  }

  /** Ask for a vote on this amendment by itself. */
  pull({ amendment, digest: named }) {
    return this.#say("amendment.pulled", { amendment, digest: named });
  }

  async #say(type, fields) {
    let settled;
    for (let signature = 1; signature <= MOST_SIGNATURES; signature += 1) {
      settled = await this.#outbox.submit(await sign(this.#identity, type, fields), this.#identity, { amendment: fields.amendment });
      // A vote of another tab was signed later and arrived earlier: nothing was recorded, so sign once more.
      if (settled.code !== "sequence_used") break;
    }
    if (settled.state === "refused") throw new Refusal(settled.status, settled);
    if (settled.state === "doubtful") throw Object.assign(new BadProof(settled.error), { code: settled.code });
    return settled;
  }
}

/** The lowest of A1, A2 … that nobody has taken. */
function freeNumber(taken) {
  for (let number = 1; ; number += 1) {
    if (!taken.has(`A${number}`)) return `A${number}`;
  }
}
