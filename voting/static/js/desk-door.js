/**
 * The door: in and out are two modes. A number or code typed, a hand scanner and the camera all end here, one after the
 * other; none is lost, and none is done twice.
 */
import { Camera } from "./desk-camera.js";
import { lentTo } from "./desk-loans.js";
import { mandateLines } from "./desk-mandates.js";
import { looksLikeName, readBadge, seenBadge } from "./desk-reading.js";
import { sound } from "./desk-tones.js";
import { counted } from "./counted.js";
import { guardLeaving, isActive, placeOf, plainly } from "./desk-view.js";
import { focusIfLost } from "./focus.js";
import { headed, t } from "./text.js";
import { element, slot, tell, whileBusy } from "./view.js";

const SHOWN = 6;
/** A scanner's button pressed twice, or a badge that is still before the camera, is one reading. */
const SAME_MS = 4_000;
/** So long may a badge show its large code alone, which is read from farther away: it is coming, or going. */
const COMING_MS = 1_500;
const GAP_MS = 1_000;
const SIGNS = { in: "✓", out: "→", stop: "✕", wait: "…", again: "=" };

/** How many votes a person casts, for whom, and what she still lacks to cast them. */
function entitlementOf(person, lacking) {
  if (person.role === "observer") return [t("desk.entitled.observer")];
  const own = person.mandates.filter((mandate) => mandate.with === person.credential).length;
  return [counted("desk.entitled", own), ...mandateLines(person), ...(own && lacking ? [t(`desk.entitled.${lacking}`)] : [])];
}

/** What she lacks to vote; whoever goes out needs nothing now. */
function lackingOf(person, kind, confirmationBound) {
  if (kind !== "in") return null;
  return { issued: "no_phone", enrolled: confirmationBound(person) ? "unconfirmed" : null }[person.status] ?? null;
}

/** The quick entry at the door. */
export class Door {
  #form = document.getElementById("door");
  #panel = document.getElementById("door-panel");
  #input = document.getElementById("door-code");
  #outcomes = slot(this.#form, "outcomes");
  #queue = Promise.resolve();
  #seen = new Map();
  /** Since when, and when last, the camera has seen a large code alone. */
  #alone = { since: 0, last: 0 };
  #camera;
  #server;
  #acts;
  #page;

