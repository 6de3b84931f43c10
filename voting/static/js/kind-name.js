/** What kinds of question are called. */
import { hasMessage, t } from "./text.js";

/** A kind of question as people read it; one without a name of its own, "rules-of-order", becomes "Rules of order". */
export function kindName(kind) {
  const known = `kind.${kind}`;
  if (hasMessage(known)) return t(known);
  const text = kind.replace(/[-_.]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
