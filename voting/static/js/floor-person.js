/** Somebody who asked for the floor, as pages name her: her delegation and the number of her badge. */
import { t, words } from "./text.js";
import { element } from "./view.js";

/** Delegation, number, and what she speaks for. */
export function person({ name, number, side }, languages) {
  const badge = t("floor.number", { number });
  const delegation = words(name, languages);
  return element("span", "floor-person",
    element("bdi", "floor-name", delegation || badge), " ",
    delegation ? element("span", "floor-badge", badge) : null, " ",
    element("span", `side side-${side}`, t(`floor.${side}`)));
}
