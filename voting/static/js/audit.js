/**
 * The public record keeps itself fresh: size and root with every state, the motions when one of them changes.
 */
import "./masthead.js";
import { follow, jittered } from "./live.js";
import { showRootWords } from "./root-words.js";
import { number } from "./view.js";

const SPREAD_MS = 1_500;
let known = null;
let waiting = 0;

follow({
  onState: ({ size, root, motions, decisions }) => {
    put("root", root);
    const place = document.getElementById("root-words");
    if (place) showRootWords(place, root);
    // While a motion is open the file ends before it: a later root would make a good file look bad.
    if (!motions.some(({ state }) => state === "open" || state === "ended")) put("command-root", `${size}:${root}`);
    put("size", number(size));
    const now = JSON.stringify([motions.map((motion) => [motion.motion, motion.state, motion.annulment]), decisions]);
    if (known !== null && now !== known) waiting ||= setTimeout(readAgain, jittered(SPREAD_MS));
    known = now;
    for (const motion of motions) showTurnout(motion.motion, motion.turnout.count);
  },
  onTurnout: ({ motion, count }) => showTurnout(motion, count),
});

function put(id, text) {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}

function showTurnout(motion, count) {
  const place = document.querySelector(`[data-motion="${CSS.escape(motion)}"] [data-turnout]`);
  if (place) place.textContent = number(count);
}

/** Take the part that changes from a fresh copy of this page. */
async function readAgain() {
  waiting = 0;
  const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const filter = document.getElementById("filter")?.value ?? "";
  document.getElementById("record").replaceWith(fresh.getElementById("record"));
  listenToFilter(filter);
}

function listenToFilter(value) {
  const filter = document.getElementById("filter");
  if (!filter) return;
  filter.value = value;
  filter.addEventListener("input", () => showRows(filter.value));
  showRows(value);
}

function showRows(value) {
  const wanted = value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll("#roll tbody tr")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
}

listenToFilter("");
