/** What a delegate can do now with one mandate in one motion: a pure function of what this phone knows. */

/**
 * @typedef {"sending" | "recorded" | "replaced" | "ineligible" | "elsewhere" | "paper" | "over" | "unconfirmed" | "choose"} Step
 */

/**
 * Decide the step.
 * @param {{state: string, opening: string, changeOfVote: boolean}} motion
 * @param {string} mandate
 * @param {any} device what the log says of this phone (GET /devices)
 * @param {any[]} records this phone's votes for the mandate in this motion, newest first
 * @returns {{step: Step, record: any, refused: any, mayVote: boolean}} `record` is the waiting or the counting vote; `refused`
 *   the newest one if it was refused; `mayVote` whether a vote may be signed now
 */
export function ballotState(motion, mandate, device, records) {
  const refused = records[0]?.state === "refused" ? records[0] : null;
  const answer = (step, record = null, mayVote = false) => ({ step, record, refused, mayVote });
  const open = motion.state === "open";
  const active = device.status === "active";
  const confirmed = device.confirmed || !device.needs_confirmation;

  const waiting = records.find(({ state }) => state === "waiting" || state === "doubtful");
  if (waiting) return answer("sending", waiting);
  const rights = device.motions[motion.opening];
  if (rights?.on_paper.includes(mandate)) return answer("paper");
  const recorded = records.find(({ state }) => state === "recorded");
  if (recorded) return answer("recorded", recorded, open && active && confirmed && motion.changeOfVote);
  if (!active) return answer("replaced");
  if (rights?.recorded.includes(mandate)) return answer("elsewhere", null, open && confirmed && motion.changeOfVote);
  if (rights && !rights.eligible.includes(mandate)) return answer("ineligible");
  if (!open) return answer("over");
  return confirmed ? answer("choose", null, true) : answer("unconfirmed");
}

/**
 * Whether a number, of a credential or a seat, is one of those named in runs: "5-7,9".
 * @param {number | string} number
 * @param {string | undefined} named
 */
export function isAmong(number, named) {
  return !!named?.split(",").some((run) => {
    const [low, high = low] = run.split("-").map(Number);
    return low <= number && number <= high;
  });
}

/** The block that was cast for a mandate or a delegation, if there is one: what it says is null until it is told. */
export function blockOf({ blocks }, mandate) {
  const [delegation, seat] = mandate.split("/");
  const block = blocks[delegation];
  return (!seat || isAmong(seat, block?.seats)) && block;
}

/**
 * What the log says of this phone, once it may cast in a motion, or answer in a count, what it always may; or false.
 * @param {any} device
 * @param {number} credential
 * @param {string | undefined} named the credentials that may, in runs
 * @param {string} digest of the opening, or of the count's call
 * @param {boolean} counted
 */
export function asAlways(device, credential, named, digest, counted) {
  if (!isAmong(credential, named) || device?.status !== "active" || device.exercise.some((one) => one.standing !== "own" || one.with !== credential)) return false;
  const { mandates, motions } = device;
  if (counted) return { ...device, count: { call: digest, mandates, answered: [] } };
  const standing = Object.fromEntries(mandates.map((mandate) => [mandate, "own"]));
  return { ...device, confirmed: true, motions: { [digest]: { eligible: mandates, standing, recorded: [], on_paper: [], why: {}, block: null }, ...motions } };
}
