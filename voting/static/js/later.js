/** A script that few people need comes when they do. */
import { Unreachable } from "./errors.js";
import { requestText } from "./http.js";

/**
 * Import a module, once the network has brought it: that one did not come most browsers remember as long as the page
 * lives, and whoever tries again would be told so again.
 * @param {string} address
 * @throws {import("./errors.js").Refusal}
 * @throws {import("./errors.js").Unreachable}
 */
export async function later(address) {
  await requestText(address, { cache: "default" });
  return import(address).catch((error) => {
    throw new Unreachable(error.message);
  });
}
