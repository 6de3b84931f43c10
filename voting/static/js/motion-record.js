/** The page of a motion in the record; what explains a vote weighs more than all of it, and comes to phones with a badge alone. */
import "./audit.js";
import { get } from "./store.js";

const box = document.getElementById("explain");

async function start() {
  // Who this browser is (identity.js), without what signs for it.
  if (!(await get("identity"))) return;
  const script = document.createElement("script");
  script.type = "module";
  script.src = box.dataset.script;
  document.head.append(script);
}

// A browser that keeps nothing has no badge.
if (box) start().catch(() => {});
