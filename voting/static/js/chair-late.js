/** Who was first, for an officer whose act came second. */
import { requestJson } from "./http.js";
import { t } from "./text.js";
import { timeOf } from "./view.js";

/** Somebody else acted on the motion while the officer decided: nothing of hers was signed. */
class Late extends Error {
  code = "late";
}

/**
 * Refuse to sign on what has changed since the officer was asked.
 * @param {{changed: number}} asked the motion or decision as she was asked about it
 * @param {{changed: number} | undefined} now as it stands
 * @throws {Late}
 */
export function checkNotLate(asked, now) {
  if (now && now.changed !== asked.changed) throw new Late(t("chair.late"));
}

/**
 * Say first who did what and when, then what the server or the page says of it.
 * @param {Error} error
 * @param {string} number of the motion or decision
 * @param {number} seen the latest entry on it that the officer knew of, -1 if she knew of none
 * @returns {Promise<Error>} the error
 */
export async function withWho(error, number, seen) {
  if (error.code !== "late" && error.status !== 409) return error;
  try {
    const { entry, type, at, credential, by } = await requestJson(`/chair/motions/${encodeURIComponent(number)}/last-act`);
    if (entry === seen) return error;
    const who = by ?? t("chair.late.officer", { number: credential });
    error.detail = error.message;
    error.message = t(`chair.late.${type}`, { who, time: timeOf(at) });
  } catch {
    // The refusal itself is what matters; without a name it is still true.
  }
  return error;
}
