/** The server's clock, as its answers tell it: a phone's own may be wrong by minutes. */

// Answers tell whole seconds, and arrive late. A clock that is right by so much is left alone, so that nothing jumps.
const TOLERANCE_MS = 2_000;

let offset = 0;

/** @param {string | null} date the `Date` header of an answer that comes from no cache */
export function hearClock(date) {
  const found = Date.parse(date) - Date.now();
  if (Math.abs(found - offset) > TOLERANCE_MS) offset = found;
}

/** Milliseconds since 1970, as the server counts them. */
export function serverNow() {
  return Date.now() + offset;
}

/** Minutes and seconds: 2:05. */
export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
