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
const leave = document.getElementById("leave");
const method = document.getElementById("method");
const votes = [...box.querySelectorAll("button.vote")];

/** The panel in which a mandate's vote is entered and signed. */
export class Entry {
  #mandate = "";
  #choice = null;
  #busy = false;

  /**
   * @param {{person: string, acts: () => Promise<import("./chair-act.js").Acts>, motion: () => any, method: () => string,
   *   done: (text: string) => void}} desk
   */
  constructor(desk) {
    this.desk = desk;
    for (const vote of votes) vote.addEventListener("click", () => this.#choose(vote.value));
    sign.addEventListener("click", () => this.#busily(() => this.#sign()));
    leave.addEventListener("click", () => this.leave());
  }

  /** Begin with a mandate, unless another's vote is being signed: what is said then of the one would be read of the other. */
  take(mandate, delegation) {
    if (this.#busy) return;
    this.#mandate = mandate;
    document.getElementById("entry-mandate").textContent = delegation ? t("tellers.chosen", { mandate, delegation }) : mandate;
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

  /** Whether something is being signed. */
  get busy() {
    return this.#busy;
  }

  /** Show how the vote is given, which the teller may have changed; what was said of it so is over, and not signed any more. */
  refresh() {
    tell(problem);
    document.getElementById("entry-method").textContent = t(`tellers.method.${this.desk.method()}`);
  }

  #choose(choice) {
    this.#choice = choice;
    for (const vote of votes) vote.setAttribute("aria-pressed", String(vote.value === choice));
    sign.disabled = choice === null;
    sign.textContent = t("tellers.sign", { mandate: this.#mandate, choice: choice ? t(`common.${choice}`) : "…" });
    this.refresh();
  }

  /** What is signed cannot be cancelled, so nothing here can be pressed meanwhile. */
  #busily(work) {
    return whileBusy([sign, leave, method, ...votes], async () => {
      this.#busy = true;
      tell(problem);
      try {
        await work();
      } catch (error) {
        showProblem(problem, error);
      } finally {
        this.#busy = false;
      }
    });
  }

  async #sign() {
    // The page may turn to another motion while the server answers.
    const said = { motion: this.desk.motion(), mandate: this.#mandate, choice: this.#choice, method: this.desk.method() };
    const others = await this.#othersRecords(said);
    if (await this.#confirmSame(others, said)) return;
    if (others.length) this.#offerOwn(said, others);
    else await this.#record(said);
  }

  /** Be the second to sign, where one of these records says the same; resolves to whether one does. */
  async #confirmSame(records, said) {
    const statements = await Promise.all(records.map((record) => this.#read(record, said)));
    const same = statements.find(({ payload }) => payload.ballot.choice === said.choice && payload.method === said.method);
    if (!same) return false;
    await (await this.desk.acts()).confirmPaper(same.digest);
    this.#finish("tellers.done.second", said);
    return true;
  }

  async #record(said) {
    const { index } = await (await this.desk.acts()).recordPaper(said.motion, said.mandate, said.choice, said.method);
    // Two who hear a vote sign it at once, and each believes to be the first: who is the second in the log confirms.
    const others = await this.#othersRecords(said).catch(() => []);
    if (await this.#confirmSame(others.filter(({ entry }) => entry < index), said)) return;
    this.#finish("tellers.done.first", said);
  }

  #finish(key, { mandate }) {
    this.leave();
    this.desk.done(t(key, { mandate }));
  }

  /** What the other teller chose is not shown: agreement must come from the paper, not from this page. */
  #offerOwn(said, others) {
    const own = element("button", "danger outline", t("tellers.differs.sign"));
    own.type = "button";
    own.dataset.act = "beside";
    own.addEventListener("click", () => this.#busily(() => this.#record(said)));
    const sameWay = others.some(({ method }) => method === said.method);
    const key = sameWay ? { paper: "tellers.differs", voice: "tellers.differs.voice" }[said.method] : `tellers.differs.not_${said.method}`;
    tell(problem, element("p", "", t(key, { mandate: said.mandate })), element("p", "actions", own));
  }

  async #othersRecords({ motion: { motion }, mandate }) {
    const { records } = await requestJson(`/tellers/records?${new URLSearchParams({ motion })}`);
    return records.filter((record) => record.mandate === mandate && record.person !== this.desk.person);
  }

  /** The statement that a record's digest names: a second signature is for these words, whatever the server says of them. */
  async #read({ digest }, said) {
    const jws = await parseJws(await (await request(`/tellers/records/${digest}`)).text(), STATEMENT);
    const { type, motion, opening, mandate } = jws.payload;
    const right = type === "paper.recorded" && motion === said.motion.motion && opening === said.motion.opening && mandate === said.mandate;
    if (jws.digest !== digest || !right) throw new BadProof(t("tellers.bad_record", { mandate: said.mandate }));
    return jws;
  }
}
