/**
 * Activation codes, made here and nowhere else: their public halves go into the statement, the codes onto the badges.
 * FORMAT.md sections 9 (commitment) and 11 (codes, badge links).
 */
import { canonicalBytes } from "./canonical.js";
import { digest } from "./encoding.js";
import { nameOf } from "./desk-view.js";
import { activationSigner, newCode } from "./new-keys.js";
import { t } from "./text.js";

/** Credentials of one statement: the record's own limit. */
export const MOST_AT_ONCE = 200;
/** A JWS has at most 65,535 characters, four for every three bytes of payload; the rest is for header, signature and other fields. */
const MOST_CREDENTIAL_BYTES = 48_000;

/**
 * What every badge needs: the address that phones reach, without a final slash; the digest of the founding; a title.
 * @typedef {{address: string, convention: string, title: string}} BadgeContext
 */

/**
 * Make a code for each prepared credential.
 * @param {object[]} prepared answer of /desk/prepare
 * @param {BadgeContext} context
 * @returns {Promise<{credential: object, badge: object}[]>} what the desk signs, and what is printed (secret)
 */
export function makeBadges(prepared, { address, convention }) {
  return Promise.all(prepared.map(async (one) => {
    const code = newCode();
    const { head, mandates, name, number, person, replaces, role, salt } = one;
    const delegation = role === "alternate" ? one.delegation : null;
    const { jwk } = await activationSigner(code);
    const commitment = await digest(canonicalBytes({ name, number, person, salt }));
    return {
      credential: { commitment, delegation, head, key: jwk, mandates, number, person, replaces, role },
      badge: {
        name,
        delegation: nameOf(one.delegation_name),
        role: t(`desk.role.${head ? "head" : role}`),
        number,
        door: one.door,
        url: `${address}/activate#${code}.${convention}`,
      },
    };
  }));
}

/**
 * Make a code for each prepared officer.
 * @param {object[]} prepared answer of /officers/prepare
 * @param {BadgeContext} context
 * @returns {Promise<{credential: object, badge: object}[]>} what the change says, and what is printed (secret)
 */
export function makeOfficerBadges(prepared, { address, convention }) {
  return Promise.all(prepared.map(async ({ name, number, person, role, salt, door }) => {
    const code = newCode();
    const { jwk } = await activationSigner(code);
    const commitment = await digest(canonicalBytes({ name, number, person, salt }));
    return {
      credential: { commitment, key: jwk, number, person, role },
      badge: { name, delegation: "", role: t(`role.${role}`), number, door, url: `${address}/activate#${code}.${convention}` },
    };
  }));
}

/**
 * Split badges so that the credentials of each part fit one statement: long identifiers and many mandates make fewer.
 * @param {{credential: object, badge: object}[]} made
 */
export function inStatements(made) {
  const parts = [];
  let bytes = Infinity;
  for (const one of made) {
    const size = canonicalBytes(one.credential).length + 1;
    if (bytes + size > MOST_CREDENTIAL_BYTES || parts.at(-1).length === MOST_AT_ONCE) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1).push(one);
    bytes += size;
  }
  return parts;
}
