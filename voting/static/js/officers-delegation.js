/** The form that registers a delegation, or changes one: name, seats, weight and groups. */
import { counted } from "./counted.js";
import { answered, showUntilClosed } from "./dialog.js";
import { chosenDecision, offerDecisions } from "./officers-decision.js";
import { showProblem } from "./office.js";
import { t, words } from "./text.js";
import { element, languageName, number, slot, tell, whileBusy } from "./view.js";
import { written } from "./written.js";

const WHOLE = /^(0|[1-9][0-9]{0,6})$/;
// FORMAT.md section 4, delegation.registered.
const MOST_SEATS = 100_000;
const MOST_WEIGHT = 1_000_000;

/** One delegation at a time: after the first sitting each needs a decision of its own. */
export class DelegationForm {
  #form = document.getElementById("delegation");
  #list = document.getElementById("delegations");
  #names = {};
  #room;
  #state = null;

  /**
   * @param {{acts: import("./chair-act.js").Acts, languages: string[], finished: (text: string) => void, refresh: () => Promise<void>}} room
   */
  constructor(room) {
    this.#room = room;
    const fields = room.languages.map((language) => {
      const input = (this.#names[language] = element("input"));
      Object.assign(input, { maxLength: 300, autocomplete: "off", dir: "auto", lang: language });
      return element("label", "", t("authority.delegation.name", { language: languageName(language) }), " ", input);
    });
    slot(this.#form, "names").replaceChildren(...fields);
    this.#form.elements.which.addEventListener("change", () => this.#fill());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      whileBusy([event.submitter], () => this.#submit());
    });
  }

  /** Show the delegations as they stand; what is typed stays. */
  update(state, mine) {
    const first = this.#state === null;
    this.#state = state;
    const { languages } = this.#room;
    this.#list.replaceChildren(...state.delegations.map(({ delegation: id, name, entitlement, weight }) => element("li", "",
      counted("authority.delegation.line", entitlement, { name: words(name, languages), id, weight: number(weight) }))));
    const { which } = this.#form.elements;
    const chosen = which.value;
    const known = state.delegations.map((one) => new Option(words(one.name, languages), one.delegation));
    which.replaceChildren(new Option(t("authority.delegation.new"), ""), ...known);
    which.value = chosen;
    this.#form.hidden = !mine;
    offerDecisions(this.#form, state, languages);
    if (first) this.#fill();
  }

  get #known() {
    return this.#state.delegations.find(({ delegation }) => delegation === this.#form.elements.which.value) ?? null;
  }

  #fill() {
    const { id, entitlement, weight, groups } = this.#form.elements;
    const known = this.#known;
    slot(this.#form, "id-field").hidden = known !== null;
    id.value = "";
    for (const [language, input] of Object.entries(this.#names)) input.value = known?.name[language] ?? "";
    entitlement.value = known?.entitlement ?? "";
    weight.value = known?.weight ?? 1;
    groups.value = known?.groups.join(" ") ?? "";
    tell(slot(this.#form, "problem"));
  }

  /** What would be signed, or what is missing: `[message, field]`. */
  #draft() {
    const { id, entitlement, weight, groups, decision } = this.#form.elements;
    const known = this.#known;
    const [first] = this.#room.languages;
    const name = Object.fromEntries(Object.entries(this.#names).map(([language, input]) => [language, written(input.value)]).filter(([, text]) => text));
    const least = known?.highest_seat ?? 0;
    const taken = this.#state.delegations.some(({ delegation }) => delegation === id.value);
    if (!known && (!id.value || !id.checkValidity() || taken)) return { lacks: [t("authority.missing.id"), id] };
    if (!name[first]) return { lacks: [t("authority.missing.name"), this.#names[first]] };
    const others = this.#state.delegations.filter(({ delegation }) => delegation !== known?.delegation);
    const namesake = others.find((other) => Object.values(other.name).some((text) => Object.values(name).some((own) => same(own, text))));
    if (namesake) return { lacks: [t("authority.missing.other_name", { delegation: namesake.delegation }), this.#names[first]] };
    if (!within(entitlement.value, least, MOST_SEATS)) {
      return { lacks: [t("authority.missing.seats", { least: number(least), most: number(MOST_SEATS) }), entitlement] };
    }
    if (!within(weight.value, 1, MOST_WEIGHT)) return { lacks: [t("authority.missing.weight", { most: number(MOST_WEIGHT) }), weight] };
    if (this.#state.sits && !decision.value) return { lacks: [t("authority.decision.missing"), decision] };
    return {
      fields: {
        delegation: known?.delegation ?? id.value,
        name,
        entitlement: Number(entitlement.value),
        weight: Number(weight.value),
        groups: groups.value.split(/[\s,;]+/).filter(Boolean),
        decision: this.#state.sits ? decision.value : null,
      },
    };
  }

  async #submit() {
    const problem = slot(this.#form, "problem");
    const { fields, lacks } = this.#draft();
    tell(problem, lacks?.[0] ?? null);
    if (lacks) return lacks[1].focus();
    if (!(await this.#ask(fields))) return;
    try {
      await this.#room.acts.say("delegation.registered", fields);
    } catch (error) {
      return showProblem(problem, error);
    }
    this.#room.finished(counted("authority.delegation.done", fields.entitlement, { delegation: words(fields.name, this.#room.languages) }));
    this.#form.elements.which.value = "";
    await this.#room.refresh();
    this.#fill();
  }

  async #ask(fields) {
    await answered();
    const dialog = document.getElementById("confirm");
    const known = this.#known;
    const seats = { before: number(known?.entitlement ?? 0), now: number(fields.entitlement) };
    const lines = [
      ...Object.values(fields.name),
      t(known ? "authority.delegation.seats" : "authority.delegation.new_seats", seats),
      t("authority.delegation.weight", { weight: number(fields.weight) }),
      fields.groups.length ? t("authority.delegation.groups", { groups: fields.groups.join(t("common.comma")) }) : null,
      fields.decision ? t("authority.line.decision", { decision: chosenDecision(this.#form) }) : null,
    ];
    slot(dialog, "title").textContent = t("authority.delegation.title", { delegation: words(fields.name, this.#room.languages) });
    slot(dialog, "body").replaceChildren(
      element("ul", "", ...lines.filter(Boolean).map((line) => element("li", "", line))),
      element("p", "muted", t("authority.delegation.open")),
    );
    return (await showUntilClosed(dialog)) === "yes";
  }
}

function within(written, least, most) {
  return WHOLE.test(written) && Number(written) >= least && Number(written) <= most;
}

function same(one, other) {
  return one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
}
