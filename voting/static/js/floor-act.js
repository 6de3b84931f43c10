/** An act of chair or clerk on the floor: it tells the hall something, and is no statement of the log. */
import { requestJson } from "./http.js";

/**
 * @param {string} act
 * @param {object} [fields]
 */
export function floorAct(act, fields = {}) {
  const headers = { "Content-Type": "application/json" };
  return requestJson("/floor/acts", { method: "POST", headers, body: JSON.stringify({ act, ...fields }) });
}
