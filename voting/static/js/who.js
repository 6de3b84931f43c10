/** Whose phone this is, and whether it may vote. */
import { shortCode } from "./keys.js";
import { t, words } from "./text.js";
import { slot } from "./view.js";

/**
 * @param {HTMLElement} root
 * @param {import("./identity.js").Identity} identity
 * @param {any} device what the log says of this phone; null while it has not said anything
 * @param {string[]} languages
 */
export function showWho(root, identity, device, languages) {
  const names = Object.values(device?.delegations ?? {}).map((name) => words(name, languages));
  const set = (name, text) => {
    const place = slot(root, name);
    if (place.textContent !== text) place.textContent = text;
  };
  set("role", t(device?.head ? "role.head" : `role.${identity.role}`));
  set("number", t("phone.credential", { number: identity.credential }));
  set("delegation", names.join(t("common.comma")));
  set("mandates", device?.mandates.length ? t(device.mandates.length > 1 ? "phone.mandates" : "phone.mandate", { mandates: device.mandates.join(t("common.comma")) }) + " · " : "");
  set("short-code", shortCode(identity.kid));
  const show = (name, shown) => (root.querySelector(`[data-part="${name}"]`).hidden = !shown);
  show("unconfirmed", Boolean(device?.needs_confirmation && !device.confirmed && device.status === "active"));
  show("revoked", device?.status === "revoked");
  show("moved", device?.status === "moved");
}
