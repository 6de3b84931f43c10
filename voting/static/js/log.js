/**
 * The convention's log as this device trusts it: pinned by the digest on the badge, and never allowed to contradict what
 * it showed before (FORMAT.md section 7).
 */
import { equalBytes, fromBase64, fromBase64url, fromUtf8, toBase64url, utf8 } from "./encoding.js";
import { BadForm, BadProof, LogForked, Refusal, WrongConvention } from "./errors.js";
import { requestBytes, requestJson, requestText } from "./http.js";
import { parseJws, STATEMENT, verifyJws } from "./jws.js";
import { leafHash, verifyConsistency, verifyInclusion } from "./merkle.js";
import { openCheckpoint, parseVerifierKey } from "./note.js";
import { StorageUnavailable, get, logName, put, update } from "./store.js";
import { parseProof } from "./tlogproof.js";

/**
 * @typedef {{size: number, root: Uint8Array}} Head
 * @typedef {{founding: object, key: import("./note.js").VerifierKey, first: Head}} Verified the payload of entry 0, the
 *   log's key, and the log that holds entry 0 alone, with which all that follows must agree
 */

// Thousands hear of an opening in the same second. That it agrees with what each saw before, they ask within this time.
const AGREE_MS = 30_000;

/** The log of one convention. */
export class Log {
  #queue = Promise.resolve();
  #first;
  #told = {};
  #texts = {};
  #agreeing = new Set();
  /** Called if entries that were told turn out to stand in another log than this device has seen. */
  onDoubt = () => {};

  /**
   * @param {string} convention
   * @param {Verified} verified
   */
  constructor(convention, { founding, key, first }) {
    this.#first = first;
    this.convention = convention;
    this.founding = founding;
    this.key = key;
    this.origin = key.name;
    this.name = founding.name;
    this.languages = founding.languages;
    this.rules = founding.rules;
  }

  /**
   * The log of the convention with this digest; its founding is fetched and verified once, for a slow phone needs long
   * for it, and what it says is kept.
   * @param {string} convention 43 characters, from the badge
   * @param {Promise<any>} [asked] what is kept, where it was asked for already
   * @returns {Promise<Log>}
   * @throws {WrongConvention} the server's founding is another one, or not signed by the key it names
   * @throws {import("./errors.js").Unreachable}
   */
  static async open(convention, asked = get(logName(convention))) {
    let verified = await asked;
    if (!verified) {
      verified = await verifyFounding(await requestText("/log/entry/0"), convention);
      await put(logName(convention), verified);
    }
    return new Log(convention, verified);
  }

  /**
   * Fetch the newest checkpoint, verify it against everything seen before, and remember it.
   * @returns {Promise<Head>} the newest head that this device has ever verified
   * @throws {LogForked} the log contradicts itself
   * @throws {import("./errors.js").Unreachable}
   */
  async verifyHead() {
    return this.accept(await requestText("/log/checkpoint"));
  }

  /**
   * `tree` as a chair's statement carries it: the head, verified just now.
   * @returns {Promise<{root: string, size: number}>}
   * @throws {LogForked}
   * @throws {import("./errors.js").Unreachable}
   */
  async tree() {
    const { root, size } = await this.verifyHead();
    return { root: toBase64url(root), size };
  }

  /**
   * Take a signed checkpoint: verify its signature and that it agrees with the remembered head. Never goes backwards.
   * @param {string} note
   * @returns {Promise<Head>} the remembered head, which is this one if it is newer
   * @throws {LogForked} not signed by the log, or of another history
   * @throws {import("./errors.js").Unreachable} the consistency proof could not be fetched
   */
  accept(note) {
    // One at a time, so that two answers do not each ask for a proof from a head that the other has just replaced.
    const done = this.#queue.then(() => this.#accept(note));
    this.#queue = done.catch(() => {});
    return done;
  }

  async #accept(note) {
    let checkpoint;
    try {
      checkpoint = await openCheckpoint(note, this.key);
    } catch (error) {
      throw new LogForked(`the checkpoint is not the log's: ${error.message}`);
    }
    await this.#compare(await this.head(), checkpoint);
    const { size, root } = checkpoint;
    await update(this.#headKey, (kept) => (kept && kept.size >= size ? undefined : { size, root: toBase64url(root), note }));
    return this.head();
  }

