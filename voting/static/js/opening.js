/**
 * The motion as the log has it. A vote signs the digest of the opening, and so the words it pins: they come from the
 * entry itself, proved to stand in the log, and not from what the server says of it.
 */
import { stringify } from "./canonical.js";
import { WrongOpening } from "./errors.js";
import { proven, verifyMatter, verifySubject } from "./subject.js";

const ROLL_CALL = stringify([
  { counts: "for", id: "yes" },
  { counts: "against", id: "no" },
  { counts: "abstention", id: "abstain" },
]);
const SHOWN_TOO = [
  "title", "question", "kind", "options", "majority", "quorum", "tie", "voters", "ballot", "electorate", "change_of_vote",
];

/**
 * The opening of a motion, and what it is about, as the log has them.
 * @param {import("./log.js").Log} log
 * @param {any} motion of /state
 * @returns {Promise<{digest: string, index: number, opened: any, subject: import("./subject.js").VerifiedSubject | null,
 *   matter: {kind: string, id: string, payload: any} | null}>}
 *   `opened` is the payload of `motion.opened`
 * @throws {WrongOpening} the log says something else than the server, or its rule is not that of the founding
 * @throws {import("./errors.js").BadProof | import("./errors.js").BadForm | import("./errors.js").LogForked}
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
  const subject = await verifySubject(log, opened.subject, motion);
  return { digest, index: motion.index, opened, subject, matter: await verifyMatter(log, opened.subject, motion) };
}
