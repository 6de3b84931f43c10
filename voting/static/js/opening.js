/**
 * The motion as the log has it. A vote signs the digest of the opening, and so the words it pins: they come from the
 * entry itself, proved to stand in the log, and not from what the server says of it.
 */
import { stringify } from "./canonical.js";
import { BadProof, Refusal } from "./errors.js";

const ROLL_CALL = stringify([
  { counts: "for", id: "yes" },
  { counts: "against", id: "no" },
  { counts: "abstention", id: "abstain" },
]);
const SHOWN_TOO = [
  "title", "question", "kind", "options", "majority", "quorum", "tie", "voters", "ballot", "electorate", "change_of_vote",
];

/** What the server shows to the hall is not what the chair signed. */
export class WrongOpening extends Error {
  code = "wrong_opening";

  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "WrongOpening";
  }
}

/**
 * The opening of a motion, and the document it is about, as the log has them.
 * @param {import("./log.js").Log} log
 * @param {any} motion of /state
 * @returns {Promise<{digest: string, index: number, opened: any, document: any | null}>} `opened` and `document` are the
 *   payloads of `motion.opened` and `document.tabled`
 * @throws {WrongOpening} the log says something else than the server, or its rule is not that of the founding
 * @throws {BadProof | import("./errors.js").BadForm | import("./errors.js").LogForked}
 * @throws {import("./errors.js").Unreachable}
 */
export async function verifyOpening(log, motion) {
  const { payload: opened, digest } = await proven(log, motion.index);
  if (opened.type !== "motion.opened" || opened.motion !== motion.motion || digest !== motion.opening) {
    throw new WrongOpening(`entry ${motion.index} is not the opening of motion ${motion.motion}`);
  }
  if (opened.convention !== log.convention) throw new WrongOpening("the opening is of another convention");
  for (const name of SHOWN_TOO) {
    if (stringify(opened[name]) !== stringify(motion[name])) throw new WrongOpening(`${name} is not as the chair signed it`);
  }
  if (opened.ballot.kind !== "roll-call" || stringify(opened.options) !== ROLL_CALL) throw new WrongOpening("not a roll call");
  const rule = log.rules.questions[opened.kind];
  const bound = ({ majority, quorum, tie, voters }) => stringify([majority, quorum, tie, voters]);
  if (!rule || bound(rule) !== bound(opened)) {
    throw new WrongOpening("its rule is not the one that the founding binds");
  }
  return { digest, index: motion.index, opened, document: await documentOf(log, opened.subject, motion.subject) };
}

async function documentOf(log, subject, shown) {
  if (subject === null) return null;
  if (!shown) throw new WrongOpening("the server hides the document");
  const { payload, digest } = await proven(log, shown.index);
  if (digest !== subject.digest || payload.type !== "document.tabled" || payload.document !== subject.document) {
    throw new WrongOpening(`entry ${shown.index} is not the document of the motion`);
  }
  return payload;
}

async function proven(log, index) {
  try {
    return await log.provenEntry(index);
  } catch (error) {
    // Openings and documents are never withheld.
    if (error instanceof Refusal) throw new BadProof(`the server does not show entry ${index}: ${error.message}`);
    throw error;
  }
}
