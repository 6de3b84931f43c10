/** Sign-in: this device answers a challenge with its key (FORMAT.md section 11). There are no passwords. */
import { request, requestJson } from "./http.js";
import { LOGIN, signJws } from "./jws.js";

/**
 * Start a session for this device.
 * @param {import("./identity.js").Identity} identity
 * @returns {Promise<{credential: number, role: string, person: string}>}
 * @throws {import("./errors.js").Refusal} the key is unknown, revoked, or the challenge stale
 * @throws {import("./errors.js").Unreachable}
 */
export async function signIn(identity) {
  const { challenge } = await requestJson("/session/challenge", { method: "POST" });
  const { jws } = await signJws(identity, LOGIN, { challenge, convention: identity.convention });
  return requestJson("/session", { method: "POST", headers: { "Content-Type": "application/jose" }, body: jws });
}

/** End the session. */
export async function signOut() {
  await request("/session", { method: "DELETE" });
}

/**
 * A path on this server to go to, whatever a link says: nothing of another origin, no other scheme.
 * @param {string | null} next
 * @param {string} [fallback]
 * @returns {string} path, query and fragment
 */
export function safePath(next, fallback = "/") {
  if (!next || !next.startsWith("/")) return fallback;
  let url;
  try {
    url = new URL(next, location.origin);
  } catch {
    return fallback;
  }
  // "//host", "/\host" and control characters that parsers drop all end up with another origin here. A path that starts
  // with two slashes would become a host once it is used as an address again.
  if (url.origin !== location.origin || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}
