/** A time of day as this device writes it, without seconds. */

/** @param {number} seconds since 1970 */
export function clockTime(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { timeStyle: "short" });
}