  /**
   * @param {import("./desk-api.js").DeskServer} server
   * @param {import("./desk-acts.js").DeskActs} acts
   * @param {{onPresence: (person: string, present: boolean) => void, confirmationBound: (person: object) => boolean,
   *          act: (name: string, person: object) => Promise<void>, find: (name: string) => Promise<void>}} page
   *   told of each person who went through; whether her device has to be confirmed, what else is done for her, and the list of people
   */
  constructor(server, acts, page) {
    this.#server = server;
    this.#acts = acts;
    this.#page = page;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = this.#input.value.trim();
      this.#input.value = "";
      this.#input.focus();
      if (typed && readBadge(typed) === null && looksLikeName(typed)) this.#find(typed);
      else if (typed) this.#take(typed, false);
    });
    for (const choice of this.#form.elements.direction) choice.addEventListener("change", () => this.#showDirection(true));
    this.#showDirection(false);
    this.#camera = new Camera(this.#form, (texts) => this.#takeSeen(texts));
  }

  get #direction() {
    return this.#form.elements.direction.value;
  }

  #showDirection(focus) {
    const direction = this.#direction;
    slot(this.#form, "label").textContent = t(`desk.door.label_${direction}`);
    slot(this.#form, "submit").textContent = t(`desk.act.${direction}`);
    if (focus) this.#input.focus();
  }

  /** A name, typed where a number was asked for. The next badge is read here all the same, so the focus stays. */
  #find(name) {
    this.clear();
    this.#page.find(name);
    return false;
  }

  /** Ready for the first badge. */
  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** What was said of somebody is no longer what the officer looks at. */
  clear() {
    this.#panel.hidden = true;
  }

  #takeSeen(texts) {
    const now = performance.now();
    const secret = texts.find((text) => readBadge(text)?.secret);
    const others = texts.filter((text) => !readBadge(text)?.secret);
    for (const text of others) this.#take(text, true);
    // Of a badge whose two codes are both in the picture, the secret one says nothing.
    if (others.length) this.#alone = { since: now + SAME_MS, last: now };
    else if (this.#isLeftAlone(now)) this.#take(secret, true);
  }

  #isLeftAlone(now) {
    const { since, last } = this.#alone;
    this.#alone = { since: now - last > GAP_MS ? now : since, last: now };
    return now - this.#alone.since > COMING_MS;
  }

  #take(text, seen) {
    // The direction is the one that stood there when the badge was read.
    const direction = this.#direction;
    const read = seen ? seenBadge(text) : readBadge(text);
    const key = read?.secret ? "secret" : text.toUpperCase();
    if (this.#isAgain(key, direction, seen)) return;
    if (read === null) return this.#stop(t("desk.door.not_a_code", { typed: text.slice(0, 20) }));
    if (read.secret) return this.#stop(t(seen ? "desk.door.closer" : "desk.secret_scanned"));
    this.#show("wait", read.code ?? t("desk.door.number", { number: read.number }));
    // Codes are printed and scanned in capitals; nobody types a name so.
    const name = !seen && text !== text.toUpperCase() && looksLikeName(text) ? text : null;
    // Thirty badges are read faster than they are signed for: a page that is left meanwhile would lose the rest.
    const release = guardLeaving();
    this.#queue = this.#queue.then(async () => {
      // What did not succeed may be typed again at once; before the camera it would be tried many times a second.
      if (!(await this.#pass(read, direction, name)) && !seen) this.#seen.delete(key);
    }).finally(release);
  }

  /** The same badge in the other direction is no repetition: somebody has changed the mode. */
  #isAgain(key, direction, seen) {
    const now = performance.now();
    for (const [one, { at }] of this.#seen) if (now - at > SAME_MS) this.#seen.delete(one);
    const again = this.#seen.get(key)?.direction === direction;
    if (!again || seen) this.#seen.set(key, { at: now, direction });
    return again;
  }

  /** Resolves to whether the person is now in, or out, as was asked. */
  async #pass(read, direction, name) {
    let person = null;
    try {
      person = await this.#server.atDoor(read);
      const trouble = troubleOf(person, read);
      if (trouble) return this.#stop(trouble, person);
      const already = person.present === (direction === "in");
      if (!already) await this.#acts.recordPresence(person, direction);
      // With its giver's check-in a proxy has ended.
      if (!already && direction === "in" && hasProxyOut(person)) person = await this.#server.atDoor(read);
      this.#page.onPresence(person.person, direction === "in");
      this.#say(direction, t(`desk.${already ? "already" : "done"}.${direction}`, { name: person.name }), person, already);
      return true;
    } catch (error) {
      // "Bogdan" may be a door code too, but is nobody's.
      if (name && person === null && error.status === 404) return this.#find(name);
      return this.#stop(plainly(error), person);
    }
  }

  #stop(text, person = null) {
    this.#say("stop", text, person);
    return false;
  }

  #say(kind, text, person, already = false) {
    const loan = takenAlong(person, kind);
    this.#show(kind, text, person, already);
    // Whoever looks at the next badge hears that a phone is walking out.
    sound(loan ? "stop" : kind);
    const line = person && kind === "stop" ? headed(person.name, text) : text;
    this.#outcomes.prepend(element("li", `went-${kind}`, loan ? `${line} ${loan}` : line));
    while (this.#outcomes.childElementCount > SHOWN) this.#outcomes.lastElementChild.remove();
  }

  #show(kind, text, person = null, already = false) {
    this.#panel.dataset.kind = kind;
    this.#panel.toggleAttribute("data-again", already);
    slot(this.#panel, "sign").textContent = already ? SIGNS.again : SIGNS[kind];
    slot(this.#panel, "word").textContent = t(`desk.door.word_${already ? "again_" : ""}${kind}`);
    tell(slot(this.#panel, "who"), person?.name ?? null);
    tell(slot(this.#panel, "place"), person && placeOf(person));
    slot(this.#panel, "text").textContent = text;
    const loan = takenAlong(person, kind);
    tell(slot(this.#panel, "loan"), loan);
    const entitled = person && kind !== "stop" ? entitlementOf(person, lackingOf(person, kind, this.#page.confirmationBound)) : [];
    tell(slot(this.#panel, "entitled"), ...entitled.map((line) => element("li", "", line)));
    this.#offer(loan ? "back" : person && nextFor(person, kind, this.#page.confirmationBound), person);
    this.#panel.hidden = false;
    this.#camera.show();
  }

  /** What this person needs now is one press away. */
  #offer(act, person) {
    const button = slot(this.#panel, "act");
    button.hidden = !act;
    if (!act) return;
    button.textContent = t(`desk.act.${act}`, person.lent[0]);
    button.onclick = () => whileBusy([button], async () => {
      this.clear();
      await this.#page.act(act, person);
      focusIfLost(this.#input);
    });
  }
}

/** Whether somebody else casts a vote of hers by proxy. */
function hasProxyOut({ credential, mandates }) {
  return mandates.some((mandate) => mandate.of === credential && mandate.standing === "proxy");
}

/** The lent phone that somebody has who does not come in; null if there is none. */
function takenAlong(person, kind) {
  return person && kind !== "in" ? lentTo(person, "desk.door.loan") : null;
}

/** What has to be done for a person before she can vote, if the desk can do it. */
function nextFor(person, kind, confirmationBound) {
  // Why a badge was revoked is looked at before there is another.
  if (!isActive(person)) return person.status === "revoked" ? null : "issue";
  return lackingOf(person, kind, confirmationBound) === "unconfirmed" ? "confirm" : null;
}

/** What is wrong with a badge, and what to do; null if its holder may go through. */
function troubleOf(person, { number }) {
  const { name, credential } = person;
  if (person.status === "revoked") return t("desk.door.revoked", { name });
  if (!isActive(person)) return t("desk.door.no_badge", { name });
  if (number && Number(number) !== credential) return t("desk.door.old", { number, current: credential });
  return null;
}
