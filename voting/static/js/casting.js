/** Casts a delegate's vote: it signs the digest that this phone computed itself, keeps the vote, then sends it. */
import { sign } from "./statement.js";

/**
 * @param {{identity: object, outbox: object, alarms: object}} phone
 * @param {"vote.cast" | "block.cast"} type
 * @param {{digest: string, opened: {motion: string}}} verified the opening
 * @param {string} mandate a block's delegation
 * @param {any} choice a block's mandates by option
 * @param {() => void} [settled] called once it has a receipt or a refusal
 */
export async function cast({ identity, outbox, alarms }, type, { digest: opening, opened: { motion } }, mandate, choice, settled) {
  const whose = type === "vote.cast" ? { mandate, ballot: { choice } } : { delegation: mandate, ballot: { choices: choice } };
  const failed = (error) => alarms.notSent(error, motion, mandate);
  try {
    const signed = await sign(identity, type, { motion, opening, ...whose });
    await outbox.add(signed, identity, { motion, opening, mandate, choice });
    outbox.retry(signed.digest).then(settled, failed);
  } catch (error) {
    failed(error);
  }
}
