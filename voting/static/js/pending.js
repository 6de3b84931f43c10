/** The activation that was begun in this browser and is not finished. */
import { get } from "./store.js";

/** Under this name stands the id of the key that stands for the code. */
export const LATEST = "activation";

/**
 * The activation that was begun last in this browser and is not finished.
 * @returns {Promise<import("./activation.js").Pending | null>}
 */
export async function pendingActivation() {
  const kid = await get(LATEST);
  return (kid && (await get(`activation:${kid}`))) ?? null;
}
