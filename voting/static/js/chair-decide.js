/**
 * The form in which a chair states what the assembly decided without a vote by name.
 */
import { wholeOf } from "./chair-act.js";
import { confirmed } from "./chair-confirm.js";
import { fieldsFor, fillWords, kindOptions, nextNumber, wordsOf } from "./chair-open.js";
import { complain, Incomplete, settle } from "./incomplete.js";
import { showProblem } from "./office.js";
import { requirement } from "./requirement.js";
import { headed, t, words } from "./text.js";
import { element, inAllLanguages, number, slot, tell, whileBusy } from "./view.js";

const WHOLE = /^[0-9]{1,9}$/;

/** The chair's form for decisions; stated anew under the same number, a decision that waits for tellers is corrected. */
export class DecideForm {
  /** Counts what was in the form: something else may be in it while what was before is being signed. */
  #turn = 0;

  /**
   * @param {object} state as in /state
   * @param {() => string[]} taken numbers in use
   * @param {(decision: object, about: {given: any, tabled: any}, finish: () => boolean) => Promise<void>} decide signs and
   *   sends; throws what went wrong
   * @param {string} [label] of the button that does, where it is not the decision's own
   */
  constructor(state, taken, decide, label = "") {
    this.state = state;
    this.taken = taken;
    this.decide = decide;
    this.label = label;
    this.panel = document.getElementById("decide-panel");
    this.form = document.getElementById("decide-form");
    this.problem = document.getElementById("decide-problem");
    this.form.elements.kind.append(...kindOptions(state.rules.questions));
    const place = document.getElementById("decide-words");
    this.words = fieldsFor("words-fields", place, state.languages, "decide");
    // In a hall that has just decided, one language is written; the others come from the script, or later.
    const [, ...others] = place.children;
    if (others.length) place.append(element("details", "other-languages", element("summary", "", t("script.other_languages")), ...others));
    this.form.addEventListener("input", () => this.#refresh());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(event.submitter);
    });
    document.getElementById("decide-cancel").addEventListener("click", () => {
      this.#hide();
      // Back to where she began: beneath a form that is gone may be anything.
      document.getElementById("decide-button").focus();
    });
    this.#refresh();
  }

  /**
   * Show the form with what the script would put to the vote.
   * @param {any[]} documents
   * @param {{kind: string | null, title: object, question: object, given: object}} draft
   */
  prepare(documents, { kind, title, question, given }) {
    this.show(documents);
    this.form.elements.kind.value = kind ?? "";
    fillWords(this.words, { title, question });
    this.#give(given);
    this.#refresh();
    this.panel.scrollIntoView({ block: "start" });
  }

  /** Amendments, or a text as amended, as the subject. */
  #give(given) {
    const { subject } = this.form.elements;
    this.given = given;
    subject.add(new Option(given.label, "given"), 1);
    subject.value = "given";
  }

  /**
   * Show the form, empty or with a decision that is to be corrected.
   * @param {any[]} documents the texts that are tabled
   * @param {any} [before] of /chair/motions
   */
  show(documents, before = null) {
    this.#turn += 1;
    this.form.reset();
    settle(this.problem, this.form);
    this.documents = documents;
    this.given = null;
    const { decision, subject } = this.form.elements;
    const title = (one) => t("chair.document", { title: words(one.title, this.state.languages), version: one.version });
    subject.replaceChildren(new Option(subject.dataset.none, ""), ...documents.map((one) => new Option(title(one), one.document)));
    decision.value = before?.decision ?? nextNumber(this.taken());
    decision.readOnly = before !== null;
    if (before) this.#fill(before);
    this.#refresh();
    this.panel.hidden = false;
    document.getElementById("open-start").hidden = true;
    document.getElementById("decide-title").focus();
  }

  #fill(before) {
    const { kind, method, subject, outcome } = this.form.elements;
    kind.value = before.kind;
    method.value = before.method;
    outcome.value = before.outcome;
    if (before.subject?.amendments.length) this.#give(named(before.subject, this.state.languages));
    else if (before.matter) this.#give(matterOf(before.matter));
    else subject.value = before.subject?.document ?? "";
    for (const [id, count] of Object.entries(before.counts ?? {})) this.form.elements[id].value = count;
    fillWords(this.words, { title: before.title, question: before.question });
  }

  #hide() {
    this.#turn += 1;
    this.panel.hidden = true;
    document.getElementById("open-start").hidden = false;
  }

  get #uncounted() {
    const { method, yes, no, abstain } = this.form.elements;
    return method.value === "no_objection" || (method.value === "hands" && [yes, no, abstain].every(({ value }) => value === ""));
  }

  #refresh() {
    const { kind, method, outcome } = this.form.elements;
    const rule = this.state.rules.questions[kind.value];
    const uncounted = this.state.rules.without_vote.includes(kind.value);
    document.getElementById("decide-rule").textContent = rule ? requirement(rule) : "";
    this.form.querySelector('[value="no_objection"]').disabled = !uncounted;
    tell(document.getElementById("decide-needs-count"), uncounted ? null : t("chair.decide.needs_count"));
    const silent = method.value === "no_objection";
    document.getElementById("decide-counts").hidden = silent;
    document.getElementById("decide-hands").hidden = method.value !== "hands" || !uncounted;
    document.getElementById("decide-outcome").hidden = silent;
    if (silent) outcome.value = "adopted";
  }

  #draft() {
    const { decision, kind, method, subject, outcome, yes, no, abstain } = this.form.elements;
    if (!kind.value) throw new Incomplete(t("chair.missing.kind"), kind);
    if (!decision.value || !decision.checkValidity()) throw new Incomplete(t("chair.missing.number"), decision);
    if (!decision.readOnly && this.taken().includes(decision.value)) {
      throw new Incomplete(t("chair.missing.free_number", { motion: decision.value }), decision);
    }
    if (this.#uncounted && !this.state.rules.without_vote.includes(kind.value)) {
      if (method.value === "hands") throw new Incomplete(t("chair.decide.uncounted_hands"), yes);
      throw new Incomplete(t("chair.decide.needs_count"), this.form.querySelector('[value="hands"]'));
    }
    const wrong = this.#uncounted ? null : [yes, no, abstain].find(({ value }) => !WHOLE.test(value));
    if (wrong) throw new Incomplete(t("chair.decide.counts"), wrong);
    const document = this.documents.find((one) => one.document === subject.value);
    return {
      decision: decision.value,
      kind: kind.value,
      title: this.#words("title", t("chair.missing.title")),
      question: this.#words("question", t("chair.missing.question")),
      subject: subject.value === "given" ? this.given.subject : wholeOf(document),
      method: method.value,
      counts: this.#uncounted ? null : { yes: Number(yes.value), no: Number(no.value), abstain: Number(abstain.value) },
      outcome: outcome.value,
    };
  }

  #words(name, missing) {
    const found = wordsOf(this.words, this.state.languages, name);
    const [first] = this.state.languages;
    if (!(first in found)) throw new Incomplete(missing, this.words[first][name]);
    return found;
  }

  async #submit(button) {
    let draft;
    try {
      draft = this.#draft();
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      complain(this.problem, this.form, error);
      return;
    }
    settle(this.problem, this.form);
    const turn = this.#turn;
    const about = { given: this.given, tabled: this.documents.find((one) => one.document === this.form.elements.subject.value) ?? null };
    if (!(await ask(draft, this.state.languages, this.label))) return;
    await whileBusy([button], async () => {
      try {
        await this.decide(draft, about, () => this.#finish(turn));
      } catch (error) {
        if (turn === this.#turn) showProblem(this.problem, error);
        else showProblem(document.getElementById("problem"), error, t("screen.decision", draft));
      }
    });
  }

  /** Close the form, unless something else is in it; says whether it did. */
  #finish(turn) {
    if (turn !== this.#turn) return false;
    this.#hide();
    return true;
  }
}

