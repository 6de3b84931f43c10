/** What the desk's modules share on the page, besides view.js. */
import { hasMessage, t, words } from "./text.js";
import { element, tell } from "./view.js";

/**
 * What went wrong and what to do, for the officer: the server's own words where it refused.
 * @param {Error & {code?: string, detail?: string}} error
 */
export function plainly(error) {
  const known = `error.${error.code}`;
  if (hasMessage(known)) return t(known);
  return error.detail && error.detail !== error.message ? `${error.message} (${error.detail})` : error.message;
}

/** Show an error in a notice, with the way back in if the session has ended. */
export function tellError(notice, error) {
  const link = element("a", "", t("desk.sign_in"));
  link.href = "/signin?next=/desk";
  tell(notice, plainly(error), error.code === "not_signed_in" ? element("p", "", link) : null);
}

/** Offer these in a list; what was chosen stays chosen, and a list that offers them already is not touched: it may be open. */
export function refill(select, ...options) {
  const chosen = select.value;
  if (element("div", "", ...options).innerHTML === select.innerHTML) return;
  select.replaceChildren(...options);
  select.value = chosen;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

/** Words of the convention, which the server sends as text or by language. */
export function nameOf(value) {
  return value && typeof value === "object" ? words(value) : (value ?? "");
}

/** Delegation, seat and role, as a person is called at a desk. */
export function placeOf(person) {
  const delegation = nameOf(person.delegation_name) || person.delegation || "";
  const seat = person.seat ? t("desk.seat", { seat: person.seat }) : "";
  return [delegation, seat, t(`desk.role.${person.role}`)].filter(Boolean).join(" · ");
}

/** Ask before the page is left, until the returned function is called. */
export function guardLeaving() {
  const ask = (event) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}

/** Whether a person has a credential that can still act. */
export function isActive(person) {
  return person.credential !== null && person.status !== "revoked";
}

/** Whether a text may hold an activation link. Such a text must go nowhere: the code in it is the person's. */
export function looksSecret(text) {
  // “#12” is how people write a number; no code is that short.
  return /#(?![0-9]{0,9}$)/.test(text) || /activate/i.test(text);
}

/** Forget a secret that a hand scanner is typing: the rest of it goes nowhere either, nor its Enter. */
export function forgetTyped(field) {
  field.value = "";
  field.blur();
}
