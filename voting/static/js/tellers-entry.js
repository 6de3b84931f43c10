/**
 * One mandate's vote under a teller's hand. She enters what she reads or hears; whether hers is the first or the second
 * signature follows from what another teller has recorded, and a second one is only given to exactly the same.
 */
import { BadProof } from "./errors.js";
import { request, requestJson } from "./http.js";
import { parseJws, STATEMENT } from "./jws.js";
import { showProblem } from "./office.js";
import { t } from "./text.js";
import { element, tell, whileBusy } from "./view.js";

const box = document.getElementById("entry");
const problem = document.getElementById("entry-problem");
const sign = document.getElementById("sign");
const votes = [...box.querySelectorAll("button.vote")];

/** The panel in which a mandate's vote is entered and signed. */
export class Entry {
  #mandate = "";
  #choice = null;

  /**
   * @param {{person: string, acts: () => Promise<import("./chair-act.js").Acts>, motion: () => any, method: () => string,
   *   done: (text: string) => void}} desk
   */
  constructor(desk) {
    this.desk = desk;
    for (const vote of votes) vote.addEventListener("click", () => this.#choose(vote.value));
    sign.addEventListener("click", () => this.#busily(() => this.#sign()));
    document.getElementById("leave").addEventListener("click", () => this.leave());
  }

  /** Begin with a mandate. */
  take(mandate, delegation) {
    this.#mandate = mandate;
    document.getElementById("entry-mandate").textContent = delegation ? t("tellers.chosen", { mandate, delegation }) : mandate;
    tell(problem);
    tell(document.getElementById("done"));
    this.#choose(null);
    box.hidden = false;
    document.getElementById("entry-mandate").focus();
  }

  /** Put the panel away, nothing signed. */
  leave() {
    box.hidden = true;
    this.#choose(null);
  }

  /** Show how the vote is given, which the teller may have changed. */
  refresh() {
    document.getElementById("entry-method").textContent = t(`tellers.method.${this.desk.method()}`);
  }

  #choose(choice) {
    this.#choice = choice;
    for (const vote of votes) vote.setAttribute("aria-pressed", String(vote.value === choice));
    sign.disabled = choice === null;
    sign.textContent = t("tellers.sign", { mandate: this.#mandate, choice: choice ? t(`common.${choice}`) : "…" });
    this.refresh();
  }

  #busily(work) {
    return whileBusy([sign, ...votes], async () => {
      tell(problem);
      try {
        await work();
      } catch (error) {
        showProblem(problem, error);
      }
    });
  }

  async #sign() {
    const said = { mandate: this.#mandate, choice: this.#choice, method: this.desk.method() };
    const others = await this.#othersRecords();
    const statements = await Promise.all(others.map((record) => this.#read(record)));
    const same = statements.find(({ payload }) => payload.ballot.choice === said.choice && payload.method === said.method);
    if (same) {
      await (await this.desk.acts()).confirmPaper(same.digest);
      this.#finish("tellers.done.second");
    } else if (others.length) {
      this.#offerOwn(said);
    } else {
      await this.#recordFirst(said);
    }
  }

  async #recordFirst({ mandate, choice, method }) {
    await (await this.desk.acts()).recordPaper(this.desk.motion(), mandate, choice, method);
    this.#finish("tellers.done.first");
  }

  #finish(key) {
    const mandate = this.#mandate;
    this.leave();
    this.desk.done(t(key, { mandate }));
  }

  /** What the other teller chose is not shown: agreement must come from the paper, not from this page. */
  #offerOwn(said) {
    const own = element("button", "danger outline", t("tellers.differs.sign"));
    own.type = "button";
    own.dataset.act = "beside";
    own.addEventListener("click", () => this.#busily(() => this.#recordFirst(said)));
    tell(problem, element("p", "", t("tellers.differs", { mandate: said.mandate })), element("p", "actions", own));
  }

  async #othersRecords() {
    const asked = new URLSearchParams({ motion: this.desk.motion().motion });
    const { records } = await requestJson(`/tellers/records?${asked}`);
    return records.filter((record) => record.mandate === this.#mandate && record.person !== this.desk.person);
  }

  /** The statement that a record's digest names: a second signature is for these words, whatever the server says of them. */
  async #read({ digest }) {
    const jws = await parseJws(await (await request(`/tellers/records/${digest}`)).text(), STATEMENT);
    const { type, motion, opening, mandate } = jws.payload;
    const now = this.desk.motion();
    const right = type === "paper.recorded" && motion === now.motion && opening === now.opening && mandate === this.#mandate;
    if (jws.digest !== digest || !right) throw new BadProof(t("tellers.bad_record", { mandate: this.#mandate }));
    return jws;
  }
}
