/** "My receipts": what this phone can prove, kept on it, to download or to check again. */
import { choiceName, isVote, named, ofVote } from "./choice.js";
import { Unreachable } from "./errors.js";
import { verify } from "./receipt.js";
import { t } from "./text.js";
import { receiptFile } from "./tlogproof.js";
import { announce, fromTemplate, number, slot, timeOf, whileBusy } from "./view.js";

/**
 * Show this phone's recorded statements.
 * @param {HTMLDetailsElement} root
 * @param {any[]} records newest first
 * @param {import("./log.js").Log} log
 * @param {string} activation the key id of the code that enrolled this phone
 */
export function showReceipts(root, records, log, activation) {
  const recorded = records.filter(({ state, type, kid }) => state === "recorded" && (/^(vote|block|amendment|mandate)\./.test(type) || kid === activation));
  slot(root, "count").textContent = String(recorded.length);
  // They are written once somebody wants to read them: at the start a slow phone has more urgent things to do.
  root.ontoggle = () => showReceipts(root, records, log, activation);
  if (!root.open) return;
  const list = slot(root, "receipts");
  const kept = new Map([...list.children].map((item) => [item.dataset.digest, item]));
  // Items that are there stay, with what a check has said and where the focus is.
  list.replaceChildren(...recorded.map((record) => kept.get(record.digest) ?? receiptItem(record, log)));
  root.querySelector('[data-part="none"]').hidden = recorded.length > 0;
}

function receiptItem(record, log) {
  const item = fromTemplate("receipt");
  item.dataset.digest = record.digest;
  slot(item, "what").textContent = describe(record);
  slot(item, "where").textContent = t("phone.entry", { index: record.index, time: timeOf(record.recordedAt, { timeStyle: "medium" }) });
  const file = new Blob([receiptFile(record.receipt, record.jws)], { type: "text/plain" });
  const download = slot(item, "download");
  download.href = URL.createObjectURL(file);
  download.download = `${record.about.motion ?? record.about.amendment ?? record.about.mandate?.replace("/", "-") ?? "activation"}-${record.index}.tlog-proof`;
  // There a vote is explained, also after the next one has begun.
  const page = slot(item, "record");
  page.hidden = !record.about.opening;
  page.href = `/audit/motions/${record.about.motion}#explain`;
  const check = slot(item, "check");
  check.onclick = () => whileBusy([check], async () => {
    const outcome = await checkAgain(record, log);
    slot(item, "outcome").textContent = outcome;
    announce(outcome);
  });
  return item;
}

function describe({ type, about, index }) {
  if (type === "vote.explained") return t(`explain.${about.kind}.done`, { index });
  if (about.amendment) return t("phone.receipt_amendment", about);
  if (type.startsWith("mandate.")) return t("phone.receipt_mandate", about);
  if (!isVote(type)) return t("phone.receipt_activation");
  return t(`phone.receipt_vote${ofVote(about)}`, { ...named(about), choice: choiceName(about.choice) });
}

async function checkAgain(record, log) {
  try {
    const { index } = await verify(record.jws, record.receipt, log);
    const { size } = await log.verifyHead();
    return t("phone.receipt_good", { index, size: number(size) });
  } catch (error) {
    return error instanceof Unreachable ? t("phone.receipt_later") : t("phone.receipt_bad", { why: error.message });
  }
}
