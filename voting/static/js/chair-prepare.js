/** The clerk's half of a prepared act: the draft is kept for the chair, as small as it can be made anew from. */
import { requestJson } from "./http.js";

/**
 * Keep a draft for the chairs.
 * @param {"open" | "decide" | "end" | "close" | "declare" | "annul" | "sitting" | "count" | "report"} kind
 * @param {object} draft
 */
export function prepareAct(kind, draft) {
  const headers = { "Content-Type": "application/json" };
  return requestJson("/chair/prepared", { method: "POST", headers, body: JSON.stringify({ kind, draft }) });
}

/** What is given from elsewhere, without what the chair's page reads again. */
function slim(given) {
  return given && { subject: given.subject, label: given.label, notes: given.notes ?? null };
}

function brief(tabled) {
  return tabled && { document: tabled.document, digest: tabled.digest, text: tabled.text };
}

/** A motion as the form has it, with the roll as the clerk saw it. */
export function openingDraft(draft, { count, version, weight }) {
  return { ...draft, tabled: brief(draft.tabled), given: slim(draft.given), seen: { count, version, weight } };
}

/** A decision as the form has it, with what it is about. */
export function decisionDraft(fields, { given, tabled }) {
  return { decision: fields.decision, fields, given: slim(given), tabled: brief(tabled) };
}

/** An act on a motion, or on a decision without a vote, as the clerk saw it; `reason` is that of an annulment. */
export function actDraft({ motion, decision, changed }, reason) {
  return { ...(motion ? { motion } : { decision }), changed, ...(reason && { reason }) };
}
