/**
 * The call of a count of those present as the log has it. An answer signs the digest of the call: it comes from the entry
 * itself, proved to stand in the log, so that no server makes phones answer what the chair did not call.
 */
import { WrongCall } from "./errors.js";
import { proven } from "./subject.js";

/**
 * @param {import("./log.js").Log} log
 * @param {any} count of /state
 * @returns {Promise<{count: string, call: string, calledAt: string}>} what an answer signs, and when the chair signed
 * @throws {WrongCall} the log says something else than the server
 * @throws {import("./errors.js").BadProof | import("./errors.js").BadForm | import("./errors.js").LogForked}
 * @throws {import("./errors.js").Unreachable}
 */
export async function verifyCall(log, { count, call, entry }) {
  const { payload: called, digest } = await proven(log, entry);
  if (called.type !== "count.called" || called.count !== count || digest !== call) {
    throw new WrongCall(`entry ${entry} is not the call of count ${count}`);
  }
  if (called.convention !== log.convention) throw new WrongCall("the call is of another convention");
  return { count, call: digest, calledAt: called.issued_at };
}
