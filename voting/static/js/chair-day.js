/**
 * The day at the chair's page: the last report on credentials, the agenda in force, and what is put to the assembly.
 */
import { AgendaForm } from "./chair-agenda.js";
import { mayBeNext } from "./chair-next.js";
import { ReportForm } from "./chair-report.js";
import { kindFor, phrased } from "./motion-phrases.js";
import { t, words } from "./text.js";
import { element, number, tell } from "./view.js";

/** The panel. What it shows comes with the motions; what it prepares goes into the chair's two forms. */
export class Day {
  #day = null;
  #drawn = "";

  /**
   * @param {{role: string, office: import("./office.js").Office, state: () => any, open: Function, decide: Function}} chair
   *   `open` and `decide` put a draft into a form
   */
  constructor(chair) {
    this.chair = chair;
    this.report = document.getElementById("report-form") && new ReportForm(chair.office);
    this.agenda = document.getElementById("agenda-form") && new AgendaForm(chair.office, () => chair.state());
  }

  /** @param {any} day of /chair/motions */
  update(day) {
    this.#day = day;
    this.agenda?.update(day);
    const drawn = JSON.stringify([day, this.chair.state()?.languages]);
    if (drawn === this.#drawn || !this.chair.state()) return;
    this.#drawn = drawn;
    tell(document.getElementById("day-report"), ...this.#reportLines(day.report));
    tell(document.getElementById("day-agenda"), ...this.#agendaLines(day));
  }

  #reportLines(report) {
    if (!report) return [element("p", "muted", t("day.report.none"))];
    const { allocated, accredited, present, contested } = report;
    const counts = { allocated: number(allocated.count), accredited: number(accredited.count), present: number(present.count) };
    const [numbers, doubts] = [t("day.report.numbers", counts), contested.length ? [t("day.report.contested", { mandates: contested.join(t("common.comma")) })] : []];
    return [
      element("p", "", element("b", "", t("day.report", { report: report.report })), " ", standing(report)),
      element("p", "", numbers),
      ...doubts.map((doubt) => element("p", "notice notice-warning", doubt)),
      this.#acts(report, "credentials", { report: report.report }, t("day.report", { report: report.report }), [numbers, ...doubts]),
    ];
  }

  #agendaLines({ agenda, proposed }) {
    if (!proposed) return [element("p", "muted", t("day.agenda.none"))];
    const later = proposed.agenda !== agenda?.agenda;
    return [...(agenda ? this.#agendaOf(agenda) : []), ...(later ? this.#agendaOf(proposed) : [])];
  }

  #agendaOf(agenda) {
    const title = t("day.agenda", { agenda: agenda.agenda });
    const titles = agenda.items.map((item) => words(item.title, this.chair.state().languages));
    const items = agenda.items.map((item, i) => element("li", "", titles[i], item.document ? element("span", "muted", ` ${item.document}`) : ""));
    return [
      element("p", "", element("b", "", title), " ", standing(agenda)),
      element("ol", "agenda", ...items),
      this.#acts(agenda, "agenda", { agenda: agenda.agenda }, title, titles.map((item, i) => `${number(i + 1)}. ${item}`)),
    ];
  }

  /** The two ways to have it adopted, while nothing is decided on it; `notes` say what it says. */
  #acts({ standing: stands, digest, report, agenda }, kind, values, label, notes) {
    if (this.chair.role !== "chair" || stands !== "pending" || !digest) return null;
    const draft = () => ({
      kind: kindFor(this.chair.state().rules.questions, "procedure"),
      given: { label, subject: { digest, id: report ?? agenda, kind }, notes },
      ...phrased(kind, values),
    });
    return element("p", "actions", this.#button("vote", draft, this.chair.open), this.#button("decide", draft, this.chair.decide));
  }

  #button(name, draft, into) {
    const button = element("button", "secondary outline", t(`day.${name}`));
    if (name === "vote") mayBeNext(button, "day");
    button.type = "button";
    button.dataset.act = name;
    button.addEventListener("click", () => into(draft(), button));
    return button;
  }
}

function standing({ standing: stands, cause }) {
  return element("span", `pill pill-${stands}`, t(`day.standing.${stands}`, { cause: cause ?? "" }));
}
