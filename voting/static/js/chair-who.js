/** Who has not voted in an open motion, on demand: for chair and clerk, and never what anybody voted. */
import { requestJson } from "./http.js";
import { jittered } from "./live.js";
import { showProblem } from "./office.js";
import { t, words } from "./text.js";
import { element, number, tell } from "./view.js";

/** Votes come in by the hundred: the list is read again so much later, once, and not by all pages in the same second. */
const LATER_MS = 1_500;

/** The list of one motion. It stays the same element, open or closed, while the motion's card is drawn anew. */
export class WhoVoted {
  #timer = 0;

  /**
   * @param {string} motion
   * @param {string[]} languages
   */
  constructor(motion, languages) {
    this.motion = motion;
    this.languages = languages;
    this.body = element("div", "who-body");
    this.body.tabIndex = 0;
    this.problem = element("div", "notice notice-danger");
    this.problem.hidden = true;
    this.element = element("details", "who", element("summary", "", t("chair.who")), this.problem, this.body);
    this.element.addEventListener("toggle", () => this.element.open && this.#read());
  }

  /** The turnout has changed: look again soon, if somebody looks. */
  changed() {
    if (this.#timer || !this.element.open) return;
    this.#timer = setTimeout(() => this.#read(), jittered(LATER_MS));
  }

  async #read() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.element.isConnected || !this.element.open) return;
    try {
      const found = await requestJson(`/chair/motions/${encodeURIComponent(this.motion)}/turnout`);
      tell(this.problem);
      this.body.replaceChildren(...this.#content(found));
    } catch (error) {
      showProblem(this.problem, error);
    }
  }

  #content({ entitled, present, voted, delegations }) {
    const missing = delegations.flatMap((one) => one.missing);
    const there = missing.filter((one) => one.present).length;
    const line = missing.length ? t("chair.who.missing", { count: number(missing.length), present: number(there) }) : t("chair.who.all");
    const rows = delegations.filter((one) => one.missing.length).sort((a, b) => b.missing.length - a.missing.length).map((one) => this.#delegation(one));
    return [
      element("p", "", t("chair.who.totals", { entitled: number(entitled), present: number(present), voted: number(voted) })),
      element("p", "", element("strong", "", line), " ", element("span", "muted", t("chair.who.secret"))),
      element("ul", "who-delegations", ...rows),
    ];
  }

  #delegation({ name, entitled, present, voted, block, missing }) {
    const numbers = t("chair.who.numbers", { voted: number(voted), entitled: number(entitled), present: number(present) });
    const head = element("p", "", element("b", "", words(name, this.languages)), " ", element("span", "muted", block ? [numbers, t("chair.who.block")].join(t("common.comma")) : numbers));
    return element("li", "", head, element("ul", "who-missing", ...missing.map(mandateLine)));
  }
}

function mandateLine({ mandate, credential, present, waits }) {
  const notes = [
    credential === null ? "" : t("chair.who.credential", { number: credential }),
    present ? "" : t("chair.who.absent"),
    waits ? t("chair.who.waits") : "",
  ].filter(Boolean);
  return element("li", present ? "" : "absent", element("b", "", mandate), notes.length ? ` ${notes.join(t("common.comma"))}` : "");
}
