/**
 * The form that adds officers and ends offices. New badges are made in this page, saved, and only then is the change signed.
 */
import { makeOfficerBadges } from "./desk-credentials.js";
import { guardLeaving, plainly } from "./desk-view.js";
import { chosenDecision, offerDecisions } from "./officers-decision.js";
import { showProblem } from "./office.js";
import { t } from "./text.js";
import { element, fromTemplate, slot, tell, whileBusy } from "./view.js";

/** One change of officers, from the list to the signature. */
export class OfficersForm {
  #form = document.getElementById("change");
  #list = document.getElementById("officers");
  #added = document.getElementById("new-officers");
  #acts = document.getElementById("change-acts");
  #sign = document.getElementById("sign-change");
  #room;
  #state = null;
  /** What waits for the signature: the statement's fields, and the file that holds the codes. */
  #draft = null;

  /**
   * @param {{acts: import("./chair-act.js").Acts, server: import("./desk-api.js").DeskServer, languages: string[],
   *   context: import("./desk-credentials.js").BadgeContext, finished: (text: string) => void, refresh: () => Promise<void>}} room
   */
  constructor(room) {
    this.#room = room;
    slot(this.#added, "add").addEventListener("click", () => this.#addRow());
    this.#form.addEventListener("input", () => this.#warn());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      whileBusy([event.submitter], () => this.#review());
    });
    const [file, saved, sign, back] = ["file", "saved", "sign", "back"].map((name) => slot(this.#sign, name));
    file.addEventListener("click", () => (saved.disabled = false));
    saved.addEventListener("change", () => (sign.disabled = !saved.checked));
    sign.addEventListener("click", () => whileBusy([sign, back], () => this.#record()));
    back.addEventListener("click", () => this.#discard());
  }

  /** Show the officers as they stand; what is typed and ticked stays. */
  update(state, mine) {
    this.#state = state;
    const ticked = new Map(this.#ended().map(({ number, reason }) => [number, reason]));
    this.#list.removeAttribute("aria-busy");
    this.#list.replaceChildren(...state.officers.map((officer) => officerRow(officer, mine, ticked.get(officer.number))));
    this.#added.hidden = this.#acts.hidden = !mine;
    offerDecisions(this.#form, state, this.#room.languages);
    this.#warn();
  }

  #addRow() {
    const row = fromTemplate("new-officer-row");
    slot(row, "remove").addEventListener("click", () => {
      row.remove();
      this.#warn();
    });
    slot(this.#added, "rows").append(row);
    slot(row, "role").focus();
    this.#warn();
  }

  #new() {
    return [...slot(this.#added, "rows").children].map((row) => ({
      role: slot(row, "role").value, name: slot(row, "name").value.trim(), field: slot(row, "name"),
    }));
  }

  #ended() {
    return [...this.#list.querySelectorAll("[data-number]")]
      .filter((row) => slot(row, "end").checked)
      .map((row) => ({ number: Number(row.dataset.number), reason: slot(row, "reason").value }));
  }

  /** How many chairs the change would leave. */
  #chairsLeft() {
    const ended = new Set(this.#ended().map(({ number }) => number));
    const staying = this.#state.officers.filter(({ role, number }) => role === "chair" && !ended.has(number));
    return staying.length + this.#new().filter(({ role }) => role === "chair").length;
  }

  #warn() {
    const officers = this.#new();
    const changes = officers.length > 0 || this.#ended().length > 0;
    const chairs = this.#chairsLeft();
    const known = new Set(this.#state.officers.map(({ name }) => name));
    const double = officers.filter(({ name }, at) => known.has(name) || officers.some((other, i) => i < at && name && other.name === name));
    const warnings = double.map(({ name }) => t("authority.same_person", { name }));
    if (changes && chairs < 2) warnings.unshift(t(chairs ? "authority.one_chair" : "authority.last_chair"));
    tell(slot(this.#acts, "warning"), ...warnings.map((text) => element("p", "", text)));
  }

  async #review() {
    const problem = slot(this.#acts, "problem");
    const officers = this.#new();
    const revoke = this.#ended();
    const missing = officers.find(({ name }) => !name);
    const decision = this.#state.sits ? this.#form.elements.decision.value : null;
    let lacks = null;
    if (officers.length + revoke.length === 0) lacks = t("authority.nothing");
    else if (missing) lacks = t("authority.name_missing");
    else if (this.#state.sits && this.#chairsLeft() === 0) lacks = t("authority.last_chair");
    else if (decision === "") lacks = t("authority.decision.missing");
    tell(problem, lacks);
    if (lacks) {
      (missing?.field ?? this.#form.querySelector("[type=submit]")).focus();
      return;
    }
    // In the words that stand there now: what she corrects while the badges are made is not what she signs.
    const lines = this.#linesOf(revoke, decision);
    try {
      const made = officers.length ? await this.#makeBadges(officers) : [];
      this.#draft = { ...this.#draft, fields: { issue: made.map(({ credential }) => credential), revoke, decision } };
      this.#showDraft(made, lines);
    } catch (error) {
      this.#forget();
      showProblem(problem, error);
    }
  }

  async #makeBadges(officers) {
    const { server, context } = this.#room;
    const made = await makeOfficerBadges(await server.prepareOfficers(officers.map(({ role, name }) => ({ role, name }))), context);
    const pdf = await server.renderBadges(made.map(({ badge }) => badge), "slip", context.title);
    this.#draft = { url: URL.createObjectURL(pdf), release: guardLeaving() };
    return made;
  }

  /** What is signed besides new officers. */
  #linesOf(revoke, decision) {
    const known = new Map(this.#state.officers.map((officer) => [officer.number, officer]));
    const reasonOf = (number) => slot(this.#list.querySelector(`[data-number="${number}"]`), "reason").selectedOptions[0].textContent;
    const ends = revoke.map(({ number }) => {
      const { name, role } = known.get(number);
      return t("authority.line.revoke", { name, role: t(`role.${role}`), number, reason: reasonOf(number) });
    });
    return [...ends, ...(decision ? [t("authority.line.decision", { decision: chosenDecision(this.#form) })] : [])];
  }

  #showDraft(made, others) {
    const lines = [...made.map(({ badge }) => t("authority.line.issue", badge)), ...others];
    slot(this.#sign, "lines").replaceChildren(...lines.map((line) => element("li", "", line)));
    slot(this.#sign, "badges").hidden = made.length === 0;
    slot(this.#sign, "saved").checked = false;
    slot(this.#sign, "saved").disabled = true;
    slot(this.#sign, "sign").disabled = made.length > 0;
    if (made.length) {
      const file = slot(this.#sign, "file");
      file.href = this.#draft.url;
      file.download = t("authority.filename", { number: made[0].credential.number });
      file.removeAttribute("aria-disabled");
    }
    tell(slot(this.#sign, "problem"));
    this.#form.hidden = true;
    this.#sign.hidden = false;
    this.#sign.querySelector("h3").focus();
  }

  async #record() {
    const { fields } = this.#draft;
    try {
      await this.#room.acts.say("officers.changed", fields);
    } catch (error) {
      // What was refused is void, and so is the file: its numbers and codes are not used again.
      const void_ = fields.issue.length > 0;
      this.#backToForm();
      if (void_) tell(slot(this.#acts, "problem"), t("authority.refused", { problem: plainly(error) }));
      else showProblem(slot(this.#acts, "problem"), error);
      return;
    }
    this.#backToForm();
    slot(this.#added, "rows").replaceChildren();
    for (const box of this.#list.querySelectorAll('[data-slot="end"]')) box.checked = false;
    this.#room.finished(t("authority.done"));
    await this.#room.refresh();
  }

  #discard() {
    const saved = this.#draft?.url && !slot(this.#sign, "saved").disabled;
    this.#backToForm();
    if (saved) tell(slot(this.#acts, "problem"), t("authority.discarded"));
  }

  #backToForm() {
    this.#forget();
    this.#sign.hidden = true;
    this.#form.hidden = false;
  }

  /** Let go of the codes. */
  #forget() {
    if (this.#draft?.url) URL.revokeObjectURL(this.#draft.url);
    this.#draft?.release?.();
    this.#draft = null;
    const file = slot(this.#sign, "file");
    file.removeAttribute("href");
    file.setAttribute("aria-disabled", "true");
  }
}

/** An officer's line; `reason` is given where her end has been ticked before. */
function officerRow({ number, name, role, enrolled }, mine, reason) {
  const row = fromTemplate("officer-row");
  row.dataset.number = number;
  slot(row, "name").textContent = name;
  slot(row, "role").textContent = t(`role.${role}`);
  slot(row, "facts").textContent = [t("authority.number", { number }), t(enrolled ? "authority.enrolled" : "authority.waiting")].join(" · ");
  slot(row, "end-field").hidden = !mine;
  const [end, why] = [slot(row, "end"), slot(row, "reason")];
  end.setAttribute("aria-label", `${end.nextElementSibling.textContent}: ${name}`);
  end.checked = reason !== undefined;
  if (reason) why.value = reason;
  why.hidden = !end.checked;
  end.addEventListener("change", () => (why.hidden = !end.checked));
  return row;
}
