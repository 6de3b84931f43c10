/** What was read at the door: a badge's door code with its number, a code typed by hand, or a number. */
import { looksSecret } from "./desk-view.js";

const CODE = /^[0-9A-HJKMNP-TV-Z]{6}$/;
const NUMBER = /^[1-9][0-9]{0,8}$/;
/** As people write it before a number: No. 12, Nº 12, № 12, #12. */
const SIGN = /^(?:#|№|n\s*[.°º]|n[ro]\s*\.?)\s*(?=[0-9]+$)/i;
const NAME = /^\p{L}[\p{L}\p{M}\s.'’-]+$/u;

/**
 * What was read: `secret` is an activation link, which must go nowhere; null is nothing that a badge says.
 * @typedef {{secret: true} | {code: string | null, number: string | null}} Reading
 */

/** A door code as printed, from what was typed: case and the letters that people mistake for digits do not matter. */
function doorCode(typed) {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return CODE.test(code) ? code : null;
}

/**
 * @param {string} text from a keyboard, a hand scanner or a camera
 * @returns {Reading | null}
 */
export function readBadge(text) {
  const read = text.trim().replace(SIGN, "");
  if (looksSecret(read)) return { secret: true };
  // The small code of a badge says both; the badge's number tells an old badge from the one that replaced it.
  const [first, second, ...more] = read.split(/\s+/);
  if (second && !more.length && CODE.test(first.toUpperCase()) && NUMBER.test(second)) return { code: first.toUpperCase(), number: second };
  const code = doorCode(read);
  if (code !== null) return { code, number: null };
  return NUMBER.test(read) ? { code: null, number: read } : null;
}

/**
 * What a camera read: the whole small code of a badge, and not whatever other code says a number, as that of a cloakroom.
 * @param {string} text
 * @returns {Reading | null}
 */
export function seenBadge(text) {
  const read = readBadge(text);
  return read?.secret || (read?.code && read.number) ? read : null;
}

/** Whether a text may be somebody's name, or part of one. */
export function looksLikeName(text) {
  return NAME.test(text.trim()) && !looksSecret(text);
}
