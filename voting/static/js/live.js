/** The current state, live: one event stream, and gentle polling where there is none. */
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";

const RETRY_MS = 4_000;
const POLL_MS = 15_000;
// Pings are invisible to pages. A stream that says nothing for so long may be dead, so the state is asked for once.
const SILENCE_MS = 60_000;

/** Half to one and a half times `milliseconds`: a thousand phones must not ask in the same second. */
export function jittered(milliseconds) {
  return milliseconds * (0.5 + Math.random());
}

/**
 * Follow the convention until `stop()` is called.
 * @param {{onState: (state: any) => void, onTurnout?: (turnout: {motion: string, count: number, weight: number, size: number}) => void,
 *   onRolls?: (rolls: any) => void, onConnection?: (connected: boolean) => void}} handlers
 * @returns {{stop: () => void, refresh: () => Promise<void>}} refresh asks for the state now
 */
export function follow({ onState, onTurnout = () => {}, onRolls = () => {}, onConnection = () => {} }) {
  let source = null;
  let timer = 0;
  let stopped = false;
  let newest = -1;

  function take(state) {
    // A late answer of polling must not undo what the stream has shown since.
    if (state.size < newest) return;
    newest = state.size;
    onState(state);
  }

  async function refresh() {
    try {
      take(await requestJson("/state"));
      onConnection(true);
    } catch (error) {
      if (error instanceof Unreachable) onConnection(false);
      else throw error;
    }
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (stopped) return;
      if (!source || source.readyState === EventSource.CLOSED) connect();
      await refresh();
      if (!stopped) later(source?.readyState === EventSource.OPEN ? SILENCE_MS : POLL_MS);
    }, jittered(milliseconds));
  }

  function listen(name, handler) {
    source.addEventListener(name, (event) => {
      later(SILENCE_MS);
      handler(JSON.parse(event.data));
    });
  }

  function connect() {
    source?.close();
    source = new EventSource("/events");
    source.onopen = () => {
      onConnection(true);
      later(SILENCE_MS);
    };
    // The browser reconnects by itself after a network error, but gives up after an error status: later() sees to both.
    source.onerror = () => {
      onConnection(false);
      later(RETRY_MS);
    };
    listen("state", take);
    listen("turnout", onTurnout);
    listen("rolls", onRolls);
  }

  function wake() {
    if (stopped || document.visibilityState === "hidden") return;
    later(RETRY_MS / 8);
  }

  function sleep() {
    onConnection(false);
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
  connect();
  later(RETRY_MS);
  return { stop, refresh };
}
