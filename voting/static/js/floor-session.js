/** Acts on the floor need a session, which the device's key opens; they are no statements and sign nothing. */
import { requestJson } from "./http.js";
import { signIn } from "./session.js";

/**
 * @param {import("./identity.js").Identity} identity
 * @returns {(path: string, method: string, body?: object) => Promise<any>} asks the server, signed in
 */
export function floorSession(identity) {
  let signedIn = false;
  return async (path, method, body) => {
    const send = () => requestJson(path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
    if (!signedIn) await signIn(identity);
    signedIn = true;
    return send().catch(async (error) => {
      if (error.code !== "not_signed_in") throw error;
      await signIn(identity);
      return send();
    });
  };
}
