/** Casts a delegate's vote: it signs the digest that this phone computed itself, keeps the vote, then sends it. */
import { sign } from "./statement.js";

/**
 * @param {{identity: object, outbox: object, alarms: object}} phone
 * @param {"vote.cast" | "block.cast"} type
 * @param {{digest: string, opened: {motion: string}}} verified the opening
 * @param {string} mandate a block's delegation
 * @param {any} choice a block's mandates by option
 * @param {() => void} [settled] called once it has a receipt or a refusal
 * @param {string} [name] of a block's delegation
 */
export async function cast({ identity, outbox, alarms }, type, { digest: opening, opened: { motion } }, mandate, choice, settled, name) {
  const whose = type === "vote.cast" ? { mandate, ballot: { choice } } : { delegation: mandate, ballot: { choices: choice } };
  const about = { motion, opening, mandate, choice, name };
  const failed = (error) => alarms.notSent(error, about);
  try {
    const signed = await sign(identity, type, { motion, opening, ...whose });
    await outbox.add(signed, identity, about);
    outbox.retry(signed.digest).then(settled, failed);
  } catch (error) {
    failed(error);
  }
}
