/** Who is in the hall, by delegation, live: for the desk's second screen. */
import "./masthead.js";
import { requestJson } from "./http.js";
import { follow } from "./live.js";
import { counted } from "./counted.js";
import { nameOf, tellError } from "./desk-view.js";
import { t } from "./text.js";
import { element, fromTemplate, number, slot, tell } from "./view.js";

/** At a busy door people come every second: one look for several of them. */
const PAUSE_MS = 1_500;
const COUNTS = ["seats", "present", "alternates", "proxies", "votes"];

const board = document.getElementById("board");
const problem = document.getElementById("problem");
const rows = new Map();
let seen = null;
let busy = false;
let again = false;

function rowOf(id) {
  if (!rows.has(id)) rows.set(id, fromTemplate("board-row"));
  return rows.get(id);
}

function fill(row, one) {
  slot(row, "name").textContent = nameOf(one.name);
  for (const name of ["present", "seats"]) slot(row, name).textContent = number(one[name]);
  const progress = slot(row, "progress");
  Object.assign(progress, { max: Math.max(one.seats, 1), value: one.present });
  progress.setAttribute("aria-label", t("board.label", { present: number(one.present), seats: number(one.seats) }));
  const facts = ["votes", "alternates", "proxies"].filter((name) => name === "votes" || one[name]);
  slot(row, "facts").replaceChildren(...facts.map((name) => element("li", "", counted(`board.${name}`, one[name]))));
  row.dataset.full = String(one.present >= one.seats);
  return row;
}

function show({ delegations }) {
  const named = delegations.map((one) => [nameOf(one.name), one]).sort(([a], [b]) => a.localeCompare(b, document.documentElement.lang));
  const kept = named.map(([, one]) => fill(rowOf(one.delegation), one));
  board.replaceChildren(...kept);
  const total = Object.fromEntries(COUNTS.map((name) => [name, delegations.reduce((sum, one) => sum + one[name], 0)]));
  document.getElementById("totals").replaceChildren(
    element("li", "", element("b", "", `${number(total.present)} / ${number(total.seats)}`), ` ${t("board.present")}`),
    ...["votes", "alternates", "proxies"].map((name) => element("li", "", counted(`board.${name}`, total[name]))),
  );
}

/** Ask again; what changes while an answer is on its way is asked for after it. */
async function refresh() {
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    again = false;
    try {
      show(await requestJson("/desk/presence/delegations"));
      tell(problem, null);
    } catch (error) {
      if (error.code !== "unreachable") tellError(problem, error);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  busy = false;
}

function refreshIfNew(rolls) {
  const key = JSON.stringify(rolls);
  if (key === seen) return;
  seen = key;
  refresh();
}

follow({
  onState: (state) => refreshIfNew(state.rolls),
  onRolls: refreshIfNew,
  onConnection: (connected) => (document.getElementById("connection").hidden = connected),
});