/** The same where it is no text. */
function matterOf({ kind, id, digest }) {
  return { subject: { kind, id, digest }, label: t(`day.about.${kind}`, { id }) };
}

/** What a decision that was stated before is about. */
function named({ amendments, digest, document: name, text, title }, languages) {
  const names = amendments.map(({ amendment }) => amendment);
  return {
    subject: { amendments: names, digest, document: name, text },
    label: t("script.subject", { amendments: names.join(t("common.comma")), title: words(title, languages) }),
  };
}

/** A decision as it is about to be signed. */
function decisionLines(draft, languages) {
  return [...inAllLanguages(draft.title, languages, "review-title"), ...inAllLanguages(draft.question, languages, "question"), ...methodLines(draft)];
}

/** How it was decided. */
export function methodLines(draft) {
  const counted = draft.counts ? ["yes", "no", "abstain"].map((id) => `${t(`common.${id}`)} ${number(draft.counts[id])}`).join(" · ") : "";
  const method = t(`decision.method.${draft.method}`);
  return [
    element("p", "", counted ? headed(method, counted) : method),
    element("p", "muted", t("chair.decide.explain")),
  ];
}

/** Ask once more, with what is about to be signed. */
async function ask(draft, languages, label) {
  const title = t("chair.decide.title", { decision: draft.decision });
  const yes = label || t("chair.decide.button", { outcome: t(`outcome.${draft.outcome}`) });
  return (await confirmed(title, decisionLines(draft, languages), yes)) !== null;
}
