/** The current state, live: one event stream, and gentle polling where there is none. */
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";

const SOON_MS = 500;
// A browser comes back to a stream by itself, after the one to nine seconds that the server has told it: only a page whose
// stream has not come back by then asks for the state.
const RETRY_MS = 10_000;
const POLL_MS = 15_000;
// There is a sign of life three times as often. A stream that says nothing for so long is dead: the state is asked for.
const SILENCE_MS = 60_000;

// What a stream would tell first. The head of a page that needs it soon asks for it while the scripts are on their way.
const ahead = document.querySelector('link[href="/now"]') ? requestJson("/now") : null;
// Whoever follows hears of it.
ahead?.catch(() => {});

/** Half to one and a half times `milliseconds`: a thousand phones must not ask in the same second. */
export function jittered(milliseconds) {
  return milliseconds * (0.5 + Math.random());
}

/**
 * Follow the convention until `stop()` is called.
 * @param {{onState: (state: any) => void, onTurnout?: (turnout: {motion: string, count: number, weight: number}) => void,
 *   onOpened?: (opened: {ordinary: Record<string, string>, entries: Record<string, [string, string]>}) => void,
 *   onRolls?: (rolls: any) => void, onLog?: (log: {size: number, root: string}) => void, onAnswered?: (answered: {of: string, count: number, weight: number}) => void,
 *   onFloor?: (floor: any) => void, onConnection?: (connected: boolean) => void}} handlers
 * @returns {{stop: () => void, refresh: () => Promise<void>}} refresh asks for the state now
 */
export function follow({ onState, onOpened, onTurnout, onRolls, onLog, onAnswered, onFloor = () => {}, onConnection = () => {} }) {
  // Turnouts are sent to those alone who show them.
  const only = onTurnout || onRolls || onAnswered ? "" : "only=state&";
  let last = "";
  let source = null;
  let timer = 0;
  let due = Infinity;
  let stopped = false;
  let newest = null;
  let floor = -1;
  let connected = null;

  function tellConnection(now) {
    if (now !== connected) onConnection(now);
    connected = now;
  }

  function take(state) {
    // A late answer of polling must not undo what the stream has shown since.
    if (newest?.convention === state.convention && newest?.size > state.size) return;
    newest = state;
    onState(state);
    takeFloor(state.floor);
  }

  function takeFloor(told) {
    if (told.version < floor) return;
    floor = told.version;
    onFloor(told);
  }

  async function refresh() {
    try {
      take(await requestJson("/state"));
      tellConnection(true);
    } catch (error) {
      if (error instanceof Unreachable) tellConnection(false);
      else throw error;
    }
  }

  /** Look again then, and not before. */
  function lookAt(when) {
    clearTimeout(timer);
    due = when;
    timer = setTimeout(look, when - Date.now());
  }

  function lookAfter(milliseconds) {
    lookAt(Date.now() + jittered(milliseconds));
  }

  /** Look again by then. What fails over and over must not put off the look that would help. */
  function lookWithin(milliseconds) {
    const when = Date.now() + jittered(milliseconds);
    if (when < due) lookAt(when);
  }

  async function look() {
    due = Infinity;
    if (!source || source.readyState === EventSource.CLOSED) connect();
    try {
      await refresh();
    } finally {
      if (!stopped) lookWithin(source.readyState === EventSource.OPEN ? SILENCE_MS : POLL_MS);
    }
  }

  function listen(name, handler) {
    source.addEventListener(name, (event) => {
      // A stream may outlive a network that the browser called lost.
      tellConnection(true);
      lookAfter(SILENCE_MS);
      last = event.lastEventId;
      handler?.(JSON.parse(event.data));
    });
  }

  async function begin() {
    try {
      const { number, opened, state } = await ahead;
      // An answer that took too long: a stream was begun meanwhile.
      if (source) return;
      last = number;
      if (opened) onOpened?.(opened);
      take(state);
      tellConnection(true);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    } finally {
      if (!stopped && !source) connect();
    }
  }

  function connect() {
    source?.close();
    source = new EventSource(`/events?${only}last=${last}`);
    source.onopen = () => {
      tellConnection(true);
      lookAfter(SILENCE_MS);
    };
    // The browser reconnects by itself after a network error, but gives up after an error status: look() sees to both,
    // and finds out whether the server can be reached at all.
    // A page that has nothing to show yet asks at once: where streams are blocked, polling is all there is.
    source.onerror = () => lookWithin(newest ? RETRY_MS : SOON_MS);
    listen("ping");
    listen("opened", onOpened);
    listen("state", take);
    listen("turnout", onTurnout);
    listen("rolls", onRolls);
    listen("log", onLog);
    listen("answered", onAnswered);
    listen("floor", takeFloor);
  }

  function wake() {
    if (stopped || document.visibilityState === "hidden") return;
    lookWithin(SOON_MS);
  }

  function sleep() {
    tellConnection(false);
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
    source?.close();
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("online", wake);
    removeEventListener("offline", sleep);
  }

  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("offline", sleep);
  lookWithin(RETRY_MS);
  if (ahead) begin();
  else connect();
  return { stop, refresh };
}
