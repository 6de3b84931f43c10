/** What the log says of keys. */
import { Refusal } from "./errors.js";
import { requestJson } from "./http.js";

/**
 * What the log says of a key.
 * @param {string} kid
 * @returns {Promise<any>} null if the log does not know it
 */
export async function lookUp(kid) {
  try {
    return await requestJson(`/devices/${kid}`);
  } catch (error) {
    if (error instanceof Refusal && error.code === "unknown_key") return null;
    throw error;
  }
}
