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
   * @param {{role: string, office: import("./office.js").Office, state: () => any, open: Function, decide: Function,
   *   keepReport: ((draft: any) => Promise<any>) | null}} chair
   *   `open` and `decide` put a draft into a form; `keepReport` is the clerk's
   */
  constructor(chair) {
    this.chair = chair;
    this.report = document.getElementById("report-form") && new ReportForm(chair.office, chair.keepReport);
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
    const given = ofReport(report);
    const [numbers, ...doubts] = given.notes;
    return [
      element("p", "", element("b", "", given.label), " ", standing(report)),
      element("p", "", numbers),
      ...doubts.map((doubt) => element("p", "notice notice-warning", doubt)),
      this.#acts(report, given, { report: report.report }),
    ];
  }

  /** The report on credentials or the agenda with this digest, as a question is about it; undefined if it is not the last. */
  given(digest) {
    const { report, proposed } = this.#day ?? {};
    return [report && ofReport(report), proposed && this.#ofAgenda(proposed)].find((one) => one?.subject.digest === digest);
  }

  #agendaLines({ agenda, proposed }) {
    if (!proposed) return [element("p", "muted", t("day.agenda.none"))];
    const later = proposed.agenda !== agenda?.agenda;
    return [...(agenda ? this.#agendaOf(agenda) : []), ...(later ? this.#agendaOf(proposed) : [])];
  }

  #agendaOf(agenda) {
    const given = this.#ofAgenda(agenda);
    const items = agenda.items.map((item) => element("li", "", this.#titleOf(item), item.document ? element("span", "muted", ` ${item.document}`) : ""));
    return [
      element("p", "", element("b", "", given.label), " ", standing(agenda)),
      element("ol", "agenda", ...items),
      this.#acts(agenda, given, { agenda: agenda.agenda }),
    ];
  }

  #ofAgenda({ agenda, digest, items }) {
    const notes = items.map((item, i) => `${number(i + 1)}. ${this.#titleOf(item)}`);
    return { label: t("day.agenda", { agenda }), subject: { digest, id: agenda, kind: "agenda" }, notes };
  }

  #titleOf({ title }) {
    return words(title, this.chair.state().languages);
  }

  /** The two ways to have it adopted, while nothing is decided on it. */
  #acts({ standing: stands, digest }, given, values) {
    if (!["chair", "clerk"].includes(this.chair.role) || stands !== "pending" || !digest) return null;
    const draft = () => ({
      kind: kindFor(this.chair.state().rules.questions, "procedure"),
      given,
      ...phrased(given.subject.kind, values),
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

/** What a report says, in sentences. */
export function reportSays({ allocated, accredited, present, contested }) {
  const counts = { allocated: number(allocated.count), accredited: number(accredited.count), present: number(present.count) };
  const doubts = contested.length ? [t("day.report.contested", { mandates: contested.join(t("common.comma")) })] : [];
  return [t("day.report.numbers", counts), ...doubts];
}

/** What a question on a report is about; `notes` say what it says. */
function ofReport(given) {
  const { report, digest } = given;
  return { label: t("day.report", { report }), subject: { digest, id: report, kind: "credentials" }, notes: reportSays(given) };
}

function standing({ standing: stands, cause }) {
  return element("span", `pill pill-${stands}`, t(`day.standing.${stands}`, { cause: cause ?? "" }));
}
