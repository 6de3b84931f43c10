/** What this browser keeps: named values, and signed statements with their receipts (IndexedDB, database `plenary`). */

const NAME = "plenary";
const VERSION = 1;

/** Under this name stands who this browser is. */
export const IDENTITY = "identity";

/** Under this name stands what this browser has verified of a convention's log. */
export const logName = (convention) => `log:${convention}`;

/** This browser does not let the page keep anything: private mode, blocked storage, or a full disk. */
export class StorageUnavailable extends Error {
  code = "storage_unavailable";

  /** @param {unknown} cause */
  constructor(cause) {
    super(`this browser keeps nothing for the page: ${cause?.name ?? cause}`);
    this.name = "StorageUnavailable";
  }
}

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, VERSION);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("values");
      opening.result.createObjectStore("statements", { keyPath: "digest" });
    };
    opening.onblocked = () => reject(new Error("another tab holds an older version"));
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      // Browsers close the connection when they clear storage, and now and then for reasons of their own.
      database.onclose = () => {
        opened = null;
        // A vote signed by a key that nothing keeps would be nobody's at the next visit: the page says so now.
        get(IDENTITY).then((kept) => kept ?? location.reload(), () => location.reload());
      };
      database.onversionchange = () => {
        database.close();
        // Another tab deletes what is kept: this one must not go on with a key in its memory.
        location.reload();
      };
      resolve(database);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

// While the other scripts begin. Whoever asks for something hears what is wrong.
open().catch(() => {});

/** Let go of what is kept, for good: this page is about to delete it. */
export async function close() {
  (await open()).close();
}

/** Run `work(store)` in one transaction; resolves with its request's result once the transaction is on disk. */
async function transact(name, mode, work) {
  try {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      let outcome = {};
      transaction.oncomplete = () => resolve("value" in outcome ? outcome.value : outcome.request?.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      transaction.onerror = () => reject(transaction.error);
      outcome = work(transaction.objectStore(name), (value) => (outcome = { value })) ?? outcome;
    });
  } catch (error) {
    throw new StorageUnavailable(error);
  }
}

/**
 * A kept value.
 * @param {string} key
 * @returns {Promise<any>} undefined if there is none
 * @throws {StorageUnavailable}
 */
export function get(key) {
  return transact("values", "readonly", (store) => ({ request: store.get(key) }));
}

/**
 * Keep a value; anything that structured clone takes, CryptoKeys included.
 * @param {string} key
 * @param {any} value
 * @throws {StorageUnavailable}
 */
export async function put(key, value) {
  await transact("values", "readwrite", (store) => void store.put(value, key));
}

/**
 * Forget a value.
 * @param {string} key
 * @throws {StorageUnavailable}
 */
export async function remove(key) {
  await transact("values", "readwrite", (store) => void store.delete(key));
}

/**
 * Replace a value by `change(value)` in one transaction, so that two tabs never both see the old one.
 * @param {string} key
 * @param {(value: any) => any} change pure and synchronous; undefined leaves the value as it is
 * @returns {Promise<any>} the value that is now kept
 * @throws {StorageUnavailable}
 */
export function update(key, change) {
  return transact("values", "readwrite", (store, resolve) => {
    const reading = store.get(key);
    reading.onsuccess = () => {
      const changed = change(reading.result);
      if (changed !== undefined) store.put(changed, key);
      resolve(changed === undefined ? reading.result : changed);
    };
  });
}

/**
 * Keep a statement's record under its digest, over what was kept before.
 * @param {{digest: string}} record
 * @throws {StorageUnavailable}
 */
export async function putStatement(record) {
  await transact("statements", "readwrite", (store) => void store.put(record));
}

/**
 * @param {string} digest
 * @returns {Promise<any>} undefined if there is none
 * @throws {StorageUnavailable}
 */
export function getStatement(digest) {
  return transact("statements", "readonly", (store) => ({ request: store.get(digest) }));
}

/**
 * All kept statements, in no order.
 * @returns {Promise<any[]>}
 * @throws {StorageUnavailable}
 */
export function allStatements() {
  return transact("statements", "readonly", (store) => ({ request: store.getAll() }));
}

/** Ask the browser not to delete what it keeps for this page when the device is short of space. */
export function askToKeep() {
  navigator.storage?.persist?.().catch(() => {});
}

/** Whether it has not agreed to that. */
export async function mayDelete() {
  return (await navigator.storage?.persisted?.().catch(() => false)) !== true;
}

/**
 * Whether this browser keeps what is written; asks it not to evict our data either.
 * @returns {Promise<boolean>}
 */
export async function storageWorks() {
  try {
    const mark = Math.random();
    await put("storage-check", mark);
    const kept = (await get("storage-check")) === mark;
    await remove("storage-check");
    // Firefox asks people, who need not answer: nothing waits for it.
    askToKeep();
    return kept;
  } catch {
    return false;
  }
}
