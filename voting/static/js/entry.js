/** The page of one entry: the browser checks it and says what it found. */
import "./masthead.js";
import { WrongConvention } from "./errors.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { takeReceipts } from "./receipt-jump.js";
import { hasMessage, t } from "./text.js";
import { turnByKeys } from "./turning.js";
import { isFalse, verifyEntry } from "./verify-entry.js";
import { element, slot } from "./view.js";

const box = document.getElementById("checked");
const { convention, entry, leaf, chain, role, number } = box.dataset;
const shown = {
  index: Number(entry),
  leaf,
  chain: chain ? chain.split(" ").map(Number) : [],
  payload: document.getElementById("payload")?.textContent ?? null,
  role,
  number,
};

turnByKeys();
takeReceipts();
check();

async function check() {
  say("", t("entry.checking"));
  try {
    const held = await verify();
    if (!held) say("notice-danger", t("entry.false"));
    else say("notice-ok", t(shown.payload === null ? "entry.withheld_true" : "entry.true"));
  } catch (error) {
    if (isFalse(error)) {
      line("fails", error instanceof WrongConvention ? t("entry.convention.false") : error.message, error.message);
      say("notice-danger", t("entry.false"));
    } else {
      line("unsure", hasMessage(`error.${error.code}`) ? t(`error.${error.code}`) : error.message);
      say("notice-warning", t("entry.unknown"));
    }
  }
  slot(box, "pinned").textContent = t("entry.pinned");
  box.removeAttribute("aria-busy");
}

async function verify() {
  // A badge that this browser knows is worth more than what the page says of itself.
  const identity = await currentIdentity();
  const log = await Log.open(identity?.convention ?? convention);
  const founding = line("holds", t(identity ? "entry.convention.badge" : "entry.convention.page"));
  if (!identity) {
    const digest = element("code", "digest", convention);
    digest.dir = "ltr";
    founding.append(digest);
  }
  for await (const { what, values, holds, why } of verifyEntry(log, shown)) {
    line(holds ? "holds" : "fails", holds ? t(`entry.holds.${what}`, values) : t(`entry.fails.${what}`, values), why);
    if (!holds) return false;
  }
  return true;
}

function line(kind, text, why = "") {
  const small = why && element("small", "", why);
  if (small) small.lang = "en";
  const shownLine = element("li", kind, element("span", "", text), small);
  slot(box, "checks").append(shownLine);
  return shownLine;
}

function say(kind, text) {
  const verdict = slot(box, "verdict");
  verdict.className = `notice ${kind}`;
  verdict.textContent = text;
}
