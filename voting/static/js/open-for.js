/** How long the rules keep polling on a question open, in words. */
import { t } from "./text.js";
import { DIGITS } from "./view.js";

/** How long the rule keeps polling open, in a sentence; "" where it does not say. `Sentences.polling` says the same. */
export function openFor({ polling_seconds: seconds }) {
  return seconds === null ? "" : t("chair.polling", { time: duration(seconds) });
}

/** "90 seconds", "2 minutes", "1 hour": the largest unit that is exact. */
export function duration(seconds) {
  const [unit, size] = [["hour", 3600], ["minute", 60], ["second", 1]].find(([, length]) => seconds % length === 0);
  return (seconds / size).toLocaleString(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long", ...DIGITS });
}
