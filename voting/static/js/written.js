/** What people type or paste, in the one form in which statements hold it (FORMAT.md section 1, text). */

/**
 * Typed text as a statement takes it: a tab is a space, and left out is what nobody sees and what turns the order of
 * letters, for it would show other words than those that are signed.
 * @param {string} typed
 */
export function written(typed) {
  return typed
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "")
    .trim();
}
