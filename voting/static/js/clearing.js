/** Everything that this browser keeps of Plenary, deleted: a lent phone goes on to somebody else. */
import { signOut } from "./session.js";
import { close } from "./store.js";

function deleteDatabase(onBlocked) {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase("plenary");
    deleting.onblocked = onBlocked;
    deleting.onerror = () => reject(deleting.error);
    deleting.onsuccess = () => resolve();
  });
}

/**
 * End the session and delete keys, statements, receipts, kept pages and choices.
 * @param {() => void} onBlocked another tab holds the database; it goes on once that is closed
 * @throws {import("./errors.js").Unreachable} nothing was deleted
 */
export async function clearBrowser(onBlocked) {
  // First, for only the server can delete the session's cookie: without it the next holder could ask for the floor as this one.
  await signOut();
  // Every other tab hears of it and loads again, without the key; this one must not, before it has finished.
  await close();
  await deleteDatabase(onBlocked);
  // The worker before what it keeps, or it could keep the page again.
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  localStorage.clear();
  sessionStorage.clear();
  document.cookie = "language=; path=/; max-age=0";
}
