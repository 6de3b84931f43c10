/** What the page is only told has changed it asks for: the answer to the latest question counts, and none is given up. */
import { Unreachable } from "./errors.js";
import { requestJson } from "./http.js";
import { jittered } from "./live.js";
import { showProblem } from "./office.js";
import { tell } from "./view.js";

const AGAIN_MS = 3_000;

/** Questions about one thing. */
export class Latest {
  #turn = 0;
  /** What the page says of a question without an answer. */
  #said = null;

  /** @param {import("./office.js").Office} office */
  constructor(office) {
    this.office = office;
  }

  /**
   * Ask, and again after a while where there is no answer: nobody may tell of a change a second time.
   * @param {string | null} path null where there is nothing to ask
   * @param {(found: any) => void} take the answer, unless something was asked since
   */
  async ask(path, take, again = false) {
    const turn = ++this.#turn;
    try {
      const found = path && (await requestJson(path));
      if (turn !== this.#turn) return;
      take(found);
      if (this.#said?.isConnected) tell(this.office.problem);
      this.#said = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      const unanswered = error instanceof Unreachable;
      if (!again || !unanswered) this.#say(error);
      if (unanswered) setTimeout(() => turn === this.#turn && this.ask(path, take, true), jittered(AGAIN_MS));
    }
  }

  #say(error) {
    showProblem(this.office.problem, error);
    this.#said = this.office.problem.firstChild;
  }
}
