/** Messages that say how many. */
import { hasMessage, t } from "./text.js";
import { number } from "./view.js";

/**
 * The message that says how many: `key`, or `key_one` for one.
 * @param {string} key
 * @param {number} count
 * @param {Object<string, *>} [values] what else it names
 * @returns {string}
 */
export function counted(key, count, values = {}) {
  return t(count === 1 && hasMessage(`${key}_one`) ? `${key}_one` : key, { ...values, count: number(count) });
}
