/** The form of a report on credentials: numbers as the record has them, and the mandates that are contested. */
import { requestJson } from "./http.js";
import { showProblem } from "./office.js";
import { t, words } from "./text.js";
import { announce, element, number, tell, whileBusy } from "./view.js";

/** A mandate as the log names it, and what people write before a number: No. 12, Nº 12, № 12, #12. */
const MANDATE = /^[A-Za-z0-9][\w.-]*\/[1-9][0-9]*$/;
const SIGN = /(?:#|№|\bn[ro]?[.°º])\s*(?=[0-9])/gi;

/** Sign a report of these numbers. */
export function signReport(acts, { report, numbers, contested }) {
  return acts.say("credentials.reported", { report, ...numbers, contested });
}

/** It signs what it shows: the log refuses the numbers if somebody came or went meanwhile. */
export class ReportForm {
  #found = null;

  /**
   * @param {import("./office.js").Office} office
   * @param {((draft: any) => Promise<any>) | null} keep the clerk's: it keeps the report for the chair
   */
  constructor(office, keep) {
    this.office = office;
    this.keep = keep;
    this.form = document.getElementById("report-form");
    this.problem = document.getElementById("report-problem");
    const start = document.getElementById("report-new");
    start.addEventListener("click", () => whileBusy([start], () => office.guarded(() => this.#show())));
    const cancel = this.form.querySelector('[data-act="cancel"]');
    cancel.addEventListener("click", () => this.#hide());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      // What is signed is not taken back, and another would be gone when this one is recorded.
      whileBusy([event.submitter, cancel, start], () => this.#sign());
    });
  }

  async #show() {
    this.form.reset();
    tell(this.problem);
    await this.#read();
    this.form.hidden = false;
    document.getElementById("report-title").focus();
  }

  #hide() {
    this.form.hidden = true;
  }

  async #read() {
    this.#found = await requestJson("/chair/credentials");
    const { numbers, names, next } = this.#found;
    document.getElementById("report-title").textContent = t("day.report", { report: next });
    const row = (name, cells, tag = "td") => element("tr", "", element("th", "", name), ...cells.map((cell) => element(tag, "", number(cell))));
    const total = row(t("day.report.total"), ["allocated", "accredited", "present"].map((name) => numbers[name].count));
    const lines = Object.entries(numbers.delegations).map(([id, cells]) => row(words(names[id], Object.keys(names[id])), cells));
    document.getElementById("report-rows").replaceChildren(total, ...lines);
  }

  /** The contested mandates, of which each was written as a mandate or as the number of a badge. */
  #contested() {
    const written = this.form.elements.contested.value.replace(SIGN, "").split(/[\s,;،؛]+/).filter(Boolean);
    const mandates = written.flatMap((one) => {
      const meant = MANDATE.test(one) ? [one] : this.#found.badges[one];
      if (!meant) throw new Error(t("day.report.unknown", { written: one }));
      return meant;
    });
    return [...new Set(mandates)];
  }

  async #sign() {
    tell(this.problem);
    try {
      const { next: report, numbers } = this.#found;
      const contested = this.#contested();
      if (this.keep) await this.keep({ report, contested });
      else {
        await signReport(await this.office.acts(), { report, numbers, contested });
        announce(t("day.done"));
      }
      this.#hide();
    } catch (error) {
      showProblem(this.problem, error);
      if (["wrong_numbers", "report_in_use"].includes(error.code)) await this.office.guarded(() => this.#read());
    }
  }
}
