/**
 * On the page of a motion in the record, the owner of the phone that voted in it says why, or that she meant another: the
 * page for voting has gone on to the next motion by then. motion-record.js loads it.
 */
import { isVote } from "./choice.js";
import { ExplainCard } from "./explain-card.js";
import { currentIdentity } from "./identity.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { tellOpenVote } from "./vote-open.js";

const box = document.getElementById("explain");

async function start() {
  const identity = await currentIdentity();
  if (identity?.convention !== box.dataset.convention) return;
  const outbox = new Outbox(await Log.open(identity.convention));
  const card = new ExplainCard(box, identity, outbox);
  const { motion, opening } = box.dataset;
  const show = async () => {
    const records = await outbox.records();
    const votes = records.filter(({ type, kid, about, state }) => isVote(type) && kid === identity.kid && about.opening === opening && state !== "refused");
    card.show({ motion, opening, state: "declared" }, votes, records);
    box.parentElement.hidden = box.hidden;
  };
  tellOpenVote(outbox);
  outbox.watch(show);
  await show();
  // Whoever comes from her receipts comes for this, and it was not there when the page opened.
  if (location.hash) box.parentElement.scrollIntoView();
  await outbox.resume();
}

// A phone that cannot reach the server has nothing to add to the record.
start().catch(() => {});
