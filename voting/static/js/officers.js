/**
 * Officers and delegations: who they are, and their changes. The founder signs until the first sitting, then a chair on a decision.
 */
import "./masthead.js";
import { DeskServer } from "./desk-api.js";
import { keepFresh } from "./fresh.js";
import { currentIdentity } from "./identity.js";
import { OfficersForm } from "./officers-change.js";
import { DelegationForm } from "./officers-delegation.js";
import { Office, showProblem } from "./office.js";
import { t, words } from "./text.js";
import { announce, tell } from "./view.js";

const page = document.getElementById("authority");
const office = new Office(document.getElementById("problem"));
const done = document.getElementById("done");

/** Say on the page that something was recorded. */
function finished(text) {
  tell(done, text);
  announce(text);
  done.scrollIntoView({ block: "center" });
}

async function start() {
  const acts = await office.acts();
  const server = new DeskServer(await currentIdentity());
  const { languages } = acts.log;
  const context = {
    address: page.dataset.publicUrl || location.origin,
    convention: acts.log.convention,
    title: words(acts.log.name, languages),
  };
  const room = { acts, server, context, languages, finished, refresh: () => office.guarded(refresh) };
  const officers = new OfficersForm(room);
  const delegations = new DelegationForm(room);

  async function refresh() {
    const state = await server.authority();
    const signer = state.sits ? "chair" : "founder";
    const mine = page.dataset.role === signer;
    tell(document.getElementById("who"), t(`authority.${signer}${mine ? "" : ".look"}`));
    officers.update(state, mine);
    delegations.update(state, mine);
  }

  await refresh();
  keepFresh(acts.log, refresh, (error) => showProblem(office.problem, error));
}

office.guarded(start);
