/** A prepared draft against the convention as it stands: the same question on the text and the roll of now, and what is new. */
import { electorates } from "./chair-act.js";
import { draftNow } from "./chair-drafts.js";
import { nextNumber } from "./chair-open.js";
import { asReconsidered } from "./chair-reconsider.js";
import { requestJson } from "./http.js";
import { t } from "./text.js";
import { number } from "./view.js";

/**
 * What a draft is about, as it stands now.
 * @param {{given: any, tabled: any}} draft
 * @param {any} state of /state
 * @param {(digest: string) => any} matter the report or the agenda with a digest
 * @returns {Promise<{given: any, tabled: any, subject: any, changed: string[]} | null>} null if it cannot be put any more
 */
export async function textNow({ given, tabled }, state, matter) {
  if (tabled) {
    const found = (await requestJson("/chair/documents")).find((one) => one.document === tabled.document);
    if (!found) return null;
    const same = found.digest === tabled.digest && found.text === tabled.text;
    const subject = { amendments: [], digest: found.digest, document: found.document, text: found.text };
    return { given: null, tabled: found, subject, changed: same ? [] : [t("chair.prepared.text_changed")] };
  }
  if (!given) return { given: null, tabled: null, subject: null, changed: [] };
  if (!given.subject.amendments) {
    const found = await matterNow(given.subject, matter);
    return found && { given: found, tabled: null, subject: found.subject, changed: [] };
  }
  const { document: name, amendments } = given.subject;
  const now = draftNow(await requestJson(`/documents/${encodeURIComponent(name)}/state`), state, amendments);
  if (!now) return null;
  const { subject } = now.given;
  const same = ["digest", "text"].every((field) => subject[field] === given.subject[field]);
  return { given: now.given, tabled: null, subject, changed: same ? [] : [t("chair.prepared.text_changed")] };
}

/** What is no text, in the words of this page: those of a draft would have her sign something else than she reads. */
async function matterNow({ kind, id, digest }, matter) {
  if (kind !== "reconsideration") return matter(digest) ?? null;
  const found = await requestJson(`/chair/reconsideration/${encodeURIComponent(id)}`);
  return found.refused || found.subject.digest !== digest ? null : asReconsidered(found);
}

/**
 * Whether a prepared motion was opened already, under its number or the next that was free, and its draft is left over: it
 * could not be taken away, or the opening was sent after a reload.
 * @param {any} draft
 * @param {any[]} motions of /chair/motions
 * @param {string[]} languages
 */
export function isOpened(draft, motions, languages) {
  const same = (one, name) => languages.every((language) => one[name][language] === draft[name]?.[language]);
  const after = ({ motion }) => motion === draft.motion || Number(motion) >= Number(draft.motion);
  return motions.some((one) => after(one) && same(one, "title") && same(one, "question"));
}

/**
 * A prepared motion as it would be opened now.
 * @param {any} draft
 * @param {any} state
 * @param {string[]} taken
 * @param {(digest: string) => any} matter
 * @returns {Promise<{full: any, roll: any, changed: string[]} | null>}
 */
export async function openingNow(draft, state, taken, matter) {
  const found = await textNow(draft, state, matter);
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
