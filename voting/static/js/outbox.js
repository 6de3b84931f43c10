/**
 * Signed statements on their way to the log. Each is kept before it is first sent, and sent again, the same bytes, until
 * there is a receipt that this device has verified, or a refusal. It survives a reload.
 *
 * A record is `{digest, jws, convention, kid, sequence, type, about, signedAt, state, …}`; `about` is the page's own
 * (which motion, which choice). States: `waiting`; `recorded` (with index, receipt, recordedAt); `refused` (with status,
 * code, title, detail); `doubtful` (with error, receipt: the server claims to have recorded it but proves nothing).
 */
import { LogForked, Refusal, Unreachable } from "./errors.js";
import { requestText } from "./http.js";
import { jittered } from "./live.js";
import { verify } from "./receipt.js";
import { allStatements, getStatement, putStatement } from "./store.js";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** The outbox of one convention in this browser. */
export class Outbox {
  #log;
  #listeners = new Set();
  #sending = new Map();
  #wakers = new Set();

  /** @param {import("./log.js").Log} log */
  constructor(log) {
    this.#log = log;
    addEventListener("online", () => this.#wakers.forEach((wake) => wake()));
  }

  /**
   * Be told of every change of a record.
   * @param {(record: any) => void} listener
   * @returns {() => void} stop being told
   */
  watch(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Keep a signed statement and send it until it is settled.
   * @param {import("./statement.js").Signed} signed
   * @param {{kid: string, convention: string}} identity who signed it
   * @param {object} [about] kept beside it for the page
   * @returns {Promise<any>} the settled record: recorded, refused or doubtful
   * @throws {import("./store.js").StorageUnavailable} nothing was sent
   */
  async submit(signed, identity, about) {
    return this.#settle(await this.add(signed, identity, about));
  }

  /**
   * Keep a signed statement without sending it yet; `retry` sends it.
   * @param {import("./statement.js").Signed} signed
   * @param {{kid: string, convention: string}} identity who signed it
   * @param {object} [about] kept beside it for the page
   * @returns {Promise<any>} its record
   * @throws {import("./store.js").StorageUnavailable}
   */
  async add({ jws, digest, payload }, { kid, convention }, about = {}) {
    const { type, sequence, issued_at: signedAt } = payload;
    return this.#keep({ digest, jws, convention, kid, sequence, type, about, signedAt, state: "waiting" });
  }

  /**
   * Send a kept statement again, the same bytes, unless it is settled for good: recorded or refused.
   * @param {string} digest
   * @returns {Promise<any>} the settled record
   */
  async retry(digest) {
    const record = await getStatement(digest);
    return this.#settle(record.state === "doubtful" ? await this.#keep({ ...record, state: "waiting" }) : record);
  }

  /**
   * Send everything that is not settled yet, as after a reload. Doubtful statements are tried again as well.
   * @returns {Promise<void>} does not wait for answers
   */
  async resume() {
    const unsettled = (await this.records()).filter(({ state }) => state === "waiting" || state === "doubtful");
    // Oldest first: a later sequence number would bar an earlier one.
    for (const { digest } of unsettled.reverse()) this.retry(digest).catch(() => {});
  }

  /**
   * This convention's records, newest first.
   * @param {Promise<any[]>} [all] all kept statements, where they were asked for already
   * @returns {Promise<any[]>}
   */
  async records(all = allStatements()) {
    return (await all).filter((record) => record.convention === this.#log.convention).sort((a, b) => b.sequence - a.sequence);
  }

  /**
   * Note that the person has read what became of a statement.
   * @param {string} digest
   */
  async markRead(digest) {
    await this.#keep({ ...(await getStatement(digest)), read: true });
  }

  /** The record once it is settled. One key's statements go one after the other: a later sequence would bar an earlier. */
  async #settle({ digest, kid }) {
    const before = this.#sending.get(kid) ?? Promise.resolve();
    const done = before.catch(() => {}).then(() => this.#sendUntilSettled(digest, kid));
    this.#sending.set(kid, done);
    return done;
  }

  async #sendUntilSettled(digest, kid) {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      // Another tab may be sending too; with the lock each sees what the other has settled.
      const record = await withLock(`plenary-outbox-${kid}`, () => this.#attempt(digest));
      if (record.state !== "waiting") return record;
      await this.#pause(jittered(wait));
    }
  }

  async #attempt(digest) {
    const record = await getStatement(digest);
    if (record.state !== "waiting") {
      this.#tell(record);
      return record;
    }
    let receipt = null;
    try {
      receipt = await requestText("/statements", {
        method: "POST",
        headers: { "Content-Type": "application/jose" },
        body: record.jws,
      });
      const { index } = await verify(record.jws, receipt, this.#log);
      return await this.#keep({ ...record, state: "recorded", index, receipt, recordedAt: new Date().toISOString() });
    } catch (error) {
      return this.#afterError(record, receipt, error);
    }
  }

  async #afterError(record, receipt, error) {
    if (error instanceof Unreachable) {
      this.#tell({ ...record, trouble: error.message });
      return record;
    }
    if (error instanceof Refusal && receipt === null) {
      const { status, code, message: title, detail } = error;
      return this.#keep({ ...record, state: "refused", status, code, title, detail });
    }
    const code = error instanceof LogForked ? error.code : "bad_receipt";
    return this.#keep({ ...record, state: "doubtful", code, error: String(error.message), receipt: receipt ?? "" });
  }

  async #keep(record) {
    await putStatement(record);
    this.#tell(record);
    return record;
  }

  #tell(record) {
    for (const listener of this.#listeners) listener(record);
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#wakers.add(wake);
    });
  }
}

function withLock(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
