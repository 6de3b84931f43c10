/** Which page each role works in. */

const ROOMS = {
  chair: "/chair",
  clerk: "/chair",
  teller: "/tellers",
  desk: "/desk",
  founder: "/desk",
  auditor: "/audit",
};

/**
 * The page of a role.
 * @param {string} role
 * @returns {string} a path
 */
export function roomOf(role) {
  return ROOMS[role] ?? "/";
}

/**
 * The way there: officers sign in first, delegates' votes are signed one by one.
 * @param {string} role
 * @returns {string} a path
 */
export function wayTo(role) {
  const room = roomOf(role);
  return room === "/" ? room : `/signin?next=${encodeURIComponent(room)}`;
}
