/** The acts of the desk: each a statement, signed on this device and sent until there is a receipt or a refusal. */
import { BadProof, Refusal } from "./errors.js";
import { sign } from "./statement.js";

const MOST_SIGNATURES = 3;

/** One officer at work. Every act resolves once it stands in the log, proved, and rejects with the reason if it does not. */
export class DeskActs {
  #identity;
  #outbox;
  #last = Promise.resolve();

  /**
   * @param {import("./identity.js").Identity} identity
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(identity, outbox) {
    this.#identity = identity;
    this.#outbox = outbox;
  }

  /** Sequence numbers must arrive in their order, so one act is settled before the next is signed. */
  #record(type, fields) {
    const done = this.#last.then(() => this.#signAndSend(type, fields));
    this.#last = done.catch(() => {});
    return done;
  }

  async #signAndSend(type, fields) {
    let settled;
    for (let signature = 1; signature <= MOST_SIGNATURES; signature += 1) {
      settled = await this.#outbox.submit(await sign(this.#identity, type, fields), this.#identity);
      // Another tab of this officer signed later and arrived earlier: nothing was recorded, so sign once more.
      if (settled.code !== "sequence_used") break;
    }
    if (settled.state === "refused") throw new Refusal(settled.status, settled);
    if (settled.state === "doubtful") throw Object.assign(new BadProof(settled.error), { code: settled.code });
    return settled;
  }

  /**
   * @param {{credential: number}} person
   * @param {"in" | "out"} state
   */
  recordPresence(person, state) {
    return this.#record("presence.recorded", { credential: person.credential, state });
  }

  /** @param {{device: string}} person whose phone showed the short code */
  confirmDevice(person) {
    return this.#record("device.confirmed", { device: person.device });
  }

  /**
   * @param {{credential: number}} person
   * @param {"lost" | "mistake" | "withdrawn" | "departed"} reason
   */
  revoke(person, reason) {
    return this.#record("credential.revoked", { credential: person.credential, reason });
  }

  /**
   * Let another person cast mandates; resolves with the record, as does their way back.
   * @param {string[]} mandates
   * @param {number} to credential
   * @param {"alternate" | "proxy"} as
   */
  handOver(mandates, to, as) {
    return this.#record("mandate.delegated", { mandates, to, as });
  }

  /** @param {string[]} mandates that go back to their own delegates */
  giveBack(mandates) {
    return this.#record("mandate.returned", { mandates });
  }

  /** @param {object[]} credentials of one statement, from makeBadges */
  issue(credentials) {
    return this.#record("credentials.issued", { credentials });
  }

  /** @param {{delegation: string, name: Record<string, string>, entitlement: number, weight: number, groups: string[]}} row signed by a
   *   founder */
  registerDelegation({ delegation, name, entitlement, weight, groups }) {
    return this.#record("delegation.registered", { delegation, name, entitlement, weight, groups, decision: null });
  }

  /** @param {{document: string, version: number, title: Record<string, string>, texts: Record<string, string>}} fields texts by digest */
  tableDocument({ document, version, title, texts }) {
    return this.#record("document.tabled", { document, version, title, texts });
  }

  /** @param {{document: string, digest: string, language: string, text: string}} fields the version's digest and the new text's */
  correctDocument({ document, digest, language, text }) {
    return this.#record("document.corrected", { document, digest, language, text });
  }

  /** @param {{amendment: string, digest: string, language: string, change: {words: [number, number] | null, text: string | null}}} fields */
  translateAmendment({ amendment, digest, language, change }) {
    return this.#record("amendment.translated", { amendment, digest, language, change });
  }

  /** @param {object} fields as the server read them from a list, with the reason's digest */
  tableAmendment(fields) {
    return this.#record("amendment.tabled", fields);
  }
}
