/** A prepared draft against the convention as it stands: the same question on the text and the roll of now, and what is new. */
import { electorates } from "./chair-act.js";
import { draftNow } from "./chair-drafts.js";
import { nextNumber } from "./chair-open.js";
import { requestJson } from "./http.js";
import { t } from "./text.js";
import { number } from "./view.js";

/**
 * What a draft is about, as it stands now.
 * @param {{given: any, tabled: any}} draft
 * @param {any} state of /state
 * @returns {Promise<{given: any, tabled: any, subject: any, changed: string[]} | null>} null if it cannot be put any more
 */
export async function textNow({ given, tabled }, state) {
  if (tabled) {
    const found = (await requestJson("/chair/documents")).find((one) => one.document === tabled.document);
    if (!found) return null;
    const same = found.digest === tabled.digest && found.text === tabled.text;
    const subject = { amendments: [], digest: found.digest, document: found.document, text: found.text };
    return { given: null, tabled: found, subject, changed: same ? [] : [t("chair.prepared.text_changed")] };
  }
  // A report, an agenda or a decision is what its digest says: the log refuses one that is not there any more.
  if (!given?.subject?.amendments) return { given, tabled: null, subject: given?.subject ?? null, changed: [] };
  const { document: name, amendments } = given.subject;
  const now = draftNow(await requestJson(`/documents/${encodeURIComponent(name)}/state`), state, amendments);
  if (!now) return null;
  const { subject } = now.given;
  const same = ["digest", "text"].every((field) => subject[field] === given.subject[field]);
  return { given: now.given, tabled: null, subject, changed: same ? [] : [t("chair.prepared.text_changed")] };
}

/**
 * A prepared motion as it would be opened now.
 * @param {any} draft
 * @param {any} state
 * @param {string[]} taken
 * @returns {Promise<{full: any, roll: any, changed: string[]} | null>}
 */
export async function openingNow(draft, state, taken) {
  const found = await textNow(draft, state);
  if (!found) return null;
  const changed = [...found.changed];
  const motion = taken.includes(draft.motion) ? nextNumber(taken) : draft.motion;
  if (motion !== draft.motion) changed.push(t("chair.prepared.number_changed", { before: draft.motion, motion }));
  const full = { ...draft, motion, given: found.given, tabled: found.tabled };
  const roll = (await electorates(full.given))[full.kind][full.roll];
  if (["count", "version", "weight"].some((field) => roll[field] !== draft.seen[field])) {
    changed.push(t("chair.prepared.roll_changed", { before: number(draft.seen.count), now: number(roll.count) }));
  }
  return { full, roll, changed };
}
