/**
 * The public record keeps itself fresh: size and root with every state, a motion while it is voted on from the state
 * itself, and the page once something is settled.
 */
import "./masthead.js";
import { follow, jittered } from "./live.js";
import { showRootWords } from "./root-words.js";
import { element, number } from "./view.js";

const SPREAD_MS = 1_500;
const RETRY_MS = 5_000;
const UNSETTLED = ["open", "ended", "closed"];
let known = null;
let waiting = 0;
let now = null;

follow({
  onState: (state) => {
    const { size, root, motions } = (now = state);
    put("root", root);
    const place = document.getElementById("root-words");
    if (place) showRootWords(place, root);
    // While a motion is open the file ends before it: a later root would make a good file look bad.
    if (!motions.some(({ state }) => state === "open" || state === "ended")) put("command-root", `${size}:${root}`);
    put("size", number(size));
    show(state);
    const told = settled(state);
    // The page itself may be older than what the stream tells first.
    if (known === null ? isOlder(state) : told !== known) waiting ||= setTimeout(readAgain, jittered(SPREAD_MS));
    known = told;
  },
  onTurnout: ({ motion, count }) => {
    const told = now?.motions.find((one) => one.motion === motion);
    if (told) told.turnout.count = count;
    showTurnout(motion, count);
  },
});

function show(state) {
  showUnsettled(state);
  for (const motion of state.motions) showTurnout(motion.motion, motion.turnout.count);
}

/** Whether the page does not show this state, though it has only just come. */
function isOlder({ motions, decisions }) {
  const { motion: here, state: shown } = document.getElementById("record").dataset;
  const own = motions.find(({ motion }) => motion === here);
  if (here) return own ? own.state !== shown : UNSETTLED.includes(shown);
  const shows = (kind, name, state) => {
    const row = document.querySelector(`#list [data-${kind}="${CSS.escape(name)}"]`);
    return row ? row.dataset.state === state : isNarrowed();
  };
  return !motions.every(({ motion, state }) => shows("motion", motion, state)) || !decisions.every(({ decision, state }) => shows("decision", decision, state));
}

/** Whether the list is of what somebody asked for; then it has no names for the states of what is voted on. */
function isNarrowed() {
  return !document.querySelector("#list [data-open]");
}

/** What of a state this page has to be read again for: an opening only where what is in a list depends on what was asked for. */
function settled({ motions, decisions }) {
  const here = document.getElementById("record").dataset.motion;
  const narrowed = !here && isNarrowed();
  const told = motions.filter(({ motion, state, annulment }) => narrowed || motion === here || annulment || !UNSETTLED.includes(state));
  return JSON.stringify([told.map(({ motion, state, annulment }) => [motion, state, annulment]), decisions]);
}

/** Put motions that are voted on, or were just now, into the whole list. */
function showUnsettled({ motions, languages }) {
  const table = document.querySelector("#list [data-open]");
  for (const motion of motions.filter(({ state }) => UNSETTLED.includes(state))) {
    const { motion: name, state } = motion;
    const row = table?.querySelector(`[data-motion="${CSS.escape(name)}"]`) ?? (table && newRow(table, motion, languages));
    // What the server has drawn as settled is newer than this state.
    if (row && row.dataset.state !== state && (!row.dataset.state || UNSETTLED.includes(row.dataset.state))) {
      row.dataset.state = state;
      row.cells[1].replaceChildren(element("span", `pill pill-${state}`, table.dataset[state]));
    }
  }
}

function newRow(table, { motion, title, index, electorate }, languages) {
  const row = table.tBodies[0].insertRow();
  row.dataset.motion = motion;
  for (const { cellIndex, className, textContent } of table.tHead.rows[0].cells) {
    const cell = element(cellIndex ? "td" : "th", className, "–");
    if (className) cell.dataset.label = textContent;
    row.append(cell);
  }
  const words = title[[document.documentElement.lang, ...languages].find((one) => one in title)];
  row.cells[0].scope = "row";
  row.cells[0].replaceChildren(link(`/audit/motions/${encodeURIComponent(motion)}`, element("span", "number-of", motion), ` ${words}`));
  const turnout = element("span");
  turnout.dataset.turnout = "";
  row.cells[6].replaceChildren(turnout, `/${number(electorate.count)}`);
  row.cells[7].replaceChildren(link(`/audit/log/${index}`, index));
  table.hidden = false;
  const none = document.getElementById("none-yet");
  if (none) none.hidden = true;
  return row;
}

function link(address, ...content) {
  const made = element("a", "", ...content);
  made.href = address;
  return made;
}

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
  if (!response || response.status === 429 || response.status >= 500) waiting ||= setTimeout(readAgain, jittered(RETRY_MS));
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const filter = document.getElementById("filter")?.value;
  for (const part of document.querySelectorAll("[data-page-changes]")) part.replaceWith(fresh.getElementById(part.id));
  listenToFilter(filter);
  // It may have been made before the newest state.
  show(now);
}

function listenToFilter(value) {
  const filter = document.getElementById("filter");
  if (!filter) return;
  if (value !== undefined) filter.value = value;
  filter.addEventListener("input", () => showRows(filter.value));
  showRows(filter.value);
}

function showRows(value) {
  const wanted = value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll("#roll tbody tr")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
}

listenToFilter();
