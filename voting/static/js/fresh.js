/** Keeps a page true that no stream of the server tells: it looks again when the log has grown. */

const REFRESH_MS = 5_000;
/** How many times longer than the server's work the page waits before it asks again. */
const LEISURE = 20;

/** Whether a newer log has been seen and proved to continue the one seen before. */
function logWatcher(log) {
  let size = 0;
  return async () => {
    const head = await log.verifyHead();
    const grown = head.size !== size;
    size = head.size;
    return grown;
  };
}

/**
 * Refresh when the log has grown, while somebody looks and no dialog is open; a slow answer is asked for less often.
 * @param {import("./log.js").Log} log
 * @param {() => Promise<unknown> | undefined} refresh
 * @param {(error: Error) => void} tellTrouble
 */
export async function keepFresh(log, refresh, tellTrouble) {
  const hasGrown = logWatcher(log);
  for (let pause = REFRESH_MS; ; ) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (document.visibilityState === "hidden" || document.querySelector("dialog[open]")) continue;
    const asked = performance.now();
    try {
      if (await hasGrown()) await refresh();
    } catch (error) {
      // A network that is away for a moment is told by whoever acts; a log that contradicts itself must be told at once.
      if (error.code !== "unreachable") tellTrouble(error);
    }
    pause = Math.max(REFRESH_MS, LEISURE * (performance.now() - asked));
  }
}