  get #headKey() {
    return `head:${this.convention}`;
  }

  /**
   * The newest head that this device has verified; before it has seen any, that of the founding alone.
   * @returns {Promise<Head>}
   */
  async head() {
    const kept = await get(this.#headKey);
    return kept ? { size: kept.size, root: fromBase64url(kept.root) } : this.#first;
  }

  async #compare(head, checkpoint) {
    if (head.size === checkpoint.size) {
      if (equalBytes(head.root, checkpoint.root)) return;
      throw new LogForked(`two different logs of ${head.size} entries, both signed`);
    }
    const [older, newer] = head.size < checkpoint.size ? [head, checkpoint] : [checkpoint, head];
    if (older.size === 0) throw new LogForked("the log became empty");
    try {
      const proof = await this.#consistencyProof(older.size, newer.size);
      await verifyConsistency(proof, older.size, newer.size, older.root, newer.root);
    } catch (error) {
      if (error instanceof BadProof || error instanceof BadForm || error instanceof Refusal) {
        throw new LogForked(`the log of ${newer.size} entries does not begin with the one of ${older.size}: ${error.message}`);
      }
      throw error;
    }
  }

  async #consistencyProof(older, newer) {
    const hashes = await requestJson(`/log/consistency?old=${older}&new=${newer}`);
    if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === "string")) throw new BadForm("not an array of hashes");
    return hashes.map(fromBase64);
  }

  /**
   * An entry of the log, with the proof that it stands there. Its signature is not checked: the key is in the log too.
   * @param {number} index
   * @returns {Promise<import("./jws.js").Jws & {text: string}>}
   * @throws {BadForm} the entry is not a statement
   * @throws {BadProof} the server's entry is not the one in the log
   * @throws {LogForked}
   * @throws {Refusal} withheld, or no such entry
   * @throws {import("./errors.js").Unreachable}
   */
  async provenEntry(index) {
    const [bytes, text] = this.isTold(index)
      ? [utf8(this.#told[index][0]), this.#told[index][1]]
      : await Promise.all([requestBytes(`/log/entry/${index}`), requestText(`/log/proof/${index}`)]);
    const proof = parseProof(text);
    if (proof.index !== index) throw new BadProof("a proof of another entry");
    const checkpoint = await openCheckpoint(proof.checkpoint, this.key);
    await verifyInclusion(proof.hashes, index, checkpoint.size, await leafHash(bytes), checkpoint.root);
    try {
      if (this.isTold(index)) this.#agreeSoon(proof.checkpoint);
      else await this.accept(proof.checkpoint);
    } catch (error) {
      // A browser that keeps nothing says nothing of the log, and hides nothing that is proven.
      if (!(error instanceof StorageUnavailable)) throw error;
    }
    const jws = fromUtf8(bytes);
    return { ...(await parseJws(jws, STATEMENT)), text: jws };
  }

  /**
   * Take entries that came with an event: they are verified like those that are fetched.
   * @param {Record<string, [string, string]>} entries statement and proof, by index
   * @param {Record<string, string>} texts whole texts that are voted on, by document, held against the chair's digest
   */
  hear(entries, texts) {
    this.#told = entries;
    this.#texts = texts;
  }

  /** The text of a document that is voted on as a whole, if it need not be fetched. */
  toldText(document) {
    return Object.hasOwn(this.#texts, document) ? this.#texts[document] : undefined;
  }

  /** Whether an entry need not be fetched. */
  isTold(index) {
    return Object.hasOwn(this.#told, index);
  }

  /** A dishonest server can fork the log after whatever this device has seen: the check finds it out, sooner or later. */
  #agreeSoon(note) {
    if (this.#agreeing.has(note)) return;
    this.#agreeing.add(note);
    setTimeout(() => {
      this.accept(note).catch((error) => {
        this.#agreeing.delete(note);
        if (error instanceof LogForked) this.onDoubt(error);
        else this.#agreeSoon(note);
      });
    }, AGREE_MS * Math.random());
  }
}

/** What the founding says, once its digest is the pinned one and the founder's signature verifies. */
async function verifyFounding(text, convention) {
  try {
    const jws = await parseJws(text, STATEMENT);
    if (jws.digest !== convention) throw new BadForm(`its digest is ${jws.digest}`);
    if (jws.payload.type !== "convention.founded") throw new BadForm("entry 0 is not a founding");
    await verifyJws(jws, jws.payload.key);
    const key = await parseVerifierKey(jws.payload.log.key);
    if (key.name !== jws.payload.log.origin) throw new BadForm("the log's key has another name than its origin");
    return { founding: jws.payload, key, first: { size: 1, root: await leafHash(utf8(text)) } };
  } catch (error) {
    throw new WrongConvention(`the server's founding statement is not that of convention ${convention}: ${error.message}`);
  }
}
