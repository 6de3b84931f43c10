/** An act of chair or clerk on the floor: it tells the hall something, and is no statement of the log. */
import { requestJson } from "./http.js";

/**
 * @param {{act: string}} act with its own fields
 * @returns {Promise<any>} the floor, as everyone sees it then
 */
export function floorAct(act) {
  const headers = { "Content-Type": "application/json" };
  return requestJson("/floor/acts", { method: "POST", headers, body: JSON.stringify(act) });
}
