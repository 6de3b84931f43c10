/** The page on which a delegate practises: the steps and the signature of a vote, of a kind that no log takes. */
import "./masthead.js";
import { BallotCard } from "./ballot-card.js";
import { callBack } from "./call-back.js";
import { requestJson } from "./http.js";
import { currentIdentity } from "./identity.js";
import { PRACTICE, signJws } from "./jws.js";
import { follow } from "./live.js";
import { inWords, t } from "./text.js";
import { tell } from "./view.js";

const part = (id) => document.getElementById(id);

class Practice {
  #now = null;
  #card = null;
  #record = null;
  #step = "choose";

  constructor(identity) {
    this.identity = identity;
  }

  /** @param {{id: string, ended: boolean} | null} practice */
  follow(practice) {
    const open = practice !== null && !practice.ended;
    if (open && practice.id !== this.#now?.id) this.#begin();
    this.#now = practice;
    part("headline").textContent = t(open ? "practice.now" : "practice.none");
    part("motion").hidden = !this.#card || practice === null;
    this.#show();
  }

  #begin() {
    this.#step = "choose";
    this.#record = null;
    this.#card = new BallotCard(t("practice.mark"), { kid: this.identity.kid, mandate: "practice", onVote: (choice) => this.#vote(choice) });
    part("ballots").replaceChildren(this.#card.element);
  }

  #show() {
    const open = this.#now !== null && !this.#now.ended;
    part("ballots").hidden = !open && this.#step !== "recorded";
    this.#card?.update({ step: this.#step, record: this.#record, refused: null, mayVote: open && this.#step !== "sending", motionState: "open", title: t("practice.title"), replaced: false, trouble: false, reason: "" });
  }

  async #vote(choice) {
    const { id } = this.#now;
    tell(part("problem"));
    const before = [this.#step, this.#record];
    try {
      const { jws } = await signJws(this.identity, PRACTICE, { choice, convention: this.identity.convention, practice: id });
      [this.#step, this.#record] = ["sending", { state: "waiting", about: { choice } }];
      this.#show();
      await requestJson("/floor/practice", { method: "POST", headers: { "Content-Type": "application/jose" }, body: jws });
      [this.#step, this.#record] = ["recorded", { about: { choice }, recordedAt: new Date().toISOString() }];
    } catch (error) {
      [this.#step, this.#record] = before;
      tell(part("problem"), inWords(error));
    }
    this.#show();
  }
}

async function start() {
  // A browser that keeps nothing is nobody's phone.
  const identity = await currentIdentity().catch(() => null);
  const may = ["delegate", "alternate"].includes(identity?.role);
  part("no-key").hidden = may;
  if (!may) part("headline").textContent = t("practice.title");
  const practice = may ? new Practice(identity) : null;
  follow({
    onState: callBack(),
    onFloor: (floor) => practice?.follow(floor.practice),
    onConnection: (connected) => (part("connection").hidden = connected),
  });
}

start();
